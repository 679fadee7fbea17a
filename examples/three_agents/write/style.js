// The report's one style sheet: paper by day, slate by night, plain black on white in print.

export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fbfaf6; --ink: #1f1c18; --soft: #6a6358; --line: #e3ddd0; --card: #f4f1e9;
  --accent: #96321f; --bar: #b5503c; --trend: #2f4858; --mark: #f6e2ad; --gap: #ebe6da;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "URW Palladio L", P052,
    "Book Antiqua", Georgia, serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans",
    Arial, sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #17181b; --ink: #e9e4da; --soft: #a29a8d; --line: #34353a; --card: #1f2024;
    --accent: #ee9078; --bar: #d9735b; --trend: #a9c6d6; --mark: #5b4a17; --gap: #26272b;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 18px/1.6 var(--serif); }
main { max-width: 880px; margin: 0 auto; padding: 72px 28px 56px; }
h1, h2, p, figure, blockquote, ol, table { margin: 0; }
.kicker, h2, figcaption, footer, .who, table, .method { font-family: var(--sans); }
.kicker { color: var(--accent); font-size: 13px; font-weight: 600; letter-spacing: .02em; }
h1 {
  margin-top: 14px; font-size: 42px; line-height: 1.16; font-weight: 500;
  letter-spacing: -.012em; text-wrap: balance;
}
.answer { margin-top: 26px; max-width: 680px; }
.answer p + p { margin-top: 12px; }
.answer p:first-child { font-size: 21px; line-height: 1.5; }
figure { margin-top: 48px; }
svg { display: block; width: 100%; height: auto; overflow: visible; font-family: var(--sans); }
figcaption {
  margin-top: 10px; color: var(--soft); font-size: 13.5px; line-height: 1.5; max-width: 680px;
}
.bar { fill: var(--bar); }
.bar:hover { fill: var(--accent); }
.gap { fill: var(--gap); }
.grid { stroke: var(--line); stroke-width: 1; }
.base { stroke: var(--soft); stroke-width: 1; }
.trend { fill: none; stroke: var(--trend); stroke-width: 1.8; stroke-linejoin: round; }
.dot { fill: var(--trend); }
.tick, .axis { fill: var(--soft); font-size: 12.5px; }
.note { fill: var(--ink); font-size: 13px; font-weight: 600; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
h2 { margin-top: 60px; font-size: 15px; font-weight: 650; letter-spacing: .005em; }
ol { list-style: none; padding: 0; margin-top: 6px; }
li {
  display: grid; grid-template-columns: 168px 1fr; gap: 28px; padding: 22px 0;
  border-top: 1px solid var(--line); break-inside: avoid;
}
li:first-child { border-top: 0; }
.year { display: block; font: 500 27px/1.1 var(--serif); font-variant-numeric: oldstyle-nums; }
.who { font-size: 14px; line-height: 1.4; color: var(--soft); }
.who b { display: block; margin-top: 5px; color: var(--ink); font-weight: 600; }
.strong .year { color: var(--accent); }
.tag { display: block; margin-top: 3px; color: var(--accent); font-size: 12.5px; }
blockquote { max-width: 600px; hanging-punctuation: first; text-wrap: pretty; }
.strong blockquote { font-size: 20.5px; line-height: 1.5; }
mark {
  background: var(--mark); color: inherit; padding: .04em .12em; margin: 0 -.12em;
  border-radius: 3px; -webkit-box-decoration-break: clone; box-decoration-break: clone;
}
.method { max-width: 680px; font-size: 15px; line-height: 1.55; }
.method p, .method table { margin-top: 12px; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td {
  padding: 9px 14px 9px 0; border-bottom: 1px solid var(--line); text-align: left;
  vertical-align: top;
}
th { color: var(--soft); font-weight: 500; }
td.number, th.number {
  padding-right: 0; text-align: right; font-variant-numeric: tabular-nums;
}
footer {
  margin-top: 56px; padding-top: 18px; border-top: 1px solid var(--line); color: var(--soft);
  font-size: 13px; line-height: 1.5;
}
@media (max-width: 640px) {
  body { font-size: 17px; }
  main { padding: 40px 20px; }
  h1 { font-size: 31px; }
  .answer p:first-child { font-size: 19px; }
  li { grid-template-columns: 1fr; gap: 8px; }
  .who b { display: inline; }
  .tick, .axis, .note { font-size: 25px; }
  .odd { display: none; }
}
@media print {
  :root {
    --paper: #fff; --ink: #000; --soft: #444; --line: #ccc; --accent: #7a1f10; --bar: #555;
    --trend: #000; --mark: #eee; --gap: #f2f2f2;
  }
  body { font-size: 11pt; }
  main { max-width: none; padding: 0; }
  h1 { font-size: 24pt; }
  h2 { break-after: avoid; }
  figure, tr { break-inside: avoid; }
}
`;

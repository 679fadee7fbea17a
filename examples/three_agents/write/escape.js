// Makes text harmless inside HTML: the only way a string of an answer gets into the page.

/** @type {Record<string, string>} */
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;" };
// HTML has no notation for these; one of the addresses holds a U+0002.
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is searched for
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g;

/**
 * Text for element content and for quoted attributes.
 *
 * @param {string | number} text
 * @returns {string}
 */
export function asText(text) {
  const plain = String(text).replace(CONTROLS, "");
  return plain.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

/**
 * Text as HTML, with every naming of a form in a `mark`: whole words, any case.
 *
 * @param {string} text
 * @param {readonly string[]} forms
 * @returns {string}
 */
export function asMarkedText(text, forms) {
  const pattern = patternOf(forms);
  if (pattern === null) {
    return asText(text);
  }
  // split() with a group: the odd pieces are what was found.
  const pieces = text.split(pattern);
  return pieces
    .map((piece, n) => (n % 2 ? `<mark>${asText(piece)}</mark>` : asText(piece)))
    .join("");
}

/**
 * @param {readonly string[]} forms
 * @returns {RegExp | null}
 */
function patternOf(forms) {
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  const spoken = longestFirst
    .map((form) => form.split(/\s+/).filter(Boolean).map(literal).join("[^\\p{L}\\p{N}]{1,3}"))
    .filter(Boolean);
  if (spoken.length === 0) {
    return null;
  }
  return new RegExp(`(?<![\\p{L}\\p{N}])(${spoken.join("|")})(?![\\p{L}\\p{N}])`, "giu");
}

/**
 * @param {string} word
 * @returns {string}
 */
function literal(word) {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

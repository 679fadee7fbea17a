// Looks at what the environment puts into a header: a line end in it would be a header of its own.
import { UsageError } from "../core/errors/tree.js";

const NOT_IN_HEADER = /[^\t -~]/;

/**
 * @template {string | undefined} T
 * @param {T} text
 * @param {string} source  where it comes from, for the message; the value may be a secret
 * @returns {T}
 * @throws {UsageError} PC7004 when a header cannot carry it
 */
export function headerText(text, source) {
  if (text === undefined || !NOT_IN_HEADER.test(text)) return text;
  const detail = `${source} holds a character that no HTTP header may`;
  throw new UsageError("PC7004", { detail });
}

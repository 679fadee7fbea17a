// Reads a URL that the environment names; a bad one is the caller's setting, not a fault of this code.
import { UsageError } from "../core/errors/tree.js";

/**
 * @param {string} text
 * @param {string} what  it is, for the message
 * @returns {URL}
 * @throws {UsageError} PC7004 when it is not http or https with a host
 */
export function httpUrl(text, what) {
  // The parser alone would take `http:host` and `localhost:99`, too.
  if (/^https?:\/\/[^/]/.test(text) && URL.canParse(text)) return new URL(text);
  throw new UsageError("PC7004", { detail: `${what} is no http or https URL` });
}

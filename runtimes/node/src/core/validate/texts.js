// Strings, and what stands in one: lengths, patterns, formats, 64-bit integers, bytes.
import { bounded } from "../errors/bounded.js";
import { base64Of, bytesOf, int64Of, matches } from "../formats.js";
import { isBytes, wrongType } from "./kinds.js";

/** @typedef {import("./errors.js").At} At */
/** @typedef {import("./errors.js").Errors} Errors */
/** @typedef {import("../pattern.js").Pattern} Pattern */
/** @typedef {number | undefined} Bound */

/**
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {number} min  code points
 * @param {Bound} max
 * @param {Pattern} [pattern]
 * @param {string} [format]  none of those that have a type of their own
 */
export function string(value, at, errors, rule, nullable, min, max, pattern, format) {
  if (nullable && value === null) return value;
  if (typeof value !== "string") return wrongType(value, at, errors, rule, "string", nullable);
  judge(value, at, errors, rule, min, max, pattern, format);
  return format === "uuid" ? value.toLowerCase() : value;
}

/**
 * `int64`, `uint64`: text on the wire, bigint in code.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {number} min
 * @param {Bound} max
 * @param {Pattern | undefined} pattern
 * @param {string} format
 * @returns {unknown} the bigint of a text when reading, else the text of a bigint
 */
export function int64(value, at, errors, rule, nullable, min, max, pattern, format) {
  if (nullable && value === null) return value;
  if (errors.isReading && typeof value === "string") {
    judge(value, at, errors, rule, min, max, pattern, format);
    return int64Of(format, value);
  }
  if (errors.isReading || typeof value !== "bigint") {
    return wrongType(value, at, errors, rule, "string", nullable);
  }
  const text = String(value);
  judge(text, at, errors, rule, min, max, pattern, format);
  return text;
}

/**
 * `contentEncoding: base64`: text on the wire, Uint8Array in code.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {number} min
 * @param {Bound} max
 * @param {Pattern} [pattern]
 * @returns {unknown} the bytes of a text when reading, else the text of bytes
 */
export function bytes(value, at, errors, rule, nullable, min, max, pattern) {
  if (nullable && value === null) return value;
  if (errors.isReading && typeof value === "string") {
    judge(value, at, errors, rule, min, max, pattern, undefined);
    const found = bytesOf(value);
    if (found === undefined) {
      errors.report("PC1412", at, `${rule}/contentEncoding`, '"base64"', bounded(value));
    }
    return found;
  }
  if (errors.isReading || !isBytes(value)) {
    return wrongType(value, at, errors, rule, "string", nullable);
  }
  const text = base64Of(value);
  judge(text, at, errors, rule, min, max, pattern, undefined);
  return text;
}

/**
 * @param {string} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {number} min
 * @param {Bound} max
 * @param {Pattern | undefined} pattern
 * @param {string | undefined} format
 */
function judge(value, at, errors, rule, min, max, pattern, format) {
  if (!value.isWellFormed()) errors.refuse("PC1103", at);
  const { length } = value;
  if (length < 2 * min && points(value) < min) {
    errors.report("PC1409", at, `${rule}/minLength`, String(min), bounded(value));
  }
  if (max !== undefined && length > max && points(value) > max) {
    errors.report("PC1410", at, `${rule}/maxLength`, String(max), bounded(value));
  }
  if (pattern !== undefined && !pattern.matches(value)) {
    errors.report("PC1411", at, `${rule}/pattern`, bounded(pattern.text), bounded(value));
  }
  if (format !== undefined && !matches(format, value)) {
    errors.report("PC1412", at, `${rule}/format`, JSON.stringify(format), bounded(value));
  }
}

/** @param {string} text @returns {number} code points */
function points(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

// Reads strict JSON text: JSON.parse where the text is clean, a scanner that names the fault where not.
//
// Rules J1 to J11 of spec/canonical.md. One loop over the text counts depth and members before the
// native parser sees it, and a walk over what it made finds what the native parser let pass.
import { utf8Length } from "./canonical.js";
import {
  JSON_DEPTH_MAX,
  JSON_EXPLAIN_BYTES_MAX,
  JSON_KEYS_MAX,
  JSON_MEMBERS_MAX,
} from "./error_table.js";
import { ContractError } from "./errors/tree.js";
import { firstFault } from "./json_text/scanner.js";

/** @typedef {import("./errors/tree.js").Direction} Direction */

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** @type {InstanceType<typeof TextDecoder> | undefined} */
let decoder;

/**
 * The value of a strict JSON text.
 * @param {string | Uint8Array} text
 * @param {number} maxBytes  of UTF-8
 * @param {Direction} [direction]  whose text it is, for the error's `fault`
 * @returns {unknown} null, booleans, finite numbers, strings, arrays, and objects with own members
 * @throws {ContractError} PC1101 to PC1108, PC1205, with the fault's place
 */
export function parse(text, maxBytes, direction = "input") {
  /** @param {string} code @param {string} [at] @returns {never} */
  const refuse = (code, at = "") => {
    throw new ContractError(code, { at, direction });
  };
  const string = typeof text === "string" ? text : decode(text, maxBytes, refuse);
  const units = string.length;
  // A string has at most three bytes a unit, so most are known to fit without counting.
  if (units > maxBytes || (units * 3 > maxBytes && utf8Length(string) > maxBytes)) refuse("PC1107");
  if (typeof text === "string" && !string.isWellFormed()) refuse("PC1104");
  if (string.charCodeAt(0) === 0xfeff) refuse("PC1104");
  const seen = survey(string);
  if (seen.members > JSON_MEMBERS_MAX) refuse("PC1107");
  if (seen.depth <= JSON_DEPTH_MAX) {
    const value = native(string);
    if (value !== undefined && isClean(value, seen)) return value;
  }
  if (units > JSON_EXPLAIN_BYTES_MAX || utf8Length(string) > JSON_EXPLAIN_BYTES_MAX) {
    refuse("PC1108");
  }
  const fault = firstFault(string);
  return refuse(fault.code, fault.at);
}

/**
 * @param {Uint8Array} bytes
 * @param {number} maxBytes
 * @param {(code: string) => never} refuse
 * @returns {string}
 */
function decode(bytes, maxBytes, refuse) {
  if (bytes.length > maxBytes) refuse("PC1107");
  decoder ??= new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  try {
    return decoder.decode(bytes);
  } catch {
    return refuse("PC1104");
  }
}

/** @typedef {{ depth: number, members: number, escapes: boolean }} Survey */

/**
 * Depth, `:` outside strings, and whether a `\u` occurs; the text need not be JSON. Linear.
 * @param {string} text
 * @returns {Survey}
 */
function survey(text) {
  let depth = 0;
  let deepest = 0;
  let members = 0;
  let escapes = false;
  const end = text.length;
  for (let i = 0; i < end; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit === QUOTE) {
      for (i += 1; i < end; i += 1) {
        const inner = text.charCodeAt(i);
        if (inner === QUOTE) break;
        if (inner !== BACKSLASH) continue;
        i += 1;
        if (text.charCodeAt(i) === 0x75) escapes = true; // u
      }
    } else if (unit === 0x3a) {
      members += 1; // :
    } else if ((unit | 0x20) === 0x7b) {
      depth += 1; // [ {
      if (depth > deepest) deepest = depth;
    } else if ((unit | 0x20) === 0x7d) {
      depth -= 1; // ] }
    }
  }
  return { depth: deepest, members, escapes };
}

/** @param {string} text @returns {unknown} undefined when the text is not JSON */
function native(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Whether a parsed value keeps J7 to J11. In valid JSON each `:` outside strings is one member, so
 * fewer members in the value than in the text means that a key stood twice.
 * @param {unknown} value
 * @param {Survey} seen
 */
function isClean(value, seen) {
  const members = count(value, seen.escapes);
  return members === seen.members;
}

/**
 * @param {unknown} value
 * @param {boolean} escapes  strings may hold half a pair only where a `\u` occurred
 * @returns {number} members below and in the value; NaN where a rule is broken
 */
function count(value, escapes) {
  if (typeof value === "string") return !escapes || value.isWellFormed() ? 0 : Number.NaN;
  if (typeof value === "number") return Number.isFinite(value) ? 0 : Number.NaN;
  if (typeof value !== "object" || value === null) return 0;
  let members = 0;
  if (Array.isArray(value)) {
    for (const item of value) members += count(item, escapes);
    return members;
  }
  const keys = Object.keys(value);
  if (keys.length > JSON_KEYS_MAX) return Number.NaN;
  for (const key of keys) {
    if (key === "__proto__" || (escapes && !key.isWellFormed())) return Number.NaN;
    members += 1 + count(/** @type {Record<string, unknown>} */ (value)[key], escapes);
  }
  return members;
}

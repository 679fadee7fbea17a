// Objects and arrays: what a generated check asks before it looks inside, and reports about a whole one.
import { JSON_DEPTH_MAX, JSON_KEYS_MAX } from "../error_table.js";
import { bounded, cut } from "../errors/bounded.js";
import { path, secret } from "./errors.js";
import { isArray, isObject, wrongType } from "./kinds.js";

/** @typedef {import("./errors.js").At} At */
/** @typedef {import("./errors.js").Errors} Errors */
/** @typedef {import("./kinds.js").Members} Members */
/** @typedef {import("../pattern.js").Pattern} Pattern */
/** @typedef {number | undefined} Bound */

/**
 * Whether a value is an object to look into; reports it otherwise.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @returns {value is Members}
 */
export function record(value, at, errors, rule, nullable) {
  // What the JSON reader made is plain, and not too deep.
  if (errors.isReading && typeof value === "object" && value !== null && !Array.isArray(value)) {
    return true;
  }
  if (isObject(value)) {
    if (at.depth >= JSON_DEPTH_MAX) errors.refuse("PC1105", at);
    return true;
  }
  wrongType(value, at, errors, rule, "object", nullable);
  return false;
}

/**
 * @param {Members} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {string} name
 */
export function missing(value, at, errors, rule, name) {
  errors.report("PC1402", at, `${rule}/required`, cut(name), bounded(value));
}

/**
 * Reports the members that a record does not declare, or drops them in tolerant mode; called when the
 * count of members says there may be some. A member whose value is undefined is absent.
 * @param {Members} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {readonly string[]} names
 */
export function unknown(value, at, errors, rule, names) {
  const declared = new Set(names);
  for (const name of Object.keys(value).sort()) {
    if (declared.has(name) || value[name] === undefined) continue;
    if (errors.tolerance !== undefined) {
      errors.tolerance.droppedMembers += 1;
      continue;
    }
    if (!name.isWellFormed()) errors.refuse("PC1103", at);
    errors.report("PC1403", at, `${rule}/additionalProperties`, "false", cut(name));
  }
}

/**
 * The names of a map in the order in which its entries are judged; undefined when it is none.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {number} min
 * @param {Bound} max
 * @returns {string[] | undefined}
 */
export function map(value, at, errors, rule, nullable, min, max) {
  if (!record(value, at, errors, rule, nullable)) return undefined;
  const names = Object.keys(value).filter((name) => value[name] !== undefined);
  if (names.length < min) {
    errors.report("PC1417", at, `${rule}/minProperties`, String(min), bounded(value));
  }
  if (max !== undefined && names.length > max) {
    errors.report("PC1418", at, `${rule}/maxProperties`, String(max), bounded(value));
  }
  if (!errors.isReading) refuseNames(names, at, errors);
  return names.sort(); // by UTF-16 code units
}

/**
 * Names that every reader would refuse.
 * @param {readonly string[]} names
 * @param {At} at
 * @param {Errors} errors
 */
function refuseNames(names, at, errors) {
  if (names.some((name) => !name.isWellFormed())) errors.refuse("PC1103", at);
  if (names.includes("__proto__")) errors.refuse("PC1205", at);
  if (names.length > JSON_KEYS_MAX) errors.refuse("PC1107", at);
}

/**
 * A map's name that its pattern does not match.
 * @param {string} name
 * @param {At} at  of the map
 * @param {Errors} errors
 * @param {string} rule
 * @param {Pattern} pattern
 */
export function badName(name, at, errors, rule, pattern) {
  const expected = bounded(pattern.text);
  errors.report("PC1419", at, `${rule}/propertyNames/pattern`, expected, cut(name));
}

/**
 * Whether a value is an array to look into; its length is judged here.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {number} min
 * @param {Bound} max
 * @returns {value is unknown[]}
 */
export function array(value, at, errors, rule, nullable, min, max) {
  if (!list(value, at, errors, rule, nullable)) return false;
  const { length } = value;
  if (length < min) errors.report("PC1413", at, `${rule}/minItems`, String(min), bounded(value));
  if (max !== undefined && length > max) {
    errors.report("PC1414", at, `${rule}/maxItems`, String(max), bounded(value));
  }
  return true;
}

/**
 * Whether a value is an array to look into; another number of items than `count` is reported.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {number} count
 * @returns {value is unknown[]}
 */
export function tuple(value, at, errors, rule, nullable, count) {
  if (!list(value, at, errors, rule, nullable)) return false;
  if (value.length !== count) {
    const keyword = value.length < count ? "minItems" : "maxItems";
    errors.report("PC1416", at, `${rule}/${keyword}`, String(count), bounded(value));
  }
  return true;
}

/**
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @returns {value is unknown[]}
 */
function list(value, at, errors, rule, nullable) {
  if (errors.isReading ? Array.isArray(value) : isArray(value)) {
    if (at.depth >= JSON_DEPTH_MAX) errors.refuse("PC1105", at);
    return true;
  }
  wrongType(value, at, errors, rule, "array", nullable);
  return false;
}

/**
 * Reports the first item that repeats an earlier one. Called when no item has a violation.
 * @param {readonly unknown[]} items  as they were checked: equal as their texts or numbers are
 * @param {readonly unknown[]} given  as they came, to be shown
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} isSecret  the items have a label
 */
export function unique(items, given, at, errors, rule, isSecret) {
  if (new Set(items).size === items.length) return;
  const seen = new Set();
  const index = items.findIndex((item) => seen.has(item) || !seen.add(item));
  const place = path(at, index);
  const shown = typeof given[index] === "bigint" ? String(given[index]) : given[index];
  errors.report(
    "PC1415",
    isSecret ? secret(place) : place,
    `${rule}/uniqueItems`,
    "true",
    bounded(shown),
  );
}

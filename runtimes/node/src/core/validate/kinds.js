// Which JSON kind a value is of, whatever realm it comes from; what says that it is of another.
import { bounded } from "../errors/bounded.js";

/** @typedef {import("./errors.js").At} At */
/** @typedef {import("./errors.js").Errors} Errors */
/** @typedef {Record<string, unknown>} Members */

/**
 * An object literal of this or another realm (a test runner's, say): its prototype has none itself.
 * Classes of the user are none.
 * @param {unknown} value
 * @returns {value is Members}
 */
export function isObject(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return true;
  return Object.getPrototypeOf(prototype) === null;
}

/**
 * An array of this or another realm, no subclass.
 * @param {unknown} value
 * @returns {value is unknown[]}
 */
export function isArray(value) {
  if (!Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Array.prototype) return true;
  const above = prototype === null ? null : Object.getPrototypeOf(prototype);
  return Array.isArray(prototype) && above !== null && Object.getPrototypeOf(above) === null;
}

/**
 * A Uint8Array of this or another realm; `Buffer` is one.
 * @param {unknown} value
 * @returns {value is Uint8Array}
 */
export function isBytes(value) {
  return (
    ArrayBuffer.isView(value) && /** @type {any} */ (value)[Symbol.toStringTag] === "Uint8Array"
  );
}

/**
 * Reports that a value is not of a type.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule       JSON Pointer of the schema in the contract form, as everywhere
 * @param {string} type       as the keyword says it
 * @param {boolean} nullable  says what the keyword is; null itself is dealt with before
 */
export function wrongType(value, at, errors, rule, type, nullable) {
  refuseUnwritable(value, at, errors);
  errors.report("PC1401", at, `${rule}/type`, typeText(type, nullable), bounded(value));
  return value;
}

/**
 * A scalar that no JSON text can carry is refused as such, whatever was wanted in its place.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 */
export function refuseUnwritable(value, at, errors) {
  if (typeof value === "number" && !Number.isFinite(value)) errors.refuse("PC1102", at);
  if (typeof value === "string" && !value.isWellFormed()) errors.refuse("PC1103", at);
}

/** @param {string} type @param {boolean} nullable @returns {string} text of the `type` keyword */
export function typeText(type, nullable) {
  return nullable ? `["${type}","null"]` : `"${type}"`;
}

// Writes a value as its one canonical text: RFC 8785 (spec/canonical.md#writing).
import { JSON_DEPTH_MAX } from "./error_table.js";
import { ContractError } from "./errors/tree.js";

/**
 * The RFC 8785 text of a JSON value: null, booleans, strings, numbers, arrays, plain objects.
 * Throws ContractError PC1102 (not finite), PC1103 (half a surrogate pair), PC1105 (over 64 levels
 * or cyclic), each with its place; TypeError for what is no JSON value at all.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  return write(value, "", 0);
}

/**
 * One step of a JSON Pointer (RFC 6901).
 * @param {string} at
 * @param {string | number} key
 * @returns {string}
 */
export function pointer(at, key) {
  const text = String(key);
  const plain = !text.includes("~") && !text.includes("/");
  return `${at}/${plain ? text : text.replaceAll("~", "~0").replaceAll("/", "~1")}`;
}

/**
 * Bytes that a well-formed string has in UTF-8; half a surrogate pair counts as three.
 * @param {string} text
 * @returns {number}
 */
export function utf8Length(text) {
  let bytes = text.length;
  for (let i = 0; i < text.length; i += 1) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    bytes += unit < 0x800 ? 1 : 2;
    if (unit >= 0xd800 && unit < 0xdc00 && isLow(text.charCodeAt(i + 1))) i += 1; // a pair has 4
  }
  return bytes;
}

/** @param {number} unit */
function isLow(unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

/**
 * @param {unknown} value
 * @param {string} at
 * @param {number} depth  open containers around the value
 * @returns {string}
 */
function write(value, at, depth) {
  switch (typeof value) {
    case "string":
      if (!value.isWellFormed()) throw new ContractError("PC1103", { at });
      return JSON.stringify(value);
    case "number":
      if (!Number.isFinite(value)) throw new ContractError("PC1102", { at });
      return JSON.stringify(value); // -0 is written 0
    case "boolean":
      return value ? "true" : "false";
    case "object":
      if (value === null) return "null";
      if (depth >= JSON_DEPTH_MAX) throw new ContractError("PC1105", { at });
      return Array.isArray(value)
        ? writeArray(value, at, depth + 1)
        : writeObject(/** @type {Record<string, unknown>} */ (value), at, depth + 1);
    default:
      throw new TypeError(`a ${typeof value} at "${at}" is no JSON value`);
  }
}

/**
 * @param {readonly unknown[]} items
 * @param {string} at
 * @param {number} depth
 */
function writeArray(items, at, depth) {
  let text = "[";
  for (let i = 0; i < items.length; i += 1) {
    text += (i === 0 ? "" : ",") + write(items[i], `${at}/${i}`, depth);
  }
  return `${text}]`;
}

/**
 * @param {Record<string, unknown>} members
 * @param {string} at
 * @param {number} depth
 */
function writeObject(members, at, depth) {
  let text = "{";
  for (const key of Object.keys(members).sort()) {
    if (!key.isWellFormed()) throw new ContractError("PC1103", { at });
    const member = write(members[key], pointer(at, key), depth);
    text += `${text === "{" ? "" : ","}${JSON.stringify(key)}:${member}`;
  }
  return `${text}}`;
}

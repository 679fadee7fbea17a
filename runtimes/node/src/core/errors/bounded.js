// Shows a value in a violation: short, exact for scalars, and never more than 64 code points long.
import { VIOLATION_TEXT_MAX } from "../error_table.js";

const KEPT = VIOLATION_TEXT_MAX - 3; // before `...`

/**
 * How `actual` shows a value (spec/wire.md#violations): the RFC 8785 text of a scalar, `object(n)`,
 * `array(n)`, and `<kind>` for what no JSON text can carry.
 * @param {unknown} value
 * @returns {string}
 */
export function bounded(value) {
  switch (typeof value) {
    case "string": {
      const start = firstPoints(value);
      return start.isWellFormed() ? cut(JSON.stringify(start)) : "<string>";
    }
    case "number":
      return Number.isFinite(value) ? JSON.stringify(value) : "<number>";
    case "boolean":
      return value ? "true" : "false";
    case "object":
      return value === null ? "null" : ofObject(value);
    default:
      return `<${typeof value}>`;
  }
}

/**
 * A text of at most 64 code points: longer ones end in `...` after 61.
 * @param {string} text
 * @returns {string}
 */
export function cut(text) {
  if (text.length <= VIOLATION_TEXT_MAX) return text;
  const points = [...text.slice(0, 2 * (VIOLATION_TEXT_MAX + 1))];
  if (points.length <= VIOLATION_TEXT_MAX) return text;
  return `${points.slice(0, KEPT).join("")}...`;
}

/** @param {string} text @returns {string} its first 64 code points, without walking the rest */
function firstPoints(text) {
  if (text.length <= VIOLATION_TEXT_MAX) return text;
  return [...text.slice(0, 2 * VIOLATION_TEXT_MAX)].slice(0, VIOLATION_TEXT_MAX).join("");
}

/** @param {object} value */
function ofObject(value) {
  if (Array.isArray(value)) return `array(${value.length})`;
  const prototype = Object.getPrototypeOf(value);
  if (prototype === null || Object.getPrototypeOf(prototype) === null) {
    return `object(${Object.values(value).filter((member) => member !== undefined).length})`;
  }
  const name = prototype.constructor?.name;
  return cut(`<${typeof name === "string" && name !== "" ? name : "object"}>`);
}

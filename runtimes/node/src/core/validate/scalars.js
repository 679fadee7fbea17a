// Numbers, booleans, enums and constants: finds the keyword that a value breaks.
import { bounded } from "../errors/bounded.js";
import { refuseUnwritable, typeText, wrongType } from "./kinds.js";

/** @typedef {import("./errors.js").At} At */
/** @typedef {import("./errors.js").Errors} Errors */
/** @typedef {number | undefined} Bound */

/**
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {Bound} min
 * @param {Bound} above  exclusiveMinimum
 * @param {Bound} max
 * @param {Bound} below  exclusiveMaximum
 * @param {Bound} step   multipleOf
 */
export function integer(value, at, errors, rule, nullable, min, above, max, below, step) {
  if (nullable && value === null) return value;
  if (!Number.isInteger(value)) return wrongType(value, at, errors, rule, "integer", nullable);
  const number = /** @type {number} */ (value);
  if (!Number.isSafeInteger(number)) {
    const expected = typeText("integer", nullable);
    errors.report("PC1421", at, `${rule}/type`, expected, bounded(number));
    return number;
  }
  bounds(number, at, errors, rule, min, above, max, below);
  if (step !== undefined && number % step !== 0) {
    errors.report("PC1408", at, `${rule}/multipleOf`, String(step), bounded(number));
  }
  return number + 0; // -0 becomes 0
}

/**
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {Bound} min
 * @param {Bound} above
 * @param {Bound} max
 * @param {Bound} below
 */
export function number(value, at, errors, rule, nullable, min, above, max, below) {
  if (nullable && value === null) return value;
  if (typeof value !== "number") return wrongType(value, at, errors, rule, "number", nullable);
  refuseUnwritable(value, at, errors);
  bounds(value, at, errors, rule, min, above, max, below);
  return value;
}

/**
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 */
export function boolean(value, at, errors, rule, nullable) {
  if (typeof value === "boolean" || (nullable && value === null)) return value;
  return wrongType(value, at, errors, rule, "boolean", nullable);
}

/**
 * A member of an `enum`, all strings or all integers.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {string} expected  text of the keyword's value
 * @param {ReadonlySet<unknown>} values
 * @param {boolean} isOpen   a tolerant reader takes other members
 */
export function choice(value, at, errors, rule, nullable, expected, values, isOpen) {
  if (nullable && value === null) return value;
  if (values.has(value)) return positive(value);
  const [first] = values;
  if (isOpen && errors.tolerance !== undefined && typeof value === typeof first) {
    if (typeof value === "string" || Number.isSafeInteger(value)) return value;
  }
  return otherThan(value, at, errors, `${rule}/enum`, expected, typeof first);
}

/**
 * A `const`.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {string | number} only
 */
export function constant(value, at, errors, rule, nullable, only) {
  if (nullable && value === null) return value;
  if (value === only) return positive(value);
  return otherThan(value, at, errors, `${rule}/const`, bounded(only), typeof only);
}

/** @param {unknown} value @returns {unknown} 0 for -0 */
function positive(value) {
  return value === 0 ? 0 : value;
}

/**
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule      with its keyword
 * @param {string} expected
 * @param {string} kind      of the members: "string" or "number"
 */
function otherThan(value, at, errors, rule, expected, kind) {
  refuseUnwritable(value, at, errors);
  const code = typeof value === kind ? "PC1404" : "PC1401";
  errors.report(code, at, rule, expected, bounded(value));
  return value;
}

/**
 * @param {number} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {Bound} min
 * @param {Bound} above
 * @param {Bound} max
 * @param {Bound} below
 */
function bounds(value, at, errors, rule, min, above, max, below) {
  /** @param {string} code @param {string} keyword @param {number} bound */
  const report = (code, keyword, bound) =>
    errors.report(code, at, `${rule}/${keyword}`, JSON.stringify(bound), bounded(value));
  if (min !== undefined && value < min) report("PC1406", "minimum", min);
  if (above !== undefined && value <= above) report("PC1406", "exclusiveMinimum", above);
  if (max !== undefined && value > max) report("PC1407", "maximum", max);
  if (below !== undefined && value >= below) report("PC1407", "exclusiveMaximum", below);
}

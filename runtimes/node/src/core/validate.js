// What generated code calls when its inline test fails: finds the keyword that was broken and reports it.
//
// A generated check takes `(value, at, errors)` and returns a fresh value built from what it looked at.
// It serves both ways: what was read from text, and what the caller's own code hands in.
import { pointer } from "./canonical.js";
import { INVOKE_REQUEST_BYTES_MAX, JSON_DEPTH_MAX, VIOLATIONS_MAX } from "./error_table.js";
import { bounded, cut } from "./errors/bounded.js";
import { ContractError } from "./errors/tree.js";
import { parse } from "./json_text.js";

/** @typedef {import("./errors/tree.js").Direction} Direction */
/** @typedef {import("./errors/tree.js").Violation} Violation */
/** @typedef {Record<string, unknown>} Members */
/** @typedef {number | undefined} Bound */

/** A place in a value as a linked path: it becomes text only when something is reported. */
export class At {
  /** @param {At | undefined} parent @param {string | number} key */
  constructor(parent, key) {
    this.parent = parent;
    this.key = key;
    /** Open containers around the place. */
    this.depth = depthBelow(parent);
  }

  /** @returns {string} JSON Pointer */
  text() {
    return this.parent === undefined ? "" : pointer(this.parent.text(), this.key);
  }
}

/** @param {At | undefined} parent @returns {number} */
function depthBelow(parent) {
  return parent === undefined ? 0 : parent.depth + 1;
}

const ROOT = new At(undefined, "");

/** @param {At} at @param {string | number} key */
export function path(at, key) {
  return new At(at, key);
}

/** Collects violations; the one that fills it ends the check by throwing. */
export class Errors {
  /**
   * @param {number} limit  1 to 64
   * @param {Direction} direction
   */
  constructor(limit, direction) {
    this.limit = Math.min(limit, VIOLATIONS_MAX);
    this.direction = direction;
    /** @type {Violation[]} */
    this.violations = [];
  }

  /**
   * @param {string} code
   * @param {At} at
   * @param {string} rule
   * @param {string} expected
   * @param {string} actual
   */
  report(code, at, rule, expected, actual) {
    const { direction } = this;
    this.violations.push({ code, at: at.text(), rule, expected, actual, direction });
    if (this.violations.length >= this.limit) this.finish();
  }

  /**
   * Ends the check for what is no violation of a type but no JSON at all.
   * @param {string} code  PC11xx
   * @param {At} at
   * @returns {never}
   */
  refuse(code, at) {
    throw new ContractError(code, { at: at.text(), direction: this.direction });
  }

  /** Throws what was collected, if anything. */
  finish() {
    const [first] = this.violations;
    if (first === undefined) return;
    const keyword = first.rule.slice(first.rule.lastIndexOf("/") + 1);
    const place = first.at === "" ? "the value" : first.at;
    const detail = `${place}: ${keyword} ${first.expected}, found ${first.actual}`;
    const { direction, violations } = this;
    throw new ContractError(first.code, { at: first.at, detail, direction, violations });
  }
}

/**
 * Reads and writes the values of one named type.
 * @template T
 */
export class Codec {
  /** @param {(value: unknown, at: At, errors: Errors) => unknown} rule  a generated check */
  constructor(rule) {
    this.rule = rule;
  }

  /**
   * The value of a strict JSON text.
   * @param {string | Uint8Array} text
   * @param {Direction} direction
   * @param {number} [limit]     violations to collect, 1 to 64
   * @param {number} [maxBytes]
   * @returns {T}
   * @throws {ContractError} PC11xx, PC1205, PC14xx
   */
  read(text, direction, limit = 1, maxBytes = INVOKE_REQUEST_BYTES_MAX) {
    return this.check(parse(text, maxBytes, direction), direction, limit);
  }

  /**
   * The JSON text of a value, its members in name order.
   * @param {T} value
   * @param {Direction} direction
   * @param {number} [limit]
   * @returns {string}
   * @throws {ContractError} PC11xx, PC14xx
   */
  write(value, direction, limit = 1) {
    return JSON.stringify(this.check(value, direction, limit));
  }

  /**
   * A fresh copy of a value that fits the type.
   * @param {unknown} value
   * @param {Direction} direction
   * @param {number} [limit]
   * @returns {T}
   */
  check(value, direction, limit = 1) {
    const errors = new Errors(limit, direction);
    const copy = this.rule(value, ROOT, errors);
    errors.finish();
    return /** @type {T} */ (copy); // the generated check has looked at every member
  }

  /** @param {string | Uint8Array} text @returns {T} */
  fromJson(text) {
    return this.read(text, "input");
  }

  /** @param {T} value @returns {string} */
  toJson(value) {
    return this.write(value, "input");
  }
}

/**
 * Whether a value is an object to look into; reports it otherwise. Classes of the user are none.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule       JSON Pointer of the schema in the contract form, as everywhere below
 * @param {boolean} nullable  says what `type` is; null itself is dealt with before
 * @returns {value is Members}
 */
export function record(value, at, errors, rule, nullable) {
  if (typeof value === "object" && value !== null && isPlain(value)) {
    if (at.depth >= JSON_DEPTH_MAX) errors.refuse("PC1105", at);
    return true;
  }
  wrongType(value, at, errors, rule, "object", nullable);
  return false;
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
  if (!Array.isArray(value) || !isPlainArray(value)) {
    wrongType(value, at, errors, rule, "array", nullable);
    return false;
  }
  if (at.depth >= JSON_DEPTH_MAX) errors.refuse("PC1105", at);
  const { length } = value;
  if (length < min) errors.report("PC1413", at, `${rule}/minItems`, String(min), bounded(value));
  if (max !== undefined && length > max) {
    errors.report("PC1414", at, `${rule}/maxItems`, String(max), bounded(value));
  }
  return true;
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
 * Reports the members that a record does not declare; called when the count of members says there
 * may be some. A member whose value is undefined is absent.
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
    if (!name.isWellFormed()) errors.refuse("PC1103", at);
    errors.report("PC1403", at, `${rule}/additionalProperties`, "false", cut(name));
  }
}

/**
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {number} min  code points
 * @param {Bound} max
 */
export function string(value, at, errors, rule, nullable, min, max) {
  if (nullable && value === null) return value;
  if (typeof value !== "string") return wrongType(value, at, errors, rule, "string", nullable);
  if (!value.isWellFormed()) errors.refuse("PC1103", at);
  const { length } = value;
  if (length < 2 * min && points(value) < min) {
    errors.report("PC1409", at, `${rule}/minLength`, String(min), bounded(value));
  }
  if (max !== undefined && length > max && points(value) > max) {
    errors.report("PC1410", at, `${rule}/maxLength`, String(max), bounded(value));
  }
  return value;
}

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
 */
export function integer(value, at, errors, rule, nullable, min, above, max, below) {
  if (nullable && value === null) return value;
  if (typeof value !== "number") return wrongType(value, at, errors, rule, "integer", nullable);
  if (!Number.isFinite(value)) errors.refuse("PC1102", at);
  if (!Number.isInteger(value)) return wrongType(value, at, errors, rule, "integer", nullable);
  if (!Number.isSafeInteger(value)) {
    const expected = typeText("integer", nullable);
    errors.report("PC1421", at, `${rule}/type`, expected, bounded(value));
    return value;
  }
  bounds(value, at, errors, rule, min, above, max, below);
  return value + 0; // -0 becomes 0
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
  if (!Number.isFinite(value)) errors.refuse("PC1102", at);
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
 */
export function choice(value, at, errors, rule, nullable, expected, values) {
  if (values.has(value) || (nullable && value === null)) return value;
  const [first] = values;
  return otherThan(value, at, errors, `${rule}/enum`, expected, typeof first);
}

/**
 * A `const`, which is a string.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {boolean} nullable
 * @param {string} only
 */
export function constant(value, at, errors, rule, nullable, only) {
  if (value === only || (nullable && value === null)) return value;
  return otherThan(value, at, errors, `${rule}/const`, bounded(only), "string");
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
  refuseUnwritable(value, at, errors, kind);
  const code = typeof value === kind ? "PC1404" : "PC1401";
  errors.report(code, at, rule, expected, bounded(value));
  return value;
}

/**
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {string} type
 * @param {boolean} nullable
 */
function wrongType(value, at, errors, rule, type, nullable) {
  errors.report("PC1401", at, `${rule}/type`, typeText(type, nullable), bounded(value));
  return value;
}

/**
 * A value of the right kind that no JSON text can carry is refused as such.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} kind
 */
function refuseUnwritable(value, at, errors, kind) {
  if (kind === "number" && typeof value === "number" && !Number.isFinite(value)) {
    errors.refuse("PC1102", at);
  }
  if (kind === "string" && typeof value === "string" && !value.isWellFormed()) {
    errors.refuse("PC1103", at);
  }
}

/** @param {string} type @param {boolean} nullable */
function typeText(type, nullable) {
  return nullable ? `["${type}","null"]` : `"${type}"`;
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

/** @param {string} text @returns {number} code points */
function points(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

/**
 * An object literal of this or another realm (a test runner's, say): its prototype has none itself.
 * @param {object} value
 */
function isPlain(value) {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null) return !Array.isArray(value);
  return Object.getPrototypeOf(prototype) === null && !Array.isArray(value);
}

/** @param {readonly unknown[]} value */
function isPlainArray(value) {
  const prototype = Object.getPrototypeOf(value);
  if (prototype === Array.prototype) return true;
  const above = prototype === null ? null : Object.getPrototypeOf(prototype);
  return Array.isArray(prototype) && above !== null && Object.getPrototypeOf(above) === null;
}

// Where a generated check stands, and what it reports to: a linked path, and the collector of violations.
import { pointer } from "../canonical.js";
import { VIOLATIONS_MAX } from "../error_table.js";
import { ContractError } from "../errors/tree.js";

/** @typedef {import("../errors/tree.js").Direction} Direction */
/** @typedef {import("../errors/tree.js").Violation} Violation */

const REDACTED = "<redacted>";

/** A place in a value as a linked path: it becomes text only when something is reported. */
export class At {
  /**
   * @param {At | undefined} parent
   * @param {string | number} key
   * @param {boolean} isSecret  at or below a label: no value is shown from here on
   */
  constructor(parent, key, isSecret) {
    this.parent = parent;
    this.key = key;
    this.isSecret = isSecret;
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

/** The whole value. */
export const ROOT = new At(undefined, "", false);

/** @param {At} at @param {string | number} key */
export function path(at, key) {
  return new At(at, key, at.isSecret);
}

/**
 * The same place, judged by a schema with `x-pc-label`.
 * @param {At} at
 */
export function secret(at) {
  return at.isSecret ? at : new At(at.parent, at.key, true);
}

/** What a tolerant reader left out; passing one is what makes it tolerant (spec/contract.md#values). */
export class Tolerance {
  droppedMembers = 0;
}

/** Collects violations; the one that fills it ends the check by throwing. */
export class Errors {
  /**
   * @param {number} limit  1 to 64
   * @param {Direction} direction
   * @param {boolean} isReading  parsed JSON comes in, else values of the caller's own
   * @param {Tolerance} [tolerance]  of a reader
   */
  constructor(limit, direction, isReading, tolerance) {
    this.limit = Math.min(limit, VIOLATIONS_MAX);
    this.direction = direction;
    this.isReading = isReading;
    this.tolerance = tolerance;
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
    const shown = at.isSecret ? REDACTED : actual;
    this.violations.push({ code, at: at.text(), rule, expected, actual: shown, direction });
    if (this.violations.length >= this.limit) this.finish();
  }

  /**
   * Ends the check for what is no violation of a type but no JSON at all. A violation found before
   * stays the first fault.
   * @param {string} code  PC11xx or PC1205
   * @param {At} at
   * @returns {never}
   */
  refuse(code, at) {
    this.finish();
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

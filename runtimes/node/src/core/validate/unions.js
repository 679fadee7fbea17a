// Unions: which arm a tagged record is, and what is said of a value that none takes.
import { bounded, cut } from "../errors/bounded.js";
import { path } from "./errors.js";
import { refuseUnwritable } from "./kinds.js";

/** @typedef {import("./errors.js").At} At */
/** @typedef {import("./errors.js").Errors} Errors */
/** @typedef {import("./kinds.js").Members} Members */

/**
 * The tag of a record; undefined when it has none, which is reported.
 * @param {Members} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {string} name
 * @returns {string | undefined}
 */
export function tag(value, at, errors, rule, name) {
  const found = Object.hasOwn(value, name) ? value[name] : undefined;
  if (typeof found === "string") return found;
  if (found === undefined) {
    errors.report("PC1402", at, `${rule}/oneOf`, cut(name), bounded(value));
    return undefined;
  }
  const place = path(at, name);
  refuseUnwritable(found, place, errors);
  errors.report("PC1401", place, `${rule}/oneOf`, '"string"', bounded(found));
  return undefined;
}

/**
 * A record whose tag is none of the arms'.
 * @param {Members} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {string} name
 * @param {string} expected  the tags of all arms
 * @param {boolean} isOpen   a tolerant reader takes it as it came
 */
export function otherTag(value, at, errors, rule, name, expected, isOpen) {
  if (isOpen && errors.tolerance !== undefined) return value;
  const place = path(at, name);
  refuseUnwritable(value[name], place, errors);
  errors.report("PC1405", place, `${rule}/oneOf`, expected, bounded(value[name]));
  return value;
}

/**
 * A value of a kind that no arm holds.
 * @param {unknown} value
 * @param {At} at
 * @param {Errors} errors
 * @param {string} rule
 * @param {string} expected  text of `oneOf`
 */
export function noArm(value, at, errors, rule, expected) {
  refuseUnwritable(value, at, errors);
  errors.report("PC1401", at, `${rule}/oneOf`, expected, bounded(value));
  return value;
}

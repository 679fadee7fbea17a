// Reads and writes the values of one type: the codec around a generated check, and what such a check calls.
//
// A generated check takes `(value, at, errors)` and returns a fresh value built from what it looked at.
// It serves both ways: what was read from text becomes values of JavaScript's own, and what the caller's
// code hands in becomes plain JSON. Where its inline test fails, a check from `validate/` finds the keyword.
import { INVOKE_REQUEST_BYTES_MAX } from "./error_table.js";
import { parse } from "./json_text.js";
import { Errors, ROOT } from "./validate/errors.js";

export {
  array,
  badName,
  map,
  missing,
  record,
  tuple,
  unique,
  unknown,
} from "./validate/containers.js";
export { At, Errors, path, secret, Tolerance } from "./validate/errors.js";
export { isArray, isBytes, isObject } from "./validate/kinds.js";
export { boolean, choice, constant, integer, number } from "./validate/scalars.js";
export { bytes, int64, string } from "./validate/texts.js";
export { noArm, otherTag, tag } from "./validate/unions.js";

/** @typedef {import("./errors/tree.js").Direction} Direction */
/** @typedef {(value: unknown, at: import("./validate/errors.js").At, errors: Errors) => unknown} Rule */
/** @typedef {import("./validate/errors.js").Tolerance} Dropped */

/**
 * Reads and writes the values of one named type.
 * @template T  what reading gives
 * @template [Init=T]  what writing takes: members that have a default may be left out
 */
export class Codec {
  /** @param {Rule} rule  a generated check */
  constructor(rule) {
    this.rule = rule;
  }

  /**
   * The value of a strict JSON text.
   * @param {string | Uint8Array} text
   * @param {Direction} direction
   * @param {number} [limit]     violations to collect, 1 to 64
   * @param {number} [maxBytes]
   * @param {Dropped} [tolerance]  tolerant mode, counting what it drops; left out: exact mode
   * @returns {T}
   * @throws {ContractError} PC11xx, PC1205, PC14xx
   */
  read(text, direction, limit = 1, maxBytes = INVOKE_REQUEST_BYTES_MAX, tolerance = undefined) {
    return this.decode(parse(text, maxBytes, direction), direction, limit, tolerance);
  }

  /**
   * The JSON text of a value, the members of records in name order.
   * @param {Init} value
   * @param {Direction} direction
   * @param {number} [limit]
   * @returns {string}
   * @throws {ContractError} PC11xx, PC1205, PC14xx
   */
  write(value, direction, limit = 1) {
    return JSON.stringify(this.encode(value, direction, limit));
  }

  /**
   * The value that parsed JSON stands for; nothing of it is shared with what came in, but for the
   * unknown values of tolerant mode.
   * @param {unknown} json  as `parse` made it
   * @param {Direction} direction
   * @param {number} [limit]
   * @param {Dropped} [tolerance]
   * @returns {T}
   * @throws {ContractError} PC14xx
   */
  decode(json, direction, limit = 1, tolerance = undefined) {
    const errors = new Errors(limit, direction, true, tolerance);
    const value = this.rule(json, ROOT, errors);
    errors.finish();
    return /** @type {T} */ (value); // the generated check has looked at every member
  }

  /**
   * The plain JSON value that a value of the caller's is written as.
   * @param {Init} value
   * @param {Direction} direction
   * @param {number} [limit]
   * @returns {unknown}
   * @throws {ContractError} PC11xx, PC1205, PC14xx
   */
  encode(value, direction, limit = 1) {
    const errors = new Errors(limit, direction, false);
    const json = this.rule(value, ROOT, errors);
    errors.finish();
    return json;
  }

  /** @param {string | Uint8Array} text @returns {T} */
  fromJson(text) {
    return this.read(text, "input");
  }

  /** @param {Init} value @returns {string} */
  toJson(value) {
    return this.write(value, "input");
  }
}

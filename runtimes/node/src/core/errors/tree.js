// The classes an error can have and what each code means; no reading or writing of bytes here.
//
//   PeerError
//   ├── ContractError   PC1   the contract, or a value that does not fit it
//   ├── CallError       PC2, PC8   the other side, or a guard, said no
//   │   └── DeclaredError   PC2101   an error of the contract, with its record
//   ├── WireError       PC3   bytes that the wire does not allow, or a peer out of reach
//   ├── DirectoryError  PC4
//   ├── StoreError      PC5
//   ├── DeployError     PC6
//   └── UsageError      PC7
import { TABLE } from "../error_table.js";

/**
 * One way in which a value breaks its type (spec/wire.md#violations).
 * @typedef {object} Violation
 * @property {string} code      PC14xx
 * @property {string} at        JSON Pointer into the value
 * @property {string} rule      JSON Pointer into the contract form, ending in the keyword
 * @property {string} expected  what the contract says, at most 64 code points
 * @property {string} actual    what was found, at most 64 code points
 * @property {Direction} direction
 */
/** @typedef {"input" | "output"} Direction */
/** @typedef {"author" | "caller" | "callee" | "peer" | "platform"} Fault */
/** @typedef {"never" | "same" | "later"} Retry */
/** @typedef {{ agent: string, op: string, code: string, at: string, type?: string }} Cause */
/**
 * What may be said about an error beside its code; what is left out follows from the code.
 * @typedef {object} Details
 * @property {string} [at]
 * @property {string} [message]  whole; otherwise made of the name and `detail`
 * @property {string} [detail]
 * @property {Direction} [direction]  whose value it is: decides `fault` for PC11xx and PC14xx
 * @property {Fault} [fault]
 * @property {Retry} [retry]
 * @property {string} [agent]
 * @property {string} [op]
 * @property {readonly Violation[]} [violations]
 * @property {string} [errorType]
 * @property {string} [requestId]
 * @property {Cause} [cause]
 */

/** @type {Readonly<Record<string, readonly [string, string, string, string, string]>>} */
const table = /** @type {any} */ (TABLE); // generated: each row is name, class, fault, retry, hint
const VALUE_CODE = /^PC1[14]/;

/** Any error of Peer Contract. `message` is for people and differs between languages; `code` and `at` do not. */
export class PeerError extends Error {
  /**
   * @param {string} code
   * @param {Details} [details]
   */
  constructor(code, details = {}) {
    const row = rowOf(code);
    super(details.message ?? sentence(row[0], details.detail));
    this.code = code;
    this.at = details.at ?? "";
    this.fault = details.fault ?? faultOf(code, details.direction, row);
    this.retry = details.retry ?? /** @type {Retry} */ (row[3]);
    this.agent = details.agent ?? "";
    this.op = details.op ?? "";
    /** What to do about it; "" where the code has no single answer. */
    this.hint = hintOf(row);
  }

  /** The class's name, so that a printed error and `error.name` say which branch of the tree it is. */
  get name() {
    return this.constructor.name;
  }
}

/** The contract, a value that does not fit it, or text that is not strict JSON. */
export class ContractError extends PeerError {
  /**
   * @param {string} code
   * @param {Details} [details]
   */
  constructor(code, details = {}) {
    super(code, details);
    this.violations = details.violations ?? [];
  }
}

/** The other side, or a guard, said no. */
export class CallError extends PeerError {
  /**
   * @param {string} code
   * @param {Details} [details]
   */
  constructor(code, details = {}) {
    super(code, details);
    this.errorType = details.errorType;
    this.requestId = details.requestId;
    this.cause = details.cause;
  }
}

/**
 * An error that the contract declares; generated code makes one subclass a record.
 * `data` is the record; its `code` is filled in by the class.
 */
export class DeclaredError extends CallError {
  /** Wire name of the record, set by generated subclasses. */
  static type = "";
  /** Value of the record's `code`, set by generated subclasses. */
  static wireCode = "";

  /**
   * @param {object} data  without `code` in generated subclasses
   * @param {Details} [details]
   */
  constructor(data, details = {}) {
    super("PC2101", { detail: new.target.type, ...details });
    const { type, wireCode } = /** @type {typeof DeclaredError} */ (new.target);
    this.type = type;
    this.data = wireCode === "" ? data : { ...data, code: wireCode };
  }
}

/** Bytes that the wire does not allow, or a peer out of reach. */
export class WireError extends PeerError {}

/** A promise about registrations that cannot be kept. */
export class DirectoryError extends PeerError {}

/** The durable store, its cache, or a seal. */
export class StoreError extends PeerError {}

/** Building or placing agents. */
export class DeployError extends PeerError {}

/** A file, an argument or a variable that is not as it has to be. */
export class UsageError extends PeerError {}

/** The class of a code follows from its range, so that a newer peer's code has one too. */
const CLASSES = Object.freeze([
  PeerError,
  ContractError,
  CallError,
  WireError,
  DirectoryError,
  StoreError,
  DeployError,
  UsageError,
  CallError,
]);

/**
 * A fresh error of the class its code belongs to.
 * @param {string} code
 * @param {Details} [details]
 * @returns {PeerError}
 */
export function errorOf(code, details) {
  if (code === "PC2101") return new DeclaredError({}, details);
  const Class = CLASSES[code.charCodeAt(2) - 48] ?? PeerError;
  return new Class(code, details);
}

/**
 * The snake_case name of a code in spec/errors.json.
 * @param {string} code
 */
export function nameOf(code) {
  return rowOf(code)[0];
}

/** @type {readonly [string, string, string, string, string]} */
const UNKNOWN = Object.freeze(["unknown_code", "PeerError", "peer", "never", ""]);

/** @param {string} code */
function rowOf(code) {
  return (Object.hasOwn(table, code) ? table[code] : undefined) ?? UNKNOWN;
}

/** @param {readonly [string, string, string, string, string]} row */
function hintOf(row) {
  return row[4].includes("{") ? "" : row[4]; // a place that only the compiler fills
}

/**
 * @param {string} code
 * @param {Direction | undefined} direction
 * @param {readonly [string, string, string, string, string]} row
 * @returns {Fault}
 */
function faultOf(code, direction, row) {
  if (direction === "output" && VALUE_CODE.test(code)) return "callee";
  return /** @type {Fault} */ (row[2]);
}

/** @param {string} name @param {string | undefined} detail */
function sentence(name, detail) {
  const words = name.replaceAll("_", " ");
  return detail ? `${words}: ${detail}` : words;
}

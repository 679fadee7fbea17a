// Errors as text: what is said about a value, and what crosses the wire when a call fails.
//
// The classes themselves are in `errors/tree.js`, which reads nothing, so that every module may throw.
// Forms: spec/wire.md#errors, #violations.
import { canonical } from "./canonical.js";
import { ERROR_MESSAGE_MAX, INVOKE_RESPONSE_BYTES_MAX, VIOLATIONS_MAX } from "./error_table.js";
import {
  CallError,
  ContractError,
  DeclaredError,
  errorOf,
  PeerError,
  WireError,
} from "./errors/tree.js";
import { parse } from "./json_text.js";

export { bounded, cut } from "./errors/bounded.js";
export * from "./errors/tree.js";

/** @typedef {import("./errors/tree.js").Details} Details */
/** @typedef {import("./errors/tree.js").Violation} Violation */
/** @typedef {Record<string, unknown>} Members */
/**
 * A generated error class; `revive` builds it from a record that was read from the wire.
 * @typedef {typeof DeclaredError & { codec: import("./validate.js").Codec<any> }} DeclaredClass
 */

const CODE = /^PC[1-8][0-9]{3}$/;
const VALUE_CODE = /^PC14[0-9]{2}$/;
const FAULTS = ["author", "caller", "callee", "peer", "platform"];
const RETRIES = ["never", "same", "later"];
const ALWAYS = ["agent", "at", "code", "fault", "message", "op", "retry"];
const VIOLATION = ["actual", "at", "code", "direction", "expected", "rule"];
const CAUSE = ["agent", "at", "code", "op"];

/**
 * The error text that goes into a reply's body: RFC 8785, never a stack.
 * @param {PeerError} error
 * @returns {string}
 */
export function toWire(error) {
  /** @type {Members} */
  const members = {
    agent: error.agent,
    at: error.at,
    code: error.code,
    fault: error.fault,
    message: firstPoints(error.message.toWellFormed(), ERROR_MESSAGE_MAX),
    op: error.op,
    retry: error.retry,
  };
  if (error instanceof DeclaredError) {
    members.type = error.type;
    members.data = error.data;
  } else if (error instanceof CallError) {
    if (error.errorType !== undefined) members.error_type = error.errorType;
    if (error.requestId !== undefined) members.request_id = error.requestId;
    if (error.cause !== undefined) members.cause = error.cause;
  } else if (error instanceof ContractError && error.violations.length > 0) {
    members.violations = error.violations;
  }
  return canonical(members);
}

/**
 * The error that a reply's body tells of.
 * @param {string | Uint8Array} text
 * @param {Readonly<Record<string, DeclaredClass>>} [declared]  the op's errors by wire name; left out:
 *   a declared error is read as a plain DeclaredError with its data unchecked
 * @returns {PeerError}
 * @throws {WireError} PC3007 when the text is no error of spec/wire.md
 */
export function fromWire(text, declared) {
  const members = readMembers(text);
  const { code } = members;
  if (typeof code !== "string" || !CODE.test(code)) throw malformed("`code` is no error code");
  const details = readDetails(members);
  if (code === "PC2101") return readDeclared(members, details, declared);
  if (VALUE_CODE.test(code)) {
    requireKeys(members, [...ALWAYS, "violations"], []);
    const violations = readViolations(members.violations);
    const [first] = violations;
    if (first?.code !== code || first.at !== details.at) {
      throw malformed("`code` and `at` are not those of the first violation");
    }
    return errorOf(code, { ...details, violations });
  }
  if (code !== "PC2102") {
    requireKeys(members, ALWAYS, []);
    return errorOf(code, details);
  }
  requireKeys(members, ALWAYS, ["cause", "error_type", "request_id"]);
  if (members.error_type !== undefined) details.errorType = textOf(members, "error_type");
  if (members.request_id !== undefined) details.requestId = textOf(members, "request_id");
  if (members.cause !== undefined) details.cause = readCause(members.cause);
  return errorOf(code, details);
}

/**
 * The error that a function error of the platform stands for: PC2103 for a timeout, else PC2102.
 * @param {string} payload    what the platform answered; JSON of `errorType`, `errorMessage`, as a rule
 * @param {string} requestId  of the invocation that failed
 * @returns {CallError}
 */
export function fromFunctionError(payload, requestId) {
  const { errorType, errorMessage } = readFunctionError(payload);
  if (errorType === "Sandbox.Timedout" || errorMessage.includes("Task timed out")) {
    return new CallError("PC2103", { detail: `request ${requestId}` });
  }
  const detail = `${errorType || "a function error"}, request ${requestId}`;
  return new CallError("PC2102", { detail, errorType, requestId });
}

/** @param {string} payload @returns {{ errorType: string, errorMessage: string }} "" for what is absent */
function readFunctionError(payload) {
  let value;
  try {
    value = JSON.parse(payload);
  } catch {
    value = undefined; // the platform's text need not be JSON
  }
  /** @param {unknown} text */
  const well = (text) => (typeof text === "string" ? text.toWellFormed() : "");
  return { errorType: well(value?.errorType), errorMessage: well(value?.errorMessage) };
}

/** @param {string | Uint8Array} text @returns {Members} */
function readMembers(text) {
  let value;
  try {
    value = parse(text, INVOKE_RESPONSE_BYTES_MAX, "output");
  } catch (error) {
    throw malformed(error instanceof PeerError ? error.code : "unreadable");
  }
  return asObject(value, "the error");
}

/** @param {Members} members @returns {Details} */
function readDetails(members) {
  const message = textOf(members, "message");
  if (firstPoints(message, ERROR_MESSAGE_MAX) !== message) throw malformed("`message` is too long");
  return {
    at: textOf(members, "at"),
    message,
    fault: /** @type {any} */ (oneOf(members, "fault", FAULTS)),
    retry: /** @type {any} */ (oneOf(members, "retry", RETRIES)),
    agent: textOf(members, "agent"),
    op: textOf(members, "op"),
  };
}

/**
 * @param {Members} members
 * @param {Details} details
 * @param {Readonly<Record<string, DeclaredClass>> | undefined} declared
 */
function readDeclared(members, details, declared) {
  requireKeys(members, [...ALWAYS, "data", "type"], []);
  const type = textOf(members, "type");
  const data = asObject(members.data, "`data`");
  if (declared === undefined) {
    const error = new DeclaredError(data, details);
    error.type = type;
    return error;
  }
  const Class = Object.hasOwn(declared, type) ? declared[type] : undefined;
  if (Class === undefined) throw malformed(`the operation declares no error \`${type}\``);
  try {
    return new Class(Class.codec.decode(data, "output"), details);
  } catch (error) {
    if (error instanceof ContractError) throw malformed(`\`data\`: ${error.message}`);
    throw error;
  }
}

/** @param {unknown} value @returns {Violation[]} */
function readViolations(value) {
  if (!Array.isArray(value) || value.length === 0 || value.length > VIOLATIONS_MAX) {
    throw malformed("`violations` is no list of 1 to 64");
  }
  return value.map((entry) => {
    const members = asObject(entry, "a violation");
    requireKeys(members, VIOLATION, []);
    for (const key of VIOLATION) textOf(members, key);
    if (!VALUE_CODE.test(textOf(members, "code")))
      throw malformed("a violation's `code` is no PC14xx");
    oneOf(members, "direction", ["input", "output"]);
    return /** @type {Violation} */ (/** @type {unknown} */ (members));
  });
}

/** @param {unknown} value @returns {import("./errors/tree.js").Cause} */
function readCause(value) {
  const members = asObject(value, "`cause`");
  requireKeys(members, members.code === "PC2101" ? [...CAUSE, "type"] : CAUSE, []);
  for (const key of Object.keys(members)) textOf(members, key);
  if (!CODE.test(textOf(members, "code"))) throw malformed("`cause` has no error code");
  return /** @type {any} */ (members); // four strings and at most one more, as just checked
}

/** @param {unknown} value @param {string} what @returns {Members} */
function asObject(value, what) {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) {
    return /** @type {Members} */ (value);
  }
  throw malformed(`${what} is no object`);
}

/** @param {Members} members @param {readonly string[]} required @param {readonly string[]} optional */
function requireKeys(members, required, optional) {
  for (const key of required) {
    if (!Object.hasOwn(members, key)) throw malformed(`\`${key}\` is missing`);
  }
  for (const key of Object.keys(members)) {
    if (!required.includes(key) && !optional.includes(key))
      throw malformed(`\`${key}\` is unknown`);
  }
}

/** @param {Members} members @param {string} key @returns {string} */
function textOf(members, key) {
  const value = Object.hasOwn(members, key) ? members[key] : undefined;
  if (typeof value !== "string") throw malformed(`\`${key}\` is no string`);
  return value;
}

/** @param {Members} members @param {string} key @param {readonly string[]} values */
function oneOf(members, key, values) {
  const value = textOf(members, key);
  if (!values.includes(value)) throw malformed(`\`${key}\` is none of ${values.join(", ")}`);
  return value;
}

/** @param {string} detail */
function malformed(detail) {
  return new WireError("PC3007", { detail });
}

/** @param {string} text @param {number} max  code points */
function firstPoints(text, max) {
  return text.length <= max ? text : [...text].slice(0, max).join("");
}

// What an agent's own failure is called on the wire (spec/wire.md#errors, the table of failures).
import { CallError, ContractError, DeclaredError, PeerError } from "../core/errors.js";
import { isFromPeer } from "./peers.js";

/** @typedef {import("../core/contract.js").Op} Op */

/** Codes that say more about the chain of calls than about the peer: they travel on unchanged. */
const TRAVELLING = new Set(["PC2103", "PC8003", "PC8004", "PC8005"]);

/**
 * @param {unknown} error  thrown by the agent's code
 * @param {string} agent
 * @param {Op} op
 * @returns {PeerError}
 */
export function failureOf(error, agent, op) {
  const place = { agent, op: op.name };
  if (error instanceof DeclaredError) return declaredFailure(error, place, op);
  if (isFromPeer(error)) {
    if (TRAVELLING.has(error.code)) return error;
    return causedBy(error, place);
  }
  logStack(error);
  const errorType = classOf(error);
  return new CallError("PC2102", { ...place, detail: errorType, errorType });
}

/**
 * @param {DeclaredError} error
 * @param {{ agent: string, op: string }} place
 * @param {Op} op
 */
function declaredFailure(error, place, op) {
  const Class = Object.hasOwn(op.errors, error.type) ? op.errors[error.type] : undefined;
  if (Class === undefined) return causedBy(error, place);
  try {
    // What it becomes is only written: its record is the plain JSON of the agent's own.
    return new Class(/** @type {object} */ (Class.codec.encode(error.data, "output")), place);
  } catch (violation) {
    if (!(violation instanceof ContractError)) throw violation;
    Object.assign(violation, place);
    return violation;
  }
}

/** @param {PeerError} error @param {{ agent: string, op: string }} place */
function causedBy(error, place) {
  const { agent, op } = error.agent === "" ? place : error; // the agent's own says no place
  const { code, at } = error;
  const type = error instanceof DeclaredError ? { type: error.type } : {};
  const detail = `${code} of ${agent}.${op}`;
  return new CallError("PC2102", { ...place, detail, cause: { agent, op, code, at, ...type } });
}

/** @param {unknown} error @returns {string} name of its class, or of its kind when it has none */
function classOf(error) {
  if (typeof error !== "object" || error === null) return error === null ? "null" : typeof error;
  const name = error.constructor?.name;
  return typeof name === "string" && name !== "" ? name.toWellFormed() : "object";
}

/** @param {unknown} error */
function logStack(error) {
  // biome-ignore lint/suspicious/noConsole: the callee's own log is the one place where a stack may go
  console.error(error);
}

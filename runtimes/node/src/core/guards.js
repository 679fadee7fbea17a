// Judges whether a call may run, and what the calls it makes may still spend (spec/wire.md#admission).
import { DEADLINE_RESERVE_MS, RUNTIME_MIN_MS } from "./error_table.js";
import { CallError, WireError } from "./errors/tree.js";

/** @typedef {import("./contract.js").Contract} Contract */
/** @typedef {import("./contract.js").Op} Op */
/** @typedef {import("./envelope.js").Request} Request */
/** @typedef {{ op: Op, hopsLeft: number, deadlineMs: number }} Admission */

/**
 * Admits a call that came in an envelope: checks 1 to 5.
 * @param {Contract} contract
 * @param {string} agent               who is asked
 * @param {Request} envelope
 * @param {number} nowMs               since 1970, as all times here
 * @param {number} receivedMs
 * @param {number} platformDeadlineMs
 * @returns {Admission}
 * @throws {WireError | CallError} PC3003, PC3004, PC8001, PC8004, PC8005
 */
export function admit(contract, agent, envelope, nowMs, receivedMs, platformDeadlineMs) {
  if (envelope.contract !== contract.id) {
    throw new WireError("PC3003", { detail: `the caller has ${envelope.contract}` });
  }
  const op = contract.op(envelope.to);
  if (op === undefined || envelope.to !== `${agent}.${op.name}`) {
    throw new WireError("PC3004", { detail: `\`${envelope.to}\` was asked of \`${agent}\`` });
  }
  checkEdge(contract, envelope.from, envelope.to);
  const deadlineMs = Math.min(
    envelope.deadline_ms,
    receivedMs + envelope.left_ms,
    receivedMs + op.timeoutMs,
    platformDeadlineMs - DEADLINE_RESERVE_MS,
  );
  checkTime(deadlineMs, nowMs);
  return { op, hopsLeft: Math.min(envelope.hops_left, contract.limits.hops), deadlineMs };
}

/**
 * Admits a bare event, which starts a run.
 * @param {Contract} contract
 * @param {string} agent
 * @param {string} name                of the op
 * @param {number} nowMs
 * @param {number} platformDeadlineMs
 * @returns {Admission}
 * @throws {WireError | CallError} PC3004, PC8004, PC8005
 */
export function enter(contract, agent, name, nowMs, platformDeadlineMs) {
  const op = contract.agent(agent).ops.get(name);
  if (op === undefined)
    throw new WireError("PC3004", { detail: `\`${agent}\` has no op \`${name}\`` });
  const deadlineMs = Math.min(
    nowMs + contract.limits.deadlineMs,
    nowMs + op.timeoutMs,
    platformDeadlineMs - DEADLINE_RESERVE_MS,
  );
  checkTime(deadlineMs, nowMs);
  return { op, hopsLeft: contract.limits.hops, deadlineMs };
}

/**
 * What a call gets from the one that makes it: one hop less, and no more time than is left.
 * @param {Contract} contract
 * @param {string} from        calling agent, "" outside the contract
 * @param {string} to          `agent.op`
 * @param {number} hopsLeft    of the caller
 * @param {number} deadlineMs  of the caller
 * @param {number} nowMs
 * @returns {{ hopsLeft: number, deadlineMs: number, leftMs: number }}
 * @throws {WireError | CallError} PC3004, PC8001, PC8003, PC8004, PC8005
 */
export function child(contract, from, to, hopsLeft, deadlineMs, nowMs) {
  checkEdge(contract, from, to);
  const op = contract.op(to);
  if (op === undefined) throw new WireError("PC3004", { detail: `the contract has no \`${to}\`` });
  if (hopsLeft < 1) throw new CallError("PC8003", { detail: `\`${to}\` was not called` });
  checkTime(deadlineMs, nowMs);
  const childMs = Math.min(deadlineMs, nowMs + op.timeoutMs);
  return { hopsLeft: hopsLeft - 1, deadlineMs: childMs, leftMs: childMs - nowMs };
}

/** @param {Contract} contract @param {string} from @param {string} to */
function checkEdge(contract, from, to) {
  if (contract.allows(from, to)) return;
  throw new CallError("PC8001", { detail: `\`${from}\` may not call \`${to}\`` });
}

/** @param {number} deadlineMs @param {number} nowMs */
function checkTime(deadlineMs, nowMs) {
  if (deadlineMs <= nowMs) {
    throw new CallError("PC8004", { detail: `by ${nowMs - deadlineMs} ms` });
  }
  if (deadlineMs - nowMs < RUNTIME_MIN_MS) {
    throw new CallError("PC8005", {
      detail: `${deadlineMs - nowMs} ms, needed are ${RUNTIME_MIN_MS}`,
    });
  }
}

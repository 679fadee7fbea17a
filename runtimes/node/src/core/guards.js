// Judges whether a call may run, and what the calls it makes may still spend (spec/wire.md#admission).
import { DEADLINE_RESERVE_MS, RUNTIME_MIN_MS } from "./error_table.js";
import { CallError, WireError } from "./errors/tree.js";

/** @typedef {import("./contract.js").Contract} Contract */
/** @typedef {import("./contract.js").Op} Op */
/** @typedef {import("./envelope.js").Request} Request */
/**
 * `state`: where the run stands, undefined where the contract has no `run`. `isTolerant`: the input is
 * written by a contract that this one accepts (spec/wire.md#modes).
 * @typedef {object} Admission
 * @property {Op} op
 * @property {number} hopsLeft
 * @property {number} deadlineMs
 * @property {string | undefined} state
 * @property {boolean} isTolerant
 */

/**
 * Admits a call that came in an envelope: checks 1 to 6.
 * @param {Contract} contract
 * @param {string} agent               who is asked
 * @param {Request} envelope
 * @param {number} nowMs               since 1970, as all times here
 * @param {number} receivedMs
 * @param {number} platformDeadlineMs
 * @returns {Admission}
 * @throws {WireError | CallError} PC3003, PC3004, PC8001, PC8004, PC8005, PC2003
 */
export function admit(contract, agent, envelope, nowMs, receivedMs, platformDeadlineMs) {
  const known = contract.op(envelope.to);
  const op = known !== undefined && envelope.to === `${agent}.${known.name}` ? known : undefined;
  const isTolerant = judgeMode(contract, op, envelope);
  if (op === undefined) {
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
  const state = judgeState(contract, envelope.state, envelope.to);
  const hopsLeft = Math.min(envelope.hops_left, contract.limits.hops);
  return { op, hopsLeft, deadlineMs, state, isTolerant };
}

/**
 * Admits a bare event, which starts a run.
 * @param {Contract} contract
 * @param {string} agent
 * @param {string} name                of the op
 * @param {number} nowMs
 * @param {number} platformDeadlineMs
 * @returns {Admission}
 * @throws {WireError | CallError} PC3004, PC8004, PC8005, PC2003
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
  const state = judgeState(contract, undefined, `${agent}.${name}`);
  return { op, hopsLeft: contract.limits.hops, deadlineMs, state, isTolerant: false };
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

/**
 * Whether the caller's input is read in tolerant mode.
 * @param {Contract} contract
 * @param {Op | undefined} op  the own one that is asked for
 * @param {Request} envelope
 * @throws {WireError} PC3003 for a caller that is not understood
 */
function judgeMode(contract, op, envelope) {
  if (envelope.contract === contract.id) return false;
  if (op !== undefined && op.interfaceId !== "" && op.interfaceId === envelope.interface)
    return false;
  if (contract.accepts.has(envelope.contract)) return true;
  throw new WireError("PC3003", { detail: `the caller has ${envelope.contract}` });
}

/**
 * Where the run stands, by a machine that admits the op there.
 * @param {Contract} contract
 * @param {string | undefined} state
 * @param {string} to
 * @throws {CallError} PC2003
 */
function judgeState({ machine }, state, to) {
  if (machine === undefined) return undefined;
  const stands = state ?? machine.initial;
  machine.admit(stands, to);
  return stands;
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

// The ops that run what `peerc compile` made of a contract.
import { PeerError } from "peercontract";
import {
  canonical,
  envelope,
  errors,
  jsonText,
  guards as judge,
  machine as runs,
  validate as values,
} from "peercontract/core";

const MAX_BYTES = 6_291_456;

/** @typedef {Record<string, any>} Given  `in` of a case, or its answer */

/** @param {string} name */
const generated = (name) => import(`./generated/${name}/contract.js`);

/** @param {Given} given */
export async function validate({ contract, type, text, direction = "input", limit = 1, mode }) {
  const codec = (await generated(contract)).codecs[type];
  const tolerance = mode === "tolerant" ? new values.Tolerance() : undefined;
  const value = codec.read(text, direction, limit, MAX_BYTES, tolerance);
  const write = () => {
    const written = jsonText.parse(codec.write(value, direction, limit), MAX_BYTES);
    return { canonical: canonical.canonical(written) };
  };
  if (tolerance === undefined) return write();
  return { ...refusable(write), dropped: tolerance.droppedMembers };
}

/** @param {() => Given} write  of a value that no writer may write */
function refusable(write) {
  try {
    return write();
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    return { refused: { code: error.code, at: error.at } };
  }
}

/** @param {Given} given */
export async function guards(given) {
  if (given.function_error !== undefined) {
    throw errors.fromFunctionError(given.function_error, given.request_id);
  }
  const { contract } = await generated(given.contract);
  const { agent, now_ms: now, received_ms: received, platform_deadline_ms: platform } = given;
  if (given.env !== undefined) {
    const request = envelope.parseRequest(given.env);
    return admitted(judge.admit(contract, agent, request, now, received, platform));
  }
  if (given.bare !== undefined) {
    return admitted(judge.enter(contract, agent, given.bare, now, platform));
  }
  const { from, to, hops_left: hops, deadline_ms: deadline } = given;
  const { hopsLeft, deadlineMs, leftMs } = judge.child(contract, from, to, hops, deadline, now);
  return { hops_left: hopsLeft, deadline_ms: deadlineMs, left_ms: leftMs };
}

/** @param {import("peercontract/core").guards.Admission} admission */
function admitted({ op, hopsLeft, deadlineMs, isTolerant }) {
  const mode = isTolerant ? "tolerant" : "exact";
  return { op: op.name, hops_left: hopsLeft, deadline_ms: deadlineMs, mode };
}

/** @param {Given} given */
export async function machine(given) {
  if (given.sent !== undefined) {
    return { state: runs.merge(given.sent, given.own, given.replied) };
  }
  const { contract } = await generated(given.contract);
  let state = given.state ?? contract.machine.initial;
  if (given.op !== undefined) return { state: step(contract, state, given) };
  const trace = [];
  for (const event of given.events) {
    try {
      state = step(contract, state, event);
      trace.push(state);
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      trace.push(error.code);
    }
  }
  return { trace };
}

/** @param {any} contract @param {string} state @param {Given} event */
function step(contract, state, { op, output }) {
  contract.machine.admit(state, op);
  const codec = contract.op(op).output;
  const read = codec.read(output, "output");
  return contract.machine.after(state, op, codec.encode(read, "output"));
}

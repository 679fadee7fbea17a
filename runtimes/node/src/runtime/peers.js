// The calling side: turns a typed call into bytes for a bridge and what comes back into a value or an error.
import { utf8Length } from "../core/canonical.js";
import { buildRequest, parseReply } from "../core/envelope.js";
import { INVOKE_REQUEST_BYTES_MAX, INVOKE_RESPONSE_BYTES_MAX } from "../core/error_table.js";
import {
  CallError,
  ContractError,
  fromFunctionError,
  fromWire,
  PeerError,
  WireError,
} from "../core/errors.js";
import { child } from "../core/guards.js";
import { parse } from "../core/json_text.js";
import { merge } from "../core/machine.js";
import { child as childTrace, start } from "../core/trace.js";
import { Tolerance } from "../core/validate.js";
import { countDropped, moveRun, Run, randomHex } from "./run.js";

/** @typedef {import("../core/contract.js").Contract} Contract */
/** @typedef {import("../core/contract.js").Op} Op */
/** @typedef {import("../core/envelope.js").Reply} Reply */
/** @typedef {import("../bridge/memory.js").Bridge} Bridge */
/** @typedef {() => Bridge | Promise<Bridge>} BridgeSource */
/** @typedef {(input: unknown) => Promise<unknown>} Call */
/** @typedef {Record<string, Record<string, Call>>} Peers */

const encoder = new TextEncoder();
const decoder = new TextDecoder();
/** @type {WeakSet<object>} errors that a call to a peer gave; how they travel on depends on it */
const given = new WeakSet();

/**
 * Whether an error came out of a call to a peer.
 * @param {unknown} error
 * @returns {error is PeerError}
 */
export function isFromPeer(error) {
  return typeof error === "object" && error !== null && given.has(error);
}

/**
 * The peers of an agent, bound to one run.
 * @param {Contract} contract
 * @param {string} from  the agent
 * @param {Run} run
 * @param {BridgeSource} bridge
 * @returns {Peers}
 */
export function peersOf(contract, from, run, bridge) {
  /** @type {Peers} */
  const peers = Object.create(null); // an agent may be called `to-string`
  for (const to of contract.agent(from).calls) {
    const name = to.slice(0, to.indexOf("."));
    const { property } = contract.agent(name);
    const op = contract.op(to);
    if (op === undefined) throw new TypeError(`the contract has no \`${to}\``);
    /** @type {Record<string, Call>} */
    const own = peers[property] ?? Object.create(null);
    peers[property] = own;
    own[op.property] = (input) => call(contract, from, name, op, input, run, bridge);
  }
  return peers;
}

/**
 * A typed caller outside the contract: each call starts a run of its own.
 * @param {Contract} contract
 * @param {string} name  of the agent that is called
 * @param {BridgeSource} bridge
 * @returns {Record<string, Call>}
 */
export function clientOf(contract, name, bridge) {
  /** @type {Record<string, Call>} */
  const client = Object.create(null);
  for (const op of contract.agent(name).ops.values()) {
    client[op.property] = (input) => {
      const { hops, deadlineMs } = contract.limits;
      const run = newRun(hops, Date.now() + deadlineMs, contract.machine?.initial);
      return call(contract, "", name, op, input, run, bridge);
    };
  }
  return client;
}

/**
 * A run that starts here, with a trace of its own.
 * @param {number} hops
 * @param {number} deadlineMs
 * @param {string | undefined} state
 */
export function newRun(hops, deadlineMs, state) {
  const traceparent = start(randomHex(16), randomHex(8));
  return new Run(`r_${randomHex(16)}`, hops, deadlineMs, traceparent, undefined, state);
}

/**
 * @param {Contract} contract
 * @param {string} from
 * @param {string} agent
 * @param {Op} op
 * @param {unknown} input
 * @param {Run} run
 * @param {BridgeSource} bridge
 */
async function call(contract, from, agent, op, input, run, bridge) {
  try {
    return await exchange(contract, from, agent, op, input, run, bridge);
  } catch (error) {
    if (error instanceof PeerError) {
      if (error.agent === "") error.agent = agent;
      if (error.op === "") error.op = op.name;
      given.add(error);
    }
    throw error;
  }
}

/**
 * @param {Contract} contract
 * @param {string} from
 * @param {string} agent
 * @param {Op} op
 * @param {unknown} input
 * @param {Run} run
 * @param {BridgeSource} bridge
 */
async function exchange(contract, from, agent, op, input, run, bridge) {
  const to = `${agent}.${op.name}`;
  const body = op.input.write(input, "input");
  const bytes = utf8Length(body);
  if (bytes > op.maxInputBytes) {
    const detail = `the input has ${bytes} bytes, \`${to}\` takes ${op.maxInputBytes}`;
    throw new ContractError("PC1107", { detail, direction: "input" });
  }
  const share = child(contract, from, to, run.hopsLeft, run.deadlineMs, Date.now());
  const hopId = randomHex(8);
  const sent = run.state;
  const env = buildRequest({
    contract: contract.id,
    deadline_ms: share.deadlineMs,
    from,
    hop_id: hopId,
    hops_left: share.hopsLeft,
    left_ms: share.leftMs,
    run: run.id,
    to,
    traceparent: childTrace(run.traceparent, hopId),
    ...(run.tracestate === undefined ? {} : { tracestate: run.tracestate }),
    ...(op.interfaceId === "" ? {} : { interface: op.interfaceId }),
    ...(sent === undefined ? {} : { state: sent }),
  });
  const payload = encoder.encode(JSON.stringify({ body, env }));
  if (payload.length > INVOKE_REQUEST_BYTES_MAX) {
    const detail = `${payload.length} bytes, ${INVOKE_REQUEST_BYTES_MAX} fit`;
    throw new WireError("PC3005", { detail });
  }
  const answer = await (await bridge()).send(agent, payload, share.deadlineMs);
  if (answer.functionError !== null) {
    throw fromFunctionError(decoder.decode(answer.payload), answer.requestId);
  }
  const { env: told, body: text } = replyMembers(answer.payload);
  const reply = parseReply(told, hopId);
  if (reply.status !== "done") {
    const error = fromWire(text, op.errors);
    move(run, sent, reply, false);
    throw error;
  }
  move(run, sent, reply, true);
  const tolerance = reply.contract === contract.id ? undefined : new Tolerance();
  const output = op.output.read(text, "output", 1, op.maxOutputBytes, tolerance);
  if (tolerance !== undefined) countDropped(run, tolerance.droppedMembers);
  return output;
}

/**
 * Takes the callee's state. Where calls at once went apart, the call's own error is told first.
 * @param {Run} run
 * @param {string | undefined} sent
 * @param {Reply} reply
 * @param {boolean} isDone
 * @throws {CallError} PC2004
 */
function move(run, sent, reply, isDone) {
  if (sent === undefined || run.state === undefined || reply.state === undefined) return;
  try {
    moveRun(run, merge(sent, run.state, reply.state));
  } catch (error) {
    if (isDone || !(error instanceof CallError)) throw error;
  }
}

/** @param {Uint8Array} payload @returns {{ env: string, body: string }} */
function replyMembers(payload) {
  let value;
  try {
    value = /** @type {any} */ (parse(payload, INVOKE_RESPONSE_BYTES_MAX, "output"));
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    throw new WireError("PC3007", { detail: `the reply is no strict JSON: ${error.code}` });
  }
  const isPair = typeof value === "object" && value !== null && Object.keys(value).length === 2;
  if (isPair && typeof value.env === "string" && typeof value.body === "string") return value;
  throw new WireError("PC3007", { detail: "the reply is not {env, body}" });
}

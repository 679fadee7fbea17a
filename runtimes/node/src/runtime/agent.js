// The called side: makes a plain Lambda handler of an agent's functions.
import { canonical, utf8Length } from "../core/canonical.js";
import { buildReply, classify, hopOf, NO_HOP, parseRequest } from "../core/envelope.js";
import { INVOKE_RESPONSE_BYTES_MAX } from "../core/error_table.js";
import { ContractError, DeclaredError, PeerError, toWire, WireError } from "../core/errors.js";
import { admit, enter } from "../core/guards.js";
import { Tolerance } from "../core/validate.js";
import { failureOf } from "./failure.js";
import { clientOf, newRun, peersOf } from "./peers.js";
import { countDropped, Run } from "./run.js";

/** @typedef {import("../core/contract.js").Contract} Contract */
/** @typedef {import("../core/contract.js").Agent} Agent */
/** @typedef {import("../core/contract.js").Op} Op */
/** @typedef {import("../core/guards.js").Admission} Admission */
/** @typedef {import("../bridge/memory.js").Bridge} Bridge */
/** @typedef {import("../bridge/memory.js").Context} Context */
/** @typedef {import("../bridge/memory.js").Handler} Handler */
/** @typedef {import("./peers.js").BridgeSource} BridgeSource */
/** @typedef {Record<string, (input: any, around: { peers: any, run: Run }) => unknown>} Implementation */
/** @typedef {{ env: string, body: string }} Reply */
/** @typedef {import("../core/envelope.js").Status} Status */
/** @typedef {{ text: string, state: string | undefined }} Performed  the output, and where the run stands after it */
/** @typedef {{ contract: Contract, agent: Agent, ops: Implementation, bridge: BridgeSource }} Setup */

/**
 * The handler of an agent.
 * @param {Contract} contract
 * @param {string} name
 * @param {Implementation} ops  one function an op, by the op's JavaScript name
 * @param {{ bridge?: Bridge | undefined }} [options]  how peers are reached; default: Lambda's Invoke API
 * @returns {Handler} answers envelope events with a reply, bare events with the output or an error
 * @throws {TypeError} when a function is missing or stands for no op
 */
export function agent(contract, name, ops, options = {}) {
  const table = contract.agent(name);
  checkOps(table, ops);
  const bridge = bridgeSource(contract, options.bridge);
  // Loading starts with the sandbox, not with the first call: init time has a full CPU and no waiting user.
  if (table.calls.size > 0) Promise.resolve(bridge()).catch(() => undefined); // the call reports it
  const setup = { contract, agent: table, ops, bridge };
  return (event, context) => answer(setup, event, context);
}

/**
 * A caller outside the contract.
 * @param {Contract} contract
 * @param {string} name  of the agent that is called
 * @param {Bridge} [bridge]
 */
export function client(contract, name, bridge) {
  return clientOf(contract, name, bridgeSource(contract, bridge));
}

/**
 * @param {Contract} contract
 * @param {Bridge | undefined} given
 * @returns {BridgeSource}
 */
function bridgeSource(contract, given) {
  if (given !== undefined) return () => given;
  /** @type {Promise<Bridge> | undefined} */
  let loaded;
  return () => {
    loaded ??= import("../bridge/invoke.js").then(({ Invoke }) =>
      Invoke.fromEnvironment(contract.name),
    );
    return loaded;
  };
}

/** @param {Agent} table @param {Implementation} ops */
function checkOps(table, ops) {
  const wanted = [...table.ops.values()].map((op) => op.property);
  const missing = wanted.filter((name) => typeof ops[name] !== "function");
  const extra = Object.keys(ops).filter((name) => !wanted.includes(name));
  if (missing.length === 0 && extra.length === 0) return;
  const faults = [
    ...missing.map((name) => `\`${name}\` is missing or no function`),
    ...extra.map((name) => `\`${name}\` is no op of the contract`),
  ];
  const all = wanted.map((name) => `\`${name}\``).join(", ") || "none";
  throw new TypeError(`agent \`${table.name}\`: ${faults.join("; ")}. Its ops are: ${all}`);
}

/** @param {Setup} setup @param {unknown} event @param {Context | undefined} context */
async function answer(setup, event, context) {
  const receivedMs = Date.now();
  const remainingMs = context?.getRemainingTimeInMillis?.() ?? Number.POSITIVE_INFINITY;
  /** @type {ReturnType<typeof classify>} */
  let found;
  try {
    found = classify(event);
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    return answerUnclassified(setup, event, error);
  }
  return found.form === "bare"
    ? answerBare(setup, found.name, found.input, receivedMs + remainingMs)
    : answerEnvelope(setup, found.env, found.body, receivedMs, receivedMs + remainingMs);
}

/**
 * An event of neither form: a peer gets a reply it can read, a stock tool a function error.
 * @param {Setup} setup
 * @param {unknown} event
 * @param {PeerError} error
 */
function answerUnclassified(setup, event, error) {
  const own = typeof event === "object" && event !== null && !Array.isArray(event);
  const isPeers = own && (Object.hasOwn(event, "env") || Object.hasOwn(event, "body"));
  const named = placed(error, setup, "");
  if (!isPeers) throw bareError(named);
  return replyOf(setup, NO_HOP, "refused", toWire(named));
}

/**
 * @param {Setup} setup
 * @param {string} env
 * @param {string} body
 * @param {number} receivedMs
 * @param {number} platformMs
 * @returns {Promise<Reply>}
 */
async function answerEnvelope(setup, env, body, receivedMs, platformMs) {
  const { contract, agent: table } = setup;
  let hopId = NO_HOP;
  let opName = "";
  /** @type {Admission} */
  let admitted;
  let input;
  /** @type {Run} */
  let run;
  try {
    const request = parseRequest(env);
    hopId = request.hop_id;
    opName = ownOp(table, request.to);
    admitted = admit(contract, table.name, request, Date.now(), receivedMs, platformMs);
    const { op, hopsLeft, deadlineMs, state, isTolerant } = admitted;
    const { traceparent, tracestate } = request;
    run = new Run(request.run, hopsLeft, deadlineMs, traceparent, tracestate, state);
    const tolerance = isTolerant ? new Tolerance() : undefined;
    input = op.input.read(body, "input", 1, op.maxInputBytes, tolerance);
    if (tolerance !== undefined) countDropped(run, tolerance.droppedMembers);
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    const hop = hopId === NO_HOP ? hopOf(env) : hopId;
    return replyOf(setup, hop, "refused", toWire(placed(error, setup, opName)));
  }
  const outcome = await perform(setup, admitted.op, input, run);
  if (outcome instanceof PeerError) {
    return fitted(setup, hopId, opName, run, "failed", toWire(outcome), run.state);
  }
  return fitted(setup, hopId, opName, run, "done", outcome.text, outcome.state);
}

/**
 * @param {Setup} setup
 * @param {string} name
 * @param {unknown} value
 * @param {number} platformMs
 * @returns {Promise<unknown>} the bare output
 */
async function answerBare(setup, name, value, platformMs) {
  const { contract, agent: table } = setup;
  /** @type {Performed | PeerError} */
  let outcome;
  try {
    const admitted = enter(contract, table.name, name, Date.now(), platformMs);
    const { op, hopsLeft, deadlineMs, state } = admitted;
    const input = op.input.read(canonical(value), "input", 1, op.maxInputBytes);
    outcome = await perform(setup, op, input, newRun(hopsLeft, deadlineMs, state));
    if (!(outcome instanceof PeerError)) checkCarrier(outcome.text);
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    throw fittedError(setup, table.ops.has(name) ? name : "", error);
  }
  if (outcome instanceof PeerError) throw fittedError(setup, name, outcome);
  return JSON.parse(outcome.text);
}

/**
 * Runs the agent's own code.
 * @param {Setup} setup
 * @param {Op} op
 * @param {unknown} input
 * @param {Run} run
 * @returns {Promise<Performed | PeerError>} the output, or what the failure is called on the wire
 */
async function perform(setup, op, input, run) {
  const { contract, agent: table, ops, bridge } = setup;
  const peers = peersOf(contract, table.name, run, bridge);
  let output;
  try {
    output = await ops[op.property]?.(input, { peers, run });
  } catch (error) {
    return failureOf(error, table.name, op);
  }
  try {
    const json = op.output.encode(output, "output");
    const text = checkedText(op, json);
    const { machine } = contract;
    if (machine === undefined || run.state === undefined) return { text, state: undefined };
    return { text, state: machine.after(run.state, `${table.name}.${op.name}`, json) };
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    return placed(error, setup, op.name);
  }
}

/** @param {Op} op @param {unknown} json  the output, encoded */
function checkedText(op, json) {
  const text = JSON.stringify(json);
  const bytes = utf8Length(text);
  if (bytes <= op.maxOutputBytes) return text;
  const detail = `the output has ${bytes} bytes, \`${op.name}\` gives ${op.maxOutputBytes}`;
  throw new ContractError("PC1107", { detail, direction: "output" });
}

/**
 * The reply of an output or an error, or of PC3005 when the platform would not carry it.
 * @param {Setup} setup
 * @param {string} hopId
 * @param {string} opName
 * @param {Run} run
 * @param {Status} status  `done` or `failed`: a refusal is never that long
 * @param {string} body
 * @param {string | undefined} state
 */
function fitted(setup, hopId, opName, run, status, body, state) {
  const reply = replyOf(setup, hopId, status, body, state);
  // A unit of JSON text takes three bytes at most, quoted or in UTF-8: most replies are known to fit.
  if (body.length * 3 + reply.env.length * 2 + 64 < INVOKE_RESPONSE_BYTES_MAX) return reply;
  try {
    checkCarrier(JSON.stringify(reply));
    return reply;
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    return replyOf(setup, hopId, "failed", toWire(placed(error, setup, opName)), run.state);
  }
}

/**
 * What is raised for a bare event, or PC3005 when the platform would not carry it.
 * @param {Setup} setup
 * @param {string} opName
 * @param {PeerError} error
 */
function fittedError(setup, opName, error) {
  const raised = bareError(placed(error, setup, opName));
  try {
    const { name: errorType, message: errorMessage } = raised;
    checkCarrier(JSON.stringify({ errorType, errorMessage, trace: [errorType] }));
    return raised;
  } catch (tooLarge) {
    if (!(tooLarge instanceof WireError)) throw tooLarge;
    return bareError(placed(tooLarge, setup, opName));
  }
}

/** @param {string} text  of the whole result */
function checkCarrier(text) {
  const bytes = utf8Length(text);
  if (bytes <= INVOKE_RESPONSE_BYTES_MAX) return;
  const detail = `${bytes} bytes, ${INVOKE_RESPONSE_BYTES_MAX} fit`;
  throw new WireError("PC3005", { detail });
}

/**
 * @param {Setup} setup
 * @param {string} hopId
 * @param {Status} status
 * @param {string} body
 * @param {string} [state]  where the run stands; a refused call moves nothing and has none
 * @returns {Reply}
 */
function replyOf(setup, hopId, status, body, state) {
  const told = { contract: setup.contract.id, hop_id: hopId, status };
  return { body, env: buildReply(state === undefined ? told : { ...told, state }) };
}

/**
 * Says where an error arose, unless it says so already.
 * @param {PeerError} error
 * @param {Setup} setup
 * @param {string} opName
 */
function placed(error, setup, opName) {
  if (error.agent === "") error.agent = setup.agent.name;
  if (error.op === "") error.op = opName;
  return error;
}

/** @param {Agent} table @param {string} to */
function ownOp(table, to) {
  const dot = to.indexOf(".");
  const name = to.slice(dot + 1);
  return to.slice(0, dot) === table.name && table.ops.has(name) ? name : "";
}

/**
 * What a stock tool sees as a function error: the platform's client takes `name` as `errorType`.
 * @param {PeerError} error
 */
function bareError(error) {
  const raised = new Error(toWire(error));
  raised.name = error instanceof DeclaredError ? error.type : error.code;
  raised.stack = raised.name; // no frame of ours tells the caller anything
  return raised;
}

// Reads and writes what stands around a value in an event and in a reply (spec/wire.md#envelope).
import { canonical, utf8Length } from "./canonical.js";
import { ENVELOPE_BYTES_MAX, HOPS_MAX } from "./error_table.js";
import { PeerError, WireError } from "./errors/tree.js";
import * as trace from "./trace.js";

/** @typedef {{ form: "envelope", env: string, body: string }} EnvelopeEvent */
/** @typedef {{ form: "bare", name: string, input: unknown }} BareEvent */
/**
 * The members of a request's envelope, by wire name.
 * @typedef {object} Request
 * @property {number} peer
 * @property {string} contract
 * @property {string} from         agent, or "" outside the contract
 * @property {string} to           `agent.op`
 * @property {string} run
 * @property {string} hop_id
 * @property {number} hops_left
 * @property {number} deadline_ms  since 1970
 * @property {number} left_ms
 * @property {string} traceparent
 * @property {string} [tracestate]
 * @property {string} [idempotency_key]
 * @property {string} [interface]  hash of the op as the sender knows it
 * @property {string} [state]      where the run stands
 */
/** @typedef {"done" | "failed" | "refused"} Status */
/** @typedef {{ contract: string, hop_id: string, status: Status, state?: string }} Reply */
/** @typedef {(value: unknown) => boolean} Test */

export const VERSION = 1;
/** What a reply says in place of a hop that could not be read. */
export const NO_HOP = "0".repeat(16);

const CONTRACT = /^pc1-[a-z2-7]{52}$/;
const INTERFACE = /^pi1-[a-z2-7]{52}$/;
const STATE = /^[a-z0-9_.]{1,127}$/;
const AGENT = /^(?:[a-z][a-z0-9_-]{0,62})?$/;
const TARGET = /^[a-z][a-z0-9_-]{0,62}\.[a-z][a-z0-9_]{0,62}$/;
const RUN = /^r_[0-9a-f]{32}$/;
const HOP = /^[0-9a-f]{16}$/;
const TRACESTATE = /^[ -~]{1,512}$/;
const KEY = /^[ -~]{1,128}$/;
const NOT_ASCII = /[^\0-\x7f]/;
const STATUSES = ["done", "failed", "refused"];

/** @type {Readonly<Record<string, Test>>} */
const REQUIRED = {
  contract: matches(CONTRACT),
  from: matches(AGENT),
  to: matches(TARGET),
  run: matches(RUN),
  hop_id: (value) => isHop(value),
  hops_left: within(HOPS_MAX),
  deadline_ms: within(Number.MAX_SAFE_INTEGER),
  left_ms: within(Number.MAX_SAFE_INTEGER),
  traceparent: (value) => typeof value === "string",
};
/** @type {Readonly<Record<string, Test>>} */
const OPTIONAL = {
  tracestate: matches(TRACESTATE),
  idempotency_key: matches(KEY),
  interface: matches(INTERFACE),
  state: matches(STATE),
};
/** @type {Readonly<Record<string, Test>>} */
const REPLY = {
  contract: matches(CONTRACT),
  hop_id: matches(HOP),
  status: (value) => typeof value === "string" && STATUSES.includes(value),
};

/** @type {Readonly<Record<string, Test>>} */
const REPLY_OPTIONAL = { state: matches(STATE) };

/**
 * What kind of event this is.
 * @param {unknown} event  as the platform's client has parsed it
 * @returns {EnvelopeEvent | BareEvent}
 * @throws {WireError} PC3001
 */
export function classify(event) {
  if (typeof event !== "object" || event === null || Array.isArray(event)) {
    throw malformed("the event is no object");
  }
  const members = /** @type {Record<string, unknown>} */ (event);
  const exact = Object.keys(members).length === 2;
  if (Object.hasOwn(members, "env") || Object.hasOwn(members, "body")) {
    const { env, body } = members;
    if (exact && typeof env === "string" && typeof body === "string") {
      return { form: "envelope", env, body };
    }
    throw malformed("an envelope event has exactly the strings `env` and `body`");
  }
  const { op } = members;
  if (exact && Object.hasOwn(members, "input") && typeof op === "string") {
    return { form: "bare", name: op, input: members.input };
  }
  throw malformed("the event is neither {env, body} nor {op, input}");
}

/**
 * @param {string} env
 * @returns {Request}
 * @throws {WireError} PC3001, PC3002
 */
export function parseRequest(env) {
  const members = readControl(env);
  const { peer } = members;
  if (typeof peer === "number" && peer !== VERSION) {
    throw new WireError("PC3002", {
      detail: `found \`peer\` ${peer}, this runtime knows ${VERSION}`,
    });
  }
  checkMembers(members, REQUIRED, OPTIONAL);
  const request = /** @type {Request} */ (/** @type {unknown} */ (members));
  if (trace.parse(request.traceparent).parentId !== request.hop_id) {
    throw malformed("`hop_id` is not the parent id of `traceparent`");
  }
  return request;
}

/**
 * The canonical text of a request's envelope.
 * @param {Omit<Request, "peer">} members
 */
export function buildRequest(members) {
  return canonical({ ...members, peer: VERSION });
}

/**
 * @param {string} env
 * @param {string} hopId  of the request that this must answer
 * @returns {Reply}
 * @throws {WireError} PC3007
 */
export function parseReply(env, hopId) {
  try {
    const members = readControl(env);
    checkMembers(members, REPLY, REPLY_OPTIONAL);
    const isAnswer = members.hop_id === hopId;
    const isUnread = members.hop_id === NO_HOP && members.status === "refused";
    if (!isAnswer && !isUnread) throw malformed(`it answers hop ${members.hop_id}, not ${hopId}`);
    return /** @type {Reply} */ (/** @type {unknown} */ (members));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw new WireError("PC3007", { detail: error.message });
  }
}

/**
 * The canonical text of a reply's envelope.
 * @param {Reply} members
 */
export function buildReply(members) {
  return canonical({ ...members, peer: VERSION });
}

/**
 * The hop that a refused envelope names, as far as it can be read: a reply repeats it.
 * @param {string} env
 */
export function hopOf(env) {
  try {
    const { hop_id: hop } = readControl(env);
    return isHop(hop) ? /** @type {string} */ (hop) : NO_HOP;
  } catch {
    return NO_HOP;
  }
}

/**
 * A control document (spec/canonical.md): equal to its own RFC 8785 text, which rules out
 * duplicates, whitespace and every other spelling of the same members.
 * @param {string} text
 * @returns {Record<string, string | number>}
 */
function readControl(text) {
  if (utf8Length(text) > ENVELOPE_BYTES_MAX) throw malformed("it is longer than 4096 bytes");
  const value = parsed(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw malformed("it is no JSON object");
  }
  for (const [key, member] of Object.entries(value)) {
    const fits = typeof member === "string" || Number.isSafeInteger(member);
    if (!fits || NOT_ASCII.test(key)) throw malformed("it is no object of strings and integers");
  }
  if (canonicalOrNothing(value) !== text) throw malformed("it is not in its RFC 8785 form");
  return value;
}

/** @param {string} text @returns {any} JSON, or undefined */
function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @param {unknown} value */
function canonicalOrNothing(value) {
  try {
    return canonical(value);
  } catch (error) {
    if (error instanceof PeerError) return undefined; // half a surrogate pair
    throw error;
  }
}

/**
 * @param {Record<string, unknown>} members
 * @param {Readonly<Record<string, Test>>} required
 * @param {Readonly<Record<string, Test>>} optional
 */
function checkMembers(members, required, optional) {
  let known = 1; // `peer`
  if (members.peer !== VERSION) throw malformed("`peer` is not 1");
  for (const [key, test] of Object.entries(required)) {
    if (!Object.hasOwn(members, key) || !test(members[key]))
      throw malformed(`\`${key}\` is ill-formed`);
    known += 1;
  }
  for (const [key, test] of Object.entries(optional)) {
    if (!Object.hasOwn(members, key)) continue;
    if (!test(members[key])) throw malformed(`\`${key}\` is ill-formed`);
    known += 1;
  }
  if (Object.keys(members).length !== known) throw malformed("it has an unknown member");
}

/** @param {RegExp} form @returns {Test} */
function matches(form) {
  return (value) => typeof value === "string" && form.test(value);
}

/** @param {number} max @returns {Test} */
function within(max) {
  return (value) => Number.isInteger(value) && Number(value) >= 0 && Number(value) <= max;
}

/** @param {unknown} value */
function isHop(value) {
  return typeof value === "string" && HOP.test(value) && value !== NO_HOP;
}

/** @param {string} detail */
function malformed(detail) {
  return new WireError("PC3001", { detail });
}

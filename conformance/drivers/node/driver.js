// Answers conformance vectors with the JavaScript run time: PCP/1 over stdin and stdout.
import { createInterface } from "node:readline";
import { PeerError } from "peercontract";
import { canonical, envelope, errors, hash, jsonText, pattern, trace } from "peercontract/core";
import * as compiled from "./compiled.js";

const MAX_BYTES = 6_291_456;

/** @typedef {Record<string, any>} Given  `in` of a case, or its answer */

/** @param {string} text */
const parse = (text) => jsonText.parse(text, MAX_BYTES);

/** @type {Record<string, (given: Given) => Given | Promise<Given>>} */
const OPS = {
  json_text({ text, hex, max_bytes: max = MAX_BYTES }) {
    const source = hex === undefined ? text : Uint8Array.from(Buffer.from(hex, "hex"));
    return { canonical: canonical.canonical(jsonText.parse(source, max)) };
  },

  canonical(given) {
    if (given.numbers !== undefined) {
      return {
        texts: given.numbers.map((/** @type {string} */ hex) => canonical.canonical(double(hex))),
      };
    }
    const text = canonical.canonical(parse(given.text));
    return { canonical: text, sha256: hash.sha256Hex(text), id: hash.contractId(text) };
  },

  pattern({ pattern: text, table, is_linear: isLinear, text: value }) {
    return { matches: new pattern.Pattern(text, table, isLinear).matches(value) };
  },

  envelope(given) {
    if (given.event !== undefined) return event(given.event);
    if (given.env !== undefined) {
      return { members: envelope.buildRequest(envelope.parseRequest(given.env)) };
    }
    if (given.build !== undefined) return { env: envelope.buildRequest(given.build) };
    if (given.reply_env !== undefined) return reply(given);
    if (given.child !== undefined) {
      return { traceparent: trace.child(given.traceparent, given.child) };
    }
    const { traceId, parentId, flags } = trace.parse(given.traceparent);
    return { trace_id: traceId, parent_id: parentId, flags };
  },

  errors(given) {
    if (given.wire !== undefined) {
      const error = errors.fromWire(given.wire);
      return { wire: errors.toWire(error), class: error.constructor.name };
    }
    if (given.bounded !== undefined) return { text: errors.bounded(parse(given.bounded)) };
    const { code, direction = "input" } = given;
    const fresh = errors.errorOf(code, { direction });
    const { fault, retry } = fresh;
    return { fault, retry, class: fresh.constructor.name, name: errors.nameOf(code) };
  },

  ...compiled,
};

/** @param {string} hex  a double's bits, leading zeros dropped */
function double(hex) {
  return Buffer.from(hex.padStart(16, "0"), "hex").readDoubleBE();
}

/** @param {string} text */
function event(text) {
  const found = envelope.classify(JSON.parse(text)); // the platform's client has parsed it like this
  return found.form === "bare" ? { ...found, input: canonical.canonical(found.input) } : found;
}

/** @param {Given} given */
function reply({ reply_env: env, reply_body: body, hop_id: hop }) {
  const { status, contract, state } = envelope.parseReply(env, hop);
  if (status === "done") return { status, contract, state };
  return { status, contract, state, error: errors.toWire(errors.fromWire(body)) };
}

/** @param {Given} command */
async function answer({ id, op, in: given }) {
  try {
    const run = OPS[op];
    if (run === undefined) throw new TypeError(`unknown op ${op}`);
    return { id, out: await run(given) };
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    return { id, error: JSON.parse(errors.toWire(error)) };
  }
}

const hello = { pcp: 1, language: "javascript", version: "0.1.0", ops: Object.keys(OPS) };
for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  if (command.cmd === "bye") break;
  const message = command.cmd === "hello" ? hello : await answer(command);
  process.stdout.write(`${JSON.stringify(message)}\n`);
}
process.stdin.destroy(); // after `bye` nothing is read any more

// Calls handlers in this process through the same bytes as the wire: for tests, the user's own too.
import { INVOKE_RESPONSE_BYTES_MAX } from "../core/error_table.js";
import { CallError, WireError } from "../core/errors/tree.js";

/**
 * What came back: bytes of a reply, or of a function error whose kind `functionError` names.
 * @typedef {{ payload: Uint8Array, functionError: string | null, requestId: string }} Answer
 */
/**
 * Carries bytes to an agent. `send` waits until `deadlineMs` (since 1970) at most.
 * @typedef {object} Bridge
 * @property {(agent: string, payload: Uint8Array, deadlineMs: number) => Promise<Answer>} send
 */
/** @typedef {{ getRemainingTimeInMillis?: () => number }} Context  what a handler uses of Lambda's */
/** @typedef {(event: unknown, context?: Context) => Promise<any>} Handler */

const PLATFORM_TIMEOUT_MS = 900_000; // the longest a function may run on Lambda
const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A bridge between handlers of one process. */
export class Memory {
  constructor() {
    /** @type {Map<string, Handler>} */
    this.handlers = new Map();
    this.sent = 0;
  }

  /**
   * @param {string} agent  wire name
   * @param {Handler} handler
   * @returns {this}
   */
  add(agent, handler) {
    this.handlers.set(agent, handler);
    return this;
  }

  /**
   * @param {string} agent
   * @param {Uint8Array} payload
   * @param {number} deadlineMs  since 1970
   * @returns {Promise<Answer>}
   * @throws {WireError | CallError} PC3006 for an agent that was not added, PC2103 at the deadline
   */
  async send(agent, payload, deadlineMs) {
    const handler = this.handlers.get(agent);
    if (handler === undefined) {
      throw new WireError("PC3006", { detail: `no handler was added for \`${agent}\`` });
    }
    this.sent += 1;
    const requestId = `memory-${this.sent}`;
    const invocation = invoke(handler, decoder.decode(payload), requestId);
    return withDeadline(invocation, deadlineMs);
  }
}

/**
 * @param {Handler} handler
 * @param {string} text
 * @param {string} requestId
 * @returns {Promise<Answer>}
 */
async function invoke(handler, text, requestId) {
  const endMs = Date.now() + PLATFORM_TIMEOUT_MS;
  const context = {
    awsRequestId: requestId,
    getRemainingTimeInMillis: () => Math.max(0, endMs - Date.now()),
  };
  try {
    const result = await handler(JSON.parse(text), context);
    const payload = encoder.encode(JSON.stringify(result) ?? "null");
    if (payload.length <= INVOKE_RESPONSE_BYTES_MAX) {
      return { payload, functionError: null, requestId };
    }
    return functionError("Function.ResponseSizeTooLarge", "the response is too large", requestId);
  } catch (error) {
    const { name, message } = error instanceof Error ? error : new Error(String(error));
    return functionError(name, message, requestId);
  }
}

/**
 * @param {string} errorType
 * @param {string} errorMessage
 * @param {string} requestId
 * @returns {Answer}
 */
function functionError(errorType, errorMessage, requestId) {
  const payload = encoder.encode(JSON.stringify({ errorType, errorMessage }));
  return { payload, functionError: "Unhandled", requestId };
}

/** @param {Promise<Answer>} invocation @param {number} deadlineMs */
async function withDeadline(invocation, deadlineMs) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const expiry = new Promise((_, reject) => {
    const expire = () => reject(new CallError("PC2103"));
    timer = setTimeout(expire, Math.max(0, deadlineMs - Date.now()));
  });
  try {
    return await Promise.race([invocation, /** @type {Promise<never>} */ (expiry)]);
  } finally {
    clearTimeout(timer);
  }
}

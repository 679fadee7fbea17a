// What an agent's code may know of the piece of work it is part of.

/** One call's view of its run: who it is, what it may still spend. Read only. */
export class Run {
  /**
   * @param {string} id           `r_` and 32 hex digits, the same along the whole chain of calls
   * @param {number} hopsLeft
   * @param {number} deadlineMs   since 1970
   * @param {string} traceparent  W3C Trace Context
   * @param {string} [tracestate]
   */
  constructor(id, hopsLeft, deadlineMs, traceparent, tracestate) {
    this.id = id;
    this.hopsLeft = hopsLeft;
    this.deadlineMs = deadlineMs;
    this.traceparent = traceparent;
    this.tracestate = tracestate;
    Object.freeze(this);
  }

  /** Milliseconds until the deadline, 0 when it has passed. */
  remainingMs() {
    return Math.max(0, this.deadlineMs - Date.now());
  }
}

/**
 * Random lower-case hex digits, not all zero.
 * @param {number} bytes
 * @returns {string}
 */
export function randomHex(bytes) {
  let text = "";
  for (const byte of crypto.getRandomValues(new Uint8Array(bytes))) {
    text += byte.toString(16).padStart(2, "0");
  }
  return /[^0]/.test(text) ? text : randomHex(bytes);
}

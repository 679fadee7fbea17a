// What an agent's code may know of the piece of work it is part of.

/** @type {(run: Run, state: string) => void} puts a run into another state */
export let moveRun;
/** @type {(run: Run, members: number) => void} counts what a tolerant reader left out */
export let countDropped;

/** One call's view of its run: who it is, what it may still spend, where it stands. Read only. */
export class Run {
  /** @type {string | undefined} */
  #state;
  #droppedMembers = 0;

  /**
   * @param {string} id           `r_` and 32 hex digits, the same along the whole chain of calls
   * @param {number} hopsLeft
   * @param {number} deadlineMs   since 1970
   * @param {string} traceparent  W3C Trace Context
   * @param {string} [tracestate]
   * @param {string} [state]      of a contract with `run`
   */
  constructor(id, hopsLeft, deadlineMs, traceparent, tracestate, state) {
    this.id = id;
    this.hopsLeft = hopsLeft;
    this.deadlineMs = deadlineMs;
    this.traceparent = traceparent;
    this.tracestate = tracestate;
    this.#state = state;
    Object.freeze(this);
  }

  /** Where the run stands; undefined where the contract has no `run`. Calls to peers move it. */
  get state() {
    return this.#state;
  }

  /** How many members of values from other versions of the contract were not known here, and left out. */
  get droppedMembers() {
    return this.#droppedMembers;
  }

  static {
    moveRun = (run, state) => {
      run.#state = state;
    };
    countDropped = (run, members) => {
      run.#droppedMembers += members;
    };
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

// Patterns of the dialect: a text against the table that the compiler made (spec/pattern.md).

const ASCII = 128;
const HEADER_BYTES = 4;
const INTERVAL_BYTES = 6;
// Beyond, the host's engine may run out of stack: it keeps a way back for every character.
const HOST_MAX = 4096;

/** @typedef {(text: string) => boolean} Matcher */

/** One pattern, decoded when it is first needed. */
export class Pattern {
  /** @type {Matcher | undefined} */
  #matcher;

  /**
   * @param {string} text  normal form
   * @param {string} table  base64 of spec/pattern.md#table
   * @param {boolean} isLinear  whether the host's engine may match the text
   */
  constructor(text, table, isLinear) {
    this.text = text;
    this.table = table;
    this.isLinear = isLinear;
  }

  /**
   * Whether the pattern matches, in time linear in the text.
   * @param {string} text  well-formed: no half of a surrogate pair
   */
  matches(text) {
    this.#matcher ??= this.isLinear ? byHost(this.text, this.table) : byTable(this.table);
    return this.#matcher(text);
  }
}

/**
 * The matcher of a base64 table, whatever the host's engine could do.
 * @param {string} table
 * @returns {Matcher}
 */
export function byTable(table) {
  const packed = Uint8Array.from(atob(table), (byte) => byte.charCodeAt(0));
  const view = new DataView(packed.buffer);
  const states = view.getUint16(0);
  const classes = view.getUint16(2);
  const asciiClasses = Uint16Array.from({ length: ASCII }, (_, n) =>
    view.getUint16(HEADER_BYTES + 2 * n),
  );
  let at = HEADER_BYTES + 2 * ASCII;
  const intervals = view.getUint16(at);
  at += 2;
  const starts = new Uint32Array(intervals);
  const highClasses = new Uint16Array(intervals);
  for (let n = 0; n < intervals; n++, at += INTERVAL_BYTES) {
    starts[n] = view.getUint32(at);
    highClasses[n] = view.getUint16(at + 4);
  }
  // A cell holds where the next state's row begins, so that a step is one addition.
  const cells = new Uint32Array(states * classes);
  for (let n = 0; n < cells.length; n++, at += 2) cells[n] = view.getUint16(at) * classes;
  const accepting = packed.subarray(at);

  return (text) => {
    let row = classes; // state 1
    for (let n = 0; n < text.length && row !== 0; n++) {
      const unit = text.charCodeAt(n);
      if (unit < ASCII) {
        row = cells[row + (asciiClasses[unit] ?? 0)] ?? 0;
      } else {
        const code = /** @type {number} */ (text.codePointAt(n));
        if (code > 0xffff) n++;
        row = cells[row + (highClasses[last(starts, code)] ?? 0)] ?? 0;
      }
    }
    const state = row / classes;
    return (((accepting[state >> 3] ?? 0) >> (state & 7)) & 1) === 1;
  };
}

/**
 * The matcher by the host's engine, up to three times as fast; long texts go by the table.
 * @param {string} source
 * @param {string} table
 * @returns {Matcher}
 */
export function byHost(source, table) {
  const expression = new RegExp(source, "u");
  /** @type {Matcher | undefined} */
  let long;
  return (text) => {
    if (text.length <= HOST_MAX) return expression.test(text);
    long ??= byTable(table);
    return long(text);
  };
}

/**
 * The interval that a code point lies in: the last that begins at or before it.
 * @param {Uint32Array} starts  ascending
 * @param {number} code  at least the first start
 */
function last(starts, code) {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= code) low = middle;
    else high = middle;
  }
  return low;
}

// Names the first fault of a text that is not strict JSON, in document order; slow, and seldom run.
import { pointer } from "../canonical.js";
import { JSON_DEPTH_MAX, JSON_KEYS_MAX } from "../error_table.js";

/** @typedef {{ code: string, at: string }} Found */

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
const NOT_JSON = /-?Infinity|NaN/y;
const LITERAL = /true|false|null/y;
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 forbids them in strings
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u([0-9a-fA-F]{4}))/y;
const LOW_ESCAPE = /\\u[dD][c-fC-F][0-9a-fA-F]{2}/y;

/**
 * The first J5 to J11 fault (spec/canonical.md). Where it finds none, the text is called PC1108:
 * the caller has a reason to refuse it.
 * @param {string} text  at most 65,536 bytes
 * @returns {Found}
 */
export function firstFault(text) {
  try {
    const scanner = new Scanner(text);
    scanner.value("", 0);
    scanner.space();
    return { code: "PC1108", at: "" }; // something follows the value
  } catch (fault) {
    if (fault instanceof Fault) return { code: fault.code, at: fault.at };
    throw fault;
  }
}

/** Unwinds the scanner. */
class Fault {
  /** @param {string} code @param {string} at */
  constructor(code, at) {
    this.code = code;
    this.at = at;
  }
}

class Scanner {
  /** @param {string} text */
  constructor(text) {
    this.text = text;
    this.position = 0;
  }

  /** @param {RegExp} token sticky @returns {RegExpExecArray | null} */
  take(token) {
    token.lastIndex = this.position;
    const match = token.exec(this.text);
    if (match !== null) this.position = token.lastIndex;
    return match;
  }

  space() {
    this.take(SPACE);
  }

  /** @param {string} character @returns {boolean} */
  skip(character) {
    if (this.text[this.position] !== character) return false;
    this.position += 1;
    return true;
  }

  /** @param {string} at @param {number} depth */
  value(at, depth) {
    this.space();
    switch (this.text[this.position]) {
      case "{":
        return this.object(at, depth + 1);
      case "[":
        return this.array(at, depth + 1);
      case '"':
        this.string(at);
        return;
      default:
        return this.scalar(at);
    }
  }

  /** @param {string} at */
  scalar(at) {
    if (this.take(LITERAL)) return;
    if (this.take(NOT_JSON)) throw new Fault("PC1101", "");
    const number = this.take(NUMBER);
    if (number === null) throw new Fault("PC1108", "");
    if (!Number.isFinite(Number(number[0]))) throw new Fault("PC1102", at);
  }

  /**
   * @param {string} at  what is named when half a pair stands in it
   * @returns {string} unescaped
   */
  string(at) {
    const start = this.position;
    this.position += 1;
    for (;;) {
      this.take(PLAIN);
      if (this.skip('"')) return JSON.parse(this.text.slice(start, this.position));
      const escaped = this.take(ESCAPE);
      if (escaped === null) throw new Fault("PC1108", "");
      if (escaped[1] !== undefined) this.surrogate(Number.parseInt(escaped[1], 16), at);
    }
  }

  /** @param {number} unit  just read @param {string} at */
  surrogate(unit, at) {
    if (unit < 0xd800 || unit > 0xdfff) return;
    if (unit >= 0xdc00 || this.take(LOW_ESCAPE) === null) throw new Fault("PC1103", at);
  }

  /** @param {string} at @param {number} depth */
  array(at, depth) {
    this.open(at, depth);
    if (this.skip("]")) return;
    for (let index = 0; ; index += 1) {
      this.value(`${at}/${index}`, depth);
      this.space();
      if (this.skip("]")) return;
      if (!this.skip(",")) throw new Fault("PC1108", "");
    }
  }

  /** @param {string} at @param {number} depth */
  object(at, depth) {
    this.open(at, depth);
    if (this.skip("}")) return;
    /** @type {Set<string>} */
    const keys = new Set();
    for (;;) {
      this.space();
      const key = this.key(at, keys);
      this.space();
      if (!this.skip(":")) throw new Fault("PC1108", "");
      this.value(pointer(at, key), depth);
      this.space();
      if (this.skip("}")) return;
      if (!this.skip(",")) throw new Fault("PC1108", "");
    }
  }

  /** @param {string} at @param {number} depth */
  open(at, depth) {
    if (depth > JSON_DEPTH_MAX) throw new Fault("PC1105", at);
    this.position += 1;
    this.space();
  }

  /** @param {string} at @param {Set<string>} keys @returns {string} */
  key(at, keys) {
    if (this.text[this.position] !== '"') throw new Fault("PC1108", "");
    const key = this.string(at);
    if (keys.size >= JSON_KEYS_MAX) throw new Fault("PC1107", at);
    if (keys.has(key)) throw new Fault("PC1106", at);
    if (key === "__proto__") throw new Fault("PC1205", at);
    keys.add(key);
    return key;
  }
}

// Reads an HTTP/1.1 response from bytes as they come: by length, in chunks, or until the connection ends.
import { INVOKE_RESPONSE_BYTES_MAX } from "../core/error_table.js";
import { WireError } from "../core/errors/tree.js";

/** @typedef {{ status: number, headers: Map<string, string>, body: Uint8Array, keepAlive: boolean }} Response */

const HEAD_BYTES_MAX = 65_536;
const BODY_BYTES_MAX = INVOKE_RESPONSE_BYTES_MAX + 65_536; // what is too large is named by its reader
const STATUS_LINE = /^HTTP\/1\.([01]) ([1-5][0-9]{2})(?: |$)/;
const HEADER = /^([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ \t]*(.*?)[ \t]*$/;
const CHUNK_SIZE = /^([0-9a-fA-F]{1,8})[ \t]*(?:;.*)?$/;
const EMPTY = Buffer.alloc(0);

/** Takes the bytes of one response. */
export class ResponseReader {
  constructor() {
    /** @type {"head" | "length" | "until-close" | "size" | "chunk" | "chunk-end" | "trailer" | "done"} */
    this.state = "head";
    /** @type {Buffer} bytes that are not understood yet */
    this.pending = EMPTY;
    /** @type {Buffer[]} */
    this.parts = [];
    this.bodyBytes = 0;
    this.wanted = 0;
    this.status = 0;
    /** @type {Map<string, string>} names in lower case */
    this.headers = new Map();
    this.keepAlive = false;
  }

  /**
   * @param {Buffer} chunk
   * @returns {boolean} whether the response is whole
   * @throws {WireError} PC3006 for what is not HTTP/1.1
   */
  push(chunk) {
    this.pending = this.pending.length === 0 ? chunk : Buffer.concat([this.pending, chunk]);
    while (this.state !== "done" && this.step());
    if (this.state === "done" && this.pending.length > 0) this.keepAlive = false; // nobody asked for more
    return this.state === "done";
  }

  /** The connection ended: @returns {boolean} whether that ends a response, too */
  end() {
    if (this.state !== "until-close") return false;
    this.state = "done";
    return true;
  }

  /** @returns {Response} */
  response() {
    const { status, headers, keepAlive } = this;
    return { status, headers, body: Buffer.concat(this.parts), keepAlive };
  }

  /** @returns {boolean} whether there may be more to do with the bytes at hand */
  step() {
    switch (this.state) {
      case "head":
        return this.readHead();
      case "length":
      case "chunk":
        return this.readBody(this.wanted);
      case "until-close":
        return this.readBody(Number.POSITIVE_INFINITY);
      case "size":
        return this.readLine((line) => this.takeSize(line));
      case "chunk-end":
        return this.readLine((line) => {
          if (line !== "") throw broken("a chunk does not end where it should");
          this.state = "size";
        });
      default:
        return this.readLine((line) => {
          if (line === "") this.state = "done";
        });
    }
  }

  readHead() {
    const end = this.pending.indexOf("\r\n\r\n");
    if (end < 0 && this.pending.length <= HEAD_BYTES_MAX) return false;
    if (end < 0 || end > HEAD_BYTES_MAX) throw broken("its head is too long");
    const [first = "", ...lines] = this.pending.toString("latin1", 0, end).split("\r\n");
    this.pending = this.pending.subarray(end + 4);
    const match = STATUS_LINE.exec(first);
    if (match === null) throw broken("it does not start with a status line");
    this.status = Number(match[2]);
    this.headers = headersOf(lines);
    if (this.status < 200) return true; // 100 Continue and alike: the response itself follows
    const connection = (this.headers.get("connection") ?? "").toLowerCase();
    this.keepAlive = match[1] === "1" && !connection.includes("close");
    this.frame();
    return true;
  }

  /** Decides how the body ends (RFC 9112 section 6.3). */
  frame() {
    const encoding = this.headers.get("transfer-encoding");
    const length = this.headers.get("content-length");
    if (this.status === 204 || this.status === 304) {
      this.state = "done";
    } else if (encoding !== undefined) {
      if (encoding.toLowerCase() !== "chunked") throw broken(`transfer-encoding ${encoding}`);
      this.state = "size";
    } else if (length === undefined) {
      this.state = "until-close";
      this.keepAlive = false;
    } else {
      if (!/^[0-9]{1,15}$/.test(length)) throw broken(`content-length ${length}`);
      this.wanted = Number(length);
      this.state = this.wanted === 0 ? "done" : "length";
    }
  }

  /** @param {number} wanted */
  readBody(wanted) {
    if (this.pending.length === 0) return false;
    const part = this.pending.subarray(0, Math.min(wanted, this.pending.length));
    this.pending = this.pending.subarray(part.length);
    this.parts.push(part);
    this.bodyBytes += part.length;
    if (this.bodyBytes > BODY_BYTES_MAX) throw broken("its body is too long");
    this.wanted = wanted - part.length;
    if (this.wanted === 0) this.state = this.state === "chunk" ? "chunk-end" : "done";
    return true;
  }

  /** @param {(line: string) => void} take @returns {boolean} whether a line was there */
  readLine(take) {
    const end = this.pending.indexOf("\r\n");
    if (end < 0 && this.pending.length > HEAD_BYTES_MAX) throw broken("a line is too long");
    if (end < 0) return false;
    const line = this.pending.toString("latin1", 0, end);
    this.pending = this.pending.subarray(end + 2);
    take(line);
    return true;
  }

  /** @param {string} line */
  takeSize(line) {
    const match = CHUNK_SIZE.exec(line);
    if (match === null) throw broken("a chunk has no size");
    this.wanted = Number.parseInt(match[1] ?? "", 16);
    this.state = this.wanted === 0 ? "trailer" : "chunk";
  }
}

/** @param {readonly string[]} lines */
function headersOf(lines) {
  /** @type {Map<string, string>} */
  const headers = new Map();
  for (const line of lines) {
    const match = HEADER.exec(line);
    if (match === null) throw broken("a header is malformed");
    const name = (match[1] ?? "").toLowerCase();
    const value = match[2] ?? "";
    const above = headers.get(name);
    if (name === "content-length" && above !== undefined && above !== value) {
      throw broken("it has two lengths");
    }
    headers.set(name, above === undefined || above === value ? value : `${above}, ${value}`);
  }
  return headers;
}

/** @param {string} what */
function broken(what) {
  return new WireError("PC3006", { detail: `the response is not HTTP/1.1: ${what}` });
}

// One HTTP/1.1 exchange on a kept-alive socket: one write a request, and never a second try of its own.
import { connect as connectPlain } from "node:net";
import { CallError, WireError } from "../core/errors/tree.js";
import { headerText } from "./header.js";
import { ResponseReader } from "./response.js";
import { tlsOptions } from "./trust.js";

/** @typedef {import("node:net").Socket} Socket */
/** @typedef {import("./response.js").Response} Response */

/** What a failure to connect may be called when another try is worth it; a bad certificate is not here. */
const PASSING = new Set([
  "EAI_AGAIN",
  "ECONNREFUSED",
  "ECONNRESET",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "ENOTFOUND",
  "EPIPE",
  "ETIMEDOUT",
]);

/** The request did not leave this machine: sending it again cannot run anything twice. */
export class NotSent extends Error {
  /** @param {Error & { code?: string }} cause */
  constructor(cause) {
    super(cause.code ?? cause.message, { cause });
    this.isPassing = cause.code !== undefined && PASSING.has(cause.code);
  }
}

/** @type {Map<string, Socket[]>} idle sockets by origin, the one used last at the end */
const idle = new Map();

/**
 * Sends one request and reads its response.
 * @param {URL} url                       origin to connect to
 * @param {string} method
 * @param {string} path                   as on the wire
 * @param {readonly [string, string][]} headers  without `content-length`
 * @param {Uint8Array | undefined} body
 * @param {number} deadlineMs             since 1970
 * @returns {Promise<Response>}
 * @throws {NotSent} when no byte was sent
 * @throws {import("../core/errors/tree.js").UsageError} PC7004 for a header that HTTP does not allow
 * @throws {CallError} PC2103 at the deadline
 * @throws {WireError} PC3006 when the connection was lost after sending
 */
export async function request(url, method, path, headers, body, deadlineMs) {
  const head = headText(method, path, headers, body);
  const bytes = body === undefined ? Buffer.from(head) : Buffer.concat([Buffer.from(head), body]);
  const socket = (await takeIdle(url.origin)) ?? (await open(url, deadlineMs));
  const response = await exchange(socket, bytes, deadlineMs);
  if (response.keepAlive) keep(url.origin, socket);
  else socket.destroy();
  return response;
}

/**
 * @param {string} method
 * @param {string} path
 * @param {readonly [string, string][]} headers
 * @param {Uint8Array | undefined} body
 */
function headText(method, path, headers, body) {
  const lines = headers.map(([name, value]) => `${name}: ${headerText(value, name)}\r\n`).join("");
  const length = body === undefined ? "" : `content-length: ${body.length}\r\n`;
  return `${method} ${headerText(path, "the path")} HTTP/1.1\r\n${lines}${length}\r\n`;
}

/**
 * An idle socket that is still open. The event loop turns twice first, so that a close that
 * arrived while nobody looked (a frozen sandbox, say) is seen before anything is sent.
 * @param {string} origin
 * @returns {Promise<Socket | undefined>}
 */
async function takeIdle(origin) {
  const sockets = idle.get(origin);
  if (sockets === undefined || sockets.length === 0) return undefined;
  await turn();
  await turn();
  const socket = sockets.pop();
  socket?.removeAllListeners();
  socket?.ref();
  return socket;
}

function turn() {
  return new Promise((resolve) => setImmediate(resolve));
}

/** @param {string} origin @param {Socket} socket */
function keep(origin, socket) {
  const sockets = idle.get(origin) ?? [];
  idle.set(origin, sockets);
  const drop = () => {
    socket.destroy();
    const index = sockets.indexOf(socket);
    if (index >= 0) sockets.splice(index, 1);
  };
  // Whatever happens on an idle socket, data included, ends its use.
  for (const event of ["data", "end", "error", "close"]) socket.on(event, drop);
  socket.unref();
  sockets.push(socket);
}

/**
 * @param {URL} url
 * @param {number} deadlineMs
 * @returns {Promise<Socket>}
 */
async function open(url, deadlineMs) {
  const secure = url.protocol === "https:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const port = Number(url.port || (secure ? 443 : 80));
  const tls = secure ? await import("node:tls") : undefined;
  /** @type {Socket} */
  const socket = tls
    ? tls.connect({ ...tlsOptions(host), host, port })
    : connectPlain({ host, port });
  socket.setNoDelay(true);
  /** @type {PromiseWithResolvers<void>} */
  const { promise, resolve, reject } = withResolvers();
  socket.once(secure ? "secureConnect" : "connect", () => resolve());
  socket.once("error", (error) => reject(new NotSent(error)));
  socket.once("close", () => reject(new NotSent(new Error("the connection was closed at once"))));
  await within(promise, socket, deadlineMs);
  socket.removeAllListeners("error");
  socket.removeAllListeners("close");
  return socket;
}

/**
 * @param {Socket} socket
 * @param {Buffer} bytes
 * @param {number} deadlineMs
 * @returns {Promise<Response>}
 */
async function exchange(socket, bytes, deadlineMs) {
  if (Date.now() >= deadlineMs) {
    socket.destroy();
    throw new CallError("PC2103", { detail: "nothing was sent" });
  }
  const reader = new ResponseReader();
  /** @type {PromiseWithResolvers<Response>} */
  const { promise, resolve, reject } = withResolvers();
  /** @param {string} what */
  const lose = (what) => {
    const detail = `the connection was lost after sending, the peer may have run: ${what}`;
    reject(new WireError("PC3006", { detail }));
  };
  socket.on("data", (chunk) => {
    try {
      if (reader.push(chunk)) resolve(reader.response());
    } catch (error) {
      reject(error);
    }
  });
  socket.on("end", () =>
    reader.end() ? resolve(reader.response()) : lose("closed by the other side"),
  );
  socket.on("error", (/** @type {NodeJS.ErrnoException} */ error) =>
    lose(error.code ?? error.message),
  );
  socket.on("close", () => lose("closed"));
  socket.write(bytes);
  try {
    return await within(promise, socket, deadlineMs);
  } finally {
    socket.removeAllListeners();
  }
}

/**
 * The promise's result; when it fails or the deadline comes first, the socket is of no use any more.
 * @template T
 * @param {Promise<T>} promise
 * @param {Socket} socket
 * @param {number} deadlineMs
 * @returns {Promise<T>}
 */
async function within(promise, socket, deadlineMs) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  /** @type {Promise<never>} */
  const expiry = new Promise((_, reject) => {
    const expire = () => reject(new CallError("PC2103"));
    timer = setTimeout(expire, Math.max(0, deadlineMs - Date.now()));
  });
  try {
    return await Promise.race([promise, expiry]);
  } catch (error) {
    promise.catch(() => undefined); // the socket's end is no second failure
    socket.on("error", () => undefined);
    socket.destroy();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/**
 * `Promise.withResolvers`, which Node 20 lacks.
 * @template T
 * @returns {PromiseWithResolvers<T>}
 */
function withResolvers() {
  /** @type {(value: T | PromiseLike<T>) => void} */
  let resolve = () => undefined;
  /** @type {(reason?: unknown) => void} */
  let reject = () => undefined;
  /** @type {Promise<T>} */
  const promise = new Promise((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

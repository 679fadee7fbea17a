// The Invoke bridge against a server on loopback: what is sent, what is retried, what each end is called.
import assert from "node:assert/strict";
import { createServer } from "node:net";
import { after, beforeEach, test } from "node:test";
import { request } from "../src/bridge/connection.js";
import { Invoke } from "../src/bridge/invoke.js";

const PAYLOAD = new TextEncoder().encode('{"body":"1","env":"2"}');
const OK = "HTTP/1.1 200 OK\r\nx-amzn-requestid: r-1\r\ncontent-length: 2\r\n\r\n{}";
/** @type {(() => void)[]} */
const closers = [];

beforeEach(() => {
  for (const name of Object.keys(process.env)) {
    if (/^(AWS_|_X_AMZN|PEER_)/.test(name)) delete process.env[name];
  }
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" });
});

after(() => {
  for (const close of closers) close();
});

/**
 * A server that answers each whole request with what `answer` says; null closes the connection.
 * @param {(request: string, socket: import("node:net").Socket, index: number) => string | null | void} answer
 */
async function serve(answer) {
  /** @type {string[]} */
  const requests = [];
  /** @type {Set<import("node:net").Socket>} */
  const sockets = new Set();
  const server = createServer((socket) => {
    sockets.add(socket);
    let text = "";
    socket.on("error", () => undefined);
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      const length = Number(/content-length: (\d+)/.exec(text)?.[1] ?? 0);
      if (end < 0 || text.length < end + 4 + length) return;
      requests.push(text);
      text = "";
      const said = answer(requests.at(-1) ?? "", socket, requests.length);
      if (said === null) socket.destroy();
      else if (said !== undefined) socket.write(said);
    });
  });
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { server, requests, sockets, url: `http://127.0.0.1:${port}` };
}

/** @param {string} url @param {number} [withinMs] */
function send(url, withinMs = 3_000) {
  return new Invoke(url, "eu-central-1", "notes-").send("crunch", PAYLOAD, Date.now() + withinMs);
}

/** @param {Promise<unknown>} promise @returns {Promise<any>} */
const failure = (promise) =>
  promise.then(
    () => assert.fail("it succeeded"),
    (error) => error,
  );

test("a request is one write of a signed POST and its answer is handed on", async () => {
  const { url, requests } = await serve(() => OK);
  process.env.AWS_SESSION_TOKEN = "token";
  process.env._X_AMZN_TRACE_ID = "Root=1;Lineage=a:1";
  process.env.AWS_LAMBDA_FUNCTION_NAME = "reason";
  const answer = await send(url);
  assert.deepEqual([...answer.payload], [0x7b, 0x7d]);
  assert.deepEqual([answer.functionError, answer.requestId], [null, "r-1"]);
  const [text = ""] = requests;
  assert.match(text, /^POST \/2015-03-31\/functions\/notes-crunch\/invocations HTTP\/1\.1\r\n/);
  const signed = "content-type;host;x-amz-date;x-amz-invocation-type;x-amz-security-token";
  assert.ok(text.includes(`SignedHeaders=${signed}, Signature=`));
  assert.match(text, /\r\nx-amzn-trace-id: Root=1;Lineage=a:1\r\n/);
  assert.ok(text.endsWith('\r\n\r\n{"body":"1","env":"2"}'));
});

test("a function error is named by its header", async () => {
  const head = "HTTP/1.1 200 OK\r\nX-Amz-Function-Error: Unhandled\r\ncontent-length: 2\r\n\r\n{}";
  const { url } = await serve(() => head);
  assert.equal((await send(url)).functionError, "Unhandled");
});

test("chunks, a length and the end of the connection all frame a body", async () => {
  const chunked =
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nt: 1\r\n\r\n";
  const unframed = "HTTP/1.1 200 OK\r\n\r\nabcde";
  const early = `HTTP/1.1 100 Continue\r\n\r\n${chunked}`;
  for (const response of [chunked, unframed, early]) {
    const byByte = await serve((_, socket) => {
      for (const byte of response) socket.write(byte);
      if (response === unframed) socket.end();
    });
    assert.equal(Buffer.from((await send(byByte.url)).payload).toString(), "abcde");
  }
});

test("a connection that is cut after any byte is PC3006 and nothing is sent twice", async () => {
  for (const response of [
    OK,
    "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
  ]) {
    for (let cut = 0; cut < response.length; cut += 1) {
      const { url, requests, server } = await serve((_, socket) => {
        socket.end(response.slice(0, cut));
      });
      const error = await failure(send(url));
      assert.equal(error.code, "PC3006", `cut at ${cut}`);
      assert.equal(requests.length, 1);
      server.close();
    }
  }
});

test("what is not HTTP/1.1 is PC3006", async () => {
  const wrong = [
    "SSH-2.0-x\r\n\r\n",
    "HTTP/1.1 200 OK\r\nbad header\r\n\r\n",
    "HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\nab",
    "HTTP/1.1 200 OK\r\ncontent-length: -1\r\n\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
    "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n",
    `HTTP/1.1 200 OK\r\nx: ${"y".repeat(70_000)}`,
  ];
  for (const response of wrong) {
    const { url } = await serve(() => response);
    assert.equal((await failure(send(url))).code, "PC3006", response.slice(0, 60));
  }
});

test("a kept-alive connection is used again", async () => {
  const { url, sockets, requests } = await serve(() => OK);
  for (let call = 0; call < 5; call += 1) await send(url);
  assert.deepEqual([sockets.size, requests.length], [1, 5]);
  await Promise.all([send(url), send(url), send(url)]);
  assert.equal(requests.length, 8);
});

test("a connection that went stale while idle is replaced before anything is sent", async () => {
  const { url, sockets, requests } = await serve(() => OK);
  await send(url);
  for (const socket of sockets) socket.destroy();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await send(url);
  assert.deepEqual([sockets.size, requests.length], [2, 2]);
  for (const socket of sockets) socket.end();
  const busyUntil = Date.now() + 30; // nobody looks at the socket while its end arrives
  while (Date.now() < busyUntil);
  await send(url);
  assert.equal(requests.length, 3);
});

test("a connection with bytes that nobody asked for is not used again", async () => {
  const { url, sockets } = await serve(() => `${OK}HTTP/1.1 200 OK\r\n\r\n`);
  await send(url);
  await send(url);
  assert.equal(sockets.size, 2);
});

test("429 is retried inside the deadline, four attempts at most", async () => {
  const busy = "HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n";
  const twice = await serve((_, __, index) => (index <= 2 ? busy : OK));
  await send(twice.url);
  assert.equal(twice.requests.length, 3);
  const always = await serve(() => busy);
  const error = await failure(send(always.url, 20_000));
  assert.deepEqual([error.code, always.requests.length], ["PC3006", 4]);
  assert.match(error.message, /HTTP 429, tried 4 times/);
});

test("a refused connection is retried and then PC3006", async () => {
  const { url, server } = await serve(() => OK);
  await new Promise((resolve) => server.close(resolve));
  const error = await failure(send(url, 300));
  assert.equal(error.code, "PC3006");
  assert.match(error.message, /ECONNREFUSED/);
});

test("other statuses are not retried", async () => {
  for (const [status, code] of /** @type {const} */ ([
    [403, "PC3006"],
    [404, "PC3006"],
    [413, "PC3005"],
    [500, "PC3006"],
    [503, "PC3006"],
  ])) {
    const head = `HTTP/1.1 ${status} X\r\nx-amzn-errortype: SomeException:http://x\r\n`;
    const { url, requests } = await serve(() => `${head}content-length: 0\r\n\r\n`);
    const error = await failure(send(url));
    assert.deepEqual([error.code, requests.length], [code, 1]);
    assert.match(error.message, new RegExp(`notes-crunch.*HTTP ${status} SomeException`));
  }
});

test("the deadline ends the wait for a connection and for an answer", async () => {
  const { url } = await serve(() => undefined);
  const start = Date.now();
  assert.equal((await failure(send(url, 150))).code, "PC2103");
  assert.ok(Date.now() - start < 1_500);
});

test("a header that would break the request is refused, not sent", async () => {
  const { url, requests } = await serve(() => OK);
  const bad = request(
    new URL(url),
    "POST",
    "/",
    [["x", "a\r\ny: b\nz"]],
    PAYLOAD,
    Date.now() + 500,
  );
  await assert.rejects(bad, { code: "PC7004" });
  assert.equal(requests.length, 0);
});

test("a variable that no header carries is PC7004, names itself and keeps its value", async () => {
  const { url, requests } = await serve(() => OK);
  process.env.AWS_LAMBDA_FUNCTION_NAME = "reason";
  for (const name of ["AWS_SESSION_TOKEN", "_X_AMZN_TRACE_ID", "AWS_ACCESS_KEY_ID"]) {
    const before = process.env[name];
    for (const value of ["s3cr\r\nx-evil: 1", "s3cr\n", "s3cr\u00e9", "s3cr\u007f"]) {
      process.env[name] = value;
      const error = await failure(send(url));
      assert.deepEqual([error.code, error.name], ["PC7004", "UsageError"]);
      assert.ok(error.message.includes(name) && !error.message.includes("s3cr"), error.message);
    }
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
  assert.deepEqual(requests, []);
});

test("credentials come from the container's endpoint where the environment has none", async () => {
  delete process.env.AWS_ACCESS_KEY_ID;
  const keys = JSON.stringify({
    AccessKeyId: "CONTAINER",
    SecretAccessKey: "s",
    Token: "t",
    Expiration: new Date(Date.now() + 3_600_000).toISOString(),
  });
  const source = await serve(
    () => `HTTP/1.1 200 OK\r\ncontent-length: ${keys.length}\r\n\r\n${keys}`,
  );
  const { url, requests } = await serve(() => OK);
  const none = await failure(send(url));
  assert.equal(none.code, "PC7004");
  process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = `${source.url}/keys?a=b`;
  process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN = "secret";
  await send(url);
  await send(url);
  assert.equal(source.requests.length, 1, "kept until they expire");
  assert.match(
    source.requests[0] ?? "",
    /^GET \/keys\?a=b HTTP\/1\.1[\s\S]*authorization: secret\r\n/,
  );
  assert.match(requests[0] ?? "", /Credential=CONTAINER\/[\s\S]*x-amz-security-token/);
  process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = "http://example.com/keys";
  assert.match((await failure(send(url))).message, /https or loopback/);
});

test("the environment says where Lambda is", () => {
  assert.throws(() => Invoke.fromEnvironment("notes"), { code: "PC7004" });
  process.env.AWS_DEFAULT_REGION = "eu-west-1";
  const regional = Invoke.fromEnvironment("notes");
  assert.equal(regional.endpoint.href, "https://lambda.eu-west-1.amazonaws.com/");
  assert.equal(regional.prefix, "notes-");
  process.env.AWS_ENDPOINT_URL = "http://127.0.0.1:1/";
  process.env.AWS_ENDPOINT_URL_LAMBDA = "http://127.0.0.1:2/";
  process.env.PEER_PREFIX = "";
  const local = Invoke.fromEnvironment("notes");
  assert.deepEqual([local.endpoint.port, local.prefix], ["2", ""]);
});

test("an endpoint that is no http or https URL is PC7004", () => {
  process.env.AWS_REGION = "eu-west-1";
  for (const bad of [
    "nonsense",
    "localhost:99",
    "http://",
    "http:host",
    "ftp://host",
    "http://a:b",
  ]) {
    process.env.AWS_ENDPOINT_URL = bad;
    assert.throws(() => Invoke.fromEnvironment("notes"), { code: "PC7004" }, bad);
  }
});

test("a credentials endpoint that fails is PC3006 or PC7004 inside the call's deadline", async () => {
  delete process.env.AWS_ACCESS_KEY_ID;
  const { url, requests } = await serve(() => OK);
  /** @param {string} source @param {number} [withinMs] */
  const failed = (source, withinMs) => {
    process.env.AWS_CONTAINER_CREDENTIALS_FULL_URI = source;
    return failure(send(url, withinMs));
  };
  const answers = ["<html>", "null", "{}", "[]"].map(
    (body) => `HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`,
  );
  for (const answer of [...answers, "HTTP/1.1 500 X\r\ncontent-length: 0\r\n\r\n", null]) {
    const error = await failed((await serve(() => answer)).url);
    assert.equal(error.code, "PC3006", String(answer));
    assert.match(error.message, /credentials endpoint 127/);
  }
  const silent = await serve(() => undefined);
  const start = Date.now();
  assert.equal((await failed(silent.url, 150)).code, "PC2103", "the call's deadline");
  assert.ok(Date.now() - start < 1_500);
  assert.equal((await failed(silent.url, 20_000)).code, "PC3006", "its own limit");
  assert.ok(Date.now() - start < 6_000);
  for (const bad of ["nonsense", "localhost:99"]) assert.equal((await failed(bad)).code, "PC7004");
  process.env.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE = "/absent";
  assert.equal((await failed(silent.url)).code, "PC7004");
  assert.equal(requests.length, 0);
});

test("after the deadline nothing is written", async () => {
  const { url, requests, sockets } = await serve(() => OK);
  await send(url); // leaves an idle connection
  assert.equal((await failure(send(url, 0))).code, "PC2103");
  const late = request(new URL(url), "POST", "/", [], PAYLOAD, Date.now() - 1);
  assert.equal((await failure(late)).code, "PC2103");
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert.deepEqual([requests.length, sockets.size], [1, 1]);
});

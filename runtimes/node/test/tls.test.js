// https peers: whose certificate is taken, and that a bad one ends the call before anything is sent.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { Invoke } from "../src/bridge/invoke.js";

const folder = mkdtempSync(join(tmpdir(), "peercontract-tls-"));
const PAYLOAD = new TextEncoder().encode("{}");
let received = 0;
let port = 0;
/** @type {import("node:https").Server} */
let server;

/** @param {string} name @returns {string} */
const file = (name) => join(folder, name);

/** @param {string} name  a self-signed certificate for `localhost`, which is its own authority */
function certificate(name) {
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"];
  const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
  const files = ["-keyout", file(`${name}.key`), "-out", file(`${name}.pem`)];
  const args = ["req", "-x509", "-days", "2", ...key, ...subject, ...files];
  execFileSync("openssl", args, { stdio: "pipe" });
}

before(async () => {
  certificate("good");
  certificate("other");
  const options = { key: readFileSync(file("good.key")), cert: readFileSync(file("good.pem")) };
  server = createServer(options, (request, response) => {
    received += 1;
    request.resume();
    request.on("end", () => response.end("{}"));
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  ({ port } = /** @type {import("node:net").AddressInfo} */ (server.address()));
  Object.assign(process.env, { AWS_ACCESS_KEY_ID: "id", AWS_SECRET_ACCESS_KEY: "key" });
});

after(() => {
  server.closeAllConnections();
  server.close();
  rmSync(folder, { recursive: true });
});

/** @param {string} host @param {Record<string, string>} environment */
async function send(host, environment) {
  for (const name of ["AWS_CA_BUNDLE", "SSL_CERT_FILE", "NODE_TLS_REJECT_UNAUTHORIZED"]) {
    delete process.env[name];
  }
  Object.assign(process.env, environment);
  server.closeAllConnections(); // each call shakes hands anew
  await new Promise((resolve) => setTimeout(resolve, 20));
  const bridge = new Invoke(`https://${host}:${port}`, "eu-central-1", "");
  return bridge.send("crunch", PAYLOAD, Date.now() + 5_000);
}

/** @param {Promise<unknown>} promise @returns {Promise<any>} */
const failure = (promise) =>
  promise.then(
    () => assert.fail("it succeeded"),
    (error) => error,
  );

test("an unknown authority is refused before anything is sent", async () => {
  const error = await failure(send("localhost", {}));
  assert.equal(error.code, "PC3006");
  assert.match(error.message, /DEPTH_ZERO_SELF_SIGNED_CERT, tried 1 times/);
  const other = await failure(send("localhost", { AWS_CA_BUNDLE: file("other.pem") }));
  assert.equal(other.code, "PC3006");
  const off = await failure(send("localhost", { NODE_TLS_REJECT_UNAUTHORIZED: "0" }));
  assert.equal(off.code, "PC3006", "the check cannot be switched off");
  assert.equal(received, 0);
});

test("a certificate for another host is refused", async () => {
  const error = await failure(send("127.0.0.1", { AWS_CA_BUNDLE: file("good.pem") }));
  assert.equal(error.code, "PC3006");
  assert.match(error.message, /ERR_TLS_CERT_ALTNAME_INVALID/);
  assert.equal(received, 0);
});

test("a bundle of the environment makes the authority known", async () => {
  await send("localhost", { AWS_CA_BUNDLE: file("good.pem") });
  await send("localhost", { SSL_CERT_FILE: file("good.pem") });
  assert.equal(received, 2);
});

test("a bundle that cannot be read is named", async () => {
  const error = await failure(send("localhost", { AWS_CA_BUNDLE: file("absent.pem") }));
  assert.equal(error.code, "PC7004");
  assert.match(error.message, /absent\.pem/);
});

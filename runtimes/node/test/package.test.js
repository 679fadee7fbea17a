// The package as it is published: few files, one set of classes, and the behaviour of the sources.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "package-"));
const shipped = join(folder, "node_modules/peercontract");
execFileSync(process.execPath, [join(HERE, "../../../tools/package_node.js"), shipped]);
cpSync(join(HERE, "every_shape/contract.js"), join(folder, "contract.js"));
writeFileSync(join(folder, "package.json"), '{"type": "module"}');
after(() => rmSync(folder, { recursive: true }));

/** @param {string} code @returns {string} what it prints, run beside the package */
function node(code) {
  const args = ["--input-type=module", "--eval", code];
  return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8" }).trim();
}

test("the manifest names files that are there, and nothing of the checkout", () => {
  const manifest = JSON.parse(readFileSync(join(shipped, "package.json"), "utf8"));
  for (const target of Object.values(manifest.exports)) {
    const paths = typeof target === "string" ? [target] : Object.values(target);
    for (const path of paths) assert.ok(existsSync(join(shipped, path)), path);
  }
  assert.deepEqual(
    Object.keys(manifest).filter((key) => /ependencies|scripts|private/.test(key)),
    [],
  );
  const scripts = readdirSync(shipped).filter((name) => name.endsWith(".js"));
  assert.deepEqual(scripts.sort(), ["core.js", "index.js", "invoke.js", "stub.js"]);
});

test("a stub loads one file of the package and no module of Node's", () => {
  const loaded = node(`
    import { registerHooks } from "node:module";
    const urls = [];
    registerHooks({ load(url, context, next) { urls.push(url); return next(url, context); } });
    const { bank, types } = await import("./contract.js");
    bank.agent({ open: () => ({ options: null }), look: () => ({ a: 5 }) });
    types.Options.fromJson("{}");
    console.log(urls.map((url) => url.split("/").at(-1)).join());
  `);
  assert.equal(loaded, "contract.js,stub.js");
});

test("the entries share their classes, so that an error of a stub is one of the package's", () => {
  const answer = node(`
    import { ContractError, Memory, PeerError } from "peercontract";
    import { errors, hash, validate } from "peercontract/core";
    import { Invoke } from "peercontract/invoke";
    import { bank, types } from "./contract.js";
    const memory = new Memory();
    memory.add("bank", bank.agent({ open: () => ({ options: {} }), look: () => ({ B: 1 }) }));
    const client = bank.client(memory);
    const nested = await client.open({});
    const refused = await client.look("no uuid").catch((error) => error);
    console.log(nested.options.big, refused instanceof ContractError, refused.code);
    console.log(errors.PeerError === PeerError, typeof Invoke, hash.sha256Hex("").slice(0, 8));
    try { types.Step.read("7", "input", 1, 9, new validate.Tolerance()) }
    catch (error) { console.log(error instanceof PeerError, error.code) }
  `);
  assert.equal(answer, "5n true PC1412\ntrue function e3b0c442\ntrue PC1408");
});

// What importing a stub costs and touches: no bridge, no network, no Node module, no prototype tricks.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";

const CONTRACT = new URL("./field_notes/contract.js", import.meta.url).href;

/** @param {string} code @param {string[]} [flags] */
function node(code, flags = []) {
  const args = [...flags, "--input-type=module", "--eval", code];
  return execFileSync(process.execPath, args, { encoding: "utf8" });
}

test("a stub without calls loads neither crypto nor sockets", () => {
  const loaded = node(`
    const before = new Set(process.moduleLoadList);
    const { write, types } = await import(${JSON.stringify(CONTRACT)});
    write.agent({ render: () => ({ html: "" }) });
    types.Question.fromJson('{"text":"x"}');
    console.log(process.moduleLoadList.filter((one) => !before.has(one)).join());
  `);
  assert.doesNotMatch(loaded, /crypto|\bnet\b|tls|http|NativeModule fs/);
});

test("stubs work without Object.prototype.__proto__ and without eval", () => {
  const flags = ["--disable-proto=throw", "--disallow-code-generation-from-strings"];
  const code = `
    const { types, write } = await import(${JSON.stringify(CONTRACT)});
    const handler = write.agent({ render: () => ({ html: "ok" }) });
    const output = await handler({ op: "render", input: [] });
    let refused = "";
    try {
      types.Question.fromJson('{"text":"x","__proto__":{}}');
    } catch (error) {
      refused = error.code;
    }
    console.log(output.html, refused);
  `;
  assert.equal(node(code, flags), "ok PC1205\n");
});

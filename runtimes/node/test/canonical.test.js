// RFC 8785 text and the hash over it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { contractId, sha256Hex } from "../src/core/canonical/hash.js";
import { canonical, utf8Length } from "../src/core/canonical.js";
import { parse } from "../src/core/json_text.js";
import { absent, files } from "./oracle.js";

test("members are sorted by UTF-16 code units and nothing stands between them", () => {
  assert.equal(
    canonical({ "\u{1f600}": 1, "\uffff": 2, b: [], a: {} }),
    '{"a":{},"b":[],"😀":1,"\uffff":2}',
  );
  assert.equal(
    canonical([-0, 1e21, 1e-7, 0.1, "\u0007\n\u007f"]),
    '[0,1e+21,1e-7,0.1,"\\u0007\\n\u007f"]',
  );
});

test("what cannot be written is refused at its place", () => {
  /** @type {unknown[]} */
  const ring = [];
  ring.push(ring);
  const cases = /** @type {const} */ ([
    [{ a: [Number.NaN] }, "PC1102", "/a/0"],
    [{ a: "\ud800" }, "PC1103", "/a"],
    [{ x: { "\ud800": 1 } }, "PC1103", "/x"],
    [ring, "PC1105", "/0".repeat(64)],
  ]);
  for (const [value, code, at] of cases) assert.throws(() => canonical(value), { code, at });
});

test("the contract hash is the one of the specification's example", () => {
  const form = '{"agents":{},"name":"t","peer":1,"types":{}}';
  assert.equal(sha256Hex(form), "ae85b5081a29c74941fd9bdc49f1b64cdaedd232a5c15a3e96992309e7bf404d");
  assert.equal(contractId(form), "pc1-v2c3kca2fhdusqp5tpoet4nwjtno3ursuxavupuwterqtz57ibgq");
});

test("the length in UTF-8 is counted without encoding", () => {
  for (const text of ["", "a", "é", "漢", "😀", "a\u{10ffff}é", "\u07ff\u0800"]) {
    assert.equal(utf8Length(text), Buffer.byteLength(text));
  }
});

test("the texts of the JCS reference are written byte for byte", { skip: absent }, () => {
  const expected = new Map(files("jcs/output"));
  for (const [name, input] of files("jcs/input")) {
    assert.equal(canonical(parse(input, 1_000_000)), expected.get(name)?.toString(), name);
  }
});

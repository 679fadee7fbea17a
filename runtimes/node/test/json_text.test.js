// Strict JSON text: what is read, what is refused and where, how long a hostile text may take.
import assert from "node:assert/strict";
import { test } from "node:test";
import { canonical } from "../src/core/canonical.js";
import { parse } from "../src/core/json_text.js";
import { absent, files } from "./oracle.js";
import { seededRandom } from "./random.js";

const MAX = 6_291_456;

/** @param {string | Uint8Array} text @returns {string} `code at` of the refusal, or the canonical text */
function verdict(text, max = MAX) {
  try {
    return canonical(parse(text, max));
  } catch (error) {
    const { code, at } = /** @type {any} */ (error);
    return `${code} ${at}`;
  }
}

test("values are handed on as JSON means them", () => {
  assert.deepEqual(parse('{"constructor":[1e2,-0,null,true],"toString":"é😀"}', MAX), {
    constructor: [100, -0, null, true],
    toString: "é😀",
  });
  assert.equal(parse(new TextEncoder().encode(' "x" '), MAX), "x");
});

test("the first fault in document order is named with its place", () => {
  const cases = [
    ['{"a":1,"\\u0061":2}', "PC1106 "],
    ['{"k":[{"a":1,"a":2}]}', "PC1106 /k/0"],
    ["[1e400]", "PC1102 /0"],
    ["[-Infinity,]", "PC1101 "],
    ['{"a/b":{"~":"\\ud800"}}', "PC1103 /a~1b/~0"],
    ['{"\\udc00":1}', "PC1103 "],
    ['["\\ud800\\u0041"]', "PC1103 /0"],
    ['[{"__proto__":1}]', "PC1205 /0"],
    ["[01]", "PC1108 "],
    ["[1,]", "PC1108 "],
    ["", "PC1108 "],
    ["1 2", "PC1108 "],
    [`${"[".repeat(65)}`, `PC1105 ${"/0".repeat(64)}`],
    ["\ufeff1", "PC1104 "],
    ['"\ud800"', "PC1104 "],
  ];
  for (const [text = "", expected] of cases) assert.equal(verdict(text), expected, text);
});

test("limits are judged over the whole text before its grammar", () => {
  assert.equal(verdict("[1,2]", 4), "PC1107 ");
  assert.equal(verdict('"éé"', 5), "PC1107 ");
  assert.equal(verdict('"éé"', 6), '"éé"');
  assert.equal(verdict(`{${'"a":1,'.repeat(65_537)}`), "PC1107 ");
  const keys = Array.from({ length: 1025 }, (_, i) => `"k${i}":0`).join();
  assert.equal(verdict(`[{${keys}}]`), "PC1107 /0");
  assert.equal(verdict(`["${"x".repeat(70_000)}",1e400]`), "PC1108 ");
});

test("bytes that are not UTF-8 are refused", () => {
  for (const bytes of [
    [0x22, 0xff, 0x22],
    [0x22, 0xed, 0xa0, 0x80, 0x22],
    [0xef, 0xbb, 0xbf, 0x31],
  ]) {
    assert.equal(verdict(Uint8Array.from(bytes)), "PC1104 ");
  }
});

test("a hostile text takes time in proportion to its length", () => {
  const hostile = [
    `"${'\\"'.repeat(2_000_000)}`,
    "[".repeat(4_000_000),
    `[${"1".repeat(60_000)}`,
    `[${'"\\ud83d\\ude00",'.repeat(200_000)}`,
    `{"a":"${"\\\\".repeat(30_000)}`,
    " ".repeat(6_000_000),
  ];
  for (const text of hostile) {
    const start = performance.now();
    assert.match(verdict(text), /^PC11/);
    assert.ok(performance.now() - start < 2_000, text.slice(0, 20));
  }
});

test("the scanner refuses exactly what the fast path refuses, whatever is mutated", () => {
  const random = seededRandom();
  const seeds = [
    '{"a":[1,-2.5e3,"x\\u00e9\\n"],"b":{"c":null,"d":true}}',
    '[[],{},"",0,[{"k":"v"}]]',
  ];
  const alphabet = [...'{}[]:,"\\ue0123456789.+-truefalsn \u00e9\u0001'];
  for (let round = 0; round < 20_000; round += 1) {
    const units = [...(seeds[Math.floor(random() * seeds.length)] ?? "")];
    for (let edits = 1 + random() * 3; edits > 0; edits -= 1) {
      const at = Math.floor(random() * units.length);
      units.splice(
        at,
        random() < 0.5 ? 1 : 0,
        alphabet[Math.floor(random() * alphabet.length)] ?? "",
      );
    }
    const text = units.join("");
    if (nativeAccepts(text)) assert.doesNotMatch(verdict(text), /^PC1108|^PC1101/, text);
    else assert.match(verdict(text), /^PC1(10[1-35-8]|205) /, text);
  }
});

/** @param {string} text */
function nativeAccepts(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

test("JSONTestSuite: y 93 of 95, every n refused, i as the profile says", { skip: absent }, () => {
  const counts = { y: [0, 0], n: [0, 0], i: [0, 0] };
  for (const [name, bytes] of files("JSONTestSuite/test_parsing")) {
    const group = counts[/** @type {"y" | "n" | "i"} */ (name[0])];
    const refused = /^PC1(10[1-8]|205) /.test(verdict(bytes));
    group[refused ? 1 : 0] = (group[refused ? 1 : 0] ?? 0) + 1;
  }
  assert.deepEqual(counts, { y: [93, 2], n: [0, 188], i: [5, 30] });
});

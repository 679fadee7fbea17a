// Values of JavaScript's own against generated checks: what fits, what is refused and as what.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { codecs, types } from "./field_notes/contract.js";

/** @param {unknown} value @param {string} type @returns {string} */
function refusal(value, type = "Question") {
  try {
    return types[type].toJson(value);
  } catch (error) {
    return `${error.code} ${error.at}`;
  }
}

test("a read value is a fresh copy in name order with nothing else", () => {
  const read = types.Question.fromJson('{"text":"x","note":null,"limit":-0}');
  assert.deepEqual(Object.entries(read), [
    ["limit", 0],
    ["note", null],
    ["text", "x"],
  ]);
  assert.ok(Object.is(read.limit, 0));
  assert.equal(types.Question.toJson(read), '{"limit":0,"note":null,"text":"x"}');
});

test("undefined is an absent member", () => {
  assert.equal(refusal({ text: "x", note: undefined, other: undefined }), '{"text":"x"}');
  assert.equal(refusal({ text: undefined }), "PC1402 ");
});

test("names of Object.prototype are ordinary data", () => {
  assert.equal(refusal({ page: "1", score: 0 }, "Finding"), '{"page":"1","score":0}');
  assert.equal(refusal({ page: "1", score: 0, toString: true }, "Finding").includes("true"), true);
  assert.equal(refusal({ text: "x", constructor: 1 }), "PC1403 ");
  assert.equal(refusal(JSON.parse('{"text":"x","__proto__":1}')), "PC1403 ");
});

test("native values that are no JSON are refused with their own codes", () => {
  class Words extends String {}
  class List extends Array {}
  const cases = /** @type {const} */ ([
    [{ text: "\ud800" }, "PC1103 /text"],
    [{ text: "x", limit: Number.NaN }, "PC1102 /limit"],
    [{ text: "x", limit: Number.POSITIVE_INFINITY }, "PC1102 /limit"],
    [{ text: "x", limit: 2 ** 53 }, "PC1421 /limit"],
    [{ text: "x", limit: 1.5 }, "PC1401 /limit"],
    [{ text: "x", limit: 1n }, "PC1401 /limit"],
    [{ text: "x", limit: true }, "PC1401 /limit"],
    [{ text: new Words("x") }, "PC1401 /text"],
    [{ text: new Date(0) }, "PC1401 /text"],
    [new Map([["text", "x"]]), "PC1401 "],
    [
      new (class {
        text = "x";
      })(),
      "PC1401 ",
    ],
    [null, "PC1401 "],
    [undefined, "PC1401 "],
    [{ text: "x", "\ud800": 1 }, "PC1103 "],
  ]);
  for (const [value, expected] of cases) assert.equal(refusal(value), expected);
  assert.equal(refusal(List.of(), "Findings"), "PC1401 ");
  assert.equal(refusal(Object.assign(Object.create(null), { text: "x" })), '{"text":"x"}');
});

test("objects and arrays of another realm are taken", () => {
  const realm = createContext({});
  assert.equal(refusal(runInContext('({ text: "x" })', realm)), '{"text":"x"}');
  assert.equal(refusal(runInContext("[]", realm), "Findings"), "[]");
  assert.equal(refusal(runInContext("new Date()", realm)), "PC1401 ");
  assert.equal(
    refusal(runInContext("new (class A extends Array {})()", realm), "Findings"),
    "PC1401 ",
  );
});

test("a value that contains itself ends at 64 levels", () => {
  const ring = {};
  ring.below = ring;
  assert.equal(refusal(ring, "Tree"), `PC1105 ${"/below".repeat(64)}`);
  const deep = (/** @type {number} */ n) => (n === 0 ? {} : { below: deep(n - 1) });
  assert.equal(refusal(deep(64), "Tree"), `PC1105 ${"/below".repeat(64)}`);
  assert.match(refusal(deep(63), "Tree"), /^\{/);
});

test("lengths count code points", () => {
  assert.match(refusal({ text: "😀".repeat(20) }), /^\{/);
  assert.equal(refusal({ text: "😀".repeat(21) }), "PC1410 /text");
  assert.equal(refusal({ text: "" }), "PC1409 /text");
});

test("up to `limit` violations are collected in the order of the specification", () => {
  const value = [{ page: 1, score: 2, extra: 0 }, 5, { page: "x", score: 0 }, { score: 0 }];
  const found = (/** @type {number} */ limit) => {
    try {
      codecs.Findings.write(value, "output", limit);
    } catch (error) {
      assert.equal(error.fault, "callee");
      return error.violations.map(
        (/** @type {any} */ one) => `${one.code} ${one.at} ${one.actual}`,
      );
    }
    return [];
  };
  const all = [
    "PC1414  array(4)",
    "PC1401 /0/page 1",
    "PC1407 /0/score 2",
    "PC1403 /0 extra",
    "PC1401 /1 5",
    "PC1402 /3 object(1)",
  ];
  for (let limit = 1; limit <= 7; limit += 1) assert.deepEqual(found(limit), all.slice(0, limit));
});

test("a violation says what the contract says and what was found", () => {
  try {
    types.Question.fromJson(`{"text":"${"a".repeat(70)}"}`);
    assert.fail("accepted");
  } catch (error) {
    assert.equal(error.name, "ContractError");
    assert.deepEqual(error.violations, [
      {
        code: "PC1410",
        at: "/text",
        rule: "/types/Question/properties/text/maxLength",
        expected: "20",
        actual: `"${"a".repeat(60)}...`,
        direction: "input",
      },
    ]);
  }
});

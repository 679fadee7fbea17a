// Values that are JavaScript's own: bigint, bytes, maps without a prototype, tuples, unions, defaults.
import assert from "node:assert/strict";
import { test } from "node:test";
import { runInNewContext } from "node:vm";
import { Memory } from "peercontract";
import { validate } from "peercontract/core";
import { bank, desk, types } from "./every_shape/contract.js";

/** @type {Record<string, any>} */
const codecs = types;

/** @param {() => unknown} work @returns {any} the result, or each violation's code, place and value */
function outcome(work) {
  try {
    return work();
  } catch (error) {
    const found = /** @type {any} */ (error);
    if (found.violations === undefined) throw error;
    if (found.violations.length === 0) return `${found.code} ${found.at}`;
    return found.violations.map((/** @type {any} */ one) => `${one.code} ${one.at} ${one.actual}`);
  }
}

/** @param {string} type @param {string} text @param {validate.Tolerance} [tolerance] */
const read = (type, text, tolerance) =>
  outcome(() => codecs[type].read(text, "input", 64, 1_000_000, tolerance));
/** @param {string} type @param {unknown} value */
const write = (type, value) => outcome(() => codecs[type].write(value, "input", 64));

test("int64 and uint64 are bigint both ways and keep their range", () => {
  assert.equal(read("Big", '"-9223372036854775808"'), -(2n ** 63n));
  assert.deepEqual(read("Big", '"9223372036854775808"'), ['PC1412  "9223372036854775808"']);
  assert.equal(write("Big", 2n ** 63n - 1n), '"9223372036854775807"');
  assert.deepEqual(write("Big", 2n ** 63n), ['PC1412  "9223372036854775808"']);
  assert.deepEqual(write("BigOrNull", -1n), ['PC1412  "-1"']);
  assert.equal(write("BigOrNull", null), "null");
  assert.deepEqual(write("Big", 5), ["PC1401  5"]);
  assert.deepEqual(write("Big", "5"), ['PC1401  "5"']);
  assert.deepEqual(read("Big", "5"), ["PC1401  5"]);
});

test("base64 is a Uint8Array of its own, whatever view or realm the bytes come from", () => {
  const bytes = read("Blob", '"aGkh"');
  assert.deepEqual([bytes.constructor, bytes.buffer.byteLength], [Uint8Array, 3]);
  assert.equal(write("Blob", Buffer.from("hi!")), '"aGkh"');
  assert.equal(write("Blob", new Uint8Array(Buffer.from("_hi!_")).subarray(1, 4)), '"aGkh"');
  assert.equal(write("Blob", runInNewContext("Uint8Array.of(104, 105)")), '"aGk="');
  assert.deepEqual(write("Blob", new Uint8Array(10)), ['PC1410  "AAAAAAAAAAAAAA=="']);
  for (const value of [
    "aGk=",
    [104],
    new Uint16Array(1),
    new ArrayBuffer(2),
    new DataView(new ArrayBuffer(1)),
  ]) {
    assert.match(String(write("Blob", value)), /^PC1401/);
  }
  for (const text of [
    "aGk",
    "aGk-",
    "aGl=",
    "aR==",
    "=",
    "a===",
    "aG k",
    "aGk=aGk=",
    "\\u00e9a==",
  ]) {
    assert.match(String(read("Blob", `"${text}"`)), /^PC1412/);
  }
});

test("a map has no prototype, own members only, and any name but __proto__", () => {
  const words = read("Words", '{"toString":"a","constructor":"b","1":"c"}');
  assert.equal(Object.getPrototypeOf(words), null);
  assert.deepEqual(Object.keys(words), ["1", "constructor", "toString"]);
  assert.equal(read("Words", '{"__proto__":"a"}'), "PC1205 ");
  assert.equal(write("Words", JSON.parse('{"__proto__":"a"}')), "PC1205 ");
  assert.equal(write("Words", { "\ud800": "a" }), "PC1103 ");
  const many = Object.fromEntries(Array.from({ length: 1_025 }, (_, i) => [`k${i}`, ""]));
  assert.equal(write("Words", many), "PC1107 ");
  assert.deepEqual(write("Words", Object.create({ inherited: "a" })), ["PC1401  <Object>"]);
  assert.equal(write("Words", { a: undefined, b: "x" }), '{"b":"x"}');
  assert.deepEqual(write("Scores", { a: undefined }), ["PC1417  object(0)"]);
  assert.deepEqual(write("Scores", { B: 5, a: 1, c: 0, d: 0 }), [
    "PC1418  object(4)",
    "PC1419  B",
    "PC1408 /a 1",
  ]);
});

test("a tuple is an array of its length; of another the items that are there are judged", () => {
  assert.deepEqual(read("Pair", '["a",["1",true]]'), ["a", [1n, true]]);
  assert.equal(write("Pair", ["a", [1n, false]]), '["a",["1",false]]');
  assert.deepEqual(write("Pair", [1, [2n], 3]), [
    "PC1416  array(3)",
    "PC1401 /0 1",
    "PC1416 /1 array(1)",
  ]);
  assert.deepEqual(write("Pair", ["a", undefined]), ["PC1401 /1 <undefined>"]);
});

test("items are unique as numbers and in lower case, shown as they came, hidden by a label", () => {
  assert.deepEqual(write("Numbers", [1n, 2n, 1n]), ['PC1415 /2 "1"']);
  assert.deepEqual(read("Numbers", '["1","2","x","1"]'), ['PC1412 /2 "x"']);
  const id = "abcdef00-0000-0000-0000-00000000000a";
  const twice = [id, id.toUpperCase()];
  assert.deepEqual(read("Ids", JSON.stringify(twice)), ["PC1415 /1 <redacted>"]);
  assert.equal(write("Id", id.toUpperCase()), `"${id}"`);
});

test("a union takes each kind by its own arm, and native values by the kind of their text", () => {
  const tree = { a: [-5n, 5n, null, { b: true }], c: Object.create(null) };
  const text = '{"a":["-5","5",null,{"b":true}],"c":{}}';
  assert.equal(write("Tree", tree), text);
  assert.equal(write("Tree", read("Tree", text)), text);
  assert.deepEqual(write("Tree", "5"), ['PC1401  "5"']);
  assert.deepEqual(write("Tree", new Map()), ["PC1401  <Map>"]);
  assert.equal(write("Tree", [Number.NaN]), "PC1102 /0");
  assert.equal(write("Payload", Buffer.from("hi")), '"aGk="');
  assert.deepEqual(read("Payload", '"aGk="'), Uint8Array.of(104, 105));
  assert.equal(write("Payload", -0), "0");
  assert.deepEqual(write("Payload", 5n), ["PC1401  <bigint>"]);
});

test("a tag is an own string; what is said of another is said at the tag", () => {
  assert.deepEqual(write("Shape", { kind: "square" }), '{"kind":"square","side":1}');
  assert.deepEqual(write("Shape", Object.create({ kind: "square" })), ["PC1401  <Object>"]);
  assert.deepEqual(write("Shape", { radius: 1 }), ["PC1402  object(1)"]);
  assert.deepEqual(write("Shape", { kind: 1 }), ["PC1401 /kind 1"]);
  assert.deepEqual(write("Shape", { kind: "oval" }), ['PC1405 /kind "oval"']);
  assert.deepEqual(write("Shape", { kind: "constructor" }), ['PC1405 /kind "constructor"']);
  assert.equal(write("Shape", { kind: "\ud800" }), "PC1103 /kind");
});

test("a tolerant reader keeps the unknown, counts what it drops, and no writer writes it", () => {
  const tolerance = new validate.Tolerance();
  const shape = read("Shape", '{"kind":"oval","axes":[1,2]}', tolerance);
  assert.deepEqual(shape, { kind: "oval", axes: [1, 2] });
  assert.deepEqual(read("Pin", '{"digits":"1","a":{"b":1},"c":2}', tolerance), { digits: "1" });
  assert.equal(tolerance.droppedMembers, 2);
  assert.equal(read("Mood", '"odd"', tolerance), "odd");
  assert.equal(read("Size", "7", tolerance), 7);
  assert.deepEqual(read("Size", "7.5", tolerance), ["PC1404  7.5"]);
  assert.deepEqual(read("Size", "9007199254740992", tolerance), ["PC1404  9007199254740992"]);
  assert.deepEqual(read("Mood", "7", tolerance), ["PC1401  7"]);
  assert.deepEqual(write("Shape", shape), ['PC1405 /kind "oval"']);
  assert.deepEqual(write("Mood", "odd"), ['PC1404  "odd"']);
});

test("-0 is 0 in integers, enums and constants", () => {
  for (const type of ["Step", "Size", "Zero"]) {
    assert.ok(Object.is(read(type, "-0"), 0), type);
    assert.equal(write(type, -0), "0");
  }
});

test("nothing at or below a label is shown", () => {
  assert.deepEqual(read("Pin", '{"digits":"12345","extra":1}'), [
    "PC1410 /digits <redacted>",
    "PC1403  <redacted>",
  ]);
  assert.throws(() => codecs.Pin.fromJson('{"digits":"12345"}'), /^(?!.*12345)/);
});

test("defaults are fresh native values when read, wire values when written", () => {
  const first = read("Options", "{}");
  assert.deepEqual(first.big, 5n);
  assert.deepEqual([...first.blob], [104, 105]);
  assert.equal(first.id, "abcdef00-0000-0000-0000-000000000000");
  assert.deepEqual([first.inner.flag, first.none, first.ratio, first.tree], [true, null, 0.5, 7n]);
  assert.equal(first.code, "*/ \u2028");
  assert.equal(Object.getPrototypeOf(first.words), null);
  assert.ok(!Object.hasOwn(first, "shapes"));
  first.list.push(true);
  first.blob[0] = 0;
  const second = read("Options", "{}");
  assert.deepEqual([second.list, second.blob[0]], [[], 104]);
  const written = write("Options", { big: undefined });
  assert.equal(written, write("Options", second));
  assert.ok(written.startsWith('{"big":"5","blob":"aGk=",'), written);
});

test("a hostile text takes time in proportion to its length", () => {
  /** @param {number} length */
  const spent = (length) => {
    const texts = [
      ["Loop", `${"a".repeat(length)}!`],
      ["Site", `http://${"a".repeat(length)}:x`],
      ["Blob", "A".repeat(length)],
      ["Moment", "0".repeat(length)],
      ["Code", `AB${"1".repeat(length)}`],
    ];
    const start = process.hrtime.bigint();
    for (const [type = "", text] of texts) write(type, text);
    return Number(process.hrtime.bigint() - start);
  };
  spent(1_000);
  const short = Math.min(...Array.from({ length: 5 }, () => spent(20_000)));
  const long = Math.min(...Array.from({ length: 5 }, () => spent(200_000)));
  assert.ok(long / short <= 30, `${long / short} times as long for ten times the text`);
});

test("a five megabyte text of each format is judged without exhausting a stack", () => {
  const long = "a".repeat(5_000_000);
  assert.equal(write("Site", `http://a/${long}`), `"http://a/${long}"`);
  assert.match(String(write("Moment", long)), /^PC1412/);
  assert.match(String(write("Blob", new Uint8Array(3_000_000))), /^PC1410/);
});

test("bigints, bytes and declared errors cross between agents", async () => {
  const memory = new Memory();
  /** @type {any[]} */
  const seen = [];
  const open = (/** @type {any} */ options) => {
    seen.push(options);
    if (options.big > 9n) throw new bank.Overdrawn({ by: options.big - 9n });
    return { options: null, place: { options: { big: options.big } } };
  };
  memory.add("bank", bank.agent({ open, look: () => ({ a: 5 }) }, { bridge: memory }));
  const ask = async (/** @type {bigint} */ amount, /** @type {any} */ { peers }) => {
    try {
      const { place } = await peers.bank.open({ big: amount });
      return place.options.big + BigInt(place.options.count);
    } catch (error) {
      assert.ok(error instanceof desk.Overdrawn);
      assert.deepEqual(error.data, { by: amount - 9n, code: "overdrawn", fee: 1n });
      throw new desk.Overdrawn({ by: 2n ** 62n });
    }
  };
  memory.add("desk", desk.agent({ ask }, { bridge: memory }));
  const client = desk.client(memory);
  assert.equal(await client.ask(4n), 7n);
  assert.deepEqual([seen[0].blob.constructor, seen[0].inner], [Uint8Array, { flag: true }]);
  await assert.rejects(client.ask(10n), (/** @type {any} */ error) => error.data.by === 2n ** 62n);
});

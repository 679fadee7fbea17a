// One process of the warm bench: `warm.js FOLDER FILE ROUNDS CALLS` prints nanoseconds a call.
//
// Rounds go through all in turn, so that a disturbance meets each; the least round counts. The values
// are many, so that no engine learns one by heart.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import * as z from "zod";
import { zodOrder } from "./rivals.js";

const [folder = "", file = "", rounds = "", calls = ""] = process.argv.slice(2);
const text = readFileSync(file, "utf8").trim();
const require = createRequire(pathToFileURL(join(folder, "x.cjs")));
const { codecs } = await import(pathToFileURL(join(folder, "contract.js")).href);
const ajv = require("./ajv.cjs");
const ajvOwn = require("./ajv_own.cjs");
const zod = zodOrder(z);
const values = Array.from({ length: 64 }, () => JSON.parse(text));

/** @type {Record<string, (value: unknown) => unknown>} */
const CALLS = {
  peercontract: (value) => codecs.Order.decode(value, "input"),
  "ajv standalone": (value) => ajv(value),
  "ajv standalone, ownProperties": (value) => ajvOwn(value),
  zod: (value) => zod.parse(value),
  "JSON.parse": () => JSON.parse(text),
  "peercontract, from text": () => codecs.Order.fromJson(text),
  "peercontract, to text": (value) => codecs.Order.toJson(value),
  "JSON.stringify": (value) => JSON.stringify(value),
};

/** @type {Record<string, number>} */
const least = {};
let last;
for (let round = 0; round < Number(rounds); round += 1) {
  for (const [name, call] of Object.entries(CALLS)) {
    const start = process.hrtime.bigint();
    for (let i = 0; i < Number(calls); i += 1) last = call(values[i % values.length]);
    const spent = Number(process.hrtime.bigint() - start) / Number(calls);
    least[name] = Math.min(least[name] ?? Number.POSITIVE_INFINITY, Math.round(spent));
  }
}
if (last === undefined) throw new Error("nothing was measured");
console.log(JSON.stringify(least));

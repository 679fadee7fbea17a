// Matches texts by table, by the host's engine and as the source stands: a line of JSON in and out.
// Where the engine backtracks without end, it is stopped: `?` for that text and the rest.
import { createInterface } from "node:readline";
import { createContext, Script } from "node:vm";
import { byHost, byTable } from "../../../../runtimes/node/src/core/pattern.js";

/** @param {(text: string) => boolean} matches @param {string[]} texts */
const bits = (matches, texts) => texts.map((text) => (matches(text) ? "1" : "0")).join("");

/** @param {string} source */
function expression(source) {
  try {
    return new RegExp(source, "u");
  } catch {
    return undefined; // ECMA-262 does not read it
  }
}

const MS_MAX = 100;
const place = createContext({ written: /x/, text: "" });
const script = new Script("written.test(text)");

/** @param {RegExp} written @param {string[]} texts */
function bounded(written, texts) {
  let found = "";
  place.written = written;
  for (const text of texts) {
    place.text = text;
    try {
      found += script.runInContext(place, { timeout: MS_MAX }) ? "1" : "0";
    } catch (error) {
      if (/** @type {NodeJS.ErrnoException} */ (error).code !== "ERR_SCRIPT_EXECUTION_TIMEOUT") {
        throw error;
      }
      return found.padEnd(texts.length, "?");
    }
  }
  return found;
}

for await (const line of createInterface({ input: process.stdin })) {
  const { source, pattern, table, is_linear, texts } = JSON.parse(line);
  const written = expression(source);
  const answer = {
    table: bits(byTable(table), texts),
    host: is_linear ? bits(byHost(pattern, table), texts) : "",
    source: written && bounded(written, texts),
  };
  process.stdout.write(`${JSON.stringify(answer)}\n`);
}

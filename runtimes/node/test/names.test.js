// Agents whose JavaScript name is a member of every object: their peers are objects of their own.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Memory } from "peercontract";
import { Agent, agent, Codec, Contract, client, Op, string } from "peercontract/stub";

const text = new Codec((value, at, errors) =>
  string(value, at, errors, "/types/Text", false, 0, undefined),
);
const op = () => new Op("echo", "echo", "read", 5_000, 1_000, 1_000, text, text, {});
const NAMES = /** @type {const} */ ([
  ["to-string", "toString"],
  ["value-of", "valueOf"],
  ["constructor", "constructor"],
]);
const contract = new Contract("names", `pc1-${"a".repeat(52)}`, { hops: 3, deadlineMs: 5_000 }, [
  ...NAMES.map(([name, property]) => new Agent(name, property, [op()], [])),
  new Agent(
    "ask",
    "ask",
    [op()],
    NAMES.map(([name]) => `${name}.echo`),
  ),
]);

test("agents named like Object.prototype's members keep two runs apart", async () => {
  const memory = new Memory();
  for (const [name] of NAMES) {
    const echo = (/** @type {string} */ _, /** @type {any} */ { run }) => run.id;
    memory.add(name, agent(contract, name, { echo }, { bridge: memory }));
  }
  const echo = async (/** @type {string} */ _, /** @type {any} */ { peers, run }) => {
    await new Promise((resolve) => setTimeout(resolve, 20)); // the other run has its peers by now
    for (const [, property] of NAMES) assert.equal(await peers[property].echo("x"), run.id);
    return run.id;
  };
  memory.add("ask", agent(contract, "ask", { echo }, { bridge: memory }));
  const caller = client(contract, "ask", memory);
  const ids = await Promise.all([caller.echo?.("x"), caller.echo?.("x")]);
  assert.notEqual(ids[0], ids[1]);
  for (const [, property] of NAMES) {
    assert.ok(!Object.hasOwn(/** @type {any} */ (Object.prototype)[property], "echo"), property);
  }
});

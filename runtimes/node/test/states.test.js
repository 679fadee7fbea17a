// Run states and contract modes over the memory bridge, on stubs with a `run` put in.
import assert from "node:assert/strict";
import { afterEach, beforeEach, test } from "node:test";
import { Memory } from "peercontract";
import { machine } from "peercontract/core";
import { contract, crunch, reason, write } from "./field_notes/contract.js";

const FINDINGS = [{ page: "12", score: 0.5 }];
const OTHER = `pc1-${"a".repeat(52)}`;
const accepts = contract.accepts;

/** @typedef {Record<string, (input: any, around: any) => any>} Ops */

beforeEach(() => {
  contract.machine = new machine.Machine("asked", {
    asked: { "crunch.search": "found", "write.render": "written" },
    found: {
      "write.render": (/** @type {any} */ o) => (o.html.length > 2 ? "done" : undefined),
    },
    written: {},
    done: {},
  });
});

afterEach(() => {
  contract.machine = undefined;
  contract.accepts = accepts;
});

/**
 * Runs `ask` of an agent whose peers keep what they were told and what they answered.
 * @param {(peers: any, run: any) => Promise<void>} trip
 * @param {Ops} [changed]
 */
async function go(trip, changed = {}) {
  const memory = new Memory();
  /** @type {{ served: string[], envs: any[], replies: any[] }} */
  const kept = { served: [], envs: [], replies: [] };
  /** @param {import("../src/bridge/memory.js").Handler} handler @returns {typeof handler} */
  const keep = (handler) => async (event, context) => {
    kept.envs.push(JSON.parse(/** @type {any} */ (event).env));
    const reply = /** @type {any} */ (await handler(event, context));
    kept.replies.push(JSON.parse(reply.env));
    return reply;
  };
  const ask = async (/** @type {any} */ _, /** @type {any} */ { peers, run }) => {
    await trip(peers, run);
    return { html: "" };
  };
  const search = (/** @type {any} */ _, /** @type {any} */ { run }) => {
    kept.served.push(`search in ${run.state}`);
    return FINDINGS;
  };
  const render = (/** @type {any[]} */ findings, /** @type {any} */ { run }) => {
    kept.served.push(`render in ${run.state}`);
    return { html: findings.map((one) => one.page).join() };
  };
  memory
    .add("reason", reason.agent({ ask, askAgain: ask }, { bridge: memory }))
    .add("crunch", keep(crunch.agent({ search, ...changed }, { bridge: memory })))
    .add("write", keep(write.agent({ render }, { bridge: memory })));
  await reason.client(memory).ask({ text: "x" });
  return kept;
}

/** @param {Promise<unknown>} call @returns {Promise<string>} the code of its error, "" for none */
async function codeOf(call) {
  return call.then(
    () => "",
    (error) => error.code,
  );
}

test("the run moves with what is done, and guards look at the output", async () => {
  /** @type {string[]} */
  const seen = [];
  const { served, envs, replies } = await go(async (peers, run) => {
    await peers.crunch.search({ text: "x" });
    seen.push(run.state);
    await peers.write.render(FINDINGS);
    seen.push(run.state);
    await peers.write.render([...FINDINGS, ...FINDINGS]);
    seen.push(run.state);
  });
  assert.deepEqual(seen, ["found", "found", "done"]);
  assert.deepEqual(served, ["search in asked", "render in found", "render in found"]);
  assert.deepEqual(
    envs.map((env) => env.state),
    ["asked", "found", "found"],
  );
  assert.deepEqual(
    replies.map((env) => env.state),
    seen,
  );
});

test("what the state does not list is refused before its code runs", async () => {
  const { served, replies } = await go(async (peers, run) => {
    await peers.crunch.search({ text: "x" });
    assert.equal(await codeOf(peers.crunch.search({ text: "x" })), "PC2003");
    assert.equal(run.state, "found");
  });
  assert.deepEqual(served, ["search in asked"]);
  assert.equal(replies[1].status, "refused");
  assert.equal("state" in replies[1], false);
});

test("a call that fails moves nothing", async () => {
  const search = () => {
    throw new TypeError("not today");
  };
  const { replies } = await go(
    async (peers, run) => {
      assert.equal(await codeOf(peers.crunch.search({ text: "x" })), "PC2102");
      assert.equal(run.state, "asked");
    },
    { search },
  );
  assert.deepEqual([replies[0].status, replies[0].state], ["failed", "asked"]);
});

test("calls at once that move the run apart are told so", async () => {
  await go(async (peers, run) => {
    const calls = [peers.crunch.search({ text: "x" }), peers.write.render(FINDINGS)];
    const codes = await Promise.all(calls.map(codeOf));
    assert.deepEqual(codes.toSorted(), ["", "PC2004"]);
    assert.equal(run.state, codes[0] === "" ? "found" : "written");
  });
});

test("a run without states sends none, and says so", async () => {
  contract.machine = undefined;
  const { envs, replies } = await go(async (peers, run) => {
    await peers.crunch.search({ text: "x" });
    assert.equal(run.state, undefined);
  });
  assert.equal("state" in envs[0] || "state" in replies[0], false);
});

test("the input of an accepted contract is read in tolerant mode, of any other refused", async () => {
  const { envs } = await go(async (peers) => {
    await peers.crunch.search({ text: "x" });
  });
  /** @type {number[]} */
  const dropped = [];
  const search = (/** @type {any} */ _, /** @type {any} */ { run }) => {
    dropped.push(run.droppedMembers);
    return FINDINGS;
  };
  const handler = crunch.agent({ search });
  const { interface: _, ...members } = envs[0];
  const env = JSON.stringify(
    Object.fromEntries(Object.entries({ ...members, contract: OTHER }).toSorted()),
  );
  const send = async () => {
    const reply = /** @type {any} */ (await handler({ env, body: '{"more":1,"text":"x"}' }));
    return JSON.parse(reply.env).status === "done" ? "" : JSON.parse(reply.body).code;
  };
  assert.equal(await send(), "PC3003");
  contract.accepts = new Set([OTHER]);
  assert.equal(await send(), "");
  assert.deepEqual(dropped, [1]);
});

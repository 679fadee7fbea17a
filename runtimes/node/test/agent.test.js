// Agents that call each other through the memory bridge: outcomes, refusals and what failures become.
import assert from "node:assert/strict";
import { test } from "node:test";
import { Memory } from "peercontract";
import { contract, crunch, reason, write } from "./field_notes/contract.js";

const FINDINGS = [{ page: "12", score: 0.5 }];

/** @typedef {Record<string, (input: any, around: any) => any>} Ops */

/** @param {{ reason?: Ops, crunch?: Ops, write?: Ops }} [changed] */
function world(changed = {}) {
  const memory = new Memory();
  const ask = async (/** @type {any} */ question, /** @type {any} */ { peers }) =>
    peers.write.render(await peers.crunch.search(question));
  const ops = { ask, askAgain: ask, ...changed.reason };
  const search = () => FINDINGS;
  const render = (/** @type {any[]} */ findings) => ({
    html: findings.map((one) => one.page).join(),
  });
  return memory
    .add("reason", reason.agent(ops, { bridge: memory }))
    .add("crunch", crunch.agent({ search, ...changed.crunch }, { bridge: memory }))
    .add("write", write.agent({ render, ...changed.write }, { bridge: memory }));
}

/** @param {Promise<unknown>} promise @returns {Promise<any>} the error it ends with */
async function failure(promise) {
  return promise.then(
    () => assert.fail("it succeeded"),
    (error) => error,
  );
}

/** @param {Record<string, unknown>} [changed] members of the envelope */
function event(changed = {}, body = '{"text":"x"}') {
  const env = {
    contract: contract.id,
    deadline_ms: Date.now() + 5_000,
    from: "reason",
    hop_id: "00f067aa0ba902b7",
    hops_left: 2,
    left_ms: 5_000,
    peer: 1,
    run: `r_${"1".repeat(32)}`,
    to: "crunch.search",
    traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
    ...changed,
  };
  const sorted = Object.fromEntries(Object.entries(env).sort(([a], [b]) => (a < b ? -1 : 1)));
  return { env: JSON.stringify(sorted), body };
}

/** @param {{ env: string, body: string }} reply */
function opened({ env, body }) {
  return { ...JSON.parse(env), body: JSON.parse(body) };
}

test("a call goes through two peers and comes back typed", async () => {
  assert.deepEqual(await reason.client(world()).ask({ text: "x" }), { html: "12" });
});

test("a bare event starts a run and is answered with the bare output", async () => {
  const handler = world().handlers.get("reason");
  assert.deepEqual(await handler?.({ op: "ask", input: { text: "x" } }), { html: "12" });
});

test("what a call may spend shrinks along the chain and the trace goes with it", async () => {
  /** @type {any[]} */
  const runs = [];
  const search = (/** @type {any} */ _, /** @type {any} */ { run }) => {
    runs.push(run);
    return FINDINGS;
  };
  const ask = async (/** @type {any} */ question, /** @type {any} */ { peers, run }) => {
    runs.push(run);
    return peers.write.render(await peers.crunch.search(question));
  };
  await reason.client(world({ reason: { ask }, crunch: { search } })).ask({ text: "x" });
  const [first, second] = runs;
  assert.equal(first.hopsLeft, 2);
  assert.equal(second.hopsLeft, 1);
  assert.ok(second.deadlineMs <= Date.now() + 2_000, "bounded by the op's timeout_ms");
  assert.ok(second.remainingMs() > 0 && second.remainingMs() <= 2_000);
  assert.equal(second.id, first.id);
  assert.equal(second.traceparent.slice(0, 36), first.traceparent.slice(0, 36));
  assert.notEqual(second.traceparent, first.traceparent);
  assert.throws(() => {
    first.hopsLeft = 9;
  }, TypeError);
});

test("caller and callee refuse a violation with the same code at the same place", async () => {
  const memory = world();
  const atCaller = await failure(crunch.client(memory).search({ text: "a".repeat(21) }));
  assert.equal(memory.sent, 0);
  const reply = await memory.handlers.get("crunch")?.(event({}, `{"text":"${"a".repeat(21)}"}`));
  const { status, body } = opened(reply);
  assert.equal(status, "refused");
  const { code, at, fault, violations, agent, op } = atCaller;
  assert.deepEqual(
    { code, at, fault, violations, agent, op },
    {
      code: body.code,
      at: body.at,
      fault: body.fault,
      violations: body.violations,
      agent: "crunch",
      op: "search",
    },
  );
});

test("a declared error arrives as an instance of its class with its data", async () => {
  const search = () => {
    throw new crunch.NoMatch({ subject: "x" });
  };
  const error = await failure(crunch.client(world({ crunch: { search } })).search({ text: "x" }));
  assert.ok(error instanceof crunch.NoMatch);
  assert.deepEqual(error.data, { code: "no_match", subject: "x" });
  assert.equal(error.name, "NoMatch");
  assert.equal(error.code, "PC2101");
  const again = await failure(reason.client(world({ crunch: { search } })).askAgain({ text: "x" }));
  assert.ok(again instanceof reason.NoMatch, "declared by the caller's op too, so it travels on");
  assert.equal(again.agent, "reason");
  const foreign = await failure(reason.client(world({ crunch: { search } })).ask({ text: "x" }));
  assert.deepEqual(
    [foreign.code, foreign.cause],
    ["PC2102", { agent: "crunch", op: "search", code: "PC2101", at: "", type: "NoMatch" }],
  );
});

test("a declared error whose record breaks the contract is the callee's violation", async () => {
  const search = () => {
    throw new crunch.NoMatch({ subject: "a".repeat(21) });
  };
  const error = await failure(crunch.client(world({ crunch: { search } })).search({ text: "x" }));
  assert.deepEqual([error.code, error.at, error.fault], ["PC1410", "/subject", "callee"]);
});

test("an output that breaks the contract is the callee's fault", async () => {
  const search = () => [{ page: "1", score: 2 }];
  const error = await failure(crunch.client(world({ crunch: { search } })).search({ text: "x" }));
  assert.deepEqual([error.code, error.at, error.fault], ["PC1407", "/0/score", "callee"]);
  assert.equal(error.violations[0].direction, "output");
});

test("an uncaught error keeps its class name and loses its text and stack", async (context) => {
  const logged = context.mock.method(console, "error", () => undefined);
  const search = () => {
    throw new RangeError("secret");
  };
  const error = await failure(crunch.client(world({ crunch: { search } })).search({ text: "x" }));
  assert.deepEqual([error.code, error.errorType, error.fault], ["PC2102", "RangeError", "callee"]);
  assert.doesNotMatch(error.message, /secret/);
  assert.equal(logged.mock.callCount(), 1, "the callee's own log has it");
});

test("a peer's failure that the agent lets pass becomes a cause", async () => {
  const ask = async (/** @type {any} */ _, /** @type {any} */ { peers }) =>
    peers.write.render([{ page: 1, score: 0 }]);
  const error = await failure(reason.client(world({ reason: { ask } })).ask({ text: "x" }));
  assert.deepEqual([error.code, error.agent, error.op], ["PC2102", "reason", "ask"]);
  const cause = { agent: "write", op: "render", code: "PC1401", at: "/0/page" };
  assert.deepEqual(error.cause, cause);
});

test("spent hops travel on unchanged and say where they were spent", async () => {
  const handler = world().handlers.get("reason");
  const reply = await handler?.(event({ from: "", to: "reason.ask", hops_left: 0 }));
  const { status, body } = opened(reply);
  assert.deepEqual(
    [status, body.code, body.agent, body.op],
    ["failed", "PC8003", "crunch", "search"],
  );
});

test("a callee that does not answer in time is PC2103 at the deadline", async () => {
  const search = () => new Promise(() => undefined);
  const start = Date.now();
  const error = await failure(crunch.client(world({ crunch: { search } })).search({ text: "x" }));
  assert.equal(error.code, "PC2103");
  assert.ok(Date.now() - start >= 1_990 && Date.now() - start < 4_000);
});

test("refused calls never reach the agent's code and are answered with their hop", async () => {
  let calls = 0;
  const search = () => {
    calls += 1;
    return FINDINGS;
  };
  const handler = world({ crunch: { search } }).handlers.get("crunch");
  const now = Date.now();
  const cases = /** @type {const} */ ([
    [{ contract: `pc1-${"a".repeat(52)}` }, "PC3003"],
    [{ to: "write.render" }, "PC3004"],
    [{ to: "crunch.find" }, "PC3004"],
    [{ from: "write" }, "PC8001"],
    [{ deadline_ms: now - 1 }, "PC8004"],
    [{ left_ms: 50 }, "PC8005"],
    [{ peer: 2 }, "PC3002"],
    [{ run: "r_1" }, "PC3001"],
  ]);
  for (const [changed, code] of cases) {
    const { status, body, hop_id: hop } = opened(await handler?.(event(changed)));
    assert.deepEqual([status, body.code, hop], ["refused", code, "00f067aa0ba902b7"]);
  }
  const texts = /** @type {const} */ ([
    ['{"text":1}', "PC1401"],
    ["{", "PC1108"],
  ]);
  for (const [text, code] of texts) {
    assert.equal(opened(await handler?.(event({}, text))).body.code, code);
  }
  assert.equal(calls, 0);
  assert.equal(opened(await handler?.(event())).status, "done");
});

test("the platform's deadline bounds the agent's", async () => {
  const handler = world().handlers.get("crunch");
  const context = { getRemainingTimeInMillis: () => 340 };
  assert.equal(opened(await handler?.(event(), context)).body.code, "PC8005");
});

test("an error of a bare event is raised under its code or declared name", async () => {
  const search = () => {
    throw new crunch.NoMatch({ subject: "x" });
  };
  const handler = world({ crunch: { search } }).handlers.get("crunch");
  assert.ok(handler);
  const declared = await failure(handler({ op: "search", input: { text: "x" } }));
  assert.equal(declared.name, "NoMatch");
  assert.deepEqual(JSON.parse(declared.message).data, { code: "no_match", subject: "x" });
  const violation = await failure(handler({ op: "search", input: {} }));
  assert.equal(violation.name, "PC1402");
  assert.doesNotMatch(violation.stack, /\n/);
  assert.equal((await failure(handler({ op: "find", input: 1 }))).name, "PC3004");
  assert.equal((await failure(handler("x"))).name, "PC3001");
  assert.equal((await failure(handler({ op: "search", input: [Infinity] }))).name, "PC1102");
});

test("missing and extra ops are refused when the handler is made", () => {
  assert.throws(() => crunch.agent({}), /`search` is missing.*Its ops are: `search`/);
  assert.throws(() => crunch.agent({ search() {}, find() {} }), /`find` is no op/);
});

test("a reply that does not answer this call is PC3007", async () => {
  const good = world().handlers.get("crunch");
  const cases = [
    () => "text",
    () => ({ env: "{}", body: "[]" }),
    async (/** @type {any} */ given) => ({ ...(await good?.(given)), more: 1 }),
    () => good?.(event()),
  ];
  for (const handler of cases) {
    const memory = new Memory().add("crunch", async (given) => handler(given));
    assert.equal((await failure(crunch.client(memory).search({ text: "x" }))).code, "PC3007");
  }
  const unknown = new Memory();
  assert.equal((await failure(crunch.client(unknown).search({ text: "x" }))).code, "PC3006");
});

test("a function error is PC2102 with its type, and PC2103 when the platform ran out of time", async () => {
  /** @param {string} name @param {string} message */
  const crash = (name, message) =>
    new Memory().add("crunch", async () => {
      throw Object.assign(new Error(message), { name });
    });
  const broken = await failure(
    crunch.client(crash("Runtime.ExitError", "exit 1")).search({ text: "x" }),
  );
  assert.deepEqual(
    [broken.code, broken.errorType, broken.requestId],
    ["PC2102", "Runtime.ExitError", "memory-1"],
  );
  const late = crash("Error", "Task timed out after 3.00 seconds");
  assert.equal((await failure(crunch.client(late).search({ text: "x" }))).code, "PC2103");
});

test("an output that no reply can carry is PC3005", async () => {
  const render = () => ({ html: '"'.repeat(2_500_000) });
  const error = await failure(write.client(world({ write: { render } })).render([]));
  assert.deepEqual([error.code, error.agent, error.op], ["PC3005", "write", "render"]);
});

test("an output over max_output_bytes is PC1107 of the callee", async () => {
  const render = () => ({ html: "x".repeat(5_242_880) });
  const error = await failure(write.client(world({ write: { render } })).render([]));
  assert.deepEqual([error.code, error.fault], ["PC1107", "callee"]);
});

test("an error that no reply can carry is PC3005, of a bare event too", async () => {
  const { codec } = /** @type {any} */ (crunch.NoMatch);
  const search = () => {
    throw new crunch.NoMatch({ subject: "\n".repeat(2_500_000) });
  };
  const { rule } = codec;
  codec.rule = (/** @type {unknown} */ value) => value; // a contract without the maxLength
  try {
    const handler = world({ crunch: { search } }).handlers.get("crunch");
    assert.ok(handler);
    const reply = await handler(event());
    assert.ok(JSON.stringify(reply).length < 1_000);
    const { status, body } = opened(reply);
    assert.deepEqual(
      [status, body.code, body.agent, body.op],
      ["failed", "PC3005", "crunch", "search"],
    );
    const bare = await failure(handler({ op: "search", input: { text: "x" } }));
    const { code, agent, op } = JSON.parse(bare.message);
    assert.deepEqual([bare.name, code, agent, op], ["PC3005", "PC3005", "crunch", "search"]);
  } finally {
    codec.rule = rule;
  }
});

test("an agent's own declared error outside the op's list is a cause with the agent's place", async () => {
  const ask = () => {
    throw new reason.NoMatch({ subject: "x" });
  };
  const error = await failure(reason.client(world({ reason: { ask } })).ask({ text: "x" }));
  const cause = { agent: "reason", op: "ask", code: "PC2101", at: "", type: "NoMatch" };
  assert.deepEqual([error.code, error.cause], ["PC2102", cause]);
});

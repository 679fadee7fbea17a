// The mesh's caller in JavaScript: asks the callee the task names and reports the answer or the error as data.
import { PeerError } from "peercontract";
import { seen } from "./callee.js";
import { jsCaller } from "./contract.js";

const caught = (error) => {
  const declared = error instanceof jsCaller.Refused ? error : undefined;
  return {
    code: error.code,
    at: error.at,
    fault: error.fault,
    agent: error.agent,
    op: error.op,
    is_declared: declared !== undefined,
    reason: declared?.data.reason,
    left: declared?.data.left,
  };
};

const ask = (task, peers) => {
  // `bad_input` breaks the contract here, in the caller's own stub.
  const sent = task.kind === "bad_input" ? { ...task, text: "x".repeat(41) } : task;
  if (task.target === "python") return peers.pyCallee.act(sent);
  if (task.target === "javascript") return peers.jsCallee.act(sent);
  return peers.rsCallee.act(sent);
};

export const handler = jsCaller.agent({
  async relay(task, { peers, run }) {
    try {
      return { seen: seen(run), answer: await ask(task, peers) };
    } catch (error) {
      if (!(error instanceof PeerError)) throw error;
      return { seen: seen(run), caught: caught(error) };
    }
  },

  passOn(task, { peers }) {
    return peers.rsCaller.passOn(task);
  },
});

// The mesh's callee in JavaScript: answers, or misbehaves in the way the task names.
import { jsCallee } from "./contract.js";

export const seen = (run) => ({
  run: run.id,
  hops_left: run.hopsLeft,
  deadline_ms: run.deadlineMs,
  traceparent: run.traceparent,
});

export const handler = jsCallee.agent({
  async act(task, { run }) {
    if (task.kind === "declared") {
      throw new jsCallee.Refused({ reason: task.text, left: task.count });
    }
    if (task.kind === "fail") throw new TypeError("the callee's own fault");
    if (task.kind === "sleep") await new Promise((done) => setTimeout(done, task.count));
    return {
      text: task.text,
      count: task.count,
      ratio: task.kind === "bad_output" ? 1.5 : 0.5,
      tags: ["javascript", "é𝄞"],
      note: task.note,
      seen: seen(run),
    };
  },
});

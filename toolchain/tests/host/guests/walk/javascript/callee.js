// The callee in JavaScript: leaves a line in the file that the task names, so that it is seen to run.
import { appendFileSync, readFileSync } from "node:fs";
import { js } from "./contract.js";

async function step(task, { run }) {
  appendFileSync(task.mark, "js\n");
  await new Promise((done) => setTimeout(done, task.slow ? 400 : 0));
  if (task.fails) throw new TypeError("as it was told to");
  const count = readFileSync(task.mark, "utf8").trim().split("\n").length;
  return { count, dropped: run.droppedMembers, state: run.state };
}

export const handler = js.agent({
  step,
  turn: step,
  look: (_query, { run }) => ({ text: `js saw ${run.state}` }),
});

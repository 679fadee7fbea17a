// A caller in JavaScript, `WALK_AGENT` of either contract: makes the visits, tells how they ended.
import { PeerError } from "peercontract";
import * as contract from "./contract.js";

// biome-ignore lint/performance/noDynamicNamespaceImportAccess: one file is each of the agents.
const me = contract[process.env.WALK_AGENT];

async function visited({ agent, op, ...how }, { mark }, { peers, run }) {
  let code = "";
  let there = 0;
  try {
    const done = await peers[agent][op](op === "look" ? { mark } : { mark, ...how });
    there = done.dropped ?? 0;
  } catch (error) {
    if (!(error instanceof PeerError)) throw error;
    code = error.code;
  }
  return { code, state: run.state ?? "", there, here: run.droppedMembers };
}

export const handler = me.agent({
  async tour(plan, around) {
    if (plan.at_once) {
      return { seen: await Promise.all(plan.visits.map((visit) => visited(visit, plan, around))) };
    }
    const seen = [];
    for (const visit of plan.visits) seen.push(await visited(visit, plan, around));
    return { seen };
  },
});

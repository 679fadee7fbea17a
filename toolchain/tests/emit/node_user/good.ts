// What a user writes in TypeScript against the golden stubs: all of it must be free of type errors.
import { PeerError, type Bridge } from "peercontract";
import { js, py, rs, types } from "./contract.js";

export const handler = js.agent({
  async find(name, { peers, run }) {
    const level = await peers.rs.level({ of: name });
    const shown: "low" | "high" | "" | "a b" = level;
    if (run.hopsLeft === 0 && run.remainingMs() < 10) {
      throw new js.NotFound({ subject: shown, left: null });
    }
    return [name, shown];
  },
  walk(node) {
    return { value: node.next?.value ?? 0, children: node.children };
  },
});

export async function ask(bridge: Bridge, name: types.Name): Promise<types.Names | undefined> {
  try {
    return await js.client(bridge).find(name);
  } catch (error) {
    if (error instanceof js.NotFound) return [error.data.subject, error.data.code];
    if (error instanceof PeerError) return [error.code, error.at, error.agent];
    return undefined;
  }
}

const odd: types.Odd = { class: "a", "a.b": 1, $ref: "b", constructor: "c", toString: "d", "-": 3 };
export const text: string = types.Odd.toJson(odd);
export const everything: types.Everything["mood"] = "calm";
export const size: types.Size[] = [-1, 0, 1, 42];
export const maybe: types.Maybe = { maybe: { maybe: null } };
export const both: types.Everything["both"] = null;
export const alias: types.Alias = types.Names.fromJson('["a"]');
export const reached: Promise<"it's \"fixed\""> = rs.client().fixed({});
export const outside: Promise<types.Everything> = py.client().all(types.Everything.fromJson("{}"));
export function implement(peers: js.Peers, run: js.Run): string {
  return `${typeof peers.rs.level} ${run.id}`;
}

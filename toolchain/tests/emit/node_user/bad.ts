// What a user must not be able to write: each line below a directive has to be a type error.
import { js, rs, types } from "./contract.js";

// @ts-expect-error an op is missing
js.agent({ find: (name) => [name] });

js.agent({
  find: (name) => [name],
  walk: (node) => node,
  // @ts-expect-error no op of the contract
  run: () => undefined,
});

js.agent({
  async find(name, { peers }) {
    // @ts-expect-error `js` may not call `py`: it is not in its `calls`
    await peers.py.all(name);
    // @ts-expect-error nor another op of a peer that it may call
    await peers.rs.fixed({});
    return [name];
  },
  // @ts-expect-error an output that is no Node
  walk: () => ({ value: "1" }),
});

rs.agent({
  level: (input, { peers }) => {
    // @ts-expect-error an agent without `calls` has no peers
    return peers.js;
  },
  fixed: () => "it's \"fixed\"",
});

// @ts-expect-error not a member of the enum
export const level: types.Level = "middle";
// @ts-expect-error null is not absent
export const node: types.Node = { value: 1, next: null };
// @ts-expect-error absent is not null
export const missing: types.Maybe = undefined;
// @ts-expect-error a member that the record does not declare
export const more: types.Empty = { more: 1 };
// @ts-expect-error a required member of the error's record
export const error = new js.NotFound({});
// @ts-expect-error an array's item may be absent
export const first: string = types.Names.fromJson("[]")[0];

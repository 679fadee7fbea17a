// What generated code imports: tables, checks and the way into and out of an agent. Not for people.
export { Agent, Contract, Op } from "./core/contract.js";
export { DeclaredError } from "./core/errors/tree.js";
export { bytesOf, matches } from "./core/formats.js";
export { length, Machine } from "./core/machine.js";
export { Pattern } from "./core/pattern.js";
export {
  array,
  badName,
  boolean,
  bytes,
  Codec,
  choice,
  constant,
  int64,
  integer,
  isArray,
  isBytes,
  isObject,
  map,
  missing,
  noArm,
  number,
  otherTag,
  path,
  record,
  secret,
  string,
  tag,
  tuple,
  unique,
  unknown,
} from "./core/validate.js";
export { agent, client } from "./runtime/agent.js";

// What generated code imports: tables, checks and the way into and out of an agent. Not for people.
export { Agent, Contract, Op } from "./core/contract.js";
export { DeclaredError } from "./core/errors/tree.js";
export {
  array,
  boolean,
  Codec,
  choice,
  constant,
  integer,
  missing,
  number,
  path,
  record,
  string,
  unknown,
} from "./core/validate.js";
export { agent, client } from "./runtime/agent.js";

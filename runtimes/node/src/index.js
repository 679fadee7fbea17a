// The package's face: errors to catch, a bridge for tests, and the types that user code names.
export { Memory } from "./bridge/memory.js";
export {
  CallError,
  ContractError,
  DeclaredError,
  DeployError,
  DirectoryError,
  PeerError,
  StoreError,
  UsageError,
  WireError,
} from "./core/errors/tree.js";
export { Codec } from "./core/validate.js";
export { Run } from "./runtime/run.js";

/** @typedef {import("./core/errors/tree.js").Violation} Violation */
/** @typedef {import("./bridge/memory.js").Answer} Answer */
/** @typedef {import("./bridge/memory.js").Bridge} Bridge */
/** @typedef {import("./bridge/memory.js").Context} Context */
/** @typedef {import("./bridge/memory.js").Handler} Handler */

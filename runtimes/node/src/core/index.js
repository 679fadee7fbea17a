// The sans-IO core as a whole: for the conformance driver and for tools that speak the wire themselves.

export * as hash from "./canonical/hash.js";
export * as canonical from "./canonical.js";
export * as contract from "./contract.js";
export * as envelope from "./envelope.js";
export * as errorTable from "./error_table.js";
export * as errors from "./errors.js";
export * as formats from "./formats.js";
export * as guards from "./guards.js";
export * as jsonText from "./json_text.js";
export * as machine from "./machine.js";
export * as pattern from "./pattern.js";
export * as trace from "./trace.js";
export * as validate from "./validate.js";

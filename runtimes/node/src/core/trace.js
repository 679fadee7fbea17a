// W3C Trace Context, version 00: which trace a call belongs to and which span caused it.
import { WireError } from "./errors/tree.js";

const FORM = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;
const NO_TRACE = "0".repeat(32);
const NO_SPAN = "0".repeat(16);

/** @typedef {{ traceId: string, parentId: string, flags: string }} Trace */

/**
 * The parts of a `traceparent`.
 * @param {string} traceparent
 * @returns {Trace}
 * @throws {WireError} PC3001 when it is not of version 00, not lower case, or an id is all zero
 */
export function parse(traceparent) {
  const [, traceId = NO_TRACE, parentId = NO_SPAN, flags = ""] = FORM.exec(traceparent) ?? [];
  if (traceId === NO_TRACE || parentId === NO_SPAN) {
    throw new WireError("PC3001", {
      detail: "`traceparent` is not of W3C Trace Context version 00",
    });
  }
  return { traceId, parentId, flags };
}

/**
 * The `traceparent` of a call that a span makes: same trace and flags, the new span as parent.
 * @param {string} traceparent
 * @param {string} spanId  16 lower-case hex digits, not all zero
 */
export function child(traceparent, spanId) {
  const { traceId, flags } = parse(traceparent);
  return `00-${traceId}-${spanId}-${flags}`;
}

/**
 * The `traceparent` of a new trace, sampled.
 * @param {string} traceId  32 lower-case hex digits, not all zero
 * @param {string} spanId   16 lower-case hex digits, not all zero
 */
export function start(traceId, spanId) {
  return `00-${traceId}-${spanId}-01`;
}

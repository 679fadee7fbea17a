// The other validators of the bench, with the bounds of bench/contract/order.yaml and closed records.
import { createRequire } from "node:module";

const ITEM = {
  type: "object",
  required: ["n", "t"],
  additionalProperties: false,
  properties: {
    n: { type: "integer", minimum: 0, maximum: 1000 },
    t: { type: "string", minLength: 1, maxLength: 64 },
  },
};
const ORDER = {
  type: "object",
  required: ["id", "items"],
  additionalProperties: false,
  properties: {
    id: { type: "string", minLength: 1, maxLength: 64 },
    items: { type: "array", maxItems: 16, items: ITEM },
    note: { type: "string", maxLength: 200 },
  },
};

/**
 * The source of ajv's standalone validator, a CommonJS module.
 * @param {boolean} ownProperties  as ours: names of Object.prototype are no members
 * @returns {string}
 */
export function ajvSource(ownProperties) {
  const require = createRequire(import.meta.url);
  const Ajv = require("ajv").default;
  const standalone = require("ajv/dist/standalone").default;
  const ajv = new Ajv({ code: { source: true }, ownProperties });
  return standalone(ajv, ajv.compile(ORDER));
}

/** @param {typeof import("zod")} z */
export function zodOrder(z) {
  const item = z.strictObject({
    n: z.int().min(0).max(1000),
    t: z.string().min(1).max(64),
  });
  return z.strictObject({
    id: z.string().min(1).max(64),
    items: z.array(item).max(16),
    note: z.string().max(200).optional(),
  });
}

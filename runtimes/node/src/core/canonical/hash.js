// Hashes of canonical texts; apart from `canonical.js` because loading node:crypto costs a cold start 4 ms.
// biome-ignore lint/correctness/noNodejsModules: hashing is pure, and no stub loads this module
import { createHash } from "node:crypto";

const BASE32 = "abcdefghijklmnopqrstuvwxyz234567"; // RFC 4648 section 6, lower case

/**
 * SHA-256 of a text's UTF-8 bytes as 64 hex digits.
 * @param {string} text
 * @returns {string}
 */
export function sha256Hex(text) {
  return createHash("sha256").update(text, "utf8").digest("hex");
}

/**
 * The contract hash of a contract form: `pc1-` and 52 characters (spec/canonical.md#hashes).
 * @param {string} text
 * @returns {string}
 */
export function contractId(text) {
  let id = "pc1-";
  let bits = 0;
  let held = 0;
  for (const byte of createHash("sha256").update(text, "utf8").digest()) {
    held = (held << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      id += BASE32[(held >> bits) & 31];
    }
    held &= (1 << bits) - 1;
  }
  return id + BASE32[(held << (5 - bits)) & 31]; // one bit is left of 256
}

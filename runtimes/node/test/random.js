// A seeded generator for tests: the seed is printed, and SEED=... repeats a run.

/** @returns {() => number} numbers from 0 to below 1 */
export function seededRandom() {
  let state = Number(process.env.SEED ?? Math.floor(Math.random() * 2 ** 32)) >>> 0;
  process.stdout.write(`# SEED=${state}\n`);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0; // mulberry32
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

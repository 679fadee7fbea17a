// Run states: which operation may follow which (spec/machine.md). Generated code builds the machine.
import { CallError } from "./errors/tree.js";

/**
 * The next state, or what gives it for an output as it stands on the wire; undefined where no guard holds.
 * @typedef {string | ((output: any) => string | undefined)} Entry
 */

/** The table of a contract's `run`. A final state has no entries. */
export class Machine {
  /**
   * @param {string} initial
   * @param {Readonly<Record<string, Readonly<Record<string, Entry>>>>} states  state -> `agent.op` -> entry
   */
  constructor(initial, states) {
    this.initial = initial;
    /** @type {ReadonlyMap<string, ReadonlyMap<string, Entry>>} */
    this.states = new Map(
      Object.entries(states).map(([state, entries]) => [state, new Map(Object.entries(entries))]),
    );
    /** @type {ReadonlySet<string>} operations that some state lists */
    this.governed = new Set([...this.states.values()].flatMap((entries) => [...entries.keys()]));
  }

  /**
   * @param {string} state
   * @param {string} event  `agent.op`
   * @throws {CallError} PC2003 where the state does not admit the operation
   */
  admit(state, event) {
    const entries = this.states.get(state);
    if (entries === undefined) {
      const detail = "the run is in a state that this contract does not have";
      throw new CallError("PC2003", { detail });
    }
    if (this.governed.has(event) && !entries.has(event)) {
      const detail = `\`${event}\` is not admitted in the state \`${state}\``;
      throw new CallError("PC2003", { detail });
    }
  }

  /**
   * The state after an event is done; it stays where nothing says otherwise.
   * @param {string} state
   * @param {string} event
   * @param {unknown} output  plain JSON, as a codec's `encode` makes it
   */
  after(state, event, output) {
    const entry = this.states.get(state)?.get(event);
    return (typeof entry === "function" ? entry(output) : entry) ?? state;
  }
}

/**
 * The caller's state once a reply is there.
 * @param {string} sent     with the call
 * @param {string} own      by now
 * @param {string} replied
 * @throws {CallError} PC2004 when two calls at once moved the run to different states
 */
export function merge(sent, own, replied) {
  if (replied === sent) return own;
  if (own === sent || own === replied) return replied;
  const detail = `one call moved the run to \`${own}\`, another to \`${replied}\``;
  throw new CallError("PC2004", { detail });
}

/**
 * How long a string is in code points: what `len` of a guard is.
 * @param {string} text
 */
export function length(text) {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

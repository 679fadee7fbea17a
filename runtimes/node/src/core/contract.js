// The tables that generated code builds: what the run time knows of a contract.

/** @typedef {import("./errors.js").DeclaredClass} DeclaredClass */
/** @typedef {import("./validate.js").Codec<any>} AnyCodec */
/** @typedef {import("./machine.js").Machine} Machine */
/** @typedef {{ hops: number, deadlineMs: number }} Limits */

/** One operation. `property` is its name in JavaScript, `name` its name on the wire. */
export class Op {
  /**
   * @param {string} name
   * @param {string} property
   * @param {string} effect          read, idempotent, once or destructive
   * @param {number} timeoutMs
   * @param {number} maxInputBytes   of the body's text
   * @param {number} maxOutputBytes
   * @param {AnyCodec} input
   * @param {AnyCodec} output
   * @param {Readonly<Record<string, DeclaredClass>>} errors  by wire name of the record
   * @param {string} [interfaceId]   hash of what the op looks like on the wire
   */
  constructor(
    name, property, effect, timeoutMs, maxInputBytes, maxOutputBytes, input, output, errors,
    interfaceId = "",
  ) {
    this.name = name;
    this.property = property;
    this.effect = effect;
    this.timeoutMs = timeoutMs;
    this.maxInputBytes = maxInputBytes;
    this.maxOutputBytes = maxOutputBytes;
    this.input = input;
    this.output = output;
    this.errors = errors;
    this.interfaceId = interfaceId;
  }
}

/** One agent. `calls` are the edges of the contract that start here, as `agent.op`. */
export class Agent {
  /**
   * @param {string} name
   * @param {string} property
   * @param {readonly Op[]} ops
   * @param {readonly string[]} calls
   */
  constructor(name, property, ops, calls) {
    this.name = name;
    this.property = property;
    /** @type {ReadonlyMap<string, Op>} by wire name */
    this.ops = new Map(ops.map((op) => [op.name, op]));
    /** @type {ReadonlySet<string>} */
    this.calls = new Set(calls);
  }
}

/** The whole contract; `id` is its hash as text. */
export class Contract {
  /**
   * @param {string} name
   * @param {string} id
   * @param {Limits} limits
   * @param {readonly Agent[]} agents
   * @param {Machine} [machine]           of a contract with `run`
   * @param {readonly string[]} [accepts] older contracts whose callers are read in tolerant mode
   */
  constructor(name, id, limits, agents, machine = undefined, accepts = []) {
    this.name = name;
    this.id = id;
    this.limits = limits;
    /** @type {ReadonlyMap<string, Agent>} by wire name */
    this.agents = new Map(agents.map((agent) => [agent.name, agent]));
    this.machine = machine;
    /** @type {ReadonlySet<string>} */
    this.accepts = new Set(accepts);
  }

  /**
   * The agent of that name; asking for one that the contract lacks is a bug of the asker.
   * @param {string} name
   */
  agent(name) {
    const agent = this.agents.get(name);
    if (agent === undefined) throw new TypeError(`the contract has no agent \`${name}\``);
    return agent;
  }

  /**
   * The op that `agent.op` names, or undefined.
   * @param {string} to
   */
  op(to) {
    const dot = to.indexOf(".");
    return this.agents.get(to.slice(0, dot))?.ops.get(to.slice(dot + 1));
  }

  /**
   * Whether the contract lets `from` call `to`; the outside, `""`, may call every op.
   * @param {string} from
   * @param {string} to
   */
  allows(from, to) {
    return from === "" || this.agents.get(from)?.calls.has(to) === true;
  }
}

// Calls agents that are Lambda functions: the Invoke API, signed, with the few retries that the wire allows.
import { CallError, UsageError, WireError } from "../core/errors/tree.js";
import { NotSent, request } from "./connection.js";
import { credentialsOf } from "./credentials.js";
import { headerText } from "./header.js";
import { amzDate, invocationPath, signedHeaders } from "./sigv4.js";
import { httpUrl } from "./url.js";

/** @typedef {import("./response.js").Response} Response */
/** @typedef {import("./memory.js").Answer} Answer */

// spec/wire.md#reply: full jitter
const ATTEMPTS_MAX = 4;
const RETRY_BASE_MS = 200;
const RETRY_CAP_MS = 10_000;

/** The bridge over the standard Lambda Invoke API. */
export class Invoke {
  /**
   * @param {string} endpoint  `https://lambda.<region>.amazonaws.com`, or where a local host listens
   * @param {string} region
   * @param {string} prefix    of the function's name, before the agent's
   * @throws {UsageError} PC7004 when the endpoint is no http or https URL
   */
  constructor(endpoint, region, prefix) {
    this.endpoint = httpUrl(endpoint, "the endpoint (AWS_ENDPOINT_URL_LAMBDA, AWS_ENDPOINT_URL)");
    this.region = region;
    this.prefix = prefix;
  }

  /**
   * The bridge that the environment describes.
   * @param {string} contractName
   * @returns {Invoke}
   * @throws {UsageError} PC7004 without a region, or with an endpoint that is no URL
   */
  static fromEnvironment(contractName) {
    const { env } = process;
    const region = env.AWS_REGION || env.AWS_DEFAULT_REGION;
    if (!region) throw new UsageError("PC7004", { detail: "AWS_REGION is not set" });
    const endpoint = env.AWS_ENDPOINT_URL_LAMBDA || env.AWS_ENDPOINT_URL;
    const regional = `https://lambda.${region}.amazonaws.com`;
    return new Invoke(endpoint || regional, region, env.PEER_PREFIX ?? `${contractName}-`);
  }

  /**
   * @param {string} agent
   * @param {Uint8Array} payload
   * @param {number} deadlineMs  since 1970
   * @returns {Promise<Answer>}
   * @throws {import("../core/errors/tree.js").PeerError} PC2103, PC3005, PC3006, PC7004
   */
  async send(agent, payload, deadlineMs) {
    const name = this.prefix + agent;
    for (let attempt = 1; ; attempt += 1) {
      const outcome = await this.attempt(name, payload, deadlineMs);
      if (!(outcome instanceof Refusal)) return outcome;
      const waitMs = Math.random() * Math.min(RETRY_CAP_MS, RETRY_BASE_MS * 2 ** (attempt - 1));
      if (!outcome.isPassing || attempt === ATTEMPTS_MAX || Date.now() + waitMs >= deadlineMs) {
        const detail = `\`${name}\` at ${this.endpoint.host}: ${outcome.why}, tried ${attempt} times`;
        throw new WireError("PC3006", { detail });
      }
      await new Promise((resolve) => setTimeout(resolve, waitMs));
    }
  }

  /**
   * @param {string} name
   * @param {Uint8Array} payload
   * @param {number} deadlineMs
   * @returns {Promise<Answer | Refusal>}
   */
  async attempt(name, payload, deadlineMs) {
    const { endpoint, region } = this;
    const path = endpoint.pathname.replace(/\/$/, "") + invocationPath(name);
    const nowMs = Date.now();
    if (nowMs >= deadlineMs) throw new CallError("PC2103", { detail: "nothing was sent" });
    try {
      const keys = await credentialsOf(process.env, nowMs, deadlineMs);
      const date = amzDate(nowMs);
      const headers = signedHeaders(keys, region, endpoint.host, path, payload, date);
      const lineage = traceHeader(process.env);
      if (lineage !== undefined) headers.push(["x-amzn-trace-id", lineage]);
      const response = await request(endpoint, "POST", path, headers, payload, deadlineMs);
      return answerOf(response, name, endpoint.host);
    } catch (error) {
      if (error instanceof NotSent) return new Refusal(error.message, error.isPassing);
      throw error;
    }
  }
}

/** An attempt that ran nothing: `isPassing` when another one may. */
class Refusal {
  /** @param {string} why @param {boolean} isPassing */
  constructor(why, isPassing) {
    this.why = why;
    this.isPassing = isPassing;
  }
}

/**
 * The platform's lineage of invocations, by which it stops endless loops: sent on unchanged and unsigned.
 * @param {NodeJS.ProcessEnv} environment
 * @throws {UsageError} PC7004 when no header carries it
 */
function traceHeader(environment) {
  if (!environment.AWS_LAMBDA_FUNCTION_NAME) return undefined;
  return headerText(environment._X_AMZN_TRACE_ID || undefined, "_X_AMZN_TRACE_ID");
}

/**
 * @param {Response} response
 * @param {string} name
 * @param {string} host
 * @returns {Answer | Refusal}
 */
function answerOf(response, name, host) {
  const { status, headers, body } = response;
  if (status === 200) {
    const requestId = headers.get("x-amzn-requestid") ?? "";
    return { payload: body, functionError: headers.get("x-amz-function-error") ?? null, requestId };
  }
  const kind = (headers.get("x-amzn-errortype") ?? "").split(":")[0];
  const why = `HTTP ${status}${kind ? ` ${kind}` : ""}`;
  if (status === 429) return new Refusal(why, true);
  const detail = `\`${name}\` at ${host}: ${why}`;
  throw new WireError(status === 413 ? "PC3005" : "PC3006", { detail });
}

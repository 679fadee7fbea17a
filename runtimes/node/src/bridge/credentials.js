// Where the keys that sign a request come from: the environment, or the platform's credentials endpoint.
import { readFileSync } from "node:fs";
import { CallError, UsageError, WireError } from "../core/errors/tree.js";
import { request } from "./connection.js";
import { headerText } from "./header.js";
import { httpUrl } from "./url.js";

/** @typedef {import("./sigv4.js").Credentials} Credentials */

const RENEW_BEFORE_MS = 300_000; // AWS SDKs renew five minutes ahead
const ENDPOINT_TIMEOUT_MS = 2_000; // as in the other languages
/** Plain HTTP hosts that may be asked for credentials: loopback, and the link-local ones of ECS and EKS. */
const PLAIN_HOSTS =
  /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]|169\.254\.170\.(?:2|23)|\[fd00:ec2::23\])$/;

/** @type {{ source: string, credentials: Credentials, renewMs: number } | undefined} */
let fetched;

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {number} nowMs
 * @param {number} deadlineMs  since 1970
 * @returns {Promise<Credentials>}
 * @throws {UsageError} PC7004 when there are none, or such as no header carries
 * @throws {WireError} PC3006 when their endpoint fails
 * @throws {CallError} PC2103 when the deadline passes first
 */
export async function credentialsOf(environment, nowMs, deadlineMs) {
  const accessKeyId = environment.AWS_ACCESS_KEY_ID;
  const secretAccessKey = environment.AWS_SECRET_ACCESS_KEY;
  if (accessKeyId && secretAccessKey) {
    return {
      accessKeyId: headerText(accessKeyId, "AWS_ACCESS_KEY_ID"),
      secretAccessKey,
      sessionToken: headerText(environment.AWS_SESSION_TOKEN, "AWS_SESSION_TOKEN"),
    };
  }
  const source = environment.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  if (!source) throw missing("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  if (fetched?.source === source && nowMs < fetched.renewMs) return fetched.credentials;
  fetched = await fetchFrom(source, tokenOf(environment), nowMs, deadlineMs);
  return fetched.credentials;
}

/**
 * @param {string} source
 * @param {string} token
 * @param {number} nowMs
 * @param {number} deadlineMs
 */
async function fetchFrom(source, token, nowMs, deadlineMs) {
  const url = httpUrl(source, "AWS_CONTAINER_CREDENTIALS_FULL_URI");
  if (url.protocol !== "https:" && !PLAIN_HOSTS.test(url.hostname)) {
    throw missing(`an https or loopback AWS_CONTAINER_CREDENTIALS_FULL_URI (it names ${url.host})`);
  }
  /** @type {[string, string][]} */
  const headers = [
    ["host", url.host],
    ["accept", "application/json"],
  ];
  if (token !== "") headers.push(["authorization", token]);
  const endMs = Math.min(deadlineMs, nowMs + ENDPOINT_TIMEOUT_MS);
  const found = await answerOf(url, headers, endMs, deadlineMs);
  const credentials = {
    accessKeyId: found.AccessKeyId,
    secretAccessKey: found.SecretAccessKey,
    sessionToken: typeof found.Token === "string" ? found.Token : undefined,
  };
  const expiryMs = Date.parse(found.Expiration ?? "") || nowMs;
  return { source, credentials, renewMs: expiryMs - RENEW_BEFORE_MS };
}

/**
 * @param {URL} url
 * @param {readonly [string, string][]} headers
 * @param {number} endMs       of the wait for this endpoint
 * @param {number} deadlineMs  of the call
 * @returns {Promise<any>} an object with keys
 */
async function answerOf(url, headers, endMs, deadlineMs) {
  let why;
  try {
    const path = url.pathname + url.search;
    const { status, body } = await request(url, "GET", path, headers, undefined, endMs);
    const found = status === 200 ? JSON.parse(new TextDecoder().decode(body)) : undefined;
    if (typeof found?.AccessKeyId === "string" && typeof found.SecretAccessKey === "string") {
      return found;
    }
    why = `HTTP ${status} without keys`;
  } catch (error) {
    if (error instanceof UsageError) throw error; // a certificate bundle that cannot be read
    const isLate = error instanceof CallError; // PC2103
    if (isLate && endMs === deadlineMs) throw error;
    if (isLate) why = "no answer in time";
    else why = error instanceof SyntaxError ? "no JSON" : /** @type {Error} */ (error).message;
  }
  throw new WireError("PC3006", { detail: `the credentials endpoint ${url.host}: ${why}` });
}

/** @param {NodeJS.ProcessEnv} environment */
function tokenOf(environment) {
  const file = environment.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  try {
    const token = file ? readFileSync(file, "utf8") : environment.AWS_CONTAINER_AUTHORIZATION_TOKEN;
    return headerText((token ?? "").trim(), "the authorization token of the credentials endpoint");
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw missing(`a readable AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE (it names ${file})`);
  }
}

/** @param {string} what */
function missing(what) {
  return new UsageError("PC7004", { detail: `no credentials: needed is ${what}` });
}

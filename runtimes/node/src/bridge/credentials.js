// Where the keys that sign a request come from: the environment, or the platform's credentials endpoint.
import { readFileSync } from "node:fs";
import { UsageError } from "../core/errors/tree.js";
import { request } from "./connection.js";

/** @typedef {import("./sigv4.js").Credentials} Credentials */

const RENEW_BEFORE_MS = 300_000; // AWS SDKs renew five minutes ahead
const ENDPOINT_TIMEOUT_MS = 5_000;
/** Plain HTTP hosts that may be asked for credentials: loopback, and the link-local ones of ECS and EKS. */
const PLAIN_HOSTS =
  /^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]|169\.254\.170\.(?:2|23)|\[fd00:ec2::23\])$/;

/** @type {{ source: string, credentials: Credentials, renewMs: number } | undefined} */
let fetched;

/**
 * @param {NodeJS.ProcessEnv} environment
 * @param {number} nowMs
 * @returns {Promise<Credentials>}
 * @throws {UsageError} PC7004 when there are none
 */
export async function credentialsOf(environment, nowMs) {
  const accessKeyId = environment.AWS_ACCESS_KEY_ID;
  const secretAccessKey = environment.AWS_SECRET_ACCESS_KEY;
  if (accessKeyId && secretAccessKey) {
    return { accessKeyId, secretAccessKey, sessionToken: environment.AWS_SESSION_TOKEN };
  }
  const source = environment.AWS_CONTAINER_CREDENTIALS_FULL_URI;
  if (!source) throw missing("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY");
  if (fetched?.source === source && nowMs < fetched.renewMs) return fetched.credentials;
  fetched = await fetchFrom(source, tokenOf(environment), nowMs);
  return fetched.credentials;
}

/**
 * @param {string} source
 * @param {string} token
 * @param {number} nowMs
 */
async function fetchFrom(source, token, nowMs) {
  const url = new URL(source);
  if (url.protocol !== "https:" && !PLAIN_HOSTS.test(url.hostname)) {
    throw missing(`an https or loopback AWS_CONTAINER_CREDENTIALS_FULL_URI (it names ${url.host})`);
  }
  /** @type {[string, string][]} */
  const headers = [
    ["host", url.host],
    ["accept", "application/json"],
  ];
  if (token !== "") headers.push(["authorization", token]);
  const path = url.pathname + url.search;
  const response = await request(url, "GET", path, headers, undefined, nowMs + ENDPOINT_TIMEOUT_MS);
  const found = response.status === 200 ? JSON.parse(new TextDecoder().decode(response.body)) : {};
  if (typeof found.AccessKeyId !== "string" || typeof found.SecretAccessKey !== "string") {
    throw missing(`an answer with keys from ${url.host} (it said ${response.status})`);
  }
  const credentials = {
    accessKeyId: found.AccessKeyId,
    secretAccessKey: found.SecretAccessKey,
    sessionToken: typeof found.Token === "string" ? found.Token : undefined,
  };
  const endMs = Date.parse(found.Expiration ?? "");
  return { source, credentials, renewMs: (Number.isNaN(endMs) ? nowMs : endMs) - RENEW_BEFORE_MS };
}

/** @param {NodeJS.ProcessEnv} environment */
function tokenOf(environment) {
  const file = environment.AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE;
  const token = file ? readFileSync(file, "utf8") : environment.AWS_CONTAINER_AUTHORIZATION_TOKEN;
  return (token ?? "").trim();
}

/** @param {string} what */
function missing(what) {
  return new UsageError("PC7004", { detail: `no credentials: needed is ${what}` });
}

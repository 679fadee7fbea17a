// Signs one Invoke request: AWS Signature Version 4, equal to botocore's `SigV4Auth` byte for byte.
import { createHash, createHmac } from "node:crypto";

/** @typedef {{ accessKeyId: string, secretAccessKey: string, sessionToken?: string | undefined }} Credentials */

const SERVICE = "lambda";
const CONTENT_TYPE = "application/json";
const DAY_KEYS_MAX = 16; // one a region and day is the rule; the cache only must not grow

/** @type {Map<string, Buffer>} signing keys by date, region, key id and secret */
const dayKeys = new Map();

/**
 * The path of an invocation as it stands on the wire: the name percent-encoded once.
 * @param {string} name  function name or ARN, with a qualifier or without
 */
export function invocationPath(name) {
  return `/2015-03-31/functions/${encode(name)}/invocations`;
}

/**
 * `20260102T030405Z`
 * @param {number} nowMs  since 1970
 */
export function amzDate(nowMs) {
  return `${new Date(nowMs).toISOString().slice(0, 19).replaceAll(/[-:]/g, "")}Z`;
}

/**
 * The headers of a signed request, in the order in which they are sent, without `content-length`.
 * @param {Credentials} credentials
 * @param {string} region
 * @param {string} host         with the port where it is not the scheme's own
 * @param {string} path         as on the wire
 * @param {Uint8Array} payload
 * @param {string} date         `amzDate`
 * @param {string} [invocation] `x-amz-invocation-type`
 * @returns {[string, string][]}
 */
export function signedHeaders(
  credentials,
  region,
  host,
  path,
  payload,
  date,
  invocation = "RequestResponse",
) {
  /** @type {[string, string][]} in the order of their names, as SigV4 wants them */
  const headers = [
    ["content-type", CONTENT_TYPE],
    ["host", host],
    ["x-amz-date", date],
    ["x-amz-invocation-type", invocation],
  ];
  if (credentials.sessionToken) headers.push(["x-amz-security-token", credentials.sessionToken]);
  const names = headers.map(([name]) => name).join(";");
  const lines = headers.map(([name, value]) => `${name}:${value}\n`).join("");
  const canonicalPath = path.split("/").map(encode).join("/"); // encoded twice, as for every service but S3
  const hash = createHash("sha256").update(payload).digest("hex");
  const request = `POST\n${canonicalPath}\n\n${lines}\n${names}\n${hash}`;
  const scope = `${date.slice(0, 8)}/${region}/${SERVICE}/aws4_request`;
  const requestHash = createHash("sha256").update(request).digest("hex");
  const toSign = `AWS4-HMAC-SHA256\n${date}\n${scope}\n${requestHash}`;
  const key = dayKey(credentials, date.slice(0, 8), region);
  const signature = createHmac("sha256", key).update(toSign).digest("hex");
  const credential = `${credentials.accessKeyId}/${scope}`;
  const authorization = `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${names}, Signature=${signature}`;
  return [...headers, ["authorization", authorization]];
}

/** @param {Credentials} credentials @param {string} day @param {string} region */
function dayKey(credentials, day, region) {
  const { accessKeyId, secretAccessKey } = credentials;
  const name = `${day}\n${region}\n${accessKeyId}\n${secretAccessKey}`;
  let key = dayKeys.get(name);
  if (key === undefined) {
    key = [region, SERVICE, "aws4_request"].reduce(
      (above, part) => createHmac("sha256", above).update(part).digest(),
      createHmac("sha256", `AWS4${secretAccessKey}`).update(day).digest(),
    );
    if (dayKeys.size >= DAY_KEYS_MAX) dayKeys.clear();
    dayKeys.set(name, key);
  }
  return key;
}

/** @param {string} text @returns {string} all but RFC 3986's unreserved characters percent-encoded */
function encode(text) {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

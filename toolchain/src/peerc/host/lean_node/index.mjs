// Runs a JavaScript handler against the Lambda Runtime API where AWS's own client could not be built.
//
// For plain handlers it behaves as `aws-lambda-ric` 4 does: the same loading rules, error bodies and exit
// statuses (AWS Lambda: "Using the Lambda runtime API"). It has no streaming and no native code.
import { existsSync } from "node:fs";
import { Agent, request } from "node:http";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const API = "/2018-06-01/runtime";
const EXTENSIONS = ["", ".js", ".mjs", ".cjs"]; // in the order in which aws-lambda-ric looks
const agent = new Agent({ keepAlive: true, maxSockets: 1 });
const api = process.env.AWS_LAMBDA_RUNTIME_API ?? "";

/** @typedef {Record<string, string | string[] | undefined>} Headers */
/** @typedef {(event: unknown, context: object) => unknown} Handler */

/** An error whose `name` the platform knows. */
class RuntimeError extends Error {
  /** @param {string} name @param {string} message */
  constructor(name, message) {
    super(message);
    this.name = name;
  }
}

/**
 * One exchange with the Runtime API; `next` waits for as long as it takes.
 * @param {string} method
 * @param {string} path
 * @param {string} [body]
 * @param {Headers} [headers]
 * @returns {Promise<{ status: number, headers: Headers, body: string }>}
 */
function exchange(method, path, body, headers = {}) {
  const [host, port] = api.split(":");
  return new Promise((done, fail) => {
    const options = { agent, host, port, method, path: API + path, headers };
    const sent = request(options, (response) => {
      /** @type {Buffer[]} */
      const chunks = [];
      response.on("data", (chunk) => chunks.push(chunk));
      response.on("error", fail);
      response.on("end", () => {
        const text = Buffer.concat(chunks).toString("utf8");
        done({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.setNoDelay(true);
    sent.on("error", fail);
    sent.end(body);
  });
}

/**
 * @param {string} path
 * @param {string} body
 * @param {Headers} [headers]
 */
async function post(path, body, headers = {}) {
  const length = Buffer.byteLength(body);
  const all = { "content-type": "application/json", "content-length": `${length}`, ...headers };
  const { status } = await exchange("POST", path, body, all);
  // 410: the invocation has been answered for us; 413: the platform has said so itself (both: go on).
  if (status >= 400 && status !== 410 && status !== 413) {
    throw new RuntimeError(
      "Runtime.PlatformError",
      `the Runtime API answered ${status} to ${path}`,
    );
  }
}

/** @param {unknown} error @returns {{ errorType: string, errorMessage: string, trace: string[] }} */
function described(error) {
  if (!(error instanceof Error)) {
    return { errorType: typeof error, errorMessage: String(error), trace: [] };
  }
  const { name, message, stack } = error;
  return { errorType: name, errorMessage: message, trace: stack ? stack.split("\n") : [] };
}

/** @param {string} path @param {unknown} error @param {Headers} [headers] */
async function report(path, error, headers = {}) {
  const told = described(error);
  log(path === "/init/error" ? "Init Error" : "Invoke Error", told);
  const type = /^(Runtime|Function)\.[A-Z][a-zA-Z]+$/.test(told.errorType)
    ? told.errorType
    : "Function.Error"; // what the header may hold; the body has the error's own name
  const head = { ...headers, "lambda-runtime-function-error-type": type };
  await post(path, JSON.stringify(told), head);
}

/** @param {string} what @param {ReturnType<typeof described>} told */
function log(what, told) {
  process.stderr.write(`${new Date().toISOString()}\tERROR\t${what} \t${JSON.stringify(told)}\n`);
}

/**
 * The function that a handler string names, `folder/module.nested.name`.
 * @param {string} root
 * @param {string} text
 * @returns {Promise<Handler>}
 */
async function loadHandler(root, text) {
  const match = /^([^.]*)\.(.*)$/.exec(basename(text));
  if (match === null || text.includes("..")) {
    throw new RuntimeError("Runtime.MalformedHandlerName", `'${text}' is not a valid handler name`);
  }
  const [, name = "", path = ""] = match;
  const module = await loadModule(root, dirname(text), name);
  const handler = find(module, path) ?? find(module.default, path);
  if (typeof handler === "function") return /** @type {Handler} */ (handler);
  const fault = handler === undefined ? "undefined or not exported" : "not a function";
  throw new RuntimeError("Runtime.HandlerNotFound", `${text} is ${fault}`);
}

/** @param {string} root @param {string} folder @param {string} name @returns {Promise<any>} */
async function loadModule(root, folder, name) {
  const base = resolve(root, folder, name);
  const file = EXTENSIONS.map((extension) => base + extension).find((one) => existsSync(one));
  try {
    if (file !== undefined) return await import(pathToFileURL(file).href);
    const require = createRequire(join(root, "index.js"));
    return require(require.resolve(name, { paths: [root, join(root, folder)] }));
  } catch (error) {
    if (error instanceof SyntaxError) {
      throw new RuntimeError("Runtime.UserCodeSyntaxError", error.stack ?? error.message);
    }
    if (/** @type {NodeJS.ErrnoException} */ (error).code === "MODULE_NOT_FOUND") {
      throw new RuntimeError("Runtime.ImportModuleError", String(error));
    }
    throw error;
  }
}

/** @param {any} module @param {string} path @returns {unknown} */
function find(module, path) {
  return path
    .split(".")
    .reduce((at, key) => (at && typeof at === "object" ? at[key] : undefined), module);
}

/** @param {unknown} result @returns {string} */
function textOf(result) {
  try {
    return JSON.stringify(result) ?? "null";
  } catch {
    throw new RuntimeError("Runtime.JSONStringifyError", "Unable to stringify response body");
  }
}

/** @param {Headers} headers */
function contextOf(headers) {
  const { env } = process;
  const deadlineMs = Number(headers["lambda-runtime-deadline-ms"]);
  return {
    callbackWaitsForEmptyEventLoop: true,
    functionName: env.AWS_LAMBDA_FUNCTION_NAME,
    functionVersion: env.AWS_LAMBDA_FUNCTION_VERSION,
    memoryLimitInMB: env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: jsonOf(headers["lambda-runtime-client-context"]),
    identity: jsonOf(headers["lambda-runtime-cognito-identity"]),
    invokedFunctionArn: headers["lambda-runtime-invoked-function-arn"],
    awsRequestId: headers["lambda-runtime-aws-request-id"],
    tenantId: headers["lambda-runtime-aws-tenant-id"],
    getRemainingTimeInMillis: () => deadlineMs - Date.now(),
  };
}

/** @param {string | string[] | undefined} text */
function jsonOf(text) {
  return typeof text === "string" && text !== "" ? JSON.parse(text) : undefined;
}

/** @param {Handler} handler */
async function serveOne(handler) {
  const { headers, body } = await exchange("GET", "/invocation/next");
  const trace = headers["lambda-runtime-trace-id"];
  if (typeof trace === "string") process.env._X_AMZN_TRACE_ID = trace;
  else delete process.env._X_AMZN_TRACE_ID;
  const path = `/invocation/${headers["lambda-runtime-aws-request-id"]}`;
  const delivery = headers["lambda-runtime-invocation-id"];
  const echo = delivery === undefined ? {} : { "lambda-runtime-invocation-id": delivery };
  /** @type {string} */
  let answer;
  try {
    const result = await handler(JSON.parse(body), contextOf(headers));
    answer = textOf(result);
  } catch (error) {
    await report(`${path}/error`, error, echo);
    return;
  }
  await post(`${path}/response`, answer, echo);
}

const root = process.env.LAMBDA_TASK_ROOT ?? process.cwd();
/** @type {Handler} */
let handler;
try {
  handler = await loadHandler(root, process.env._HANDLER ?? process.argv[2] ?? "");
} catch (error) {
  await report("/init/error", error);
  throw error; // Node prints it and ends with 1, as after any error outside an invocation
}
for (;;) await serveOne(handler);

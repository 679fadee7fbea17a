// Signs the requests of generate.py with the JavaScript run time; exits 1 at the first that differs.
import { createInterface } from "node:readline";
import { invocationPath, signedHeaders } from "../../runtimes/node/src/bridge/sigv4.js";

let count = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const asked = JSON.parse(line);
  const keys = {
    accessKeyId: asked.access_key,
    secretAccessKey: asked.secret_key,
    sessionToken: asked.token,
  };
  const path = invocationPath(asked.name);
  const payload = Buffer.from(asked.payload_hex, "hex");
  const { region, host, date, invocation_type: invocation } = asked;
  const headers = signedHeaders(keys, region, host, path, payload, date, invocation);
  const authorization = headers.at(-1)?.[1];
  if (path !== asked.path || authorization !== asked.authorization) {
    process.stderr.write(`differs: ${line}\npath ${path}\nauthorization ${authorization}\n`);
    process.exitCode = 1;
    break;
  }
  count += 1;
}
process.stdout.write(`${count} requests\n`);
process.stdin.destroy();

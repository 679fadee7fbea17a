// Which certificates an https peer may show: Node's own roots, or the bundle that the environment names.
import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { UsageError } from "../core/errors/tree.js";

/** @type {{ names: string, bundle: string[] | undefined } | undefined} */
let loaded;

/**
 * Options of `tls.connect` for a host; the certificate is always checked.
 * @param {string} host
 * @returns {import("node:tls").ConnectionOptions}
 */
export function tlsOptions(host) {
  const ca = bundleOf(process.env);
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(isIP(host) === 0 ? { servername: host } : {}),
    ALPNProtocols: ["http/1.1"],
    rejectUnauthorized: true, // also where NODE_TLS_REJECT_UNAUTHORIZED=0 would switch it off
  };
}

/**
 * AWS_CA_BUNDLE or SSL_CERT_FILE stand in place of the roots, as in boto3 and OpenSSL; NODE_EXTRA_CA_CERTS,
 * which Node itself adds to its roots alone, is added to them too.
 * @param {NodeJS.ProcessEnv} environment
 * @returns {string[] | undefined} undefined: Node's own roots
 */
function bundleOf(environment) {
  const instead = environment.AWS_CA_BUNDLE || environment.SSL_CERT_FILE;
  if (!instead) return undefined;
  const files = [instead, environment.NODE_EXTRA_CA_CERTS ?? ""].filter((name) => name !== "");
  const names = files.join("\n");
  if (loaded?.names !== names) loaded = { names, bundle: files.map(readBundle) };
  return loaded.bundle;
}

/** @param {string} file */
function readBundle(file) {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const detail = `the certificate bundle ${file} cannot be read: ${/** @type {Error} */ (error).message}`;
    throw new UsageError("PC7004", { detail });
  }
}

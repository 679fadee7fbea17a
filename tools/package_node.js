// Builds the npm package as it is published: one file for what every stub loads, the rest beside it.
//
//   node tools/package_node.js [FOLDER]      default: runtimes/node/dist
//
// A module costs a cold start a third of a millisecond to find, read and link, and comments another
// millisecond, so the runtime ships as few files and not as its sources. Nothing is renamed: a stack
// trace of a shipped agent reads like the source.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rollup } from "rollup";

const ROOT = fileURLToPath(new URL("..", import.meta.url));
const SOURCE = join(ROOT, "runtimes/node");
const SHARED = "stub"; // the entry that every agent loads holds what it shares with the others

/** @typedef {{ types: string, default: string }} Target */

/** @param {string} folder */
async function main(folder) {
  const manifest = JSON.parse(readFileSync(join(SOURCE, "package.json"), "utf8"));
  /** @type {[string, Target][]} */
  const targets = Object.entries(manifest.exports).filter(([, to]) => typeof to === "object");
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const bare = mkdtempSync(join(tmpdir(), "peercontract-"));
  try {
    typescript("--outDir", join(folder, "types"));
    const scripts = ["--declaration", "false", "--emitDeclarationOnly", "false"];
    typescript("--outDir", join(bare, "src"), "--removeComments", ...scripts);
    for (const { name, code } of await bundle(bare, targets)) {
      writeFileSync(join(folder, name), code);
    }
  } finally {
    rmSync(bare, { recursive: true });
  }
  const exports = Object.fromEntries(
    targets.map(([key, { types }]) => [key, { types, default: `./${entryName(key)}.js` }]),
  );
  const { private: _, scripts, ...published } = manifest;
  published.exports = { ...exports, "./package.json": "./package.json" };
  published.files = ["*.js", "types"];
  writeFileSync(join(folder, "package.json"), `${JSON.stringify(published, null, 2)}\n`);
  copyFileSync(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
}

/** @param {...string} options  beside those of the runtime's own project */
function typescript(...options) {
  const tsc = join(ROOT, "node_modules/.bin/tsc");
  execFileSync(tsc, ["-p", join(SOURCE, "tsconfig.json"), ...options], { stdio: "inherit" });
}

/**
 * @param {string} folder  of the modules, laid out as the sources are
 * @param {[string, Target][]} targets
 * @returns {Promise<{ name: string, code: string }[]>}
 */
async function bundle(folder, targets) {
  const input = Object.fromEntries(
    targets.map(([key, to]) => [entryName(key), join(folder, to.default)]),
  );
  const build = await rollup({
    input,
    external: /^node:/,
    preserveEntrySignatures: "allow-extension", // an entry may give the others more than it shows
    treeshake: { moduleSideEffects: false },
    onwarn(warning) {
      throw new Error(warning.message);
    },
  });
  /** @type {Set<string>} */
  const shared = new Set();
  const { output } = await build.generate({
    format: "es",
    freeze: false, // of namespaces, which only core.js hands out
    generatedCode: "es2015",
    entryFileNames: "[name].js",
    chunkFileNames: "[name].js",
    minifyInternalExports: false,
    manualChunks(id, { getModuleInfo }) {
      if (shared.size === 0) reach(String(input[SHARED]), getModuleInfo, shared);
      return shared.has(id) ? SHARED : undefined;
    },
  });
  await build.close();
  return output.map((file) => {
    if (file.type !== "chunk") throw new Error(`${file.fileName} is no module`);
    return { name: file.fileName, code: file.code };
  });
}

/**
 * Collects a module and all that it imports, now and not later.
 * @param {string} id
 * @param {import("rollup").GetModuleInfo} getModuleInfo
 * @param {Set<string>} found
 */
function reach(id, getModuleInfo, found) {
  if (found.has(id)) return;
  found.add(id);
  for (const imported of getModuleInfo(id)?.importedIds ?? []) {
    reach(imported, getModuleInfo, found);
  }
}

/** @param {string} key  of `exports`: `.` or `./name` */
function entryName(key) {
  return key === "." ? "index" : basename(key);
}

await main(resolve(process.argv[2] ?? join(SOURCE, "dist")));

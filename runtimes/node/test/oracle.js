// Where the public test suites lie that are too large for the repository: a folder beside the checkout.
import { existsSync, readdirSync, readFileSync } from "node:fs";

const FOLDER = new URL("../../../../shared/oracle/json/", import.meta.url);

/** Why an oracle test is left out, or false: `node --test` shows the reason. */
export const absent = existsSync(FOLDER) ? false : "the oracle folder is not beside this checkout";

/** @param {string} folder @returns {[string, Buffer][]} names and contents */
export function files(folder) {
  const place = new URL(`${folder}/`, FOLDER);
  return readdirSync(place).map((name) => [
    name,
    readFileSync(new URL(encodeURIComponent(name), place)),
  ]);
}

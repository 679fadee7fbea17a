// Writes the validators of ajv into the bench's folder: `prepare.js FOLDER`.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { ajvSource } from "./rivals.js";

const folder = String(process.argv[2]);
writeFileSync(join(folder, "ajv.cjs"), ajvSource(false));
writeFileSync(join(folder, "ajv_own.cjs"), ajvSource(true));

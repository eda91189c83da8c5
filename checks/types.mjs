/** The types that Strawberry's code generator makes of a query compile, in Python and in TypeScript. */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/** @param {string} out folder to write the types into */
export function types(out) {
  mkdirSync(out, { recursive: true });
  const python = process.env.PYTHON ?? "python";
  run(python, `${HERE}generate_types.py`, out);
  run(python, "-m", "mypy", "--strict", "--config-file=", `${out}/codegen.py`);
  run(`${HERE}node_modules/.bin/tsc`, "--noEmit", "--strict", "--ignoreConfig", `${out}/codegen.ts`);
  return "the generated types compile, in Python and in TypeScript";
}

function run(command, ...options) {
  try {
    execFileSync(command, options, { encoding: "utf-8", stdio: "pipe" });
  } catch (error) {
    throw new Error(`${command} ${options.join(" ")}: ${error.stdout}${error.stderr}`);
  }
}

/** The schema rules of @graphql-eslint, recommended and Relay's, on the schema that the server serves. */
import { mkdirSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { ESLint } from "eslint";

import { request } from "./server.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));

/**
 * @param {string} address of the server
 * @param {string} out folder, inside this one, to put the schema into
 */
export async function lint(address, out) {
  mkdirSync(out, { recursive: true });
  writeFileSync(`${out}/schema.graphql`, await (await request(`${address}/schema.graphql`)).text());
  const eslint = new ESLint({ cwd: HERE, ignore: false });
  const results = await eslint.lintFiles([`${out}/schema.graphql`]);
  const problems = results.flatMap((result) => result.messages);
  if (results.length !== 1) throw new Error("the schema was not looked at");
  if (problems.length > 0) throw new Error((await eslint.loadFormatter("stylish").then((form) => form.format(results))));
  return "no problem by the recommended and the Relay rules";
}

/**
 * Runs every check that needs Node.js, against one real server; ends with 1 when one fails.
 *
 * node run.mjs [NAME…]: only checks whose name begins so.
 */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { audits } from "./audits.mjs";
import { curl, python, urql } from "./clients.mjs";
import { explorer } from "./explorer/checks.mjs";
import { browse } from "./explorer/opening.mjs";
import { graphiql, graphiqlWithKey } from "./graphiql.mjs";
import { lint } from "./lint.mjs";
import { plot } from "./plot.mjs";
import { serve } from "./server.mjs";
import { types } from "./types.mjs";

const OUT = fileURLToPath(new URL("out", import.meta.url));

mkdirSync(OUT, { recursive: true });
const { address, stop } = await serve();
const browser = await browse();
const checks = {
  audits: () => audits(address),
  urql: () => urql(address),
  gql: () => python(address),
  curl: () => curl(address),
  lint: () => lint(address, OUT),
  types: () => types(OUT),
  graphiql: () => graphiql(browser, address, OUT),
  key: () => graphiqlWithKey(browser, OUT),
  ...explorer(browser, address, OUT),
  plot: () => plot(OUT),
};
const only = process.argv.slice(2);
const wanted = Object.entries(checks).filter(([name]) => only.length === 0 || only.some((one) => name.startsWith(one)));
let failed = 0;
try {
  for (const [name, check] of wanted) {
    const began = performance.now();
    try {
      console.log(`${name}: ${await check()} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.error(`${name} FAILED: ${error.message}`);
    }
  }
} finally {
  await Promise.all([browser.close(), stop()]);
}
process.exit(failed > 0 || wanted.length === 0 ? 1 : 0);

/** Runs every check that needs Node.js, against one real server; ends with 1 when one fails. */
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";

import { audits } from "./audits.mjs";
import { browser } from "./browser.mjs";
import { curl, python, urql } from "./clients.mjs";
import { lint } from "./lint.mjs";
import { serve } from "./server.mjs";
import { types } from "./types.mjs";

const OUT = fileURLToPath(new URL("out", import.meta.url));

mkdirSync(OUT, { recursive: true });
const { address, stop } = await serve();
const checks = {
  audits: () => audits(address),
  urql: () => urql(address),
  gql: () => python(address),
  curl: () => curl(address),
  lint: () => lint(address, OUT),
  types: () => types(OUT),
  browser: () => browser(address, OUT),
};
let failed = 0;
try {
  for (const [name, check] of Object.entries(checks)) {
    const began = performance.now();
    try {
      console.log(`${name}: ${await check()} (${((performance.now() - began) / 1000).toFixed(1)} s)`);
    } catch (error) {
      failed += 1;
      console.error(`${name} FAILED: ${error.message}`);
    }
  }
} finally {
  stop();
}
process.exit(failed > 0 ? 1 : 0);

/** The package, built where there is Node.js and installed where there is none, brings all of its pages along. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

import { serve } from "../server.mjs";
import { equal, visiting, wanted } from "./opening.mjs";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
const PYTHON = process.env.PYTHON ?? "python";

const PLOT = `
import sys, graph_data as gd
gd.load().plot("cluster:indescat").save(sys.argv[1])
`;

/**
 * Source package, wheel from it, clean environment, server, browser.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} out folder to build in
 */
export async function wheel(browser, out) {
  const [packages, clean, nothing] = ["dist", "clean", "nothing"].map((name) => join(out, name));
  for (const folder of [packages, clean]) rmSync(folder, { recursive: true, force: true });
  mkdirSync(nothing, { recursive: true });
  const env = { ...process.env, PATH: nothing, PIP_DISABLE_PIP_VERSION_CHECK: "1" }; // no Node.js, no npm
  run(PYTHON, ["-m", "build", "--sdist", "--outdir", packages, ROOT], process.env);
  run(PYTHON, ["-m", "pip", "wheel", "--no-deps", "--wheel-dir", packages, the(packages, ".tar.gz")], env);
  run(PYTHON, ["-m", "venv", clean], env);
  run(join(clean, "bin", "python"), ["-m", "pip", "install", the(packages, ".whl")], env);
  const plotted = join(out, "plotted.html");
  run(join(clean, "bin", "python"), ["-c", PLOT, plotted], env);
  wanted(statSync(plotted).size > 100_000, "kg.plot of the installed package makes a page");
  const { address, stop } = await serve([], { command: join(clean, "bin", "synergraph"), env });
  try {
    await visiting(browser, address, {}, async (visit) => {
      await visit.open("/organisation/cluster:indescat");
      equal(await visit.heading, visit.answer("Organisation").organisation.name, "heading of the installed explorer");
    });
    await visiting(browser, address, {}, async ({ page }) => {
      await page.goto(`${address}/graphiql/`);
      await page.locator(".graphiql-execute-button").waitFor();
    });
  } finally {
    await stop();
  }
  rmSync(clean, { recursive: true });
  return `source package, wheel from it without Node.js, installed without Node.js: explorer, GraphiQL and plots are there`;
}

function the(folder, ending) {
  const found = readdirSync(folder).filter((name) => name.endsWith(ending));
  wanted(found.length === 1, `${folder} has ${found.length} files *${ending}`);
  return join(folder, found[0]);
}

function run(command, options, env) {
  try {
    execFileSync(command, options, { encoding: "utf-8", env, stdio: "pipe" });
  } catch (error) {
    throw new Error(`${command} ${options.join(" ")}: ${`${error.stdout}${error.stderr}`.slice(-2000)}`);
  }
}

/**
 * The pages that `kg.plot` makes, in Chromium, from a file and without a network: each shows itself whole, with every
 * tab, asks nobody for anything, breaks no policy, and says in words what is not in it.
 */
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { pathToFileURL } from "node:url";

import { browse, Visit } from "./explorer/opening.mjs";

const PYTHON = process.env.PYTHON ?? "python3";

/** What is plotted, with a text that its page must show. */
const PLOTS = {
  organisation: { ids: ["cluster:indescat"], shows: "INDESCAT" },
  pair: { ids: ["cluster:indescat", "cluster:epsi"], shows: "Absorbability" },
  consortium: { ids: ["cluster:indescat", "cluster:epsi", "cluster:cluster-montagne"], shows: "Cluster Montagne" },
  partnership: { ids: ["partnership:smartsports4goodlife"], shows: "SmartSports4GoodLife" },
  term: { ids: ["sector:automotive"], shows: "Automotive" },
  region: { ids: ["region:ES51"], shows: "Cataluña" },
  chain: { ids: ["value-chain:sport"], shows: "Inputs" },
  stage: { ids: ["stage:sport/inputs"], shows: "Inputs" },
};

const WRITE = `
import json, sys
import graph_data as gd
kg = gd.load()
for path, ids in json.loads(sys.argv[1]).items():
    kg.plot(*ids).save(path)
`;

/** @param {string} out folder for the pages and their pictures */
export async function plot(out) {
  mkdirSync(`${out}/plots`, { recursive: true });
  const paths = Object.fromEntries(Object.entries(PLOTS).map(([name, { ids }]) => [`${out}/plots/${name}.html`, ids]));
  execFileSync(PYTHON, ["-c", WRITE, JSON.stringify(paths)]);
  const browser = await browse();
  try {
    for (const [name, { shows }] of Object.entries(PLOTS)) await open(browser, `${out}/plots/${name}`, shows);
  } finally {
    await browser.close();
  }
  return `${Object.keys(PLOTS).length} pages, from files and without a network`;
}

async function open(browser, path, shows) {
  const visit = await Visit.begin(browser, pathToFileURL(`${path}.html`).href, { offline: true });
  const { page } = visit;
  try {
    await page.goto(visit.address);
    await settled(page);
    const views = [await page.locator("main").innerText()];
    for (const tab of await page.getByRole("tab").all()) {
      await tab.click();
      await settled(page);
      views.push(await page.locator("main").innerText());
    }
    await page.screenshot({ path: `${path}.png`, fullPage: true });
    const network = page.getByRole("link", { name: "Network" });
    if ((await network.count()) > 0) {
      await network.first().click();
      await settled(page);
      views.push(await page.locator("main").innerText());
      await page.screenshot({ path: `${path}-network.png` });
    }
    if (!views[0].includes(shows)) visit.note(`does not show ${shows}`);
    const missing = views.filter((text) => text.includes("not in this file") || text.includes("No such page"));
    if (missing.length > 0) visit.note(`misses an answer: ${missing[0].slice(0, 2000)}`);
    await page.goto(`${visit.address}#/organisation/cluster:nobody`);
    await settled(page);
    if (!(await page.locator("main").innerText()).includes("not in this file")) visit.note("hides that it is a file");
  } finally {
    await page.context().close();
  }
  if (visit.problems.length > 0) throw new Error(`${path}: ${visit.problems.join("; ")}`);
}

async function settled(page) {
  await page.waitForFunction(() => {
    const heading = document.querySelector("main h1");
    return heading && heading.textContent !== "Loading…" && !document.querySelector("main .loading, main [aria-busy=true]");
  });
}

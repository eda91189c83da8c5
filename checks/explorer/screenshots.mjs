/**
 * Pictures of every view, light and dark, and some as on a phone, in checks/out/images; those that the documentation
 * shows go to docs/images as well.
 *
 * node checks/explorer/screenshots.mjs [ADDRESS]: of a server that runs, or of one that it starts and stops. pngquant, where
 * it is installed, makes those of the documentation smaller.
 */
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

import { serve } from "../server.mjs";
import { THEMES } from "./accessibility.mjs";
import { ask } from "./asking.mjs";
import { browse, visiting } from "./opening.mjs";
import { VIEWS } from "./views.mjs";

const OUT = fileURLToPath(new URL("../out/images", import.meta.url));
const DOCS = fileURLToPath(new URL("../../docs/images", import.meta.url));
const PHONE = { viewport: { width: 390, height: 844 }, isMobile: true, hasTouch: true };
const ON_A_PHONE = ["landing", "organisation-partners"];
const DOCUMENTED = [
  "landing-light",
  "organisation-partners-light",
  "synergy-light",
  "why-dark",
  "partnership-what-if-light",
  "value-chain-light",
  "network-dark",
];
const LARGEST = 150_000; // bytes of a picture in the documentation

/** Further places: a view in the middle of what one does with it. */
const PLACES = [
  ...VIEWS,
  {
    name: "partnership-what-if",
    path: "/partnership/partnership:smartsports4goodlife?add=cluster:cordis-939128878",
    at: "#what-if",
  },
];

/** What lies below the fold is scrolled to. */
function below(name, path) {
  if (name === "network") return "figure.network";
  return name.startsWith("partnership-") && path.includes("tab=") ? '[role="tablist"]' : null;
}

for (const folder of [OUT, DOCS]) mkdirSync(folder, { recursive: true });
const server = process.argv[2] ? { address: process.argv[2], stop: () => {} } : await serve();
const browser = await browse();
try {
  await ask(server.address, "Files", {}); // worked out once, which takes its time
  for (const colorScheme of THEMES) await pictures(PLACES, colorScheme, { colorScheme });
  const few = VIEWS.filter(({ name }) => ON_A_PHONE.includes(name));
  await pictures(few, "phone", PHONE);
} finally {
  await browser.close();
  await server.stop();
}

async function pictures(views, ending, options) {
  await visiting(browser, server.address, options, async (visit) => {
    for (const { name, path, at = below(name, path) } of views) {
      const file = join(OUT, `${name}-${ending}.png`);
      await visit.open(path);
      if (at) await visit.page.locator(at).evaluate((element) => element.scrollIntoView());
      await visit.page.screenshot({ path: file });
      if (DOCUMENTED.includes(basename(file, ".png"))) keep(file);
    }
  });
}

function keep(file) {
  const kept = join(DOCS, basename(file));
  copyFileSync(file, kept);
  try {
    execFileSync("pngquant", ["--force", "--strip", "--skip-if-larger", "--output", kept, "128", kept], { stdio: "ignore" });
  } catch {
    // without it, or where it would gain nothing, the picture stays as it is
  }
  const { size } = statSync(kept);
  if (size > LARGEST) throw new Error(`${kept} has ${size} bytes, more than ${LARGEST}: install pngquant`);
}

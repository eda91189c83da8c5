/**
 * How quickly the explorer answers on a large dataset: from opening a view to seeing it, and from a gesture that needs no
 * request to seeing its effect.
 *
 * node checks/explorer/responsive.mjs ADDRESS | FOLDER [TIMES]: of a server that runs, or of a dataset to be served.
 * Prints the median and the 95th percentile of each, in milliseconds; the first time of all is left out. Ends with 1 where
 * the median of the first view is above a second, or that of a gesture above a tenth of one.
 */
import { serve } from "../server.mjs";
import { browse, visiting } from "./opening.mjs";

const [place, times = "15"] = process.argv.slice(2);
const TIMES = Number(times);
const [FIRST_VIEW, GESTURE] = [1000, 100]; // milliseconds

/** Views, opened as from a bookmark: each time the page is loaded anew, from the browser's cache where it may. */
const OPENED = ["/", "/organisations", "/search?text=sport", "/dataset"];

const INTERACTIONS = {
  "sort a table": ["/organisations", (page) => page.locator("button.sort").first(), "click"],
  "switch the theme": ["/organisations", (page) => page.getByLabel("Theme"), "theme"],
  "filter the matrix": ["/", (page) => page.getByLabel("Only terms with"), "type"],
  "change a tab": [null, (page) => page.getByRole("tab"), "tabs"],
  "open view as code": ["/organisations", (page) => page.getByRole("button", { name: "View as code" }).first(), "dialog"],
};

if (!place) throw new Error("say the address of a server or the folder of a dataset");
const server = place.startsWith("http") ? { address: place, stop: () => {} } : await serve([place], { patient: false });
const browser = await browse();
try {
  await visiting(browser, server.address, {}, async (visit) => {
    visit.page.setDefaultTimeout(120_000);
    await visit.open("/organisations?order=PARTNERSHIP_COUNT");
    const [{ id, name }] = visit.answer("Organisations").organisations.nodes;
    console.log(`${visit.answer("Organisations").organisations.totalCount} organisations; the largest is ${name}`);
    const tabs = ["partners", "partnerships"].map((tab) => `/organisation/${id}?tab=${tab}`);
    const largest = [`/organisation/${id}`, ...tabs, `/network/${id}`];
    for (const path of [...OPENED, ...largest]) {
      report(`open ${path}`, await opening(visit, path), path === "/" ? FIRST_VIEW : Number.POSITIVE_INFINITY);
    }
    for (const [label, [path, find, how]] of Object.entries(INTERACTIONS)) {
      report(label, await interacting(visit, path ?? `/organisation/${id}`, find, how), GESTURE);
    }
  });
} finally {
  await browser.close();
  await server.stop();
}

async function opening(visit, path) {
  const found = [];
  for (let turn = 0; turn <= TIMES; turn += 1) {
    await visit.page.goto("about:blank");
    await visit.page.goto(`${visit.address}/#${path}`, { waitUntil: "commit" });
    found.push(await visit.page.evaluate(untilShown));
    await visit.settled();
  }
  return found;
}

async function interacting(visit, path, find, how) {
  const { page } = visit;
  await visit.open(path);
  await find(page).first().waitFor();
  if (how === "tabs") {
    const count = await find(page).count();
    for (let turn = 0; turn < count; turn += 1) {
      await find(page).nth(turn).click();
      await visit.settled(); // what every tab asks is kept from now on
    }
  }
  const found = [];
  for (let turn = 0; turn <= TIMES; turn += 1) {
    const target = how === "tabs" ? find(page).nth(turn % 2) : find(page);
    found.push(await target.evaluate(untilPainted, { how, turn }));
    if (how === "dialog") await page.keyboard.press("Escape");
  }
  return found;
}

/** Runs in the page: milliseconds from the start of the navigation until the view stands there and nothing is awaited. */
function untilShown() {
  return new Promise((resolve) => {
    const look = () => {
      const main = document.querySelector("main");
      const heading = main?.querySelector("h1")?.textContent ?? "";
      const waits = !heading || heading === "Loading…" || main.querySelector('.loading, [aria-busy="true"]');
      if (waits) requestAnimationFrame(look);
      else resolve(performance.now());
    };
    look();
  });
}

/** Runs in the page: milliseconds from a gesture until the frame after the next has begun, so that one was painted. */
function untilPainted(element, { how, turn }) {
  const began = performance.now();
  if (how === "theme") {
    element.value = ["dark", "light"][turn % 2];
    element.dispatchEvent(new Event("change", { bubbles: true }));
  } else if (how === "type") {
    element.value = ["tex", "se", "", "agri"][turn % 4];
    element.dispatchEvent(new Event("input", { bubbles: true }));
  } else element.click();
  return new Promise((resolve) => {
    requestAnimationFrame(() => requestAnimationFrame(() => resolve(performance.now() - began)));
  });
}

function report(label, [, ...found], most) {
  const sorted = found.toSorted((one, other) => one - other);
  const at = (share) => Math.round(sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)]);
  if (at(0.5) > most) process.exitCode = 1;
  console.log(`${label.padEnd(60)} median ${String(at(0.5)).padStart(5)} ms   95 % ${String(at(0.95)).padStart(5)} ms`);
}

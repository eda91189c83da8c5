/** Every view by its address: what it shows, asks and saves, who can read it, and the same on a phone, loaded again. */
import { accessible } from "./accessibility.mjs";
import { askedTheSame } from "./asking.mjs";
import { savedAsShown } from "./exports.mjs";
import { equal, squeezed, visiting, wanted } from "./opening.mjs";
import { VIEWS } from "./views.mjs";

const DESK = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };

/** Look at every view, in two windows at a time; all that is wrong is told at the end. */
export async function everyView(browser, address) {
  const halves = [0, 1].map((half) => VIEWS.filter((_, index) => index % 2 === half));
  const looked = await Promise.all(halves.map((half) => lookAtAll(browser, address, half)));
  const problems = looked.flatMap((half) => half.problems);
  if (problems.length > 0) throw new Error(`\n    ${problems.join("\n    ")}`);
  const [rows, files] = ["rows", "files"].map((key) => looked.reduce((sum, half) => sum + half[key], 0));
  const said = [
    `${VIEWS.length} views show what the API answers (${rows} rows compared), and again on a phone`,
    `${files} files of their tables are as shown`,
    "axe finds no violation, light or dark",
  ];
  return said.join("; ");
}

async function lookAtAll(browser, address, views) {
  const found = { rows: 0, files: 0, problems: [] };
  await visiting(browser, address, {}, async (visit) => {
    for (const view of views) {
      try {
        const { rows, files } = await look(visit, view);
        found.rows += rows;
        found.files += files;
      } catch (error) {
        found.problems.push(`${view.name}: ${error.message}`);
      }
    }
    found.problems.push(...visit.problems.splice(0));
  });
  return found;
}

async function look(visit, view) {
  const { page } = visit;
  await page.setViewportSize(DESK);
  await visit.open(view.path);
  equal(visit.path, view.path, "address");
  const rows = await shows(visit, view);
  await askedTheSame(visit);
  await accessible(page);
  const tables = await page.locator(".table").all();
  for (const table of tables) await savedAsShown(visit, table);
  const before = asked(visit);
  await page.setViewportSize(PHONE);
  await visit.reload();
  await shows(visit, view);
  equal(asked(visit), before, "what it asks, loaded again");
  const [within, all] = await page.evaluate(() => [innerWidth, document.documentElement.scrollWidth]);
  wanted(all <= within, `it is ${all} pixels wide where there are ${within}`);
  return { rows, files: 2 * tables.length };
}

function asked(visit) {
  return visit.asked.map(({ name, variables, body }) => JSON.stringify([name, variables, body.data])).toSorted();
}

/** Compare a view with what it was answered, and return how many rows were compared. */
async function shows(visit, { heading, shows: texts = () => [], tables = () => ({}) }) {
  const said = (name) => visit.answer(name);
  const title = heading(said);
  equal(await visit.heading, title, "heading");
  equal(await visit.page.title(), `${title} · Synergraph`, "title");
  const seen = await visit.text();
  for (const text of texts(said).filter(isKnown)) wanted(seen.includes(squeezed(text)), `does not show “${text}”`);
  let count = 0;
  for (const [name, rows] of Object.entries(tables(said))) {
    const shown = await rowsOf(visit.page, name);
    equal(shown.length, rows.length, `rows of ${name}`);
    for (const [index, row] of rows.entries()) {
      const lacks = row.filter(isKnown).find((text) => !shown[index].includes(squeezed(text)));
      wanted(lacks === undefined, `row ${index + 1} of ${name} lacks “${lacks}”: ${shown[index]}`);
    }
    count += rows.length;
  }
  return count;
}

function isKnown(text) {
  return text !== null;
}

/** Return the rows of a table, each as one text. */
export async function rowsOf(page, name) {
  const table = page.locator(`table:has(#caption-${name})`);
  return (await table.locator("tbody tr").allInnerTexts()).map(squeezed);
}

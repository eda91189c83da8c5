/** Files that the explorer saves: downloaded, opened, read back, and compared with what is shown. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { equal, squeezed, visiting, wanted } from "./opening.mjs";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const PNG = "89504e470d0a1a0a";

/** Save a table as CSV and JSON: both have the rows that are shown, in the same order. */
export async function savedAsShown(visit, table) {
  const buttons = ["CSV", "JSON"].map((format) => table.getByRole("button", { name: new RegExp(`^${format}: save`) }));
  const [csv, json] = [await visit.download(buttons[0]), await visit.download(buttons[1])];
  equal(csv.name.replace(/csv$/, "json"), json.name, `${visit.path}: names of the files`);
  const [header, ...lines] = parsed(csv.content.toString("utf-8"));
  const objects = JSON.parse(json.content);
  equal(lines.length, objects.length, `${visit.path}: rows of ${csv.name} and ${json.name}`);
  for (const [index, object] of objects.entries()) {
    equal(Object.keys(object), header, `${visit.path}: columns of ${json.name}`);
    equal(lines[index], Object.values(object).map(cell), `${visit.path}: row ${index + 1} of ${csv.name}`);
  }
  await compareWithPage(visit, table, csv.name, objects);
}

/** What heads each row of the page begins with a text of the row of the file at the same place. */
async function compareWithPage(visit, table, file, objects) {
  if (file === "matrix.csv") return; // a row of the file is a cell of the page; `matrix` below compares them
  const heads = (await table.locator("tbody tr > th[scope=row]").allInnerTexts()).map((text) => squeezed(text).toLowerCase());
  const counts = file === "counts.csv" ? await table.locator("tbody td").allInnerTexts() : []; // it says kinds in the plural
  equal(heads.length, objects.length, `${visit.path}: rows shown and saved in ${file}`);
  for (const [index, head] of heads.entries()) {
    const texts = Object.values(objects[index]).filter((value) => typeof value === "string" && value !== "");
    const held = texts.some((value) => head.startsWith(said(value))) || (file === "counts.csv" && counts[index] === said(objects[index].count));
    wanted(held, `${visit.path}: ${file} has ${JSON.stringify(objects[index])} where the page has ${head}`);
  }
}

function said(value) {
  const text = typeof value === "number" ? value.toLocaleString("en-GB") : String(value).replaceAll("_", " ");
  return squeezed(text).toLowerCase();
}

/** Return a value as CSV writes it; what a spreadsheet would take for a formula is kept text by an apostrophe. */
function cell(value) {
  if (value === null) return "";
  return typeof value === "string" && /^'*[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
}

/** Read CSV as RFC 4180 says. */
export function parsed(text) {
  const rows = [[]];
  const cells = /(?:"((?:[^"]|"")*)"|([^",\n]*))(,|\n)/gy;
  for (let found = cells.exec(text); found; found = cells.exec(text)) {
    rows.at(-1).push(found[1]?.replaceAll('""', '"') ?? found[2]);
    if (found[3] === "\n") rows.push([]);
  }
  wanted(rows.pop().length === 0, `this is no CSV: ${text.slice(-200)}`);
  return rows;
}

/** The matrix of the landing page: each cell that is shown is a row of the file, and a group that the API counts. */
export async function matrix(browser, address) {
  const counts = [];
  await visiting(browser, address, {}, async (visit) => {
    const { page } = visit;
    for (const terms of ["tex", ""]) {
      await visit.open(`/?terms=${terms}`);
      counts.push(await comparedCells(visit));
    }
    const first = page.locator(".table:has(#caption-matrix) td a").first();
    const label = await first.getAttribute("aria-label");
    await first.click();
    await visit.settled();
    const { totalCount } = visit.answer("Organisations").organisations;
    wanted(label.startsWith(`${totalCount} in `), `${label} led to ${totalCount} organisations`);
  });
  return `${counts.join(" and ")} cells of the matrix, saved as shown, as the API counts; a cell leads to as many organisations`;
}

async function comparedCells(visit) {
  const table = visit.page.locator(".table", { has: visit.page.locator("#caption-matrix") });
  const { content } = await visit.download(table.getByRole("button", { name: /^JSON/ }));
  const saved = JSON.parse(content).map((cell) => `${cell.count} in ${cell.sector} and ${cell.technology_field}`);
  const shown = await table.locator("td a").evaluateAll((links) => links.map((link) => link.getAttribute("aria-label")));
  equal(shown.toSorted(), saved.toSorted(), "cells shown and saved");
  const [fields, sectors] = await Promise.all(["thead th .entity a", "tbody th .entity a"].map((of) => table.locator(of).allInnerTexts()));
  const { groups } = visit.answer("Matrix").organisations.aggregate.groups;
  const counted = groups
    .map(({ count, keys }) => [count, ...["SECTOR", "TECHNOLOGY_FIELD"].map((of) => keys.find((key) => key.dimension === of)?.entity?.name)])
    .filter(([, sector, field]) => sectors.includes(sector) && fields.includes(field))
    .map(([count, sector, field]) => `${count} in ${sector} and ${field}`);
  equal(shown.toSorted(), counted.toSorted(), "cells shown, and what the API counts in their rows and columns");
  return shown.length;
}

/** Sorting changes the files as it changes the table. */
export async function sorted(browser, address) {
  await visiting(browser, address, {}, async (visit) => {
    await visit.open("/organisation/cluster:indescat?tab=partners&sort-partners=score");
    const { content } = await visit.download(visit.page.getByRole("button", { name: /^JSON/ }));
    const scores = JSON.parse(content).map(({ score }) => score);
    equal(scores, scores.toSorted((one, other) => one - other), "scores, sorted upwards");
  });
  return "a table sorted on the page is saved as sorted";
}

/** The network: picture, drawing, graph and tables of the same nodes. */
export async function network(browser, address) {
  let said = "";
  await visiting(browser, address, {}, async (visit) => {
    const { page } = visit;
    await visit.open("/network/cluster:indescat");
    const save = (format) => visit.download(page.getByRole("button", { name: new RegExp(`^${format}: save`) }).first());
    const [png, svg, gexf] = [await save("PNG"), await save("SVG"), await save("GEXF")];
    equal(png.content.subarray(0, 8).toString("hex"), PNG, "signature of the PNG");
    const [width, height] = [png.content.readUInt32BE(16), png.content.readUInt32BE(20)];
    wanted(width >= 600 && height >= 400 && png.content.length > 5_000, `PNG of ${width} × ${height}`);
    const nodes = await nodesShown(visit);
    const drawn = await page.evaluate(shapesOf, svg.content.toString("utf-8"));
    equal(drawn.error, null, "SVG");
    wanted(nodes.every((name) => drawn.text.includes(name)), "the SVG names every node");
    const read = JSON.parse(python("read_gexf.py", gexf.content));
    equal(read.labels.toSorted(), nodes.toSorted(), "nodes of the GEXF and of the table");
    said = `${read.labels.length} nodes and ${read.edges} edges in the GEXF as networkx reads it, PNG of ${width} × ${height}, SVG`;
  });
  return said;
}

async function nodesShown({ page }) {
  const tab = page.getByRole("button", { name: "JSON: save nodes" });
  const [download] = await Promise.all([page.waitForEvent("download"), tab.click()]);
  const parts = [];
  for await (const part of await download.createReadStream()) parts.push(part);
  return JSON.parse(Buffer.concat(parts)).map(({ name }) => name);
}

/** Runs in the page: the browser parses the drawing. */
function shapesOf(text) {
  const parsedText = new DOMParser().parseFromString(text, "image/svg+xml");
  const error = parsedText.querySelector("parsererror")?.textContent ?? null;
  return { error, text: parsedText.documentElement.textContent };
}

function python(script, input) {
  return execFileSync(process.env.PYTHON ?? "python", [`${HERE}${script}`], { encoding: "utf-8", input });
}

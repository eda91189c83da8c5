/** GraphiQL in a real browser: nothing from elsewhere, nothing refused, and an example is answered. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { chromium } from "playwright-core";

const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";

// Without these, Chromium looks up hosts of its maker at every start.
const QUIET = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/**
 * @param {string} address of the server
 * @param {string} pictures folder to put screenshots into
 */
export async function browser(address, pictures) {
  const profile = mkdtempSync(join(tmpdir(), "synergraph-browser-"));
  const options = { executablePath: BROWSER, args: QUIET, viewport: { width: 1440, height: 900 } };
  const context = await chromium.launchPersistentContext(profile, options);
  try {
    const page = await context.newPage();
    const problems = watch(page, address);
    await page.goto(address, { waitUntil: "networkidle" });
    if (new URL(page.url()).pathname !== "/graphiql/") problems.push(`/ led to ${page.url()}`);
    const answer = await ask(page).catch((error) => problems.unshift(error.message) && "");
    await page.screenshot({ path: join(pictures, "graphiql.png") });
    if (problems.length > 0) throw new Error(`GraphiQL: ${problems.join("\n  ")}`);
    await page.locator('button[aria-label="Show Documentation Explorer"]').click();
    await page.getByText("Root Types").waitFor();
    await page.screenshot({ path: join(pictures, "graphiql-documentation.png") });
    if (problems.length > 0) throw new Error(`GraphiQL: ${problems.join("\n  ")}`);
    return `GraphiQL loads, asks nobody else, and answers an example (${answer.length} characters shown)`;
  } finally {
    await context.close();
    rmSync(profile, { recursive: true, force: true });
  }
}

/** Note everything that a page does wrong while it is open. */
function watch(page, address) {
  const problems = [];
  const ours = new URL(address).host;
  page.on("console", (message) => {
    if (["error", "warning"].includes(message.type())) problems.push(`console: ${message.text()}`);
  });
  page.on("pageerror", (error) => problems.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => problems.push(`failed: ${request.url()} ${request.failure()?.errorText}`));
  page.context().on("request", (request) => {
    const url = new URL(request.url());
    if (!["data:", "blob:"].includes(url.protocol) && url.host !== ours) problems.push(`asked elsewhere: ${url}`);
  });
  page.on("response", (response) => {
    if (response.status() >= 400) problems.push(`${response.status()}: ${response.url()}`);
  });
  return problems;
}

/** Run the tab that is open and return what the answer shows. */
async function ask(page) {
  const editor = page.locator(".graphiql-query-editor .view-lines");
  await editor.getByText("{").first().waitFor();
  const [response] = await Promise.all([
    page.waitForResponse((found) => found.url().endsWith("/graphql")),
    page.locator(".graphiql-execute-button").click(),
  ]);
  const body = await response.json();
  if (!body.data || body.errors) throw new Error(`the example was answered ${JSON.stringify(body).slice(0, 500)}`);
  const shown = page.locator(".graphiql-response .view-lines");
  await shown.getByText('"data"').waitFor();
  return shown.innerText();
}

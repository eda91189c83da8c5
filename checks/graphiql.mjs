/** GraphiQL in a real browser: nothing from elsewhere, nothing refused, and an example is answered. */
import { join } from "node:path";

import { visiting } from "./explorer/opening.mjs";
import { giveKey, withKey } from "./keys.mjs";

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} address of the server
 * @param {string} pictures folder to put screenshots into
 */
export async function graphiql(browser, address, pictures) {
  let answer = "";
  await visiting(browser, address, { viewport: { width: 1440, height: 900 } }, async ({ page }) => {
    await page.goto(`${address}/`);
    await page.getByRole("link", { name: "GraphiQL" }).click();
    await page.waitForURL(`${address}/graphiql/`); // not until nothing is asked: what the page before left behind may never end
    answer = await ask(page);
    await page.screenshot({ path: join(pictures, "graphiql.png") });
    await page.locator('button[aria-label="Show Documentation Explorer"]').click();
    await page.getByText("Root Types").waitFor();
    await page.screenshot({ path: join(pictures, "graphiql-documentation.png") });
  });
  return `GraphiQL loads, asks nobody else, and answers an example (${answer.length} characters shown)`;
}

/**
 * A server that wants a key: the page asks for it, once more when it does not count, and keeps it nowhere.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} pictures folder to put screenshots into
 */
export async function graphiqlWithKey(browser, pictures) {
  let answer = "";
  await withKey(browser, "/graphiql/", async (visit, key) => {
    await visit.page.locator("dialog.synergraph-key").waitFor();
    await visit.page.screenshot({ path: join(pictures, "graphiql-key.png") });
    await giveKey(visit, key);
    answer = await ask(visit.page);
  });
  return `GraphiQL asks for a key, sends it and keeps it nowhere (${answer.length} characters shown)`;
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

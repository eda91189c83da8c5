/** Opens pages of a server that wants a key. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { visiting } from "./explorer/opening.mjs";
import { serve } from "./server.mjs";

/**
 * Open a page of a server of its own, wait until it asks for the key, and check at the end that it keeps the key nowhere.
 *
 * @param {import("playwright-core").Browser} browser
 * @param {string} path of the page
 * @param {(visit: import("./explorer/opening.mjs").Visit, key: string) => Promise<void>} act
 */
export async function withKey(browser, path, act) {
  const folder = mkdtempSync(join(tmpdir(), "synergraph-keys-"));
  const file = join(folder, "keys.json");
  const command = process.env.SYNERGRAPH ?? "synergraph";
  const key = execFileSync(command, ["keys", "add", "browser", "--file", file], { encoding: "utf-8", stdio: "pipe" }).trim();
  const { address, stop } = await serve(["--api-keys", file]);
  try {
    await visiting(browser, address, {}, async (visit) => {
      visit.expected.push(/^401: /, /status of 401/); // before there is a key
      await visit.page.goto(`${address}${path}`);
      await act(visit, key);
      const kept = await visit.page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]));
      if (kept.includes(key) || kept.includes("sg_")) throw new Error(`${path} keeps the key`);
    });
  } finally {
    await stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Give a key that does not count, which is told, and then the one that does. */
export async function giveKey({ page }, key) {
  const dialog = page.locator("dialog.synergraph-key");
  await dialog.waitFor();
  await dialog.locator("input").fill("sg_unknown");
  await dialog.locator("button").click();
  await dialog.getByText("does not count").waitFor();
  await dialog.locator("input").fill(key);
  await dialog.locator("input").press("Enter");
  await dialog.waitFor({ state: "detached" });
}

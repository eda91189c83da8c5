/** The explorer on a server that wants a key, is not ready yet, or gives no more. */
import { giveKey, withKey } from "../keys.mjs";
import { equal, visiting, wanted } from "./opening.mjs";

const VIEW = "/organisation/cluster:indescat";

/** The page asks for the key once, and files and programs come with it. */
export async function withAKey(browser) {
  await withKey(browser, "/#/dataset", async (visit, key) => {
    const { page } = visit;
    await giveKey(visit, key);
    await visit.settled();
    equal(await page.getByRole("alert").count(), 0, "problems told once there is a key");
    equal(await page.locator("dialog.synergraph-key").count(), 0, "dialogs left");
    const { name, content } = await visit.download(page.getByRole("link", { name: "schema.graphql" }));
    equal(name, "schema.graphql", "the name of the file");
    wanted(content.toString().includes("type Query"), "the schema is saved");
    await page.getByRole("button", { name: "View as code" }).first().click();
    await page.getByRole("dialog").getByRole("tab", { name: "curl" }).click();
    const program = await page.getByRole("dialog").locator("pre").first().innerText();
    wanted(program.includes("Bearer $SYNERGRAPH_KEY") && !program.includes(key), `the program for curl: ${program}`);
    await page.keyboard.press("Escape");
  });
  return "the explorer asks for a key once, sends it, keeps it nowhere, and saves files with it";
}

/** What is being prepared is said to be, and asked again as often as is good; what takes too long says what to do. */
export async function notYet(browser, address) {
  await visiting(browser, address, {}, async (visit) => {
    const { page } = visit;
    let refusals = 2;
    await page.route("**/graphql", (route) => (refusals-- > 0 ? route.fulfill(refused(503, "PREPARING", 1)) : route.continue()));
    await page.goto(`${address}/#${VIEW}`);
    await page.getByText("The answer is being prepared; this page asks again by itself.").waitFor();
    await visit.settled();
    wanted(refusals < 0, "it asked again");
    equal(await page.getByRole("alert").count(), 0, "problems told once it is prepared");
  });
  await told(browser, address, refused(503, "PREPARING", 3600), "PREPARING", "Try again");
  await told(browser, address, refused(200, "TIME_LIMIT", 0), "TIME_LIMIT", "choose a filter, fewer steps");
  await told(browser, address, refused(429, "RATE_LIMITED", 600), "RATE_LIMITED", "Try again after ");
  return "what is being prepared is asked again; a limit of time or of points says what to do";
}

async function told(browser, address, answer, ...words) {
  await visiting(browser, address, {}, async (visit) => {
    visit.expected.push(/^429: /, /status of 429/);
    await visit.page.route("**/graphql", (route) => route.fulfill(answer));
    await visit.page.goto(`${address}/#${VIEW}`);
    const alert = visit.page.getByRole("alert").first();
    await alert.waitFor();
    const text = await alert.innerText();
    for (const word of words) wanted(text.includes(word), `it does not say “${word}”: ${text}`);
  });
}

function refused(status, code, seconds) {
  const errors = [{ message: "no", extensions: { code } }];
  return { status, headers: { "Retry-After": String(seconds) }, contentType: "application/json", body: JSON.stringify({ errors }) };
}

/** "View as code": the programs that a view gives run as they stand, and get what the view shows. */
import { execFileSync } from "node:child_process";

import { DOCUMENTS } from "./asking.mjs";
import { equal, visiting, wanted } from "./opening.mjs";

const PYTHON = process.env.PYTHON ?? "python";

const RUN = {
  curl: (program) => JSON.parse(run("bash", ["-c", program.replace("curl ", "curl --silent --noproxy '*' ")])).data,
  Python: (program) => JSON.parse(run(PYTHON, ["-c", program])),
  R: (program) => JSON.parse(run("Rscript", ["-e", program])),
};

/** Every sign that a shell, Python or R could take for its own. */
const SIGNS = "o'brien \"x\" \\ $HOME `id` ''' )---\" %d é";

/** Addresses of views, and the document that each asks. */
const VIEWS = {
  "/organisation/cluster:indescat": "Organisation",
  [`/search?text=${encodeURIComponent(SIGNS)}`]: "Search",
};

export async function programs(browser, address) {
  await visiting(browser, address, {}, async (visit) => {
    for (const [path, name] of Object.entries(VIEWS)) await runAsShown(visit, path, name);
    await visit.page.keyboard.press("Escape");
    await visit.page.getByRole("dialog").waitFor({ state: "hidden" });
    equal(await visit.page.evaluate(() => document.activeElement?.textContent), "View as code", "the focus, back again");
  });
  return "the document, and the programs for curl, Python and R run as shown, get what the view shows";
}

async function runAsShown(visit, path, name) {
  await visit.open(path);
  const answer = visit.answer(name);
  await visit.page.getByRole("button", { name: "View as code" }).first().click();
  const dialog = visit.page.getByRole("dialog");
  const shown = async (language) => {
    await dialog.getByRole("tab", { name: language, exact: true }).click();
    return dialog.locator("pre").first().innerText();
  };
  const text = await shown("GraphQL");
  wanted(text.startsWith(DOCUMENTS.get(name).trim()), "the document is shown as it is sent");
  for (const [language, result] of Object.entries(RUN)) {
    equal(result(await shown(language)), answer, `what the program in ${language} gets`);
  }
}

function run(command, options) {
  return execFileSync(command, options, { encoding: "utf-8" });
}

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

export async function programs(browser, address) {
  await visiting(browser, address, {}, async (visit) => {
    const { page } = visit;
    await visit.open("/organisation/cluster:indescat");
    const answer = visit.answer("Organisation");
    await page.getByRole("button", { name: "View as code" }).first().click();
    const dialog = page.getByRole("dialog");
    const shown = async (language) => {
      await dialog.getByRole("tab", { name: language, exact: true }).click();
      return dialog.locator("pre").first().innerText();
    };
    const text = await shown("GraphQL");
    wanted(text.startsWith(DOCUMENTS.get("Organisation").trim()), "the document is shown as it is sent");
    for (const [language, result] of Object.entries(RUN)) {
      equal(result(await shown(language)), answer, `what the program in ${language} gets`);
    }
    await page.keyboard.press("Escape");
    await dialog.waitFor({ state: "hidden" });
    equal(await page.evaluate(() => document.activeElement?.textContent), "View as code", "the focus, back again");
  });
  return "the document, and the programs for curl, Python and R run as shown, get what the view shows";
}

function run(command, options) {
  return execFileSync(command, options, { encoding: "utf-8" });
}

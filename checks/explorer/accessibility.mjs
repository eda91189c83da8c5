/** axe-core: what it finds on a page. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf-8");
const RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

export const THEMES = ["light", "dark"];

/** Fail if a page violates a rule, in the light or in the dark theme; the page is left light. */
export async function accessible(page) {
  await page.evaluate(AXE); // past the content security policy, as a tool of the browser does
  const problems = [];
  for (const colorScheme of THEMES) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await page.evaluate((values) => axe.run({ runOnly: { type: "tag", values } }), RULES);
    problems.push(...violations.map((violation) => `${colorScheme}: ${described(violation)}`));
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (problems.length > 0) throw new Error(problems.join("\n    "));
}

function described({ id, help, nodes: [first, ...others] }) {
  const reason = first.failureSummary.replace(/\s+/g, " ").slice(0, 300);
  return `${id} (${help}), ${others.length + 1} times; first ${first.html.slice(0, 200)}: ${reason}`;
}

/** A browser without WebGL: the network is an SVG, and everything else is as with it. */
import { network } from "./exports.mjs";
import { browse, visiting, WITHOUT_WEBGL, wanted } from "./opening.mjs";

export async function withoutWebGl(address) {
  const browser = await browse(WITHOUT_WEBGL);
  try {
    await visiting(browser, address, {}, async (visit) => {
      const { page } = visit;
      await visit.open("/network/cluster:indescat");
      const drawn = page.locator("figure.network svg[role=img]");
      await drawn.waitFor();
      const { nodes } = visit.answer("Network").subgraph;
      wanted((await page.locator("figure.network canvas").count()) === 0, "there is a canvas without WebGL");
      wanted((await page.locator("figure.network").innerText()).includes("no WebGL"), "it says why it stands still");
      await page.getByRole("button", { name: `Show ${nodes.at(-1).name} in the drawing` }).click();
      await page.getByRole("heading", { name: nodes.at(-1).name }).waitFor();
      wanted(visit.path.includes("node="), `the node chosen stands in ${visit.path}`);
    });
    return `an SVG instead of WebGL; ${await network(browser, address)}`;
  } finally {
    await browser.close();
  }
}

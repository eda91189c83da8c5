/** A partner added or taken out: the change stands in the address, and the gain is what the API says of both. */
import { ask } from "./asking.mjs";
import { rowsOf } from "./every_view.mjs";
import { equal, visiting, wanted } from "./opening.mjs";
import { share } from "./views.mjs";

const PARTNERSHIP = "partnership:smartsports4goodlife";
const MEMBERS = ["cluster:cluster-montagne", "cluster:epsi", "cluster:indescat", "cluster:mse", "cluster:sports-and-technology"];
const TAKEN_OUT = "cluster:indescat";

export async function whatIf(browser, address) {
  let said = "";
  await visiting(browser, address, {}, async (visit) => {
    const { page } = visit;
    await visit.open(`/partnership/${PARTNERSHIP}`);
    const [best] = visit.answer("Candidates").consortium.candidates;
    const { variables } = visit.asked.find(({ name }) => name === "Consortium");
    const shares = async (members) => {
      const { consortium } = await ask(address, "Consortium", { ...variables, members: members.toSorted() });
      return consortium.coveredShare;
    };
    const now = await shares(MEMBERS);

    await page.getByRole("button", { name: `What if ${best.organisation.name} joined` }).first().click();
    await visit.settled();
    wanted(visit.path.endsWith(`?add=${best.organisation.id}`), `the member added stands in ${visit.path}`);
    const added = await shares([...MEMBERS, best.organisation.id]);
    equal((added - now).toFixed(9), best.gain.toFixed(9), "the gain that the API foretold");
    await showsShares(visit, now, added, `With ${best.organisation.name}`);
    const announced = await page.locator("[aria-live=polite]").last().innerText();
    wanted(announced.includes(share(added)), `the change is said aloud: ${announced}`);
    const before = await visit.text();
    await visit.reload();
    equal(await visit.text(), before, "the change, loaded again");

    await page.getByRole("button", { name: "Undo the change" }).click();
    await visit.settled();
    equal(visit.path, `/partnership/${PARTNERSHIP}`, "the address without the change");

    const { name } = visit.answer("Partnership").partnership.partners.edges.find(({ node }) => node.id === TAKEN_OUT).node;
    await page.getByRole("button", { name: `Take out ${name}` }).click();
    await visit.settled();
    const without = await shares(MEMBERS.filter((id) => id !== TAKEN_OUT));
    await showsShares(visit, now, without, `Without ${name}`);
    await page.goBack();
    await visit.settled();
    equal(await page.locator("#caption-what-if").count(), 0, "tables of a change after going back");

    await page.getByLabel("Add an organisation").pressSequentially("silicon alps");
    await page.getByRole("option", { name: /silicon alps/i }).click();
    await visit.settled();
    wanted(/\?add=cluster:/.test(visit.path), `a member added by its name stands in ${visit.path}`);
    said = `covered share ${now.toFixed(3)}, ${added.toFixed(3)} with ${best.organisation.id}, ${without.toFixed(3)} without ${TAKEN_OUT}`;
  });
  return `${said}: on the page as the API says`;
}

async function showsShares(visit, before, after, words) {
  const [row] = await rowsOf(visit.page, "what-if");
  const difference = Math.abs(after - before);
  const change = difference === 0 ? "none" : share(difference).replace("%", "points");
  wanted(row.startsWith(`Covered share of the aims ${share(before)} ${share(after)}`), `shown: ${row}`);
  wanted(row.includes(change), `the difference ${change} is shown: ${row}`);
  wanted((await visit.text()).includes(words), `it does not say “${words}”`);
}

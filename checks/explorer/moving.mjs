/** Ways through the explorer: back and forward, by search and facets and pages, and with the keyboard alone. */
import { ask } from "./asking.mjs";
import { rowsOf } from "./every_view.mjs";
import { equal, visiting, wanted } from "./opening.mjs";
import { figure } from "./views.mjs";

const CLUSTER = "cluster:indescat";

/** Back and forward lead through the views as they were, and the heading has the focus. */
export async function history(browser, address) {
  await visiting(browser, address, {}, async (visit) => {
    const { page } = visit;
    await visit.open("/organisations?countries=ES");
    const list = await visit.text();
    await page.getByRole("row").nth(1).getByRole("link").first().click();
    await visit.settled();
    const [entity, name, where] = [await visit.text(), await visit.heading, visit.path];
    wanted(where.startsWith("/organisation/"), `a row of the list led to ${where}`);
    equal(await focused(page, "tagName"), "H1", "what has the focus after a link");
    await page.getByRole("tab").nth(1).click(); // kept in the address, but no step to go back to
    await visit.settled();
    await page.goBack();
    await visit.settled();
    equal(await visit.text(), list, "the list, on the way back");
    await page.goForward();
    await visit.settled();
    equal(await visit.heading, name, "the heading, forward again");
    await page.getByRole("tab").first().click();
    await visit.settled();
    equal(await visit.text(), entity, "the first tab, forward again");
  });
  return "back and forward restore the views; the heading of a new one has the focus";
}

/** Typing suggests what the API suggests, with typing errors; facets narrow the list as they count; pages go on and back. */
export async function searching(browser, address) {
  await visiting(browser, address, {}, async (visit) => {
    const { page } = visit;
    await visit.open("/");
    const box = page.getByRole("search").getByRole("combobox").first();
    await box.pressSequentially("indesc", { delay: 30 });
    const { suggest } = await ask(address, "Suggest", { prefix: "indesc", kinds: null });
    await suggestions(page).filter({ hasText: suggest[0].entity.name }).waitFor(); // those of "ind" may stand there before
    const shown = await suggestions(page).allInnerTexts();
    for (const [index, { entity }] of suggest.entries()) wanted(shown[index].includes(entity.name), `suggested: ${shown}`);
    await suggestions(page).first().click();
    await visit.settled();
    equal(visit.path, `/organisation/${CLUSTER}`, "where the first suggestion led");
    await facets(visit);
    await pages(visit);
  });
  return "suggestions, facets and pages give what the API answers";
}

async function facets(visit) {
  const { page } = visit;
  await visit.open("/organisations");
  const [facet] = visit.answer("Organisations").organisations.aggregate.countries.groups;
  const box = page.getByLabel(`${facet.keys[0].entity.name} ${figure(facet.count)}`);
  await box.check();
  await visit.settled();
  const { organisations } = visit.answer("Organisations");
  equal(organisations.totalCount, facet.count, "organisations that the facet counts");
  await page.getByText(`${figure(facet.count)} organisations`).waitFor();
  await page.getByRole("checkbox", { name: /^clusters / }).check();
  await visit.settled();
  const { organisations: both } = visit.answer("Organisations");
  wanted(both.totalCount < facet.count && both.nodes.every(({ kind }) => kind === "CLUSTER"), "two facets narrow the list");
  wanted(/countries=/.test(visit.path) && /kinds=CLUSTER/.test(visit.path), `the filters stand in ${visit.path}`);
}

async function pages(visit) {
  const { page } = visit;
  await visit.open("/organisations?countries=FR");
  const first = await rowsOf(page, "organisations");
  await page.getByRole("link", { name: "Next page" }).click();
  await visit.settled();
  const second = await rowsOf(page, "organisations");
  wanted(first.every((row) => !second.includes(row)), "the next page has other rows");
  await page.getByRole("link", { name: "Previous page" }).click();
  await visit.settled();
  equal(await rowsOf(page, "organisations"), first, "the first page, from the second");
}

/** Tab, Enter and arrows alone: skip link, search, suggestion, tabs, a sorted table, a saved file. */
export async function keyboard(browser, address) {
  await visiting(browser, address, {}, async (visit) => {
    const { page } = visit;
    const press = (key) => page.keyboard.press(key);
    await visit.open("/");
    await press("Tab");
    equal(await focused(page, "textContent"), "Skip to the content", "the first stop");
    await seen(page);
    await press("Enter");
    equal(await focused(page, "tagName"), "H1", "what the skip link leads to");
    await reach(page, '[role="search"] input');
    await page.keyboard.type("indesc", { delay: 30 });
    await suggestions(page).filter({ hasText: "INDESCAT - Catalan" }).waitFor();
    await press("ArrowDown");
    equal(await suggestions(page).first().getAttribute("aria-selected"), "true", "the first suggestion");
    await press("Enter");
    await visit.settled();
    equal(visit.path, `/organisation/${CLUSTER}`, "where the suggestion led");
    await reach(page, '[role="tab"]');
    await press("ArrowRight");
    await visit.settled();
    equal(await focused(page, "textContent"), "With whom it could work", "the second tab");
    await reach(page, "button.sort");
    await press("Enter");
    wanted(/sort-partners=partner$/.test(visit.path), `sorted by the first column: ${visit.path}`);
    equal(await page.locator("th[aria-sort=ascending]").count(), 1, "columns sorted upwards");
    await reach(page, 'button[aria-label^="CSV"]');
    const [file] = await Promise.all([page.waitForEvent("download"), press("Enter")]);
    equal(file.suggestedFilename(), "partners.csv", "the file saved");
  });
  return "the keyboard alone reaches search, result, tabs, sorting and a file, and the focus is always seen";
}

/** Press Tab until an element has the focus; wherever the focus stops, it must be seen. */
async function reach(page, selector) {
  for (let turn = 0; turn < 120; turn += 1) {
    await page.keyboard.press("Tab");
    await seen(page);
    if (await page.evaluate((wish) => document.activeElement?.matches(wish), selector)) return;
  }
  throw new Error(`the Tab key does not reach ${selector}`);
}

/** What has the focus is in the window, and has an outline or is drawn by the browser itself. */
async function seen(page) {
  const found = await page.evaluate(() => {
    const element = document.activeElement;
    const { outlineStyle, outlineWidth } = getComputedStyle(element);
    const { top, bottom, width } = element.getBoundingClientRect();
    const outlined = outlineStyle !== "none" && Number.parseFloat(outlineWidth) >= 2;
    return { what: element.outerHTML.slice(0, 120), outlined, inside: width > 0 && bottom > 0 && top < innerHeight };
  });
  wanted(found.outlined && found.inside, `the focus is not seen: ${JSON.stringify(found)}`);
}

/** What the search box suggests; the choices of a select are options too. */
function suggestions(page) {
  return page.getByRole("listbox").getByRole("option");
}

function focused(page, property) {
  return page.evaluate((name) => document.activeElement?.[name], property);
}

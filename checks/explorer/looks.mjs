/** Themes and motion: as the system says, or as the reader chose; nothing moves for who wants no motion. */
import { equal, visiting, wanted } from "./opening.mjs";

export async function themes(browser, address) {
  await visiting(browser, address, { colorScheme: "dark" }, async (visit) => {
    const { page } = visit;
    await visit.open("/");
    const dark = await ground(page);
    wanted(dark.every((part) => part < 64), `the ground in a dark system is ${dark}`);
    const choice = page.getByLabel("Theme");
    await choice.selectOption({ label: "Light" });
    const light = await ground(page);
    wanted(light.every((part) => part > 224), `the ground, chosen light in a dark system, is ${light}`);
    await visit.reload();
    equal(await ground(page), light, "the theme chosen, loaded again");
    await choice.selectOption({ label: "As the system" });
    equal(await ground(page), dark, "the theme of the system again");
    await page.emulateMedia({ colorScheme: "light" });
    equal(await ground(page), light, "the theme of the system, after that changed");
    await choice.selectOption({ label: "Dark" });
    equal(await ground(page), dark, "the theme chosen dark in a light system");
  });
  return "dark and light follow the system and the reader's choice, which stays";
}

export async function stillness(browser, address) {
  await visiting(browser, address, { reducedMotion: "reduce" }, async (visit) => {
    for (const path of ["/", "/network/cluster:indescat"]) {
      await visit.open(path);
      const moving = await visit.page.evaluate(() => document.getAnimations().length);
      equal(moving, 0, `${path}: animations with reduced motion`);
      const picture = () => visit.page.screenshot();
      const first = await picture();
      await visit.page.waitForTimeout(300);
      wanted(first.equals(await picture()), `${path} moves although the reader wants no motion`);
    }
  });
  return "nothing moves for who wants no motion";
}

function ground(page) {
  return page.evaluate(() => getComputedStyle(document.body).backgroundColor.match(/\d+/g).slice(0, 3).map(Number));
}

/** The checks of the explorer, by name. */
import { ask } from "./asking.mjs";
import { everyView } from "./every_view.mjs";
import { matrix, network, sorted } from "./exports.mjs";
import { nothing, serverGone } from "./failures.mjs";
import { stillness, themes } from "./looks.mjs";
import { history, keyboard, searching } from "./moving.mjs";
import { programs } from "./programs.mjs";
import { notYet, withAKey } from "./protected.mjs";
import { size } from "./size.mjs";
import { whatIf } from "./what_if.mjs";
import { wheel } from "./wheel.mjs";
import { withoutWebGl } from "./without_webgl.mjs";

/**
 * @param {import("playwright-core").Browser} browser
 * @param {string} address of the server
 * @param {string} out folder to put things into
 */
export function explorer(browser, address, out) {
  const inBrowser = { everyView, history, searching, keyboard, matrix, sorted, network, whatIf, programs };
  const further = { themes, stillness, nothing, notYet, withAKey };
  const all = Object.entries({ ...inBrowser, ...further }).map(([name, check]) => [name, () => check(browser, address)]);
  return named({
    size,
    warm: () => warm(address),
    ...Object.fromEntries(all),
    withoutWebGl: () => withoutWebGl(address),
    serverGone: () => serverGone(browser, address),
    wheel: () => wheel(browser, out),
  });
}

function named(checks) {
  return Object.fromEntries(Object.entries(checks).map(([name, check]) => [`explorer ${name}`, check]));
}

/** What the server works out once for each version: not the page's time. */
async function warm(address) {
  await ask(address, "Files", {});
  return "the files are written and measured";
}

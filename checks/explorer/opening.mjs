/** Opens the explorer in a real browser, and notes what a page does wrong and every question that it asks. */
import { chromium } from "playwright-core";

const BROWSER = process.env.CHROMIUM ?? "/usr/bin/chromium";

// Without these, Chromium looks up hosts of its maker at every start.
const QUIET = [
  "--no-sandbox",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** WebGL in software, as there is no graphics card where checks run. */
export const WITH_WEBGL = ["--use-gl=angle", "--use-angle=swiftshader", "--enable-unsafe-swiftshader"];
export const WITHOUT_WEBGL = ["--disable-gpu", "--disable-webgl", "--disable-3d-apis"];

/** @param {string[]} graphics options that decide whether there is WebGL */
export function browse(graphics = WITH_WEBGL) {
  return chromium.launch({ executablePath: BROWSER, args: [...QUIET, ...graphics] });
}

const PATIENCE = 30_000; // milliseconds, of a machine that does other things too

/** A page of the explorer, with what it did wrong (`problems`) and what it asked and was answered (`asked`). */
export class Visit {
  /**
   * @param {import("playwright-core").Browser} browser
   * @param {string} address of the server
   * @param {object} options of the browser's context, such as `{colorScheme: "dark"}`
   */
  static async begin(browser, address, options = {}) {
    const settings = { viewport: { width: 1280, height: 800 }, colorScheme: "light", locale: "en-GB", ...options };
    const context = await browser.newContext({ acceptDownloads: true, ...settings });
    context.setDefaultTimeout(PATIENCE);
    await context.addInitScript(tellOfViolations);
    return new Visit(await context.newPage(), address);
  }

  constructor(page, address) {
    this.page = page;
    this.address = address;
    this.problems = [];
    this.asked = [];
    this.pending = new Set();
    // what a check brings about itself, such as a server that is gone; and what a page asks again by itself
    this.expected = [/^503: /, /status of 503/];
    this.watch();
  }

  watch() {
    const { page } = this;
    const ours = this.address.startsWith("http") ? new URL(this.address).host : null;
    page.on("console", (message) => {
      if (["error", "warning"].includes(message.type())) this.note(`console: ${message.text()}`);
    });
    page.on("pageerror", (error) => this.note(`uncaught: ${error.message}`));
    page.on("requestfailed", (request) => {
      const reason = request.failure()?.errorText;
      if (reason !== "net::ERR_ABORTED") this.note(`failed: ${request.url()} ${reason}`); // nobody waits for it any more
    });
    page.context().on("request", (request) => {
      const url = new URL(request.url());
      const within = ["data:", "blob:"].includes(url.protocol) || (ours ? url.host === ours : url.protocol === "file:");
      if (!within) this.note(`asked elsewhere: ${url}`);
    });
    page.on("response", (response) => {
      if (response.status() >= 400) this.note(`${response.status()}: ${response.url()}`);
      if (response.url() === `${this.address}/graphql` && response.status() !== 503) this.remember(response);
    });
  }

  note(problem) {
    if (!this.expected.some((pattern) => pattern.test(problem))) this.problems.push(problem);
  }

  remember(response) {
    const { query, variables } = response.request().postDataJSON();
    const name = /^query (\w+)/m.exec(query)?.[1];
    const read = response
      .json()
      .then((body) => this.asked.push({ name, query, variables, body }))
      .catch(() => {}) // it was answered to nobody
      .finally(() => this.pending.delete(read));
    this.pending.add(read);
  }

  /** Open a view by its address, as from a bookmark, and wait until it is there. */
  async open(path) {
    await this.page.goto("about:blank");
    this.asked.length = 0;
    await this.page.goto(`${this.address}/#${path}`);
    await this.settled();
  }

  async reload() {
    this.asked.length = 0;
    await this.page.reload();
    await this.settled();
  }

  /** Wait until the view has its heading and waits for no answer. */
  async settled() {
    await this.page.waitForFunction(isSettled, null, { polling: 50 }).catch(async (error) => {
      throw new Error(`${this.path} is not there: ${error.message} ${(await this.text()).slice(0, 300)}`, { cause: error });
    });
    await Promise.all(this.pending);
  }

  /** The path and settings of the view that is shown. */
  get path() {
    return new URL(this.page.url()).hash.slice(1);
  }

  get heading() {
    return this.page.locator("main h1").innerText();
  }

  /** Everything that the view shows, as text with single spaces. */
  async text() {
    return squeezed(await this.page.locator("main").innerText());
  }

  /** Return what was answered to a document since the view was opened; the last, if it was asked several times. */
  answer(name) {
    const found = this.asked.findLast((question) => question.name === name);
    if (!found) throw new Error(`${this.path}: it did not ask ${name}, but ${this.asked.map((one) => one.name)}`);
    if (!found.body.data) throw new Error(`${this.path}: ${name} was refused: ${JSON.stringify(found.body.errors)}`);
    return found.body.data;
  }

  /** Let something be downloaded, and return the file's name and bytes. */
  async download(button) {
    const [download] = await Promise.all([this.page.waitForEvent("download"), button.click()]);
    const parts = [];
    for await (const part of await download.createReadStream()) parts.push(part);
    return { name: download.suggestedFilename(), content: Buffer.concat(parts) };
  }

  async end() {
    await Promise.all(this.pending);
    const where = this.path;
    await this.page.context().close();
    if (this.problems.length > 0) throw new Error([`last at ${where}:`, ...new Set(this.problems)].join("\n    "));
  }
}

/** Do something in a page of its own, and fail if the page did anything wrong. */
export async function visiting(browser, address, options, act) {
  const visit = await Visit.begin(browser, address, options);
  try {
    await act(visit);
  } catch (error) {
    const problems = visit.problems.splice(0);
    await visit.end();
    throw new Error([error.message, ...problems].join("\n    "), { cause: error });
  }
  await visit.end();
}

export function squeezed(text) {
  return text.replace(/\s+/g, " ").trim();
}

export function wanted(condition, message) {
  if (!condition) throw new Error(message);
}

export function equal(found, expected, what) {
  const [one, other] = [found, expected].map((value) => JSON.stringify(value));
  wanted(one === other, `${what}: ${short(one)} where ${short(other)} was wanted`);
}

function short(text = "nothing") {
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}

/** Runs in the page. */
function isSettled() {
  const main = document.querySelector("main");
  const heading = main?.querySelector("h1")?.textContent ?? "";
  if (!heading || heading === "Loading…" || main?.querySelector('.loading, [aria-busy="true"]')) {
    window.settledFor = 0;
    return false;
  }
  window.settledFor = (window.settledFor ?? 0) + 1; // what one answer leads to is asked at once, but not in the same moment
  return window.settledFor >= 6;
}

/** Runs in the page. */
function tellOfViolations() {
  addEventListener("securitypolicyviolation", (event) => {
    console.error(`policy: ${event.violatedDirective} forbids ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`);
  });
}

/** What the explorer says when there is no answer: no server, no such entity, nothing found, a refusal. */
import { once } from "node:events";
import { connect, createServer } from "node:net";

import { equal, visiting, wanted } from "./opening.mjs";

/** A server that is gone is told, and when it is back the page goes on where it was. */
export async function serverGone(browser, address) {
  let door = await open(address);
  try {
    await visiting(browser, door.address, {}, async (visit) => {
      const { page } = visit;
      await visit.open("/organisation/cluster:indescat");
      await door.close();
      visit.expected.push(/ERR_CONNECTION_REFUSED/);
      await page.getByRole("tab", { name: /Partnerships/ }).click();
      const alert = page.getByRole("alert");
      await alert.getByText("The server does not answer").waitFor();
      await alert.getByText("NO_SERVER").waitFor();
      const [refused] = await Promise.all([
        page.waitForEvent("requestfailed"),
        alert.getByRole("button", { name: "Try again" }).click(),
      ]);
      wanted(refused.url().endsWith("/graphql"), `asked again: ${refused.url()}`);
      await alert.getByText("The server does not answer").waitFor();
      door = await open(address, door.port);
      await alert.getByRole("button", { name: "Try again" }).click();
      await visit.settled();
      equal(await page.getByRole("alert").count(), 0, "problems told once the server is back");
      const [{ title }] = visit.answer("PartnershipsOf").organisation.partnerships.nodes;
      await page.getByRole("cell", { name: title }).waitFor();
    });
  } finally {
    await door.close();
  }
  return "a server that is gone is told, and asked again with success when it is back";
}

/** Open a port that leads to a server, so that it can be shut without ending the server. */
async function open(address, port = 0) {
  const { hostname, port: inner } = new URL(address);
  const ways = new Set();
  const server = createServer((way) => {
    const onward = connect(Number(inner), hostname);
    for (const end of [way, onward]) end.on("error", () => end.destroy());
    way.pipe(onward).pipe(way);
    ways.add(way);
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const close = async () => {
    for (const way of ways) way.destroy();
    if (server.listening) await new Promise((resolve) => server.close(resolve));
  };
  return { address: `http://127.0.0.1:${server.address().port}`, port: server.address().port, close };
}

const NOTHING = [
  ["/nowhere", "No such page"],
  ["/organisation/cluster:nobody", "Nothing here has the id"],
  ["/organisation/sector:automotive", "is a SECTOR"],
  ["/term/sector:nothing", "Nothing here has the id"],
  ["/region/region:XX", "Nothing here has the id"],
  ["/entity/cluster:nobody", "Nothing here has the id"],
  ["/search?text=qqqqqqqq", "No name is like that"],
  ["/search", "Type a name"],
  ["/organisations?name=qqqqqqqq", "No organisation is known to meet all of this"],
  ["/partnerships?name=qqqqqqqq", "No partnership has such a name"],
  ["/?terms=qqqqqqqq", "most frequent pairs has such a term"],
  ["/organisation/%", "Nothing here has the id"],
];

/** An address that leads nowhere, and a list without a row, say so; what the server refuses is told in its words. */
export async function nothing(browser, address) {
  await visiting(browser, address, {}, async (visit) => {
    for (const [path, words] of NOTHING) {
      await visit.open(path);
      wanted((await visit.text()).includes(words), `${path} does not say “${words}”: ${await visit.text()}`);
    }
    await visit.open("/organisations?after=broken");
    const [{ message, extensions }] = visit.asked.find(({ name }) => name === "Organisations").body.errors;
    const told = await visit.page.getByRole("alert").first().innerText();
    wanted(told.includes(message) && told.includes(extensions.code), `a cursor that is broken: ${told}`);
  });
  return `${NOTHING.length} addresses without anything say so; a refusal is told in the server's words`;
}

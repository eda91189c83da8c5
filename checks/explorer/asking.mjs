/** Asks the server with the explorer's own documents, read from their files. */
import { readdirSync, readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";

import { request } from "../server.mjs";
import { equal, wanted } from "./opening.mjs";

const FOLDER = new URL("../../frontend/explorer/queries/", import.meta.url);

/** The documents by the name of their operation. */
export const DOCUMENTS = new Map(
  readdirSync(FOLDER)
    .filter((name) => name.endsWith(".graphql"))
    .map((name) => readFileSync(new URL(name, FOLDER), "utf-8"))
    .map((text) => [/^query (\w+)/m.exec(text)[1], text]),
);

/** Return what the server answers to a document, once what it rests on is prepared. */
export async function ask(address, name, variables, tries = 60) {
  const response = await request(`${address}/graphql`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ query: DOCUMENTS.get(name), variables }),
  });
  if (response.status === 503 && tries > 0) {
    await setTimeout(1000);
    return ask(address, name, variables, tries - 1);
  }
  const { data, errors } = await response.json();
  wanted(!errors, `${name} ${JSON.stringify(variables)}: ${JSON.stringify(errors)}`);
  return data;
}

/** Check that a page asked with the documents as they stand in their files, and was answered what they answer here. */
export async function askedTheSame(visit) {
  for (const { name, query, variables, body } of visit.asked) {
    wanted(query === DOCUMENTS.get(name), `${visit.path}: ${name} is not the document of that name`);
    wanted(!body.errors, `${visit.path}: ${name} was refused: ${JSON.stringify(body.errors)}`);
    equal(body.data, await ask(visit.address, name, variables), `${visit.path}: answer to ${name}`);
  }
}

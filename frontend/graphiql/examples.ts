import { parse, print } from "graphql";

/** The golden queries of tests/queries, so that every example is one whose whole answer is tested. */
const files = import.meta.glob<string>("../../tests/queries/*.graphql", {
  query: "?raw",
  import: "default",
  eager: true,
});

const WELCOME =
  "# Ask the graph. Ctrl+Space completes, Ctrl+Enter runs.\nquery Welcome { dataset { title version } }\n";

/** Lay a query out over lines, below the comment that it begins with. */
function laidOut(query: string): string {
  const comment = /^(?:#.*\n)*/.exec(query)?.[0] ?? "";
  return `${comment}${print(parse(query))}\n`;
}

const queries = Object.keys(files)
  .sort((one, other) => one.localeCompare(other, "en", { numeric: true }))
  .map((path) => files[path] ?? "");

export const examples = (queries.length > 0 ? queries : [WELCOME]).map((query) => ({ query: laidOut(query) }));

/** Real clients against the real server: urql, gql (PyPI), curl. */
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

import { cacheExchange, createClient, fetchExchange, gql } from "@urql/core";

const HERE = fileURLToPath(new URL(".", import.meta.url));
const CLUSTER = "query Cluster($id: ID!) { cluster(id: $id) { id name country { code } } }";
const ID = "cluster:indescat";

/** urql, by POST and by GET; the second time its own cache answers. */
export async function urql(address) {
  const query = gql(CLUSTER);
  for (const preferGetMethod of [false, true]) {
    const url = `${address}/graphql`;
    const client = createClient({ url, preferGetMethod, exchanges: [cacheExchange, fetchExchange] });
    for (const wanted of ["network", "cache"]) {
      const { data, error, operation } = await client.query(query, { id: ID }).toPromise();
      if (error) throw error;
      if (data.cluster?.id !== ID) throw new Error(`urql was answered ${JSON.stringify(data)}`);
      const from = operation.context.meta?.cacheOutcome === "hit" ? "cache" : "network";
      if (from !== wanted) throw new Error(`urql answered from its ${from}, wanted ${wanted}`);
    }
    const { error } = await client.query(gql("{ nowhere }"), {}).toPromise();
    const code = error?.graphQLErrors[0]?.extensions.code;
    if (code !== "VALIDATION_FAILED") throw new Error(`urql was told ${code}, wanted VALIDATION_FAILED`);
  }
  return "urql is answered by POST and GET, keeps the answer, and is told the code of a mistake";
}

/** The Python client, in the environment that the server runs in. */
export function python(address) {
  return execFileSync(process.env.PYTHON ?? "python", [`${HERE}gql_client.py`, address], { encoding: "utf-8" }).trim();
}

/** curl, as the documentation shows it: GET, POST, the schema, and an answer that still holds. */
export function curl(address) {
  const ask = (...options) => execFileSync("curl", ["--silent", "--show-error", "--noproxy", "*", ...options], { encoding: "utf-8" });
  const url = `${address}/graphql`;
  const get = ["--get", url, "--data-urlencode", `query=${CLUSTER}`, "--data-urlencode", `variables={"id":"${ID}"}`];
  const body = JSON.stringify({ query: CLUSTER, variables: { id: ID } });
  const got = ask("--compressed", ...get);
  const posted = ask(url, "--header", "Content-Type: application/json", "--data", body);
  if (got !== posted || JSON.parse(got).data.cluster.id !== ID) throw new Error(`curl got ${got} and posted ${posted}`);
  const tag = /^etag: (.*)$/im.exec(ask("--include", ...get))?.[1]?.trim();
  const again = ask("--include", "--header", `If-None-Match: ${tag}`, ...get);
  if (!again.startsWith("HTTP/1.1 304")) throw new Error(`curl asked again with ${tag} and was answered ${again}`);
  if (!ask(`${address}/schema.graphql`).includes("type Query {")) throw new Error("curl got no schema");
  return "curl is answered by GET and POST alike, and 304 when nothing changed";
}

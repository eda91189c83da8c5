/** graphql-http's audits of a server against the GraphQL over HTTP specification: every one must be ok. */
import { auditServer } from "graphql-http";

const AUDITS = 61; // of graphql-http 1.23: a smaller number would mean that some were lost

/** @param {string} address of the server */
export async function audits(address) {
  const results = await auditServer({ url: `${address}/graphql` });
  const failed = results.filter((result) => result.status !== "ok");
  for (const { id, name, status, reason } of failed) console.error(`  ${status} ${id} ${name}: ${reason}`);
  if (failed.length > 0 || results.length < AUDITS) {
    throw new Error(`${results.length - failed.length} of ${results.length} audits ok, wanted ${AUDITS}`);
  }
  return `${results.length} of ${results.length} audits ok`;
}

/** The explorer's files are small enough to come quickly. */
import { readdirSync, readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

import { wanted } from "./opening.mjs";

const BUILT = new URL("../../graphapi/explorer/app/", import.meta.url);
const LIMIT = 120_000; // bytes of all files, compressed, those loaded on demand included

/** Return the size of the explorer, without GraphiQL. */
export function size() {
  const files = readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => [entry.name, gzipSync(readFileSync(`${entry.parentPath}/${entry.name}`), { level: 9 }).length]);
  const sum = files.reduce((total, [, bytes]) => total + bytes, 0);
  const largest = files
    .toSorted(([, one], [, other]) => other - one)
    .slice(0, 4)
    .map(([name, bytes]) => `${name} ${kilobytes(bytes)}`);
  const said = `${kilobytes(sum)} in ${files.length} files compressed, of ${kilobytes(LIMIT)}: ${largest.join(", ")}`;
  wanted(files.some(([name]) => name === "index.html") && sum <= LIMIT, said);
  return said;
}

function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

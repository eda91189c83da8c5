import { readdirSync, readFileSync } from "node:fs";

import { defineConfig } from "vite";

const TARGET = "../../graphapi/explorer";
const SERVER = process.env.SYNERGRAPH_SERVER ?? "http://127.0.0.1:8000";

/** The explorer: as graphapi serves it at /, or with `--mode embedded` as the two files that make one HTML of it. */
export default defineConfig(({ mode }) => ({
  base: "./",
  build: mode === "embedded" ? embedded() : served(),
  plugins: mode === "embedded" ? [inlineWorkers(), documents()] : [],
  server: { proxy: Object.fromEntries(["/graphql", "/export", "/schema.graphql"].map((path) => [path, SERVER])) },
  worker: { format: mode === "embedded" ? "iife" : "es" }, // a page from file:// has no origin that may load modules
}));

function served() {
  return {
    assetsInlineLimit: 0, // no data: address, so that the content security policy can forbid them
    emptyOutDir: true,
    modulePreload: { polyfill: false },
    outDir: `${TARGET}/app`,
  };
}

/** One script and one style sheet under fixed names, with everything in them that is loaded on demand elsewhere. */
function embedded() {
  return {
    emptyOutDir: true,
    cssCodeSplit: false,
    modulePreload: { polyfill: false },
    outDir: `${TARGET}/embedded`,
    rolldownOptions: {
      input: new URL("main.tsx", import.meta.url).pathname,
      output: { codeSplitting: false, entryFileNames: "main.js", assetFileNames: "main[extname]" },
    },
  };
}

/** Workers become part of the script: a page from file:// cannot load them. */
function inlineWorkers() {
  return {
    name: "inline-workers",
    enforce: "pre",
    transform: (code, id) => (/\.tsx?$/.test(id) ? code.replace(/\?worker"/g, '?worker&inline"') : null),
  };
}

/** The documents beside the bundle, so that answers to them can be recorded without the sources. */
function documents() {
  const folder = new URL("queries/", import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith(".graphql"));
  const texts = names.map((name) => readFileSync(new URL(name, folder), "utf-8"));
  const named = texts.map((text) => [/^query (\w+)/m.exec(text)[1], text]);
  const source = JSON.stringify(Object.fromEntries(named.sort()), null, 1);
  return {
    name: "documents",
    generateBundle() {
      this.emitFile({ type: "asset", fileName: "documents.json", source });
    },
  };
}

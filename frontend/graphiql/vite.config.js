import { defineConfig } from "vite";

/** GraphiQL, as graphapi serves it at /graphiql/. */
export default defineConfig({
  base: "./",
  build: {
    assetsInlineLimit: 0, // no data: address, so that the content security policy can forbid them
    chunkSizeWarningLimit: 4000, // Monaco is one large editor
    emptyOutDir: true,
    outDir: "../../graphapi/explorer/graphiql",
    rollupOptions: {
      onwarn(warning, warn) {
        if (warning.code !== "MODULE_LEVEL_DIRECTIVE") warn(warning); // "use client" means nothing in a browser
      },
    },
  },
  worker: { format: "es" },
});

import { fileURLToPath } from "node:url";

import graphql from "@graphql-eslint/eslint-plugin";

const { "flat/schema-recommended": recommended, "flat/schema-relay": relay } = graphql.configs;

export default [
  {
    files: ["**/*.graphql"],
    languageOptions: {
      parser: graphql.parser,
      parserOptions: { graphQLConfig: { schema: fileURLToPath(new URL("out/schema.graphql", import.meta.url)) } },
    },
    plugins: { "@graphql-eslint": graphql },
    rules: {
      ...recommended.rules,
      ...relay.rules,

      // Region.regions lists the regions within a region; the rule takes the plural for a prefix of the type's name.
      "@graphql-eslint/no-typename-prefix": "off",

      // Short lists that always come whole, such as the sectors of an organisation, are no connections; @listSize says
      // how long they are taken to be. And a path, which `explain` pages through, is no node: it is found, not kept.
      "@graphql-eslint/relay-edge-types": [
        "error",
        { withEdgeSuffix: true, shouldImplementNode: false, listTypeCanWrapOnlyEdgeType: false },
      ],

      // The lists at the root page both ways; a list within an item goes forward only, so that a query stays readable
      // and its cost is known from one argument.
      "@graphql-eslint/relay-arguments": ["error", { includeBoth: false }],

      // Nodes have an id because the interface Node demands it. What remains are values: a fact, a page, a share has no
      // identity outside what it is said of, and an invented id could not be looked up.
      "@graphql-eslint/strict-id-in-types": "off",
    },
  },
];

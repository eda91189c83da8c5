import "graphiql/setup-workers/vite";
import "graphiql/style.css";
import "./page.css";

import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { createRoot } from "react-dom/client";

import { fetchWithKey } from "../key";
import { examples } from "./examples";

const endpoint = new URL("../graphql", location.href).href;
const root = document.getElementById("graphiql");
if (root === null) throw new Error("the page has no element for GraphiQL");

createRoot(root).render(
  <GraphiQL
    fetcher={createGraphiQLFetcher({ url: endpoint, fetch: fetchWithKey })}
    defaultTabs={examples}
    defaultEditorToolsVisibility={false}
    isHeadersEditorEnabled={false}
    showPersistHeadersSettings={false}
  >
    <GraphiQL.Logo>
      <a className="synergraph-logo" href="../schema.graphql" title="The whole schema as text">
        Synergraph
      </a>
    </GraphiQL.Logo>
  </GraphiQL>,
);

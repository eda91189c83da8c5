/** What stands around every view: search, ways to go, theme, and the dataset that answers. */
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";

import { recorded, useAnswer } from "../asking";
import { Shell as SHELL } from "../queries/documents";
import { match, to, usePlace, type View, type ViewProps } from "../routes";
import { VIEWS } from "../views";
import { Announcer } from "./announcing";
import { Page } from "./Page";
import { SearchBox } from "./SearchBox";
import { chooseTheme, type Theme, theme } from "./theme";

export function Shell() {
  const { path } = usePlace();
  return (
    <>
      <SkipLink />
      <header class="top">
        <a class="brand" href="#/">
          Synergraph
        </a>
        {recorded || path === "/" ? null : <SearchBox label="Search the graph" />}
        <nav aria-label="Main">
          <a href={to(["organisations"])}>Organisations</a>
          <a href={to(["dataset"])}>Dataset</a>
          {recorded ? null : <a href="graphiql/">GraphiQL</a>}
        </nav>
        <ThemeChoice />
      </header>
      <main id="content">
        <Current key={path} path={path} />
      </main>
      <Foot />
      <Announcer />
    </>
  );
}

function SkipLink() {
  const skip = (event: Event) => {
    event.preventDefault(); // the address after # is the view's
    document.querySelector("h1")?.focus();
  };
  return (
    // biome-ignore lint/a11y/useValidAnchor: it leads to a place in the page, whose address belongs to the view
    <a class="skip" href="#content" onClick={skip}>
      Skip to the content
    </a>
  );
}

function Current({ path }: { path: string }) {
  const found = match(VIEWS, path);
  if (!found) {
    return (
      <Page title="No such page">
        <p>
          Nothing is at <code>{path}</code>. <a href="#/">Go to the start</a>, or search above.
        </p>
      </Page>
    );
  }
  if ("component" in found.view) return <found.view.component params={found.params} />;
  return <OnDemand view={found.view} params={found.params} />;
}

type Component = ComponentType<ViewProps>;

function OnDemand({ view, params }: ViewProps & { view: Extract<View, { load: unknown }> }) {
  const [Loaded, setLoaded] = useState<{ component: Component } | null>(null);
  const [failed, setFailed] = useState(false);
  useEffect(() => {
    view.load().then(
      (module) => setLoaded({ component: module.default }),
      () => setFailed(true),
    );
  }, [view]);
  if (Loaded) return <Loaded.component params={params} />;
  if (!failed) return <p class="loading">Loading…</p>;
  return (
    <Page title="This view could not be loaded">
      <p>The server does not answer, or has a newer version of this page: load the page again.</p>
    </Page>
  );
}

const THEMES: Readonly<Record<Theme, string>> = { auto: "As the system", light: "Light", dark: "Dark" };

function ThemeChoice() {
  return (
    <label class="theme">
      Theme{" "}
      <select onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}>
        {Object.entries(THEMES).map(([name, label]) => (
          <option key={name} value={name} selected={theme() === name}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

function Foot() {
  const { data } = useAnswer(SHELL, {});
  return (
    <footer class="foot">
      {data ? (
        <p>
          {data.dataset.title} · version <code>{data.dataset.version}</code> ·{" "}
          <a href={to(["dataset"])}>licence, sources and how to cite</a>
        </p>
      ) : null}
    </footer>
  );
}

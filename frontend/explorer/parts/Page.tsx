/** The frame of a view: its title, what it says of itself, and the view as code. */
import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";

import type { Question } from "../asking";
import { AsCode } from "./AsCode";
import { announce } from "./announcing";

interface Props {
  /** The heading; undefined while it is not known yet. */
  readonly title: string | undefined;
  /** What stands above the heading, such as the kind of the entity. */
  readonly above?: ComponentChildren;
  /** One or two sentences: what the view answers. */
  readonly lead?: ComponentChildren;
  /** What the view asks: shown as GraphQL, curl, Python and R. */
  readonly asked?: readonly Question[];
  /** Further buttons and links beside "View as code". */
  readonly tools?: ComponentChildren;
  readonly children?: ComponentChildren;
}

let first = true; // the browser itself tells of the first page

/** When the title is known, it becomes the document's, takes the focus, and is said aloud. */
export function Page({ title, above, lead, asked = [], tools, children }: Props) {
  const heading = useRef<HTMLHeadingElement>(null);
  const known = title !== undefined;
  // biome-ignore lint/correctness/useExhaustiveDependencies: a title that changes in place is no new page
  useLayoutEffect(() => {
    if (!known) return;
    if (!first) {
      heading.current?.focus({ preventScroll: true });
      scrollTo(0, 0);
      announce(`${title}: loaded`);
    }
    first = false;
  }, [known]);
  useEffect(() => {
    document.title = title === undefined || title === "Synergraph" ? "Synergraph" : `${title} · Synergraph`;
  }, [title]);
  return (
    <article>
      <header class="page-head">
        {above ? <p class="above">{above}</p> : null}
        <h1 ref={heading} tabIndex={-1}>
          {title ?? "Loading…"}
        </h1>
        {lead ? <p class="lead">{lead}</p> : null}
        <div class="tools">
          {asked.length > 0 ? <AsCode asked={asked} /> : null}
          {tools}
        </div>
      </header>
      {children}
    </article>
  );
}

/** Paths between entities as sentences. */
import type { ComponentChildren } from "preact";

import { EntityLink, type Named } from "./entities";

interface Props {
  readonly text: string;
  readonly nodes: readonly Named[];
}

/** The sentence of a path, with a link for each entity that it names. */
export function PathText({ text, nodes }: Props) {
  const parts: ComponentChildren[] = [];
  let place = 0;
  for (const [index, node] of nodes.entries()) {
    const found = text.indexOf(node.name, place);
    if (found < 0) return <>{text}</>;
    parts.push(text.slice(place, found), <EntityLink key={index} entity={node} />);
    place = found + node.name.length;
  }
  return (
    <>
      {parts}
      {text.slice(place)}
    </>
  );
}

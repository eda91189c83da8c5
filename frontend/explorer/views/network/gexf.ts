/** The network as GEXF 1.3, which Gephi and networkx read: with kinds, origins, colours and positions. */
import { KINDS } from "../../kinds";
import { type Network, type Positions, radius } from "./network";
import { escaped, round } from "./picture";

export function gexfOf(network: Network, positions: Positions | null, version: string): string {
  const nodes = network.nodes.map((node) => {
    const place = positions?.get(node.id);
    const [red, green, blue] = [1, 3, 5].map((start) =>
      Number.parseInt(KINDS[node.kind].colour.slice(start, start + 2), 16),
    );
    return [
      `<node id="${escaped(node.id)}" label="${escaped(node.name)}">`,
      values([["kind", node.kind]]),
      `<viz:color r="${red}" g="${green}" b="${blue}"/>`,
      place ? `<viz:position x="${round(place[0])}" y="${round(place[1])}" z="0"/>` : "",
      `<viz:size value="${round(radius(node, network.seed))}"/>`,
      "</node>",
    ].join("");
  });
  const edges = network.links.map(({ id, source, target, predicate, origin, weight }) =>
    [
      `<edge id="${escaped(id)}" source="${escaped(source.id)}" target="${escaped(target.id)}" weight="${weight}">`,
      values([
        ["predicate", predicate],
        ["origin", origin],
      ]),
      "</edge>",
    ].join(""),
  );
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<gexf xmlns="http://gexf.net/1.3" xmlns:viz="http://gexf.net/1.3/viz" version="1.3">',
    `<meta><description>${escaped(`Around ${network.seed}, dataset version ${version}`)}</description></meta>`,
    '<graph defaultedgetype="directed" mode="static">',
    attributes("node", ["kind"]),
    attributes("edge", ["predicate", "origin"]),
    `<nodes>${nodes.join("\n")}</nodes>`,
    `<edges>${edges.join("\n")}</edges>`,
    "</graph></gexf>\n",
  ].join("\n");
}

function attributes(of: string, names: readonly string[]): string {
  const declared = names.map((name) => `<attribute id="${name}" title="${name}" type="string"/>`);
  return `<attributes class="${of}">${declared.join("")}</attributes>`;
}

function values(pairs: readonly (readonly [string, string])[]): string {
  return `<attvalues>${pairs.map(([name, value]) => `<attvalue for="${name}" value="${escaped(value)}"/>`).join("")}</attvalues>`;
}

/** All that a network's drawing shows, as tables, and one node of it more closely. */

import { KINDS } from "../../kinds";
import { EntityLink, entityColumns } from "../../parts/entities";
import { Origin } from "../../parts/statements";
import { type Column, Table } from "../../parts/Table";
import { to } from "../../routes";
import { counted, ORIGINS, PREDICATES } from "../../words";
import type { Link, Network, Node } from "./network";

interface NodeTableProps {
  readonly network: Network;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

export function NodeTable({ network, selected, onSelect }: NodeTableProps) {
  const columns: readonly Column<Node>[] = [
    ...entityColumns<Node>("name", "Node", (node) => node),
    { key: "kind", label: "Kind", value: ({ kind }) => kind, show: ({ kind }) => KINDS[kind].one },
    { key: "links", label: "Links", value: ({ degree }) => degree, numeric: true },
    { key: "steps", label: "Steps away", value: ({ steps }) => steps, numeric: true },
    {
      key: "selected",
      label: "In the drawing",
      value: ({ id }) => id === selected,
      show: ({ id, name }) => (
        <button
          type="button"
          class="small"
          aria-pressed={id === selected}
          aria-label={`Show ${name} in the drawing`}
          onClick={() => onSelect(id)}
        >
          Show
        </button>
      ),
      sorts: false,
    },
  ];
  return (
    <section aria-labelledby="nodes">
      <h2 id="nodes">Nodes</h2>
      <Table
        name="nodes"
        caption={counted(network.nodes.length, "node", "nodes")}
        columns={columns}
        rows={network.nodes}
        idOf={({ id }) => id}
      />
    </section>
  );
}

const LINKS: readonly Column<Link>[] = [
  { key: "id", label: "", value: ({ id }) => id, hidden: true },
  ...entityColumns<Link>("source", "From", ({ source }) => source),
  {
    key: "predicate",
    label: "How",
    value: ({ predicate }) => predicate,
    show: ({ predicate }) => PREDICATES[predicate] ?? predicate,
  },
  ...entityColumns<Link>("target", "To", ({ target }) => target),
  { key: "weight", label: "Strength", value: ({ weight }) => weight, numeric: true },
  {
    key: "origin",
    label: "How known",
    value: ({ origin }) => ORIGINS[origin]?.word ?? origin,
    show: ({ origin }) => <Origin origin={origin} />,
  },
];

export function LinkTable({ network }: { network: Network }) {
  return (
    <section aria-labelledby="links">
      <h2 id="links">Links</h2>
      <Table
        name="links"
        caption={`${counted(network.links.length, "link", "links")} between these nodes`}
        columns={LINKS}
        rows={network.links}
        idOf={({ id }) => id}
      />
    </section>
  );
}

interface SelectedProps {
  readonly network: Network;
  readonly node: Node;
  readonly onClose: () => void;
}

/** A node chosen in the drawing or the table: what joins it to the others. */
export function Selected({ network, node, onClose }: SelectedProps) {
  const links = network.links.filter(({ source, target }) => source.id === node.id || target.id === node.id);
  return (
    <section class="selected-node" aria-labelledby="selected">
      <h2 id="selected">
        <EntityLink entity={node} said />
      </h2>
      <p class="tools">
        {node.id === network.seed ? null : <a href={to(["network", node.id])}>Put it in the middle</a>}
        {node.id === network.seed ? null : <a href={to(["why", network.seed, node.id])}>Why it is connected</a>}
        <button type="button" class="small" onClick={onClose}>
          Close
        </button>
      </p>
      <ul>
        {links.map(({ id, source, predicate, target, origin }) => (
          <li key={id}>
            {source.name} {PREDICATES[predicate] ?? predicate} {target.name} <Origin origin={origin} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What lies around a node: a drawing with limits, and tables that hold all of it. */
import { useMemo } from "preact/hooks";

import { question, useAnswer } from "../asking";
import { type EntityKind, KINDS } from "../kinds";
import { Answered, Empty } from "../parts/Answered";
import { announce } from "../parts/announcing";
import { addressOf, Mark } from "../parts/entities";
import { Page } from "../parts/Page";
import { Network as NETWORK, type NetworkData, type NetworkVariables } from "../queries/documents";
import { changed, go, usePlace, useSetting, type ViewProps } from "../routes";
import { counted } from "../words";
import { Files } from "./network/Files";
import { type Network as Drawn, networkOf } from "./network/network";
import { Picture } from "./network/Picture";
import { LinkTable, NodeTable, Selected } from "./network/tables";
import { useLayout } from "./network/useLayout";
import "../theme/network.css";

const DEPTHS = [1, 2, 3];
const SIZES = [50, 100, 200, 300];
const STANDARD_SIZE = 100;

type Centre = NonNullable<NetworkData["node"]>;

export default function Network({ params }: ViewProps) {
  const { id = "" } = params;
  const { settings } = usePlace();
  const variables = variablesOf(id, settings);
  const answer = useAnswer(NETWORK, variables);
  const centre = answer.data?.node;
  return (
    <Page
      title={centre?.name ? `Around ${centre.name}` : answer.data || answer.problem ? "Network" : undefined}
      above="Network"
      lead="Its neighbours, and what joins them. The tables below the drawing hold all that it shows."
      asked={[question(NETWORK, variables)]}
      tools={
        centre?.kind ? (
          <a href={addressOf({ id, kind: centre.kind })}>
            <Mark kind={centre.kind} />
            Page of the {KINDS[centre.kind].one}
          </a>
        ) : null
      }
    >
      <Settings variables={variables} />
      <Answered answer={answer}>
        {({ node, subgraph }) =>
          node?.name ? (
            <Around centre={node} subgraph={subgraph} variables={variables} />
          ) : (
            <Empty>
              Nothing here that has a place in the network has the id <code>{id}</code>.
            </Empty>
          )
        }
      </Answered>
    </Page>
  );
}

function variablesOf(id: string, settings: URLSearchParams): NetworkVariables {
  const [depth, nodes] = [Number(settings.get("depth") ?? 1), Number(settings.get("nodes") ?? STANDARD_SIZE)];
  const kinds = kindsOf(settings);
  return {
    id,
    seeds: [id],
    depth: DEPTHS.includes(depth) ? depth : 1,
    kinds: kinds.length > 0 ? kinds : null,
    nodes: SIZES.includes(nodes) ? nodes : STANDARD_SIZE,
  };
}

function kindsOf(settings: URLSearchParams): readonly EntityKind[] {
  const chosen = (settings.get("kinds") ?? "").split(",");
  return (Object.keys(KINDS) as EntityKind[]).filter((kind) => chosen.includes(kind));
}

function Settings({ variables }: { variables: NetworkVariables }) {
  const { depth, nodes } = variables;
  const set = (name: string, standard: number) => (event: { currentTarget: HTMLSelectElement }) =>
    go(changed({ [name]: event.currentTarget.value === String(standard) ? null : event.currentTarget.value }));
  return (
    <div class="settings">
      <label>
        Up to{" "}
        <select onChange={set("depth", 1)}>
          {DEPTHS.map((steps) => (
            <option key={steps} value={steps} selected={steps === depth}>
              {counted(steps, "step", "steps")} away
            </option>
          ))}
        </select>
      </label>
      <label>
        At most{" "}
        <select onChange={set("nodes", STANDARD_SIZE)}>
          {SIZES.map((size) => (
            <option key={size} value={size} selected={size === nodes}>
              {size} nodes
            </option>
          ))}
        </select>
      </label>
      <KindChoice />
    </div>
  );
}

function KindChoice() {
  const { settings } = usePlace();
  const chosen = kindsOf(settings);
  const toggle = (kind: EntityKind) => {
    const next = chosen.includes(kind) ? chosen.filter((other) => other !== kind) : [...chosen, kind];
    go(changed({ kinds: next }));
  };
  return (
    <details class="kinds">
      <summary>{chosen.length > 0 ? `Only ${counted(chosen.length, "kind", "kinds")}` : "All kinds of node"}</summary>
      <fieldset>
        <legend class="unseen">Only these kinds of node; all when none is chosen</legend>
        {(Object.keys(KINDS) as EntityKind[]).map((kind) => (
          <label key={kind}>
            <input type="checkbox" checked={chosen.includes(kind)} onChange={() => toggle(kind)} /> <Mark kind={kind} />
            {KINDS[kind].many}
          </label>
        ))}
      </fieldset>
    </details>
  );
}

interface AroundProps {
  readonly centre: Centre;
  readonly subgraph: NetworkData["subgraph"];
  readonly variables: NetworkVariables;
}

function Around({ centre, subgraph, variables }: AroundProps) {
  const network = useMemo(() => networkOf(subgraph, centre.id), [subgraph, centre.id]);
  const positions = useLayout(network);
  const [selected, setSelected] = useSetting("node");
  const select = (id: string) => {
    setSelected(id === selected ? "" : id, true);
    const node = network.nodes.find((one) => one.id === id);
    if (node && id !== selected) announce(`${node.name}: ${counted(node.degree, "link", "links")}`);
  };
  const chosen = network.nodes.find(({ id }) => id === selected);
  return (
    <>
      <p>{limits(network, centre, subgraph.truncated, variables)}</p>
      {network.nodes.length < 2 ? <Empty>Nothing of these kinds is joined to it.</Empty> : null}
      <Picture network={network} positions={positions} selected={selected} onSelect={select} />
      <Files network={network} positions={positions} name={centre.name ?? centre.id} />
      {chosen ? <Selected network={network} node={chosen} onClose={() => select(chosen.id)} /> : null}
      <NodeTable network={network} selected={selected} onSelect={select} />
      <LinkTable network={network} />
    </>
  );
}

/** Say what is shown of how much, and which part it is. */
function limits(network: Drawn, centre: Centre, truncated: boolean, { depth, nodes }: NetworkVariables): string {
  const shown = `${counted(network.nodes.length, "node", "nodes")} and ${counted(network.links.length, "link", "links")}`;
  const own = network.links.filter(({ source, target }) => source.id === centre.id || target.id === centre.id).length;
  const total = centre.neighbours?.totalCount ?? own;
  if (!truncated) return `${shown}: all within ${counted(depth, "step", "steps")}.`;
  const among = own < total ? `${own} of its own ${counted(total, "link", "links")}` : "All of its own links";
  return `${shown}, cut at ${nodes} nodes: there is more. ${among} are among them. What is nearer comes first, and of what is equally near the first by id.`;
}

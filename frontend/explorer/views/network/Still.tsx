/** The network as an SVG in the page, where the browser has no WebGL. */
import { CORNERS, KINDS } from "../../kinds";
import { labelled, leftwards, type Network, type Node, type Positions, radius, SIDE } from "./network";
import { cornersAt } from "./picture";

interface Props {
  readonly network: Network;
  readonly positions: Positions;
  readonly selected: string;
  readonly onSelect: (id: string) => void;
}

const MARGIN = 50;
const LARGER = 1.2; // marks, since they are not drawn larger on coming nearer
const LETTERS = 16; // height of the names, as in the style sheet

export function Still({ network, positions, selected, onSelect }: Props) {
  const placeOf = (node: Node): readonly [number, number] => {
    const [x, y] = positions.get(node.id) ?? [0, 0];
    return [x, SIDE - y];
  };
  const named = labelled(network, positions, LETTERS, [network.seed, selected]);
  return (
    <svg
      class="still"
      viewBox={`${-MARGIN} ${-MARGIN} ${SIDE + 2 * MARGIN} ${SIDE + 2 * MARGIN}`}
      role="img"
      aria-label="The network. The tables below hold the same."
    >
      <g class="links">
        {network.links.map(({ id, source, target }) => {
          const [[x1, y1], [x2, y2]] = [placeOf(source), placeOf(target)];
          return <line key={id} x1={x1} y1={y1} x2={x2} y2={y2} />;
        })}
      </g>
      <g class="nodes">
        {network.nodes.map((node) => {
          const [x, y] = placeOf(node);
          const { colour, shape } = KINDS[node.kind];
          const size = radius(node, network.seed) * LARGER;
          const look = {
            fill: colour,
            class: node.id === selected ? "selected" : "",
            onClick: () => onSelect(node.id),
          };
          return shape === "circle" ? (
            <circle key={node.id} cx={x} cy={y} r={size} {...look}>
              <title>{node.name}</title>
            </circle>
          ) : (
            <polygon key={node.id} points={cornersAt(CORNERS[shape], x, y, size)} {...look}>
              <title>{node.name}</title>
            </polygon>
          );
        })}
      </g>
      <g class="names">
        {network.nodes
          .filter(({ id }) => named.has(id))
          .map((node) => {
            const [x, y] = placeOf(node);
            const away = radius(node, network.seed) * LARGER + 4;
            const left = leftwards(x);
            return (
              <text key={node.id} x={left ? x - away : x + away} y={y + 6} text-anchor={left ? "end" : "start"}>
                {node.name}
              </text>
            );
          })}
      </g>
    </svg>
  );
}

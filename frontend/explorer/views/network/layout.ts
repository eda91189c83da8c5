/** ForceAtlas2 (Jacomy et al. 2014, doi:10.1371/journal.pone.0098679) from a fixed start: the same network, the same picture. */
import defaults from "graphology-layout-forceatlas2/defaults.js";
import iterate from "graphology-layout-forceatlas2/iterate.js";

/** What the worker is told: nodes by their place in the order of ids, links as pairs of places. */
export interface Task {
  readonly count: number;
  readonly links: readonly (readonly [source: number, target: number])[];
  /** Place of the node that starts in the middle. */
  readonly seed: number;
  readonly side: number;
}

const NODE = 10; // numbers a node: x, y, four of movement, mass, convergence, size, fixed
const LINK = 3; // numbers a link: place of either end in the nodes, weight
const ITERATIONS = 500;

/** Return x and y of each node in turn, from 0 to the side. */
export function positionsOf({ count, links, seed, side }: Task): Float32Array {
  const nodes = new Float32Array(count * NODE);
  for (let place = 0; place < count; place += 1) {
    const angle = (2 * Math.PI * place) / count;
    const far = place === seed ? 0 : 100;
    nodes.set([far * Math.cos(angle), far * Math.sin(angle), 0, 0, 0, 0, 1, 1, 1, 0], place * NODE);
  }
  const ends = new Float32Array(links.length * LINK);
  for (const [index, [source, target]] of links.entries()) {
    ends.set([source * NODE, target * NODE, 1], index * LINK);
    for (const end of [source, target]) nodes[end * NODE + 6] = (nodes[end * NODE + 6] ?? 0) + 1;
  }
  const settings = { ...defaults, scalingRatio: 20, gravity: 1, slowDown: 1 + Math.log(Math.max(1, count)) };
  for (let turn = 0; turn < ITERATIONS; turn += 1) iterate(settings, nodes, ends);
  return scaled(nodes, count, side);
}

/** Fit into the square, with one scale for both directions, to one digit after the point. */
function scaled(nodes: Float32Array, count: number, side: number): Float32Array {
  const places = Array.from({ length: count }, (_, place) => place);
  const [xs, ys] = [0, 1].map((part) => places.map((place) => nodes[place * NODE + part] ?? 0)) as [number[], number[]];
  const [left, low] = [Math.min(...xs), Math.min(...ys)];
  const span = Math.max(Math.max(...xs) - left, Math.max(...ys) - low) || 1;
  const [right, top] = [(span - (Math.max(...xs) - left)) / 2, (span - (Math.max(...ys) - low)) / 2];
  const fit = (value: number, least: number, margin: number) =>
    Math.round((side * 10 * (value - least + margin)) / span) / 10;
  return Float32Array.from(
    places.flatMap((place) => [fit(xs[place] ?? 0, left, right), fit(ys[place] ?? 0, low, top)]),
  );
}

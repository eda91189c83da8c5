/** A network as it is shown: nodes and links of an answer, with what follows from them. */
import { type EntityKind, KINDS } from "../../kinds";
import type { NetworkData } from "../../queries/documents";

export interface Node {
  readonly id: string;
  readonly kind: EntityKind;
  readonly name: string;
  /** Number of links in the network. */
  readonly degree: number;
  /** Steps from the seed within the network; null where no way leads. */
  readonly steps: number | null;
}

export interface Link {
  readonly id: string;
  readonly predicate: string;
  readonly origin: string;
  readonly weight: number;
  readonly source: Node;
  readonly target: Node;
}

export interface Network {
  readonly seed: string;
  readonly nodes: readonly Node[];
  readonly links: readonly Link[];
}

/** Positions by the id of the node, x to the right and y upwards, in a square from 0 to SIDE. */
export type Positions = ReadonlyMap<string, readonly [x: number, y: number]>;

export const SIDE = 1000;

export function networkOf(answer: NetworkData["subgraph"], seed: string): Network {
  const neighbours = new Map<string, string[]>(answer.nodes.map(({ id }) => [id, []]));
  for (const { subject, object } of answer.statements) {
    neighbours.get(subject.id)?.push(object.id);
    neighbours.get(object.id)?.push(subject.id);
  }
  const steps = stepsFrom(seed, neighbours);
  const nodes = answer.nodes.map(({ id, kind, name }) => ({
    id,
    kind,
    name,
    degree: neighbours.get(id)?.length ?? 0,
    steps: steps.get(id) ?? null,
  }));
  const known = new Map(nodes.map((node) => [node.id, node]));
  const links = answer.statements.flatMap(({ id, predicate, origin, weight, subject, object }) => {
    const [source, target] = [known.get(subject.id), known.get(object.id)];
    return source && target ? [{ id, predicate, origin, weight, source, target }] : [];
  });
  return { seed, nodes, links };
}

/** Return the steps to every node that a way leads to, breadth first. */
function stepsFrom(seed: string, neighbours: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, number> {
  const steps = new Map([[seed, 0]]);
  const waiting = [seed];
  for (const id of waiting) {
    for (const next of neighbours.get(id) ?? []) {
      if (steps.has(next)) continue;
      steps.set(next, (steps.get(id) ?? 0) + 1);
      waiting.push(next);
    }
  }
  return steps;
}

/** Return the radius of a node in a drawing: larger with more links, the seed's a little more. */
export function radius(node: Node, seed: string): number {
  return Math.min(13, 4.5 + 1.5 * Math.sqrt(node.degree)) + (node.id === seed ? 3 : 0);
}

/**
 * Return the nodes whose names a still drawing shows: those with the most links first, where no other name and
 * no mark of like weight is in the way; those of `first` always.
 */
export function labelled(
  { nodes, seed }: Network,
  positions: Positions,
  size: number,
  first: readonly string[] = [seed],
): ReadonlySet<string> {
  const rank = (node: Node) => (first.includes(node.id) ? 0 : 1);
  const sorted = nodes.toSorted(
    (one, other) => rank(one) - rank(other) || other.degree - one.degree || (one.id < other.id ? -1 : 1),
  );
  const taken: Box[] = sorted.map((node) => {
    const [x, y] = positions.get(node.id) ?? [0, 0];
    const room = radius(node, seed);
    return { left: x - room, right: x + room, low: y - room, top: y + room, degree: node.degree };
  });
  const named = new Set<string>();
  for (const node of sorted) {
    const [x, y] = positions.get(node.id) ?? [0, 0];
    const [room, width] = [radius(node, seed) + 1, node.name.length * size * LETTER];
    const [left, right] = leftwards(x) ? [x - room - width, x - room] : [x + room, x + room + width];
    const box = { left, right, low: y - size / 2, top: y + size / 2, degree: Number.POSITIVE_INFINITY };
    const inTheWay = (other: Box) => other.degree * 4 > node.degree && overlap(box, other);
    if (rank(node) > 0 && taken.some(inTheWay)) continue;
    named.add(node.id);
    taken.push(box);
  }
  return named;
}

const LETTER = 0.58; // mean width of a letter, by its height

/** Return whether a name stands to the left of its node, since there is no room to the right. */
export function leftwards(x: number): boolean {
  return x > SIDE * 0.65;
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly low: number;
  readonly top: number;
  /** Links of the node whose mark it is; infinite for a name, which is never covered. */
  readonly degree: number;
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && other.left < one.right && one.low < other.top && other.low < one.top;
}

/** Return the kinds in a network with their numbers, in the usual order. */
export function kindsIn({ nodes }: Network): readonly (readonly [EntityKind, number])[] {
  const counts = new Map<EntityKind, number>();
  for (const { kind } of nodes) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  return (Object.keys(KINDS) as EntityKind[]).flatMap((kind) => {
    const count = counts.get(kind);
    return count ? [[kind, count] as const] : [];
  });
}

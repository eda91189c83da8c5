/** What else is known of the two, beside the score. */
import { ScoreBar } from "../../parts/figures";
import { type Column, Table } from "../../parts/Table";
import { number } from "../../words";
import type { Pair } from "../Synergy";

interface Component {
  readonly key: string;
  readonly name: string;
  readonly value: number | null;
  readonly meaning: string;
}

const COLUMNS: readonly Column<Component>[] = [
  { key: "component", label: "Component", value: ({ name }) => name },
  {
    key: "value",
    label: "Value, 0 to 1",
    value: ({ value }) => value,
    show: ({ value }) => <ScoreBar value={value} />,
    numeric: true,
  },
  { key: "meaning", label: "What it says", value: ({ meaning }) => meaning, sorts: false },
];

export function Components({ pair }: { pair: Pair }) {
  return (
    <section aria-labelledby="components">
      <h2 id="components">Beside the score</h2>
      <Table
        name="components"
        caption="None of these counts in the score. Unknown is not zero."
        columns={COLUMNS}
        rows={componentsOf(pair)}
        idOf={({ key }) => key}
      />
    </section>
  );
}

function componentsOf({ components }: Pair): readonly Component[] {
  const { geography, distanceKm, valueChainAdjacency, s3Alignment, tieNovelty } = components;
  return [
    { key: "geography", name: "Nearness", value: geography, meaning: nearness(geography, distanceKm) },
    {
      key: "valueChainAdjacency",
      name: "Next to each other in a value chain",
      value: valueChainAdjacency,
      meaning: adjacency(valueChainAdjacency),
    },
    { key: "s3Alignment", name: "S3 alignment", value: s3Alignment, meaning: alignment(s3Alignment) },
    { key: "tieNovelty", name: "New to each other", value: tieNovelty, meaning: novelty(tieNovelty) },
  ];
}

function nearness(value: number | null, distance: number | null): string {
  if (distance !== null) return `Their regions lie ${number(Math.round(distance))} km apart.`;
  if (value === null) return "It is not known where one of them is.";
  return value === 1
    ? "They are in one country; no distance is known."
    : "They are in different countries; no distance is known.";
}

function adjacency(value: number | null): string {
  if (value === null) return "It is not known at which stage one of them works.";
  if (value === 0) return "No way leads from a stage of the one to another stage of the other.";
  return value === 1
    ? "They work at neighbouring stages."
    : `Their nearest stages are ${number(Math.round(1 / value))} steps apart.`;
}

function alignment(value: number | null): string {
  if (value === null) return "One of them holds no S3 area, or no priority of its region is known.";
  return "The share of each one's S3 areas that the other's region declares a priority, on average.";
}

function novelty(value: number | null): string {
  if (value === null) return "No partnership of one of them is recorded.";
  return value === 1 ? "They share no partnership in this dataset." : "They share a partnership already.";
}

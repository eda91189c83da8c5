/** Ranked synergies as a table: score, its two factors, and the reasons in words. */
import type { RankedSynergiesData } from "../queries/documents";
import { reasons } from "../reasons";
import { to } from "../routes";
import { percent } from "../words";
import { entityColumns } from "./entities";
import { ScoreBar } from "./figures";
import { type Column, Table } from "./Table";

export type Pair = RankedSynergiesData["synergies"]["nodes"][number];

interface Props {
  readonly name: string;
  readonly caption: string;
  readonly pairs: readonly Pair[];
  readonly lens: string;
  /** Leave out the first organisation: the page is about it. */
  readonly ofOne?: boolean;
}

export function SynergyTable({ name, caption, pairs, lens, ofOne = false }: Props) {
  return <Table name={name} caption={caption} columns={columns(lens, ofOne)} rows={pairs} idOf={(pair) => pair.id} />;
}

function columns(lens: string, ofOne: boolean): readonly Column<Pair>[] {
  const setting = { lens: lens === "CROSS_SECTOR" ? null : lens };
  return [
    ...entityColumns<Pair>("organisation", "Organisation", (pair) => pair.organisation, { hidden: ofOne }),
    ...entityColumns<Pair>("partner", "Partner", (pair) => pair.partner),
    {
      key: "score",
      label: "Score",
      value: (pair) => pair.score,
      show: (pair) => <ScoreBar value={pair.score} />,
      numeric: true,
    },
    factor("novelty", "Novelty"),
    factor("absorbability", "Absorbability"),
    {
      key: "reasons",
      label: "Why",
      value: (pair) =>
        reasons(pair)
          .map((reason) => reason.join(": "))
          .join("; "),
      show: (pair) => <Reasons pair={pair} address={to(["synergy", pair.organisation.id, pair.partner.id], setting)} />,
      sorts: false,
      wide: true,
    },
  ];
}

function factor(key: "novelty" | "absorbability", label: string): Column<Pair> {
  return { key, label, value: (pair) => pair[key], show: (pair) => percent(pair[key]), numeric: true };
}

function Reasons({ pair, address }: { pair: Pair; address: string }) {
  return (
    <>
      {reasons(pair).map(([what, terms]) => (
        <span class="reason" key={what}>
          <span class="quiet">{what}:</span> {terms}
        </span>
      ))}
      <a href={address} aria-label={`Look closer: why ${pair.organisation.name} and ${pair.partner.name}`}>
        Look closer
      </a>
    </>
  );
}

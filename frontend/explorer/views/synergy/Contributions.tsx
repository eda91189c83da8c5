/** Every term that carries novelty or absorbability, with the statements that it rests on. */
import { Empty } from "../../parts/Answered";
import { EntityLink, entityColumns } from "../../parts/entities";
import { ScoreBar } from "../../parts/figures";
import { Statements } from "../../parts/statements";
import { type Column, Table } from "../../parts/Table";
import { ORIGINS, PROXIMITY_SOURCES, score } from "../../words";
import type { Pair } from "../Synergy";

type Contribution = Pair["contributions"][number];

export function Contributions({ pair }: { pair: Pair }) {
  const parts = [
    [
      "NOVELTY",
      "What makes them differ",
      "Shares of the two profiles where they should differ; what is the same lowers novelty.",
    ],
    [
      "ABSORBABILITY",
      "What lets them understand each other",
      "Shares of the two profiles where they should meet; what is unrelated adds nothing.",
    ],
  ] as const;
  return (
    <>
      {parts.map(([part, title, caption]) => {
        const rows = pair.contributions.filter((row) => row.part === part);
        return (
          <section key={part} aria-labelledby={part.toLowerCase()}>
            <h2 id={part.toLowerCase()}>{title}</h2>
            {rows.length === 0 ? (
              <Empty>Nothing is known that could carry this.</Empty>
            ) : (
              <Table name={part.toLowerCase()} caption={caption} columns={columns(pair)} rows={rows} idOf={idOf} />
            )}
          </section>
        );
      })}
    </>
  );
}

function idOf({ part, side, relation, concept }: Contribution): string {
  return `${part} ${side} ${relation} ${concept.id}`;
}

function columns(pair: Pair): readonly Column<Contribution>[] {
  return [
    ...entityColumns<Contribution>("term", "Term", ({ concept }) => concept),
    { key: "held_by", label: "Held by", value: ({ side }) => holder(pair, side) },
    {
      key: "relation",
      label: "For the other side",
      value: relationOf,
      show: (row) => <Relation row={row} />,
    },
    {
      key: "share",
      label: "Share",
      value: ({ share }) => share,
      show: ({ share }) => <ScoreBar value={share} />,
      numeric: true,
    },
    {
      key: "origins",
      label: "Rests on",
      value: ({ statements }) => originsOf(statements).join(", "),
      show: (row) => <Facts row={row} />,
      sorts: false,
    },
  ];
}

function holder(pair: Pair, side: string): string {
  if (side === "BOTH") return "both";
  return side === "ORGANISATION" ? pair.organisation.name : pair.partner.name;
}

function relationOf({ relation, relatedTo, proximity, proximitySource }: Contribution): string {
  if (relation === "SAME") return "the same";
  if (relation === "UNRELATED") return "unrelated";
  return `related to ${relatedTo?.name} (φ ${score(proximity)}: ${sourceOf(proximitySource)})`;
}

function Relation({ row }: { row: Contribution }) {
  if (row.relation !== "RELATED" || !row.relatedTo) return <>{relationOf(row)}</>;
  return (
    <>
      related to <EntityLink entity={row.relatedTo} />{" "}
      <span class="quiet">
        φ {score(row.proximity)}: {sourceOf(row.proximitySource)}
      </span>
    </>
  );
}

function sourceOf(source: string | null): string {
  return PROXIMITY_SOURCES[source ?? ""] ?? "unknown why";
}

/** Return the words for how some statements came about, each once. */
function originsOf(statements: Contribution["statements"]): readonly string[] {
  return [...new Set(statements.map(({ origin }) => ORIGINS[origin]?.word ?? origin))];
}

function Facts({ row }: { row: Contribution }) {
  const { statements, concept } = row;
  if (statements.length === 0) return <span class="quiet">no statement</span>;
  return (
    <details class="evidence">
      <summary>
        {originsOf(statements).join(", ")}
        <span class="unseen"> statements on {concept.name}</span>
      </summary>
      <Statements statements={statements} />
    </details>
  );
}

/** Which aims are covered and by whom, what is missing and who could bring it, and what rests on one member alone. */
import { Empty } from "../../parts/Answered";
import { EntityLink, EntityList, entityColumns } from "../../parts/entities";
import { ScoreBar } from "../../parts/figures";
import { Statements } from "../../parts/statements";
import { type Column, Table } from "../../parts/Table";
import { percent } from "../../words";
import { type Analysis, add, type Choices } from "./choices";

type Row = Analysis["coverage"][number];
type Match = Row["matches"][number];
type Gap = Analysis["gaps"][number];

export function Coverage({ analysis }: { analysis: Analysis }) {
  const rows = analysis.coverage.filter((row) => row.isTarget);
  return (
    <section aria-labelledby="coverage">
      <h2 id="coverage">How well the aims are covered</h2>
      {rows.length === 0 ? (
        <Empty>No aims are chosen. Add aims above, and see how well the members cover them.</Empty>
      ) : (
        <>
          <dl class="figures">
            <div>
              <dt>Covered share</dt>
              <dd>
                <ScoreBar value={analysis.coveredShare} />
                <p>The mean over the aims of how well the best member covers each.</p>
              </dd>
            </div>
          </dl>
          <Table name="coverage" caption="Aims and who covers them" columns={COVERAGE} rows={rows} idOf={idOf} />
        </>
      )}
      {analysis.notes.map((note) => (
        <p key={note}>{note}</p>
      ))}
    </section>
  );
}

function idOf({ concept }: Row): string {
  return concept.id;
}

const COVERAGE: readonly Column<Row>[] = [
  ...entityColumns<Row>("aim", "Aim", ({ concept }) => concept),
  {
    key: "match",
    label: "Covered",
    value: ({ match }) => match,
    show: ({ match }) => <ScoreBar value={match} />,
    numeric: true,
  },
  {
    key: "by",
    label: "By whom, through what",
    value: ({ matches }) => matches.map(inWords).join("; ") || null,
    show: ({ matches }) => <Matches matches={matches} />,
    sorts: false,
  },
];

function inWords({ organisation, through, value }: Match): string {
  return `${organisation.name} through ${through.name} (${percent(value)})`;
}

function Matches({ matches }: { matches: readonly Match[] }) {
  if (matches.length === 0) return <span class="quiet">by no member</span>;
  return (
    <ul class="plain">
      {matches.map(({ organisation, through, value }) => (
        <li key={organisation.id}>
          <EntityLink entity={organisation} /> through <EntityLink entity={through} />{" "}
          <span class="quiet">{percent(value)}</span>
        </li>
      ))}
    </ul>
  );
}

export function Gaps({ analysis, choices }: { analysis: Analysis; choices: Choices }) {
  if (analysis.targets.length === 0) return null;
  return (
    <section aria-labelledby="gaps">
      <h2 id="gaps">Gaps</h2>
      {analysis.gaps.length === 0 ? (
        <Empty>Every aim is covered by a member, at least in part.</Empty>
      ) : (
        <Table
          name="gaps"
          caption="Aims that no member covers, and who outside covers each best"
          columns={gapColumns(choices)}
          rows={analysis.gaps}
          idOf={({ concept }) => concept.id}
        />
      )}
    </section>
  );
}

function gapColumns(choices: Choices): readonly Column<Gap>[] {
  return [
    ...entityColumns<Gap>("aim", "Aim", ({ concept }) => concept),
    { key: "nearest_id", label: "", value: ({ nearest }) => nearest?.id ?? null, hidden: true },
    {
      key: "nearest",
      label: "Who could close it",
      value: ({ nearest }) => nearest?.name ?? null,
      show: ({ nearest }) =>
        nearest ? (
          <>
            <EntityLink entity={nearest} /> <Try choices={choices} entity={nearest} />
          </>
        ) : (
          <span class="quiet">nobody in this dataset</span>
        ),
    },
    {
      key: "through",
      label: "Through",
      value: ({ evidence }) => evidence?.through.name ?? null,
      show: ({ evidence }) =>
        evidence ? (
          <details class="evidence">
            <summary>{evidence.through.name}</summary>
            <Statements statements={evidence.statements} />
          </details>
        ) : (
          <span class="quiet">–</span>
        ),
    },
    {
      key: "proximity",
      label: "How well",
      value: ({ proximity }) => proximity,
      show: ({ proximity }) => percent(proximity),
      numeric: true,
    },
  ];
}

/** Add an organisation to what is looked at. */
export function Try({ choices, entity }: { choices: Choices; entity: { id: string; name: string } }) {
  return (
    <button
      type="button"
      class="small"
      onClick={() => add(choices, entity.id)}
      aria-label={`What if ${entity.name} joined`}
    >
      What if?
    </button>
  );
}

export function SinglePoints({ analysis }: { analysis: Analysis }) {
  const rests = analysis.singlePointsOfFailure;
  const what = analysis.targets.length > 0 ? "aim" : "term";
  return (
    <section aria-labelledby="single">
      <h2 id="single">What rests on one member alone</h2>
      {rests.length === 0 ? (
        <Empty>Nothing: whoever leaves, each covered {what} is covered as well by another.</Empty>
      ) : (
        <ul>
          {rests.map(({ organisation, concepts }) => (
            <li key={organisation.id}>
              Without <EntityLink entity={organisation} />, nobody covers as well: <EntityList entities={concepts} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

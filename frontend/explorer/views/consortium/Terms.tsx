/** Every term that a member holds, with its holders. */
import { useAnswer } from "../../asking";
import { Answered, Empty } from "../../parts/Answered";
import { EntityList, entityColumns } from "../../parts/entities";
import { type Column, Table } from "../../parts/Table";
import { HeldTerms as HELD_TERMS, type HeldTermsData } from "../../queries/documents";
import { useSetting } from "../../routes";
import { counted, listed } from "../../words";
import type { Choices } from "./choices";

type Row = NonNullable<HeldTermsData["consortium"]>["coverage"][number];

const MOST = 60; // terms that are listed at first

export function HeldTerms({ choices: { members, origins } }: { choices: Choices }) {
  const answer = useAnswer(HELD_TERMS, { members, origins });
  return (
    <Answered answer={answer}>
      {({ consortium }) => (consortium ? <Terms coverage={consortium.coverage} /> : null)}
    </Answered>
  );
}

function Terms({ coverage }: { coverage: readonly Row[] }) {
  const [all, setAll] = useSetting("terms");
  const rows = coverage.toSorted((one, other) => one.coveredBy.length - other.coveredBy.length);
  const shown = all === "all" ? rows : rows.slice(0, MOST);
  const alone = rows.filter(({ coveredBy }) => coveredBy.length === 1).length;
  return (
    <section aria-labelledby="terms">
      <h2 id="terms">What the members hold</h2>
      {rows.length === 0 ? (
        <Empty>No term of a member is known.</Empty>
      ) : (
        <Table
          name="terms"
          caption={`${counted(rows.length, "term", "terms")}; ${alone} of them held by one member alone, listed first${shown.length < rows.length ? `. The first ${MOST} are shown` : ""}.`}
          columns={COLUMNS}
          rows={shown}
          idOf={({ concept }) => concept.id}
        />
      )}
      {shown.length < rows.length ? (
        <button type="button" onClick={() => setAll("all", true)}>
          Show all {rows.length} terms
        </button>
      ) : null}
    </section>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  ...entityColumns<Row>("term", "Term", ({ concept }) => concept, { said: true }),
  { key: "members", label: "Members", value: ({ coveredBy }) => coveredBy.length, numeric: true },
  {
    key: "held_by",
    label: "Held by",
    value: ({ coveredBy }) => listed(coveredBy.map(({ name }) => name)),
    show: ({ coveredBy }) => <EntityList entities={coveredBy} />,
  },
];

/** Everything that is stated of an entity, with how it came about and where it stands. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { AsCode } from "../parts/AsCode";
import { Pager } from "../parts/Pager";
import { Origin, Sentence, Sources } from "../parts/statements";
import { type Column, Table } from "../parts/Table";
import { type StatementOrigin, Statements, type StatementsData } from "../queries/documents";
import { changed, go, useSetting } from "../routes";
import { counted, ORIGINS, PREDICATES } from "../words";

type Found = NonNullable<StatementsData["node"]>;
type Row = NonNullable<Found["statements"]>["nodes"][number];

export function StatementsOf({ id }: { id: string }) {
  const [origin] = useSetting("origin");
  const [after] = useSetting("statements-after");
  const variables = {
    id,
    ...(origin in ORIGINS ? { origins: [origin as StatementOrigin] } : {}),
    ...(after ? { after } : {}),
  };
  const answer = useAnswer(Statements, variables);
  const choose = (value: string) => go(changed({ origin: value, "statements-after": null }));
  return (
    <>
      <div class="settings">
        <label>
          How it came about{" "}
          <select onChange={(event) => choose(event.currentTarget.value)}>
            <option value="">any way</option>
            {Object.entries(ORIGINS).map(([key, { word }]) => (
              <option key={key} value={key} selected={key === origin}>
                {word}
              </option>
            ))}
          </select>
        </label>
        <AsCode asked={[question(Statements, variables)]} />
      </div>
      {origin in ORIGINS ? <p class="quiet">{ORIGINS[origin]?.meaning}</p> : null}
      <Answered answer={answer}>{({ node }) => (node?.statements ? <Both found={node} /> : null)}</Answered>
    </>
  );
}

function Both({ found }: { found: Found }) {
  const { statements, facts = [] } = found;
  return (
    <>
      {statements && statements.totalCount > 0 ? (
        <>
          <Table
            name="statements"
            caption={`${counted(statements.totalCount, "statement", "statements")} between it and others`}
            columns={COLUMNS}
            rows={statements.nodes}
            idOf={(row) => row.id}
          />
          <Pager page={statements.pageInfo} label="Pages of statements" after="statements-after" />
        </>
      ) : (
        <Empty>No statement came about like that.</Empty>
      )}
      {facts.length > 0 ? (
        <Table
          name="facts"
          caption={counted(facts.length, "fact that a source writes of it", "facts that sources write of it")}
          columns={FACTS}
          rows={facts}
          idOf={(row) => `${row.property} ${row.value} ${sourceText(row)}`}
        />
      ) : null}
    </>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  { key: "id", label: "", value: (row) => row.id, hidden: true },
  { key: "subject_id", label: "", value: (row) => row.subject.id, hidden: true },
  { key: "predicate", label: "", value: (row) => row.predicate, hidden: true },
  { key: "object_id", label: "", value: (row) => row.object.id, hidden: true },
  {
    key: "statement",
    label: "Statement",
    value: (row) => `${row.subject.name} ${PREDICATES[row.predicate]} ${row.object.name}`,
    show: (row) => <Sentence statement={row} />,
    names: true,
    wide: true,
  },
  { key: "origin", label: "How", value: (row) => row.origin, show: (row) => <Origin origin={row.origin} /> },
  source(),
];

type Fact = NonNullable<Found["facts"]>[number];

const FACTS: readonly Column<Fact>[] = [
  { key: "property", label: "Property", value: (row) => row.property, names: true },
  { key: "value", label: "Value", value: (row) => row.value },
  { key: "stated_as", label: "As written", value: (row) => row.statedAs },
  source(),
];

function source<Any extends Pick<Row, "provenance">>(): Column<Any> {
  return {
    key: "sources",
    label: "Source",
    value: sourceText,
    show: (row) => <Sources provenance={row.provenance} />,
    sorts: false,
    wide: true,
  };
}

function sourceText(row: Pick<Row, "provenance">): string {
  return row.provenance.map(({ source: { title }, locator }) => `${title}, ${locator}`).join("; ");
}

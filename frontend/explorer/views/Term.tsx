/** A term: who holds it, what is wider, narrower and near, and what it rests on. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { AsCode } from "../parts/AsCode";
import { EntityLink, EntityList, entityColumns, KindMark } from "../parts/entities";
import { Fact, Facts, OtherNames, Site } from "../parts/facts";
import { NotFound } from "../parts/NotFound";
import { OrganisationTable, useAfter } from "../parts/organisations";
import { Page } from "../parts/Page";
import { type Column, Table } from "../parts/Table";
import { Tabs } from "../parts/Tabs";
import { Related, type RelatedData, Term as TERM, type TermData } from "../queries/documents";
import { to, type ViewProps } from "../routes";
import { number, PROXIMITY_SOURCES, percent } from "../words";
import { StatementsOf } from "./StatementsOf";

type Found = NonNullable<TermData["concept"]>;

export function Term({ params }: ViewProps) {
  const id = params.id ?? "";
  const variables = { id, ...useAfter() };
  const answer = useAnswer(TERM, variables);
  const found = answer.data?.concept;
  if (found === null) return <NotFound id={id} />;
  return (
    <Page
      title={answer.problem ? "Term" : found?.name}
      above={found ? <KindMark kind={found.kind} /> : null}
      asked={[question(TERM, variables)]}
      tools={<a href={to(["network", id])}>Network around it</a>}
    >
      <Answered answer={answer}>{() => (found ? <Known found={found} /> : null)}</Answered>
    </Page>
  );
}

function Known({ found }: { found: Found }) {
  const { id, organisations, mappedTo } = found;
  return (
    <>
      <About found={found} />
      <Tabs
        label="About the term"
        setting="tab"
        tabs={[
          {
            key: "organisations",
            label: `Organisations (${number(organisations.totalCount)})`,
            content: () => <OrganisationTable of="with this term or a narrower one" list={organisations} />,
          },
          { key: "related", label: "Near terms", content: () => <Near id={id} /> },
          ...(mappedTo ? [{ key: "map", label: "Read as", content: () => <Mapped rows={mappedTo} /> }] : []),
          {
            key: "statements",
            label: `Statements and sources (${number(found.statements.totalCount)})`,
            content: () => <StatementsOf id={id} />,
          },
        ]}
      />
    </>
  );
}

function About({ found }: { found: Found }) {
  const { broader, narrower, exactMatch, scheme, alternativeNames } = found;
  return (
    <Facts>
      <Fact label="Classification">
        {scheme.title}
        {scheme.complete ? "" : " (only terms that occur here)"}
      </Fact>
      <Fact label="Code">{found.notation}</Fact>
      <Fact label="Wider">{broader ? <EntityLink entity={broader} /> : null}</Fact>
      <Fact label="Narrower">{narrower.length > 0 ? <EntityList entities={narrower} /> : null}</Fact>
      <Fact label="The same elsewhere">
        {exactMatch.length > 0 ? exactMatch.map((address) => <Site key={address} address={address} />) : null}
      </Fact>
      <Fact label="Also named">{alternativeNames.length > 0 ? <OtherNames names={alternativeNames} /> : null}</Fact>
    </Facts>
  );
}

function Near({ id }: { id: string }) {
  const answer = useAnswer(Related, { id });
  return (
    <>
      <div class="settings">
        <AsCode asked={[question(Related, { id })]} />
      </div>
      <Answered answer={answer}>
        {({ concept }) => {
          const rows = concept?.related ?? [];
          if (rows.length === 0)
            return <Empty>No organisation that counts holds it, so nothing is known to be near.</Empty>;
          return (
            <Table
              name="related"
              caption="Terms that the same organisations hold, nearest first"
              columns={RELATED}
              rows={rows}
              idOf={(row) => row.concept.id}
            />
          );
        }}
      </Answered>
    </>
  );
}

type Row = NonNullable<RelatedData["concept"]>["related"][number];

const RELATED: readonly Column<Row>[] = [
  ...entityColumns<Row>("term", "Term", (row) => row.concept, { said: true }),
  {
    key: "proximity",
    label: "Proximity",
    value: (row) => row.proximity,
    show: (row) => percent(row.proximity),
    numeric: true,
  },
  { key: "co_occurrences", label: "Organisations with both", value: (row) => row.coOccurrences, numeric: true },
  {
    key: "proximity_source",
    label: "Rests on",
    value: (row) => row.proximitySource,
    show: (row) => PROXIMITY_SOURCES[row.proximitySource ?? ""] ?? "–",
  },
];

type Map = NonNullable<Found["mappedTo"]>;

function Mapped({ rows }: { rows: Map }) {
  if (rows.length === 0) return <Empty>Nobody has mapped its words to terms.</Empty>;
  return (
    <Table
      name="map"
      caption="Terms that a curated map reads into the words"
      columns={MAPPED}
      rows={rows}
      idOf={(row) => row.concept.id}
    />
  );
}

const MAPPED: readonly Column<Map[number]>[] = [
  ...entityColumns<Map[number]>("term", "Term", (row) => row.concept, { said: true }),
  { key: "match", label: "Match", value: (row) => row.match, show: (row) => percent(row.match), numeric: true },
  { key: "reason", label: "Reason", value: (row) => row.reason, sorts: false },
];

/** A region, a country or a stage of a value chain: who is there. */
import type { ComponentChildren } from "preact";

import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { EntityLink, EntityList, entityColumns, KindMark } from "../parts/entities";
import { Fact, Facts, OtherNames } from "../parts/facts";
import { NotFound } from "../parts/NotFound";
import { OrganisationTable, useAfter } from "../parts/organisations";
import { Page } from "../parts/Page";
import { Origin, Sources } from "../parts/statements";
import { type Column, Table } from "../parts/Table";
import { Tabs } from "../parts/Tabs";
import { Place as PLACE, type PlaceData } from "../queries/documents";
import { to, type ViewProps } from "../routes";
import { number, percent, score } from "../words";
import { StatementsOf } from "./StatementsOf";

type Found = NonNullable<PlaceData["node"]>;

export function Place({ params }: ViewProps) {
  const id = params.id ?? "";
  const variables = { id, ...useAfter() };
  const answer = useAnswer(PLACE, variables);
  const found = answer.data?.node;
  if (found === null || (found && !found.organisations)) return <NotFound id={id} />;
  return (
    <Page
      title={answer.problem ? "Place" : found?.name}
      above={found?.kind ? <KindMark kind={found.kind} /> : null}
      asked={[question(PLACE, variables)]}
      tools={<a href={to(["network", id])}>Network around it</a>}
    >
      <Answered answer={answer}>{() => (found ? <Known found={found} /> : null)}</Answered>
    </Page>
  );
}

function Known({ found }: { found: Found }) {
  const { id, organisations, kind, suppliesTo } = found;
  const inside = found.within ?? found.regions?.nodes ?? [];
  const of = kind === "VALUE_CHAIN_STAGE" ? "at this stage" : "here";
  return (
    <>
      <About found={found} />
      <Tabs
        label="About the place"
        setting="tab"
        tabs={[
          {
            key: "organisations",
            label: `Organisations (${number(organisations?.totalCount)})`,
            content: () => (organisations ? <OrganisationTable of={of} list={organisations} /> : null),
          },
          ...when(inside.length > 0, "regions", `Regions within (${inside.length})`, () => (
            <EntityList entities={inside} />
          )),
          ...when(kind === "REGION", "priorities", "S3 priorities", () => <Priorities found={found} />),
          ...when(suppliesTo, "supplies", "Supplies", () => <Supplies rows={suppliesTo ?? []} />),
          {
            key: "statements",
            label: `Statements and sources (${number(found.statements?.totalCount)})`,
            content: () => <StatementsOf id={id} />,
          },
        ]}
      />
    </>
  );
}

function when(condition: unknown, key: string, label: string, content: () => ComponentChildren) {
  return condition ? [{ key, label, content }] : [];
}

function About({ found }: { found: Found }) {
  const { nutsCode, level, code, parent, country, valueChain, position, upstreamness, alternativeNames = [] } = found;
  return (
    <Facts>
      <Fact label="NUTS">{nutsCode ? `${nutsCode}, level ${level}` : null}</Fact>
      <Fact label="Code">{code}</Fact>
      <Fact label="Within">{parent ? <EntityLink entity={parent} /> : null}</Fact>
      <Fact label="Country">{country ? <EntityLink entity={country} /> : null}</Fact>
      <Fact label="Value chain">{valueChain ? <EntityLink entity={valueChain} /> : null}</Fact>
      <Fact label="Place in the chain">{position ? `${position}, counted from upstream` : null}</Fact>
      <Fact label="Steps to final use">{upstreamness ? `${score(upstreamness)} on average` : null}</Fact>
      <Fact label="Also named">{alternativeNames.length > 0 ? <OtherNames names={alternativeNames} /> : null}</Fact>
    </Facts>
  );
}

/** What the region declares, and what its clusters pursue: two different things. */
function Priorities({ found }: { found: Found }) {
  const { declaredPriorities: declared, prioritiesOfClusters: pursued = [] } = found;
  return (
    <>
      <h2>Declared by the region</h2>
      {declared ? (
        <EntityList entities={declared} />
      ) : (
        <Empty>No source in this dataset states them: unknown, not none.</Empty>
      )}
      <h2>Pursued by clusters in it</h2>
      {pursued.length > 0 ? <EntityList entities={pursued} /> : <Empty>None is known.</Empty>}
    </>
  );
}

type Flow = NonNullable<Found["suppliesTo"]>[number];

function Supplies({ rows }: { rows: readonly Flow[] }) {
  if (rows.length === 0) return <Empty>No source tells what it supplies.</Empty>;
  return (
    <Table
      name="supplies"
      caption="Stages that it supplies"
      columns={FLOWS}
      rows={rows}
      idOf={(row) => row.statement.id}
    />
  );
}

const FLOWS: readonly Column<Flow>[] = [
  ...entityColumns<Flow>("stage", "Stage", (row) => row.to),
  { key: "share", label: "Share", value: (row) => row.share, show: (row) => percent(row.share), numeric: true },
  {
    key: "origin",
    label: "How",
    value: (row) => row.statement.origin,
    show: (row) => <Origin origin={row.statement.origin} />,
  },
  {
    key: "source",
    label: "Source",
    value: (row) => row.statement.provenance.map(({ source, locator }) => `${source.title}, ${locator}`).join("; "),
    show: (row) => <Sources provenance={row.statement.provenance} />,
    sorts: false,
  },
];

/** A value chain as a strip of its stages: who stands at each, what is empty, what flows. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { EntityList, entityColumns } from "../parts/entities";
import { Evidence, type EvidenceAnswer, evidenceOf, useEvidence } from "../parts/evidence";
import { NotFound } from "../parts/NotFound";
import { Page } from "../parts/Page";
import { Origin } from "../parts/statements";
import { type Column, Table } from "../parts/Table";
import { Evidence as EVIDENCE, ValueChain as VALUE_CHAIN, type ValueChainData } from "../queries/documents";
import type { ViewProps } from "../routes";
import { counted, listed, ORIGINS, percent } from "../words";
import { Strip } from "./value-chain/Strip";
import "../theme/discovery.css";

type Chain = NonNullable<ValueChainData["valueChain"]>;
type Stage = Chain["stages"][number];
type Flow = Stage["suppliesTo"][number] & { readonly from: Stage };

export function ValueChain({ params }: ViewProps) {
  const { id = "" } = params;
  const answer = useAnswer(VALUE_CHAIN, { id });
  const chain = answer.data?.valueChain;
  const stages = chain?.stages ?? [];
  const occupations = evidenceOf(occupationsOf(stages));
  const flows = evidenceOf(flowsOf(stages).map(({ statement }) => statement.id));
  if (chain === null) return <NotFound id={id} />;
  return (
    <Page
      title={answer.problem ? "Value chain" : chain && `Value chain: ${chain.name}`}
      above="Value chain"
      lead="Its stages in order, who is known to work at each, and where nobody is."
      asked={[
        question(VALUE_CHAIN, { id }),
        ...[occupations, flows].flatMap((variables) => (variables ? [question(EVIDENCE, variables)] : [])),
      ]}
    >
      <Answered answer={answer}>{() => (chain ? <Found chain={chain} /> : null)}</Answered>
    </Page>
  );
}

function occupationsOf(stages: readonly Stage[]): readonly string[] {
  return stages.flatMap((stage) => stage.occupations.nodes.map(({ id }) => id));
}

/** Return what one stage supplies to another, in the order of the chain. */
function flowsOf(stages: readonly Stage[]): readonly Flow[] {
  return stages.flatMap((from) => from.suppliesTo.map((flow) => ({ ...flow, from })));
}

function Found({ chain }: { chain: Chain }) {
  const { stages } = chain;
  const evidence = useEvidence(occupationsOf(stages));
  if (stages.length === 0) return <Empty>No source states or infers the stages of this chain.</Empty>;
  const empty = stages.filter((stage) => stage.organisations.totalCount === 0);
  return (
    <>
      <p>
        {counted(stages.length, "stage", "stages")}, upstream first.{" "}
        {empty.length > 0
          ? `Nobody is known to work at ${listed(empty.map(({ name }) => name))}: that is unknown, not none.`
          : "Somebody is known to work at each."}{" "}
        <Held stages={stages} />
      </p>
      <Strip
        stages={stages.map((stage) => ({
          stage,
          organisations: stage.organisations.nodes,
          more: stage.organisations.totalCount - stage.organisations.nodes.length,
          origins: [...new Set(stage.occupations.nodes.map(({ origin }) => origin))],
        }))}
      />
      <h2>Stages as a table</h2>
      <Table
        name="stages"
        caption={`Stages of ${chain.name}`}
        columns={stageColumns(evidence)}
        rows={stages}
        idOf={({ id }) => id}
      />
      <Flows chain={chain} />
    </>
  );
}

/** How it is known that the stages belong to the chain. */
function Held({ stages }: { stages: readonly Stage[] }) {
  const origins = [...new Set(stages.flatMap((stage) => stage.held.nodes.map(({ origin }) => origin)))];
  return (
    <>
      The order is{" "}
      {origins.map((origin) => (
        <Origin key={origin} origin={origin} />
      ))}
      .
    </>
  );
}

function stageColumns(evidence: EvidenceAnswer): readonly Column<Stage>[] {
  return [
    { key: "position", label: "Place", value: ({ position }) => position, numeric: true },
    ...entityColumns<Stage>("stage", "Stage", (stage) => stage),
    {
      key: "organisations",
      label: "Who works there",
      value: ({ organisations }) => organisations.nodes.map(({ name }) => name).join("; ") || null,
      show: ({ organisations }) =>
        organisations.totalCount > 0 ? (
          <EntityList entities={organisations.nodes} />
        ) : (
          <span class="quiet">nobody is known</span>
        ),
    },
    { key: "count", label: "How many", value: ({ organisations }) => organisations.totalCount, numeric: true },
    {
      key: "origins",
      label: "Rests on",
      value: ({ occupations }) => originsOf(occupations.nodes) || null,
      show: ({ occupations }) =>
        occupations.totalCount > 0 ? (
          <Evidence
            ids={occupations.nodes.map(({ id }) => id)}
            answer={evidence}
            label={originsOf(occupations.nodes)}
          />
        ) : (
          <span class="quiet">–</span>
        ),
      sorts: false,
    },
    {
      key: "upstreamness",
      label: "Steps to final use",
      value: ({ upstreamness }) => upstreamness,
      show: ({ upstreamness }) =>
        upstreamness === null ? <span class="quiet">unknown</span> : upstreamness.toFixed(2),
      numeric: true,
    },
  ];
}

function originsOf(statements: readonly { readonly origin: string }[]): string {
  return [...new Set(statements.map(({ origin }) => ORIGINS[origin]?.word ?? origin))].join(", ");
}

function Flows({ chain }: { chain: Chain }) {
  const flows = flowsOf(chain.stages);
  const evidence = useEvidence(flows.map(({ statement }) => statement.id));
  return (
    <section aria-labelledby="flows">
      <h2 id="flows">What flows between the stages</h2>
      {flows.length === 0 ? (
        <Empty>No input-output table in this dataset tells a flow between the stages.</Empty>
      ) : (
        <Table
          name="flows"
          caption="The share of the buyer's inputs that comes from the supplier, one row for each table that tells it. Flows go both ways and do not make the order."
          columns={flowColumns(evidence)}
          rows={flows}
          idOf={({ statement }) => statement.id}
        />
      )}
    </section>
  );
}

function flowColumns(evidence: EvidenceAnswer): readonly Column<Flow>[] {
  const nodes = new Map((evidence.data?.nodes ?? []).map((node) => [node?.id, node] as const));
  const source = ({ statement }: Flow) => {
    const titles = (nodes.get(statement.id)?.provenance ?? []).map((place) => place.source.title);
    return [...new Set(titles)].join("; ") || null;
  };
  return [
    { key: "from", label: "Supplier", value: ({ from }) => from.name, names: true },
    { key: "to", label: "Buyer", value: ({ to }) => to.name },
    {
      key: "share",
      label: "Share of the buyer's inputs",
      value: ({ share }) => share,
      show: ({ share }) => (share === null ? <span class="quiet">order only</span> : percent(share)),
      numeric: true,
    },
    {
      key: "origin",
      label: "How known",
      value: ({ statement }) => ORIGINS[statement.origin]?.word ?? statement.origin,
    },
    { key: "source", label: "Table", value: source },
  ];
}

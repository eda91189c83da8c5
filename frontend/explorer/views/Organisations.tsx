/** Organisations by their facets: filters with counts, a table, pages. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { entityColumns, linkColumn } from "../parts/entities";
import { Filters } from "../parts/Filters";
import { NameFilter } from "../parts/NameFilter";
import { Page } from "../parts/Page";
import { Pager, usePage } from "../parts/Pager";
import { type Column, Table } from "../parts/Table";
import {
  Organisations as ORGANISATIONS,
  type OrganisationsData,
  type OrganisationsVariables,
} from "../queries/documents";
import { changed, go, usePlace, useSetting } from "../routes";
import { counted } from "../words";
import { filterOf, idsOf } from "./filtering";

const ORDERS: Readonly<Record<string, string>> = {
  NAME: "name",
  PARTNERSHIP_COUNT: "partnerships, most first",
  MEMBER_COUNT: "members, most first",
  SME_COUNT: "SME members, most first",
};

export function Organisations() {
  const { settings } = usePlace();
  const variables: OrganisationsVariables = { ...variablesOf(settings), ...usePage() };
  const answer = useAnswer(ORGANISATIONS, variables);
  return (
    <Page
      title="Organisations"
      lead="Clusters, SMEs and institutions. What no source states of an organisation is unknown, and no filter finds it."
      asked={[question(ORGANISATIONS, variables)]}
    >
      <div class="beside">
        <details class="filters" open={matchMedia("(min-width: 48rem)").matches}>
          <summary>Filters</summary>
          <NameFilter />
          <Answered answer={answer}>{(data) => <Filters data={data} />}</Answered>
        </details>
        <div>
          <Answered answer={answer}>{(data) => <Found data={data} />}</Answered>
        </div>
      </div>
    </Page>
  );
}

function variablesOf(settings: URLSearchParams): OrganisationsVariables {
  const order = settings.get("order");
  const field = order && order in ORDERS ? (order as "NAME") : "NAME";
  return {
    filter: filterOf(settings),
    orderBy: [{ field, direction: field === "NAME" ? "ASC" : "DESC" }],
    chosen: idsOf(settings),
  };
}

type Row = OrganisationsData["organisations"]["nodes"][number];

function Found({ data }: { data: OrganisationsData }) {
  const { nodes, totalCount, pageInfo } = data.organisations;
  if (totalCount === 0) return <Empty>No organisation is known to meet all of this. Take a filter away.</Empty>;
  return (
    <>
      <OrderChoice />
      <Table
        name="organisations"
        caption={`${counted(totalCount, "organisation", "organisations")}; ${nodes.length} on this page`}
        columns={COLUMNS}
        rows={nodes}
        idOf={(row) => row.id}
      />
      <Pager page={pageInfo} label="Pages of organisations" />
    </>
  );
}

const COLUMNS: readonly Column<Row>[] = [
  ...entityColumns<Row>("name", "Name", (row) => row, { said: true }),
  { key: "kind", label: "", value: (row) => row.kind, hidden: true },
  linkColumn("country", "Country", (row) => row.country),
  linkColumn("region", "Region", (row) => row.region),
  { key: "partnerships", label: "Partnerships", value: (row) => row.partnerships.totalCount, numeric: true },
  { key: "members", label: "Members", value: (row) => row.memberCount ?? null, numeric: true },
  { key: "sme_members", label: "SME members", value: (row) => row.smeCount ?? null, numeric: true },
];

function OrderChoice() {
  const [order] = useSetting("order", "NAME");
  return (
    <label>
      All sorted by{" "}
      <select onChange={(event) => go(changed({ order: event.currentTarget.value, after: null, before: null }))}>
        {Object.entries(ORDERS).map(([key, label]) => (
          <option key={key} value={key} selected={key === order}>
            {label}
          </option>
        ))}
      </select>
    </label>
  );
}

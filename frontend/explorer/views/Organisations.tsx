/** Organisations by their facets: filters with counts, a table, pages. */
import { question, useAnswer } from "../asking";
import { Answered, Empty } from "../parts/Answered";
import { EntityLink } from "../parts/entities";
import { Filters } from "../parts/Filters";
import { Page } from "../parts/Page";
import { Pager } from "../parts/Pager";
import { type Column, Table } from "../parts/Table";
import {
  Organisations as ORGANISATIONS,
  type OrganisationsData,
  type OrganisationsVariables,
} from "../queries/documents";
import { changed, go, usePlace, useSetting } from "../routes";
import { counted } from "../words";
import { filterOf, idsOf } from "./filtering";

const PAGE = 25;

const ORDERS: Readonly<Record<string, string>> = {
  NAME: "name",
  PARTNERSHIP_COUNT: "partnerships, most first",
  MEMBER_COUNT: "members, most first",
  SME_COUNT: "SME members, most first",
};

export function Organisations() {
  const { settings } = usePlace();
  const variables = variablesOf(settings);
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
  const [after, before, order] = ["after", "before", "order"].map((name) => settings.get(name));
  const field = order && order in ORDERS ? (order as "NAME") : "NAME";
  return {
    filter: filterOf(settings),
    orderBy: [{ field, direction: field === "NAME" ? "ASC" : "DESC" }],
    ...(before ? { last: PAGE, before } : { first: PAGE, ...(after ? { after } : {}) }),
    chosen: idsOf(settings),
  };
}

function NameFilter() {
  const [name] = useSetting("name");
  return (
    <form
      class="by-name"
      onSubmit={(event) => {
        event.preventDefault();
        const given = new FormData(event.currentTarget).get("name");
        go(changed({ name: typeof given === "string" ? given.trim() : "", after: null, before: null }));
      }}
    >
      <label>
        Name contains <input name="name" maxLength={200} defaultValue={name} />
      </label>{" "}
      <button type="submit">Filter</button>
    </form>
  );
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
  { key: "id", label: "", value: (row) => row.id, hidden: true },
  {
    key: "name",
    label: "Name",
    value: (row) => row.name,
    show: (row) => <EntityLink entity={row} said />,
    names: true,
  },
  { key: "kind", label: "", value: (row) => row.kind, hidden: true },
  {
    key: "country",
    label: "Country",
    value: (row) => row.country?.name ?? null,
    show: (row) => (row.country ? <EntityLink entity={row.country} /> : "–"),
  },
  {
    key: "region",
    label: "Region",
    value: (row) => row.region?.name ?? null,
    show: (row) => (row.region ? <EntityLink entity={row.region} /> : "–"),
  },
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

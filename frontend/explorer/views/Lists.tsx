/** Plain lists with pages: partnerships, terms of a kind, regions, value chains. */
import { question, useAnswer } from "../asking";
import { type EntityKind, KINDS } from "../kinds";
import { Answered, Empty } from "../parts/Answered";
import { EntityLink, EntityList, entityColumns, linkColumn } from "../parts/entities";
import { NameFilter } from "../parts/NameFilter";
import { Page } from "../parts/Page";
import { Pager, usePage } from "../parts/Pager";
import { PartnershipTable } from "../parts/partnerships";
import { type Column, Table } from "../parts/Table";
import {
  Partnerships as PARTNERSHIPS,
  Places as PLACES,
  type PlacesData,
  Terms as TERMS,
  type TermsData,
  ValueChains as VALUE_CHAINS,
} from "../queries/documents";
import { changed, go, useSetting } from "../routes";
import { counted, number } from "../words";

export function PartnershipList() {
  const [name] = useSetting("name");
  const variables = { ...usePage(), ...(name ? { nameContains: name } : {}) };
  const answer = useAnswer(PARTNERSHIPS, variables);
  return (
    <Page title="Partnerships" asked={[question(PARTNERSHIPS, variables)]}>
      <NameFilter />
      <Answered answer={answer}>
        {({ partnerships: { nodes, totalCount, pageInfo } }) =>
          totalCount === 0 ? (
            <Empty>No partnership has such a name.</Empty>
          ) : (
            <>
              <PartnershipTable
                name="partnerships"
                caption={`${counted(totalCount, "partnership", "partnerships")}; ${nodes.length} on this page`}
                rows={nodes}
              />
              <Pager page={pageInfo} label="Pages of partnerships" />
            </>
          )
        }
      </Answered>
    </Page>
  );
}

const TERM_KINDS = (Object.keys(KINDS) as EntityKind[]).filter((kind) => KINDS[kind].view === "term");

export function TermList() {
  const [kind] = useSetting("kind", "SECTOR");
  const known = TERM_KINDS.find((one) => one === kind) ?? "SECTOR";
  const variables = { kinds: [known], ...usePage() };
  const answer = useAnswer(TERMS, variables);
  return (
    <Page title="Terms" asked={[question(TERMS, variables)]}>
      <label>
        Kind{" "}
        <select onChange={(event) => go(changed({ kind: event.currentTarget.value, after: null, before: null }))}>
          {TERM_KINDS.map((one) => (
            <option key={one} value={one} selected={one === known}>
              {KINDS[one].many}
            </option>
          ))}
        </select>
      </label>
      <Answered answer={answer}>
        {({ concepts: { nodes, totalCount, pageInfo } }) =>
          totalCount === 0 ? (
            <Empty>There are none.</Empty>
          ) : (
            <>
              <Table
                name="terms"
                caption={`${number(totalCount)} ${KINDS[known].many}; ${nodes.length} on this page`}
                columns={TERM}
                rows={nodes}
                idOf={(row) => row.id}
              />
              <Pager page={pageInfo} label="Pages of terms" />
            </>
          )
        }
      </Answered>
    </Page>
  );
}

type Term = TermsData["concepts"]["nodes"][number];

const TERM: readonly Column<Term>[] = [
  ...entityColumns<Term>("name", "Term", (row) => row),
  { key: "notation", label: "Code", value: (row) => row.notation },
  linkColumn("broader", "Wider", (row) => row.broader),
  { key: "scheme", label: "Classification", value: (row) => row.scheme.title },
  { key: "organisations", label: "Organisations", value: (row) => row.organisations.totalCount, numeric: true },
];

export function RegionList() {
  const [level] = useSetting("level", "0");
  const wanted = ["1", "2", "3"].includes(level) ? { level: Number(level) } : {};
  const variables = { ...wanted, ...usePage() };
  const answer = useAnswer(PLACES, variables);
  return (
    <Page title="Regions" asked={[question(PLACES, variables)]}>
      <label>
        NUTS level{" "}
        <select onChange={(event) => go(changed({ level: event.currentTarget.value, after: null, before: null }))}>
          {["any", "1", "2", "3"].map((one) => (
            <option key={one} value={one === "any" ? "" : one} selected={one === level}>
              {one}
            </option>
          ))}
        </select>
      </label>
      <Answered answer={answer}>
        {({ regions: { nodes, totalCount, pageInfo } }) => (
          <>
            <Table
              name="regions"
              caption={`${counted(totalCount, "region", "regions")}; ${nodes.length} on this page`}
              columns={REGION}
              rows={nodes}
              idOf={(row) => row.id}
            />
            <Pager page={pageInfo} label="Pages of regions" />
          </>
        )}
      </Answered>
    </Page>
  );
}

type Region = PlacesData["regions"]["nodes"][number];

const REGION: readonly Column<Region>[] = [
  ...entityColumns<Region>("name", "Region", (row) => row),
  { key: "nuts_code", label: "NUTS", value: (row) => row.nutsCode },
  { key: "level", label: "Level", value: (row) => row.level, numeric: true },
  linkColumn("country", "Country", (row) => row.country),
  { key: "organisations", label: "Organisations", value: (row) => row.organisations.totalCount, numeric: true },
];

export function ValueChainList() {
  const answer = useAnswer(VALUE_CHAINS, {});
  return (
    <Page title="Value chains" asked={[question(VALUE_CHAINS, {})]}>
      <Answered answer={answer}>
        {({ valueChains: { nodes } }) =>
          nodes.length === 0 ? (
            <Empty>The dataset has none.</Empty>
          ) : (
            nodes.map((chain) => (
              <section key={chain.id}>
                <h2>
                  <EntityLink entity={chain} />
                </h2>
                <EntityList entities={chain.stages} />
              </section>
            ))
          )
        }
      </Answered>
    </Page>
  );
}

/** Organisations of a term, a place or a stage as a table with pages. */
import { useSetting } from "../routes";
import { counted } from "../words";
import { Empty } from "./Answered";
import { entityColumns, linkColumn, type Named } from "./entities";
import { Pager } from "./Pager";
import { type Column, Table } from "./Table";

interface Row extends Named {
  readonly country: Named | null;
}

interface Props {
  readonly of: string;
  readonly list: {
    readonly totalCount: number;
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly endCursor: string | null;
    };
    readonly nodes: readonly Row[];
  };
}

export function OrganisationTable({ of, list }: Props) {
  if (list.totalCount === 0) return <Empty>No organisation is known {of}.</Empty>;
  return (
    <>
      <Table
        name="organisations"
        caption={`${counted(list.totalCount, "organisation", "organisations")} ${of}; ${list.nodes.length} on this page`}
        columns={COLUMNS}
        rows={list.nodes}
        idOf={(row) => row.id}
      />
      <Pager page={list.pageInfo} label="Pages of organisations" />
    </>
  );
}

/** Return the cursor of the address, as a variable. */
export function useAfter(): { after?: string } {
  const [after] = useSetting("after");
  return after ? { after } : {};
}

const COLUMNS: readonly Column<Row>[] = [
  ...entityColumns<Row>("name", "Name", (row) => row, { said: true }),
  { key: "kind", label: "", value: (row) => row.kind, hidden: true },
  linkColumn("country", "Country", (row) => row.country),
];

/** Partnerships as a table. */
import type { PartnershipsData } from "../queries/documents";
import { entityColumns } from "./entities";
import { type Column, Table } from "./Table";

type Row = PartnershipsData["partnerships"]["nodes"][number];

interface Props {
  readonly name: string;
  readonly caption: string;
  readonly rows: readonly Row[];
}

export function PartnershipTable({ name, caption, rows }: Props) {
  return <Table name={name} caption={caption} columns={COLUMNS} rows={rows} idOf={(row) => row.id} />;
}

const COLUMNS: readonly Column<Row>[] = [
  ...entityColumns<Row>("name", "Partnership", (row) => row),
  { key: "title", label: "Title", value: (row) => row.title },
  { key: "programme", label: "Programme", value: (row) => row.programme },
  { key: "start_date", label: "Begins", value: (row) => row.startDate },
  { key: "end_date", label: "Ends", value: (row) => row.endDate },
  { key: "partner_count", label: "Partners", value: (row) => row.partnerCount, numeric: true },
];

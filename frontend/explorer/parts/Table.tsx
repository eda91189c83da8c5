/** A table described once: shown, sorted by a setting of the address, and exported as CSV and JSON as it stands. */
import type { ComponentChildren } from "preact";

import { useSetting } from "../routes";
import { type Cell, csv, type Column as Exported, fileName, json, save } from "./exporting";

export interface Column<Row> extends Exported<Row> {
  /** What is shown, if it is more than the value. */
  readonly show?: (row: Row) => ComponentChildren;
  /** Aligned to the right, with figures of one width. */
  readonly numeric?: boolean;
  /** Names the row to who listens; the first column if no other. */
  readonly names?: boolean;
  /** Whether the heading sorts; yes if not said. */
  readonly sorts?: boolean;
  /** Long text, which needs room. */
  readonly wide?: boolean;
  /** Only in the files, not on the page: such as the id behind a name that is a link. */
  readonly hidden?: boolean;
}

interface Props<Row> {
  /** Of the files, and of the setting that sorts. */
  readonly name: string;
  readonly caption: ComponentChildren;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly idOf: (row: Row) => string;
  /** Further buttons after CSV and JSON. */
  readonly tools?: ComponentChildren;
}

export function Table<Row>({ name, caption, columns, rows, idOf, tools }: Props<Row>) {
  const [sort, setSort] = useSetting(`sort-${name}`);
  const shown = sorted(columns, rows, sort);
  const seen = columns.filter((column) => !column.hidden);
  const naming = seen.find((column) => column.names) ?? seen[0];
  return (
    <TableFrame name={name} caption={caption} columns={columns} rows={shown} tools={tools}>
      <thead>
        <tr>
          {seen.map((column) => (
            <Heading key={column.key} column={column} sort={sort} onSort={(next) => setSort(next, true)} />
          ))}
        </tr>
      </thead>
      <tbody>
        {shown.map((row) => (
          <tr key={idOf(row)}>
            {seen.map((column) => (
              <Shown key={column.key} column={column} row={row} heads={column === naming} />
            ))}
          </tr>
        ))}
      </tbody>
    </TableFrame>
  );
}

interface FrameProps<Row> {
  readonly name: string;
  readonly caption: ComponentChildren;
  /** Of the files. */
  readonly columns: readonly Exported<Row>[];
  readonly rows: readonly Row[];
  readonly tools?: ComponentChildren;
  /** Head and body. */
  readonly children: ComponentChildren;
}

/** What stands around the rows of any table: a caption, a place to scroll in, and the files. */
export function TableFrame<Row>({ name, caption, columns, rows, tools, children }: FrameProps<Row>) {
  return (
    <div class="table">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be in reach of the keyboard */}
      <section class="scrolls" aria-labelledby={`caption-${name}`} tabIndex={0}>
        <table>
          <caption id={`caption-${name}`}>
            <span class="caption">{caption}</span>
          </caption>
          {children}
        </table>
      </section>
      <p class="export">
        <ExportButton
          label="CSV"
          of={name}
          onClick={() => save(fileName([name], "csv"), "text/csv", csv(columns, rows))}
        />
        <ExportButton
          label="JSON"
          of={name}
          onClick={() => save(fileName([name], "json"), "application/json", json(columns, rows))}
        />
        {tools}
      </p>
    </div>
  );
}

/** A button that saves a file; `of` tells several of them apart to who listens. */
export function ExportButton({ label, of, onClick }: { label: string; of: string; onClick: () => void }) {
  return (
    <button type="button" class="small" onClick={onClick} aria-label={`${label}: save ${of.replaceAll("-", " ")}`}>
      {label}
    </button>
  );
}

interface HeadingProps<Row> {
  readonly column: Column<Row>;
  readonly sort: string;
  readonly onSort: (sort: string) => void;
}

/** A heading that sorts: upwards, downwards, and back to the order of the answer. */
function Heading<Row>({ column, sort, onSort }: HeadingProps<Row>) {
  const { key, label, numeric, sorts = true } = column;
  const order = sort === key ? "ascending" : sort === `-${key}` ? "descending" : "none";
  const next = { none: key, ascending: `-${key}`, descending: "" }[order];
  const sign = { none: "", ascending: "▲", descending: "▼" }[order];
  return (
    <th scope="col" class={numeric ? "numeric" : ""} {...(sorts ? { "aria-sort": order } : {})}>
      {sorts ? (
        <button type="button" class="sort" onClick={() => onSort(next)}>
          {label} <span aria-hidden="true">{sign}</span>
        </button>
      ) : (
        label
      )}
    </th>
  );
}

function Shown<Row>({ column, row, heads }: { column: Column<Row>; row: Row; heads: boolean }) {
  const content = column.show ? column.show(row) : plain(column.value(row));
  const look = column.numeric ? "numeric" : column.wide ? "wide" : "";
  if (!heads) return <td class={look}>{content}</td>;
  return (
    <th scope="row" class={look}>
      {content}
    </th>
  );
}

function plain(value: Cell): ComponentChildren {
  if (value === null) return <span class="quiet">–</span>;
  if (typeof value === "boolean") return value ? "yes" : "no";
  return typeof value === "number" ? value.toLocaleString("en-GB") : value;
}

function sorted<Row>(columns: readonly Column<Row>[], rows: readonly Row[], sort: string): readonly Row[] {
  const key = sort.replace(/^-/, "");
  const column = columns.find((candidate) => candidate.key === key);
  if (!column) return rows;
  const way = sort.startsWith("-") ? -1 : 1;
  return rows.toSorted((one, other) => compared(column.value(one), column.value(other), way));
}

/** Compare values; the unknown comes last whichever way one sorts. */
function compared(one: Cell, other: Cell, way: number): number {
  if (one === null || other === null) return Number(one === null) - Number(other === null);
  if (typeof one === "string" && typeof other === "string") return way * COLLATION.compare(one, other);
  return way * (Number(one) - Number(other));
}

const COLLATION = new Intl.Collator("en-GB", { sensitivity: "base", numeric: true });

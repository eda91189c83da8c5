/** Files of exactly what is shown, made in the page. */

export type Cell = string | number | boolean | null;

/** A column of a table: described once for the page, CSV and JSON. */
export interface Column<Row> {
  /** Name in CSV, JSON and the address. */
  readonly key: string;
  readonly label: string;
  /** The value as it is exported and sorted by; null is unknown. */
  readonly value: (row: Row) => Cell;
}

/** Text that a spreadsheet would run as a formula, or that has apostrophes before such: one more keeps it text. */
const FORMULA = /^'*[=+\-@\t\r]/;

export function csv<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const lines = [columns.map((column) => column.key), ...rows.map((row) => columns.map((column) => column.value(row)))];
  return lines.map((line) => `${line.map(csvCell).join(",")}\n`).join("");
}

function csvCell(value: Cell): string {
  if (value === null) return "";
  if (typeof value !== "string") return String(value);
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function json<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const objects = rows.map((row) => Object.fromEntries(columns.map((column) => [column.key, column.value(row)])));
  return `${JSON.stringify(objects, null, 2)}\n`;
}

/** Let the browser save a file. */
export function save(name: string, media: string, content: BlobPart): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: media }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** Return a name for a file: the parts that matter, in letters that every system takes. */
export function fileName(parts: readonly string[], ending: string): string {
  const words = parts.map((part) =>
    part
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-|-$/g, ""),
  );
  return `${words.filter(Boolean).join("-").slice(0, 80)}.${ending}`;
}

"""Writes tables as text, their cells separated by commas or tabs; no spreadsheet runs what stands in them."""

import csv
import io
from collections.abc import Iterator
from functools import partial
from itertools import islice

from graph_data.dataset import Dataset, cells
from graph_data.deadline import check
from graph_data.formulas import defused
from graph_data.tables import Column, Table, format_cell
from graph_data.writing.format import Format

__all__ = ["CSV", "TSV", "filled", "table_text"]

BATCH = 2000
"""Rows of a piece: some hundred kilobytes."""


def filled(dataset: Dataset, table: Table) -> list[Column]:
    """Return the columns of a table that some row fills or that must be there."""
    rows = dataset.rows(table)

    def fills(column: Column) -> bool:
        return any(format_cell(getattr(row, column.name, None)) for row in rows)

    return [column for column in table.columns if column.required or fills(column)]


def table_text(dataset: Dataset, table: Table) -> str:
    """Return a table as csv text, rows sorted by key, columns that no row fills left out."""
    return b"".join(_separated(",", dataset, table)).decode()


def _separated(separator: str, dataset: Dataset, table: Table) -> Iterator[bytes]:
    columns = filled(dataset, table)
    texts = {column.name for column in columns if column.type in {str, tuple}}
    target = io.StringIO(newline="")
    writer = csv.DictWriter(target, [column.name for column in columns], delimiter=separator, lineterminator="\n")
    writer.writeheader()
    rows = iter(dataset.rows(table))
    while batch := list(islice(rows, BATCH)):
        check()
        for row in batch:
            found = cells(row)
            writer.writerow({name: defused(text) if name in texts else text for name, text in found.items()})
        yield target.getvalue().encode()
        target.seek(0)
        target.truncate()
    yield target.getvalue().encode()


CSV = Format(
    name="csv",
    ending=".csv",
    media_type="text/csv",
    holds="folder of csv tables: a dataset folder",
    whole=True,
    table=partial(_separated, ","),
)

TSV = Format(
    name="tsv",
    ending=".tsv",
    media_type="text/tab-separated-values",
    holds="folder of tables separated by tabs",
    whole=True,
    table=partial(_separated, "\t"),
)

"""Files that hold one table each: the table is named by the file, the format by its ending."""

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from graph_data.reading.jsonl import JsonSheet
from graph_data.reading.parquet import ParquetSheet
from graph_data.reading.records import TableReader
from graph_data.reading.table import Sheet
from graph_data.reading.text import read_text
from graph_data.tables import TABLES, Table

__all__ = ["TABLE_ENDINGS", "open_table", "table_named"]

_Opened = Callable[[Path, frozenset[str], frozenset[str]], TableReader]


def _separated(separator: str, path: Path, required: frozenset[str], allowed: frozenset[str]) -> TableReader:
    return Sheet(path.name, read_text(path), required, allowed, separator=separator)


def _json(path: Path, required: frozenset[str], allowed: frozenset[str]) -> TableReader:
    return JsonSheet(path.name, read_text(path, composed=False), required, allowed)


_READERS: Mapping[str, _Opened] = {
    ".csv": partial(_separated, ","),
    ".tsv": partial(_separated, "\t"),
    ".jsonl": _json,
    ".parquet": ParquetSheet,
}

TABLE_ENDINGS = tuple(_READERS)
"""Endings of the formats of one file a table."""


def open_table(path: Path, table: Table) -> TableReader:
    """Open a file that holds a table.

    Raises:
        InvalidDataset: it cannot be read, or its headings are not the table's.
        MissingExtra: reading it needs a package that is not installed.
    """
    required = frozenset(column.name for column in table.columns if column.required)
    return _READERS[path.suffix](path, required, frozenset(column.name for column in table.columns))


def table_named(name: str) -> Table | None:
    """Return the table of a name, None where there is none."""
    return next((table for table in TABLES if table.name == name), None)

"""Writes a dataset as one SQLite file, for dashboards and for SQL: a table a table, typed, with ids as keys."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from datetime import date
from enum import Enum
from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.deadline import watched
from graph_data.reading.about import ABOUT_COLUMNS
from graph_data.tables import TABLES, Column, Table
from graph_data.writing.format import Format
from graph_data.writing.values import about_values, values

__all__ = ["SQLITE"]

_TYPES = {int: "INTEGER", float: "REAL", bool: "BOOLEAN", date: "DATE"}


def _write(dataset: Dataset, path: Path) -> None:
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        # Whoever calls syncs the whole file and renames it, so a journal would only slow it.
        connection.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN")
        about = about_values(dataset)
        headings = ", ".join(f"{_quoted(name)} TEXT" for name in ABOUT_COLUMNS)
        connection.execute(f"CREATE TABLE dataset ({headings})")
        _insert(connection, "dataset", len(ABOUT_COLUMNS), [[about[name] for name in ABOUT_COLUMNS]])
        for table in TABLES:
            connection.execute(_definition(table))
            rows = ([_plain(value) for value in values(row).values()] for row in watched(dataset.rows(table)))
            _insert(connection, table.name, len(table.columns), rows)
        connection.execute("COMMIT")


def _definition(table: Table) -> str:
    columns = [f"{_quoted(column.name)} {_type(column)}{' NOT NULL' * column.required}" for column in table.columns]
    if table.key == ("id",):
        columns.append("PRIMARY KEY (id)")
    return f"CREATE TABLE {_quoted(table.name)} ({', '.join(columns)})"


def _type(column: Column) -> str:
    return _TYPES.get(column.type, "TEXT")


def _insert(connection: sqlite3.Connection, name: str, width: int, rows: Iterable[list[object]]) -> None:
    marks = ", ".join("?" * width)
    connection.executemany(f"INSERT INTO {_quoted(name)} VALUES ({marks})", rows)  # noqa: S608 -- names of our own tables


def _quoted(name: str) -> str:
    return f'"{name}"'


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return " ".join(value) or None if isinstance(value, tuple) else value


SQLITE = Format(
    name="sqlite",
    ending=".sqlite",
    media_type="application/vnd.sqlite3",
    holds="one SQLite file with a table a table",
    whole=True,
    file=_write,
)

"""Reads a dataset from a SQLite file, which is data of others: nothing in it is run."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.about import ABOUT_COLUMNS, read_about
from graph_data.reading.contents import Contents
from graph_data.reading.records import MAX_CELL, Record, wrong_headings
from graph_data.reading.text import regular
from graph_data.reading.typed import parse_typed
from graph_data.tables import TABLES, Column, did_you_mean

__all__ = ["read_into"]

MAX_STEPS = 1_000_000_000
"""Instructions of SQLite's machine for one file: a minute or more; reading a million rows takes some 50 million."""

_STEPS_AT_ONCE = 100_000

_SETTINGS = ("trusted_schema = OFF", "query_only = ON", "mmap_size = 0", "cell_size_check = ON")


def read_into(contents: Contents, path: Path) -> None:
    """Add what a SQLite file holds to other contents.

    The file is opened for reading alone, as one that nobody changes. Of views, triggers, indexes, generated columns and
    virtual tables nothing is read, so that none of their expressions is evaluated.

    Raises:
        InvalidDataset: the file is missing, damaged, or no SQLite file.
    """
    regular(path)
    for ending in ("-wal", "-journal"):
        beside = path.with_name(path.name + ending)
        if beside.exists() and beside.stat().st_size:
            raise InvalidDataset([Problem(path.name, 0, 0, f"{beside.name} is beside it: close what writes the file")])
    try:
        address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
        with closing(sqlite3.connect(address, uri=True, isolation_level=None)) as connection:
            _secure(connection)
            _read(contents, path.name, connection)
    except (sqlite3.Error, UnicodeDecodeError) as error:  # the second when SQLite's own message quotes a damaged name
        raise InvalidDataset([Problem(path.name, 0, 0, f"not a SQLite file, or damaged: {error}")]) from None


def _secure(connection: sqlite3.Connection) -> None:
    for setting in _SETTINGS:
        connection.execute(f"PRAGMA {setting}")
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, 4 * MAX_CELL)  # bytes of a row, so of a cell
    connection.text_factory = lambda text: text.decode("utf-8", "surrogateescape")  # for the cell's own problem
    left = MAX_STEPS // _STEPS_AT_ONCE

    def tired() -> bool:
        nonlocal left
        left -= 1
        return left < 0

    connection.set_progress_handler(tired, _STEPS_AT_ONCE)


def _read(contents: Contents, name: str, connection: sqlite3.Connection) -> None:
    known = {"dataset", *(table.name for table in TABLES)}
    found: set[str] = set()
    for kind, table_name, sql in connection.execute("SELECT type, name, sql FROM sqlite_schema ORDER BY name"):
        if kind not in {"table", "view"} or str(table_name).startswith(("sqlite_", "_")):
            continue
        if kind == "view" and table_name not in known:
            continue
        plain = kind == "table" and not str(sql).upper().startswith("CREATE VIRTUAL")
        if table_name not in known:
            message = f"no such table{did_you_mean(table_name, known)}"
        elif not plain:
            message = f"a {'view' if kind == 'view' else 'virtual table'}; only a table is read"
        else:
            found.add(table_name)
            continue
        contents.problems.append(Problem(name, 0, 0, message, sheet=str(table_name)))
    if "dataset" in found:
        _about(contents, name, connection)
    for table in TABLES:
        if table.name in found:
            required = frozenset(column.name for column in table.columns if column.required)
            allowed = frozenset(column.name for column in table.columns)
            contents.add(table, partial(_DatabaseSheet, name, table.name, connection, required, allowed))


def _about(contents: Contents, name: str, connection: sqlite3.Connection) -> None:
    contents.described = True
    required = frozenset({"name", "title", "licence", "citation"})
    try:
        sheet = _DatabaseSheet(name, "dataset", connection, required, frozenset(ABOUT_COLUMNS))
        contents.about = read_about(sheet, contents.problems)
    except InvalidDataset as error:
        contents.problems.extend(error.problems)


class _DatabaseSheet:
    """A table of a SQLite file, whose places are the number of the row in the order of rowid, and of the column."""

    def __init__(
        self,
        name: str,
        table: str,
        connection: sqlite3.Connection,
        required: frozenset[str],
        allowed: frozenset[str],
    ) -> None:
        self.name = name
        self._table = table
        self._connection = connection
        # The last of a row tells a generated column, whose expression would be evaluated.
        described = connection.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()
        self.headings = [str(column[1]) for column in described]
        problems = [self.problem(0, None, message) for _, message in wrong_headings(self.headings, required, allowed)]
        problems += [
            self.problem(0, None, f"column {column[1]!r} is generated; only stored values are read")
            for column in described
            if column[6]
        ]
        if problems:
            raise InvalidDataset(problems)

    def records(self, problems: list[Problem]) -> Iterator[Record]:  # noqa: ARG002 -- every row is well-formed
        """Yield every row.

        Raises:
            InvalidDataset: the table is damaged.
        """
        names = ", ".join(map(_quoted, self.headings))
        try:
            rows = self._connection.execute(f"SELECT {names} FROM {_quoted(self._table)} NOT INDEXED")  # noqa: S608 -- quoted
            for line, row in enumerate(rows, 1):
                yield Record(line, dict(zip(self.headings, row, strict=True)))
        except sqlite3.Error as error:
            raise InvalidDataset([self.problem(0, None, f"cannot be read: {error}")]) from None

    def problem(self, line: int, heading: str | None, message: str) -> Problem:
        """Return a problem of the cell under a heading in a row, counted from 1."""
        column = self.headings.index(heading) + 1 if heading in self.headings else 0
        return Problem(self.name, line, column if line else 0, message, sheet=self._table)

    def parse(self, column: Column, cell: object) -> Any:  # noqa: ANN401 -- the value's type is the column's
        """Read a cell; SQLite has no truth values, but 0 and 1."""
        if column.type is bool and cell in {0, 1} and isinstance(cell, int):
            return bool(cell)
        return parse_typed(column, cell)


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'

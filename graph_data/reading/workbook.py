"""Reads a dataset from an Excel workbook: a sheet a table, its first row the headings."""

from collections.abc import Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from graph_data.errors import InvalidDataset, Problem
from graph_data.formulas import restored
from graph_data.reading.about import ABOUT_COLUMNS, read_about
from graph_data.reading.contents import Contents
from graph_data.reading.records import Record, wrong_headings
from graph_data.reading.typed import parse_typed
from graph_data.reading.xlsx import Book, Cell, Finding, Row, open_book
from graph_data.tables import TABLES, Column, did_you_mean

__all__ = ["read_into"]

MOST_DIGITS = 10**15
"""Whole numbers from which on a spreadsheet has lost digits."""


def read_into(contents: Contents, path: Path) -> None:
    """Add what a workbook holds to other contents; sheets whose name begins with _ are not read.

    Raises:
        InvalidDataset: the file is missing, no workbook, damaged, or too large; see graph_data.reading.archive.
    """
    with open_book(path) as book:
        tables = {table.name: table for table in TABLES}
        for name in book.sheets:
            opened = partial(_WorkbookSheet, path.name, book, name)
            if name.startswith("_"):
                continue
            if name == "dataset":
                _about(contents, opened)
            elif name in tables:
                table = tables[name]
                required = frozenset(column.name for column in table.columns if column.required)
                allowed = frozenset(column.name for column in table.columns)
                contents.add(table, partial(opened, required, allowed))
            elif any(row.cells for row in book.rows(name)):
                hint = did_you_mean(name, tables) or "; begin its name with _ if it is a note"
                contents.problems.append(Problem(path.name, 0, 0, f"no such table{hint}", sheet=name))


def _about(contents: Contents, opened: "partial[_WorkbookSheet]") -> None:
    contents.described = True
    try:
        sheet = opened(frozenset({"name", "title", "licence", "citation"}), frozenset(ABOUT_COLUMNS))
    except InvalidDataset as error:
        contents.problems.extend(error.problems)
    else:
        contents.about = read_about(sheet, contents.problems)


class _WorkbookSheet:
    """A sheet of a workbook, whose places are rows and columns as the spreadsheet counts them.

    Raises:
        InvalidDataset: a heading is missing, unknown or doubled.
    """

    def __init__(self, name: str, book: Book, sheet: str, required: frozenset[str], allowed: frozenset[str]) -> None:
        self.name = name
        self._sheet = sheet
        self._rows = book.rows(sheet)
        first = next(self._rows)
        width = max(first.cells, default=0) if first.number == 1 else 0
        self.headings = [str(first.cells.get(column, "")).strip() for column in range(1, width + 1)]
        problems = list(self._found(first.findings))
        problems += [
            self._at(1, 0 if index is None else index + 1, message)
            for index, message in wrong_headings(self.headings, required, allowed)
        ]
        if not width:
            problems = [self._at(1, 0, "empty; the first row must hold the headings")]
        if problems:
            raise InvalidDataset(problems)

    def records(self, problems: list[Problem]) -> Iterator[Record]:
        """Yield every row that is not blank; one with cells beyond the headings, or without value, is a problem."""
        width = len(self.headings)
        for row in self._rows:
            problems += self._found(row.findings)
            beyond = min((column for column in row.cells if column > width), default=0)
            if beyond:
                problems.append(self._at(row.number, beyond, "a cell in a column without heading"))
            elif not row.findings and not all(
                isinstance(cell, str) and not cell.strip() for cell in row.cells.values()
            ):
                yield Record(row.number, self._named(row))

    def _named(self, row: Row) -> dict[str, Cell]:
        cells = {name: row.cells.get(column, "") for column, name in enumerate(self.headings, 1)}
        return {name: restored(cell) if isinstance(cell, str) else cell for name, cell in cells.items()}

    def problem(self, line: int, heading: str | None, message: str) -> Problem:
        """Return a problem of the cell under a heading in a row."""
        return self._at(line, self.headings.index(heading) + 1 if heading in self.headings else 0, message)

    def parse(self, column: Column, cell: Cell) -> Any:  # noqa: ANN401 -- the value's type is the column's
        """Read a cell; a number that stands for text is its digits, as the spreadsheet shows them."""
        if isinstance(cell, float) and column.type is str:
            if abs(cell) >= MOST_DIGITS:
                raise ValueError(
                    f"{column.name} is a number that has lost digits; make the cell text and write it again"
                )
            return parse_typed(column, str(int(cell)) if cell.is_integer() else repr(cell))
        return parse_typed(column, cell)

    def _found(self, findings: Iterable[Finding]) -> Iterator[Problem]:
        return (self._at(found.row, found.column, found.message) for found in findings)

    def _at(self, row: int, column: int, message: str) -> Problem:
        return Problem(self.name, row, column if row else 0, message, sheet=self._sheet)

"""What files hold before it is checked as a whole: rows with their places, and every problem so far."""

from collections.abc import Callable
from typing import Any

from graph_data.checking import Places, check
from graph_data.dataset import About, Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.ontology import EntityKind
from graph_data.reading.records import Record, TableReader
from graph_data.tables import Table, columns_of, did_you_mean

__all__ = ["Contents"]


class Contents:
    """Rows as they are read, of one file or of many.

    Attributes:
        about: what the dataset says of itself, None while nothing has said it.
        described: whether something tried to say it.
        rows: rows that were each read well.
        places: where they stand.
        problems: what is wrong with the others.
    """

    def __init__(self) -> None:
        self.about: About | None = None
        self.described = False
        self.rows: list[object] = []
        self.places = Places()
        self.problems: list[Problem] = []

    def add(self, table: Table, opened: Callable[[], TableReader]) -> None:
        """Open a table and add its rows, as far as they can be read."""
        try:
            self._add(table, opened())
        except InvalidDataset as error:
            self.problems.extend(error.problems)
            self.places.lost.add(table.part)

    def _add(self, table: Table, sheet: TableReader) -> None:
        for record in sheet.records(self.problems):
            row = self._row(sheet, table, record)
            if row is not None:
                self.rows.append(row)
                self.places.add(row, sheet, record.line)
            else:
                self.places.unread[table.part].add(str(record.cells.get("id") or "").strip())

    def dataset(self) -> Dataset:
        """Return the rows as a dataset.

        Raises:
            InvalidDataset: with every problem of every table, and of all of them together.
        """
        problems = [*self.problems, *check(self.rows, self.places)]
        if problems or self.about is None:
            raise InvalidDataset(problems)
        return Dataset.of(self.about, self.rows)

    def _row(self, sheet: TableReader, table: Table, record: Record) -> object | None:
        row_type = table.row_types.get(None)
        cells = dict(record.cells)
        if row_type is None:
            text = str(cells.pop("kind", None) or "").strip()
            kinds = {kind.value: kind for kind in table.row_types if kind}
            if text not in kinds:
                hint = did_you_mean(text.upper(), kinds) or f"; write one of {', '.join(kinds)}"
                self.problems.append(sheet.problem(record.line, "kind", f"unknown kind {text!r}{hint}"))
                return None
            row_type = table.row_types[EntityKind(text)]
        values: dict[str, Any] = {}
        before = len(self.problems)
        for column in columns_of(row_type):
            cell = cells.get(column.name, "")
            if cell == "" and not column.required:
                values[column.name] = column.default
                continue
            try:
                values[column.name] = sheet.parse(column, cell)
            except ValueError as error:
                self.problems.append(sheet.problem(record.line, column.name, str(error)))
        return row_type(**values) if len(self.problems) == before else None

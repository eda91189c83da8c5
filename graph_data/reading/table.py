"""Tables as text, their cells separated by commas or tabs: every record with the place of each of its cells."""

import csv
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from graph_data.errors import InvalidDataset, Problem
from graph_data.formulas import restored
from graph_data.reading.records import MAX_CELL, Record, wrong_headings
from graph_data.tables import Column, parse_cell

__all__ = ["Sheet"]

csv.field_size_limit(MAX_CELL)


class Sheet:
    """A csv table that knows where its cells stand.

    Args:
        name: file name for messages.
        text: the table, its first line the headings.
        required: headings that must be there.
        allowed: headings that may be there; None allows any.
        separator: what stands between cells.

    Raises:
        InvalidDataset: a heading is missing, unknown or doubled.
    """

    def __init__(
        self,
        name: str,
        text: str,
        required: frozenset[str],
        allowed: frozenset[str] | None = None,
        *,
        separator: str = ",",
    ) -> None:
        self.name = name
        self._text = text
        self._separator = separator
        self._reader = csv.reader(_lines_of(text), strict=True, delimiter=separator)
        self.headings = self._read_headings()
        problems = [
            Problem(name, 1, 0 if index is None else self._column(1, index), message)
            for index, message in wrong_headings(self.headings, required, allowed)
        ]
        if problems:
            raise InvalidDataset(problems)

    def _read_headings(self) -> list[str]:
        try:
            return [heading.strip() for heading in next(self._reader)]
        except StopIteration:
            raise InvalidDataset([Problem(self.name, 1, 0, "empty; the first line must hold the headings")]) from None
        except csv.Error as error:
            raise InvalidDataset([Problem(self.name, 1, 0, f"not a csv table: {error}")]) from None

    def records(self, problems: list[Problem]) -> Iterator[Record]:
        """Yield every well-formed record; others are added to `problems`."""
        width = len(self.headings)
        while True:
            line = self._reader.line_num + 1
            try:
                row = next(self._reader)
            except StopIteration:
                return
            except csv.Error as error:
                problems.append(Problem(self.name, line, 0, f"not a csv record: {error}"))
                return
            if not "".join(row).strip():
                continue
            if len(row) != width:
                problems.append(Problem(self.name, line, 0, f"{len(row)} cells where the heading has {width}"))
                continue
            yield Record(line, dict(zip(self.headings, row, strict=True)))

    def problem(self, line: int, heading: str | None, message: str) -> Problem:
        """Return a problem of the cell under a heading in the record that starts on a line."""
        column = self._column(line, self.headings.index(heading)) if heading in self.headings else 0
        return Problem(self.name, line, column, message)

    def parse(self, column: Column, cell: str) -> Any:  # noqa: ANN401 -- the value's type is the column's
        """Read a cell; an apostrophe that keeps a spreadsheet from running it is no part of it."""
        return parse_cell(column, restored(cell) if cell[:1] == "'" else cell)

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")

    def _column(self, line: int, index: int) -> int:
        """Find the 1-based character at which a cell begins; 0 when it begins on a later line of its record."""
        quoted, seen = False, 0
        if index == 0:
            return 1
        for position, character in enumerate(self._lines[line - 1]):
            if character == '"':
                quoted = not quoted
            elif character == self._separator and not quoted:
                seen += 1
                if seen == index:
                    return position + 2
        return 0


def _lines_of(text: str) -> Iterator[str]:
    """Yield the lines of a text one by one; reading it as a file would hold it once more, four bytes a character."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end

"""Tables as csv text: every record with the place of each of its cells."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass

from graph_data.errors import InvalidDataset, Problem
from graph_data.tables import did_you_mean

__all__ = ["Record", "Sheet"]

MAX_CELL = 2**20
"""Longest cell in characters: far beyond any real text, far below what exhausts memory."""

csv.field_size_limit(MAX_CELL)


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table by heading, and the line on which it starts."""

    line: int
    cells: dict[str, str]


class Sheet:
    """A csv table that knows where its cells stand.

    Args:
        name: file name for messages.
        text: the table, its first line the headings.
        required: headings that must be there.
        allowed: headings that may be there; None allows any.

    Raises:
        InvalidDataset: a heading is missing, unknown or doubled.
    """

    def __init__(self, name: str, text: str, required: frozenset[str], allowed: frozenset[str] | None = None) -> None:
        self.name = name
        self._lines = text.split("\n")
        self._reader = csv.reader(io.StringIO(text, newline=""), strict=True)
        self.headings = self._read_headings()
        problems = [
            Problem(name, 1, self._column(1, index), f"unknown column {heading!r}{did_you_mean(heading, allowed)}")
            for index, heading in enumerate(self.headings)
            if allowed is not None and heading not in allowed
        ]
        problems += [
            Problem(name, 1, self._column(1, index), f"column {heading!r} stands twice")
            for index, heading in enumerate(self.headings)
            if heading in self.headings[:index]
        ]
        missing = sorted(required - set(self.headings))
        problems += [Problem(name, 1, 0, f"column {heading!r} is missing") for heading in missing]
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
            if not any(cell.strip() for cell in row):
                continue
            if len(row) != width:
                problems.append(Problem(self.name, line, 0, f"{len(row)} cells where the heading has {width}"))
                continue
            yield Record(line, dict(zip(self.headings, row, strict=True)))

    def problem(self, line: int, heading: str | None, message: str) -> Problem:
        """Return a problem of the cell under a heading in the record that starts on a line."""
        column = self._column(line, self.headings.index(heading)) if heading in self.headings else 0
        return Problem(self.name, line, column, message)

    def _column(self, line: int, index: int) -> int:
        """Find the 1-based character at which a cell begins; 0 when it begins on a later line of its record."""
        quoted, seen = False, 0
        if index == 0:
            return 1
        for position, character in enumerate(self._lines[line - 1]):
            if character == '"':
                quoted = not quoted
            elif character == "," and not quoted:
                seen += 1
                if seen == index:
                    return position + 2
        return 0

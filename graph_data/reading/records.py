"""What a table of any format is to the rest: headings, records, the places of both, and how a cell is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

from graph_data.errors import Problem
from graph_data.tables import Column, did_you_mean

__all__ = ["MAX_CELL", "Record", "TableReader", "wrong_headings"]

MAX_CELL = 2**20
"""Longest cell in characters: far beyond any real text, far below what exhausts memory."""


@dataclass(frozen=True, slots=True)
class Record:
    """A row of a table by heading, and the line on which it starts; cells are text where the format knows no types."""

    line: int
    cells: dict[str, Any]


class TableReader(Protocol):
    """A table that knows where its cells stand; making one refuses headings that are wrong."""

    headings: list[str]

    def records(self, problems: list[Problem]) -> Iterator[Record]:
        """Yield every well-formed record; others are added to `problems`.

        Raises:
            InvalidDataset: what follows cannot be read.
        """
        ...

    def problem(self, line: int, heading: str | None, message: str) -> Problem:
        """Return a problem of the cell under a heading in the record that starts on a line."""
        ...

    def parse(self, column: Column, cell: Any) -> Any:  # noqa: ANN401 -- a cell has the format's type, a value the column's
        """Read a cell; raises ValueError that says what to write."""
        ...


def wrong_headings(
    headings: list[str], required: frozenset[str], allowed: frozenset[str] | None = None
) -> Iterator[tuple[int | None, str]]:
    """Yield what is wrong with headings, each with the index of the heading, None for one that is missing.

    Args:
        headings: as they stand in the table.
        required: headings that must be there.
        allowed: headings that may be there; None allows any.
    """
    for index, heading in enumerate(headings):
        if allowed is not None and heading not in allowed:
            hint = did_you_mean(heading, allowed) or f"; write one of {', '.join(sorted(allowed))}"
            yield index, f"unknown column {heading!r}{hint}"
    for index, heading in enumerate(headings):
        if heading in headings[:index]:
            yield index, f"column {heading!r} stands twice"
    for heading in sorted(required - set(headings)):
        yield None, f"column {heading!r} is missing"

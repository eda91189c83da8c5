"""Tables as JSON lines: one object a row, a key a column, what is blank left out or null."""

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NoReturn

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.records import Record, wrong_headings
from graph_data.reading.typed import parse_typed
from graph_data.tables import Column

__all__ = ["JsonSheet"]

LONGEST_NUMBER = 40
"""Characters of a number: no column holds one that needs more."""


class JsonSheet:
    """A table of JSON lines that knows where its keys stand.

    Args:
        name: file name for messages.
        text: the table.
        required: keys that must be there in some row.
        allowed: keys that may be there.

    Raises:
        InvalidDataset: a key is missing or unknown; each with the line where it stands first.
    """

    def __init__(self, name: str, text: str, required: frozenset[str], allowed: frozenset[str]) -> None:
        self.name = name
        self._text = text
        self._damages: list[Problem] = []
        self._records = list(self._read())
        first: dict[str, int] = {}
        for record in self._records:
            for key in record.cells:
                first.setdefault(key, record.line)
        self.headings = list(first)
        # A table without rows has no keys: nothing is missing from it.
        wanted = required if self._records else frozenset[str]()
        problems = [
            self.problem(0 if index is None else first[self.headings[index]], self._heading(index), message)
            for index, message in wrong_headings(self.headings, wanted, allowed)
        ]
        if problems:
            raise InvalidDataset([*problems, *self._damages])

    def _heading(self, index: int | None) -> str | None:
        return None if index is None else self.headings[index]

    def _read(self) -> Iterator[Record]:
        for line, text in enumerate(self._lines, 1):
            if not text.strip():
                continue
            try:
                found = _DECODER.decode(text)
            except (ValueError, RecursionError) as error:
                self._damages.append(_damage(self.name, line, error))
                continue
            if isinstance(found, dict):
                yield Record(line, found)
            else:
                self._damages.append(Problem(self.name, line, 1, 'a line must be an object, like {"id": "…"}'))

    def records(self, problems: list[Problem]) -> Iterator[Record]:
        """Yield every row that is an object; other lines are added to `problems`."""
        problems += self._damages
        yield from self._records

    def problem(self, line: int, heading: str | None, message: str) -> Problem:
        """Return a problem of the value under a key of the object on a line."""
        column = 0
        if line and heading is not None:
            found = re.search(f"{re.escape(json.dumps(heading, ensure_ascii=False))}\\s*:", self._lines[line - 1])
            column = found.start() + 1 if found else 0
        return Problem(self.name, line, column, message)

    def parse(self, column: Column, cell: object) -> Any:  # noqa: ANN401 -- the value's type is the column's
        """Read a value."""
        return parse_typed(column, cell)

    @cached_property
    def _lines(self) -> list[str]:
        return self._text.split("\n")


def _damage(name: str, line: int, error: Exception) -> Problem:
    if isinstance(error, json.JSONDecodeError):
        return Problem(name, line, error.colno, f"not JSON: {error.msg}")
    if isinstance(error, RecursionError):
        return Problem(name, line, 0, "nested too deeply; a row is an object of plain values")
    return Problem(name, line, 0, str(error))


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"key {next(key for key in keys if keys.count(key) > 1)!r} stands twice")
    return found


def _no_constant(word: str) -> NoReturn:
    raise ValueError(f"{word} is not JSON; leave out what is not known")


def _number(text: str) -> float:
    if len(text) > LONGEST_NUMBER:
        raise ValueError(f"a number of {len(text)} characters")
    return float(text) if set(text) & set(".eE") else int(text)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_once, parse_constant=_no_constant, parse_int=_number, parse_float=_number
)

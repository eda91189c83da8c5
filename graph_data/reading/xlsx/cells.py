"""The rows of a sheet, cell by cell."""

import math
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from graph_data.reading.xlsx.dates import Shown, day_of
from graph_data.reading.xlsx.parts import Part, text_of, whole_number

__all__ = ["Cell", "Context", "Finding", "Row", "rows_of"]

MAX_ROW, MAX_COLUMN = 2**20, 2**14
"""The last row and column of any sheet."""

Cell = float | str | bool | date | datetime | time | timedelta
"""Datetimes are days with a time; numbers are floats, whatever they look like."""

_NUMBER = re.compile(r"[+-]?[0-9.]+([eE][+-]?[0-9]+)?")

_PLACE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")


@dataclass(frozen=True, slots=True)
class Finding:
    """Something wrong in a cell: its row and column, counted from 1, and what."""

    row: int
    column: int
    message: str


@dataclass(slots=True)
class Row:
    """A row: its number, its filled cells by column, both counted from 1, and what is wrong in others."""

    number: int
    cells: dict[int, Cell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Context:
    """What cells refer to: the shared texts, as what each style shows numbers, and the first day."""

    texts: Sequence[str]
    styles: Sequence[Shown]
    from_1904: bool


def rows_of(name: str, pieces: Iterable[bytes], context: Context) -> Iterator[Row]:
    """Yield the rows of a sheet; the last one, of number 0, carries what was found after the rows.

    Raises:
        ValueError: the part is no sheet that is read.
    """
    sheet = _Sheet(context)
    for _ in sheet.tell(name, pieces):
        yield from sheet.taken()
    yield from sheet.taken()
    yield Row(0, findings=sheet.merged)


class _Sheet(Part):
    """A sheet that is being told."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self.merged: list[Finding] = []
        self._context = context
        self._done: list[Row] = []
        self._row = Row(0)
        self._column = 0
        self._kind = ""
        self._style = 0
        self._formula = False
        self._value: str | None = None
        self._texts: list[str] = []
        self._spoken = 0

    def taken(self) -> list[Row]:
        """Return the rows that are done, each once."""
        done, self._done = self._done, []
        return done

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""
        match name:
            case "c":
                self._begin(attributes)
            case "row":
                number = whole_number(attributes["r"]) if "r" in attributes else self._row.number + 1
                if not self._row.number < number <= MAX_ROW:
                    raise ValueError(f"row {number} follows row {self._row.number}")
                self._row, self._column = Row(number), 0
            case "f":
                self._formula = True
            case "rPh":  # how the text is spoken
                self._spoken += 1
            case "mergeCell":
                self._merge(attributes.get("ref", ""))

    def end(self, name: str) -> None:
        """Take the end of an element."""
        match name:
            case "v":
                self._value = self.text
            case "t":
                if not self._spoken:
                    self._texts.append(self.text)
            case "rPh":
                self._spoken -= 1
            case "c":
                self._finish()
            case "row":
                self._done.append(self._row)

    def _begin(self, attributes: Mapping[str, str]) -> None:
        row, column = self._row.number, self._column + 1
        if "r" in attributes:
            row, column = _place(attributes["r"])
        if row != self._row.number or not self._column < column <= MAX_COLUMN:
            raise ValueError(f"cell {attributes.get('r', '')} stands in row {self._row.number}, after another one")
        self._column = column
        self._kind = attributes.get("t", "n")
        self._style = whole_number(attributes.get("s", "0"))
        self._formula, self._value, self._texts = False, None, []

    def _finish(self) -> None:
        try:
            cell = self._cell()
        except ValueError as error:
            self._row.findings.append(Finding(self._row.number, self._column, str(error)))
        else:
            if cell != "":
                self._row.cells[self._column] = cell

    def _cell(self) -> Cell:
        value = self._value
        match self._kind:
            case "inlineStr":
                return text_of("".join(self._texts))
            case "str":
                return text_of(value or "")
            case "e":
                raise ValueError(f"the cell shows the error {value}")
        if not value:
            if self._formula:
                raise ValueError("a formula whose value is not in the file; write the value")
            return ""
        match self._kind:
            case "s":
                return self._shared(whole_number(value))
            case "b":
                return value.strip() in {"1", "true"}
            case "d":
                return datetime.fromisoformat(value)
            case "n":
                return self._number(value)
        raise ValueError(f"a cell of an unknown kind {self._kind[:40]!r}")

    def _shared(self, number: int) -> str:
        if number >= len(self._context.texts):
            raise ValueError(f"shared text {number} is missing; the file is damaged")
        return self._context.texts[number]

    def _number(self, value: str) -> Cell:
        if not _NUMBER.fullmatch(value.strip()) or not math.isfinite(number := float(value)):
            raise ValueError(f"no number: {value[:40]!r}")
        styles = self._context.styles
        shown = styles[self._style] if self._style < len(styles) else Shown.NUMBER
        return number if shown is Shown.NUMBER else day_of(number, shown, from_1904=self._context.from_1904)

    def _merge(self, ref: str) -> None:
        row, column = _place(ref.partition(":")[0])
        self.merged.append(Finding(row, column, f"cells {ref[:40]} are merged; unmerge them and fill each"))


def _place(reference: str) -> tuple[int, int]:
    found = _PLACE.fullmatch(reference)
    if found is None:
        raise ValueError(f"no cell has the place {reference[:40]!r}")
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return int(found[2]), column

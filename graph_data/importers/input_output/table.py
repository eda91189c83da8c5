"""An input-output table, read whole and checked, with every problem at its place."""

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt

from graph_data.errors import InvalidDataset, Problem
from graph_data.importers.input_output.layouts import LAYOUTS, Layout
from graph_data.reading.records import Record
from graph_data.reading.table import Sheet
from graph_data.reading.text import read_text
from graph_data.tables import did_you_mean

__all__ = ["InputOutputTable", "Numbers", "read_table"]

Numbers = npt.NDArray[np.float64]

OUTPUT, EXPORTS, IMPORTS = "OUTPUT", "EXPO", "IMPO"
"""The row of output, and the columns of exports and (as negative numbers) imports."""


@dataclass(frozen=True, eq=False)
class InputOutputTable:
    """What industries buy from each other, in whichever unit the table has.

    Attributes:
        layout: whose table it is.
        industries: divisions of NACE Rev. 2 by the industry's code, in the order of the columns.
        flows: what the industry of a row sells to that of a column, at least 0.
        output: output of each industry; None where the table does not say.
        use: what is used of each industry's product in the country, output less exports plus imports; None likewise.
        not_read: rows and columns that were not read.
    """

    layout: Layout
    industries: dict[str, frozenset[str]]
    flows: Numbers
    output: Numbers | None = None
    use: Numbers | None = None
    not_read: tuple[str, ...] = ()


def read_table(path: Path) -> InputOutputTable:
    """Read an input-output table in the layout of Eurostat or of the OECD.

    Raises:
        InvalidDataset: with every problem: a layout or an industry that is not known, a table that is not square, a
            cell that is no number.
    """
    sheet = Sheet(path.name, read_text(path), required=frozenset())
    layout = _layout_of(sheet)
    reading = _Reading(sheet, layout)
    reading.read()
    if reading.problems:
        raise InvalidDataset(reading.problems)
    return reading.table()


def _layout_of(sheet: Sheet) -> Layout:
    for layout in LAYOUTS:
        if any(layout.of_column(heading) for heading in sheet.headings[1:]):
            return layout
    wanted = " or ".join(f"{layout.example} ({layout.publisher})" for layout in LAYOUTS)
    message = f"no column is an industry's; the first line must hold headings such as {wanted}"
    raise InvalidDataset([Problem(sheet.name, 1, 0, message)])


@dataclass
class _Reading:
    sheet: Sheet
    layout: Layout
    problems: list[Problem] = field(default_factory=list)
    columns: dict[str, str] = field(default_factory=dict)
    rows: dict[str, dict[str, float]] = field(default_factory=dict)
    output: dict[str, float] = field(default_factory=dict)
    not_read: list[str] = field(default_factory=list)

    def read(self) -> None:
        label, *headings = self.sheet.headings
        for heading in headings:
            if code := self.layout.of_column(heading):
                self.columns[code] = heading
                if not self.layout.divisions(code):
                    self._say(1, heading, f"unknown industry {heading!r}; codes must be NACE Rev. 2's")
            elif heading not in {EXPORTS, IMPORTS}:
                self.not_read.append(f"column {heading}")
        for record in self.sheet.records(self.problems):
            self._read_row(record, record.cells[label].strip())
        for code in self.columns.keys() - self.rows.keys():
            wanted = f"{self.layout.row}{code}"
            self._say(1, self.columns[code], f"{self.columns[code]} has no row {wanted!r}; the table must be square")

    def _read_row(self, record: Record, name: str) -> None:
        code = self.layout.of_row(name)
        if code in self.rows or (name == OUTPUT and self.output):
            self._say(record.line, None, f"row {name!r} stands twice; keep one")
        elif name == OUTPUT:
            self.output = self._numbers(record, self.columns.values())
        elif code is None:
            self.not_read.append(f"row {name}")
        elif code not in self.columns:
            hint = did_you_mean(name, (f"{self.layout.row}{known}" for known in self.columns))
            self._say(
                record.line, self.sheet.headings[0], f"row {name!r} has no column{hint or '; the table must be square'}"
            )
        else:
            trade = [heading for heading in (EXPORTS, IMPORTS) if heading in self.sheet.headings]
            self.rows[code] = self._numbers(record, self.columns.values(), trade)

    def _numbers(self, record: Record, headings: Iterable[str], signed: Iterable[str] = ()) -> dict[str, float]:
        found = {}
        for least, group in ((0.0, headings), (-math.inf, signed)):
            for heading in group:
                text = record.cells[heading].strip()
                found[heading] = value = _number(text)
                if not math.isfinite(value):
                    self._say(record.line, heading, f"must be a number, got {text[:40]!r}")
                elif value < least:
                    self._say(record.line, heading, f"must be at least 0, got {text[:40]}")
        return found

    def _say(self, line: int, heading: str | None, message: str) -> None:
        self.problems.append(self.sheet.problem(line, heading, message))

    def table(self) -> InputOutputTable:
        headings = list(self.columns.values())
        flows = np.array([[self.rows[code][heading] for heading in headings] for code in self.columns])
        output, use = None, None
        if self.output and {EXPORTS, IMPORTS} <= set(self.sheet.headings):
            output = np.array([self.output[heading] for heading in headings])
            use = output - np.array([self.rows[code][EXPORTS] + self.rows[code][IMPORTS] for code in self.columns])
        industries = {code: self.layout.divisions(code) for code in self.columns}
        return InputOutputTable(self.layout, industries, flows, output, use, tuple(self.not_read))


def _number(text: str) -> float:
    """Return the number in a cell; not a number where there is none."""
    try:
        return float(text) if text.isascii() and "_" not in text else math.nan
    except ValueError:
        return math.nan

"""Writes a dataset as an Excel workbook that a person can go on with: drop-downs, notes, headings that stay in view."""

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_data.dataset import Dataset, key_of
from graph_data.deadline import watched
from graph_data.errors import CannotWrite
from graph_data.formulas import defused, is_formula
from graph_data.reading.about import ABOUT_COLUMNS
from graph_data.tables import TABLES, Column
from graph_data.writing.choices import choices_of
from graph_data.writing.format import Format
from graph_data.writing.values import about_values, values

if TYPE_CHECKING:
    from xlsxwriter.format import Format as Look
    from xlsxwriter.workbook import Workbook
    from xlsxwriter.worksheet import Worksheet

__all__ = ["WORKBOOK", "write_workbook"]

MAX_ROWS = 2**20
"""Rows of a sheet, its headings among them."""

MAX_TEXT = 32_767
"""UTF-16 units of a cell."""

_FIRST_DAY = date(1900, 3, 1)
"""First day on which every spreadsheet counts alike: Excel's 1900 has a 29 February."""

LISTS = "_lists"
"""The hidden sheet that holds what drop-downs offer; a name that begins with _ is not read."""


def write_workbook(dataset: Dataset, path: Path) -> None:
    """Write a dataset as a workbook into a file that is not there yet.

    Raises:
        CannotWrite: a text is longer than a cell, or a table than a sheet.
    """
    import xlsxwriter  # noqa: PLC0415 -- heavy, and only this format needs it

    settings = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, settings) as book:
        issued = dataset.about.issued or datetime(2000, 1, 1, tzinfo=UTC)  # a fixed one: the same bytes every time
        book.set_properties({"title": dataset.about.title[:255], "created": issued.replace(tzinfo=None)})
        writer = _Writer(book)
        about = about_values(dataset)
        writer.sheet("dataset", dict.fromkeys(ABOUT_COLUMNS, "")).row(1, [about[name] for name in ABOUT_COLUMNS], "")
        lists: dict[tuple[str, ...], int] = {}
        for table in TABLES:
            sheet = writer.sheet(table.name, {column.name: _note(column) for column in table.columns})
            for index, column in enumerate(table.columns):
                sheet.column(index, column)
                if found := choices_of(dataset, table, column):
                    sheet.offer(index, column, lists.setdefault(found, len(lists)), len(found))
            for line, row in enumerate(watched(dataset.rows(table)), 1):
                sheet.row(line, values(row).values(), f"{table.name} {' '.join(key_of(row))}")
        writer.lists(lists)


def _note(column: Column) -> str:
    return f"{column.description}{' Must be filled.' if column.required else ''}"


class _Writer:
    """A workbook that is being written."""

    def __init__(self, book: "Workbook") -> None:
        self._book = book
        self.looks: Mapping[str, Look] = {
            "heading": book.add_format({"bold": True, "bottom": 1}),
            "text": book.add_format({"num_format": "@"}),
            "formula": book.add_format({"num_format": "@", "quote_prefix": True}),
            "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        }

    def sheet(self, name: str, notes: Mapping[str, str]) -> "_SheetWriter":
        """Add a sheet with its headings, each with a note."""
        sheet = self._book.add_worksheet(name, worksheet_class=_worksheet())
        sheet.freeze_panes(1, 0)
        for index, (heading, note) in enumerate(notes.items()):
            sheet.write_string(0, index, heading, self.looks["heading"])
            if note:
                sheet.write_comment(0, index, note, {"x_scale": 2})
        return _SheetWriter(sheet, self.looks)

    def lists(self, lists: Iterable[tuple[str, ...]]) -> None:
        """Add the hidden sheet of what drop-downs offer, a column a list."""
        sheet = self._book.add_worksheet(LISTS, worksheet_class=_worksheet())
        sheet.hide()
        columns = list(lists)
        for line in range(max(map(len, columns), default=0)):
            for index, column in enumerate(columns):
                if line < len(column):
                    sheet.write_string(line, index, column[line])


class _SheetWriter:
    """A sheet that is being written, from top to bottom."""

    def __init__(self, sheet: "Worksheet", looks: "Mapping[str, Look]") -> None:
        self._sheet = sheet
        self._looks = looks

    def column(self, index: int, column: Column) -> None:
        """Set how a column looks: what is typed into text stays text, such as a code with leading zeros."""
        look = {int: None, float: None, bool: None, date: "date"}.get(column.type, "text")
        width = 32 if column.type is str else 14
        self._sheet.set_column(index, index, max(width, len(column.name) + 2), self._looks[look] if look else None)

    def offer(self, index: int, column: Column, number: int, length: int) -> None:
        """Add a drop-down that offers one of the lists; another value is refused only where none other is read."""
        from xlsxwriter.utility import xl_col_to_name  # noqa: PLC0415 -- heavy

        place = xl_col_to_name(number)
        asked = {
            "validate": "list",
            "source": f"='{LISTS}'!${place}$1:${place}${length}",
            "show_error": issubclass(column.type, Enum),
            "error_title": column.name,
            "error_message": "Choose one of the list.",
        }
        self._sheet.data_validation(1, index, MAX_ROWS - 1, index, asked)

    def row(self, line: int, cells: Iterable[Any], says: str) -> None:
        """Write a row; `says` names it in errors."""
        if line >= MAX_ROWS:
            raise CannotWrite(f"{says}: a sheet has {MAX_ROWS} rows; choose csv, jsonl, sqlite or parquet")
        for index, value in enumerate(cells):
            self._cell(line, index, value, says)

    def _cell(self, line: int, index: int, value: Any, says: str) -> None:  # noqa: ANN401 -- cells of every type
        if value is None or value == ():
            return
        if isinstance(value, bool):
            self._sheet.write_boolean(line, index, value)
        elif isinstance(value, int | float) and float(f"{value:.16G}") == value:
            self._sheet.write_number(line, index, value)
        elif isinstance(value, date) and value >= _FIRST_DAY:
            self._sheet.write_datetime(line, index, datetime(value.year, value.month, value.day), self._looks["date"])  # noqa: DTZ001 -- a day has no zone
        else:
            self._text(line, index, _text_of(value), says)

    def _text(self, line: int, index: int, text: str, says: str) -> None:
        if len(text.encode("utf-16-le")) // 2 > MAX_TEXT:
            raise CannotWrite(
                f"{says}: {len(text)} characters; a cell of a workbook holds {MAX_TEXT}: choose csv or jsonl"
            )
        look = self._looks["formula" if is_formula(text) else "text"]
        self._sheet.write_string(line, index, defused(text) if text.startswith("'") else text, look)


def _text_of(value: object) -> str:
    if isinstance(value, Enum):
        return str(value.value)
    return " ".join(value) if isinstance(value, tuple) else str(value)


_ESCAPED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)|[\x00-\x08\x0b-\x1f\ufffe\uffff]|^<(?=r>)")


def _worksheet() -> "type[Worksheet]":
    """Return a sheet that keeps every text: the package's own lets a text like <r>…</r> through as markup."""
    from xlsxwriter.worksheet import Worksheet  # noqa: PLC0415 -- heavy

    class Faithful(Worksheet):  # type: ignore[misc] # the package has no types
        @staticmethod
        def _escape_control_characters(data: object) -> object:
            if not isinstance(data, str):
                return data
            return _ESCAPED.sub(lambda found: f"_x{ord(found[0]):04X}_", data)

    return Faithful


WORKBOOK = Format(
    name="xlsx",
    ending=".xlsx",
    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    holds="one Excel workbook with a sheet a table, drop-downs and notes",
    whole=True,
    file=write_workbook,
)

"""Cells of formats that know types: numbers, truth values, days and lists, next to text."""

import math
import unicodedata
from datetime import date, datetime
from typing import Any

from graph_data.reading.records import MAX_CELL
from graph_data.tables import Column, parse_cell

__all__ = ["cleaned", "parse_typed"]

_WANTED = {
    int: "a whole number",
    float: "a finite number",
    bool: "true or false",
    date: "a date like 2020-02-03",
    tuple: "words separated by blanks",
}


def cleaned(text: str) -> str:
    """Return text as it stands in a dataset: NFC, line ends of one character.

    Raises:
        ValueError: the text is longer than any cell may be, or holds what is no character.
    """
    if len(text) > MAX_CELL:
        raise ValueError(f"a cell of {len(text)} characters; {MAX_CELL} at most")
    if "\0" in text:
        raise ValueError("NUL character; the file is damaged or not text")
    try:
        text.encode()
    except UnicodeEncodeError:
        raise ValueError("text that is no Unicode, by a stray byte or half a surrogate pair; write it again") from None
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))


def parse_typed(column: Column, cell: object) -> Any:  # noqa: ANN401 -- the value's type is the column's
    """Read a cell; text is read as in csv, another value must have the column's type, a missing one is blank.

    Raises:
        ValueError: the cell does not hold what the column wants; the message says what to write.
    """
    if cell is None:
        return parse_cell(column, "")
    if isinstance(cell, str):
        return parse_cell(column, cleaned(cell))
    if isinstance(cell, bool):
        if column.type is bool:
            return cell
    elif isinstance(cell, int | float):
        if column.type in {int, float}:
            return parse_cell(column, _digits(cell))
    elif isinstance(cell, date):
        if column.type is date and (day := _day(cell)):
            return day
    elif isinstance(cell, list) and column.type is tuple and all(isinstance(word, str) for word in cell):
        return _words(column, cell)
    raise ValueError(f"{column.name} must be {_WANTED.get(column.type, 'text')}, got {_shown(cell)}")


def _digits(number: float) -> str:
    whole = isinstance(number, int) or (math.isfinite(number) and number.is_integer() and abs(number) < 2**53)
    return str(int(number)) if whole else repr(number)


def _day(cell: date) -> date | None:
    if not isinstance(cell, datetime):
        return cell
    return cell.date() if cell.time().isoformat() == "00:00:00" else None


def _words(column: Column, cell: list[str]) -> Any:  # noqa: ANN401 -- as above
    if wrong := next((word for word in cell if len(word.split()) != 1), None):
        raise ValueError(f"{column.name} must hold words without blanks, got {wrong[:40]!r}")
    return parse_cell(column, cleaned(" ".join(cell)))


def _shown(cell: object) -> str:
    text = str(cell).lower() if isinstance(cell, bool) else str(cell)
    return f"{type(cell).__name__} {text[:40]!r}"

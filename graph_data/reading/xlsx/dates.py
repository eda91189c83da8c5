"""Days and times in workbooks: numbers whose format says that they are shown as such."""

import re
from datetime import date, datetime, time, timedelta
from enum import Enum

__all__ = ["Shown", "day_of", "shown_as"]


class Shown(Enum):
    """As what a number is shown."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"


_DAYS = frozenset({*range(14, 18), 22, *range(27, 32), 36, *range(50, 59)})
_TIMES = frozenset({*range(18, 22), *range(32, 36), 45, 46, 47})
"""Built-in formats, ECMA-376 part 1, 18.8.30; those of East Asia among them."""

_SILENT = re.compile(r'"[^"]*"|\\.|[_*].|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""What in a format stands for itself, for a blank, or for a colour, a condition or a language."""

_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)

_PHANTOM = 60
"""The 29 February 1900, which never was, but which spreadsheets count."""


def shown_as(number: int, code: str | None) -> Shown:
    """Tell as what numbers of a format are shown.

    Args:
        number: of the format.
        code: of the format, where the workbook gives it, such as yyyy-mm-dd.
    """
    if code is None:
        return Shown.DAY if number in _DAYS else Shown.TIME if number in _TIMES else Shown.NUMBER
    plain = _SILENT.sub("", code.partition(";")[0]).lower()
    if _ELAPSED.search(plain):
        return Shown.TIME
    letters = set(plain)
    if letters & {"y", "d"} or ("m" in letters and not letters & {"h", "s"} and "general" not in plain):
        return Shown.DAY
    return Shown.TIME if letters & {"h", "s"} and "general" not in plain else Shown.NUMBER


def day_of(number: float, shown: Shown, *, from_1904: bool) -> date | datetime | time | timedelta:
    """Return the day, or the time, that a number stands for; a datetime where it is a day and a time.

    Raises:
        ValueError: there is no such day.
    """
    if shown is Shown.TIME:
        return timedelta(days=number) if abs(number) < 10**6 else _no_day(number)
    days, rest = divmod(number, 1)
    if from_1904:
        first = date(1904, 1, 1)
    elif days >= _PHANTOM:
        first = date(1899, 12, 30)
    else:
        first = date(1899, 12, 31)
    if number < (0 if from_1904 else 1) or (days == _PHANTOM and not from_1904):
        return _no_day(number)
    try:
        found = first + timedelta(days=days)
    except OverflowError:
        return _no_day(number)
    seconds = round(rest * 86_400, 3)
    return datetime(found.year, found.month, found.day) + timedelta(seconds=seconds) if seconds else found  # noqa: DTZ001 -- cells have no zone


def _no_day(number: float) -> timedelta:
    raise ValueError(f"no day has the number {number:g}; write it as text like 2020-02-03")

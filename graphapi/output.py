"""Tables on stdout in the formats that people and programs want."""

import csv
import io
import json
from collections.abc import Mapping, Sequence
from enum import Enum

from graph_data.formulas import defused

__all__ = ["Format", "render"]

LEAST_WIDTH = 120
"""Columns of text below which a table of names would break into syllables."""

Rows = Sequence[Mapping[str, object]]


class Format(Enum):
    """Output formats."""

    TABLE = "table"
    JSON = "json"
    JSONL = "jsonl"
    CSV = "csv"
    TSV = "tsv"
    MD = "md"


def render(rows: Rows, form: Format) -> str:
    """Return rows in a format; every row has the same columns, an unknown value is blank or null."""
    match form:
        case Format.JSON:
            return json.dumps(list(rows), ensure_ascii=False, indent=2, default=str)
        case Format.JSONL:
            return "\n".join(json.dumps(row, ensure_ascii=False, default=str) for row in rows)
        case Format.CSV | Format.TSV:
            return _separated(rows, "," if form is Format.CSV else "\t")
        case Format.MD:
            return _markdown(rows)
        case Format.TABLE:
            return _table(rows)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, list | tuple):
        return "; ".join(_text(item) for item in value)
    return str(value)


def _separated(rows: Rows, separator: str) -> str:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
    writer.writerows([_cell(value) for value in row.values()] for row in rows)
    return target.getvalue().removesuffix("\n")


def _cell(value: object) -> str:
    """Return a value as text that no spreadsheet runs; a negative number is a number."""
    text = _text(value)
    return text if isinstance(value, int | float) else defused(text)


def _markdown(rows: Rows) -> str:
    if not rows:
        return ""
    lines = ["| " + " | ".join(rows[0]) + " |", "|" + " --- |" * len(rows[0])]
    lines += ["| " + " | ".join(_text(value).replace("|", "\\|") for value in row.values()) + " |" for row in rows]
    return "\n".join(lines)


def _table(rows: Rows) -> str:
    from rich.box import SIMPLE_HEAD  # noqa: PLC0415 -- heavy, and only this format needs it
    from rich.console import Console  # noqa: PLC0415 -- as above
    from rich.table import Table  # noqa: PLC0415 -- as above

    if not rows:
        return "nothing found"
    table = Table(box=SIMPLE_HEAD, show_edge=False)
    for heading in rows[0]:
        number = all(isinstance(row[heading], int | float | None) for row in rows)
        table.add_column(heading, justify="right" if number else "left", overflow="fold", no_wrap=number)
    for row in rows:
        table.add_row(*(_text(value).replace("[", "\\[") for value in row.values()))
    width = max(Console().width, LEAST_WIDTH)
    console = Console(highlight=False, width=width)
    with console.capture() as captured:
        console.print(table)
    return captured.get().rstrip("\n")

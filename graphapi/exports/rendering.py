"""Rows as text, piece by piece: separated by commas or tabs, JSON lines, or one JSON array of flat objects."""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import TypeAlias

import orjson

from graph_data.formulas import defused
from graph_data.tables import format_cell
from graph_data.writing.formats import FORMATS

__all__ = ["JSON", "RENDERERS", "Renderer", "Rows", "Scalar"]

Scalar: TypeAlias = str | int | float | bool | None

BATCH = 200
"""Rows of a piece: a hundred kilobytes and more."""

JSON = "application/json"


@dataclass(frozen=True, slots=True)
class Rows:
    """A table of plain values.

    Attributes:
        columns: names, in order; every row has all of them.
        rows: the rows; they can be read once.
        truncated: whether there are more than were asked for.
    """

    columns: tuple[str, ...]
    rows: Iterable[Mapping[str, Scalar]]
    truncated: bool = False


def _separated(separator: str, table: Rows) -> Iterator[bytes]:
    target = io.StringIO(newline="")
    writer = csv.writer(target, delimiter=separator, lineterminator="\n")
    writer.writerow(table.columns)
    rows = iter(table.rows)
    while batch := list(islice(rows, BATCH)):
        writer.writerows([_cell(row[column]) for column in table.columns] for row in batch)
        yield target.getvalue().encode()
        target.seek(0)
        target.truncate()
    yield target.getvalue().encode()


def _cell(value: Scalar) -> str:
    return defused(value) if isinstance(value, str) else format_cell(value)


def _lines(table: Rows) -> Iterator[bytes]:
    rows = iter(table.rows)
    while batch := list(islice(rows, BATCH)):
        yield b"".join(orjson.dumps(row, option=orjson.OPT_APPEND_NEWLINE) for row in batch)


def _array(table: Rows) -> Iterator[bytes]:
    rows, before = iter(table.rows), b"["
    while batch := list(islice(rows, BATCH)):
        yield before + b",\n".join(map(orjson.dumps, batch))
        before = b",\n"
    yield b"]\n" if before != b"[" else b"[]\n"


@dataclass(frozen=True, slots=True)
class Renderer:
    """A form of text.

    Attributes:
        media_type: of the text.
        pieces: yields its bytes.
    """

    media_type: str
    pieces: Callable[[Rows], Iterator[bytes]]


RENDERERS: Mapping[str, Renderer] = {
    ".csv": Renderer(FORMATS["csv"].media_type, partial(_separated, ",")),
    ".tsv": Renderer(FORMATS["tsv"].media_type, partial(_separated, "\t")),
    ".jsonl": Renderer(FORMATS["jsonl"].media_type, _lines),
    ".json": Renderer(JSON, _array),
}
"""By the ending of a file's name."""

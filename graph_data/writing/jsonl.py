"""Writes tables as JSON lines: numbers, truth values and lists as such, what is not known left out."""

from collections.abc import Iterator
from datetime import date
from enum import Enum

import orjson

from graph_data.dataset import Dataset
from graph_data.deadline import check
from graph_data.tables import Table
from graph_data.writing.format import Format
from graph_data.writing.values import values

__all__ = ["JSONL"]


def _lines(dataset: Dataset, table: Table) -> Iterator[bytes]:
    for row in dataset.rows(table):
        check()
        found = {name: _plain(value) for name, value in values(row).items() if value not in {None, ()}}
        yield orjson.dumps(found, option=orjson.OPT_APPEND_NEWLINE)


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return value.isoformat() if isinstance(value, date) else value


JSONL = Format(
    name="jsonl",
    ending=".jsonl",
    media_type="application/jsonl",
    holds="folder of tables as JSON lines, one object a row",
    whole=True,
    table=_lines,
)

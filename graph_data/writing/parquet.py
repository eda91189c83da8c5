"""Writes tables as Parquet files, by pyarrow, an extra: every column with its type, whether filled or not."""

import io
from collections.abc import Iterator
from datetime import date
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from graph_data.dataset import Dataset
from graph_data.errors import MissingExtra
from graph_data.tables import Column, Table
from graph_data.writing.format import Format
from graph_data.writing.values import values

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["PARQUET"]

BATCH = 50_000
"""Rows of a row group."""


def _file(dataset: Dataset, table: Table) -> Iterator[bytes]:
    try:
        import pyarrow as pa  # noqa: PLC0415 -- an extra
        from pyarrow import parquet  # noqa: PLC0415 -- as above
    except ImportError:
        raise MissingExtra("parquet") from None
    says = {"dataset": dataset.about.name, "version": dataset.version}
    schema = pa.schema([(column.name, _type(column)) for column in table.columns], metadata=says)
    target = io.BytesIO()
    with parquet.ParquetWriter(target, schema) as writer:
        rows = iter(dataset.rows(table))
        while batch := list(islice(rows, BATCH)):
            found = [{name: _plain(value) for name, value in values(row).items()} for row in batch]
            writer.write_table(pa.Table.from_pylist(found, schema))
    yield target.getvalue()


def _type(column: Column) -> "pa.DataType":
    import pyarrow as pa  # noqa: PLC0415 -- an extra

    types = {int: pa.int64(), float: pa.float64(), bool: pa.bool_(), date: pa.date32(), tuple: pa.list_(pa.string())}
    return types.get(column.type, pa.string())


def _plain(value: object) -> object:
    if isinstance(value, Enum):
        return value.value
    return list(value) if isinstance(value, tuple) else value


PARQUET = Format(
    name="parquet",
    ending=".parquet",
    media_type="application/vnd.apache.parquet",
    holds="folder of tables as Parquet files (needs the extra `parquet`)",
    whole=True,
    table=_file,
)

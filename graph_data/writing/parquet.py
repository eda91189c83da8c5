"""Writes tables as Parquet files, by pyarrow, an extra: every column with its type, whether filled or not."""

import io
from collections.abc import Iterator
from datetime import date
from enum import Enum
from itertools import islice
from typing import TYPE_CHECKING

from graph_data.dataset import Dataset
from graph_data.deadline import check
from graph_data.errors import MissingExtra
from graph_data.tables import Column, Table
from graph_data.writing.format import Format
from graph_data.writing.values import values

if TYPE_CHECKING:
    import pyarrow as pa
    from _typeshed import ReadableBuffer

__all__ = ["PARQUET"]

BATCH = 10_000
"""Rows of a row group."""


def _file(dataset: Dataset, table: Table) -> Iterator[bytes]:
    try:
        import pyarrow as pa  # noqa: PLC0415 -- an extra
        from pyarrow import parquet  # noqa: PLC0415 -- as above
    except ImportError:
        raise MissingExtra("parquet") from None
    says = {"dataset": dataset.about.name, "version": dataset.version}
    schema = pa.schema([(column.name, _type(column)) for column in table.columns], metadata=says)
    target = _Pieces()
    with parquet.ParquetWriter(target, schema) as writer:
        rows = iter(dataset.rows(table))
        while batch := list(islice(rows, BATCH)):
            check()
            found = [{name: _plain(value) for name, value in values(row).items()} for row in batch]
            writer.write_table(pa.Table.from_pylist(found, schema))
            yield target.taken()
    yield target.taken()


class _Pieces(io.RawIOBase):
    """A file of which what has been written is taken away piece by piece."""

    def __init__(self) -> None:
        self._written = bytearray()
        self._before = 0

    def writable(self) -> bool:
        """Whether it can be written."""
        return True

    def write(self, piece: "ReadableBuffer") -> int:
        """Add bytes."""
        self._written += piece
        return memoryview(piece).nbytes

    def tell(self) -> int:
        """Return how many bytes were written."""
        return self._before + len(self._written)

    def taken(self) -> bytes:
        """Return what was written since the last time."""
        found = bytes(self._written)
        self._before += len(found)
        self._written.clear()
        return found


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

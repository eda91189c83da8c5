"""Tables as Parquet files, by pyarrow, an extra."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from graph_data.errors import InvalidDataset, MissingExtra, Problem
from graph_data.reading.records import Record, wrong_headings
from graph_data.reading.text import MAX_BYTES, regular
from graph_data.reading.typed import parse_typed
from graph_data.tables import Column

if TYPE_CHECKING:
    import pyarrow as pa

__all__ = ["ParquetSheet"]

MAX_ROWS = 20_000_000
"""Most rows of a file: a few bytes can stand for billions of equal ones."""

BATCH = 1024
"""Rows held at once before they are measured."""


class ParquetSheet:
    """A table of a Parquet file, whose places are the number of the row and of the column.

    Raises:
        InvalidDataset: the file is damaged, too large, or a column is missing, unknown, doubled or nested.
        MissingExtra: pyarrow is not installed.
    """

    def __init__(self, path: Path, required: frozenset[str], allowed: frozenset[str]) -> None:
        try:
            import pyarrow as pa  # noqa: PLC0415 -- an extra
            from pyarrow import parquet  # noqa: PLC0415 -- as above
        except ImportError:
            raise MissingExtra("parquet") from None
        self.name = path.name
        self._damage: type[Exception] = pa.ArrowException
        regular(path)
        try:
            self._file = parquet.ParquetFile(path)
            schema = self._file.schema_arrow
            self.headings = list(schema.names)
        except (self._damage, OSError, UnicodeDecodeError) as error:
            raise InvalidDataset([self._damaged(error)]) from None
        problems = [
            self.problem(0, None if index is None else self.headings[index], message)
            for index, message in wrong_headings(self.headings, required, allowed)
        ]
        problems += [
            self.problem(0, field.name, f"column {field.name!r} holds {field.type}; a cell must be a plain value")
            for field in schema
            if not _plain(field.type)
        ]
        metadata = self._file.metadata
        size = sum(metadata.row_group(index).total_byte_size for index in range(metadata.num_row_groups))
        if metadata.num_rows > MAX_ROWS or size > MAX_BYTES:
            message = f"{metadata.num_rows} rows, {size} bytes; at most {MAX_ROWS} and {MAX_BYTES}: split it"
            problems.append(Problem(self.name, 0, 0, message))
        if problems:
            raise InvalidDataset(problems)

    def records(self, problems: list[Problem]) -> Iterator[Record]:  # noqa: ARG002 -- every row is well-formed
        """Yield every row.

        Raises:
            InvalidDataset: the file is damaged, or unfolds to too much.
        """
        line = read = 0
        try:
            for batch in self._file.iter_batches(BATCH):
                read += batch.nbytes
                if read > MAX_BYTES:
                    message = f"larger than {MAX_BYTES} bytes; split it"
                    raise InvalidDataset([Problem(self.name, line + 1, 0, message)])
                for cells in batch.to_pylist():
                    line += 1
                    yield Record(line, cells)
        except (self._damage, OSError, UnicodeDecodeError) as error:
            raise InvalidDataset([self._damaged(error)]) from None

    def problem(self, line: int, heading: str | None, message: str) -> Problem:
        """Return a problem of the cell under a heading in a row, counted from 1."""
        column = self.headings.index(heading) + 1 if heading in self.headings else 0
        return Problem(self.name, line, column if line else 0, message)

    def parse(self, column: Column, cell: object) -> Any:  # noqa: ANN401 -- the value's type is the column's
        """Read a cell."""
        return parse_typed(column, cell)

    def _damaged(self, error: Exception) -> Problem:
        return Problem(self.name, 0, 0, f"not a Parquet file, or damaged: {str(error).splitlines()[0]}")


def _plain(kind: "pa.DataType") -> bool:
    from pyarrow import types  # noqa: PLC0415 -- an extra

    if types.is_dictionary(kind) or types.is_list(kind) or types.is_large_list(kind):
        kind = kind.value_type
        return bool(types.is_string(kind) or types.is_large_string(kind))
    return not types.is_nested(kind)

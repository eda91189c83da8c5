"""Tables as other programs read them: a frame speaks the Arrow PyCapsule interface, so no data frame library is needed.

https://arrow.apache.org/docs/format/CDataInterface/PyCapsuleInterface.html; polars, pandas, duckdb and pyarrow read it.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import Enum
from html import escape
from importlib import import_module
from itertools import accumulate
from typing import Any, Generic, TypeVar

import nanoarrow as na
import numpy as np
from nanoarrow.c_array import c_array_from_buffers
from nanoarrow.c_array_stream import CArrayStream

from graph_data.errors import MissingPackage
from graph_data.markup import UNKNOWN

__all__ = ["Column", "Frame", "Holds", "Rows", "Table", "Tabular"]

T = TypeVar("T")

SHOWN = 10
"""Rows that a notebook shows of a table."""

LONGEST = 80
"""Characters of a cell that a notebook shows."""

FIRST_DAY = date(1970, 1, 1).toordinal()
"""From which Arrow counts days."""


class Holds(Enum):
    """What a column holds; any cell but a list may be None."""

    TEXT = "TEXT"
    WHOLE = "WHOLE"
    NUMBER = "NUMBER"
    FLAG = "FLAG"
    DAY = "DAY"
    TEXTS = "TEXTS"


_ARROW = {
    Holds.TEXT: na.string(),
    Holds.WHOLE: na.int64(),
    Holds.NUMBER: na.float64(),
    Holds.FLAG: na.bool_(),
    Holds.DAY: na.date32(),
    Holds.TEXTS: na.list_(na.string()),
}
_PANDAS = {
    Holds.TEXT: "string",
    Holds.WHOLE: "Int64",
    Holds.NUMBER: "Float64",
    Holds.FLAG: "boolean",
    Holds.DAY: "object",
    Holds.TEXTS: "object",
}
"""Types that keep what is not known apart from every value; days stay Python's own."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name and what it holds."""

    name: str
    holds: Holds


class Tabular(ABC):
    """Whatever can be read as a table.

    Polars looks into a sequence before it asks for Arrow: give it `frame`, or call `to_polars`.
    """

    @property
    @abstractmethod
    def frame(self) -> "Frame":
        """The table."""

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.frame.stream().__arrow_c_stream__(requested_schema)

    def to_arrow(self) -> Any:  # noqa: ANN401 -- pyarrow is no dependency
        """Return a pyarrow table.

        Raises:
            MissingPackage: pyarrow is not installed.
        """
        return _package("pyarrow").table(self.frame)

    def to_polars(self) -> Any:  # noqa: ANN401 -- polars is no dependency
        """Return a polars data frame.

        Raises:
            MissingPackage: polars is not installed.
        """
        return _package("polars").DataFrame(self.frame)

    def to_pandas(self) -> Any:  # noqa: ANN401 -- pandas is no dependency
        """Return a pandas data frame with nullable types: whole numbers stay whole, and what is not known is `pd.NA`.

        Raises:
            MissingPackage: pandas is not installed.
        """
        pandas, frame = _package("pandas"), self.frame
        cells = {
            column.name: pandas.Series(frame.column(column.name), dtype=_PANDAS[column.holds])
            for column in frame.columns
        }
        return pandas.DataFrame(cells, columns=[column.name for column in frame.columns])

    def _repr_html_(self) -> str:
        return self.frame.html()


@dataclass(frozen=True, slots=True)
class Frame(Tabular):
    """A table: columns with their types, and rows of plain values.

    Attributes:
        columns: what each row holds.
        rows: as many values a row as there are columns: str, int, float, bool, date, a tuple of str, or None.
        caption: what the rows are.
        total: how many rows there are in all, when these are the first of them.
        source: whom to cite.
    """

    columns: tuple[Column, ...]
    rows: tuple[tuple[Any, ...], ...]
    caption: str = ""
    total: int | None = None
    source: str = ""

    @property
    def frame(self) -> "Frame":
        """The table itself."""
        return self

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> list[Any]:
        """Return the values of a column; a list of texts is a list."""
        place = [column.name for column in self.columns].index(name)
        return [list(row[place]) if isinstance(row[place], tuple) else row[place] for row in self.rows]

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield each row by the names of its columns."""
        names = [column.name for column in self.columns]
        for row in self.rows:
            yield dict(zip(names, row, strict=True))

    def stream(self) -> CArrayStream:
        """Return the table as an Arrow stream of one batch."""
        schema = na.struct({column.name: _ARROW[column.holds] for column in self.columns})
        cells = [_array(column.holds, [row[place] for row in self.rows]) for place, column in enumerate(self.columns)]
        batch = c_array_from_buffers(schema, len(self.rows), [None], children=cells, null_count=0)
        return CArrayStream.from_c_arrays([batch], batch.schema)

    def html(self, shown: int = SHOWN) -> str:
        """Return the first rows as an HTML table in which nothing of the data is markup."""
        head = "".join(f"<th scope='col'>{escape(column.name)}</th>" for column in self.columns)
        body = "".join(
            f"<tr>{''.join(_cell(column, cell) for column, cell in zip(self.columns, row, strict=True))}</tr>"
            for row in self.rows[:shown]
        )
        said = [self._size(shown), escape(self.source)]
        caption = f"<caption>{escape(self.caption)}</caption>" if self.caption else ""
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" + "".join(
            f"<p>{line}</p>" for line in said if line
        )

    def _size(self, shown: int) -> str:
        total = len(self.rows) if self.total is None else self.total
        if not total:
            return "no rows"
        return f"{min(shown, len(self.rows))} of {total:,} rows" if total > min(shown, len(self.rows)) else ""


class Table(tuple[T, ...], Tabular, Generic[T]):  # noqa: SLOT001 -- a tuple that knows how it is read as a table
    """Values that cannot be changed, readable as a table."""

    _frame: Callable[["Table[T]"], Frame]

    def __new__(cls, values: Iterable[T], frame: Callable[[Sequence[T]], Frame]) -> "Table[T]":
        """Keep how the values are read as a table."""
        made = super().__new__(cls, values)
        made._frame = frame
        return made

    @property
    def frame(self) -> Frame:
        """The table."""
        return self._frame(self)


class Rows(list[T], Tabular, Generic[T]):
    """A list, readable as a table."""

    def __init__(self, values: Iterable[T], frame: Callable[[Sequence[T]], Frame]) -> None:
        super().__init__(values)
        self._frame = frame

    @property
    def frame(self) -> Frame:
        """The table."""
        return self._frame(self)


def _package(name: str) -> Any:  # noqa: ANN401 -- whatever the package is
    try:
        return import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise MissingPackage(name, f"to_{name.removeprefix('py')}") from None


def _array(holds: Holds, cells: Sequence[Any]) -> Any:  # noqa: ANN401 -- nanoarrow's arrays have no common type
    if holds is Holds.TEXTS:
        ends = na.c_buffer(np.array([0, *accumulate(len(cell) for cell in cells)], dtype=np.int32))
        texts = na.c_array([text for cell in cells for text in cell], na.string())
        return c_array_from_buffers(_ARROW[holds], len(cells), [None, ends], children=[texts], null_count=0)
    if holds is Holds.DAY:
        days = na.c_array([None if cell is None else cell.toordinal() - FIRST_DAY for cell in cells], na.int32())
        return c_array_from_buffers(_ARROW[holds], len(cells), list(days.view().buffers), null_count=days.null_count)
    return na.c_array(cells, _ARROW[holds])


def _cell(column: Column, cell: Any) -> str:  # noqa: ANN401 -- whatever a row holds
    if cell is None:
        return f"<td>{UNKNOWN}</td>"
    if column.holds is Holds.NUMBER:
        return f"<td style='text-align:right'>{cell:.3f}</td>"
    if column.holds is Holds.WHOLE:
        return f"<td style='text-align:right'>{cell:,}</td>"
    text = "; ".join(cell) if isinstance(cell, tuple) else str(cell)
    return f"<td>{escape(text if len(text) <= LONGEST else text[: LONGEST - 1] + '…')}</td>"

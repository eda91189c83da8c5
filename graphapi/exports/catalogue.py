"""Every file that can be had, by its name: it follows from the tables, the formats and the views."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from graph_data.deadline import check
from graph_data.notebook import Notebook
from graph_data.tables import TABLES, Table
from graph_data.writing.format import Format
from graph_data.writing.formats import FORMATS
from graph_data.writing.values import values
from graphapi.distributions import file_of
from graphapi.exports.analyses import EDGES, GROUPS, NODES, SYNERGIES
from graphapi.exports.parameters import Parameter
from graphapi.exports.rendering import RENDERERS, Renderer, Rows, Scalar
from graphapi.exports.views import ENTITIES, STATEMENTS, View, plain

__all__ = ["CATALOGUE", "VIEWS", "Content", "Export"]


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds.

    Attributes:
        pieces: its bytes.
        size: how many, None when that is not known beforehand.
        truncated: whether there is more than was asked for.
    """

    pieces: Iterator[bytes]
    size: int | None = None
    truncated: bool = False


@dataclass(frozen=True, slots=True)
class Export:
    """A file that can be had.

    Attributes:
        file: its name.
        media_type: its media type.
        holds: what it is, for people.
        open: makes its content from a graph and the values of the parameters.
        parameters: what can be asked of it.
        dear: whether it is written once for a version and kept.
    """

    file: str
    media_type: str
    holds: str
    open: Callable[[Notebook, Mapping[str, Any]], Content]
    parameters: tuple[Parameter, ...] = ()
    dear: bool = False


VIEWS = (ENTITIES, STATEMENTS, SYNERGIES, GROUPS, NODES, EDGES)


def _all() -> Iterator[Export]:
    for view in VIEWS:
        for ending, renderer in RENDERERS.items():
            made = partial(_view, view, renderer)
            yield Export(f"{view.name}{ending}", renderer.media_type, view.holds, made, view.parameters)
    for table in TABLES:
        holds = f"the dataset's table {table.name}"
        for form in FORMATS.values():
            if form.table is not None:
                yield Export(f"{table.name}{form.ending}", form.media_type, holds, partial(_table, form, table))
        array = RENDERERS[".json"]
        yield Export(f"{table.name}.json", array.media_type, holds, partial(_array, array, table))
    for form in FORMATS.values():
        if form.file is not None:
            name = f"dataset{form.ending}"
            yield Export(name, form.media_type, f"the whole dataset: {form.holds}", partial(_whole, form), dear=True)


def _view(view: View, renderer: Renderer, graph: Notebook, asked: Mapping[str, Any]) -> Content:
    rows = view.rows(graph, asked)
    return Content(renderer.pieces(rows), truncated=rows.truncated)


def _table(form: Format, table: Table, graph: Notebook, _: Mapping[str, Any]) -> Content:
    return Content(iter(form.table_writer()(graph.dataset, table)))


def _array(renderer: Renderer, table: Table, graph: Notebook, _: Mapping[str, Any]) -> Content:
    rows = map(_row, graph.dataset.rows(table))
    return Content(renderer.pieces(Rows(tuple(column.name for column in table.columns), rows)))


def _row(row: object) -> dict[str, Scalar]:
    check()
    return {name: plain(value) for name, value in values(row).items()}


def _whole(form: Format, graph: Notebook, _: Mapping[str, Any]) -> Content:
    file = file_of(graph, form)
    return Content(file.pieces(), file.size)


CATALOGUE: Mapping[str, Export] = MappingProxyType({export.file: export for export in _all()})
"""Every file by its name."""

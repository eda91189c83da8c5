"""Results as tables: the columns of a row type follow from its fields, and every id of an entity brings its name."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import date
from enum import Enum
from functools import lru_cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from graph_data.frames import Column, Frame, Holds
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Entity, kind_of
from graph_data.rows import Statement

__all__ = ["entity_frame", "frame_of", "reading", "records_frame", "statement_frame"]

NAMED = frozenset({"concept", "entity", "member", "object", "organisation", "partner", "region", "subject"})
"""Fields that hold the id of an entity."""

_HOLDS: Mapping[type, Holds] = {
    str: Holds.TEXT,
    int: Holds.WHOLE,
    float: Holds.NUMBER,
    bool: Holds.FLAG,
    date: Holds.DAY,
}


def reading(caption: str, graph: KnowledgeGraph, row_type: type) -> Callable[[Sequence[Any]], Frame]:
    """Return a function that reads values of a type as a table."""
    return lambda rows: frame_of(graph, rows, row_type, caption)


def frame_of(graph: KnowledgeGraph | None, rows: Sequence[Any], row_type: type, caption: str) -> Frame:
    """Return values of a dataclass as a table; fields that hold no plain value are left out.

    Args:
        graph: where names come from; without one there are none.
        rows: the values.
        row_type: their type.
        caption: what they are.
    """
    columns = _columns(row_type)
    named = [column.name for column in columns if column.name in NAMED] if graph is not None else []
    called = graph.called(getattr(row, name) for row in rows for name in named) if graph is not None else {}
    wide: list[Column] = []
    for column in columns:
        wide.append(column)
        if column.name in named:
            wide.append(Column(f"{column.name}_name", Holds.TEXT))
    cells = []
    for row in rows:
        found: list[Any] = []
        for column in columns:
            found.append(_plain(getattr(row, column.name)))
            if column.name in named:
                found.append(called.get(getattr(row, column.name)))
        cells.append(tuple(found))
    return Frame(tuple(wide), tuple(cells), caption, source=_source(graph))


def entity_frame(graph: KnowledgeGraph, entities: Sequence[Entity], caption: str = "entities") -> Frame:
    """Return entities as a table: kind, and the attributes of all their types; who may see a row is left out."""
    types = sorted({type(entity) for entity in entities}, key=lambda found: found.__name__)
    columns = {column.name: column for row_type in (Entity, *types) for column in _columns(row_type)}
    columns = {name: column for name, column in columns.items() if name not in {"audience", "source", "locator"}}
    rows = [
        (kind_of(entity).value, *(_plain(getattr(entity, name, _none(column))) for name, column in columns.items()))
        for entity in entities
    ]
    return Frame((Column("kind", Holds.TEXT), *columns.values()), tuple(rows), caption, source=_source(graph))


def statement_frame(graph: KnowledgeGraph, statements: Sequence[Statement]) -> Frame:
    """Return statements as a table, each with the ids of its sources and its rule."""
    plain = frame_of(graph, statements, Statement, "statements")
    columns = (*plain.columns, Column("rule", Holds.TEXT), Column("sources", Holds.TEXTS))
    rows = tuple(
        (*row, item.rule, tuple(sorted({said.source for said in item.provenance})))
        for row, item in zip(plain.rows, statements, strict=True)
    )
    return Frame(columns, rows, plain.caption, source=plain.source)


def records_frame(
    graph: KnowledgeGraph | None,
    columns: Mapping[str, Holds],
    records: Iterable[Mapping[str, Any]],
    caption: str,
    total: int | None = None,
) -> Frame:
    """Return records as a table of some of their columns."""
    made = tuple(Column(name, holds) for name, holds in columns.items())
    rows = tuple(tuple(_plain(record[name]) for name in columns) for record in records)
    return Frame(made, rows, caption, total, _source(graph))


@lru_cache(maxsize=64)
def _columns(row_type: type) -> tuple[Column, ...]:
    hints = get_type_hints(row_type)
    names = getattr(row_type, "_fields", None) or [item.name for item in fields(row_type) if item.init]
    found = [(name, _holds(hints[name])) for name in names if not name.startswith("_")]
    return tuple(Column(name, holds) for name, holds in found if holds is not None)


def _holds(hint: Any) -> Holds | None:  # noqa: ANN401 -- a type, or what typing makes of one
    if get_origin(hint) in {Union, UnionType}:
        (hint,) = [part for part in get_args(hint) if part is not type(None)] or [None]
    if get_origin(hint) is tuple:
        return Holds.TEXTS if get_args(hint)[:1] == (str,) else None
    if not isinstance(hint, type):
        return None
    return Holds.TEXT if issubclass(hint, Enum) else _HOLDS.get(hint)


def _plain(value: Any) -> Any:  # noqa: ANN401 -- whatever a row holds
    if isinstance(value, Enum):
        return value.value
    return tuple(value) if isinstance(value, list) else value


def _none(column: Column) -> tuple[()] | None:
    return () if column.holds is Holds.TEXTS else None


def _source(graph: KnowledgeGraph | None) -> str:
    return "" if graph is None else graph.citation

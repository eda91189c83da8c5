"""What the graph holds beyond the dataset's own tables, as flat rows: what a spreadsheet or a dashboard wants."""

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from graph_data.deadline import check
from graph_data.graph import Direction
from graph_data.notebook import Notebook
from graph_data.ontology import Entity, EntityKind, Organisation, Predicate, Region, StatementOrigin, kind_of
from graph_data.rows import Statement
from graph_data.tables import TABLES, columns_of
from graphapi.exports.parameters import Parameter, choice, text
from graphapi.exports.rendering import Rows, Scalar

__all__ = ["ENTITIES", "KINDS", "ORIGINS", "PREDICATES", "STATEMENTS", "View", "plain"]

Asked = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """A table made from the graph.

    Attributes:
        name: of its files, without the ending.
        holds: what a row is, for people.
        parameters: what can be asked of it.
        rows: makes it.
    """

    name: str
    holds: str
    parameters: tuple[Parameter, ...] = ()
    rows: Callable[[Notebook, Asked], Rows]


def plain(value: object) -> Scalar:
    """Return a value as JSON and spreadsheets know it; several strings become one, separated by "; "."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple | list):
        return "; ".join(value) or None
    return value if isinstance(value, str | int | float | None) else str(value)


KINDS = Parameter(
    name="kind", description="only of these kinds", parse=choice(EntityKind), many=True, default=tuple(EntityKind)
)
PREDICATES = Parameter(name="predicate", description="only these relations", parse=choice(Predicate), many=True)
ORIGINS = Parameter(name="origin", description="only what came about so", parse=choice(StatementOrigin), many=True)

_ATTRIBUTES = tuple(
    dict.fromkeys(
        column.name
        for table in TABLES
        if table.part == "entities"
        for row_type in table.row_types.values()
        for column in columns_of(row_type)
    )
)
"""The columns of every table of entities, each once."""

_ABOUT = tuple(dict.fromkeys(("id", "kind", "name", "country", "located_in", "statements", *_ATTRIBUTES)))


def _entities(graph: Notebook, asked: Asked) -> Rows:
    return Rows(_ABOUT, (_entity(graph, entity) for entity in graph.entities(*asked["kind"])))


def _entity(graph: Notebook, entity: Entity) -> dict[str, Scalar]:
    check()
    country, places = None, []
    if isinstance(entity, Organisation | Region):
        country, places = graph.country_of(entity.id), graph.objects(entity.id, Predicate.LOCATED_IN)
    return {
        **dict.fromkeys(_ABOUT),
        **{column.name: plain(getattr(entity, column.name)) for column in columns_of(type(entity))},
        "kind": kind_of(entity).value,
        "country": country.code if country else None,
        "located_in": places[0].id if places else None,
        "statements": graph.nx.degree(entity.id),
    }


ENTITIES = View(
    name="entities",
    holds="a node of any kind with all its attributes, its country and how many statements are about it",
    parameters=(KINDS,),
    rows=_entities,
)

_SAID = (
    "id", "subject", "subject_name", "predicate", "object", "object_name", "origin", "role", "weight", "rule",
    "sources", "locators", "valid_from", "valid_to",
)  # fmt: skip


def _statements(graph: Notebook, asked: Asked) -> Rows:
    return Rows(_SAID, (_statement(graph, item) for item in _chosen(graph, asked)))


def _chosen(graph: Notebook, asked: Asked) -> Iterator[Statement]:
    """Yield statements by subject, so that they need not all be sorted at once; or those about one entity."""
    wanted: tuple[Collection[Predicate] | None, Collection[StatementOrigin] | None]
    wanted = asked["predicate"], asked["origin"]
    if asked["entity"] is not None:
        yield from graph.statements(asked["entity"], Direction.ANY, *wanted)
        return
    for entity in graph.entities():
        check()
        yield from graph.statements(entity.id, Direction.OUT, *wanted)


def _statement(graph: Notebook, item: Statement) -> dict[str, Scalar]:
    return {
        "id": item.id,
        "subject": item.subject,
        "subject_name": graph.entity(item.subject).name,
        "predicate": item.predicate.value,
        "object": item.object,
        "object_name": graph.entity(item.object).name,
        "origin": item.origin.value,
        "role": plain(item.role),
        "weight": item.weight,
        "rule": item.rule,
        "sources": plain([said.source for said in item.provenance]),
        "locators": plain([said.locator for said in item.provenance]),
        "valid_from": plain(item.valid_from),
        "valid_to": plain(item.valid_to),
    }


STATEMENTS = View(
    name="statements",
    holds="an edge, derived and inferred ones too, with its origin, rule and sources",
    parameters=(
        Parameter(name="entity", description="only those about the entity with this id", parse=text),
        PREDICATES,
        ORIGINS,
    ),
    rows=_statements,
)

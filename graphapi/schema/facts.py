"""Literals of an entity: those in facts.csv, and the attributes of its own row."""

from collections.abc import Collection
from datetime import date

import graph_data.ontology as data
import graph_data.rows
from graph_data.graph import KnowledgeGraph
from graph_data.tables import columns_of, format_cell
from graphapi.schema.statements import Fact

__all__ = ["facts_of"]

NOT_LITERAL = frozenset({"id", "source", "locator", "scheme"})


def camel(name: str) -> str:
    """Return a snake_case name in camelCase."""
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)


def facts_of(graph: KnowledgeGraph, entity: data.Entity, properties: Collection[str] | None) -> list[Fact]:
    """Return an entity's literals; equal ones from several places are one, sorted by property and value."""
    merged: dict[tuple[str, str | None, date | None, date | None], list[graph_data.rows.Fact]] = {}
    for fact in [*graph.facts(entity.id), *_own(graph, entity)]:
        if properties is None or fact.property in properties:
            merged.setdefault((fact.property, fact.value, fact.valid_from, fact.valid_to), []).append(fact)
    return [
        Fact(
            property=name,
            value=value,
            stated_as=next((row.stated_as for row in rows if row.stated_as), None),
            provenance=[graph_data.rows.Provenance(row.source, row.locator, row.stated_as) for row in rows],  # type: ignore[misc] # graph_data's values answer for them
            valid_from=start,
            valid_to=end,
        )
        for (name, value, start, end), rows in sorted(
            merged.items(), key=lambda item: [str(part or "") for part in item[0]]
        )
    ]


def _own(graph: KnowledgeGraph, entity: data.Entity) -> list[graph_data.rows.Fact]:
    """Read the filled attributes of the entity's row as literals, where no fact says them already."""
    if entity.source is None:
        return []
    stated = {fact.property for fact in graph.facts(entity.id)}
    return [
        graph_data.rows.Fact(
            entity=entity.id,
            property=camel(column.name),
            value=text,
            source=entity.source,
            locator=entity.locator or entity.id,
        )
        for column in columns_of(type(entity))
        if column.predicate is None
        and column.name not in NOT_LITERAL
        and camel(column.name) not in stated
        and (text := format_cell(getattr(entity, column.name)))
    ]

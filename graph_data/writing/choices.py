"""What a drop-down of a column offers."""

from enum import Enum

from graph_data.dataset import Dataset
from graph_data.ontology import Concept, Country, Region, kind_of
from graph_data.relations import RELATIONS
from graph_data.tables import Column, Table

__all__ = ["choices_of"]


def choices_of(dataset: Dataset, table: Table, column: Column) -> tuple[str, ...]:
    """Return what may stand in a column, as far as the dataset knows: the words of an enum, or ids.

    Where any entity may stand, its terms and places are offered; nothing is offered where only new things are named.
    """
    if table.mixed and column.name == "kind":
        return tuple(kind.value for kind in table.row_types if kind)
    if issubclass(column.type, Enum):
        return tuple(choice.value for choice in column.type)
    if column.type is bool:
        return ("TRUE", "FALSE")
    if column.predicate:
        wanted = RELATIONS[column.predicate].objects
        return tuple(entity.id for entity in dataset.entities if kind_of(entity) in wanted)
    if column.name in {"source", "register"}:
        return tuple(source.id for source in dataset.sources)
    if column.name == "scheme":
        return tuple(scheme.id for scheme in dataset.schemes)
    if column.name in {"object", "concept"}:
        return tuple(entity.id for entity in dataset.entities if isinstance(entity, Concept | Region | Country))
    return ()

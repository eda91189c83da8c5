"""What every resolver knows: the graph that answers."""

from dataclasses import dataclass

import strawberry

from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Entity, EntityKind, kind_of
from graphapi.errors import ErrorCode, QueryError
from graphapi.limits import DEFAULT_LIMITS, Limits

__all__ = ["Context", "Info", "known_kind", "named"]


@dataclass(frozen=True, slots=True)
class Context:
    """The graph of the dataset version that answers the request, and what one request may ask for."""

    graph: KnowledgeGraph
    limits: Limits = DEFAULT_LIMITS


Info = strawberry.Info[Context, None]


def known_kind(info: Info, entity_id: str, *kinds: EntityKind) -> Entity | None:
    """Return the entity with an id if it is of one of the kinds; None if the id is unknown.

    Raises:
        QueryError: the id is of another kind (WRONG_KIND).
    """
    entity = info.context.graph.find(entity_id)
    if entity is not None and kind_of(entity) not in kinds:
        wanted = " or ".join(kind.value for kind in kinds)
        message = f"{entity_id!r} is a {kind_of(entity).value}; write the id of a {wanted}, or ask for node(id:)"
        raise QueryError(ErrorCode.WRONG_KIND, message)
    return entity


def named(info: Info, entity_id: str, *kinds: EntityKind) -> Entity:
    """Return the entity that a filter names.

    Raises:
        QueryError: the id is unknown (UNKNOWN_ID) or of another kind (WRONG_KIND).
    """
    known_kind(info, entity_id, *kinds)
    try:
        return info.context.graph.entity(entity_id)
    except UnknownEntity as error:
        raise QueryError(ErrorCode.UNKNOWN_ID, str(error)) from None

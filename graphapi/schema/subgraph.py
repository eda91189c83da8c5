"""A part of the graph: what a picture of it is drawn from."""

from typing import Annotated

import strawberry

import graph_data.discovery.subgraph as data
from graph_data.errors import UnknownEntity
from graph_data.ontology import EntityKind, Predicate, StatementOrigin
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.context import Info
from graphapi.schema.entities import ORIGINS, PREDICATES, Entity
from graphapi.schema.statements import Statement

__all__ = ["Subgraph", "subgraph_of"]


@strawberry.type(description="A part of the graph: nodes, and statements among them.")
class Subgraph:
    """A graph_data subgraph."""

    nodes: list[Entity] = strawberry.field(description="The nodes, sorted by id.")
    statements: list[Statement] = strawberry.field(
        description="Statements among the nodes, sorted by relation and ids, 5,000 at most."
    )
    truncated: bool = strawberry.field(description="Whether something was left out for a limit.")


def subgraph_of(  # noqa: PLR0913 -- the arguments of the field
    info: Info,
    *,
    seeds: Annotated[list[strawberry.ID], strawberry.argument(description="Ids to begin with, 1 to 100.")],
    depth: Annotated[
        int, strawberry.argument(description="Steps away from the seeds, 0 to 3; 0 is the seeds and what joins them.")
    ] = 1,
    kinds: Annotated[
        list[EntityKind] | None,
        strawberry.argument(description="Keep, and walk through, only these kinds besides the seeds; all when null."),
    ] = None,
    predicates: Annotated[list[Predicate] | None, PREDICATES] = None,
    origins: Annotated[list[StatementOrigin] | None, ORIGINS] = None,
    max_nodes: Annotated[int, strawberry.argument(description="Most nodes to keep, 1 to 1,000.")] = 200,
) -> Subgraph:
    """Return what lies around some nodes.

    Raises:
        QueryError: BAD_ARGUMENT or UNKNOWN_ID.
    """
    try:
        return data.subgraph(  # type: ignore[return-value] # graph_data's value answers for it
            info.context.graph,
            seeds,
            depth=depth,
            kinds=kinds,
            predicates=predicates,
            origins=origins,
            max_nodes=max_nodes,
        )
    except UnknownEntity as error:
        raise QueryError(ErrorCode.UNKNOWN_ID, str(error)) from None
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None

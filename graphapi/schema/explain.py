"""Why two nodes are connected."""

from typing import Annotated

import strawberry

import graph_data.discovery.explain as data
import graph_data.discovery.subgraph as part
from graph_data.graph import Direction
from graph_data.ontology import EntityKind, Predicate, StatementOrigin
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.connections import MAX_PAGE, SKIP, Connection, Listing, PageRequest, stretch
from graphapi.schema.context import Info
from graphapi.schema.entities import AFTER, FIRST, ORIGINS, PREDICATES, Entity
from graphapi.schema.statements import Statement
from graphapi.schema.subgraph import Subgraph

__all__ = ["Explanation", "explanation_of"]

PATHS_PAGE = 10
"""Paths on a page, and kinds of path, unless another number is asked for."""


@strawberry.type(description="A step of a kind of path.")
class PatternStep:
    """A graph_data step."""

    predicate: Predicate = strawberry.field(description="The relation.")
    direction: Direction = strawberry.field(description="OUT from subject to object, IN from object to subject.")
    kind: EntityKind = strawberry.field(description="Kind of node that the step reaches.")


@strawberry.type(description="A kind of path: the same relations and kinds of node in the same order.")
class PathPattern:
    """A graph_data path pattern."""

    id: strawberry.ID = strawberry.field(description="Follows from the steps: the same in every version and pair.")
    steps: list[PatternStep] = strawberry.field(description="The steps from `from` to `to`.")
    path_count: int = strawberry.field(description="Number of paths of this kind.")
    weighted_path_count: float = strawberry.field(
        description="Sum of their scores: the degree-weighted path count (DWPC), doi:10.1371/journal.pcbi.1004259."
    )


@strawberry.type(description="A way from one node to the other that meets no node twice.")
class Path:
    """A graph_data path."""

    length: int = strawberry.field(description="Number of steps.")
    score: float = strawberry.field(
        description="Product over the steps of 1/√(number of neighbours along the step's relation, direction and kind) "
        "at either end: above 0, 1 at most; paths through hubs score less. A step between related terms of a synergy "
        "counts φ."
    )
    share: float = strawberry.field(
        description="Part of the scores of all paths found; of a synergy's path, the part of absorbability that its "
        "terms carry. These parts add up to 1."
    )
    nodes: list[Entity] = strawberry.field(description="The nodes in order, both ends included.")
    statements: list[Statement] = strawberry.field(
        description="The statements of each step in order; a step carries all of its relation and direction."
    )
    text: str = strawberry.field(
        description="The path as a line for people; steps that are only derived or inferred say so."
    )


@strawberry.type(
    description="What joins two nodes. Statements are walked in either direction; those of one relation and direction "
    "between two nodes are one step."
)
class Explanation:
    """A graph_data explanation."""

    distance: int | None = strawberry.field(
        description="Number of steps of the shortest path; null when no path of at most `maxLength` was found."
    )
    truncated: bool = strawberry.field(
        description="Whether the search ended before all paths were found; shorter paths are looked for first, and "
        "nodes with few statements are read first. Shares then refer to the paths found."
    )

    @strawberry.field(name="from", description="Where the paths begin.")
    def start(root: strawberry.Parent[data.Explanation]) -> Entity:
        """Return the start."""
        return root.start  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(name="to", description="Where the paths end.")
    def end(root: strawberry.Parent[data.Explanation]) -> Entity:
        """Return the end."""
        return root.end  # type: ignore[return-value] # as above

    @strawberry.field(
        description="Kinds of path by falling `weightedPathCount`, so that paths through hubs count less; the shorter "
        "first among equals, then by id."
    )
    def patterns(
        root: strawberry.Parent[data.Explanation],
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = PATHS_PAGE,
        skip: Annotated[int, SKIP] = 0,
    ) -> list[PathPattern]:
        """Return the first patterns."""
        return stretch(root.patterns, first, skip)  # type: ignore[arg-type] # as above

    @strawberry.field(description="Paths by falling share, ties by the ids of their nodes.")
    def paths(
        root: strawberry.Parent[data.Explanation],
        info: Info,
        *,
        pattern_id: Annotated[
            strawberry.ID | None, strawberry.argument(description="Only paths of this kind; all when null.")
        ] = None,
        first: Annotated[int, FIRST] = PATHS_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> Connection[Path]:
        """Page through the paths."""
        if pattern_id is not None and all(pattern_id != pattern.id for pattern in root.patterns):
            message = f"no path found is of the kind {pattern_id!r}; write the id of one of `patterns`"
            raise QueryError(ErrorCode.UNKNOWN_ID, message)
        listing: Listing[data.Path] = Listing(
            [path for path in root.paths if pattern_id in {None, path.pattern}],
            lambda path: (path.score, path.ids, path.pattern),
            name=f"paths {pattern_id} {root.start.id} {root.end.id} {root.max_length} {root.filters}",
            version=info.context.graph.version,
            descending=(True,),
            in_order=True,
        )
        return Connection(page=listing.page(PageRequest(first, after)))

    @strawberry.field(description="Nodes and statements of the best paths, to be drawn.")
    def subgraph(
        root: strawberry.Parent[data.Explanation],
        max_paths: Annotated[
            int, strawberry.argument(description="How many paths, those with the largest share, 1 to 100.")
        ] = 20,
    ) -> Subgraph:
        """Return what the best paths consist of."""
        if not 1 <= max_paths <= MAX_PAGE:
            raise QueryError(ErrorCode.BAD_ARGUMENT, f"maxPaths must be between 1 and {MAX_PAGE}, got {max_paths}")
        shown = root.paths[:max_paths]
        nodes = {node.id: node for node in (root.start, root.end)}
        nodes |= {node.id: node for path in shown for node in path.nodes}
        statements = {item.id: item for path in shown for item in path.statements}
        return part.Subgraph(  # type: ignore[return-value] # as above
            tuple(nodes[node] for node in sorted(nodes)),
            tuple(sorted(statements.values(), key=lambda item: item.order)),
            truncated=root.truncated or len(root.paths) > max_paths,
            touched=root.touched or 0,
        )


def explanation_of(  # noqa: PLR0913 -- the arguments of the field
    info: Info,
    *,
    start: Annotated[strawberry.ID, strawberry.argument(name="from", description="Id of a node.")],
    end: Annotated[strawberry.ID, strawberry.argument(name="to", description="Id of another node.")],
    max_length: Annotated[int, strawberry.argument(description="Most steps that a path may have, 1 to 4.")] = 3,
    predicates: Annotated[list[Predicate] | None, PREDICATES] = None,
    origins: Annotated[list[StatementOrigin] | None, ORIGINS] = None,
) -> Explanation | None:
    """Explain a connection; None if an id is unknown.

    Raises:
        QueryError: BAD_ARGUMENT.
    """
    graph = info.context.graph
    if graph.find(start) is None or graph.find(end) is None:
        return None
    try:
        return data.explain(  # type: ignore[return-value] # graph_data's value answers for it
            graph, start, end, max_length=max_length, predicates=predicates, origins=origins
        )
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None

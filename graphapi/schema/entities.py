"""What every node of the graph can be asked."""

from typing import Annotated, Any

import strawberry

import graph_data.ontology as data
import graph_data.rows
from graph_data.graph import Direction
from graph_data.ontology import EntityKind, Predicate, StatementOrigin
from graphapi.schema.connections import DEFAULT_PAGE, Connection, Listing, PageInfo, PageRequest, Slice, page_info
from graphapi.schema.context import Info
from graphapi.schema.facts import facts_of
from graphapi.schema.node import Node
from graphapi.schema.statements import Fact, LocalisedName, Statement, page_of_statements

__all__ = ["AFTER", "FIRST", "Entity", "NeighbourConnection", "page_of_entities"]

FIRST = strawberry.argument(description="Page size, 1 to 100.")
AFTER = strawberry.argument(description="Cursor to continue after.")
ORIGINS = strawberry.argument(description="Only statements that came about in these ways; all when null.")
PREDICATES = strawberry.argument(description="Only these relations; all when null.")


@strawberry.type(description="A neighbour and the statement that makes it one.")
class NeighbourEdge:
    """An edge to a neighbour."""

    cursor: str = strawberry.field(description="Opaque place of the neighbour.")
    node: "Entity" = strawberry.field(description="The neighbour.")
    statement: Statement = strawberry.field(description="The statement that joins the two.")


@strawberry.type(description="Neighbours, one for each statement, sorted by relation and id.")
class NeighbourConnection:
    """A page of neighbours."""

    page: strawberry.Private[Slice[graph_data.rows.Statement]]
    centre: strawberry.Private[str]

    def _other(self, info: Info, statement: graph_data.rows.Statement) -> data.Entity:
        return info.context.graph.entity(statement.object if statement.subject == self.centre else statement.subject)

    @strawberry.field(description="Neighbours of the page with the statements that join them.")
    def edges(self, info: Info) -> list[NeighbourEdge]:
        """Pair each neighbour with its statement."""
        cursor = self.page.listing.cursor
        return [
            NeighbourEdge(cursor=cursor(item), node=self._other(info, item), statement=item)  # type: ignore[arg-type] # graph_data's values answer for both
            for item in self.page.items
        ]

    @strawberry.field(description="Neighbours of the page.")
    def nodes(self, info: Info) -> list["Entity"]:
        """Return the neighbours."""
        return [self._other(info, item) for item in self.page.items]  # type: ignore[misc] # as above

    @strawberry.field(description="Where the page stands in the list.")
    def page_info(self) -> PageInfo:
        """Return where the page stands."""
        return page_info(self.page)

    @strawberry.field(description="Number of statements that make neighbours.")
    def total_count(self) -> int:
        """Count the statements."""
        return len(self.page.listing.items)


@strawberry.interface(description="A node of the graph.")
class Entity(Node):
    """A graph_data entity."""

    @strawberry.field(description="Kind of the node.")
    def kind(root: strawberry.Parent[data.Entity]) -> EntityKind:
        """Return the kind."""
        return data.kind_of(root)

    @strawberry.field(description="Name in a language if there is one, else the preferred name.")
    def name(
        root: strawberry.Parent[data.Entity],
        info: Info,
        language: Annotated[str | None, strawberry.argument(description="BCP 47 tag, such as en.")] = None,
    ) -> str:
        """Choose a name."""
        if language is not None:
            for name in info.context.graph.names(root.id):
                if name.language == language:
                    return name.name
        return root.name

    @strawberry.field(description="Further names, sorted.")
    def alternative_names(root: strawberry.Parent[data.Entity], info: Info) -> list[LocalisedName]:
        """Return the further names."""
        return list(info.context.graph.names(root.id))  # type: ignore[arg-type] # graph_data's values answer for them

    @strawberry.field(description="Nodes joined to this one by a statement.")
    def neighbours(  # noqa: PLR0913 -- a field's arguments
        root: strawberry.Parent[data.Entity],
        info: Info,
        *,
        predicates: Annotated[list[Predicate] | None, PREDICATES] = None,
        direction: Annotated[
            Direction, strawberry.argument(description="Which end of the statement this node is.")
        ] = Direction.ANY,
        kinds: Annotated[
            list[EntityKind] | None, strawberry.argument(description="Only neighbours of these kinds.")
        ] = None,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> NeighbourConnection:
        """Page through the statements that make neighbours."""
        graph = info.context.graph

        def wanted(item: graph_data.rows.Statement) -> bool:
            other = item.object if item.subject == root.id else item.subject
            return kinds is None or data.kind_of(graph.entity(other)) in kinds

        found = [item for item in graph.statements(root.id, direction, predicates) if wanted(item)]
        name = f"neighbours of {root.id} {predicates} {direction} {kinds}"
        listing = Listing(found, lambda item: (*item.order, item.id), name, graph.version)
        return NeighbourConnection(page=listing.page(PageRequest(first, after)), centre=root.id)

    @strawberry.field(description="Statements about this node, on either end, sorted by relation and id.")
    def statements(
        root: strawberry.Parent[data.Entity],
        info: Info,
        *,
        predicates: Annotated[list[Predicate] | None, PREDICATES] = None,
        origins: Annotated[list[StatementOrigin] | None, ORIGINS] = None,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> Connection[Statement]:
        """Page through the statements."""
        found = info.context.graph.statements(root.id, predicates=predicates, origins=origins)
        name = f"statements of {root.id} {predicates} {origins}"
        return page_of_statements(info, found, name, PageRequest(first, after))

    @strawberry.field(
        description="Every literal that a source states of it, with its source and place; "
        "a blank field of the source is a fact with a null value."
    )
    def facts(
        root: strawberry.Parent[data.Entity],
        info: Info,
        properties: Annotated[
            list[str] | None, strawberry.argument(description="Only these properties; all when null.")
        ] = None,
    ) -> list[Fact]:
        """Return the literals."""
        return facts_of(info.context.graph, root, properties)


def page_of_entities(info: Info, entities: list[Any], name: str, request: PageRequest) -> Connection[Any]:
    """Return a page of entities sorted by id."""
    listing = Listing(entities, lambda item: (item.id,), name, info.context.graph.version)
    return Connection(page=listing.page(request))

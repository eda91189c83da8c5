"""The network: who stands where in it, and into which communities it parts."""

from typing import Annotated

import strawberry

import graph_data.discovery.centrality as data
from graph_data.discovery.centrality import CentralityMeasure
from graph_data.discovery.communities import Community as CommunityData
from graph_data.discovery.communities import communities
from graph_data.ontology import EntityKind
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.concepts import Concept
from graphapi.schema.connections import DEFAULT_PAGE, SKIP, Listing, PageInfo, PageRequest, Slice, page_info, stretch
from graphapi.schema.context import Info
from graphapi.schema.entities import AFTER, FIRST, Entity
from graphapi.schema.enums import describe

__all__ = ["CommunityList", "RankingConnection", "communities_of", "ranking_of"]

describe(
    CentralityMeasure,
    "What entities are ranked by, over the whole graph: statements between the same two entities are one edge.",
    {
        "DEGREE": "Number of distinct neighbours.",
        "BETWEENNESS": "Share of the shortest paths between two others that run through the node, 0 to 1.",
        "PAGERANK": "Share of time that a random walker spends at the node, damping 0.85; all add up to 1.",
        "CLOSENESS": "Inverse mean distance to the nodes in reach, times the share of nodes in reach, 0 to 1.",
        "PARTICIPATION": "Of terms: how evenly the organisations that hold the term spread over sectors, 0 to 1 "
        "(Guimera and Amaral 2005).",
        "CONSTRAINT": "Of organisations: how much their contacts, who hold common terms, know each other; low for "
        "brokers, who come first (Burt 1992).",
    },
)


@strawberry.type(description="An entity with its place in a ranking.")
class RankingEdge:
    """An edge to a ranked entity."""

    cursor: str = strawberry.field(description="Opaque place of the entity; valid for this ranking and version.")
    node: Entity = strawberry.field(description="The entity.")
    value: float = strawberry.field(description="Value of the measure, rounded to 12 decimals.")
    rank: int = strawberry.field(description="1 + number of listed entities with a better value; equal ones share it.")


@strawberry.type(description="Entities, best first, ties by id; those that the measure is not made for are left out.")
class RankingConnection:
    """A page of a ranking."""

    page: strawberry.Private[Slice[data.RankedEntity]]
    ranking: strawberry.Private[data.NetworkRanking]

    @strawberry.field(description="Entities of the page with their values.")
    def edges(self, info: Info) -> list[RankingEdge]:
        """Pair the entities with their values."""
        entity, cursor = info.context.graph.entity, self.page.listing.cursor
        return [
            RankingEdge(cursor=cursor(item), node=entity(item.entity), value=item.value, rank=item.rank)  # type: ignore[arg-type] # graph_data's value answers for it
            for item in self.page.items
        ]

    @strawberry.field(description="Entities of the page.")
    def nodes(self, info: Info) -> list[Entity]:
        """Return the entities."""
        return [info.context.graph.entity(item.entity) for item in self.page.items]  # type: ignore[misc] # as above

    @strawberry.field(description="Where the page stands in the list.")
    def page_info(self) -> PageInfo:
        """Return where the page stands."""
        return page_info(self.page)

    @strawberry.field(description="Number of entities in the ranking.")
    def total_count(self) -> int:
        """Count the entities."""
        return len(self.page.listing.items)

    @strawberry.field(
        description="Whether the values are exact. BETWEENNESS and CLOSENESS are estimated from 512 sources of each "
        "connected part where the graph has more than 10,000 nodes."
    )
    def exact(self) -> bool:
        """Tell whether the values are exact."""
        return self.ranking.exact

    @strawberry.field(description="Seed of the sample that the values are estimated from, null when they are exact.")
    def seed(self) -> int | None:
        """Return the seed."""
        return self.ranking.seed


@strawberry.type(description="Entities that are joined more densely among themselves than with the rest.")
class Community:
    """A graph_data community."""

    id: strawberry.ID = strawberry.field(description="Id that follows from the members.")
    label: str = strawberry.field(
        description="Names of the most telling terms; of the member with most neighbours inside, where there are none."
    )

    @strawberry.field(description="Number of members.")
    def size(root: strawberry.Parent[CommunityData]) -> int:
        """Count the members."""
        return len(root.members)

    @strawberry.field(
        description="Up to five terms, by lift * count: frequent among the members' neighbours and rare elsewhere. "
        "Sectors, technology fields, S3 priority areas and emerging industries."
    )
    def characteristic(root: strawberry.Parent[CommunityData], info: Info) -> list[Concept]:
        """Look the terms up."""
        return [info.context.graph.entity(term) for term in root.characteristic]  # type: ignore[misc] # as above

    @strawberry.field(description="Members, most neighbours inside the community first, ties by id.")
    def members(
        root: strawberry.Parent[CommunityData],
        info: Info,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = DEFAULT_PAGE,
        skip: Annotated[int, SKIP] = 0,
    ) -> list[Entity]:
        """Return the first members."""
        chosen = stretch(root.members, first, skip)
        return [info.context.graph.entity(member) for member in chosen]  # type: ignore[misc] # as above


@strawberry.type(description="A partition of the network into communities.")
class CommunityList:
    """A graph_data partition."""

    communities: list[Community] = strawberry.field(description="Largest first, ties by least id of a member.")
    modularity: float | None = strawberry.field(
        description="Newman's modularity of the whole partition, small communities counted, at resolution 1: "
        "-0.5 to 1; null without an edge."
    )
    seed: int = strawberry.field(description="Seed of the search; the same seed gives the same communities.")


def communities_of(
    info: Info,
    *,
    kinds: Annotated[
        list[EntityKind] | None,
        strawberry.argument(description="Entities of these kinds, joined by the statements between them; all if null."),
    ] = None,
    resolution: Annotated[
        float, strawberry.argument(description="More than 0; above 1 for smaller communities, below 1 for larger ones.")
    ] = 1.0,
    min_size: Annotated[
        int, strawberry.argument(description="Smaller communities are left out of the list, 1 or more.")
    ] = 2,
    seed: Annotated[int, strawberry.argument(description="Seed of the search.")] = 0,
) -> CommunityList:
    """Part the network.

    Raises:
        QueryError: BAD_ARGUMENT.
    """
    if min_size < 1:
        raise QueryError(ErrorCode.BAD_ARGUMENT, f"minSize must be 1 or more, got {min_size}")
    try:
        found = communities(info.context.graph, kinds, resolution=resolution, min_size=min_size, seed=seed)
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None
    return CommunityList(communities=list(found.communities), modularity=found.modularity, seed=found.seed)  # type: ignore[arg-type] # as above


def ranking_of(
    info: Info,
    *,
    measure: Annotated[CentralityMeasure, strawberry.argument(description="What to rank by.")],
    kinds: Annotated[
        list[EntityKind] | None,
        strawberry.argument(description="Which kinds are listed, all if null; the measure is of the whole graph."),
    ] = None,
    first: Annotated[int, FIRST] = DEFAULT_PAGE,
    after: Annotated[str | None, AFTER] = None,
) -> RankingConnection:
    """Rank entities.

    Raises:
        QueryError: a paging error.
    """
    request = PageRequest(first, after)
    request.size()  # a wrong page size is refused before anything dear is computed
    graph = info.context.graph
    chosen = None if kinds is None else frozenset(kinds)
    found = data.rank_network(graph, measure, chosen)
    listed = None if chosen is None else sorted(kind.value for kind in chosen)
    listing = Listing(
        found.entries,
        lambda item: (item.rank, item.entity),
        name=f"ranking {measure.value} {listed}",
        version=graph.version,
        in_order=True,
    )
    return RankingConnection(page=listing.page(request), ranking=found)

"""Regions and countries."""

from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.ontology as data
from graph_data import listing
from graph_data.discovery.components import priorities_of_clusters
from graph_data.ontology import Predicate, StatementOrigin
from graphapi.schema.aggregates import OrganisationsConnection
from graphapi.schema.concepts import S3PriorityArea
from graphapi.schema.connections import DEFAULT_PAGE, Connection, PageRequest
from graphapi.schema.context import Info
from graphapi.schema.entities import AFTER, FIRST, ORIGINS, Entity, page_of_entities
from graphapi.schema.filters import OrganisationFilter, OrganisationOrder, select_organisations
from graphapi.schema.scalars import CountryCode, NutsCode

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation

__all__ = ["Country", "Region"]

FILTER = strawberry.argument(description="Only these.")
ORDER = strawberry.argument(description="Sorted by these, then by id.")


def located(  # noqa: PLR0913 -- the arguments of the two fields that it answers
    info: Info,
    place: data.Entity,
    wanted: OrganisationFilter | None,
    order: list[OrganisationOrder] | None,
    first: int,
    after: str | None,
) -> OrganisationsConnection["Organisation"]:
    """Return a page of the organisations that lie in a place or in one within it."""
    inside = listing.OrganisationFilter(regions=(place.id,))
    name = f"organisations in {place.id}"
    return select_organisations(info, name, wanted, order, PageRequest(first, after), among=inside)


@strawberry.type(description="A statistical region (NUTS).")
class Region(Entity):
    """A graph_data region."""

    nuts_code: NutsCode = strawberry.field(description="Eurostat NUTS code.")
    nuts_version: str | None = strawberry.field(description="Edition of NUTS, null where not known.")
    level: int = strawberry.field(description="NUTS level, 1 to 3.")

    @strawberry.field(description="The country; null for a region whose place is not known.")
    def country(root: strawberry.Parent[data.Region], info: Info) -> "Country | None":
        """Look the country up."""
        return info.context.graph.country_of(root.id)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="The region that contains it, null at level 1.")
    def parent(root: strawberry.Parent[data.Region], info: Info) -> "Region | None":
        """Look the containing region up."""
        return info.context.graph.region_of(root.id)  # type: ignore[return-value] # as above

    @strawberry.field(description="The regions directly within it, sorted by id.")
    def regions(root: strawberry.Parent[data.Region], info: Info) -> list["Region"]:
        """Look the contained regions up."""
        found = info.context.graph.subjects(root.id, Predicate.LOCATED_IN)
        return [item for item in found if isinstance(item, data.Region)]  # type: ignore[misc] # as above

    @strawberry.field(
        description="S3 areas that the region itself declares a priority, sorted by id; null where no source says any."
    )
    def declared_priorities(root: strawberry.Parent[data.Region], info: Info) -> list[S3PriorityArea] | None:
        """Look the priorities up."""
        return info.context.graph.objects(root.id, Predicate.PURSUES_PRIORITY) or None  # type: ignore[return-value] # as above

    @strawberry.field(
        description="S3 areas that clusters in the region or in one within it pursue, sorted by id: the clusters' "
        "choice, not the region's."
    )
    def priorities_of_clusters(
        root: strawberry.Parent[data.Region],
        info: Info,
        origins: Annotated[list[StatementOrigin] | None, ORIGINS] = None,
    ) -> list[S3PriorityArea]:
        """Look the clusters' priorities up."""
        return priorities_of_clusters(info.context.graph, root.id, origins)  # type: ignore[return-value] # as above

    @strawberry.field(description="Organisations in the region or in one within it.")
    def organisations(
        root: strawberry.Parent[data.Region],
        info: Info,
        *,
        filter: Annotated[OrganisationFilter | None, FILTER] = None,  # noqa: A002 -- the argument's name in the API
        order_by: Annotated[list[OrganisationOrder] | None, ORDER] = None,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> OrganisationsConnection[Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]]:
        """Page through the organisations."""
        return located(info, root, filter, order_by, first, after)


@strawberry.type(description="A country.")
class Country(Entity):
    """A graph_data country."""

    code: CountryCode = strawberry.field(description="ISO 3166-1 alpha-2 code.")

    @strawberry.field(description="Regions of level 1, sorted by id.")
    def regions(
        root: strawberry.Parent[data.Country],
        info: Info,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> Connection[Region]:
        """Page through the regions."""
        found = info.context.graph.subjects(root.id, Predicate.LOCATED_IN)
        regions = [item for item in found if isinstance(item, data.Region)]
        return page_of_entities(info, regions, f"regions of {root.id}", PageRequest(first, after))

    @strawberry.field(description="Organisations in the country.")
    def organisations(
        root: strawberry.Parent[data.Country],
        info: Info,
        *,
        filter: Annotated[OrganisationFilter | None, FILTER] = None,  # noqa: A002 -- the argument's name in the API
        order_by: Annotated[list[OrganisationOrder] | None, ORDER] = None,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> OrganisationsConnection[Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]]:
        """Page through the organisations."""
        return located(info, root, filter, order_by, first, after)

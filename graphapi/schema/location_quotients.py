"""Where a sector is at home."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.discovery.location_quotients as data
import graph_data.ontology
from graph_data.ontology import StatementOrigin
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.connections import stretch
from graphapi.schema.context import Info

if TYPE_CHECKING:
    from graphapi.schema.places import Region

__all__ = ["LocationQuotient", "quotients_of"]


@strawberry.type(
    description="How much more often a sector is found in a region than in all: (organisations / regionOrganisations) "
    "/ (sectorOrganisations / allOrganisations), over the organisations whose region and sector are known."
)
class LocationQuotient:
    """A graph_data location quotient."""

    value: float | None = strawberry.field(
        description="0 or more, 1 where the region is like all; null where nobody is in the sector or there are fewer "
        "than two regions. Rounded to 12 decimals."
    )
    organisations: int = strawberry.field(description="Organisations of the region in the sector.")
    region_organisations: int = strawberry.field(description="Organisations of the region in any sector.")
    sector_organisations: int = strawberry.field(description="Organisations of all regions in the sector.")
    all_organisations: int = strawberry.field(description="Organisations of all regions in any sector.")

    @strawberry.field(description="The region.")
    def region(
        root: strawberry.Parent[data.LocationQuotient], info: Info
    ) -> Annotated["Region", strawberry.lazy("graphapi.schema.places")]:
        """Look the region up."""
        return info.context.graph.entity(root.region)  # type: ignore[return-value] # graph_data's value answers for it


def quotients_of(  # noqa: PLR0913 -- the arguments of the field that it answers
    info: Info,
    sector: graph_data.ontology.Sector,
    level: int,
    origins: Collection[StatementOrigin] | None,
    first: int,
    skip: int,
) -> list[LocationQuotient]:
    """Return the regions where a sector is most at home.

    Raises:
        QueryError: BAD_ARGUMENT or BAD_PAGE_SIZE.
    """
    try:
        found = data.location_quotients(info.context.graph, sector.id, level=level, origins=origins)
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None
    return stretch(found, first, skip)  # type: ignore[arg-type] # graph_data's values answer for them

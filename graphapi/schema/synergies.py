"""Ranked synergies: of one organisation with all others, or of many pairs."""

from typing import Any

import strawberry

import graph_data.discovery as data
import graph_data.ontology
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.connections import Listing, PageInfo, PageRequest, Slice, page_info
from graphapi.schema.context import Info
from graphapi.schema.filters import OrganisationFilter, accepted
from graphapi.schema.synergy import Synergy
from graphapi.schema.synergy_model import Lens, SynergyModelInput, model_of

__all__ = ["SYNERGY_PAGE", "SynergyConnection", "SynergyFilter", "page_of_pairs", "synergies_of", "synergies_of_pairs"]

SYNERGY_PAGE = 10
"""Page size of ranked synergies unless another is asked for."""


@strawberry.input(description="Which pairs are scored.")
class SynergyFilter:
    """A filter of pairs."""

    organisation: OrganisationFilter | None = strawberry.field(
        default=None, description="Conditions on the first side; for the root field only."
    )
    partner: OrganisationFilter | None = strawberry.field(default=None, description="Conditions on the partner.")
    exclude_existing_partners: bool = strawberry.field(
        default=False, description="Leave out whom the organisation has a partnership with already."
    )
    min_score: float | None = strawberry.field(default=None, description="Least score, 0 to 1; not the total.")


@strawberry.type(description="A pair with its place in the ranking.")
class SynergyEdge:
    """An edge to a synergy."""

    cursor: str = strawberry.field(description="Opaque place of the pair; valid for this ranking and dataset version.")
    node: Synergy = strawberry.field(description="The pair.")


@strawberry.type(
    description="Pairs that have a score, by falling total, ties by id. Partners with the very same profile are one "
    "row; where `model.weights` asks for components, those of them whose components are the same too."
)
class SynergyConnection:
    """A page of synergies; the evidence is computed for the page alone."""

    page: strawberry.Private[Slice[Any]]
    ranking: strawberry.Private[Any]

    @strawberry.field(description="Pairs of the page with their cursors.")
    def edges(self) -> list[SynergyEdge]:
        """Pair the synergies with their cursors."""
        cursor, explained = self.page.listing.cursor, self.ranking.synergy
        return [SynergyEdge(cursor=cursor(item), node=explained(item)) for item in self.page.items]

    @strawberry.field(description="Pairs of the page.")
    def nodes(self) -> list[Synergy]:
        """Return the synergies."""
        return [self.ranking.synergy(item) for item in self.page.items]

    @strawberry.field(description="Where the page stands in the list.")
    def page_info(self) -> PageInfo:
        """Return where the page stands."""
        return page_info(self.page)

    @strawberry.field(description="Number of rows.")
    def total_count(self) -> int:
        """Count the rows."""
        return len(self.page.listing.items)

    @strawberry.field(
        description="Number of pairs left out because a whole facet set of either side is empty: no score is known."
    )
    def without_score(self) -> int:
        """Count the pairs without a score."""
        return self.ranking.without_score


FILTER = strawberry.argument(description="Which pairs are scored; all when null.")


def synergies_of(  # noqa: PLR0913 -- the arguments of the field
    info: Info,
    organisation: graph_data.ontology.Organisation,
    lens: Lens,
    wanted: SynergyFilter | None,
    settings: SynergyModelInput | None,
    request: PageRequest,
) -> SynergyConnection:
    """Return a page of the ranked synergies of an organisation.

    Raises:
        QueryError: BAD_ARGUMENT, UNKNOWN_ID or a paging error.
    """
    if wanted is not None and wanted.organisation is not None:
        message = "filter.organisation is for the root field synergies; here the organisation is the one asked for"
        raise QueryError(ErrorCode.BAD_ARGUMENT, message)
    given = wanted or SynergyFilter()
    graph, model = info.context.graph, model_of(lens, settings)
    kept = accepted(info, given.partner)
    ranking = data.rank(
        graph,
        organisation.id,
        model,
        keep=None if kept is None else lambda item: item.id in kept,
        exclude_existing=given.exclude_existing_partners,
        min_score=_least(given),
    )
    listing: Listing[data.RankingEntry] = Listing(
        ranking.entries,
        lambda item: (item.total, item.partner),
        name=f"synergies of {organisation.id} {model} {wanted}",
        version=graph.version,
        descending=(True,),
        in_order=True,
    )
    return SynergyConnection(page=listing.page(request), ranking=ranking)


def synergies_of_pairs(
    info: Info, lens: Lens, wanted: SynergyFilter, settings: SynergyModelInput | None, request: PageRequest
) -> SynergyConnection:
    """Return a page of the ranked synergies of all pairs that a filter accepts.

    Raises:
        QueryError: FILTER_REQUIRED, BAD_ARGUMENT, UNKNOWN_ID or a paging error.
    """
    graph, model = info.context.graph, model_of(lens, settings)
    everyone = {item.id for item in graph.organisations()}
    sides = [accepted(info, side) for side in (wanted.organisation, wanted.partner)]
    try:
        ranking = data.rank_pairs(
            graph,
            model,
            *(everyone if side is None else side for side in sides),
            exclude_existing=wanted.exclude_existing_partners,
            min_score=_least(wanted),
        )
    except data.TooManyPairs as error:
        raise QueryError(ErrorCode.FILTER_REQUIRED, str(error)) from None
    return page_of_pairs(info, ranking, f"synergies {model} {wanted}", request)


def page_of_pairs(info: Info, ranking: data.PairRanking, name: str, request: PageRequest) -> SynergyConnection:
    """Return a page of ranked pairs.

    Raises:
        QueryError: a paging error.
    """
    listing: Listing[data.PairEntry] = Listing(
        ranking.entries,
        lambda item: (item.total, item.organisation, item.partner),
        name=name,
        version=info.context.graph.version,
        descending=(True,),
        in_order=True,
    )
    return SynergyConnection(page=listing.page(request), ranking=ranking)


def _least(wanted: SynergyFilter) -> float | None:
    if wanted.min_score is not None and not 0 <= wanted.min_score <= 1:
        raise QueryError(ErrorCode.BAD_ARGUMENT, f"minScore must be between 0 and 1, got {wanted.min_score}")
    return wanted.min_score

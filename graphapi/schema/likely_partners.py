"""Link prediction: who is likely to partner with an organisation, from the network of earlier partners alone."""

from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.discovery.prediction as data
import graph_data.ontology
from graph_data.discovery.prediction import PredictionMethod
from graphapi.schema.connections import PageRequest
from graphapi.schema.context import Info
from graphapi.schema.enums import describe
from graphapi.schema.filters import OrganisationFilter, accepted

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation

__all__ = ["CANDIDATES", "LIKELY", "LIKELY_PAGE", "METHOD", "LikelyPartner", "PredictionMethod", "likely_partners_of"]

LIKELY_PAGE = 10
"""Likely partners returned unless another number is asked for."""

_Organisation = Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]

describe(
    PredictionMethod,
    "How a likely partner is scored from the network of ties; a tie is a partnership of 2 to 40 partners in which both "
    "take part.",
    {
        "RESOURCE_ALLOCATION": "Sum over common partners of 1 / number of their partners (Zhou, Lu and Zhang 2009, "
        "doi:10.1140/epjb/e2009-00335-8).",
        "ADAMIC_ADAR": "Sum over common partners of 1 / ln(number of their partners) (Adamic and Adar 2003, "
        "doi:10.1016/S0378-8733(03)00009-1).",
        "PREFERENTIAL_ATTACHMENT": "Product of both numbers of partners: the baseline, which knows only how busy the "
        "two are (Barabasi and Albert 1999, doi:10.1126/science.286.5439.509).",
    },
)

METHOD = strawberry.argument(description="How pairs are scored.")
CANDIDATES = strawberry.argument(description="Which organisations are candidates; all when null.")
LIKELY = strawberry.argument(description="How many, 1 to 100.")


@strawberry.type(
    description="An organisation without a partnership with the one asked for. The score orders candidates within one "
    "method; it is no probability, and it is not a synergy: what the two do is not looked at."
)
class LikelyPartner:
    """A graph_data prediction."""

    score: float = strawberry.field(description="Above 0, rounded to 12 decimals.")
    rank: int = strawberry.field(description="1 + number of candidates with a better score; equal ones share it.")
    method: PredictionMethod = strawberry.field(description="How it was scored.")
    common_partner_count: int = strawberry.field(description="Number of partners of both.")

    @strawberry.field(description="The likely partner.")
    def organisation(root: strawberry.Parent[data.LikelyPartner], info: Info) -> _Organisation:
        """Look the organisation up."""
        return info.context.graph.entity(root.organisation)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="Up to 10 partners of both, those with the fewest partners first, ties by id.")
    def common_partners(root: strawberry.Parent[data.LikelyPartner], info: Info) -> list[_Organisation]:
        """Look the common partners up."""
        return [info.context.graph.entity(name) for name in root.common_partners]  # type: ignore[misc] # as above


def likely_partners_of(
    info: Info,
    organisation: graph_data.ontology.Organisation,
    method: PredictionMethod,
    wanted: OrganisationFilter | None,
    first: int,
) -> list[LikelyPartner]:
    """Return the likeliest new partners of an organisation.

    Raises:
        QueryError: BAD_PAGE_SIZE, UNKNOWN_ID or WRONG_KIND.
    """
    size = PageRequest(first).size()
    kept = accepted(info, wanted)
    keep = None if kept is None else lambda item: item.id in kept
    return list(data.likely_partners(info.context.graph, organisation.id, method, keep=keep, first=size))  # type: ignore[arg-type] # graph_data's values answer for them

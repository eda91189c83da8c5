"""How the members of a consortium stand to each other: brokers, variety, concentration."""

from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.discovery.consortium as data
from graphapi.schema.context import Info

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation

__all__ = ["Broker", "Concentration", "Variety"]


@strawberry.type(
    description="How varied terms are, in bits (Frenken, Van Oort and Verburg 2007, doi:10.1080/00343400601120296); "
    "null where no member holds a term of the kind."
)
class Variety:
    """graph_data's variety."""

    declarations: int = strawberry.field(description="Number of pairs of a member and a term that it holds.")
    related_bits: float | None = strawberry.field(description="Mean entropy of the terms within one category.")
    unrelated_bits: float | None = strawberry.field(description="Entropy between the categories.")
    total_bits: float | None = strawberry.field(description="Entropy of the terms: the sum of both.")


@strawberry.type(description="How a member stands between the others, by the terms that they share.")
class Broker:
    """A graph_data broker."""

    constraint: float | None = strawberry.field(
        description="Burt's constraint (1992) over the members, weighted after Newman (2001): low where its contacts "
        "share little with each other. Null where it shares no term with a member."
    )
    effective_size: float | None = strawberry.field(
        description="Burt's effective size (1992): number of its contacts, less what each shares with the others. Null "
        "where it shares no term with a member."
    )
    betweenness: float | None = strawberry.field(
        description="Share of the shortest paths between two other members or terms that run through it, 0 to 1, in "
        "the network of members and terms. Null where it holds no term."
    )

    @strawberry.field(description="The member.")
    def organisation(
        root: strawberry.Parent[data.Broker], info: Info
    ) -> Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]:
        """Look the member up."""
        return info.context.graph.entity(root.organisation)  # type: ignore[return-value] # graph_data's value answers for it


@strawberry.type(
    description="How evenly SMEs and countries are spread over the members, of those for which it is known."
)
class Concentration:
    """graph_data's concentration."""

    sme_herfindahl: float | None = strawberry.field(
        description="Herfindahl-Hirschman index of the published numbers of SMEs: sum of squared shares, above 0 and "
        "at most 1. Null where none is known, or all are 0."
    )
    effective_members: float | None = strawberry.field(
        description="1 / smeHerfindahl: as many members of one size would be as concentrated."
    )
    sme_known: int = strawberry.field(description="For how many members the number of SMEs is known.")
    country_blau: float | None = strawberry.field(
        description="Blau's index of the countries: how likely two members, drawn with replacement, are of different "
        "ones; 0 to 1. Null where none is known."
    )
    country_known: int = strawberry.field(description="For how many members the country is known.")

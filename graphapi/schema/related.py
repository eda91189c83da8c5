"""Relatedness: the terms near a term, and what a partner would bring near an organisation."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.discovery.added_relatedness as added
import graph_data.discovery.related as data
import graph_data.ontology
from graph_data.discovery import ProximitySource
from graph_data.ontology import EntityKind, StatementOrigin
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.connections import stretch
from graphapi.schema.context import Info
from graphapi.schema.enums import describe
from graphapi.schema.significance import Significance

if TYPE_CHECKING:
    from graphapi.schema.concepts import Concept

__all__ = [
    "COUNTED",
    "KINDS",
    "RELATED_PAGE",
    "SHRINKAGE",
    "AddedRelatedness",
    "RelatedConcept",
    "added_to",
    "related_to",
]

RELATED_PAGE = 10
"""How many related terms are listed unless a number is asked for."""

KINDS = strawberry.argument(
    description="Only terms of these kinds; sectors, technology fields, S3 priority areas and emerging industries when "
    "null."
)
COUNTED = strawberry.argument(
    description="Only statements that came about in these ways. When null all but INFERRED holdings count, or our own "
    "rules would come back as relatedness; curated links count as priors."
)
SHRINKAGE = strawberry.argument(
    description="Pseudo-organisations k that pull the proximity towards the prior, 0 or more; 0 counts organisations "
    "alone (Hidalgo et al. 2007)."
)

describe(
    ProximitySource,
    "Where the relatedness of two terms comes from.",
    {
        "IDENTITY": "They are the same term.",
        "EMPIRICAL": "Organisations tend to hold both.",
        "TAXONOMY": "They stand in one category.",
        "CURATED": "A curated judgement joins them.",
    },
)

_Concept = Annotated["Concept", strawberry.lazy("graphapi.schema.concepts")]


@strawberry.type(
    description="A term near another: proximity = (coOccurrences + shrinkage * prior) / (max(organisations, "
    "askedOrganisations) + shrinkage)."
)
class RelatedConcept:
    """A graph_data related concept."""

    proximity: float = strawberry.field(description="0 to 1, rounded to 12 decimals.")
    co_occurrences: int = strawberry.field(description="Organisations that hold both terms.")
    organisations: int = strawberry.field(description="Organisations that hold this term, of those that count.")
    asked_organisations: int = strawberry.field(
        description="Organisations that hold the term asked for, of those that count."
    )
    population: int = strawberry.field(
        description="Organisations that count: those of the sources that use the classifications of both terms."
    )
    shrinkage: float = strawberry.field(description="The shrinkage asked for.")
    prior: float = strawberry.field(description="Proximity supposed before anyone is counted, 0 to 1.")
    prior_source: ProximitySource | None = strawberry.field(
        description="What the prior rests on, null when there is none."
    )
    proximity_source: ProximitySource | None = strawberry.field(
        description="What the proximity mostly rests on, null when it is 0."
    )
    profile_cosine: float | None = strawberry.field(
        description="Another measure, of two sectors alone: cosine of how many organisations of each hold each "
        "technology field, S3 priority area and emerging industry, 0 to 1. Null of other terms, and where it is not "
        "known."
    )
    significance: Significance = strawberry.field(
        description="How often chance alone gives as many organisations that hold both; adjusted over all terms in use "
        "of the kinds asked for."
    )

    @strawberry.field(description="The term.")
    def concept(root: strawberry.Parent[data.RelatedConcept], info: Info) -> _Concept:
        """Look the term up."""
        return info.context.graph.entity(root.concept)  # type: ignore[return-value] # graph_data's value answers for it


def related_to(  # noqa: PLR0913 -- the arguments of the field that it answers
    info: Info,
    concept: graph_data.ontology.Concept,
    kinds: Collection[EntityKind] | None,
    origins: Collection[StatementOrigin] | None,
    shrinkage: float,
    first: int,
    skip: int,
) -> list[RelatedConcept]:
    """Return the terms nearest to a term.

    Raises:
        QueryError: BAD_ARGUMENT or BAD_PAGE_SIZE.
    """
    try:
        found = data.related(info.context.graph, concept.id, kinds, origins=origins, shrinkage=shrinkage)
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None
    return stretch(found, first, skip)  # type: ignore[arg-type] # graph_data's values answer for them


@strawberry.type(description="A term that an organisation does not hold, and how near a partner brings it.")
class AddedRelatedness:
    """A graph_data added relatedness."""

    value: float | None = strawberry.field(
        description="Added relatedness density, 0 to 1: the share of all that is related to the term that the partner "
        "holds and the organisation does not. Null where nothing is related to it."
    )

    @strawberry.field(description="The term.")
    def concept(root: strawberry.Parent[added.AddedRelatedness], info: Info) -> _Concept:
        """Look the term up."""
        return info.context.graph.entity(root.concept)  # type: ignore[return-value] # as above

    @strawberry.field(description="The partner's terms that bring it near, nearest first, at most five.")
    def through(root: strawberry.Parent[added.AddedRelatedness], info: Info) -> list[_Concept]:
        """Look the terms up."""
        return [info.context.graph.entity(term) for term in root.through]  # type: ignore[misc] # as above


def added_to(  # noqa: PLR0913 -- the arguments of the field that it answers
    info: Info,
    organisation: graph_data.ontology.Organisation,
    partner: graph_data.ontology.Entity,
    kinds: Collection[EntityKind] | None,
    origins: Collection[StatementOrigin] | None,
    shrinkage: float,
    first: int,
    skip: int,
) -> list[AddedRelatedness]:
    """Return the terms that a partner brings nearest to an organisation.

    Raises:
        QueryError: BAD_ARGUMENT or BAD_PAGE_SIZE.
    """
    try:
        found = added.added_relatedness(
            info.context.graph, organisation.id, partner.id, kinds, origins=origins, shrinkage=shrinkage
        )
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None
    return stretch(found, first, skip)  # type: ignore[arg-type] # as above

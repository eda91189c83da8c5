"""What stands behind a synergy: shares, the terms that carry it, and how sure one can be."""

from typing import Annotated

import strawberry

import graph_data.discovery as data
from graph_data.discovery import ContributionRelation, ProximitySource, Side, SynergyPart
from graphapi.schema.concepts import Concept
from graphapi.schema.connections import PageRequest
from graphapi.schema.context import Info
from graphapi.schema.entities import FIRST
from graphapi.schema.enums import describe
from graphapi.schema.statements import Statement

__all__ = ["SynergyComponents", "SynergyConfidence", "SynergyContribution", "SynergyShares"]

describe(
    SynergyPart,
    "The factor of the score that a term carries.",
    {"NOVELTY": "How much the two differ.", "ABSORBABILITY": "How well they can understand each other."},
)
describe(
    Side,
    "Who holds a term.",
    {"BOTH": "Both.", "ORGANISATION": "The organisation asked for.", "PARTNER": "The partner."},
)
describe(
    ContributionRelation,
    "How a term of one side stands to the other side's terms.",
    {
        "SAME": "The other side holds it too.",
        "RELATED": "The other side holds a related term.",
        "UNRELATED": "The other side holds nothing related.",
    },
)


@strawberry.type(description="Shares of the two profiles on the via facets; they add up to 1.")
class SynergyShares:
    """Shares."""

    same: float = strawberry.field(description="Held by both.")
    related: float = strawberry.field(description="Held by one, and related to what the other holds.")
    unrelated: float = strawberry.field(description="Held by one, and related to nothing of the other's.")


@strawberry.type(description="A term that carries a part of the score.")
class SynergyContribution:
    """A contribution."""

    part: SynergyPart = strawberry.field(description="The factor that it carries.")
    side: Side = strawberry.field(description="Who holds the term.")
    relation: ContributionRelation = strawberry.field(description="How it stands to the other side's terms.")
    share: float = strawberry.field(description="Its share of the two profiles; shares of one part add up to 1.")
    proximity: float = strawberry.field(description="Relatedness to `relatedTo`, 0 to 1; 1 for a shared term.")
    proximity_source: ProximitySource | None = strawberry.field(
        description="Where the relatedness comes from, null when there is none."
    )

    @strawberry.field(description="The term.")
    def concept(root: strawberry.Parent[data.SynergyContribution], info: Info) -> Concept:
        """Look the term up."""
        return info.context.graph.entity(root.concept)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="The other side's term that is most related to it, null when none is.")
    def related_to(root: strawberry.Parent[data.SynergyContribution], info: Info) -> Concept | None:
        """Look the related term up."""
        return info.context.graph.entity(root.related_to) if root.related_to else None  # type: ignore[return-value] # as above

    @strawberry.field(description="The statements that it rests on.")
    def statements(
        root: strawberry.Parent[data.SynergyContribution],
        first: Annotated[int, FIRST] = 5,
    ) -> list[Statement]:
        """Return the first statements."""
        return list(root.statements[: PageRequest(first).size()])  # type: ignore[arg-type] # as above


@strawberry.type(
    description="What is known of the two besides the score, each 0 to 1 and the same from either side; null where it "
    "is not known. None counts in `total` unless `model.weights` asks."
)
class SynergyComponents:
    """Components."""

    geography: float | None = strawberry.field(
        description="exp(-`distanceKm` / 300). Where no distance is known: 1 in the same country, 0 in different ones."
    )
    distance_km: float | None = strawberry.field(
        description="Great-circle distance between the regions of the two, each at the mean of the coordinates of the "
        "organisations in it, which we compute; null where a region or its coordinates are not known."
    )
    value_chain_adjacency: float | None = strawberry.field(
        description="1 over the fewest steps from a stage of the one down the value chain to another stage of the "
        "other, whoever is upstream; 0 where no way leads. Null where stages of either are not known."
    )
    s3_alignment: float | None = strawberry.field(
        description="Mean over both directions of the share of one's S3 areas that the other's region declares a "
        "priority. Null where either holds no S3 area or no priority of its region is known."
    )
    tie_novelty: float | None = strawberry.field(
        description="1 when the two share no partnership, else 0; null when no partnership of either one is recorded."
    )


@strawberry.type(description="What stands behind the score.")
class SynergyConfidence:
    """Confidence."""

    organisation_projects: int = strawberry.field(description="Partnerships in which the organisation takes part.")
    partner_projects: int = strawberry.field(description="Partnerships in which the partner takes part.")
    same_profile_count: int = strawberry.field(description="Other organisations with the partner's very profile.")
    curated_share_of_related: float = strawberry.field(
        description="Part of the related share that rests on curated links, 0 to 1."
    )
    inferred_sectors: bool = strawberry.field(description="Whether a sector of either side is inferred.")

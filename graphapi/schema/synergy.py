"""Synergy of two organisations: the score, every term that carries it, and how sure one can be."""

import base64
import binascii
from typing import TYPE_CHECKING, Annotated, Any

import orjson
import strawberry

import graph_data.discovery as data
from graph_data.discovery import ContributionRelation, Lens, ProximitySource, Side, SynergyModel, SynergyPart
from graph_data.ontology import ORGANISATION_KINDS, EntityKind, StatementOrigin
from graphapi.errors import ErrorCode, QueryError
from graphapi.schema.aggregates import OrganisationsConnection, page_of_organisations
from graphapi.schema.concepts import Concept, ConceptScheme
from graphapi.schema.connections import DEFAULT_PAGE, PageRequest
from graphapi.schema.context import Info, known_kind
from graphapi.schema.entities import AFTER, FIRST
from graphapi.schema.enums import describe
from graphapi.schema.node import Node
from graphapi.schema.scalars import URL
from graphapi.schema.statements import Statement

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation
    from graphapi.schema.partnerships import Partnership

__all__ = ["LENS", "MODEL", "Lens", "Synergy", "SynergyModelInput", "model_of", "node_of_synergy", "synergy_of"]

METHOD = "https://doi.org/10.1016/j.respol.2007.04.003"
"""The paper that the score is an operational form of: Nooteboom et al. 2007, optimal cognitive distance."""

LENS = strawberry.argument(description="Which facets must differ and which must meet.")
MODEL = strawberry.argument(description="Settings of the score; the defaults when null.")

_Organisation = Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]
_Partnership = Annotated["Partnership", strawberry.lazy("graphapi.schema.partnerships")]

describe(
    Lens,
    "Which facets must differ and which must meet.",
    {
        "CROSS_SECTOR": "Sectors differ; technology fields, S3 priority areas and emerging industries meet.",
        "GENERAL": "All facets are looked at on both sides; inferred sectors are left out.",
    },
)
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


@strawberry.input(description="Settings of the score.")
class SynergyModelInput:
    """Settings."""

    theta: float = strawberry.field(
        default=0.5, description="Weight of novelty against absorbability, 0 to 1: the optimal cognitive distance."
    )
    shrinkage: float = strawberry.field(
        default=5.0, description="Pseudo-organisations that pull relatedness towards the taxonomy, 0 or more."
    )
    origins: list[StatementOrigin] | None = strawberry.field(
        default=None, description="Only statements that came about in these ways; all when null."
    )
    across: list[EntityKind] | None = strawberry.field(
        default=None, description="Facets in which the two should differ; the lens's when null."
    )
    via: list[EntityKind] | None = strawberry.field(
        default=None, description="Facets in which the two should meet; the lens's when null."
    )


def model_of(lens: Lens, settings: SynergyModelInput | None) -> SynergyModel:
    """Return the model that a query asks for.

    Raises:
        QueryError: BAD_ARGUMENT.
    """
    given = settings or SynergyModelInput()
    try:
        return SynergyModel.of(
            lens,
            theta=given.theta,
            shrinkage=given.shrinkage,
            origins=given.origins,
            across=given.across,
            via=given.via,
        )
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None


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


@strawberry.type(description="Organisations among which terms of a classification are counted.")
class SchemePopulation:
    """A population."""

    organisations: int = strawberry.field(description="Their number.")
    scheme: ConceptScheme = strawberry.field(description="The classification.")


@strawberry.type(name="SynergyModel", description="The settings that a score was computed with.")
class SynergyModelUsed:
    """Settings, as used."""

    version: str = strawberry.field(description="Version of the dataset.")
    lens: Lens = strawberry.field(description="Which facets must differ and which must meet.")
    across: list[EntityKind] = strawberry.field(description="Facets in which the two should differ.")
    via: list[EntityKind] = strawberry.field(description="Facets in which the two should meet.")
    theta: float = strawberry.field(description="Weight of novelty against absorbability.")
    shrinkage: float = strawberry.field(description="Pseudo-organisations that pull relatedness towards the taxonomy.")
    populations: list[SchemePopulation] = strawberry.field(
        description="Organisations among which terms are counted, by classification."
    )
    origins: list[StatementOrigin] = strawberry.field(description="Ways in which the statements used came about.")
    reference: URL = strawberry.field(description="The paper that the score is an operational form of.")


def _id_of(root: strawberry.Parent[data.Synergy]) -> strawberry.ID:
    """Encode the question that a synergy answers."""
    model = root.model
    question = [
        root.organisation,
        root.partner,
        model.lens.value,
        model.theta,
        model.shrinkage,
        [origin.value for origin in StatementOrigin if origin in model.origins],
        [kind.value for kind in model.across],
        [kind.value for kind in model.via],
    ]
    return strawberry.ID("synergy:" + base64.urlsafe_b64encode(orjson.dumps(question)).decode().rstrip("="))


@strawberry.type(
    description="Cross-sector synergy: novelty^theta * absorbability^(1-theta). It tells under-used combinations; "
    "it is not a probability that the two will partner."
)
class Synergy(Node):
    """A graph_data synergy."""

    id: strawberry.ID = strawberry.field(description="Id that holds the pair and the settings.", resolver=_id_of)
    lens: Lens = strawberry.field(description="Which facets must differ and which must meet.")
    score: float | None = strawberry.field(
        description="0 to 1; null with `insufficientData` when a whole facet set is empty: unknown is not zero."
    )
    insufficient_data: str | None = strawberry.field(description="What is missing, null when nothing is.")
    novelty: float | None = strawberry.field(description="1 - same share of the across facets.")
    absorbability: float | None = strawberry.field(description="Same + related share of the via facets.")
    shares: SynergyShares | None = strawberry.field(description="Shares of the via facets.")
    contributions: list[SynergyContribution] = strawberry.field(
        description="Every term that carries novelty or absorbability: enough to recompute the score."
    )
    confidence: SynergyConfidence = strawberry.field(description="What stands behind the score.")

    @strawberry.field(description="The organisation asked for.")
    def organisation(root: strawberry.Parent[data.Synergy], info: Info) -> _Organisation:
        """Look the organisation up."""
        return info.context.graph.entity(root.organisation)  # type: ignore[return-value] # as above

    @strawberry.field(description="The partner.")
    def partner(root: strawberry.Parent[data.Synergy], info: Info) -> _Organisation:
        """Look the partner up."""
        return info.context.graph.entity(root.partner)  # type: ignore[return-value] # as above

    @strawberry.field(
        description="Partners with the very same profile, and so the same score: shown once, listed here; sorted by id."
    )
    def same_profile(
        root: strawberry.Parent[data.Synergy],
        info: Info,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> OrganisationsConnection[_Organisation]:
        """Page through the partners with the same profile."""
        found = [info.context.graph.entity(other) for other in root.same_profile]
        return page_of_organisations(info, found, f"same profile as {_id_of(root)}", PageRequest(first, after))

    @strawberry.field(description="Partnerships in which the two take part already, sorted by id.")
    def existing_partnerships(root: strawberry.Parent[data.Synergy], info: Info) -> list[_Partnership]:
        """Look the partnerships up."""
        return [info.context.graph.entity(shared) for shared in root.existing_partnerships]  # type: ignore[misc] # as above

    @strawberry.field(description="The settings that the score was computed with.")
    def model(root: strawberry.Parent[data.Synergy], info: Info) -> SynergyModelUsed:
        """Return the settings."""
        graph = info.context.graph
        schemes = {scheme.id: scheme for scheme in graph.dataset.schemes}
        return SynergyModelUsed(
            version=graph.version,
            lens=root.lens,
            across=list(root.model.across),
            via=list(root.model.via),
            theta=root.model.theta,
            shrinkage=root.model.shrinkage,
            populations=[
                SchemePopulation(organisations=size, scheme=schemes[scheme])  # type: ignore[arg-type] # as above
                for scheme, size in root.populations
            ],
            origins=[origin for origin in StatementOrigin if origin in root.model.origins],
            reference=URL(METHOD),
        )


def node_of_synergy(info: Info, node_id: str) -> data.Synergy | None:
    """Compute the synergy that an id asks for; None when the id is not one of a synergy."""
    code = node_id.removeprefix("synergy:")
    try:
        question = orjson.loads(base64.urlsafe_b64decode(code + "=" * (-len(code) % 4)))
        organisation, partner, lens, theta, shrinkage, origins, across, via = question
        model = SynergyModel.of(
            Lens(lens),
            theta=float(theta),
            shrinkage=float(shrinkage),
            origins=[StatementOrigin(origin) for origin in origins],
            across=[EntityKind(kind) for kind in across],
            via=[EntityKind(kind) for kind in via],
        )
        return data.synergy(info.context.graph, organisation, partner, model)
    except (ValueError, TypeError, LookupError, binascii.Error):
        return None


def synergy_of(info: Info, organisation: str, partner: str, lens: Lens, settings: SynergyModelInput | None) -> Any:  # noqa: ANN401 -- a value of graph_data that answers for Synergy
    """Compute the synergy of a pair; None when an id is unknown.

    Raises:
        QueryError: WRONG_KIND or BAD_ARGUMENT.
    """
    kinds = sorted(ORGANISATION_KINDS, key=lambda kind: kind.value)
    sides = [known_kind(info, entity_id, *kinds) for entity_id in (organisation, partner)]
    model = model_of(lens, settings)
    if sides[0] is None or sides[1] is None:
        return None
    try:
        return data.synergy(info.context.graph, sides[0].id, sides[1].id, model)
    except ValueError as error:
        raise QueryError(ErrorCode.BAD_ARGUMENT, str(error)) from None

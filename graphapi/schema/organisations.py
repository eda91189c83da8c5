"""Cluster organisations, SMEs and other institutions."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.ontology as data
from graph_data.graph import Direction
from graph_data.ontology import (
    ORGANISATION_KINDS,
    ActivityType,
    EntityKind,
    Predicate,
    SmeStatus,
    StatementOrigin,
)
from graphapi.schema.aggregates import OrganisationsConnection, page_of_organisations
from graphapi.schema.collaborators import CollaboratorConnection, collaborators_of
from graphapi.schema.concepts import Concept, EmergingIndustry, ProgrammeArea, S3PriorityArea, Sector, TechnologyField
from graphapi.schema.connections import DEFAULT_PAGE, SKIP, Connection, PageRequest
from graphapi.schema.consortium import distinctive_of
from graphapi.schema.context import Info, named
from graphapi.schema.entities import AFTER, FIRST, ORIGINS, Entity, page_of_entities
from graphapi.schema.filters import OrganisationFilter
from graphapi.schema.likely_partners import (
    CANDIDATES,
    LIKELY,
    LIKELY_PAGE,
    METHOD,
    LikelyPartner,
    PredictionMethod,
    likely_partners_of,
)
from graphapi.schema.places import Country, Region
from graphapi.schema.related import COUNTED, KINDS, RELATED_PAGE, SHRINKAGE, AddedRelatedness, added_to
from graphapi.schema.scalars import URL
from graphapi.schema.synergies import FILTER as PAIRS
from graphapi.schema.synergies import SYNERGY_PAGE, SynergyConnection, SynergyFilter, synergies_of
from graphapi.schema.synergy_model import LENS, MODEL, Lens, SynergyModelInput
from graphapi.schema.value_chains import ValueChainStage

if TYPE_CHECKING:
    from graphapi.schema.partnerships import Partnership

__all__ = ["Cluster", "Institution", "Organisation", "Sme"]

_Origins = Annotated[list[StatementOrigin] | None, ORIGINS]


def held(
    info: Info, organisation: data.Entity, predicate: Predicate, origins: Collection[StatementOrigin] | None = None
) -> list[data.Entity]:
    """Return the terms that an organisation holds, sorted by id."""
    return info.context.graph.objects(organisation.id, predicate, origins)


@strawberry.interface(description="A cluster organisation, an SME or another institution.")
class Organisation(Entity):
    """A graph_data organisation."""

    website: URL | None = strawberry.field(description="Address of its own site, null where not known.")
    city: str | None = strawberry.field(description="Place as the source writes it, null where not known.")
    latitude: float | None = strawberry.field(description="Degrees north, WGS 84, null where not known.")
    longitude: float | None = strawberry.field(description="Degrees east, WGS 84, null where not known.")

    @strawberry.field(description="Region in which it lies, null when only its country or nothing is known.")
    def region(root: strawberry.Parent[data.Organisation], info: Info) -> Region | None:
        """Look the region up."""
        return info.context.graph.region_of(root.id)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="Country in which it lies, null where not known.")
    def country(root: strawberry.Parent[data.Organisation], info: Info) -> Country | None:
        """Look the country up."""
        return info.context.graph.country_of(root.id)  # type: ignore[return-value] # as above

    @strawberry.field(description="Sectors in which it does business, sorted by id.")
    def sectors(root: strawberry.Parent[data.Organisation], info: Info, origins: _Origins = None) -> list[Sector]:
        """Look the sectors up."""
        return held(info, root, Predicate.ACTIVE_IN_SECTOR, origins)  # type: ignore[return-value] # as above

    @strawberry.field(description="Technology fields in which it works, sorted by id.")
    def technology_fields(
        root: strawberry.Parent[data.Organisation], info: Info, origins: _Origins = None
    ) -> list[TechnologyField]:
        """Look the technology fields up."""
        return held(info, root, Predicate.USES_TECHNOLOGY, origins)  # type: ignore[return-value] # as above

    @strawberry.field(description="S3 priority areas that it pursues, sorted by id.")
    def s3_priority_areas(
        root: strawberry.Parent[data.Organisation], info: Info, origins: _Origins = None
    ) -> list[S3PriorityArea]:
        """Look the priority areas up."""
        return held(info, root, Predicate.PURSUES_PRIORITY, origins)  # type: ignore[return-value] # as above

    @strawberry.field(description="Emerging industries to which it belongs, sorted by id.")
    def emerging_industries(
        root: strawberry.Parent[data.Organisation], info: Info, origins: _Origins = None
    ) -> list[EmergingIndustry]:
        """Look the emerging industries up."""
        return held(info, root, Predicate.IN_EMERGING_INDUSTRY, origins)  # type: ignore[return-value] # as above

    @strawberry.field(description="Programme areas under which it is funded, sorted by id.")
    def programme_areas(
        root: strawberry.Parent[data.Organisation], info: Info, origins: _Origins = None
    ) -> list[ProgrammeArea]:
        """Look the programme areas up."""
        return held(info, root, Predicate.IN_PROGRAMME_AREA, origins)  # type: ignore[return-value] # as above

    @strawberry.field(description="Stages of value chains at which it works, sorted by id.")
    def value_chain_stages(
        root: strawberry.Parent[data.Organisation], info: Info, origins: _Origins = None
    ) -> list[ValueChainStage]:
        """Look the stages up."""
        return held(info, root, Predicate.OCCUPIES_STAGE, origins)  # type: ignore[return-value] # as above

    @strawberry.field(
        description="Facets for which no source states anything: an empty list there means unknown, not none."
    )
    def not_stated(root: strawberry.Parent[data.Organisation], info: Info) -> list[EntityKind]:
        """Name the facets without a stated or imported statement."""
        said = {StatementOrigin.STATED, StatementOrigin.IMPORTED}
        graph = info.context.graph
        facets = {
            EntityKind.SECTOR: Predicate.ACTIVE_IN_SECTOR,
            EntityKind.TECHNOLOGY_FIELD: Predicate.USES_TECHNOLOGY,
            EntityKind.S3_PRIORITY_AREA: Predicate.PURSUES_PRIORITY,
            EntityKind.EMERGING_INDUSTRY: Predicate.IN_EMERGING_INDUSTRY,
            EntityKind.VALUE_CHAIN_STAGE: Predicate.OCCUPIES_STAGE,
        }
        missing = [kind for kind, predicate in facets.items() if not graph.objects(root.id, predicate, said)]
        if isinstance(root, data.Cluster) and not graph.statements(root.id, Direction.IN, {Predicate.MEMBER_OF}):
            missing.append(EntityKind.SME)
        return missing

    @strawberry.field(description="Partnerships in which it takes part, sorted by id.")
    def partnerships(
        root: strawberry.Parent[data.Organisation],
        info: Info,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> Connection[Annotated["Partnership", strawberry.lazy("graphapi.schema.partnerships")]]:
        """Page through the partnerships."""
        found = info.context.graph.objects(root.id, Predicate.PARTNER_IN)
        return page_of_entities(info, found, f"partnerships of {root.id}", PageRequest(first, after))

    @strawberry.field(description="Organisations met in partnerships, most shared partnerships first, ties by id.")
    def collaborators(
        root: strawberry.Parent[data.Organisation],
        info: Info,
        *,
        kinds: Annotated[
            list[EntityKind] | None, strawberry.argument(description="Only organisations of these kinds.")
        ] = None,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> CollaboratorConnection:
        """Page through the collaborators."""
        return collaborators_of(info, root, kinds, PageRequest(first, after))

    @strawberry.field(description="With whom it could work, and why: ranked synergies with all other organisations.")
    def synergies(  # noqa: PLR0913 -- a field's arguments
        root: strawberry.Parent[data.Organisation],
        info: Info,
        *,
        lens: Annotated[Lens, LENS] = Lens.CROSS_SECTOR,
        filter: Annotated[SynergyFilter | None, PAIRS] = None,  # noqa: A002 -- the argument's name in the API
        model: Annotated[SynergyModelInput | None, MODEL] = None,
        first: Annotated[int, FIRST] = SYNERGY_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> SynergyConnection:
        """Page through the ranked synergies."""
        return synergies_of(info, root, lens, filter, model, PageRequest(first, after))

    @strawberry.field(
        description="Who is likely to partner with it: link prediction, a different question from synergy, answered "
        "from the network of earlier partners alone. Best first, ties by id; whoever it shares a partnership with "
        "already, and whoever scores 0, is left out."
    )
    def likely_partners(
        root: strawberry.Parent[data.Organisation],
        info: Info,
        *,
        method: Annotated[PredictionMethod, METHOD] = PredictionMethod.RESOURCE_ALLOCATION,
        filter: Annotated[OrganisationFilter | None, CANDIDATES] = None,  # noqa: A002 -- the argument's name in the API
        first: Annotated[int, LIKELY] = LIKELY_PAGE,
    ) -> list[LikelyPartner]:
        """Predict partners."""
        return likely_partners_of(info, root, method, filter, first)

    @strawberry.field(
        description="Terms that it does not hold, those first that a partner's terms bring nearest, ties by id "
        "(Balland and Boschma 2021, doi:10.1080/00343404.2020.1861240). The other way round it is another question. "
        "None where nothing is known of one of the two; inferred sectors never count."
    )
    def added_relatedness(  # noqa: PLR0913 -- a field's arguments
        root: strawberry.Parent[data.Organisation],
        info: Info,
        *,
        partner: Annotated[strawberry.ID, strawberry.argument(description="Id of the organisation that would help.")],
        kinds: Annotated[list[EntityKind] | None, KINDS] = None,
        origins: Annotated[list[StatementOrigin] | None, COUNTED] = None,
        shrinkage: Annotated[float, SHRINKAGE] = 5,
        first: Annotated[int, strawberry.argument(description="How many, 1 to 100.")] = RELATED_PAGE,
        skip: Annotated[int, SKIP] = 0,
    ) -> list[AddedRelatedness]:
        """Rank the terms."""
        helping = named(info, partner, *sorted(ORGANISATION_KINDS, key=lambda kind: kind.value))
        return added_to(info, root, helping, kinds, origins, shrinkage, first, skip)

    @strawberry.field(
        description="What it alone brings to a partnership: the sectors, technology fields, S3 priority areas and "
        "emerging industries that no other partner holds, sorted by id. An error unless it is a partner."
    )
    def distinctive_contribution(
        root: strawberry.Parent[data.Organisation],
        info: Info,
        partnership: Annotated[strawberry.ID, strawberry.argument(description="Id of one of its partnerships.")],
        origins: _Origins = None,
    ) -> list[Concept]:
        """Look the terms up."""
        return distinctive_of(info, root.id, partnership, origins)


@strawberry.type(
    description="A body that manages a cluster. Its counts are as published, null when not published, and never the "
    "length of a list: membership is rarely published (notStated says so), collaborators is what is known."
)
class Cluster(Organisation):
    """A graph_data cluster."""

    member_count: int | None = strawberry.field(description="Members in all, as published.")
    sme_count: int | None = strawberry.field(description="Members that are SMEs, as published.")

    @strawberry.field(description="Members that a source names, sorted by id.")
    def members(
        root: strawberry.Parent[data.Cluster],
        info: Info,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> OrganisationsConnection[Organisation]:
        """Page through the members."""
        found = info.context.graph.subjects(root.id, Predicate.MEMBER_OF)
        return page_of_organisations(info, found, f"members of {root.id}", PageRequest(first, after))


@strawberry.type(description="A small or medium-sized enterprise, as its source flags it.")
class Sme(Organisation):
    """A graph_data SME."""

    @strawberry.field(description="Clusters that a source names it a member of, sorted by id.")
    def clusters(root: strawberry.Parent[data.Sme], info: Info) -> list[Cluster]:
        """Look the clusters up."""
        return held(info, root, Predicate.MEMBER_OF)  # type: ignore[return-value] # graph_data's values answer for them


@strawberry.type(
    description="Neither a cluster organisation nor known as an SME: university, research organisation, public body, "
    "larger company, or a company whose size is not stated."
)
class Institution(Organisation):
    """A graph_data institution."""

    activity_type: ActivityType = strawberry.field(description="What the register classifies it as.")
    sme_status: SmeStatus = strawberry.field(description="Whether it is known not to be an SME.")

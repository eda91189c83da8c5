"""Terms of classifications."""

from typing import TYPE_CHECKING, Annotated

import strawberry

import graph_data.ontology as data
import graph_data.rows
from graph_data import listing
from graph_data.deriving import HOLDING
from graph_data.ontology import EntityKind, Predicate, StatementOrigin
from graphapi.schema.aggregates import OrganisationsConnection
from graphapi.schema.connections import DEFAULT_PAGE, SKIP, PageRequest
from graphapi.schema.context import Info
from graphapi.schema.entities import AFTER, FIRST, ORIGINS, Entity
from graphapi.schema.filters import OrganisationFilter, OrganisationOrder, select_organisations
from graphapi.schema.location_quotients import LocationQuotient, quotients_of
from graphapi.schema.related import COUNTED, KINDS, RELATED_PAGE, SHRINKAGE, RelatedConcept, related_to
from graphapi.schema.scalars import URL
from graphapi.schema.statements import Source

if TYPE_CHECKING:
    from graphapi.schema.organisations import Organisation

__all__ = [
    "CONCEPT_TYPES",
    "Challenge",
    "Concept",
    "ConceptScheme",
    "EmergingIndustry",
    "MappedConcept",
    "ProgrammeArea",
    "S3PriorityArea",
    "Sector",
    "TargetSector",
    "TechnologyField",
]

HOW_MANY = strawberry.argument(description="How many, 1 to 100.")


@strawberry.type(description="A classification.")
class ConceptScheme:
    """A graph_data scheme."""

    id: strawberry.ID = strawberry.field(description="Short name, such as euroscivoc.")
    title: str = strawberry.field(description="Title.")
    publisher: str | None = strawberry.field(description="Who publishes it, null where not known.")
    kind: EntityKind = strawberry.field(description="Kind of its terms.")
    complete: bool = strawberry.field(description="Whether the dataset holds all its terms.")
    via_partnerships: bool = strawberry.field(
        description="Whether organisations hold the terms of the partnerships they take part in."
    )

    @strawberry.field(description="Where its terms were taken from.")
    def source(root: strawberry.Parent[graph_data.rows.Scheme], info: Info) -> Source:
        """Look the source up."""
        return info.context.graph.source(root.source)  # type: ignore[return-value] # graph_data's value answers for it


@strawberry.interface(
    description="A term of a classification. Its identity is its scheme and notation: "
    "Medical Devices stands in two schemes."
)
class Concept(Entity):
    """A graph_data concept."""

    notation: str | None = strawberry.field(description="Code of the term in its classification.")
    exact_match: list[URL] = strawberry.field(description="Addresses of the same term elsewhere.")

    @strawberry.field(description="The classification.")
    def scheme(root: strawberry.Parent[data.Concept], info: Info) -> ConceptScheme:
        """Look the classification up."""
        return info.context.graph.scheme(root)  # type: ignore[return-value] # graph_data's value answers for it

    @strawberry.field(description="The next wider term, null at the top.")
    def broader(root: strawberry.Parent[data.Concept], info: Info) -> "Concept | None":
        """Look the wider term up."""
        return info.context.graph.entity(root.broader) if root.broader else None  # type: ignore[return-value] # as above

    @strawberry.field(description="The next narrower terms, sorted by id.")
    def narrower(root: strawberry.Parent[data.Concept], info: Info) -> list["Concept"]:
        """Look the narrower terms up."""
        return list(info.context.graph.subjects(root.id, Predicate.BROADER))  # type: ignore[arg-type] # as above

    @strawberry.field(description="Organisations that hold the term or a narrower one.")
    def organisations(
        root: strawberry.Parent[data.Concept],
        info: Info,
        *,
        filter: Annotated[  # noqa: A002 -- the argument's name in the API
            OrganisationFilter | None, strawberry.argument(description="Only these.")
        ] = None,
        order_by: Annotated[
            list[OrganisationOrder] | None, strawberry.argument(description="Sorted by these, then by id.")
        ] = None,
        first: Annotated[int, FIRST] = DEFAULT_PAGE,
        after: Annotated[str | None, AFTER] = None,
    ) -> OrganisationsConnection[Annotated["Organisation", strawberry.lazy("graphapi.schema.organisations")]]:
        """Page through the organisations that hold it."""
        among = listing.OrganisationFilter(any_of=())
        if (kind := data.kind_of(root)) in HOLDING:
            among = listing.OrganisationFilter(concepts=((kind, listing.ConceptMatch(any_of=(root.id,))),))
        name = f"organisations of {root.id}"
        return select_organisations(info, name, filter, order_by, PageRequest(first, after), among=among)

    @strawberry.field(
        description="Terms near it, nearest first, ties by id; none where no organisation that counts holds it."
    )
    def related(  # noqa: PLR0913 -- a field's arguments
        root: strawberry.Parent[data.Concept],
        info: Info,
        *,
        kinds: Annotated[list[EntityKind] | None, KINDS] = None,
        origins: Annotated[list[StatementOrigin] | None, COUNTED] = None,
        shrinkage: Annotated[float, SHRINKAGE] = 5.0,
        first: Annotated[int, HOW_MANY] = RELATED_PAGE,
        skip: Annotated[int, SKIP] = 0,
    ) -> list[RelatedConcept]:
        """Rank the related terms."""
        return related_to(info, root, kinds, origins, shrinkage, first, skip)


@strawberry.type(description="A sectoral industry of the European Cluster Observatory.")
class Sector(Concept):
    """A graph_data sector."""

    @strawberry.field(
        description="Where it is at home: regions with an organisation of known sector, highest location quotient "
        "first, ties by id. Inferred sectors count unless `origins` leaves them out."
    )
    def location_quotients(
        root: strawberry.Parent[data.Sector],
        info: Info,
        *,
        level: Annotated[
            int,
            strawberry.argument(
                description="NUTS level of the regions, 1 to 3. An organisation of a finer region counts in the region "
                "that contains it; one of which only a wider region or the country is known is left out."
            ),
        ] = 2,
        origins: Annotated[list[StatementOrigin] | None, ORIGINS] = None,
        first: Annotated[int, HOW_MANY] = DEFAULT_PAGE,
        skip: Annotated[int, SKIP] = 0,
    ) -> list[LocationQuotient]:
        """Rank the regions."""
        return quotients_of(info, root, level, origins, first, skip)


@strawberry.type(description="A field of technology or science.")
class TechnologyField(Concept):
    """A graph_data technology field."""


@strawberry.type(description="A smart specialisation (S3) priority area: a category, or a subcategory within one.")
class S3PriorityArea(Concept):
    """A graph_data S3 priority area."""


@strawberry.type(description="A cross-sectoral emerging industry of the European Cluster Observatory.")
class EmergingIndustry(Concept):
    """A graph_data emerging industry."""


@strawberry.type(description="A part of an EU programme under which projects are funded.")
class ProgrammeArea(Concept):
    """A graph_data programme area."""


@strawberry.type(description="A term that a curated judgement reads into a partnership's own word.")
class MappedConcept:
    """A crosswalk row from a target or challenge."""

    concept: Concept = strawberry.field(description="The term.")
    match: float = strawberry.field(description="1 for a direct match, less for a partial one.")
    reason: str = strawberry.field(description="Why.")


def mapped(info: Info, concept: data.Concept) -> list[MappedConcept]:
    """Return the curated map of a target or challenge, best matches first, ties by id."""
    graph = info.context.graph
    rows = [row for row in graph.dataset.crosswalks if row.subject == concept.id]
    return [
        MappedConcept(concept=graph.entity(row.object), match=row.weight, reason=row.reason)  # type: ignore[arg-type] # graph_data's value answers for it
        for row in sorted(rows, key=lambda row: (-row.weight, row.object))
    ]


@strawberry.type(description="A sector that a partnership says it aims at, in its own word.")
class TargetSector(Concept):
    """A graph_data target sector."""

    @strawberry.field(description="Terms that a curated map reads into the word; none where nobody mapped it.")
    def mapped_to(root: strawberry.Parent[data.TargetSector], info: Info) -> list[MappedConcept]:
        """Return the curated map."""
        return mapped(info, root)


@strawberry.type(description="A challenge that a partnership says it addresses, in its own words.")
class Challenge(Concept):
    """A graph_data challenge."""

    @strawberry.field(description="Terms that a curated map reads into the words; none where nobody mapped it.")
    def mapped_to(root: strawberry.Parent[data.Challenge], info: Info) -> list[MappedConcept]:
        """Return the curated map."""
        return mapped(info, root)


CONCEPT_TYPES = (Sector, TechnologyField, S3PriorityArea, EmergingIndustry, ProgrammeArea, TargetSector, Challenge)
"""Every type of term; the schema needs to be told of types that only an interface leads to."""

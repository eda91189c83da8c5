"""The one declaration of what the graph is made of: kinds of node, their attributes, and relations with two ends.

Tables, checks, the documentation's table and the agreement test follow from this module. A node kind is a frozen
dataclass; every attribute carries its description, and an attribute that names another entity carries the predicate of
the statement it stands for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

__all__ = [
    "CONCEPT_KINDS",
    "KINDS",
    "ORGANISATION_KINDS",
    "PREFIXES",
    "RELATIONS",
    "ActivityType",
    "Challenge",
    "Cluster",
    "Concept",
    "Country",
    "EmergingIndustry",
    "Entity",
    "EntityKind",
    "Institution",
    "NameKind",
    "Organisation",
    "PartnerRole",
    "Partnership",
    "Predicate",
    "ProgrammeArea",
    "Region",
    "Relation",
    "S3PriorityArea",
    "Sector",
    "Sme",
    "SmeStatus",
    "StatementOrigin",
    "TargetSector",
    "TechnologyField",
    "ValueChain",
    "ValueChainStage",
    "kind_of",
]


class EntityKind(Enum):
    """The kinds of node."""

    CLUSTER = "CLUSTER"
    SME = "SME"
    INSTITUTION = "INSTITUTION"
    PARTNERSHIP = "PARTNERSHIP"
    SECTOR = "SECTOR"
    TECHNOLOGY_FIELD = "TECHNOLOGY_FIELD"
    S3_PRIORITY_AREA = "S3_PRIORITY_AREA"
    EMERGING_INDUSTRY = "EMERGING_INDUSTRY"
    PROGRAMME_AREA = "PROGRAMME_AREA"
    TARGET_SECTOR = "TARGET_SECTOR"
    CHALLENGE = "CHALLENGE"
    REGION = "REGION"
    COUNTRY = "COUNTRY"
    VALUE_CHAIN = "VALUE_CHAIN"
    VALUE_CHAIN_STAGE = "VALUE_CHAIN_STAGE"


class StatementOrigin(Enum):
    """How the graph came to hold a statement; analyses never mix origins silently."""

    STATED = "STATED"
    IMPORTED = "IMPORTED"
    DERIVED = "DERIVED"
    INFERRED = "INFERRED"


class Predicate(Enum):
    """The relations between nodes."""

    MEMBER_OF = "MEMBER_OF"
    PARTNER_IN = "PARTNER_IN"
    ACTIVE_IN_SECTOR = "ACTIVE_IN_SECTOR"
    USES_TECHNOLOGY = "USES_TECHNOLOGY"
    PURSUES_PRIORITY = "PURSUES_PRIORITY"
    IN_EMERGING_INDUSTRY = "IN_EMERGING_INDUSTRY"
    IN_PROGRAMME_AREA = "IN_PROGRAMME_AREA"
    LOCATED_IN = "LOCATED_IN"
    BROADER = "BROADER"
    STAGE_OF = "STAGE_OF"
    OCCUPIES_STAGE = "OCCUPIES_STAGE"
    SUPPLIES_TO = "SUPPLIES_TO"
    TARGETS = "TARGETS"
    ADDRESSES = "ADDRESSES"
    RELATED = "RELATED"


class NameKind(Enum):
    """What a name is to its entity."""

    PREFERRED = "PREFERRED"
    ALTERNATIVE = "ALTERNATIVE"
    ABBREVIATION = "ABBREVIATION"
    AS_WRITTEN = "AS_WRITTEN"


class PartnerRole(Enum):
    """What an organisation is in a partnership."""

    COORDINATOR = "COORDINATOR"
    PARTNER = "PARTNER"
    ASSOCIATED = "ASSOCIATED"
    THIRD_PARTY = "THIRD_PARTY"


class ActivityType(Enum):
    """What an institution is, as the register classifies it."""

    PRIVATE = "PRIVATE"
    HIGHER_EDUCATION = "HIGHER_EDUCATION"
    RESEARCH = "RESEARCH"
    PUBLIC = "PUBLIC"
    OTHER = "OTHER"


class SmeStatus(Enum):
    """What is known of an institution's size."""

    NOT_SME = "NOT_SME"
    UNKNOWN = "UNKNOWN"


def attribute(description: str, *, default: Any = None, minimum: float | None = None) -> Any:  # noqa: ANN401 -- as dataclasses.field
    """Declare an attribute with its description and, for numbers, the least value that makes sense."""
    return field(default=default, metadata={"description": description, "minimum": minimum})


def identifier(description: str) -> Any:  # noqa: ANN401 -- as dataclasses.field
    """Declare an attribute that every row must fill."""
    return field(metadata={"description": description, "required": True})


def reference(predicate: Predicate, description: str) -> Any:  # noqa: ANN401 -- as dataclasses.field
    """Declare an attribute that holds the id of another entity and stands for a statement with that predicate."""
    return field(default=None, metadata={"description": description, "predicate": predicate})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """A node of the graph."""

    id: str = identifier("Slug with its kind, such as cluster:indescat; never reused.")
    name: str = identifier("Preferred name.")
    source: str | None = attribute("Id of the source that the row was taken from.")
    locator: str | None = attribute("Where in that source.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Entity):
    """A cluster organisation, an SME or another institution."""

    website: str | None = attribute("Address of the organisation's own site.")
    city: str | None = attribute("Place as the source writes it.")
    latitude: float | None = attribute("Degrees north of the equator, WGS 84.", minimum=-90)
    longitude: float | None = attribute("Degrees east of Greenwich, WGS 84.", minimum=-180)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cluster(Organisation):
    """A body that manages a cluster of companies and other actors."""

    member_count: int | None = attribute("Members in all, as published.", minimum=0)
    sme_count: int | None = attribute("Members that are SMEs, as published.", minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sme(Organisation):
    """A small or medium-sized enterprise after EU Recommendation 2003/361/EC, as its source flags it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Institution(Organisation):
    """An organisation that is neither a cluster organisation nor known as an SME."""

    activity_type: ActivityType = attribute("What the register classifies it as.", default=ActivityType.OTHER)
    sme_status: SmeStatus = attribute("Whether it is known not to be an SME.", default=SmeStatus.UNKNOWN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Partnership(Entity):
    """Organisations that work together under a programme: a cluster partnership or a funded project."""

    acronym: str | None = attribute("Short name.")
    title: str | None = attribute("Full title.")
    programme: str | None = attribute("Funding programme.")
    strand: str | None = attribute("Part of the programme.")
    initiative: str | None = attribute("Initiative that the partnership says it belongs to.")
    funder: str | None = attribute("Who funds the programme.")
    mobility_scheme: str | None = attribute("Exchange scheme that the partnership uses.")
    start_date: date | None = attribute("First day.")
    end_date: date | None = attribute("Last day.")
    partner_count: int | None = attribute("Number of partners in the source's own field.", minimum=0)
    planned_exchanges: int | None = attribute("Number of planned exchanges.", minimum=0)
    duration_months: int | None = attribute("Duration in months, as published.", minimum=0)
    origin: str | None = attribute("How the partnership came about, in the source's own field.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Entity):
    """A term of a classification; its identity is its scheme and notation, not its label."""

    scheme: str = identifier("Id of the classification.")
    notation: str | None = attribute("Code of the term in its classification.")
    broader: str | None = reference(Predicate.BROADER, "Id of the next wider term.")
    exact_match: tuple[str, ...] = attribute("Addresses of the same term elsewhere, separated by blanks.", default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class Sector(Concept):
    """A sectoral industry of the European Cluster Observatory."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnologyField(Concept):
    """A field of technology or science."""


@dataclass(frozen=True, slots=True, kw_only=True)
class S3PriorityArea(Concept):
    """A smart specialisation priority area: a category, or a subcategory within one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergingIndustry(Concept):
    """A cross-sectoral emerging industry."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgrammeArea(Concept):
    """A part of an EU programme under which projects are funded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetSector(Concept):
    """A sector that a partnership says it aims at, in its own word."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Challenge(Concept):
    """A challenge that a partnership says it addresses."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Country(Entity):
    """A country."""

    code: str = identifier("ISO 3166-1 alpha-2 code.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Region(Entity):
    """A statistical region (NUTS)."""

    nuts_code: str = identifier("Eurostat NUTS code.")
    nuts_version: str | None = attribute("Edition of NUTS that the code belongs to.")
    level: int = attribute("NUTS level, 1 to 3.", default=1, minimum=1)
    parent: str | None = reference(Predicate.LOCATED_IN, "Id of the region or country that contains it.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChain(Entity):
    """A chain of stages from research to end of life."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ValueChainStage(Entity):
    """A stage of a value chain."""

    value_chain: str | None = reference(Predicate.STAGE_OF, "Id of the value chain.")
    position: int = attribute("Place in the chain, counted from 1 upstream.", default=1, minimum=1)


KINDS: Mapping[EntityKind, type[Entity]] = {
    EntityKind.CLUSTER: Cluster,
    EntityKind.SME: Sme,
    EntityKind.INSTITUTION: Institution,
    EntityKind.PARTNERSHIP: Partnership,
    EntityKind.SECTOR: Sector,
    EntityKind.TECHNOLOGY_FIELD: TechnologyField,
    EntityKind.S3_PRIORITY_AREA: S3PriorityArea,
    EntityKind.EMERGING_INDUSTRY: EmergingIndustry,
    EntityKind.PROGRAMME_AREA: ProgrammeArea,
    EntityKind.TARGET_SECTOR: TargetSector,
    EntityKind.CHALLENGE: Challenge,
    EntityKind.REGION: Region,
    EntityKind.COUNTRY: Country,
    EntityKind.VALUE_CHAIN: ValueChain,
    EntityKind.VALUE_CHAIN_STAGE: ValueChainStage,
}

PREFIXES: Mapping[EntityKind, str] = {
    kind: {
        EntityKind.TECHNOLOGY_FIELD: "technology",
        EntityKind.S3_PRIORITY_AREA: "s3",
        EntityKind.PROGRAMME_AREA: "programme",
        EntityKind.VALUE_CHAIN_STAGE: "stage",
    }.get(kind, kind.value.lower().replace("_", "-"))
    for kind in EntityKind
}
"""What stands before the colon of an id, by kind."""

_KIND_OF = {entity_type: kind for kind, entity_type in KINDS.items()}


def kind_of(entity: Entity) -> EntityKind:
    """Return the kind of an entity."""
    return _KIND_OF[type(entity)]


ORGANISATION_KINDS = frozenset(kind for kind, cls in KINDS.items() if issubclass(cls, Organisation))
CONCEPT_KINDS = frozenset(kind for kind, cls in KINDS.items() if issubclass(cls, Concept))


@dataclass(frozen=True, slots=True)
class Relation:
    """A predicate with its two ends, read from either side.

    Attributes:
        predicate: its name.
        subjects: kinds that may stand at its first end.
        objects: kinds that may stand at its second end.
        description: the relation as a sentence from subject to object.
        inverse: the same, from object to subject.
        at_most: how many statements one subject may have, None for any number.
        same_kind: whether both ends must be of one kind.
    """

    predicate: Predicate
    subjects: frozenset[EntityKind]
    objects: frozenset[EntityKind]
    description: str
    inverse: str
    at_most: int | None = None
    same_kind: bool = False


_ACTORS = ORGANISATION_KINDS | {EntityKind.PARTNERSHIP}
_K = EntityKind

RELATIONS: Mapping[Predicate, Relation] = {
    relation.predicate: relation
    for relation in (
        Relation(
            Predicate.MEMBER_OF,
            frozenset({_K.SME, _K.INSTITUTION}),
            frozenset({_K.CLUSTER}),
            "is a member of the cluster",
            "has the member",
        ),
        Relation(
            Predicate.PARTNER_IN,
            ORGANISATION_KINDS,
            frozenset({_K.PARTNERSHIP}),
            "takes part in the partnership",
            "has the partner",
        ),
        Relation(
            Predicate.ACTIVE_IN_SECTOR,
            _ACTORS,
            frozenset({_K.SECTOR}),
            "does business in the sector",
            "is the sector of",
        ),
        Relation(
            Predicate.USES_TECHNOLOGY,
            _ACTORS,
            frozenset({_K.TECHNOLOGY_FIELD}),
            "works in the technology field",
            "is a technology field of",
        ),
        Relation(
            Predicate.PURSUES_PRIORITY,
            _ACTORS,
            frozenset({_K.S3_PRIORITY_AREA}),
            "pursues the S3 priority area",
            "is a priority area of",
        ),
        Relation(
            Predicate.IN_EMERGING_INDUSTRY,
            _ACTORS,
            frozenset({_K.EMERGING_INDUSTRY}),
            "belongs to the emerging industry",
            "is an emerging industry of",
        ),
        Relation(
            Predicate.IN_PROGRAMME_AREA,
            _ACTORS,
            frozenset({_K.PROGRAMME_AREA}),
            "is funded under the programme area",
            "funds",
        ),
        Relation(
            Predicate.LOCATED_IN,
            ORGANISATION_KINDS | {_K.REGION},
            frozenset({_K.REGION, _K.COUNTRY}),
            "lies in",
            "contains",
            at_most=1,
        ),
        Relation(
            Predicate.BROADER,
            CONCEPT_KINDS,
            CONCEPT_KINDS,
            "is a part of the wider term",
            "has the narrower term",
            at_most=1,
            same_kind=True,
        ),
        Relation(
            Predicate.STAGE_OF,
            frozenset({_K.VALUE_CHAIN_STAGE}),
            frozenset({_K.VALUE_CHAIN}),
            "is a stage of the value chain",
            "has the stage",
            at_most=1,
        ),
        Relation(
            Predicate.OCCUPIES_STAGE,
            ORGANISATION_KINDS,
            frozenset({_K.VALUE_CHAIN_STAGE}),
            "works at the stage",
            "is occupied by",
        ),
        Relation(
            Predicate.SUPPLIES_TO,
            frozenset({_K.VALUE_CHAIN_STAGE}),
            frozenset({_K.VALUE_CHAIN_STAGE}),
            "supplies the stage",
            "is supplied by",
        ),
        Relation(
            Predicate.TARGETS,
            frozenset({_K.PARTNERSHIP}),
            frozenset({_K.TARGET_SECTOR}),
            "aims at the sector",
            "is a target of",
        ),
        Relation(
            Predicate.ADDRESSES,
            frozenset({_K.PARTNERSHIP}),
            frozenset({_K.CHALLENGE}),
            "addresses the challenge",
            "is addressed by",
        ),
        Relation(
            Predicate.RELATED,
            CONCEPT_KINDS,
            CONCEPT_KINDS,
            "is a field related to",
            "is a field related to",
        ),
    )
}
"""Every relation, by predicate."""

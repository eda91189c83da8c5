"""The one declaration of what the graph is made of: kinds of node and their attributes; relations.py joins them.

Tables, checks, the documentation's table and the agreement test follow from this module. A node kind is a frozen
dataclass; every attribute carries its description, and an attribute that names another entity carries the predicate of
the statement it stands for.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from graph_data.markup import attributes_of, list_of

__all__ = [
    "CONCEPT_KINDS",
    "EVERYBODY",
    "KINDS",
    "ORGANISATION_KINDS",
    "PREFIXES",
    "ActivityType",
    "Challenge",
    "Cluster",
    "Concept",
    "Counted",
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
    "Row",
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


class Counted(Enum):
    """What a condition of a rule counts."""

    MEMBERS = "MEMBERS"
    COUNTRIES = "COUNTRIES"


def attribute(description: str, *, default: Any = None, minimum: float | None = None) -> Any:  # noqa: ANN401 -- as dataclasses.field
    """Declare an attribute with its description and, for numbers, the least value that makes sense."""
    return field(default=default, metadata={"description": description, "minimum": minimum})


def identifier(description: str) -> Any:  # noqa: ANN401 -- as dataclasses.field
    """Declare an attribute that every row must fill."""
    return field(metadata={"description": description, "required": True})


def reference(predicate: Predicate, description: str) -> Any:  # noqa: ANN401 -- as dataclasses.field
    """Declare an attribute that holds the id of another entity and stands for a statement with that predicate."""
    return field(default=None, metadata={"description": description, "predicate": predicate})


EVERYBODY = "public"
"""The audience that sees only rows whose audience is blank; no row names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A row of any table."""

    audience: tuple[str, ...] = attribute(
        "Audiences that may see the row, separated by blanks; blank for everybody.", default=()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity(Row):
    """A node of the graph."""

    id: str = identifier("Slug with its kind, such as cluster:indescat; never reused.")
    name: str = identifier("Preferred name.")
    source: str | None = attribute("Id of the source that the row was taken from.")
    locator: str | None = attribute("Where in that source.")

    def _repr_html_(self) -> str:
        pairs = attributes_of(self, {"name", "audience", "source", "locator"})
        return list_of([("kind", kind_of(self)), *pairs], self.name)


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

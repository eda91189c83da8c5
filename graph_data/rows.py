"""The rows of a dataset that are not entities: sources, names, literals, links, and what a curator adds."""

from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b

from graph_data.ontology import (
    ORGANISATION_KINDS,
    PREFIXES,
    Counted,
    EntityKind,
    NameKind,
    PartnerRole,
    Predicate,
    Row,
    StatementOrigin,
    attribute,
    identifier,
)

__all__ = [
    "Condition",
    "Crosswalk",
    "Fact",
    "Keyword",
    "Link",
    "Misleading",
    "Name",
    "Provenance",
    "Rule",
    "SameAs",
    "Scheme",
    "Source",
    "StageIndustry",
    "Statement",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Source(Row):
    """Something that statements were taken from: a page, a register, or a person's judgement."""

    id: str = identifier("Short name, such as cordis.")
    title: str = identifier("Title of the source.")
    origin: StatementOrigin = identifier("How what the source says enters the graph.")
    url: str | None = attribute("Address of the source.")
    publisher: str | None = attribute("Who publishes it.")
    licence: str | None = attribute("Address of the licence or of the terms of reuse.")
    retrieved: date | None = attribute("Day on which it was taken.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Scheme(Row):
    """A classification."""

    id: str = identifier("Short name, such as euroscivoc.")
    title: str = identifier("Title of the classification.")
    kind: EntityKind = identifier("Kind of its terms.")
    complete: bool = identifier("Whether the dataset holds all its terms.")
    source: str = identifier("Id of the source its terms were taken from.")
    publisher: str | None = attribute("Who publishes it.")
    via_partnerships: bool = attribute(
        "Whether organisations hold the terms of the partnerships they take part in.", default=False
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Name(Row):
    """A further name of an entity."""

    entity: str = identifier("Id of the entity.")
    name: str = identifier("The name.")
    kind: NameKind = identifier("What the name is to the entity.")
    language: str | None = attribute("BCP 47 tag of its language, where known.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact(Row):
    """A literal that a source states of an entity; a blank field of the source is a fact without a value."""

    entity: str = identifier("Id of the entity.")
    property: str = identifier("What is stated, in camelCase.")
    source: str = identifier("Id of the source.")
    locator: str = identifier("Where in the source.")
    value: str | None = attribute("The value, normalised; blank when the source leaves it blank.")
    stated_as: str | None = attribute("The words of the source.")
    valid_from: date | None = attribute("First day on which it holds.")
    valid_to: date | None = attribute("Last day on which it holds.")


@dataclass(frozen=True, slots=True, kw_only=True)
class SameAs(Row):
    """A person's judgement that an organisation of another source is this one."""

    entity: str = identifier("Id of the entity.")
    source: str = identifier("Id of the other source.")
    source_id: str = identifier("Its identifier there; its whole id where the source has none.")
    reason: str = identifier("Why they are one.")

    @property
    def aliases(self) -> tuple[str, ...]:
        """Ids that the organisation has where nothing joins it: one for each kind that it may be of."""
        source, number = self.source.casefold(), self.source_id
        if ":" in number:  # the whole id: the source has no numbers of its own
            return (number,)
        return tuple(f"{PREFIXES[kind]}:{source}-{number}" for kind in EntityKind if kind in ORGANISATION_KINDS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link(Row):
    """One source's word for one statement; rows that differ only in their provenance are one statement."""

    subject: str = identifier("Id of the entity that the statement is about.")
    predicate: Predicate = identifier("Relation.")
    object: str = identifier("Id of the entity at the other end.")
    origin: StatementOrigin = identifier("How the statement came about.")
    source: str = identifier("Id of the source.")
    locator: str = identifier("Where in the source.")
    role: PartnerRole | None = attribute("Role in a partnership, where stated.")
    weight: float = attribute("Strength; what it counts depends on the relation.", default=1.0, minimum=0)
    quote: str | None = attribute("The words of the source, or the reason of a judgement.")
    rule: str | None = attribute("Name of the rule, for a derived or inferred statement.")
    valid_from: date | None = attribute("First day on which it holds.")
    valid_to: date | None = attribute("Last day on which it holds.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Crosswalk(Row):
    """A curated judgement that a term names another scheme's term; not an edge, but a rule's premise."""

    subject: str = identifier("Id of the term.")
    object: str = identifier("Id of the other scheme's term.")
    source: str = identifier("Id of the source of the judgement.")
    reason: str = identifier("Why.")
    weight: float = attribute("1 for a direct match, less for a partial one.", default=1.0, minimum=0)


@dataclass(frozen=True, slots=True, kw_only=True)
class StageIndustry(Row):
    """A curated judgement that an industry works at a stage; an input-output table is read with it."""

    stage: str = identifier("Id of the stage.")
    industry: str = identifier("Division of NACE Rev. 2, or a range of them, such as 93 or 13-15.")
    source: str = identifier("Id of the source of the judgement.")
    reason: str = identifier("Why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Keyword(Row):
    """A curated judgement that a phrase in a partnership's title or keywords means a term."""

    register: str = identifier("Id of the source whose partnerships it reads.")
    phrase: str = identifier("Matched whole; case and diacritics do not matter.")
    concept: str = identifier("Id of the term.")
    source: str = identifier("Id of the source of the judgement.")
    reason: str = identifier("Why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Misleading(Row):
    """A link of a source that a person judged wrong: it stays, but nothing is derived from it."""

    subject: str = identifier("Id of the subject of the link.")
    predicate: Predicate = identifier("Relation of the link.")
    object: str = identifier("Id of the object of the link.")
    reason: str = identifier("Why.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule(Row):
    """What a call for proposals asks of those who apply together."""

    id: str = identifier("Reference of the call, such as COS-CLUSTER-2018-03-02.")
    title: str = identifier("Title for people.")
    day: date = identifier("Day on which facts must hold to count, such as the deadline.")
    source: str = identifier("Id of the source.")
    locator: str = identifier("Where in the source.")
    not_checked: str | None = attribute("What it also asks, but no condition here checks.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Row):
    """One thing that a rule asks: so many members, or members from so many countries, where a fact holds."""

    rule: str = identifier("Id of the rule.")
    position: int = identifier("Place in the rule, counted from 1.")
    text: str = identifier("The condition in one sentence.")
    counted: Counted = identifier("What is counted.")
    source: str = identifier("Id of the source.")
    locator: str = identifier("Where in the source.")
    minimum: int | None = attribute("How many there must be; blank for every member.", minimum=1)
    property: str | None = attribute("Fact of the region or country of a member that decides; blank counts everyone.")
    values: tuple[str, ...] = attribute("Values of that fact that count, separated by blanks.", default=())
    other_values: tuple[str, ...] = attribute("Values of that fact that do not count.", default=())
    quote: str | None = attribute("The words of the source.")


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a statement comes from.

    Attributes:
        source: id of the source.
        locator: where in it.
        quote: its words, or the reason of a judgement.
        rule: name of the rule that made the statement, None for one taken as it stands.
    """

    source: str
    locator: str
    quote: str | None = None
    rule: str | None = None


@dataclass(frozen=True, slots=True)
class Statement:
    """An edge of the graph, with everything needed to cite it.

    Attributes:
        subject, predicate, object: the edge.
        origin: how it came about.
        role: role in a partnership, where stated.
        weight: strength; for a derived statement the number of partnerships that carry it.
        provenance: one entry a source, sorted.
        valid_from, valid_to: first and last day on which it holds, None where not known.
    """

    subject: str
    predicate: Predicate
    object: str
    origin: StatementOrigin
    role: PartnerRole | None = None
    weight: float = 1.0
    provenance: tuple[Provenance, ...] = field(default=(), compare=False)
    valid_from: date | None = None
    valid_to: date | None = None

    @property
    def rule(self) -> str | None:
        """Name of the rule that made it, None for a statement taken as it stands."""
        return self.provenance[0].rule if self.provenance else None

    @property
    def id(self) -> str:
        """Identifier that follows from what the statement says, so that it is the same in every version."""
        said = (self.subject, self.predicate.value, self.object, self.origin.value, self.role, self.rule)
        return f"statement:{blake2b('|'.join(map(str, said)).encode(), digest_size=10).hexdigest()}"

    @property
    def order(self) -> tuple[str, str, str, str, str, str]:
        """Key by which statements are sorted."""
        role = self.role.value if self.role else ""
        return (self.predicate.value, self.subject, self.object, self.origin.value, role, self.rule or "")

"""Which organisations, and in which order: filters as set algebra over the graph, and keys to sort by.

This is the plain way, which says what filters and orders mean; graph_data.snapshot answers the same from columns.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from graph_data.deriving import HOLDING
from graph_data.errors import UnknownEntity, WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import (
    ORGANISATION_KINDS,
    Cluster,
    Country,
    Entity,
    EntityKind,
    Organisation,
    Predicate,
    StatementOrigin,
    kind_of,
)
from graph_data.slugs import fold
from graph_data.tables import did_you_mean

__all__ = [
    "ConceptMatch",
    "Order",
    "OrderField",
    "OrganisationFilter",
    "Range",
    "count_of",
    "of_kind",
    "ordered",
    "select",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ConceptMatch:
    """A condition on the terms that an organisation holds.

    Attributes:
        any_of: it holds at least one of these; none when the list is empty.
        all_of: it holds each of these.
        none_of: it holds none of these.
        include_narrower: whether holding a narrower term counts as holding the term.
        origins: how the holding may have come about; None for any way.
    """

    any_of: tuple[str, ...] | None = None
    all_of: tuple[str, ...] | None = None
    none_of: tuple[str, ...] | None = None
    include_narrower: bool = True
    origins: frozenset[StatementOrigin] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Bounds of a number, both included; an unknown number lies in no range."""

    min: int | None = None
    max: int | None = None

    def __contains__(self, value: object) -> bool:
        return (
            isinstance(value, int)
            and (self.min is None or value >= self.min)
            and (self.max is None or value <= self.max)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationFilter:
    """Conditions that all must hold; what is None does not count.

    Attributes:
        all_of, any_of, negated: sub-filters joined by and, by or (an empty list accepts nothing), and reversed.
        kinds: kinds of organisation.
        name_contains: text found in one of its names, case and diacritics ignored.
        countries: ISO 3166-1 codes.
        regions: ids of regions or countries; one includes those within it.
        concepts: conditions by kind of term.
        member_count, sme_count: bounds.
        in_partnership: id of a partnership.
    """

    all_of: "tuple[OrganisationFilter, ...] | None" = None
    any_of: "tuple[OrganisationFilter, ...] | None" = None
    negated: "OrganisationFilter | None" = None
    kinds: frozenset[EntityKind] | None = None
    name_contains: str | None = None
    countries: tuple[str, ...] | None = None
    regions: tuple[str, ...] | None = None
    concepts: tuple[tuple[EntityKind, ConceptMatch], ...] = ()
    member_count: Range | None = None
    sme_count: Range | None = None
    in_partnership: str | None = None


class OrderField(Enum):
    """What organisations may be sorted by."""

    NAME = "NAME"
    MEMBER_COUNT = "MEMBER_COUNT"
    SME_COUNT = "SME_COUNT"
    PARTNERSHIP_COUNT = "PARTNERSHIP_COUNT"
    DEGREE = "DEGREE"


@dataclass(frozen=True, slots=True)
class Order:
    """A key to sort by; unknown values come last in either direction."""

    field: OrderField
    descending: bool = False


def count_of(graph: KnowledgeGraph, organisation: Organisation, field: OrderField) -> str | int | None:
    """Return what an organisation is sorted by; None when it is not known."""
    match field:
        case OrderField.NAME:
            return fold(organisation.name)
        case OrderField.MEMBER_COUNT:
            return organisation.member_count if isinstance(organisation, Cluster) else None
        case OrderField.SME_COUNT:
            return organisation.sme_count if isinstance(organisation, Cluster) else None
        case OrderField.PARTNERSHIP_COUNT:
            return len(graph.objects(organisation.id, Predicate.PARTNER_IN))
    return int(graph.nx.degree(organisation.id))


def ordered(graph: KnowledgeGraph, ids: Iterable[str], keys: Sequence[Order]) -> list[str]:
    """Return ids of organisations sorted by keys, the first key first, ties by id."""
    found = sorted(ids)
    for key in reversed(keys):
        values = {name: count_of(graph, graph.organisation(name), key.field) for name in found}
        known = {name: value for name, value in values.items() if value is not None}
        unknown = [name for name in found if name not in known]
        found = sorted(known, key=known.__getitem__, reverse=key.descending) + unknown
    return found


def select(graph: KnowledgeGraph, wanted: OrganisationFilter) -> set[str]:
    """Return the ids of the organisations that a filter accepts.

    Raises:
        UnknownEntity: the filter names an id or a country that is not in the dataset, or one of a wrong kind.
    """
    found = {organisation.id for organisation in graph.organisations()}
    for condition in _conditions(graph, wanted):
        found &= condition
    if wanted.negated is not None:
        found -= select(graph, wanted.negated)
    return found


def _conditions(graph: KnowledgeGraph, wanted: OrganisationFilter) -> Iterable[set[str]]:
    """Yield the organisations that each condition of a filter accepts."""
    if wanted.all_of is not None:
        yield from (select(graph, part) for part in wanted.all_of)
    if wanted.any_of is not None:
        yield set().union(*(select(graph, part) for part in wanted.any_of))
    if wanted.kinds is not None:
        yield {entity.id for kind in wanted.kinds for entity in graph.entities(kind)}
    if wanted.name_contains is not None:
        yield _named(graph, wanted.name_contains)
    if wanted.countries is not None:
        yield _in_countries(graph, wanted.countries)
    if wanted.regions is not None:
        yield _located(graph, wanted.regions)
    yield from (_holding(graph, kind, match) for kind, match in wanted.concepts)
    for field, bounds in ((OrderField.MEMBER_COUNT, wanted.member_count), (OrderField.SME_COUNT, wanted.sme_count)):
        if bounds is not None:
            yield {item.id for item in graph.organisations() if count_of(graph, item, field) in bounds}
    if wanted.in_partnership is not None:
        partnership = _known(graph, wanted.in_partnership, EntityKind.PARTNERSHIP)
        yield {item.id for item in graph.subjects(partnership, Predicate.PARTNER_IN)}


def of_kind(entity: Entity, *kinds: EntityKind) -> Entity:
    """Return an entity that is of one of the kinds.

    Raises:
        WrongKind: it is of another.
    """
    if kind_of(entity) not in kinds:
        names = " or ".join(kind.value for kind in kinds)
        raise WrongKind(f"{entity.id!r} is a {kind_of(entity).value}; write the id of a {names}")
    return entity


def _known(graph: KnowledgeGraph, entity_id: str, *kinds: EntityKind) -> str:
    return of_kind(graph.entity(entity_id), *kinds).id


def _named(graph: KnowledgeGraph, text: str) -> set[str]:
    wanted = fold(text)
    if text and not wanted:
        return set()
    return {
        organisation.id
        for organisation in graph.organisations()
        if wanted in fold(organisation.name) or any(wanted in fold(name.name) for name in graph.names(organisation.id))
    }


def _in_countries(graph: KnowledgeGraph, codes: Sequence[str]) -> set[str]:
    countries = {item.code: item.id for item in graph.entities(EntityKind.COUNTRY) if isinstance(item, Country)}
    for code in codes:
        if code not in countries:
            raise UnknownEntity(f"unknown country code {code!r}{did_you_mean(code.upper(), countries)}")
    return _located(graph, [countries[code] for code in codes])


def _located(graph: KnowledgeGraph, places: Sequence[str]) -> set[str]:
    within = {
        region
        for place in places
        for region in graph.within(_known(graph, place, EntityKind.REGION, EntityKind.COUNTRY), Predicate.LOCATED_IN)
    }
    return {
        item.id
        for region in within
        for item in graph.subjects(region, Predicate.LOCATED_IN)
        if kind_of(item) in ORGANISATION_KINDS
    }


def _holding(graph: KnowledgeGraph, kind: EntityKind, match: ConceptMatch) -> set[str]:
    def holders(concept: str) -> set[str]:
        known = _known(graph, concept, kind)
        terms = graph.within(known, Predicate.BROADER) if match.include_narrower else {known}
        return {
            item.id
            for term in terms
            for item in graph.subjects(term, predicate, match.origins)
            if kind_of(item) in ORGANISATION_KINDS
        }

    predicate = HOLDING.get(kind, Predicate.OCCUPIES_STAGE)
    found = {organisation.id for organisation in graph.organisations()}
    if match.any_of is not None:
        found &= set().union(*(holders(concept) for concept in match.any_of))
    for concept in match.all_of or ():
        found &= holders(concept)
    for concept in match.none_of or ():
        found -= holders(concept)
    return found

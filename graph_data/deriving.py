"""What follows from a dataset by rule: derived and inferred statements, each naming its rule and its premises.

They are made when a dataset becomes a graph and are not stored, so they cannot disagree with the rows they rest on.

* `partnership-terms` (DERIVED): an organisation holds the terms of the partnerships it takes part in, for the schemes
  that say so; weight = number of partnerships.
* `keywords` (INFERRED): a curated phrase in a partnership's title or keywords gives the partnership, and so its
  partners, a term; weight = number of partnerships.
* `crosswalk` (INFERRED): a derived term that a curated crosswalk reads as an industry gives that sector; weight =
  number of partnerships that carry such a term.
* `stage-map` (INFERRED): a term that a source says an organisation holds, and that a curated crosswalk reads as a stage
  of a value chain, puts the organisation at that stage; weight = number of such terms. Terms that are themselves
  derived or inferred do not count: what a project is about does not tell at which stage its partners work.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from graph_data.dataset import Dataset
from graph_data.ontology import (
    CONCEPT_KINDS,
    ORGANISATION_KINDS,
    Concept,
    Entity,
    EntityKind,
    Partnership,
    Predicate,
    StatementOrigin,
    kind_of,
)
from graph_data.rows import Link, Provenance, Statement
from graph_data.slugs import fold
from graph_data.tables import columns_of

__all__ = ["CROSSWALK", "HOLDING", "KEYWORDS", "PARTNERSHIP_TERMS", "STAGE_MAP", "TAKEN", "statements_of"]

PARTNERSHIP_TERMS = "partnership-terms"
KEYWORDS = "keywords"
CROSSWALK = "crosswalk"
STAGE_MAP = "stage-map"

TAKEN = frozenset({StatementOrigin.STATED, StatementOrigin.IMPORTED})
"""Origins of statements that are taken from a source as they stand."""

HOLDING: Mapping[EntityKind, Predicate] = {
    EntityKind.SECTOR: Predicate.ACTIVE_IN_SECTOR,
    EntityKind.TECHNOLOGY_FIELD: Predicate.USES_TECHNOLOGY,
    EntityKind.S3_PRIORITY_AREA: Predicate.PURSUES_PRIORITY,
    EntityKind.EMERGING_INDUSTRY: Predicate.IN_EMERGING_INDUSTRY,
    EntityKind.PROGRAMME_AREA: Predicate.IN_PROGRAMME_AREA,
}
"""The predicate by which an organisation or a partnership holds a term, by the term's kind."""

_Holdings = dict[tuple[str, str], list[str]]
"""Partnerships by (organisation, concept), in order of their ids."""


def statements_of(dataset: Dataset) -> tuple[Statement, ...]:
    """Return every statement of a dataset: as linked, as referred to by attributes, derived and inferred; sorted.

    They are kept with the dataset: the graph holds them anyway, and who writes it in several formats needs them again.
    """
    kept: dict[str, tuple[Statement, ...]] = vars(dataset)
    if _KEPT not in kept:
        kept[_KEPT] = _derived(dataset)
    return kept[_KEPT]


_KEPT = "statements"


def _derived(dataset: Dataset) -> tuple[Statement, ...]:
    linked = _linked(dataset)
    partners: dict[str, dict[str, str]] = defaultdict(dict)
    terms: dict[str, set[str]] = defaultdict(set)
    for statement in linked:
        if statement.predicate is Predicate.PARTNER_IN:
            partners[statement.object][statement.subject] = statement.provenance[0].source
        elif statement.predicate in HOLDING.values():
            terms[statement.subject].add(statement.object)
    derived, holdings = _partnership_terms(dataset, partners, terms)
    inferred = _keywords(dataset, partners)
    crossed = _crosswalk(dataset, holdings, partners)
    placed = _stage_map(dataset, linked)
    return tuple(sorted([*linked, *derived, *inferred, *crossed, *placed], key=lambda statement: statement.order))


def _linked(dataset: Dataset) -> list[Statement]:
    """Merge rows that say the same into one statement with several provenances, and read attributes as statements."""
    merged: dict[tuple[object, ...], list[Link]] = defaultdict(list)
    for link in dataset.links:
        merged[link.subject, link.predicate, link.object, link.role, link.origin, link.rule].append(link)
    found = [_merge(links) for links in merged.values()]
    stated = {(statement.subject, statement.predicate, statement.object) for statement in found}
    references = (statement for entity in dataset.entities for statement in _references(dataset, entity))
    return found + [item for item in references if (item.subject, item.predicate, item.object) not in stated]


def _merge(links: list[Link]) -> Statement:
    first = links[0]
    starts = [link.valid_from for link in links if link.valid_from]
    ends = [link.valid_to for link in links if link.valid_to]
    return Statement(
        subject=first.subject,
        predicate=first.predicate,
        object=first.object,
        origin=first.origin,
        role=first.role,
        weight=max(link.weight for link in links),
        provenance=tuple(Provenance(link.source, link.locator, link.quote, link.rule) for link in links),
        valid_from=min(starts, default=None),
        valid_to=max(ends, default=None),
    )


def _references(dataset: Dataset, entity: Entity) -> Iterator[Statement]:
    for column in columns_of(type(entity)):
        if column.predicate is None or (target := getattr(entity, column.name)) is None:
            continue
        source = entity.source or dataset.about.name
        provenance = Provenance(source, entity.locator or f"{entity.id}, {column.name}")
        origin = dataset.origin_of(source)
        yield Statement(entity.id, column.predicate, target, origin, provenance=(provenance,))


def _partnership_terms(
    dataset: Dataset, partners: Mapping[str, Mapping[str, str]], terms: Mapping[str, set[str]]
) -> tuple[list[Statement], _Holdings]:
    passed_on = {scheme.id for scheme in dataset.schemes if scheme.via_partnerships}
    kinds = {
        entity.id: kind_of(entity)
        for entity in dataset.entities
        if isinstance(entity, Concept) and entity.scheme in passed_on
    }
    misleading = {(row.subject, row.object) for row in dataset.misleading}
    holdings: _Holdings = defaultdict(list)
    for partnership in sorted(terms):
        held = [term for term in terms[partnership] if term in kinds and (partnership, term) not in misleading]
        for organisation in partners.get(partnership, ()):
            for term in held:
                holdings[organisation, term].append(partnership)
    found = [
        Statement(
            organisation,
            HOLDING[kinds[term]],
            term,
            StatementOrigin.DERIVED,
            weight=float(len(through)),
            provenance=_provenance(organisation, through, partners, PARTNERSHIP_TERMS),
        )
        for (organisation, term), through in holdings.items()
    ]
    return found, holdings


def _provenance(
    organisation: str,
    through: list[str],
    partners: Mapping[str, Mapping[str, str]],
    rule: str,
) -> tuple[Provenance, ...]:
    """Cite the sources of the participations that a statement rests on."""
    by_source: dict[str, list[str]] = defaultdict(list)
    for partnership in through:
        by_source[partners[partnership][organisation]].append(partnership)
    return tuple(Provenance(source, _some(by_source[source]), rule=rule) for source in sorted(by_source))


def _some(partnerships: list[str]) -> str:
    more = len(partnerships) - 1
    return f"{partnerships[0]} and {more} more" if more else partnerships[0]


def _keywords(dataset: Dataset, partners: Mapping[str, Mapping[str, str]]) -> list[Statement]:
    found: list[Statement] = []
    kinds = {entity.id: kind_of(entity) for entity in dataset.entities if kind_of(entity) in CONCEPT_KINDS}
    holdings: _Holdings = defaultdict(list)
    for partnership, term, phrases in _phrases_found(dataset):
        rows = [
            row
            for row in dataset.keywords
            if (row.register, row.concept) == (partnership.source, term) and row.phrase in phrases
        ]
        read = Provenance(partnership.source or "", partnership.locator or partnership.id, ", ".join(phrases), KEYWORDS)
        judged = [Provenance(row.source, f"keywords.csv: {row.phrase}", row.reason, KEYWORDS) for row in rows]
        holds = HOLDING[kinds[term]]
        inferred = StatementOrigin.INFERRED
        found.append(Statement(partnership.id, holds, term, inferred, provenance=(read, *judged)))
        for organisation in partners.get(partnership.id, ()):
            holdings[organisation, term].append(partnership.id)
    for (organisation, term), through in holdings.items():
        cited = _provenance(organisation, through, partners, KEYWORDS)
        weight = float(len(through))
        found.append(
            Statement(
                organisation, HOLDING[kinds[term]], term, StatementOrigin.INFERRED, weight=weight, provenance=cited
            )
        )
    return found


def _phrases_found(dataset: Dataset) -> Iterator[tuple[Partnership, str, list[str]]]:
    """Yield (partnership, concept, phrases) in order of partnership and concept."""
    wanted = {row.phrase: f" {fold(row.phrase)} " for row in dataset.keywords}
    by_register: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in dataset.keywords:
        by_register[row.register].append((row.phrase, row.concept))
    words: dict[str, list[str]] = defaultdict(list)
    for fact in dataset.facts:
        if fact.property == "keywords" and fact.value:
            words[fact.entity] += re.split("[,;]", fact.value)
    for entity in dataset.entities:
        if not isinstance(entity, Partnership) or entity.source not in by_register:
            continue
        text = _folded([entity.title or "", *words.get(entity.id, ())])
        concepts: dict[str, list[str]] = defaultdict(list)
        for phrase, concept in by_register[entity.source]:
            if wanted[phrase] in text:
                concepts[concept].append(phrase)
        for concept in sorted(concepts):
            yield entity, concept, concepts[concept]


def _folded(segments: Iterable[str]) -> str:
    """Join folded segments so that no phrase matches across two of them."""
    return "|".join(f" {fold(segment)} " for segment in segments)


def _crosswalk(dataset: Dataset, holdings: _Holdings, partners: Mapping[str, Mapping[str, str]]) -> list[Statement]:
    rows = _judged(dataset, EntityKind.SECTOR, CROSSWALK)
    through: dict[tuple[str, str], set[str]] = defaultdict(set)
    judged: dict[tuple[str, str], list[Provenance]] = defaultdict(list)
    for organisation, term in sorted(holdings):
        for sector, cited in rows.get(term, ()):
            through[organisation, sector].update(holdings[organisation, term])
            judged[organisation, sector].append(cited)
    return [
        Statement(
            organisation,
            Predicate.ACTIVE_IN_SECTOR,
            sector,
            StatementOrigin.INFERRED,
            weight=float(len(partnerships)),
            provenance=(
                *_provenance(organisation, sorted(partnerships), partners, CROSSWALK),
                *judged[organisation, sector],
            ),
        )
        for (organisation, sector), partnerships in through.items()
    ]


def _judged(dataset: Dataset, kind: EntityKind, rule: str) -> Mapping[str, list[tuple[str, Provenance]]]:
    """Return what crosswalk rows read each term as, of one kind, with the row to cite."""
    wanted = {entity.id for entity in dataset.entities if kind_of(entity) is kind}
    found: dict[str, list[tuple[str, Provenance]]] = defaultdict(list)
    for row in dataset.crosswalks:
        if row.object in wanted:
            cited = Provenance(row.source, f"crosswalks.csv: {row.subject} > {row.object}", row.reason, rule)
            found[row.subject].append((row.object, cited))
    return found


def _stage_map(dataset: Dataset, linked: Iterable[Statement]) -> list[Statement]:
    organisations = {entity.id for entity in dataset.entities if kind_of(entity) in ORGANISATION_KINDS}
    relations = frozenset(HOLDING.values())
    rows = _judged(dataset, EntityKind.VALUE_CHAIN_STAGE, STAGE_MAP)
    held: dict[tuple[str, str], list[Provenance]] = defaultdict(list)
    for item in sorted(linked, key=lambda item: item.order):
        if item.predicate in relations and item.origin in TAKEN and item.subject in organisations:
            held[item.subject, item.object] += item.provenance
    terms: dict[tuple[str, str], int] = defaultdict(int)
    cited: dict[tuple[str, str], list[Provenance]] = defaultdict(list)
    for (organisation, term), said in held.items():
        for stage, judged in rows.get(term, ()):
            terms[organisation, stage] += 1
            cited[organisation, stage] += [*(replace(place, rule=STAGE_MAP) for place in said), judged]
    return [
        Statement(
            organisation,
            Predicate.OCCUPIES_STAGE,
            stage,
            StatementOrigin.INFERRED,
            weight=float(count),
            provenance=tuple(cited[organisation, stage]),
        )
        for (organisation, stage), count in terms.items()
    ]

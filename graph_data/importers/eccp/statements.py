"""The rows that follow from a page once everything on it has been read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from graph_data.dataset import Dataset
from graph_data.importers.eccp.fields import BLANK_IS_A_FACT, Head
from graph_data.importers.eccp.known import SOURCE, Known
from graph_data.importers.eccp.names import cluster_id, kind_of_name, repaired, trailing_acronym
from graph_data.importers.eccp.page import Page, Span
from graph_data.importers.eccp.partners import Mention
from graph_data.importers.eccp.readings import ATTRIBUTES, Reading
from graph_data.importers.eccp.table import Row
from graph_data.importers.eccp.terms import FACETS, Facet, Item
from graph_data.ontology import (
    PREFIXES,
    Challenge,
    Cluster,
    EntityKind,
    NameKind,
    Partnership,
    Predicate,
    StatementOrigin,
    TargetSector,
    ValueChain,
)
from graph_data.rows import Fact, Link, Name
from graph_data.slugs import slug

__all__ = ["Reader", "partnership_id"]

_TARGETS = {
    "targetsSector": (Predicate.TARGETS, EntityKind.TARGET_SECTOR, TargetSector, "target-sectors"),
    "addressesChallenge": (Predicate.ADDRESSES, EntityKind.CHALLENGE, Challenge, "challenges"),
}


def partnership_id(acronym: str) -> str:
    """Return the id of a partnership."""
    return f"{PREFIXES[EntityKind.PARTNERSHIP]}:{slug(acronym)}"


@dataclass(frozen=True, slots=True)
class Reader:
    """What was read, turned into rows.

    Attributes:
        page: the page.
        partnership: id of its partnership.
        head: its labelled fields.
        facets: the partnership's own lists.
        partners: rows of the table with what the prose says of them.
        known: organisations of other pages.
        readings: what a person read.
    """

    page: Page
    partnership: str
    head: Head
    facets: Mapping[Facet, Sequence[Item]]
    partners: Mapping[Row, Mention | None]
    known: Known
    readings: Sequence[Reading]

    def cluster(self, row: Row) -> str:
        """Return the id of a row's organisation."""
        mention = self.partners[row]
        alias = self.page.words(mention.name) if mention else None
        name = repaired(self.page.words(row.name))
        return self.known.id_of(cluster_id(name, alias), name, row.last.country_id)

    def rows(self, vocabulary: Dataset) -> Iterator[object]:
        """Yield every row; terms that the vocabulary holds are not repeated."""
        yield self._partnership()
        yield from self._head_facts()
        for facet, items in self.facets.items():
            whole = self.head.fields[facet.property].whole
            yield from (self._link(self.partnership, facet.predicate, item.term, whole) for item in items)
        for row, mention in self.partners.items():
            cluster = self.cluster(row)
            yield from self._row(cluster, row)
            if mention is not None:
                yield from self._mentioned(cluster, row, mention)
        yield from self._read(vocabulary)

    def _fact(self, entity: str, name: str, span: Span, value: str | None) -> Fact:
        return Fact(
            entity=entity,
            property=name,
            value=value,
            source=SOURCE,
            locator=self.page.locator(span),
            stated_as=self.page.words(span),
        )

    def _link(self, subject: str, predicate: Predicate, target: str, span: Span) -> Link:
        return Link(
            subject=subject,
            predicate=predicate,
            object=target,
            origin=StatementOrigin.STATED,
            source=SOURCE,
            locator=self.page.locator(span),
            quote=self.page.words(span),
        )

    def _partnership(self) -> Partnership:
        page, head = self.page, self.head
        read: dict[str, Any] = {
            ATTRIBUTES[row.property]: row.value for row in self.readings if row.property in ATTRIBUTES
        }
        acronym = page.words(_given(head.acronym))
        origin = head.fields["origin"].values
        return Partnership(
            id=self.partnership,
            name=acronym,
            acronym=acronym,
            title=page.words(_given(head.title)),
            strand=head.strand,
            start_date=head.start_date,
            duration_months=head.numbers.get("durationMonths"),
            partner_count=head.numbers.get("partnerCount"),
            planned_exchanges=head.numbers.get("plannedExchanges"),
            origin=page.words(Span(origin[0].start, origin[-1].end)) if origin else None,
            source=SOURCE,
            locator=page.locator(_given(head.family)),
            **read,
        )

    def _head_facts(self) -> Iterator[Fact]:
        head, words = self.head, self.page.words
        family, acronym, title = _given(head.family), _given(head.acronym), _given(head.title)
        yield self._fact(self.partnership, "strand", family, head.strand)
        yield self._fact(self.partnership, "acronym", acronym, words(acronym))
        yield self._fact(self.partnership, "title", title, words(title))
        stated = {name: str(number) for name, number in head.numbers.items()}
        if head.start_date:
            stated["startDate"] = head.start_date.isoformat()
        for name in sorted(BLANK_IS_A_FACT):
            field = head.fields[name]
            if not field.values:
                yield self._fact(self.partnership, name, field.label, None)
                continue
            value = Span(field.values[0].start, field.values[-1].end)
            if name in stated or name == "origin":
                yield self._fact(self.partnership, name, value, stated.get(name, words(value)))
        for result in head.results:
            yield self._fact(self.partnership, "expectedResult", result, words(result))

    def _row(self, cluster: str, row: Row) -> Iterator[object]:
        written = self.page.words(row.name)
        name = repaired(written)
        yield Cluster(
            id=cluster,
            name=name,
            member_count=row.last.member_count,
            sme_count=row.last.sme_count,
            source=SOURCE,
            locator=self.page.locator(row.name),
        )
        if written != name:
            yield Name(entity=cluster, name=written, kind=NameKind.AS_WRITTEN)
        if (there := self.known.there(cluster)) and there.name != name:
            yield Name(entity=cluster, name=name, kind=NameKind.ALTERNATIVE)
        yield self._fact(cluster, "name", row.name, name)
        yield self._fact(cluster, "country", row.last.country, self.page.words(row.last.country))
        yield self._fact(cluster, "region", row.last.region, self.page.words(row.last.region))
        yield self._fact(cluster, "memberCount", row.last.numbers, str(row.last.member_count))
        yield self._fact(cluster, "smeCount", row.last.numbers, str(row.last.sme_count))
        yield self._link(cluster, Predicate.PARTNER_IN, self.partnership, row.name)
        yield self._link(cluster, Predicate.LOCATED_IN, row.last.region_id, row.last.region)
        for facet in FACETS:
            for item in row.lists.get(facet, ()):
                yield self._link(cluster, facet.predicate, item.term, item.span)

    def _mentioned(self, cluster: str, row: Row, mention: Mention) -> Iterator[object]:
        alias = self.page.words(mention.name)
        yield self._link(cluster, Predicate.PARTNER_IN, self.partnership, mention.name)
        if mention.place is not None:
            yield self._fact(cluster, "prosePlace", mention.place, self.page.words(mention.place))
        if alias == repaired(self.page.words(row.name)):
            return
        yield self._fact(cluster, "alias", mention.name, alias)
        yield Name(entity=cluster, name=alias, kind=kind_of_name(alias))
        if (acronym := trailing_acronym(alias)) is not None:
            span = Span(mention.name.end - len(acronym), mention.name.end)
            yield self._fact(cluster, "acronym", span, acronym)
            yield Name(entity=cluster, name=acronym, kind=NameKind.ABBREVIATION)

    def _read(self, vocabulary: Dataset) -> Iterator[object]:
        made: set[str] = set(vocabulary.by_id)
        for reading in self.readings:
            if reading.property in _TARGETS:
                predicate, kind, term_type, scheme = _TARGETS[reading.property]
                term = f"{PREFIXES[kind]}:{slug(reading.value)}"
                if term not in made:
                    made.add(term)
                    place = self.page.locator(reading.quote)
                    yield term_type(id=term, name=reading.value, scheme=scheme, source=SOURCE, locator=place)
                yield self._link(self.partnership, predicate, term, reading.quote)
                continue
            if reading.entity.startswith("value-chain:"):
                place = self.page.locator(reading.quote)
                yield ValueChain(id=reading.entity, name=reading.value, source=SOURCE, locator=place)
            yield self._fact(reading.entity, reading.property, reading.quote, reading.value)


def _given(span: Span | None) -> Span:
    """Return a span that the checks before made sure of."""
    if span is None:
        raise TypeError("rows are made of a page without problems only")
    return span

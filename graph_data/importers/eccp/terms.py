"""Lists of terms as the page writes them, split by the vocabulary alone: one reading, or a problem."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from graph_data.dataset import Dataset
from graph_data.errors import Problem
from graph_data.importers.eccp.page import Page, Span, suggestion
from graph_data.ontology import Concept, Predicate
from graph_data.tables import did_you_mean

__all__ = ["ADD", "FACETS", "Facet", "Item", "Terms"]


@dataclass(frozen=True, slots=True)
class Facet:
    """One of the four lists of a row: what it is called, its scheme, the relation it states, its property."""

    title: str
    scheme: str
    predicate: Predicate
    property: str


FACETS = (
    Facet("sectoral industries", "sectoral-industries", Predicate.ACTIVE_IN_SECTOR, "sectoralIndustry"),
    Facet("technology fields", "eccp-technology-fields", Predicate.USES_TECHNOLOGY, "technologyField"),
    Facet("S3 priority areas", "s3-priority-areas", Predicate.PURSUES_PRIORITY, "s3PriorityArea"),
    Facet("emerging industries", "emerging-industries", Predicate.IN_EMERGING_INDUSTRY, "emergingIndustry"),
)
"""The lists, in the order in which a row gives them."""


@dataclass(frozen=True, slots=True)
class Item:
    """A term where the page names it."""

    term: str
    span: Span


@dataclass(frozen=True, slots=True)
class _Chain:
    """A reading of a list from one item to the list's end; readings share their tails."""

    item: Item
    rest: "_Chain | None"

    def items(self) -> tuple[Item, ...]:
        found, link = [self.item], self.rest
        while link is not None:
            found.append(link.item)
            link = link.rest
        return tuple(found)


@dataclass(frozen=True, slots=True)
class _Label:
    text: str
    term: str
    pattern: re.Pattern[str]


_SEPARATOR = re.compile(r",\s+")

ADD = "add the missing term to concepts.csv"
"""What to do about a term that the vocabulary lacks."""

_MISSPELT = 85.0
"""From which likeness in per cent the end of a name passes for a misspelt term."""


class Terms:
    """The vocabulary as the page spells it.

    Args:
        vocabulary: dataset with the four schemes; further names of a term count as its label.
    """

    def __init__(self, vocabulary: Dataset) -> None:
        self._concepts = {entity.id: entity for entity in vocabulary.entities if isinstance(entity, Concept)}
        self._names: dict[str, list[str]] = defaultdict(list)
        for concept in self._concepts.values():
            self._names[concept.id].append(concept.name)
        for name in vocabulary.names:
            if name.entity in self._concepts and name.name not in self._names[name.entity]:
                self._names[name.entity].append(name.name)
        self._labels = {facet.scheme: self._labels_of(facet.scheme) for facet in FACETS}

    def _labels_of(self, scheme: str) -> tuple[_Label, ...]:
        """Return the labels of a scheme, longest first; a narrower term is written after its wider one."""
        found = []
        for concept in self._concepts.values():
            if concept.scheme != scheme:
                continue
            wider = self._names[concept.broader] if concept.broader else [""]
            for name in self._names[concept.id]:
                for before in wider:
                    # ':' between category and subcategory, or nothing at all.
                    pattern = rf"{_words(before)}(?:\s*:)?\s*{_words(name)}" if before else _words(name)
                    text = f"{before}:{name}" if before else name
                    found.append(_Label(text, concept.id, re.compile(pattern)))
        return tuple(sorted(found, key=lambda label: (-len(label.text), label.text, label.term)))

    def name(self, term: str) -> str:
        """Return the preferred name of a term."""
        return self._concepts[term].name

    def homonyms(self, term: str) -> Iterable[str]:
        """Return the terms of other lists' schemes that have the same name."""
        schemes = {facet.scheme for facet in FACETS} - {self._concepts[term].scheme}
        same = (other.id for other in self._concepts.values() if other.name == self.name(term))
        return sorted(other for other in same if self._concepts[other].scheme in schemes)

    def readings(self, page: Page, span: Span, facet: Facet) -> tuple[tuple[Item, ...], ...]:
        """Return the ways to read a span as a list of a facet's terms: none, one, or two of many."""
        found = self._chains(page, span, facet).get(span.start, [])
        return tuple(chain.items() for chain in found)

    def _chains(self, page: Page, span: Span, facet: Facet) -> Mapping[int, list[_Chain]]:
        """Return the readings of the rest of a span from each word on, at most two of each; from right to left."""
        found: dict[int, list[_Chain]] = {}
        for start in reversed(_word_starts(page, span)):
            chains: list[_Chain] = []
            for label in self._labels[facet.scheme]:
                if (match := label.pattern.match(page.text, start, span.end)) is None:
                    continue
                item = Item(label.term, Span(*match.span()))
                if match.end() == span.end:
                    chains.append(_Chain(item, None))
                elif (comma := _SEPARATOR.match(page.text, match.end(), span.end)) is not None:
                    chains += [_Chain(item, rest) for rest in found.get(comma.end(), [])]
            found[start] = chains[:2]
        return found

    def one_reading(self, page: Page, span: Span, facet: Facet, problems: list[Problem]) -> tuple[Item, ...]:
        """Read a span as a list of a facet's terms, adding a problem when it has not exactly one reading."""
        found = self.readings(page, span, facet)
        if len(found) == 1:
            return self._once(page, found[0], problems)
        problems += self.unknown(page, span, (facet,)) if not found else [self.doubtful(page, span, found)]
        return ()

    def _once(self, page: Page, items: tuple[Item, ...], problems: list[Problem]) -> tuple[Item, ...]:
        seen: dict[str, Item] = {}
        for item in items:
            if item.term in seen:
                first = page.place(seen[item.term].span)
                problems.append(page.problem(item.span, f"{self.name(item.term)!r} stands twice, first at {first}"))
            seen.setdefault(item.term, item)
        return tuple(seen.values())

    def doubtful(self, page: Page, span: Span, readings: Iterable[tuple[Item, ...]]) -> Problem:
        """Return the problem of a list that can be read in several ways."""
        ways = " or ".join(" + ".join(f"{page.words(item.span)!r} ({item.term})" for item in way) for way in readings)
        message = f"{page.words(span)!r} can be read as {ways}; rename or remove one of these terms in concepts.csv"
        return page.problem(span, message)

    def unknown(self, page: Page, span: Span, facets: tuple[Facet, ...]) -> list[Problem]:
        """Return a problem for each item that is no term, judged by the facet that knows most of them."""
        by_facet = {facet: self._strangers(page, span, facet) for facet in facets}
        fewest = min(len(strangers) for strangers in by_facet.values())
        best = [facet for facet, strangers in by_facet.items() if len(strangers) == fewest]
        strangers = by_facet[best[0]]
        return [page.problem(stranger, self._advice(page, stranger, best)) for stranger in strangers]

    def _advice(self, page: Page, stranger: Span, facets: list[Facet]) -> str:
        word = page.words(stranger)
        schemes = " or ".join(facet.scheme for facet in facets)
        labels = [label for facet in facets for label in self._labels[facet.scheme]]
        hint = did_you_mean(word, (label.text for label in labels))
        wider = [label for label in labels if label.pattern.match(word) and not self._concepts[label.term].broader]
        what = f"unknown term {word!r} of {schemes}"
        if wider:
            what += (
                f", which begins with {wider[0].text!r} ({wider[0].term}) but goes on with none of its subcategories"
            )
        return f"{what}{suggestion(hint, ADD)}"

    def _strangers(self, page: Page, span: Span, facet: Facet) -> list[Span]:
        found, start = [], span.start
        while start < span.end:
            matches = (label.pattern.match(page.text, start, span.end) for label in self._labels[facet.scheme])
            ends = (match.end() for match in matches if match)
            end = next((end for end in ends if end == span.end or _SEPARATOR.match(page.text, end, span.end)), None)
            if end is None:
                comma = _SEPARATOR.search(page.text, start, span.end)
                end = comma.start() if comma else span.end
                found.append(Span(start, end))
            comma = _SEPARATOR.match(page.text, end, span.end)
            start = comma.end() if comma else span.end
        return found

    def ends(self, page: Page, span: Span, facet: Facet) -> Mapping[Span, tuple[tuple[Item, ...], ...]]:
        """Return the readings of the ends of a span, by the span of what stands before them.

        What stands before is not blank and does not end in a comma: then the list would begin earlier.
        """
        found = {}
        for start, chains in self._chains(page, span, facet).items():
            before = page.trimmed(span.start, start)
            if chains and before.start < before.end and page.text[before.end - 1] != ",":
                found[before] = tuple(chain.items() for chain in chains)
        return dict(sorted(found.items()))

    def near_end(self, page: Page, span: Span, facet: Facet) -> tuple[Span, str] | None:
        """Return the end of a span that is a term but for its spelling, and that term; None when none is."""
        labels = [label.text for label in self._labels[facet.scheme]]
        best, found = _MISSPELT, None
        for end in (Span(start, span.end) for start in _word_starts(page, span)[1:]):
            alike = process.extractOne(page.words(end), labels, scorer=fuzz.ratio, score_cutoff=best)
            if alike is not None:
                best, found = alike[1], (end, alike[0])
        return found


def _words(label: str) -> str:
    return r"\s+".join(map(re.escape, label.split()))


def _word_starts(page: Page, span: Span) -> list[int]:
    blanks = re.finditer(r"\s+", page.text[span.start : span.end])
    return [span.start, *(span.start + match.end() for match in blanks)]

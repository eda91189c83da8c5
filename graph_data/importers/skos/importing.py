"""Makes rows of a vocabulary in SKOS: a classification and its terms, with every name in every language."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import chain
from itertools import count as count_from
from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.errors import SHOWN, Problem
from graph_data.importers.report import Finding
from graph_data.importers.skos.vocabulary import Label, Thing, Vocabulary
from graph_data.ontology import KINDS, PREFIXES, Concept, Entity, EntityKind, NameKind, StatementOrigin, kind_of
from graph_data.reading.contents import Contents
from graph_data.reading.rdf import read_triples
from graph_data.reading.records import MAX_CELL
from graph_data.rows import Name, Scheme, Source
from graph_data.slugs import slug
from graph_data.tables import did_you_mean

__all__ = ["add_vocabulary"]

LONGEST = 100
"""Characters of a name that its id is made from."""

_HEADINGS = ["id", "kind", "name", "scheme", "notation", "broader", "exact_match", "source", "locator"]
_HEADINGS += ["entity", "language", "title", "origin", "url", "publisher", "licence"]
"""Columns of which a vocabulary says something; the others of a row that is known already stay as they are."""


def add_vocabulary(  # noqa: PLR0913 -- what a person decides of an import
    contents: Contents,
    path: Path,
    known: Dataset,
    kind: EntityKind,
    *,
    scheme: str | None = None,
    language: str = "en",
) -> list[Finding]:
    """Add the terms of a vocabulary to other contents, and return what was seen.

    Args:
        contents: what to add to; everything that is wrong is added to its problems.
        path: file in Turtle or RDF/XML.
        known: the dataset that the terms are for: a term that it has from the same address, or in the same
            classification under the same code, keeps its id.
        kind: kind of the terms.
        scheme: id of the classification: the one that the file holds gets it, or one of several is chosen by it. Made
            from the address of the file's when not given.
        language: BCP 47 tag of the language that terms are named in.

    Raises:
        InvalidDataset: the file is no RDF.
        MissingExtra: pyoxigraph is not installed.
    """
    importer = _Importer(contents, Vocabulary(read_triples(path)), path.name, known, kind, language)
    importer.run(scheme)
    unread = sorted(f"{word}: {count}" for word, count in importer.vocabulary.unread.items())
    found = [
        Finding("properties-not-read", f"Properties that are not read: {len(unread)}.", len(unread), tuple(unread)),
        Finding(
            "several-notations",
            f"Terms with several notations, of which the first is taken: {len(importer.several)}.",
            len(importer.several),
            tuple(importer.several),
        ),
    ]
    return [finding for finding in found if finding.count]


class _Importer:
    def __init__(  # noqa: PLR0913 -- what an import rests on
        self, contents: Contents, vocabulary: Vocabulary, name: str, known: Dataset, kind: EntityKind, language: str
    ) -> None:
        self.vocabulary = vocabulary
        self.several: list[str] = []
        self.headings = _HEADINGS
        self._contents = contents
        self._name = name
        self._known = known
        self._kind = kind
        self._language = language.lower()
        self._taken = {*known.by_id, *(row.id for row in contents.rows if isinstance(row, Entity))}
        self._known_concepts = frozenset(vocabulary.concepts)
        self._tails = frozenset(map(_tail, vocabulary.concepts))
        self._holders: dict[str, str] = {}
        self._ids: dict[str, str] = {}
        self._addresses: list[str] = []

    def run(self, wanted: str | None) -> None:
        """Add the rows of the schemes that are wanted."""
        schemes = self._chosen(wanted)
        for address in self.vocabulary.concepts:
            if (holder := self._holder(address, schemes)) is not None:
                self._holders[address] = holder
        known = {holder: self._known_ids(number) for holder, number in schemes.items()}
        for address, holder in self._holders.items():
            self._ids[address] = self._id_of(address, known[holder])
        for holder, number in schemes.items():
            self._scheme(holder, number)
        for address, holder in self._holders.items():
            self._concept(address, schemes[holder])

    def _say(self, address: str, message: str) -> None:
        self._contents.problems.append(self._problem(address, message))

    def _problem(self, address: str, message: str) -> Problem:
        return Problem(self._name, 0, 0, f"<{address}>: {message}" if address else message)

    def problem(self, line: int, _: str | None, message: str) -> Problem:
        """Return a problem of the thing of a number."""
        return self._problem(self._addresses[line - 1], message)

    def _add(self, row: object, address: str) -> None:
        self._addresses.append(address)
        self._contents.rows.append(row)
        self._contents.places.add(row, self, len(self._addresses))

    def _chosen(self, wanted: str | None) -> dict[str, str]:
        """Return the ids of the classifications to import, by address."""
        schemes = self.vocabulary.schemes
        if not self.vocabulary.concepts:
            self._say("", "no skos:Concept in the file")
        elif not schemes and wanted is None:
            self._say("", "no skos:ConceptScheme in the file; name the classification with --scheme")
        if len(schemes) <= 1 and wanted is not None:
            return {schemes[0] if schemes else "": wanted}
        ids = {address: slug(_tail(address)) or slug(address) for address in schemes}
        if doubled := [number for number, count in Counter(ids.values()).items() if count > 1]:
            ids = {address: slug(address) if number in doubled else number for address, number in ids.items()}
        if wanted is None:
            return ids
        found = {address: number for address, number in ids.items() if wanted in {number, address}}
        if not found:
            hint = did_you_mean(wanted, ids.values()) or f"; the file holds {', '.join(sorted(ids.values()))}"
            self._say("", f"no classification {wanted!r} in the file{hint}")
        return found

    def _holder(self, address: str, schemes: dict[str, str]) -> str | None:
        """Return the address of the scheme that holds a concept, None where none of those that are wanted does."""
        said = self.vocabulary.things[address].schemes
        if not said:
            if len(self.vocabulary.schemes) <= 1:
                return next(iter(schemes), None)
            self._say(address, "is in no scheme, and the file has several: add skos:inScheme")
            return None
        found = sorted(said & schemes.keys())
        if len(found) > 1:
            self._say(address, f"is in {len(found)} of the schemes; a term is in one: choose with --scheme")
        return found[0] if found else None

    def _known_ids(self, scheme: str) -> dict[str, str]:
        """Return the ids of the terms of a classification that the dataset has, by address and by code."""
        found: dict[str, str] = {}
        for entity in self._known.entities:
            if isinstance(entity, Concept) and entity.scheme == scheme and kind_of(entity) is self._kind:
                found |= {key: entity.id for key in (entity.notation, entity.locator) if key}
        return found

    def _id_of(self, address: str, known: dict[str, str]) -> str:
        thing = self.vocabulary.things[address]
        notation = min(thing.notations, default="")
        for key in (address, notation):
            if key in known:
                return known[key]
        named = self._named(thing)
        stem, tail = slug(named.text[:LONGEST] if named else ""), slug(_tail(address))
        choices = [stem or tail, f"{stem}-{slug(notation)}" if notation else "", f"{stem}-{tail}"]
        # Two terms may have one name; the code or the address tells them apart, and if they do not, a number does.
        every = chain(choices, (f"{stem or 'term'}-{count}" for count in count_from(2)))
        numbers = (f"{PREFIXES[self._kind]}:{choice.strip('-')}" for choice in every if choice.strip("-"))
        number = next(number for number in numbers if number not in self._taken)
        self._taken.add(number)
        return number

    def _named(self, thing: Thing) -> Label | None:
        """Return the label that a concept is called by: in the language, in none, or in its one variant."""
        preferred = {label.language: label for label in _sorted(thing.labels) if label.kind is NameKind.PREFERRED}
        if found := preferred.get(self._language) or preferred.get(""):
            return found
        variants = [tag for tag in preferred if tag.startswith(f"{self._language}-")]
        return preferred[variants[0]] if len(variants) == 1 else None

    def _scheme(self, address: str, number: str) -> None:
        thing = self.vocabulary.things[address]
        titles = [*thing.said["title"], *(label for label in thing.labels if label.kind is NameKind.PREFERRED)]
        title = self._one(titles) or address or number
        publisher, licence = self._one(thing.said["publisher"]), self._one(thing.said["licence"])
        source = Source(
            id=number,
            title=title,
            origin=StatementOrigin.IMPORTED,
            url=address or None,
            publisher=publisher,
            licence=licence,
        )
        self._add(source, address)
        schemes = {row.id: row for row in self._known.schemes}
        if number in schemes and schemes[number].kind is not self._kind:
            kind = schemes[number].kind.value
            self._say(address, f"the dataset has {number!r} for terms of kind {kind}; write --kind {kind}")
        elif number not in schemes:
            # Whether the file holds every term is not said in SKOS.
            made = Scheme(id=number, title=title, kind=self._kind, complete=False, source=number, publisher=publisher)
            self._add(made, address)

    def _one(self, labels: Iterable[Label]) -> str | None:
        """Return one of several texts: in the language that is wanted, in none, else the first."""
        order = {self._language: 0, "": 1}
        found = sorted(labels, key=lambda label: (order.get(label.language, 2), label.order))
        return found[0].text.strip() if found else None

    def _concept(self, address: str, scheme: str) -> None:
        thing, number = self.vocabulary.things[address], self._ids[address]
        problems = list(self._wrong(address, thing))
        for message in problems:
            self._say(address, message)
        named = self._named(thing)
        if problems or named is None:
            self._contents.places.unread["entities"].add(number)
            return
        if len(thing.notations) > 1:
            self.several.append(f"{number}: {', '.join(sorted(thing.notations))}")
        term = KINDS[self._kind](
            id=number,
            name=named.text.strip(),
            scheme=scheme,  # type: ignore[call-arg] # the kinds that are asked for are terms
            notation=min(thing.notations, default=None),
            broader=next((self._ids[wider] for wider in thing.broader), None),
            exact_match=tuple(sorted(thing.matches)),
            source=scheme,
            locator=address,
        )
        self._add(term, address)
        # The name of an entity has no language: where its label has one, it is kept among the further names.
        for label in _sorted(thing.labels - {Label(named.text, "")}):
            name = Name(entity=number, name=label.text.strip(), kind=label.kind, language=label.language or None)
            self._add(name, address)

    def _wrong(self, address: str, thing: Thing) -> Iterator[str]:
        if address.startswith("_:"):
            yield "a concept without an address; give it one"
        tags = Counter(label.language for label in thing.labels if label.kind is NameKind.PREFERRED)
        for tag in sorted(tag for tag, count in tags.items() if count > 1):
            texts = ", ".join(repr(text) for text in sorted(_preferred(thing, tag)))
            yield f"has {tags[tag]} preferred labels in {_language(tag)}: {texts}; make all but one skos:altLabel"
        if self._named(thing) is None:
            there = ", ".join(_language(tag) for tag in sorted(tags)) or "none at all"
            yield f"has no preferred label in {self._language}; labels are in: {there}"
        yield from self._unreadable(thing)
        if len(thing.broader) > 1:
            wider = ", ".join(f"<{one}>" for one in sorted(thing.broader))
            yield f"has {len(thing.broader)} broader concepts, a term has one at most: {wider}"
        for wider in sorted(thing.broader):
            if wider not in self._known_concepts:
                hint = did_you_mean(_tail(wider), self._tails) if len(self._contents.problems) < SHOWN else ""
                yield f"its broader <{wider}> is no concept of the file{hint}"
            elif self._holders.get(wider) != self._holders[address]:
                yield f"its broader <{wider}> is in another scheme"

    def _unreadable(self, thing: Thing) -> Iterator[str]:
        for text in sorted({*(label.text for label in thing.labels), *thing.notations}):
            if not text.strip():
                yield "has a blank label or notation"
            elif len(text) > MAX_CELL:
                yield f"has a label of {len(text)} characters; {MAX_CELL} at most"
        for match in sorted(thing.matches):
            if match.startswith(('"', "_:")):
                yield f"its exactMatch {match[:80]} is no address"


def _sorted(labels: Iterable[Label]) -> list[Label]:
    return sorted(labels, key=lambda label: label.order)


def _preferred(thing: Thing, tag: str) -> list[str]:
    return [label.text for label in thing.labels if label.kind is NameKind.PREFERRED and label.language == tag]


def _language(tag: str) -> str:
    return repr(tag) if tag else "no language"


def _tail(address: str) -> str:
    """Return the last part of an address."""
    return address.rstrip("/#:").replace("#", "/").replace(":", "/").rpartition("/")[2]

"""What a file in SKOS says: its schemes and concepts by address, as plain text."""

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from graph_data.ontology import NameKind

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["Label", "Thing", "Vocabulary"]

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

_LABELS = {
    "prefLabel": NameKind.PREFERRED,
    "altLabel": NameKind.ALTERNATIVE,
    "hiddenLabel": NameKind.AS_WRITTEN,
}

_SAID = {
    "title": {
        "http://purl.org/dc/terms/title",
        "http://purl.org/dc/elements/1.1/title",
        "http://www.w3.org/2000/01/rdf-schema#label",
    },
    "publisher": {"http://purl.org/dc/terms/publisher", "http://purl.org/dc/elements/1.1/publisher"},
    "licence": {"http://purl.org/dc/terms/license"},
}
"""What a scheme says of itself, by the words that say it."""

_WORDS = {word: what for what, words in _SAID.items() for word in words}


@dataclass(frozen=True, slots=True)
class Label:
    """A name in a language; blank where the file names none."""

    text: str
    language: str
    kind: NameKind = NameKind.PREFERRED

    @property
    def order(self) -> tuple[str, str, str]:
        """Key by which labels are sorted."""
        return (self.text, self.language, self.kind.value)


@dataclass(slots=True)
class Thing:
    """What is said of one address.

    Attributes:
        labels: names.
        broader: addresses of wider concepts, said from either end.
        schemes: addresses of the schemes that hold it, said from either end.
        notations: codes.
        matches: addresses of the same concept elsewhere.
        said: title, publisher and licence of a scheme.
    """

    labels: set[Label] = field(default_factory=set)
    broader: set[str] = field(default_factory=set)
    schemes: set[str] = field(default_factory=set)
    notations: set[str] = field(default_factory=set)
    matches: set[str] = field(default_factory=set)
    said: dict[str, set[Label]] = field(default_factory=lambda: defaultdict(set))


class Vocabulary:
    """The schemes and concepts of a file.

    Attributes:
        things: what is said, by address; of some perhaps nothing is.
        concepts: addresses of the concepts, sorted.
        schemes: addresses of the schemes, sorted.
        unread: how often each property of a concept or scheme stands that is not read.
    """

    def __init__(self, triples: Iterable["Triple"]) -> None:
        self.things: dict[str, Thing] = defaultdict(Thing)
        self.unread = Counter[str]()
        self._concepts: set[str] = set()
        self._schemes: set[str] = set()
        others: dict[str, Counter[str]] = defaultdict(Counter)
        for triple in triples:
            word = str(triple.predicate.value)
            if not self._take(triple, word):
                others[_address(triple.subject)][word] += 1
        self.concepts = sorted(self._concepts)
        self.schemes = sorted(self._schemes)
        for known in self._concepts | self._schemes:
            self.unread.update(others.get(known, {}))

    def _take(self, triple: "Triple", word: str) -> bool:
        subject, value = _address(triple.subject), triple.object
        if word == _TYPE:
            return self._typed(subject, _address(value))
        if what := _WORDS.get(word):
            self.things[subject].said[what].add(_label(value))
            return True
        return word.startswith(_SKOS) and self._take_skos(subject, word.removeprefix(_SKOS), value)

    def _take_skos(self, subject: str, word: str, value: object) -> bool:
        match word:
            case "broader":
                self.things[subject].broader.add(_address(value))
            case "narrower":
                self.things[_address(value)].broader.add(subject)
            case "inScheme" | "topConceptOf":
                self._hold(_address(value), subject)
            case "hasTopConcept":
                self._hold(subject, _address(value))
            case "notation":
                self.things[subject].notations.add(_label(value).text)
            case "exactMatch":
                self.things[subject].matches.add(_address(value))
            case _ if word in _LABELS:
                self.things[subject].labels.add(_label(value, _LABELS[word]))
            case _:
                return False
        return True

    def _typed(self, subject: str, type_: str) -> bool:
        if type_ == f"{_SKOS}Concept":
            self._concepts.add(subject)
        elif type_ == f"{_SKOS}ConceptScheme":
            self._schemes.add(subject)
        return True

    def _hold(self, scheme: str, concept: str) -> None:
        # What stands in a scheme is a concept, whether or not the file says so again.
        self._concepts.add(concept)
        self._schemes.add(scheme)
        self.things[concept].schemes.add(scheme)


def _address(value: object) -> str:
    """Return an address, or for what has none what pyoxigraph calls it: _:name, or a text in quotation marks."""
    return str(getattr(value, "value", value)) if type(value).__name__ == "NamedNode" else str(value)


def _label(value: object, kind: NameKind = NameKind.PREFERRED) -> Label:
    language = getattr(value, "language", None)
    return Label(str(getattr(value, "value", value)), (language or "").lower(), kind)

"""The index of a graph's names and codes: sorted, by word, and by three letters in a row; made once per graph."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from threading import RLock
from typing import TypeAlias
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Concept, Country, Entity, EntityKind, Partnership, Region, kind_of
from graph_data.slugs import fold

__all__ = ["KIND_ORDER", "Integers", "SearchIndex", "beginning_with", "index_of", "trigrams"]

Integers: TypeAlias = NDArray[np.int32]

KIND_ORDER = tuple(EntityKind)
"""What the numbers in SearchIndex.kinds stand for."""


@dataclass(frozen=True, slots=True, eq=False)
class SearchIndex:
    """Entries are names, sorted by their folded form, and then codes, sorted likewise.

    Attributes:
        ids: ids of the entities, sorted; everywhere else an entity is its place in here.
        kinds: for each entity the place of its kind in KIND_ORDER.
        names: folded names, sorted.
        codes: folded codes, sorted; whole ids begin with a colon.
        texts: for each entry how it is written.
        owners: for each entry its entity.
        lengths: for each entry the number of its folded characters.
        words: the words of the names, sorted.
        starts: where in `postings` the names of each word begin, and where the last ones end.
        postings: names by word.
        trigrams: words by three letters in a row, a blank standing before the first.
    """

    ids: Sequence[str]
    kinds: Integers
    names: Sequence[str]
    codes: Sequence[str]
    texts: Sequence[str]
    owners: Integers
    lengths: Integers
    words: Sequence[str]
    starts: Integers
    postings: Integers
    trigrams: dict[str, Integers]

    def names_of_words(self, first: int, stop: int) -> Integers:
        """Return the names that have one of the words from a place to another, some of them more than once."""
        return self.postings[self.starts[first] : self.starts[stop]]


def beginning_with(text: str, ordered: Sequence[str]) -> tuple[int, int]:
    """Return from where to where the sorted folded strings begin with a text."""
    return bisect_left(ordered, text), bisect_left(ordered, text + "{")


def trigrams(word: str) -> set[str]:
    """Return the runs of three letters of a word, a blank standing before the first."""
    padded = f" {word}"
    return {padded[at : at + 3] for at in range(len(padded) - 2)}


_KEPT: WeakKeyDictionary[KnowledgeGraph, SearchIndex] = WeakKeyDictionary()
_LOCK = RLock()


def index_of(graph: KnowledgeGraph) -> SearchIndex:
    """Return the index of a graph, made by the first thread that asks while others wait."""
    found = _KEPT.get(graph)  # without the lock, which is held while another graph's is made
    if found is None:
        with _LOCK:
            found = _KEPT.get(graph)
            if found is None:
                found = _KEPT[graph] = _build(graph)
    return found


def _build(graph: KnowledgeGraph) -> SearchIndex:
    entities = graph.entities()
    known_as = _register_numbers(graph)
    names: set[tuple[str, int, str]] = set()
    codes: set[tuple[str, int, str]] = set()
    for place, entity in enumerate(entities):
        names.update(_folded(place, _names(graph, entity)))
        codes.update(_folded(place, [*_codes(entity), *known_as.get(entity.id, ())]))
        codes.add((f":{fold(entity.id)}", place, entity.id))
    entries = [*sorted(names), *sorted(codes)]
    folded = [entry[0] for entry in entries]
    words, starts, postings = _by_word(folded[: len(names)])
    return SearchIndex(
        ids=[entity.id for entity in entities],
        kinds=np.array([KIND_ORDER.index(kind_of(entity)) for entity in entities], np.int32),
        names=folded[: len(names)],
        codes=folded[len(names) :],
        texts=[entry[2] for entry in entries],
        owners=np.array([entry[1] for entry in entries], np.int32),
        lengths=np.array([len(text) for text in folded], np.int32),
        words=words,
        starts=starts,
        postings=postings,
        trigrams=_by_trigram(words),
    )


def _names(graph: KnowledgeGraph, entity: Entity) -> Iterator[str]:
    """Yield what an entity is called; its preferred name first."""
    yield entity.name
    yield from (name.name for name in graph.names(entity.id))
    if isinstance(entity, Partnership):
        yield from filter(None, (entity.acronym, entity.title))
    slug = entity.id.partition(":")[2]
    if not slug.startswith(f"{entity.source}-") and fold(slug) not in map(fold, _codes(entity)):
        yield slug.replace("-", " ")


def _codes(entity: Entity) -> Iterator[str]:
    """Yield by what registers and classifications know an entity."""
    slug = entity.id.partition(":")[2]
    if slug.startswith(f"{entity.source}-"):
        yield slug.removeprefix(f"{entity.source}-")
    if isinstance(entity, Concept) and entity.notation:
        yield entity.notation
    if isinstance(entity, Region):
        yield entity.nuts_code
    if isinstance(entity, Country):
        yield entity.code


def _register_numbers(graph: KnowledgeGraph) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in graph.dataset.same_as:
        found[row.entity].append(row.source_id)
    return found


def _folded(place: int, texts: Iterable[str]) -> Iterator[tuple[str, int, str]]:
    """Yield each text with its folded form, the first of those that fold alike."""
    first: dict[str, str] = {}
    for text in texts:
        first.setdefault(fold(text), text)
    return ((folded, place, text) for folded, text in first.items() if folded)


def _by_word(names: Sequence[str]) -> tuple[list[str], Integers, Integers]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, name in enumerate(names):
        for word in set(name.split()):
            found[word].append(place)
    words = sorted(found)
    starts = np.cumsum([0, *(len(found[word]) for word in words)], dtype=np.int32)
    postings = np.fromiter((place for word in words for place in found[word]), np.int32, int(starts[-1]))
    return words, starts, postings


def _by_trigram(words: Sequence[str]) -> dict[str, Integers]:
    found: dict[str, list[int]] = defaultdict(list)
    for place, word in enumerate(words):
        for run in trigrams(word):
            found[run].append(place)
    return {run: np.array(places, np.int32) for run, places in found.items()}

"""Which entities a text finds, and how well: the steps of the score are described in graph_data.search."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph_data.search.index import Integers, SearchIndex, beginning_with
from graph_data.search.words import meant_by
from graph_data.slugs import fold

__all__ = ["FULL", "LONGEST", "Ranked", "find"]

LONGEST = 1_000
"""Characters that a text may have."""

FULL = 10_000
"""Points of a score of 1."""

BEGINS, LATER, ANY_ORDER, TYPOS = 9_000, 8_000, 7_000, 5_000
"""Least points of each step below the exact name."""

LARGER_PART = 900
"""Points that a name gets beside its step when the text is all of it; in proportion when it is a part."""

LIKENESS = 1_000
"""Points for words that are right, in the step of typos."""

FEW = 5
"""Entities found as written below which typos are thought of, unless one of them has the text as its name."""

MOST_WORDS = 32
"""Words beyond which a text is looked for only as it stands."""

MOST_PHRASES = 2_000
"""How many names are read for whether the words stand in order in them, the shortest names first."""

MOST_COMPARED = 1_200
"""How many words are compared with the words of a text in all; after that, its words count only as written."""

Points: TypeAlias = NDArray[np.uint16]
Pairs: TypeAlias = tuple[Integers, Points]


@dataclass(frozen=True, slots=True, eq=False)
class Ranked:
    """What a text finds.

    Attributes:
        entities: places of the entities in the index, best first, ties by id.
        points: their scores in ten-thousandths.
        entries: for each entity the entry that was found.
        examined: how many words and names were compared letter by letter.
    """

    entities: Integers
    points: Points
    entries: Integers
    examined: int = 0


def find(index: SearchIndex, text: str) -> Ranked:
    """Return every entity that a text finds."""
    folded = fold(text)
    if not folded:
        return _ranked(index, [], 0)
    words = _words(folded)
    named, examined = _named(index, folded, words)
    pairs = [named, _coded(index, f":{folded}" if ":" in text else folded)]
    found = _ranked(index, pairs, examined)
    if not words or len(found.entities) >= FEW or (found.points == FULL).any():
        return found
    misspelt, compared = _misspelt(index, folded, words)
    return _ranked(index, [*pairs, misspelt], examined + compared)


def _words(folded: str) -> list[str]:
    """Return the words that names must have; none when there are too many to look for."""
    words = folded.split()
    if len(words) > MOST_WORDS:
        return []
    return list(dict.fromkeys(word for word in words if word != "and")) or words[:1]


def _named(index: SearchIndex, folded: str, words: list[str]) -> tuple[Pairs, int]:
    """Return the names that have the text as written, and how many were read for it."""
    first, stop = beginning_with(folded, index.names)
    begin = np.arange(first, stop, dtype=np.int32)
    holding = _holding(index, words)
    rest = holding[(holding < first) | (holding >= stop)]
    base = np.full(len(rest), LATER if words == [folded] else ANY_ORDER)
    read = 0
    if words != [folded]:
        shortest = np.argsort(index.lengths[rest], kind="stable")[:MOST_PHRASES]
        read = len(shortest)
        in_order = [at for at in shortest.tolist() if f" {folded}" in index.names[rest[at]]]
        base[in_order] = LATER
    points = np.concatenate([np.full(len(begin), BEGINS), base])
    return _weighed(index, np.concatenate([begin, rest]), points, folded), read


def _holding(index: SearchIndex, words: list[str]) -> Integers:
    """Return the names in which every word begins a word, sorted."""
    ranges = [beginning_with(word, index.words) for word in words]
    postings = sorted((index.names_of_words(*places) for places in ranges), key=len)
    if not postings or not len(postings[0]):
        return np.array([], np.int32)
    held = np.zeros(len(index.names), np.bool_)
    held[postings[0]] = True
    found = np.flatnonzero(held)
    for others in postings[1:]:
        held[:] = False
        held[others] = True
        found = found[held[found]]
    return found.astype(np.int32)


def _coded(index: SearchIndex, code: str) -> Pairs:
    """Return the codes that begin with the text."""
    first, stop = beginning_with(code, index.codes)
    entries = np.arange(first, stop, dtype=np.int32) + len(index.names)
    return _weighed(index, entries, np.full(len(entries), BEGINS), code)


def _weighed(index: SearchIndex, entries: Integers, base: NDArray[np.int64], text: str) -> Pairs:
    """Return entries with their points; an entry that begins with the text and is no longer is the text."""
    lengths = index.lengths[entries]
    points = base + (LARGER_PART * np.minimum(1, len(text) / lengths)).astype(np.int64)
    points[(base == BEGINS) & (lengths == len(text))] = FULL
    return entries.astype(np.int32), points.astype(np.uint16)


def _misspelt(index: SearchIndex, folded: str, words: list[str]) -> tuple[Pairs, int]:
    """Return the names in which every word is near a word, and how many words were compared."""
    likeness = np.zeros(len(index.names), np.float32)
    held = np.ones(len(index.names), np.bool_)
    compared = 0
    for word in sorted(words, key=lambda word: _known(index, word)):
        meant = meant_by(index, word, budget=MOST_COMPARED - compared)
        compared += meant.examined
        near = np.zeros(len(index.names), np.float32)
        for place, alike in meant.similar:
            near[index.names_of_words(place, place + 1)] = alike
        near[index.names_of_words(meant.first, meant.stop)] = 1
        held &= near > 0
        if not held.any():
            break
        likeness += near
    entries = np.flatnonzero(held).astype(np.int32)
    base = TYPOS + (LIKENESS * likeness[entries] / len(words)).astype(np.int64)
    return _weighed(index, entries, base, folded), compared


def _known(index: SearchIndex, word: str) -> int:
    """Return how many names have a word that begins with this one; unknown words come first, they must be typos."""
    return len(index.names_of_words(*beginning_with(word, index.words)))


def _ranked(index: SearchIndex, pairs: list[Pairs], examined: int) -> Ranked:
    """Return each entity once, with its best entry."""
    entries = np.concatenate([np.array([], np.int32), *(pair[0] for pair in pairs)])[::-1]
    points = np.concatenate([np.array([], np.uint16), *(pair[1] for pair in pairs)])[::-1]
    worst_first = np.argsort(points, kind="stable")
    best = np.full(len(index.ids), -1, np.int32)
    best[index.owners[entries[worst_first]]] = worst_first
    entities = np.flatnonzero(best >= 0).astype(np.int32)
    order = np.argsort(FULL - points[best[entities]], kind="stable")
    entities = entities[order]
    chosen = best[entities]
    return Ranked(entities, points[chosen], entries[chosen], examined)

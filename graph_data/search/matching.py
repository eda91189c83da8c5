"""Which entities a label may stand for: those with a name or code that reads like the whole of it."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import fuzz, process

from graph_data.search.index import Integers, SearchIndex
from graph_data.search.words import meant_by
from graph_data.slugs import fold

__all__ = ["LEAST", "MOST_LABELS", "Likely", "likely"]

MOST_LABELS = 500
"""Labels that may be matched at once."""

LEAST = 0.75
"""Score below which an entity is no candidate."""

MOST = 5
"""Candidates for a label."""

TELLING_WORDS = 6
"""Words of a label that names are looked up by: the longest ones."""

MOST_POSTINGS = 5_000
"""Names that are looked up by those words."""

MOST_COMPARED = 600
"""Words that are compared with the words of a label that are not known, in all."""

SHORTLIST = 64
"""Names that are compared with the label letter by letter."""

OTHER_ORDER = 0.99
"""What the likeness is multiplied by when the words have to be sorted first."""


@dataclass(frozen=True, slots=True)
class Likely:
    """An entity that a label may stand for.

    Attributes:
        entity: its place in the index.
        entry: the name or code that is like the label.
        score: likeness from 0 to 1.
        exact: whether the label is that name or code, case, diacritics and punctuation ignored.
    """

    entity: int
    entry: int
    score: float
    exact: bool


def likely(index: SearchIndex, label: str, wanted: Integers | None = None) -> list[Likely]:
    """Return the entities that a label may stand for, most like first, ties by id.

    Args:
        index: the index.
        label: a name or a code in any spelling.
        wanted: kinds of entity by their place in KIND_ORDER; all when None.
    """
    folded = fold(label)
    best: dict[int, Likely] = {}
    for candidate in [*_exact(index, folded, label), *_alike(index, folded, wanted)] if folded else []:
        known = best.get(candidate.entity)
        if known is None or candidate.score > known.score:
            best[candidate.entity] = candidate
    found = sorted(best.values(), key=lambda item: (-item.score, item.entity))
    return [item for item in found if wanted is None or index.kinds[item.entity] in wanted][:MOST]


def _exact(index: SearchIndex, folded: str, label: str) -> list[Likely]:
    """Return the entities that have the label as a name or code."""
    names = _equal(index.names, folded)
    codes = _equal(index.codes, f":{folded}" if ":" in label else folded)
    entries = [*names, *(len(index.names) + place for place in codes)]
    return [Likely(int(index.owners[entry]), entry, 1.0, exact=True) for entry in entries]


def _equal(ordered: Sequence[str], text: str) -> range:
    return range(bisect_left(ordered, text), bisect_right(ordered, text))


def _alike(index: SearchIndex, folded: str, wanted: Integers | None) -> list[Likely]:
    """Return the entities with a name like the label."""
    entries = _shortlist(index, folded, wanted)
    names = [index.names[entry] for entry in entries]
    as_written = process.cdist([folded], names, scorer=fuzz.ratio, dtype=np.float64)[0]
    in_any_order = process.cdist([folded], names, scorer=fuzz.token_sort_ratio, dtype=np.float64)[0]
    scores = (np.maximum(as_written, in_any_order * OTHER_ORDER) / 100).round(4).tolist()
    return [
        Likely(int(index.owners[entry]), entry, score, exact=False)
        for entry, name, score in zip(entries, names, scores, strict=True)
        if score >= LEAST and name != folded
    ]


def _shortlist(index: SearchIndex, folded: str, wanted: Integers | None) -> list[int]:
    """Return the names that share most letters with a label through its most telling words."""
    shared = np.zeros(len(index.names), np.float32)
    budget = MOST_POSTINGS
    for words in sorted(_looked_up(index, folded), key=lambda words: sum(len(names) for names, _ in words)):
        near = np.zeros(len(index.names), np.float32)
        for names, letters in words:
            near[names[: max(budget, 0)]] = letters
            budget -= len(names)
        shared += near
        if budget <= 0:
            break
    if wanted is not None:
        shared[~np.isin(index.kinds[index.owners[: len(shared)]], wanted)] = 0
    entries = np.flatnonzero(shared)
    likeness = shared[entries] / (len(folded) + index.lengths[entries])
    found: list[int] = entries[np.argsort(-likeness, kind="stable")[:SHORTLIST]].tolist()
    return found


def _looked_up(index: SearchIndex, folded: str) -> list[list[tuple[Integers, float]]]:
    """Return for each telling word the names that have it, or a word near it, with the letters shared, least first."""
    words = sorted(set(folded.split()), key=lambda word: (-len(word), word))
    budget = MOST_COMPARED
    found: list[list[tuple[Integers, float]]] = []
    for word in words[:TELLING_WORDS]:
        places = _equal(index.words, word)
        known = [(index.names_of_words(places.start, places.stop), float(len(word)))] if places else []
        if not known or len(words) == 1:
            meant = meant_by(index, word, whole=True, budget=budget)
            budget -= meant.examined
            similar = ((index.names_of_words(at, at + 1), likeness * len(word)) for at, likeness in meant.similar)
            known = [*similar, *known]
        if known:
            found.append(known)
    return found

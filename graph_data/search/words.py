"""Which words of the index a written word may mean: those that begin with it, and those that it is a typo of."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from rapidfuzz import process
from rapidfuzz.distance import OSA

from graph_data.search.index import Integers, SearchIndex, beginning_with, trigrams

__all__ = ["Meant", "meant_by", "similar_words"]

SHORTEST = 4
"""Letters below which a word must be right."""

LONG = 8
"""Letters from which two of them may be wrong instead of one."""

MOST_POSTINGS = 4_000
"""How many entries of the lists of three letters are read for a word, the shortest lists first."""

MOST_WORDS = 600
"""How many words are compared with a written one: those that share most runs of three letters with it."""


@dataclass(frozen=True, slots=True)
class Meant:
    """What a written word may mean.

    Attributes:
        first, stop: the words from here to there begin with it.
        similar: words that are near it, with their similarity from 0 to 1, least first.
        examined: how many words were compared with it.
    """

    first: int
    stop: int
    similar: tuple[tuple[int, float], ...] = ()
    examined: int = 0


def meant_by(index: SearchIndex, word: str, *, whole: bool = False, budget: int = MOST_WORDS) -> Meant:
    """Return the words that a folded word may mean, typos included.

    Args:
        index: the index.
        word: the word.
        whole: whether it stands for a whole word, not also for the beginning of one.
        budget: how many words may be compared with it; at most MOST_WORDS are.
    """
    first, stop = beginning_with(word, index.words)
    if whole:
        stop = first + (first < len(index.words) and index.words[first] == word)
    if not _can_be_wrong(word):
        return Meant(first, stop)
    places = [place for place in _sharing(index, word, max(0, min(budget, MOST_WORDS))) if not first <= place < stop]
    near = similar_words(word, [index.words[place] for place in places], whole=whole)
    similar = [(places[at], likeness) for at, likeness in sorted(near, key=lambda pair: pair[1])]
    return Meant(first, stop, tuple(similar), len(places))


def _sharing(index: SearchIndex, word: str, most: int) -> list[int]:
    """Return the words that share most runs of three letters with a word, up to a number of them."""
    lists = sorted((index.trigrams[run] for run in sorted(trigrams(word)) if run in index.trigrams), key=len)
    budget = MOST_POSTINGS
    taken: list[Integers] = []
    for postings in lists:
        if budget <= 0 or (taken and len(postings) > budget):
            break
        taken.append(postings[:budget])
        budget -= len(postings)
    if not taken:
        return []
    places, counts = np.unique(np.concatenate(taken), return_counts=True)
    found: list[int] = places[np.argsort(-counts, kind="stable")[:most]].tolist()
    return found


def similar_words(word: str, others: Sequence[str], *, whole: bool = False) -> list[tuple[int, float]]:
    """Return which words are near one, by place, with their likeness below 1.

    One letter may be wrong, missing, doubled or swapped with the next, two in long words; swapped ones count half.
    Unless the word is whole, the beginning of a longer word with its first letter may be what is near.
    """
    if not _can_be_wrong(word):
        return []
    wrong = 2 if len(word) >= LONG else 1
    best: dict[int, float] = {}
    for cut in [None] if whole else range(len(word) - 1, len(word) + 2):
        parts = [other[:cut] for other in others]
        distances = process.cdist([word], parts, scorer=OSA.distance, score_cutoff=wrong, dtype=np.uint8)[0]
        for at in np.flatnonzero(distances <= wrong).tolist():
            if len(parts[at]) < len(others[at]) and parts[at][0] != word[0]:
                continue
            swapped = sorted(parts[at]) == sorted(word)
            likeness = 1 - float(distances[at]) / len(word) * (0.5 if swapped else 1)
            best[at] = max(best.get(at, 0), likeness)
    return list(best.items())


def _can_be_wrong(word: str) -> bool:
    """Return whether typos of a word are thought of: not of short ones, where all are near, nor of numbers."""
    return len(word) >= SHORTEST and word.isalpha()

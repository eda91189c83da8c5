"""Marks in a name what a text found in it, as plain text: `Catalan «Sport»s Cluster`."""

import unicodedata
from functools import lru_cache
from itertools import pairwise

from graph_data.search.words import similar_words
from graph_data.slugs import fold

__all__ = ["highlight"]


def highlight(name: str, text: str) -> str:
    """Return a name with guillemets around what a text found in it.

    Marked are the text as it stands in the name; else for each of its words the beginning of a word that it is, or the
    word that it is nearest to.
    """
    name = unicodedata.normalize("NFC", name)
    folded, origins = _traced(name)
    wanted = fold(text)
    parts = [_standing(folded, wanted)]
    if parts == [None]:
        parts = [_standing(folded, word) or _near(folded, word) for word in dict.fromkeys(wanted.split())]
    marked: set[int] = set()
    for part in parts:
        if part is not None:
            marked.update(range(origins[part[0]], origins[part[1] - 1] + 1))
    return _marked(name, marked)


def _traced(name: str) -> tuple[str, list[int]]:
    """Return the folded form of a name, and for each of its characters the place in the name that it comes from."""
    letters: list[str] = []
    origins: list[int] = []
    for place, character in enumerate(name):
        for letter in _plain(character):
            if letter != " " or (letters and letters[-1] != " "):
                letters.append(letter)
                origins.append(place)
    return "".join(letters).rstrip(), origins


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Return what a character of a name folds to within a word."""
    return fold(f"x{character}x")[1:-1]


def _standing(folded: str, wanted: str) -> tuple[int, int] | None:
    """Return from where to where a text stands at the beginning of a word."""
    at = f" {folded}".find(f" {wanted}")
    return None if at < 0 or not wanted else (at, at + len(wanted))


def _near(folded: str, wanted: str) -> tuple[int, int] | None:
    """Return from where to where the word stands that one is nearest to."""
    words = folded.split()
    near = similar_words(wanted, words)
    if not near:
        return None
    place = max(near, key=lambda pair: (pair[1], -pair[0]))[0]
    begin = sum(len(word) + 1 for word in words[:place])
    return begin, begin + len(words[place])


def _marked(name: str, marked: set[int]) -> str:
    """Return a name with guillemets around the runs of characters at the marked places."""
    inside = [place in marked for place in range(len(name))]
    for place, character in enumerate(name):
        if place and inside[place - 1] and unicodedata.combining(character):
            inside[place] = True
    edges = pairwise([False, *inside, False])
    signs = ["«" if after and not before else "»" if before and not after else "" for before, after in edges]
    return "".join(sign + character for sign, character in zip(signs, [*name, ""], strict=True))

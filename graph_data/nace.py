"""NACE Rev. 2, the European classification of economic activities: its divisions, and ranges of them."""

import re
from collections.abc import Mapping

__all__ = ["DIVISIONS", "SECTIONS", "divisions_between", "divisions_of"]

_ENDS = {
    "A": (1, 3),
    "B": (5, 9),
    "C": (10, 33),
    "D": (35, 35),
    "E": (36, 39),
    "F": (41, 43),
    "G": (45, 47),
    "H": (49, 53),
    "I": (55, 56),
    "J": (58, 63),
    "K": (64, 66),
    "L": (68, 68),
    "M": (69, 75),
    "N": (77, 82),
    "O": (84, 84),
    "P": (85, 85),
    "Q": (86, 88),
    "R": (90, 93),
    "S": (94, 96),
    "T": (97, 98),
    "U": (99, 99),
}

SECTIONS: Mapping[str, frozenset[str]] = {
    letter: frozenset(f"{number:02}" for number in range(first, last + 1)) for letter, (first, last) in _ENDS.items()
}
"""Divisions of each section."""

DIVISIONS = frozenset().union(*SECTIONS.values())
"""Every division, as two digits."""

_WRITTEN = re.compile(r"([0-9]{2})(?:-([0-9]{2}))?")


def divisions_between(first: str, last: str | None = None) -> frozenset[str]:
    """Return the divisions from one to another; none where either does not exist or they stand the wrong way round."""
    last = last or first
    if not DIVISIONS.issuperset({first, last}):
        return frozenset()
    return frozenset(division for division in DIVISIONS if first <= division <= last)


def divisions_of(text: str) -> frozenset[str]:
    """Return the divisions that a text names: one, or a range of them.

    Raises:
        ValueError: it names none; the message says what to write.
    """
    match = _WRITTEN.fullmatch(text)
    if match and (found := divisions_between(match[1], match[2])):
        return found
    raise ValueError(f"must be a division of NACE Rev. 2, or a range of them, such as 93 or 13-15, got {text[:40]!r}")

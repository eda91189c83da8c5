"""Pairs that were looked at together: what a p-value has to be adjusted over."""

from collections.abc import Callable, Hashable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from graph_data.discovery.matrices import Ints

__all__ = ["Comparison", "rounds"]


class Comparison:
    """All pairs of one question that have a score, listed or not, and what was computed of all of them once asked.

    Attributes:
        organisations, partners: places of the two sides in order of ids; shape (pairs,).
    """

    def __init__(self, organisations: Ints, partners: Ints) -> None:
        self.organisations = organisations
        self.partners = partners
        self._kept: dict[Hashable, Any] = {}

    @classmethod
    def of(cls, organisation: int, partners: ArrayLike) -> "Comparison":
        """Return the comparison of one organisation with others."""
        found = np.asarray(partners, dtype=np.intp)
        return cls(np.full(len(found), organisation), found)

    @classmethod
    def of_pairs(cls, pairs: Sequence[tuple[int, int]]) -> "Comparison":
        """Return the comparison of pairs of places."""
        found = np.array(pairs, dtype=np.intp).reshape(-1, 2)
        return cls(found[:, 0], found[:, 1])

    def __len__(self) -> int:
        return len(self.organisations)

    def place(self, organisation: int, partner: int) -> int:
        """Return at which place a pair stands, whichever way round."""
        found = (self.organisations == organisation) & (self.partners == partner)
        return int(np.argmax(found | ((self.organisations == partner) & (self.partners == organisation))))

    def kept(self, key: Hashable, compute: Callable[[], Any]) -> Any:  # noqa: ANN401 -- whatever is computed
        """Return what is kept under a key, computed the first time."""
        if key not in self._kept:
            self._kept[key] = compute()
        return self._kept[key]


def rounds(ours: Ints, theirs: Ints) -> Iterator[tuple[int, Ints, Ints]]:
    """Yield (one, its others, their places) for each member of the side that has fewer different ones."""
    if len(np.unique(theirs)) < len(np.unique(ours)):
        ours, theirs = theirs, ours
    order = np.argsort(ours, kind="stable")
    found, starts = np.unique(ours[order], return_index=True)
    for one, places in zip(found.tolist(), np.split(order, starts[1:]), strict=True):
        yield one, theirs[places], places

"""How well scores tell pairs that partner from pairs that do not: plain functions over arrays.

Only the order of scores counts. Pairs of equal score count half in an AUC and stand together in an average precision,
as in scikit-learn.
"""

import math
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph_data.discovery.network import Integers, Numbers
from graph_data.snapshot.sparse import Flags

__all__ = ["Comparison", "Weights", "hits", "share"]

Weights: TypeAlias = NDArray[np.uint8]
"""How often organisations, or both sides of pairs, were drawn: nobody is drawn sixteen times in one resample."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Pairs that partnered (positives) laid against pairs that did not (negatives), stratum by stratum.

    Made once of the scores and then asked with whole numbers as weights of the pairs, as often as a bootstrap wants.

    Attributes:
        order: the negatives by stratum and rising score; shape (negatives,).
        start, end: where the stratum of each positive begins and ends in that order; shape (positives,).
        below, above: where the negatives of its stratum and score begin and end in that order; shape (positives,).
        rising: the positives by rising score; shape (positives,).
        equal: where the positives of each one's score begin in that order; shape (positives,).
    """

    order: Integers
    start: Integers
    end: Integers
    below: Integers
    above: Integers
    rising: Integers
    equal: Integers

    @classmethod
    def of(
        cls, positives: Numbers, negatives: Numbers, strata: tuple[Integers, Integers] | None = None
    ) -> "Comparison":
        """Lay out scores; all are of one stratum where the strata of positives and negatives are not given."""
        ours, theirs = strata or (np.zeros(len(positives), int), np.zeros(len(negatives), int))
        order = np.lexsort((negatives, theirs))
        theirs, negatives = theirs[order], negatives[order]
        start, end = np.searchsorted(theirs, ours, side="left"), np.searchsorted(theirs, ours, side="right")
        below, above = start.copy(), end.copy()
        for stratum in np.unique(ours).tolist():
            inside = np.flatnonzero(ours == stratum)
            scores = negatives[start[inside[0]] : end[inside[0]]]
            below[inside] += np.searchsorted(scores, positives[inside], side="left")
            above[inside] = start[inside] + np.searchsorted(scores, positives[inside], side="right")
        rising = np.argsort(positives, kind="stable")
        equal = np.searchsorted(positives[rising], positives, side="left")
        return cls(order, start, end, below, above, rising, equal)

    def before(self, negatives: Weights) -> Numbers:
        """Return the sum of the weights before each place of the order, and of all; shape (negatives + 1,)."""
        return _before(negatives[self.order])

    def auc(self, positives: Weights, before: Numbers) -> float:
        """Return the mean chance that a positive beats a negative of its stratum, in [0, 1]; NaN when there is none.

        Args:
            positives: their weights; one whose stratum has no negatives does not count.
            before: of the negatives' weights.
        """
        met = before[self.end] - before[self.start]
        beaten = (before[self.below] + before[self.above]) / 2 - before[self.start]
        weights = positives * (met > 0)
        return share(float(weights @ (beaten / np.maximum(met, 1))), int(weights.sum()))

    def average_precision(self, positives: Weights, before: Numbers) -> float:
        """Return the mean share of positives among the pairs that score no less than a positive, in [0, 1].

        Args:
            positives: their weights; NaN when they add up to 0.
            before: of the negatives' weights; all must be of one stratum.
        """
        found = _before(positives[self.rising])
        wrong, right = before[-1] - before[self.below], found[-1] - found[self.equal]
        return share(float(positives @ (right / np.maximum(right + wrong, 1))), int(positives.sum()))


def share(part: float, whole: float) -> float:
    """Return a part of a whole, NaN of nothing."""
    return part / whole if whole else math.nan


def _before(weights: Weights) -> Numbers:
    return np.concatenate([[0.0], np.cumsum(weights, dtype=np.float64)])


def hits(scores: Numbers, candidates: Flags, new: Flags, first: int) -> Flags:
    """Return for each row whether a new partner is among its first candidates, best first, ties by place.

    Args:
        scores: shape (rows, places).
        candidates: who is looked at; same shape.
        new: who became a partner, candidates all; same shape.
        first: how many candidates are looked at.

    Returns:
        Shape (rows,).
    """
    worth = np.where(candidates, scores, -np.inf)
    first = min(first, worth.shape[1])
    least = np.partition(worth, -first, axis=1)[:, [-first]]
    better, equal = worth > least, worth == least
    room = first - better.sum(axis=1, keepdims=True)
    found: Flags = (new & (better | (equal & (equal.cumsum(axis=1) <= room)))).any(axis=1)
    return found

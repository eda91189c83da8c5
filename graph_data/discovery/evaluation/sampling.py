"""The pairs that are measured: every new one, and some of the others."""

from dataclasses import dataclass

import numpy as np

from graph_data.discovery.evaluation.holdout import Holdout
from graph_data.discovery.evaluation.measures import Weights
from graph_data.discovery.evaluation.rankers import nodes_of
from graph_data.discovery.network import Integers, Numbers
from graph_data.discovery.prediction import ties_of
from graph_data.snapshot.sparse import Flags

__all__ = ["NEGATIVES", "Sample"]

NEGATIVES = 20
"""Pairs that did not partner, drawn for each that did."""


@dataclass(frozen=True, eq=False)
class Sample:
    """Pairs by the places of their sides, the lower one first.

    Attributes:
        new: pairs that partnered; shape (2, new).
        others: pairs that did not; shape (2, others).
    """

    new: Integers
    others: Integers

    @classmethod
    def of(cls, holdout: Holdout, seed: int) -> "Sample":
        """Take every new pair and draw twenty others for each, all when there are fewer."""
        new = np.stack(np.nonzero(np.triu(holdout.new)))
        others = np.flatnonzero(np.triu(holdout.candidates & ~holdout.new))
        if len(others) > NEGATIVES * new.shape[1]:
            others = np.random.default_rng(seed).choice(others, NEGATIVES * new.shape[1], replace=False)
        return cls(new, np.stack(np.divmod(others, len(holdout.organisations))))

    def touching(self, members: Flags) -> "Sample":
        """Return the pairs with a side among some places."""
        return Sample(*(pairs[:, members[pairs].any(axis=0)] for pairs in (self.new, self.others)))

    def each(self, values: Numbers) -> tuple[Numbers, Numbers]:
        """Return the values of the new pairs and of the others, of a matrix by places."""
        return values[*self.new], values[*self.others]

    def weighed(self, drawn: Weights) -> tuple[Weights, Weights]:
        """Return the weights of the new pairs and of the others: how often both sides were drawn, multiplied.

        Args:
            drawn: how often each place was drawn; shape (places,).
        """
        return drawn[self.new].prod(axis=0, dtype=np.uint8), drawn[self.others].prod(axis=0, dtype=np.uint8)

    def strata(self, holdout: Holdout) -> tuple[Integers, Integers]:
        """Return the stratum of each pair: in which half octaves its sides' numbers of partners lie."""
        degrees = ties_of(holdout.graph).degrees[nodes_of(holdout)]
        step = np.floor(2 * np.log2(degrees)).astype(np.int64)

        def number(pairs: Integers) -> Integers:
            low, high = np.sort(step[pairs], axis=0)
            return np.asarray(low * (step.max() + 1) + high)

        return number(self.new), number(self.others)

"""How often chance alone would give a term as many common holders with others."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from graph_data.deadline import watched
from graph_data.discovery.caching import PerGraph
from graph_data.discovery.dwpc import significant
from graph_data.discovery.matrices import Floats, Ints
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.profiles import Profiles, profiles_of
from graph_data.discovery.significance import NullModel, Significance
from graph_data.discovery.significance.adjustment import LEVEL, benjamini_hochberg
from graph_data.discovery.significance.incidence import incidence_of
from graph_data.discovery.significance.overlap import Chances, fitted_chances
from graph_data.graph import KnowledgeGraph

__all__ = ["CommonHolders", "binomials_tail"]

FEWEST_ORGANISATIONS = 3
"""Among fewer nothing can be told from chance."""

STEEPEST = 40.0
"""Largest tilt: beyond it a sum of binomials lies at its largest value to within rounding."""

WIDTH = 9
"""Standard deviations, and numbers besides, on either side of the mean beyond which nothing is left but rounding."""

NEAR = 0.5
"""How near the tilted mean comes to the number asked for; it only has to lie well inside what is summed."""

FINEST = 1e-6
"""Difference of tilts that makes no difference."""

_FLOOR = float(np.finfo(np.float64).tiny)

_CHANCES: PerGraph[Chances] = PerGraph()


@dataclass(frozen=True)
class CommonHolders:
    """The common holders of a term with others, held against chance; computed when first asked for, all at once.

    The number of common holders is Poisson-binomial under the bipartite configuration model, fitted to each population
    on its own: organisation o holds both terms with chance p_ot * p_ou. One-sided: at least as many.

    Attributes:
        graph: the graph.
        model: which statements count.
        term: id of the term.
        counts: by the ids of all terms that it is compared with: common holders, and organisations that count.
    """

    graph: KnowledgeGraph
    model: SynergyModel
    term: str
    counts: Mapping[str, tuple[int, int]]
    _all: dict[str, Significance] = field(default_factory=dict, repr=False, compare=False)

    def significance(self, other: str) -> Significance:
        """Return what is known of the common holders with one of the terms."""
        # not a cached_property, which in Python 3.11 lets whoever computes one keep all others waiting
        if not self._all:
            self._all.update(self._compared())
        return self._all[other]

    def _compared(self) -> dict[str, Significance]:
        profiles = profiles_of(self.graph, self.model)
        chances, sizes = _chances(self.graph, self.model)
        columns = {term: column for column, term in enumerate(profiles.terms)}
        held = chances[:, columns[self.term]]
        found = {
            other: binomials_tail(sizes, held * chances[:, columns[other]], both)
            for other, (both, population) in watched(self.counts.items())
            if population >= FEWEST_ORGANISATIONS
        }
        adjusted = benjamini_hochberg(np.array(list(found.values()), dtype=np.float64)).tolist()
        known = {other: (p, q) for (other, p), q in zip(found.items(), adjusted, strict=True)}
        passed_on = _passed_on(profiles)
        return {
            other: _significance(known.get(other), population, passed_on=both > 0 and passed_on >= {self.term, other})
            for other, (both, population) in self.counts.items()
        }


def _chances(graph: KnowledgeGraph, model: SynergyModel) -> tuple[Floats, Ints]:
    """Return how likely organisations hold each term, of every facet, and how many there are alike; by classes."""
    # a model that sees inferred sectors has them across only, and chance must see them too
    incidence = incidence_of(graph, model)
    every = replace(incidence, via=np.ones_like(incidence.via))
    found = _CHANCES.get(graph, (model.across, model.via, model.origins), lambda: fitted_chances(every))
    return found.chances, np.bincount(found.row, minlength=len(found.chances))


def _passed_on(profiles: Profiles) -> frozenset[str]:
    """Return the terms that some organisation holds through its partnerships alone."""
    return frozenset(term for profile in profiles.groups for term, held in profile.memberships if held < 1)


def _significance(known: tuple[float, float] | None, population: int, *, passed_on: bool) -> Significance:
    if known is None:
        note = f"Not tested: {population} organisations are too few to tell from chance."
        return Significance(p_value=None, adjusted_p_value=None, null_model=NullModel.BICM, note=note)
    p_value, adjusted = map(significant, known)
    note = f"{population} organisations: not distinguishable from chance."
    if adjusted <= LEVEL:
        note = f"{population} organisations: distinguishable from chance, which seldom gives so many common holders."
    if passed_on:
        note += " All partners of a project hold its terms together, so p is optimistic."
    return Significance(p_value=p_value, adjusted_p_value=adjusted, null_model=NullModel.BICM, note=note)


def binomials_tail(sizes: Ints, chances: Floats, least: int) -> float:
    """Return how likely a sum of independent binomials is at least a number, in (0, 1].

    The distribution is tilted until its mean is the number asked for, and read off its characteristic function there,
    so that small tails keep their digits. Exact but for rounding, and as many steps as the sum is wide, where adding
    up trial by trial takes trials times the number asked for.

    Args:
        sizes: trials of each binomial; shape (binomials,).
        chances: chance of each, in [0, 1]; shape (binomials,).
        least: the number, >= 0.
    """
    chances, place = np.unique(chances, return_inverse=True)
    trials = np.bincount(place, sizes)[chances > 0].astype(np.float64)
    chances = chances[chances > 0]
    mean = float(trials @ chances)
    if least <= 0:
        return 1.0
    if least > trials.sum():
        return _FLOOR
    tilt = _tilt(trials, chances, least) if least > mean else 0.0
    weight = 1 - chances + chances * math.exp(tilt)
    tilted = chances * math.exp(tilt) / weight
    centre, spread = float(trials @ tilted), math.sqrt(float(trials @ (tilted * (1 - tilted))))
    half = math.ceil(WIDTH * spread + WIDTH)
    first, width = math.floor(centre) - half, 2 * half + 1
    likely = np.fft.irfft(_characteristic(trials, tilted, width).conj(), width)
    numbers = np.arange(max(first, least), first + width)
    scale = float(trials @ np.log(weight))
    found = float((np.maximum(likely[numbers % width], 0) * np.exp(scale - tilt * numbers)).sum())
    return min(max(found, _FLOOR), 1.0)


def _characteristic(sizes: Floats, chances: Floats, width: int) -> NDArray[np.complex128]:
    """Return the characteristic function of a sum of binomials at turns by 0, 1, ... of an odd number of parts."""
    turns = 2 * np.pi / width * np.arange(width // 2 + 1)
    chance = chances[:, None]
    # the logarithm of 1 - p + p*e^iw in two real parts is many times faster than the complex one
    length = np.log1p(-2 * chance * (1 - chance) * (1 - np.cos(turns))) / 2
    angle = np.arctan2(chance * np.sin(turns), 1 - chance + chance * np.cos(turns))
    found: NDArray[np.complex128] = np.exp(sizes @ length + 1j * (sizes @ angle))
    return found


def _tilt(sizes: Floats, chances: Floats, mean: float) -> float:
    """Return about the s at which binomials with chances p*e^s / (1 - p + p*e^s) have a mean above their own."""
    low, high = 0.0, STEEPEST
    while high - low > FINEST:
        tilt = (low + high) / 2
        lifted = chances * math.exp(tilt)
        missing = mean - float(sizes @ (lifted / (1 - chances + lifted)))
        if abs(missing) < NEAR:
            return tilt
        low, high = (tilt, high) if missing > 0 else (low, tilt)
    return high

"""How near two terms are, judged by who holds both, with a prior where few do."""

from dataclasses import dataclass

from graph_data.discovery.priors import NO_PRIOR, Prior, Priors, ProximitySource
from graph_data.discovery.profiles import Profiles

__all__ = ["Proximity", "Relatedness"]


@dataclass(frozen=True, slots=True)
class Proximity:
    """The proximity of two terms with everything it was computed from.

    Attributes:
        value: phi, in [0, 1].
        source: what it mostly rests on, None where it is 0.
        prior: pi, in [0, 1].
        prior_source: what the prior rests on, None where it is 0.
        first, second, both: organisations that hold the one term, the other, both; the pair asked about left out.
        curated_share: part of the value that comes from a curated prior, in [0, 1].
    """

    value: float
    source: ProximitySource | None
    prior: float
    prior_source: ProximitySource | None
    first: int
    second: int
    both: int
    curated_share: float


class Relatedness:
    """Proximities of terms as seen by a pair of organisations, which may not be evidence of its own relatedness.

    phi(t, u) = (n_tu + k*pi) / (max(n_t, n_u) + k); pi where the denominator is 0; 1 for a term and itself. Hidalgo
    et al. 2007 (doi:10.1126/science.1144581) with k pseudo-organisations. Counted are the organisations that belong to
    the populations of both terms' schemes, so across schemes without a common organisation phi = pi. Symmetric.

    Args:
        profiles: the graph as a model sees it.
        priors: its priors.
        shrinkage: k, >= 0.
        left_out: ids of the organisations that do not count.

    Attributes:
        shrinkage: k.
    """

    def __init__(self, profiles: Profiles, priors: Priors, shrinkage: float, left_out: frozenset[str]) -> None:
        self._profiles = profiles
        self._priors = priors
        self.shrinkage = shrinkage
        self._left_out = sum(1 << profiles.place[name] for name in left_out)
        self._counted: dict[tuple[str, str], int] = {}
        self._holding: dict[tuple[str, str], tuple[int, int]] = {}

    def proximity(self, term: str, other: str) -> Proximity:
        """Return the proximity of two terms in use, by id."""
        (holding, first), (other_holding, second) = self._held(term, other), self._held(other, term)
        if term == other:
            return Proximity(1.0, ProximitySource.IDENTITY, 0.0, None, first, second, first, 0.0)
        both = (holding & other_holding).bit_count()
        prior = self._priors.get(term, {}).get(other, NO_PRIOR)
        supposed = self.shrinkage * prior.value
        size = max(first, second) + self.shrinkage
        value = (both + supposed) / size if size else prior.value
        source = _source(value, both, supposed, prior)
        curated = _curated_share(both, supposed, prior)
        return Proximity(value, source, prior.value, prior.source, first, second, both, curated)

    def _held(self, term: str, other: str) -> tuple[int, int]:
        """Return those who hold a term and count beside the other term, as a set of bits, and how many they are."""
        schemes = (self._profiles.terms[term].scheme, self._profiles.terms[other].scheme)
        if (known := self._holding.get((term, schemes[1]))) is None:
            if (counted := self._counted.get(schemes)) is None:
                population = self._profiles.population
                counted = self._counted[schemes] = population[schemes[0]] & population[schemes[1]] & ~self._left_out
            holding = self._profiles.holders[term] & counted
            known = self._holding[term, schemes[1]] = (holding, holding.bit_count())
        return known


def _source(value: float, both: int, supposed: float, prior: Prior) -> ProximitySource | None:
    if value == 0:
        return None
    return ProximitySource.EMPIRICAL if both > supposed else prior.source


def _curated_share(both: int, supposed: float, prior: Prior) -> float:
    if prior.source is not ProximitySource.CURATED:
        return 0.0
    # without anyone counted and without shrinkage the proximity is the prior itself
    return supposed / (both + supposed) if both + supposed else 1.0

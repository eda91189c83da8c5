"""The measures of every ranker, with intervals, and those of some rankers within groups of organisations."""

import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from graph_data.discovery.evaluation.holdout import Holdout
from graph_data.discovery.evaluation.measures import Comparison, Weights, hits, share
from graph_data.discovery.evaluation.rankers import Ranker, countries_of, nodes_of, scored
from graph_data.discovery.evaluation.sampling import Sample
from graph_data.discovery.network import Integers, Numbers
from graph_data.snapshot import Snapshot
from graph_data.snapshot.columns import UNKNOWN
from graph_data.snapshot.snapshot import KIND_CODES
from graph_data.snapshot.sparse import Flags

__all__ = ["FIRST", "GROUPED", "Evaluation", "GroupResult", "Measure", "RankerResult", "evaluate"]

FIRST = 10
"""Candidates of an organisation among which a new partner is a hit."""

GROUPED = (Ranker.PREFERENTIAL_ATTACHMENT, Ranker.RESOURCE_ALLOCATION, Ranker.SYNERGY)
"""Rankers that are measured within groups too."""

COUNTRIES = 10
"""Countries with a group of their own: those with most assessed organisations."""

WIDTH = 1.96
"""Standard deviations on either side that make an interval of 95 %."""


@dataclass(frozen=True, slots=True)
class Measure:
    """A measure with its interval.

    Attributes:
        value: in [0, 1], None where there is nothing to measure.
        margin: half the width of its 95 % interval, None where the resamples do not tell.
    """

    value: float | None
    margin: float | None


@dataclass(frozen=True, slots=True)
class RankerResult:
    """How well a ranker tells new partners.

    Attributes:
        ranker: the ranker.
        auc: chance that a new pair scores above another candidate pair.
        average_precision: at 20 other pairs for each new one.
        matched_auc: as auc, among pairs whose sides have about as many partners.
        hit: share of organisations with a new partner among their first 10 candidates, of those that found any.
    """

    ranker: Ranker
    auc: Measure
    average_precision: Measure
    matched_auc: Measure
    hit: Measure


@dataclass(frozen=True, slots=True)
class GroupResult:
    """How well rankers do among the pairs with a side in a group.

    Attributes:
        group: a kind of organisation, or the name of a country.
        organisations: assessed organisations in it.
        candidates, new: candidate pairs with a side in it, and those of them that partnered.
        aucs: AUC by ranker, None without a new pair or without another.
    """

    group: str
    organisations: int
    candidates: int
    new: int
    aucs: Mapping[Ranker, float | None]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """All results."""

    rankers: tuple[RankerResult, ...]
    groups: tuple[GroupResult, ...]


@dataclass(frozen=True, eq=False)
class _Trial:
    """A ranker's scores laid out for measuring under any weights of the organisations.

    Attributes:
        plain, matched: the pairs of the sample, in one stratum and in those of their degrees.
        searching: which places found a new partner; shape (places,).
        hit: which of them have one among their first candidates; shape (places,).
    """

    plain: Comparison
    matched: Comparison
    searching: Flags
    hit: Flags

    @classmethod
    def of(cls, holdout: Holdout, sample: Sample, strata: tuple[Integers, Integers], scores: Numbers) -> "_Trial":
        searching: Flags = np.any(holdout.new, axis=1)
        hit = np.zeros_like(searching)
        hit[searching] = hits(scores[searching], holdout.candidates[searching], holdout.new[searching], FIRST)
        new, others = sample.each(scores)
        return cls(Comparison.of(new, others), Comparison.of(new, others, strata), searching, hit)

    def measured(self, drawn: Weights, new: Weights, others: Weights) -> list[float]:
        """Return AUC, average precision, matched AUC and share of hits under the weights of places and of pairs."""
        before = self.plain.before(others)
        return [
            self.plain.auc(new, before),
            self.plain.average_precision(new, before),
            self.matched.auc(new, self.matched.before(others)),
            share(int(drawn[self.hit].sum()), int(drawn[self.searching].sum())),
        ]


def evaluate(
    holdout: Holdout, *, seed: int = 0, resamples: int = 100, told: Callable[[str], None] = lambda _: None
) -> Evaluation:
    """Measure every ranker.

    An interval is 1.96 standard deviations of the measure over resamples of the organisations, a pair weighing the
    product of how often its sides were drawn (vertex bootstrap, Snijders & Borgatti 1999, Connections 22(2):161-170).

    Args:
        holdout: what is known, and what came after.
        seed: of the pairs drawn and of the resamples.
        resamples: how many, 2 or more.
        told: is called with the name of each ranker when its scores are there.
    """
    sample, size = Sample.of(holdout, seed), len(holdout.organisations)
    strata = sample.strata(holdout)
    drawn = np.random.default_rng([seed, 1]).multinomial(size, np.full(size, 1 / size), size=resamples)
    # the first draws everybody once: what it measures is the measure itself
    weights = [(row, *sample.weighed(row)) for row in np.vstack([np.ones(size), drawn]).astype(np.uint8)]
    members = dict(_groups(holdout))
    aucs: dict[str, dict[Ranker, float | None]] = {name: {} for name in members}
    results: list[RankerResult] = []
    for ranker, scores in scored(holdout):
        told(ranker.value)
        trial = _Trial.of(holdout, sample, strata, scores)
        measured = np.array([trial.measured(*given) for given in weights])
        results.append(RankerResult(ranker, *map(_measure, measured.T)))
        if ranker in GROUPED:
            for name, inside in members.items():
                aucs[name][ranker] = _auc(sample.touching(inside), scores)
    groups = (_group(name, inside, holdout, aucs[name]) for name, inside in members.items())
    return Evaluation(tuple(results), tuple(groups))


def _measure(found: Numbers) -> Measure:
    """Make a measure of its value and of those of the resamples."""
    again = found[1:][~np.isnan(found[1:])]
    margin = WIDTH * float(again.std(ddof=1)) if len(again) > 1 else None
    return Measure(_known(float(found[0])), margin)


def _known(value: float) -> float | None:
    return None if math.isnan(value) else value


def _auc(sample: Sample, scores: Numbers) -> float | None:
    new, others = sample.each(scores)
    comparison = Comparison.of(new, others)
    return _known(comparison.auc(np.ones(len(new), np.uint8), comparison.before(np.ones(len(others), np.uint8))))


def _groups(holdout: Holdout) -> Iterator[tuple[str, Flags]]:
    """Yield the groups by name, each with its places: the kinds of organisation, then the largest countries."""
    snapshot = Snapshot.of(holdout.graph)
    kind = snapshot.kind[nodes_of(holdout)]
    for code in np.unique(kind).tolist():
        yield KIND_CODES[code].value.lower(), kind == code
    country = countries_of(holdout)
    numbers, sizes = np.unique(country[country != UNKNOWN], return_counts=True)
    for number in numbers[np.argsort(-sizes, kind="stable")][:COUNTRIES].tolist():
        yield snapshot.places.axis.entities[number].name, country == number


def _group(name: str, inside: Flags, holdout: Holdout, aucs: Mapping[Ranker, float | None]) -> GroupResult:
    touching = np.triu(inside[:, None] | inside)
    candidates, new = (int((pairs & touching).sum()) for pairs in (holdout.candidates, holdout.new))
    return GroupResult(name, int(inside.sum()), candidates, new, aucs)

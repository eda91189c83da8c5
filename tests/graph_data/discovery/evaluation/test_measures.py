from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery.evaluation.measures import Comparison, hits, share
from graph_data.discovery.network import Numbers

metrics = pytest.importorskip("sklearn.metrics", reason="needs scikit-learn to compare with")

Scored: TypeAlias = list[tuple[float, int]]

# few different scores, so that many are equal
scored = st.lists(st.tuples(st.integers(0, 5).map(float), st.integers(0, 3)), min_size=1, max_size=12)


def columns(pairs: Scored) -> tuple[Numbers, "np.ndarray[tuple[int], np.dtype[np.uint8]]"]:
    scores, weights = zip(*pairs, strict=True)
    return np.array(scores), np.array(weights, dtype=np.uint8)


def asked(new: Scored, others: Scored) -> tuple[float, float]:
    """Return AUC and average precision."""
    (positives, ours), (negatives, theirs) = columns(new), columns(others)
    comparison = Comparison.of(positives, negatives)
    before = comparison.before(theirs)
    return comparison.auc(ours, before), comparison.average_precision(ours, before)


def by_scikit_learn(new: Scored, others: Scored) -> tuple[float, float]:
    truth = [True] * len(new) + [False] * len(others)
    scores, weights = columns([*new, *others])
    given = {"sample_weight": weights.astype(np.float64)}
    return metrics.roc_auc_score(truth, scores, **given), metrics.average_precision_score(truth, scores, **given)


@settings(deadline=None, max_examples=100)
@given(new=scored, others=scored)
def test_auc_and_average_precision_are_those_of_scikit_learn(new: Scored, others: Scored) -> None:
    if any(weight for _, weight in new) and any(weight for _, weight in others):
        assert asked(new, others) == pytest.approx(by_scikit_learn(new, others), abs=1e-12)


def test_many_scores_measure_as_in_scikit_learn() -> None:
    chance = np.random.default_rng(3)
    new = [(score, 1) for score in chance.normal(1, 1, 500).tolist()]
    others = [(score, 1) for score in chance.normal(0, 1, 5000).tolist()]
    assert asked(new, others) == pytest.approx(by_scikit_learn(new, others), abs=1e-12)


@settings(deadline=None, max_examples=50)
@given(strata=st.lists(st.tuples(scored, scored), min_size=1, max_size=4))
def test_auc_within_strata_is_the_mean_over_the_new_pairs_that_have_others_in_theirs(
    strata: list[tuple[Scored, Scored]],
) -> None:
    ours, theirs = (np.repeat(np.arange(len(strata)), [len(part[side]) for part in strata]) for side in (0, 1))
    (positives, new), (negatives, others) = (
        columns([item for part in strata for item in part[side]]) for side in (0, 1)
    )
    comparison = Comparison.of(positives, negatives, (ours, theirs))
    found = comparison.auc(new, comparison.before(others))
    counted = [part for part in strata if all(any(weight for _, weight in side) for side in part)]
    if counted:
        parts = [(by_scikit_learn(*part)[0], sum(weight for _, weight in part[0])) for part in counted]
        assert found == pytest.approx(sum(auc * size for auc, size in parts) / sum(size for _, size in parts))
    else:
        assert np.isnan(found)


def test_new_pair_in_a_stratum_without_others_does_not_count() -> None:
    strata = np.array([0, 7]), np.array([0, 3])
    comparison = Comparison.of(np.array([1.0, 0.0]), np.array([0.5, 9.0]), strata)
    assert comparison.auc(np.array([1, 5], np.uint8), comparison.before(np.array([1, 1], np.uint8))) == 1


def test_share_of_nothing_is_unknown() -> None:
    assert np.isnan(share(0, 0))
    assert share(1, 4) == 0.25


grids = st.tuples(st.integers(1, 4), st.integers(1, 7)).flatmap(
    lambda shape: st.tuples(
        *(st.lists(st.integers(0, 3), min_size=shape[0] * shape[1], max_size=shape[0] * shape[1]) for _ in range(3))
    ).map(lambda parts: tuple(np.array(part).reshape(shape) for part in parts))
)


@settings(deadline=None, max_examples=60)
@given(grid=grids, first=st.integers(1, 9))
def test_hit_is_a_new_partner_among_the_first_candidates(grid: tuple[np.ndarray, ...], first: int) -> None:
    scores, candidates = grid[0].astype(float), grid[1] > 0
    new = candidates & (grid[2] > 1)
    expected = []
    for row in range(len(scores)):
        listed = sorted(np.flatnonzero(candidates[row]), key=lambda place: (-scores[row, place], place))
        expected.append(any(new[row, place] for place in listed[:first]))
    assert hits(scores, candidates, new, first).tolist() == expected

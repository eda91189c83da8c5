import numpy as np
import pytest

from graph_data.discovery.evaluation import Holdout
from graph_data.discovery.evaluation import sampling as module
from graph_data.discovery.evaluation.sampling import Sample
from graph_data.discovery.prediction import ties_of


def pairs(found: np.ndarray) -> list[tuple[int, int]]:
    return [(int(one), int(other)) for one, other in found.T]


def test_every_new_pair_is_taken_and_every_other_where_there_are_few(holdout: Holdout) -> None:
    sample = Sample.of(holdout, seed=0)
    upper = np.triu(np.ones_like(holdout.new), 1)
    assert set(pairs(sample.new)) == set(zip(*np.nonzero(holdout.new & upper), strict=True))
    assert set(pairs(sample.others)) == set(zip(*np.nonzero(holdout.candidates & ~holdout.new & upper), strict=True))


def test_others_are_drawn_once_each_by_the_seed(holdout: Holdout, monkeypatch: pytest.MonkeyPatch) -> None:
    everybody = set(pairs(Sample.of(holdout, seed=0).others))
    monkeypatch.setattr(module, "NEGATIVES", 1)
    drawn = [pairs(Sample.of(holdout, seed).others) for seed in (1, 1, 2)]
    assert drawn[0] == drawn[1] != drawn[2]
    for found in drawn:
        assert len(found) == len(set(found)) == len(pairs(Sample.of(holdout, 1).new)) < len(everybody)
        assert set(found) < everybody


def test_values_and_weights_are_those_of_the_sides(holdout: Holdout) -> None:
    sample, size = Sample.of(holdout, seed=0), len(holdout.organisations)
    values = np.arange(size**2, dtype=np.float64).reshape(size, size)
    drawn = np.arange(size, dtype=np.uint8) % 4
    for found, weights, chosen in zip(
        sample.each(values), sample.weighed(drawn), (sample.new, sample.others), strict=True
    ):
        assert found.tolist() == [one * size + other for one, other in pairs(chosen)]
        assert weights.tolist() == [(one % 4) * (other % 4) for one, other in pairs(chosen)]


def test_pairs_touching_some_places_have_a_side_among_them(holdout: Holdout) -> None:
    sample = Sample.of(holdout, seed=0)
    members = np.arange(len(holdout.organisations)) < 3
    found = sample.touching(members)
    assert pairs(found.new) == [pair for pair in pairs(sample.new) if min(pair) < 3]
    assert pairs(found.others) == [pair for pair in pairs(sample.others) if min(pair) < 3]


def test_pairs_of_one_stratum_have_sides_with_about_as_many_partners(holdout: Holdout) -> None:
    sample, ties = Sample.of(holdout, seed=0), ties_of(holdout.graph)
    degree = dict(zip(ties.ids, ties.degrees.tolist(), strict=True))
    steps: dict[int, set[tuple[int, ...]]] = {}
    for strata, chosen in zip(sample.strata(holdout), (sample.new, sample.others), strict=True):
        for stratum, pair in zip(strata.tolist(), pairs(chosen), strict=True):
            degrees = (degree[holdout.organisations[place]] for place in pair)
            steps.setdefault(stratum, set()).add(tuple(sorted(int(2 * np.log2(number)) for number in degrees)))
    assert all(len(found) == 1 for found in steps.values())
    assert len(set.union(*steps.values())) == len(steps) > 5

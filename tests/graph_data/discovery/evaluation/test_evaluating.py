from collections.abc import Callable, Iterator

import numpy as np
import pytest

from graph_data.discovery.evaluation import GROUPED, Evaluation, Holdout, Measure, Ranker, evaluate, evaluating
from graph_data.discovery.evaluation.measures import Comparison
from graph_data.discovery.evaluation.rankers import countries_of, nodes_of
from graph_data.discovery.network import Numbers
from graph_data.discovery.prediction import ties_of
from graph_data.ontology import EntityKind, kind_of

Oracle = Callable[[Numbers], Evaluation]


@pytest.fixture
def told_by(holdout: Holdout, monkeypatch: pytest.MonkeyPatch) -> Oracle:
    """Return a function that evaluates one ranker with given scores."""

    def evaluated(scores: Numbers) -> Evaluation:
        def scored(_: Holdout) -> Iterator[tuple[Ranker, Numbers]]:
            yield Ranker.SYNERGY, scores

        monkeypatch.setattr(evaluating, "scored", scored)
        return evaluate(holdout, resamples=5)

    return evaluated


@pytest.fixture(scope="module")
def found(holdout: Holdout) -> Evaluation:
    return evaluate(holdout, seed=1, resamples=20)


def test_ranker_that_knows_the_future_is_perfect(holdout: Holdout, told_by: Oracle) -> None:
    (result,) = told_by(holdout.new.astype(np.float64)).rankers
    perfect = Measure(1.0, 0.0)
    assert (result.auc, result.average_precision, result.matched_auc, result.hit) == (perfect,) * 4


def test_ranker_that_knows_nothing_is_at_one_half_and_at_the_share_of_new_pairs(
    holdout: Holdout, told_by: Oracle
) -> None:
    (result,) = told_by(np.zeros(holdout.new.shape)).rankers
    assert (result.auc, result.matched_auc) == (Measure(0.5, 0.0), Measure(0.5, 0.0))
    assert result.average_precision.value == pytest.approx(holdout.counts.new / holdout.counts.candidates)


def test_ranker_that_turns_the_future_round_is_always_wrong(holdout: Holdout, told_by: Oracle) -> None:
    (result,) = told_by(-holdout.new.astype(np.float64)).rankers
    assert (result.auc, result.matched_auc) == (Measure(0.0, 0.0), Measure(0.0, 0.0))


def test_matched_auc_of_what_depends_on_the_stratum_alone_is_one_half(holdout: Holdout, told_by: Oracle) -> None:
    step = np.floor(2 * np.log2(ties_of(holdout.graph).degrees[nodes_of(holdout)]))
    (result,) = told_by(step[:, None] + step).rankers
    assert result.matched_auc == Measure(0.5, 0.0)
    assert result.auc.value != pytest.approx(0.5, abs=0.02)


def test_novelty_measures_the_reverse_of_sameness(found: Evaluation) -> None:
    results = {result.ranker: result for result in found.rankers}
    assert list(results) == list(Ranker)
    same, novelty = results[Ranker.SAME], results[Ranker.NOVELTY]
    for one, other in ((same.auc, novelty.auc), (same.matched_auc, novelty.matched_auc)):
        assert one.value is not None
        assert other.value is not None
        assert one.value + other.value == pytest.approx(1)
        assert one.margin == pytest.approx(other.margin)


def test_same_seed_gives_the_same_results_and_another_one_other_intervals(holdout: Holdout, found: Evaluation) -> None:
    told: list[str] = []
    assert evaluate(holdout, seed=1, resamples=20, told=told.append) == found
    assert told == [ranker.value for ranker in Ranker]
    again = evaluate(holdout, seed=2, resamples=20)
    assert [result.auc.value for result in again.rankers] == [result.auc.value for result in found.rankers]
    assert [result.auc.margin for result in again.rankers] != [result.auc.margin for result in found.rankers]


def test_interval_is_that_of_resampled_organisations(holdout: Holdout) -> None:
    """Drawn anew and added up pair by pair, organisations vary the AUC by about as much."""
    scores = dict(evaluating.scored(holdout))[Ranker.RESOURCE_ALLOCATION]
    chance, size, aucs = np.random.default_rng(9), len(holdout.organisations), []
    for _ in range(200):
        drawn = chance.integers(size, size=size)
        one, other = np.nonzero(np.triu(holdout.candidates[np.ix_(drawn, drawn)], 1))
        new, values = holdout.new[drawn[one], drawn[other]], scores[drawn[one], drawn[other]]
        comparison = Comparison.of(values[new], values[~new])
        ones = [np.ones(count, np.uint8) for count in (int(new.sum()), int((~new).sum()))]
        aucs.append(comparison.auc(ones[0], comparison.before(ones[1])))
    results = {result.ranker: result for result in evaluate(holdout, resamples=200).rankers}
    assert results[Ranker.RESOURCE_ALLOCATION].auc.margin == pytest.approx(1.96 * np.std(aucs, ddof=1), rel=0.25)


def test_measure_of_nothing_is_unknown() -> None:
    assert evaluating._measure(np.array([np.nan, np.nan, 0.5])) == Measure(None, None)  # noqa: SLF001 -- no data gives it
    assert evaluating._measure(np.array([0.5, np.nan, 0.4, 0.6])).margin == pytest.approx(1.96 * np.sqrt(0.02))  # noqa: SLF001 -- as above


def test_groups_are_the_kinds_and_the_largest_countries(holdout: Holdout, found: Evaluation) -> None:
    graph, names = holdout.graph, holdout.organisations
    smes = np.array([kind_of(graph.entity(name)) is EntityKind.SME for name in names])
    countries = countries_of(holdout)
    home = countries == countries[0]
    larger, smaller = ("AA", "BB") if home.sum() > (~home).sum() else ("BB", "AA")
    assert [group.group for group in found.groups] == ["institution", "sme", larger, smaller]
    institution, sme = found.groups[:2]
    assert (institution.organisations, sme.organisations) == ((~smes).sum(), smes.sum())
    touching = np.triu(smes[:, None] | smes)
    assert (sme.candidates, sme.new) == ((holdout.candidates & touching).sum(), (holdout.new & touching).sum())
    assert list(sme.aucs) == list(GROUPED)


def test_group_without_new_pairs_has_no_auc(holdout: Holdout, told_by: Oracle, monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(_: Holdout) -> Iterator[tuple[str, np.ndarray]]:
        yield "nobody", np.zeros(len(holdout.organisations), dtype=np.bool_)

    monkeypatch.setattr(evaluating, "_groups", nobody)
    (group,) = told_by(np.zeros(holdout.new.shape)).groups
    assert (group.organisations, group.candidates, group.new) == (0, 0, 0)
    assert group.aucs == {Ranker.SYNERGY: None}

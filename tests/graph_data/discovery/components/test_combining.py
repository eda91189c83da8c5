"""Totals: by hand, and what must hold of every graph and every choice of weights."""

import math
from collections.abc import Callable, Mapping
from itertools import combinations
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import Synergy, SynergyComponent, SynergyModel, rank, rank_pairs, synergy
from graph_data.discovery.components import total, values_of
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]
Weights: TypeAlias = Mapping[SynergyComponent, float]

LAW = settings(max_examples=40, deadline=None)
C = SynergyComponent

WEIGHTS = st.dictionaries(
    st.sampled_from(SynergyComponent), st.sampled_from([0.0, 0.5, 1.0, 3.0]) | st.floats(0, 1e308)
).filter(lambda weights: any({C.SCORE: 1.0, **weights}.values()))


def near(value: float | None) -> object:
    return None if value is None else pytest.approx(value, abs=1.1e-12)


def named(found: Synergy) -> Mapping[SynergyComponent, float | None]:
    return values_of(found.score, found.components)


@pytest.mark.parametrize(
    ("weights", "expected"),
    [
        ({}, 0.6),
        ({C.SCORE: 7}, 0.6),
        ({C.GEOGRAPHY: 1}, 0.4),
        ({C.GEOGRAPHY: 0.5}, (0.6 + 0.5 * 0.2) / 1.5),
        ({C.SCORE: 0, C.GEOGRAPHY: 2, C.TIE_NOVELTY: 1}, (2 * 0.2 + 1) / 3),
        ({C.S3_ALIGNMENT: 5}, 0.6),
        ({C.SCORE: 0, C.S3_ALIGNMENT: 5}, None),
        ({C.SCORE: 5e-324, C.GEOGRAPHY: 5e-324}, 0.4),
        ({C.SCORE: 1e308, C.GEOGRAPHY: 1e308, C.TIE_NOVELTY: 1e308}, 0.6),
    ],
)
def test_total_is_the_weighted_mean_of_what_is_known(weights: Weights, expected: float | None) -> None:
    values = {C.SCORE: 0.6, C.GEOGRAPHY: 0.2, C.VALUE_CHAIN_ADJACENCY: 0.0, C.S3_ALIGNMENT: None, C.TIE_NOVELTY: 1.0}
    found = total(values, SynergyModel.of(weights=weights))
    assert found == (expected if expected is None else pytest.approx(expected, abs=1e-12))


def test_total_of_a_pair_is_computed_from_its_answer(mapped: World) -> None:
    north = math.degrees(300 * math.log(2) / 6371.0088)
    graph = mapped(f"""
        page: a holds sector:x, s3:t
        page: b holds sector:y, s3:t
        a at 0 10
        b at {north} 10
        a lies in region:AT1
        b lies in region:IT1
        a works at stage:p
        b works at stage:r
        p joins a, b
    """)
    weights = {C.GEOGRAPHY: 2.0, C.VALUE_CHAIN_ADJACENCY: 1.0, C.S3_ALIGNMENT: 4.0, C.TIE_NOVELTY: 1.0}
    found = synergy(graph, "a", "b", SynergyModel.of(weights=weights))
    assert found.score == 1
    assert found.components.geography == pytest.approx(0.5)
    assert found.components.distance_km == pytest.approx(300 * math.log(2), abs=1e-3)
    assert (found.components.value_chain_adjacency, found.components.tie_novelty) == (0.5, 0)
    assert found.total == pytest.approx((1 + 2 * 0.5 + 0.5 + 0) / 5)
    assert found.skipped == (C.S3_ALIGNMENT,)


def test_the_worked_example_keeps_its_scores_as_totals(five_clusters: KnowledgeGraph) -> None:
    ranking = rank(five_clusters, "cluster:indescat", SynergyModel.of())
    best = ranking.entries[0]
    assert (best.partner, round(best.score, 6), best.total) == ("cluster:montagne", 0.894167, best.score)


def test_without_a_score_the_rest_makes_the_total_and_the_score_is_skipped(mapped: World) -> None:
    graph = mapped("page: a holds\npage: b holds\na lies in country:AT\nb lies in country:AT")
    found = synergy(graph, "a", "b", SynergyModel.of(weights={C.GEOGRAPHY: 1}))
    assert (found.score, found.total, found.skipped) == (None, 1, (C.SCORE,))
    plain = synergy(graph, "a", "b", SynergyModel.of())
    assert (plain.total, plain.skipped) == (None, (C.SCORE,))


@LAW
@given(data=st.data(), weights=WEIGHTS)
def test_total_lies_between_the_least_and_the_largest_component_that_counts(
    data: st.DataObject, weights: Weights, mapped: World, maps: st.SearchStrategy[str]
) -> None:
    graph, model = mapped(data.draw(maps)), SynergyModel.of(weights=weights)
    for one, other in combinations([item.id for item in graph.organisations()], 2):
        found = synergy(graph, one, other, model)
        asked = {component: value for component, value in named(found).items() if dict(model.weights)[component]}
        known = [value for value in asked.values() if value is not None]
        assert all(0 <= value <= 1 for value in known)
        assert found.skipped == tuple(component for component, value in asked.items() if value is None)
        assert (found.total is None) == (not known)
        if found.total is not None:
            assert min(known) <= found.total <= max(known)


@LAW
@given(data=st.data(), weights=WEIGHTS)
def test_components_and_total_are_the_same_from_either_side(
    data: st.DataObject, weights: Weights, mapped: World, maps: st.SearchStrategy[str]
) -> None:
    graph, model = mapped(data.draw(maps)), SynergyModel.of(weights=weights)
    for one, other in combinations([item.id for item in graph.organisations()], 2):
        there, back = synergy(graph, one, other, model), synergy(graph, other, one, model)
        assert (there.components, there.total, there.skipped) == (back.components, back.total, back.skipped)


@LAW
@given(data=st.data(), factor=st.sampled_from([0.25, 2.0, 1024.0]) | st.floats(1e-3, 1e3))
def test_weights_that_differ_by_a_factor_give_one_total(
    data: st.DataObject, factor: float, mapped: World, maps: st.SearchStrategy[str]
) -> None:
    graph = mapped(data.draw(maps))
    weights = {component: data.draw(st.floats(0.01, 10)) for component in SynergyComponent}
    scaled = {component: weight * factor for component, weight in weights.items()}
    for one, other in combinations([item.id for item in graph.organisations()], 2):
        found, again = (synergy(graph, one, other, SynergyModel.of(weights=given)) for given in (weights, scaled))
        assert again.total == near(found.total)


@LAW
@given(data=st.data())
def test_without_weights_the_total_is_the_score(
    data: st.DataObject, mapped: World, maps: st.SearchStrategy[str]
) -> None:
    graph = mapped(data.draw(maps))
    for one, other in combinations([item.id for item in graph.organisations()], 2):
        found = synergy(graph, one, other, SynergyModel.of())
        assert found.total == found.score


@LAW
@given(data=st.data(), weights=WEIGHTS)
def test_a_ranking_is_the_plain_totals_in_order_with_one_entry_for_what_cannot_be_told_apart(
    data: st.DataObject, weights: Weights, mapped: World, maps: st.SearchStrategy[str]
) -> None:
    graph, model = mapped(data.draw(maps)), SynergyModel.of(weights=weights)
    names = [item.id for item in graph.organisations()]
    for one in names:
        ranking = rank(graph, one, model)
        places = [(entry.total is None, -(entry.total or 0), entry.partner) for entry in ranking.entries]
        assert places == sorted(places)
        listed = [name for entry in ranking.entries for name in (entry.partner, *entry.same_profile)]
        plain = {other: synergy(graph, one, other, model) for other in names if other != one}
        assert sorted(listed) == sorted(other for other, found in plain.items() if found.score is not None)
        for entry in ranking.entries:
            alike = {entry.partner, *entry.same_profile}
            asked = [named(plain[other]) for other in alike]
            assert len({tuple(values[component] for component in model.weighed) for values in asked}) == 1
            assert all(plain[other].score == near(entry.score) for other in alike)
            assert all(plain[other].total == near(entry.total) for other in alike)
            assert ranking.synergy(entry).same_profile == entry.same_profile


@LAW
@given(data=st.data(), weights=WEIGHTS)
def test_many_pairs_are_ranked_by_total_as_each_alone_is(
    data: st.DataObject, weights: Weights, mapped: World, maps: st.SearchStrategy[str]
) -> None:
    graph, model = mapped(data.draw(maps)), SynergyModel.of(weights=weights)
    names = [item.id for item in graph.organisations()]
    found = rank_pairs(graph, model, names, names)
    places = [(entry.total is None, -(entry.total or 0), entry.organisation, entry.partner) for entry in found.entries]
    assert places == sorted(places)
    alone = {
        frozenset({one, other}): entry.total
        for one in names
        for entry in rank(graph, one, model).entries
        for other in (entry.partner, *entry.same_profile)
    }
    together = {
        frozenset({entry.organisation, other}): entry.total
        for entry in found.entries
        for other in (entry.partner, *entry.same_profile)
    }
    assert together == {pair: near(value) for pair, value in alone.items()}

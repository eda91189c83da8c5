from collections.abc import Callable
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import Lens, SynergyModel
from graph_data.discovery.comparison import Comparison
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.significance.bicm import bicm
from graph_data.discovery.significance.incidence import incidence_of
from graph_data.discovery.significance.overlap import bicm_p_values, chances_of, hypergeometric_p_values, shared_terms
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]

GENERAL = SynergyModel.of(Lens.GENERAL)
LAW = settings(max_examples=60, deadline=None)


def all_pairs(graph: KnowledgeGraph) -> Comparison:
    return Comparison.of_pairs(list(combinations(range(len(list(graph.organisations()))), 2)))


def known(graph: KnowledgeGraph, model: SynergyModel, place: int) -> dict[str, bool]:
    """Tell for each via term of whose population an organisation is whether it holds it."""
    profiles = profiles_of(graph, model)
    name = profiles.organisations[place].id
    held = profiles.held(name, model.via)
    every = {term for other in profiles.profile for term in profiles.held(other, model.via)}
    return {
        term: term in held
        for term in sorted(every)
        if profiles.profile[name].sources & profiles.scheme_sources[profiles.terms[term].scheme]
    }


def test_worked_example_has_its_p_values(five_clusters: KnowledgeGraph, worked: Any) -> None:  # noqa: ANN401 -- what JSON holds
    place = profiles_of(five_clusters, GENERAL).place
    pairs = Comparison.of_pairs([(place[row["organisation"]], place[row["partner"]]) for row in worked["pairs"]])
    assert shared_terms(incidence_of(five_clusters, GENERAL), pairs).tolist() == [
        row["shared"] for row in worked["pairs"]
    ]
    assert bicm_p_values(five_clusters, GENERAL, pairs).min() == pytest.approx(worked["bicm_min"], abs=1e-3)
    expected = [row["hypergeometric"] for row in worked["pairs"]]
    assert hypergeometric_p_values(five_clusters, GENERAL, pairs) == pytest.approx(expected, abs=1e-6)


def test_least_p_value_across_sectors_is_that_of_the_documentation(five_clusters: KnowledgeGraph) -> None:
    assert bicm_p_values(five_clusters, SynergyModel.of(), all_pairs(five_clusters)).min() == pytest.approx(
        0.185, abs=1e-3
    )


@pytest.mark.shared
def test_organisations_and_terms_of_cordis_are_expected_to_have_as_many_of_each_other_as_they_have(
    cordis: KnowledgeGraph,
) -> None:
    incidence, chances = incidence_of(cordis, GENERAL), chances_of(cordis, GENERAL)
    alike = np.bincount(chances.row)
    assert alike @ chances.chances == pytest.approx(incidence.holders, rel=1e-9)
    expected = chances.chances.sum(axis=1)[chances.row]
    assert expected == pytest.approx(incidence.degrees.sum(axis=1), rel=1e-9)


@LAW
@given(data=st.data())
def test_shared_terms_are_those_that_both_hold_inside_their_populations(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str], models: st.SearchStrategy[SynergyModel]
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    pairs = all_pairs(graph)
    found = shared_terms(incidence_of(graph, model), pairs)
    for one, other, number in zip(pairs.organisations, pairs.partners, found, strict=True):
        ours, theirs = known(graph, model, one), known(graph, model, other)
        assert number == sum(ours[term] and theirs[term] for term in ours.keys() & theirs.keys())


@LAW
@given(data=st.data())
def test_p_values_are_those_of_scipy_on_the_fitted_chances(
    data: st.DataObject,
    stats: Any,  # noqa: ANN401 -- a module
    world: World,
    sentences: st.SearchStrategy[str],
    models: st.SearchStrategy[SynergyModel],
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    pairs, chances = all_pairs(graph), chances_of(graph, model)
    shared = shared_terms(incidence_of(graph, model), pairs)
    overlaps, draws = bicm_p_values(graph, model, pairs), hypergeometric_p_values(graph, model, pairs)
    assert ((overlaps > 0) & (overlaps <= 1) & (draws > 0) & (draws <= 1)).all()
    for pair, (one, other) in enumerate(zip(pairs.organisations, pairs.partners, strict=True)):
        both = chances.chances[chances.row[one]] * chances.chances[chances.row[other]]
        expected = stats.poisson_binom(both).sf(shared[pair] - 1) if len(both) else 1
        assert overlaps[pair] == pytest.approx(expected, abs=1e-12)
        ours, theirs = known(graph, model, one), known(graph, model, other)
        urn = ours.keys() & theirs.keys()
        held = [sum(side[term] for term in urn) for side in (ours, theirs)]
        expected = stats.hypergeom(len(urn), *held).sf(shared[pair] - 1) if urn else 1
        assert draws[pair] == pytest.approx(expected, abs=1e-12)


@LAW
@given(data=st.data())
def test_every_population_is_fitted_on_its_own_and_outside_there_is_no_chance(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str], models: st.SearchStrategy[SynergyModel]
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    incidence, chances = incidence_of(graph, model), chances_of(graph, model)
    found = chances.chances[chances.row]
    for number in range(incidence.inside.shape[1]):
        members = incidence.inside[:, number]
        terms = incidence.via & (incidence.population == number)
        fitted = bicm(incidence.degrees[members, number], incidence.holders[terms])
        assert found[np.ix_(members, terms)] == pytest.approx(fitted.chances[np.ix_(fitted.rows, fitted.columns)])
        assert not found[np.ix_(~members, terms)].any()
    assert not found[:, ~incidence.via].any()


@LAW
@given(data=st.data())
def test_p_values_are_the_same_from_either_side(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str], models: st.SearchStrategy[SynergyModel]
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    pairs = all_pairs(graph)
    back = Comparison(pairs.partners, pairs.organisations)
    for test in (bicm_p_values, hypergeometric_p_values):
        assert test(graph, model, back) == pytest.approx(test(graph, model, pairs), rel=1e-9)

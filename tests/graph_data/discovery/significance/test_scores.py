import math
from collections.abc import Callable
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import Lens, SynergyModel, synergy
from graph_data.discovery.comparison import Comparison
from graph_data.discovery.matrices import matrices_of
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.significance.curveball import Curveball
from graph_data.discovery.significance.incidence import incidence_of
from graph_data.discovery.significance.scores import ComparedScores, curveball_p_values, too_dear
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]

GENERAL = SynergyModel.of(Lens.GENERAL)


def scored_pairs(graph: KnowledgeGraph, model: SynergyModel) -> list[tuple[int, int]]:
    with_score = np.flatnonzero(matrices_of(graph, model).row_of >= 0).tolist()
    return list(combinations(with_score, 2))


def plain_scores(graph: KnowledgeGraph, model: SynergyModel, pairs: list[tuple[int, int]]) -> list[float | None]:
    ids = list(profiles_of(graph, model).place)
    return [synergy(graph, ids[one], ids[other], model).score for one, other in pairs]


def test_worked_example_has_its_p_values_within_four_standard_errors(
    five_clusters: KnowledgeGraph,
    worked: Any,  # noqa: ANN401 -- what JSON holds
) -> None:
    place = profiles_of(five_clusters, GENERAL).place
    pairs = Comparison.of_pairs([(place[row["organisation"]], place[row["partner"]]) for row in worked["pairs"]])
    draws = 999
    found = curveball_p_values(five_clusters, GENERAL, pairs, draws, seed=0)
    for row, p_value in zip(worked["pairs"], found, strict=True):
        expected = row["curveball"]
        error = math.sqrt(expected * (1 - expected) * (1 / draws + 1 / worked["permutations"]))
        assert p_value == pytest.approx(expected, abs=4 * error)
    assert min(row["curveball"] for row in worked["pairs"]) == 0.0625


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_terms_as_they_are_give_the_plain_scores(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str], models: st.SearchStrategy[SynergyModel]
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    pairs = scored_pairs(graph, model)
    if pairs:
        incidence = incidence_of(graph, model)
        compared = ComparedScores(matrices_of(graph, model), incidence, model, Comparison.of_pairs(pairs))
        expected = plain_scores(graph, model, pairs)
        assert compared.scores(incidence.held.terms) == pytest.approx(expected, abs=1e-11)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 999), data=st.data())
def test_a_draw_is_scored_as_a_graph_that_says_what_it_says(seed: int, data: st.DataObject, world: World) -> None:
    term = st.sampled_from([f"{scheme}:{name}" for scheme in ("sector", "technology", "s3") for name in "abcd"])
    profiles = data.draw(st.lists(st.sets(term, min_size=1, max_size=6), min_size=3, max_size=7))
    graph = world("\n".join(f"page: org{n} holds {', '.join(sorted(held))}" for n, held in enumerate(profiles)))
    drawn: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        draw = Curveball.draw
        patch.setattr(Curveball, "draw", lambda chain: drawn.append(draw(chain)) or drawn[-1])
        pairs = scored_pairs(graph, GENERAL)
        found = curveball_p_values(graph, GENERAL, Comparison.of_pairs(pairs), 1, seed)
    names = list(profiles_of(graph, GENERAL).terms)
    incidence = incidence_of(graph, GENERAL)
    # one population: the tables are the facets, one after the other, each by organisation
    rows = incidence.rows[np.lexsort((incidence.rows, incidence.facet[incidence.held.terms]))]
    held: dict[int, list[str]] = {place: [] for place in range(len(profiles))}
    for row, column in zip(rows.tolist(), drawn[0].tolist(), strict=True):
        held[row].append(names[column])
    again = world("\n".join(f"page: org{place} holds {', '.join(terms)}" for place, terms in held.items()))
    before, after = plain_scores(graph, GENERAL, pairs), plain_scores(again, GENERAL, pairs)
    assert found.tolist() == [1.0 if (new or 0) >= (old or 0) else 0.5 for old, new in zip(before, after, strict=True)]


def test_draws_that_change_nothing_reach_every_score(
    five_clusters: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graph_data.discovery.significance.curveball.ROUNDS", 0)
    pairs = Comparison.of_pairs(scored_pairs(five_clusters, GENERAL))
    assert curveball_p_values(five_clusters, GENERAL, pairs, 3, seed=0).tolist() == [1.0] * 10


def test_one_seed_gives_the_same_p_values(five_clusters: KnowledgeGraph) -> None:
    pairs = Comparison.of_pairs(scored_pairs(five_clusters, GENERAL))
    found = [curveball_p_values(five_clusters, GENERAL, pairs, 19, seed).tolist() for seed in (7, 7, 8)]
    assert found[0] == found[1] != found[2]


def test_a_member_of_two_populations_is_drawn_in_each_and_its_memberships_stay(world: World) -> None:
    graph = world("""
        page+register: a holds s3:t, s3:u, topic:v~1, topic:w~3
        page: b holds s3:t
        page: c holds s3:u, s3:x
        register: d holds topic:v~2
        register: e holds topic:w~1, topic:y
    """)
    model = SynergyModel.of(Lens.GENERAL)
    drawn: list[Any] = []
    with pytest.MonkeyPatch.context() as patch:
        draw = Curveball.draw
        patch.setattr(Curveball, "draw", lambda chain: drawn.append(draw(chain)) or drawn[-1])
        curveball_p_values(graph, model, Comparison.of_pairs([(0, 2), (1, 4)]), 25, seed=0)
    incidence, names = incidence_of(graph, model), list(profiles_of(graph, model).terms)
    kinds = {tuple(names[column].split(":")[0] for column in columns) for columns in drawn}
    assert kinds == {("s3",) * 5 + ("topic",) * 5} or kinds == {("topic",) * 5 + ("s3",) * 5}
    assert len(incidence.held.terms) == 10


def test_what_would_take_too_long_says_what_to_narrow(
    five_clusters: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert too_dear(five_clusters, GENERAL, pairs=1000, permutations=199) is None
    assert too_dear(five_clusters, GENERAL, pairs=1001, permutations=1) == (
        "1001 pairs are compared and every draw scores 1000 at most; narrow the filter, or ask for the pair alone"
    )
    monkeypatch.setattr("graph_data.discovery.significance.scores.MAX_DRAWN", 290)
    assert too_dear(five_clusters, GENERAL, pairs=1, permutations=10) is None
    assert too_dear(five_clusters, GENERAL, pairs=1, permutations=11) == (
        "11 draws of 29 holdings take too long; ask for at most 10"
    )

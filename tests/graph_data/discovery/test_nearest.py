"""Looking at candidates alone gives what looking at all terms gives."""

from collections.abc import Callable
from itertools import combinations
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import Lens, SynergyModel, nearest, synergy
from graph_data.discovery.matrices import matrices_of
from graph_data.discovery.profiles import profiles_of
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]

NEVER = 10**9


def same_either_way(graph: KnowledgeGraph, one: str, other: str, model: SynergyModel) -> bool:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(nearest, "MANY", 0)
        narrowed = synergy(graph, one, other, model)
        patch.setattr(nearest, "MANY", NEVER)
        return narrowed == synergy(graph, one, other, model)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_synergy_is_the_same_whether_all_terms_are_looked_at_or_candidates_alone(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str], models: st.SearchStrategy[SynergyModel]
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    ids = [organisation.id for organisation in graph.organisations()]
    assert all(same_either_way(graph, one, other, model) for one, other in combinations(ids, 2))


def test_candidates_are_those_with_the_greatest_proximity_times_membership(world: World) -> None:
    graph = world("""
        page: a holds sector:a, s3:t, s3:v
        page: b holds sector:b, s3:u, s3:w, s3:x
        page: c holds s3:t, s3:u, s3:w
        page: d holds s3:t, s3:u, s3:w
    """)
    model = SynergyModel.of(Lens.GENERAL, shrinkage=1)
    profiles, matrices = profiles_of(graph, model), matrices_of(graph, model)
    rows = (int(matrices.row_of[profiles.place["a"]]), int(matrices.row_of[profiles.place["b"]]))
    held = ({"s3:t": 1.0, "s3:v": 1.0}, {"s3:u": 1.0, "s3:w": 1.0, "s3:x": 1.0})
    assert nearest.candidates(matrices, [*profiles.terms], rows, held, 1) == (
        {"s3:t": ["s3:u", "s3:w"], "s3:v": []},
        {"s3:u": ["s3:t"], "s3:w": ["s3:t"], "s3:x": []},
    )


@pytest.mark.shared
def test_on_the_whole_of_cordis_too(cordis: KnowledgeGraph) -> None:
    model = SynergyModel.of()
    profiles = profiles_of(cordis, model)
    held = {name: len(profiles.held(name, model.via)) for name in profiles.place}
    largest = sorted(held, key=lambda name: (-held[name], name))[:3]
    assert held[largest[-1]] ** 2 > nearest.MANY
    assert all(same_either_way(cordis, one, other, model) for one, other in combinations(largest, 2))

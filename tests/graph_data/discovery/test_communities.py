import math
import os
import subprocess
import sys
from collections.abc import Callable
from threading import Event
from typing import TypeAlias

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.deadline import Deadline, until
from graph_data.discovery.caching import StillPreparing
from graph_data.discovery.centrality import CentralityMeasure, rank_network
from graph_data.discovery.communities import Communities, communities
from graph_data.discovery.network import network_of
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import EntityKind

World: TypeAlias = Callable[[str], KnowledgeGraph]

TWO = """
page: a1 holds sector:x, s3:t, industry:v
page: a2 holds sector:x, s3:t, industry:v
page: a3 holds sector:x, s3:t, industry:v, s3:u
page: b1 holds sector:y, s3:u
page: b2 holds sector:y, s3:u
page: b3 holds sector:y, s3:u
page: alone holds
"""

PRINTED = """
from graph_data.discovery.communities import communities
from graph_data.notebook import load
from graph_data.ontology import EntityKind as Kind
print(communities(load(), {Kind.TECHNOLOGY_FIELD, Kind.CLUSTER, Kind.SECTOR, Kind.PARTNERSHIP}, seed=3))
"""


def members(found: Communities) -> list[list[str]]:
    return [sorted(item.members) for item in found.communities]


def test_communities_are_the_parts_that_are_joined_within(world: World) -> None:
    assert members(communities(world(TWO))) == [
        ["a1", "a2", "a3", "industry:v", "s3:t", "sector:x"],
        ["b1", "b2", "b3", "s3:u", "sector:y"],
    ]


def test_community_names_what_is_frequent_in_it_and_rare_elsewhere(world: World) -> None:
    first, second = communities(world(TWO)).communities
    assert first.characteristic == ("industry:v", "s3:t", "sector:x", "s3:u")
    assert first.label == "v, t, x"
    assert second.characteristic == ("sector:y", "s3:u")
    assert second.label == "y, u"


def test_members_with_most_neighbours_inside_come_first(world: World) -> None:
    second = communities(world(TWO)).communities[1]
    assert second.members == ("s3:u", "sector:y", "b1", "b2", "b3")


def test_community_without_terms_is_named_after_its_first_member(world: World) -> None:
    graph = world("project joins a, b\npage: a holds\npage: b holds")
    found = communities(graph).communities[0]
    assert found.characteristic == ()
    assert found.label == "project"


def test_small_communities_are_left_out_but_count(world: World) -> None:
    graph = world(TWO)
    every, some = communities(graph, min_size=1), communities(graph, min_size=6)
    assert members(every)[-1] == ["alone"]
    assert [len(part) for part in members(some)] == [6]
    assert some.modularity == every.modularity


def test_id_follows_from_the_members_alone(world: World) -> None:
    whole, more = communities(world(TWO)), communities(world(f"{TWO}\npage: c1 holds s3:new\npage: c2 holds s3:new"))
    assert {item.id for item in whole.communities} < {item.id for item in more.communities}


def test_higher_resolution_gives_smaller_communities(world: World) -> None:
    graph = world(TWO)
    assert len(communities(graph, resolution=5, min_size=1).communities) > len(communities(graph).communities) + 1


@pytest.mark.parametrize("resolution", [0, -1, math.inf, -math.inf, math.nan])
def test_resolution_must_be_a_positive_number(world: World, resolution: float) -> None:
    with pytest.raises(ValueError, match="resolution must be a number above 0"):
        communities(world(TWO), resolution=resolution)


@pytest.mark.parametrize("least", [0, -3])
def test_least_size_must_be_one_or_more(world: World, least: int) -> None:
    with pytest.raises(ValueError, match="must be 1 or more"):
        communities(world(TWO), min_size=least)


@pytest.mark.parametrize("text", ["", "page: a holds\npage: b holds"])
def test_modularity_is_unknown_without_an_edge(world: World, text: str) -> None:
    found = communities(world(text))
    assert found.modularity is None
    assert found.communities == ()


@settings(deadline=None)
@given(data=st.data(), seed=st.integers(0, 5), resolution=st.sampled_from([0.5, 1.0, 2.0]))
def test_parts_and_modularity_are_those_of_networkx(
    world: World, sentences: st.SearchStrategy[str], data: st.DataObject, seed: int, resolution: float
) -> None:
    graph = world(data.draw(sentences))
    network, plain = network_of(graph), nx.Graph()
    plain.add_nodes_from(range(len(network.ids)))
    plain.add_edges_from(network.edges())
    parts = nx.community.louvain_communities(plain, seed=seed, resolution=resolution)
    found = communities(graph, seed=seed, resolution=resolution, min_size=1)
    assert sorted(members(found)) == sorted(sorted(network.ids[node] for node in part) for part in parts)
    expected = nx.community.modularity(plain, parts) if plain.size() else None
    assert found.modularity == (None if expected is None else pytest.approx(expected, abs=1e-11))
    assert sum(len(item.members) for item in found.communities) == len(network.ids)


def test_seed_gives_the_same_communities_in_every_process() -> None:
    runs = [
        subprocess.Popen(  # noqa: S603 -- this interpreter, our own text
            [sys.executable, "-c", PRINTED],
            env={**os.environ, "PYTHONHASHSEED": number},
            stdout=subprocess.PIPE,
            text=True,
        )
        for number in ("1", "2")
    ]
    one, other = (run.communicate()[0] for run in runs)
    assert one
    assert one == other


def test_communities_that_take_long_keep_nobody_waiting_for_anything_else(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, ended = world(TWO), Event()
    monkeypatch.setattr("graph_data.discovery.communities._part", lambda *_: ended.wait(60))
    try:
        with until(Deadline(0.1)), pytest.raises(StillPreparing):
            communities(graph)
        with until(Deadline(30)):
            ranked = rank_network(graph, CentralityMeasure.DEGREE)
    finally:
        ended.set()
    assert ranked == rank_network(world(TWO), CentralityMeasure.DEGREE)


def test_notebook_finds_communities(world: World) -> None:
    graph = world(TWO)
    kinds = {EntityKind.CLUSTER, EntityKind.SECTOR}
    assert Notebook(graph.dataset).communities(kinds, seed=1) == communities(graph, kinds, seed=1)

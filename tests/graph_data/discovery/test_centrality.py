from collections.abc import Callable
from typing import TypeAlias

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from networkx.algorithms.link_analysis.pagerank_alg import _pagerank_python  # nx.pagerank itself wants scipy

from graph_data.discovery import centrality as module
from graph_data.discovery.centrality import CentralityMeasure, centrality, pagerank, rank_network
from graph_data.discovery.network import Network
from graph_data.discovery.shortest_paths import SEED, ShortestPaths, shortest_paths
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import EntityKind

World: TypeAlias = Callable[[str], KnowledgeGraph]

TEXT = """
page: a holds sector:x, s3:t, s3:u
page: b holds sector:x, s3:t
page: c holds sector:y, s3:t
page: d holds
"""


def networkx_values(graph: KnowledgeGraph) -> dict[CentralityMeasure, dict[str, float]]:
    plain = nx.Graph(graph.nx)
    plain.remove_edges_from(list(nx.selfloop_edges(plain)))
    return {
        CentralityMeasure.DEGREE: dict(plain.degree()),
        CentralityMeasure.BETWEENNESS: nx.betweenness_centrality(plain),
        CentralityMeasure.CLOSENESS: nx.closeness_centrality(plain),
        CentralityMeasure.PAGERANK: _pagerank_python(plain, tol=1e-14, max_iter=1000, weight=None),
    }


@settings(deadline=None, max_examples=50)
@given(data=st.data())
def test_measures_of_a_graph_are_those_of_networkx(
    world: World, sentences: st.SearchStrategy[str], data: st.DataObject
) -> None:
    graph = world(data.draw(sentences))
    for measure, expected in networkx_values(graph).items():
        found = centrality(graph, measure)
        assert found.seed is None
        assert found.values == pytest.approx(expected, abs=1e-9)


def test_zacharys_club_has_the_pagerank_of_networkx() -> None:
    club = nx.karate_club_graph()
    found = pagerank(Network.of([f"{node:02}" for node in club], np.array(list(club.edges))))
    expected = _pagerank_python(club, tol=1e-14, max_iter=1000, weight=None)
    assert found.tolist() == pytest.approx(list(expected.values()), abs=1e-11)
    assert found.sum() == pytest.approx(1)


def test_kinds_choose_who_is_listed_and_not_which_paths_count(world: World) -> None:
    graph = world(TEXT)
    sectors = rank_network(graph, CentralityMeasure.BETWEENNESS, {EntityKind.SECTOR})
    everyone = rank_network(graph, CentralityMeasure.BETWEENNESS)
    assert [entry.entity for entry in sectors.entries] == ["sector:x", "sector:y"]
    values = {entry.entity: entry.value for entry in everyone.entries}
    assert [entry.value for entry in sectors.entries] == [values["sector:x"], values["sector:y"]]
    assert rank_network(graph, CentralityMeasure.BETWEENNESS, set()).entries == ()


def test_equal_values_share_a_rank_and_stand_in_order_of_ids(world: World) -> None:
    found = rank_network(world(TEXT), CentralityMeasure.DEGREE, {EntityKind.CLUSTER})
    assert [(entry.rank, entry.entity, entry.value) for entry in found.entries] == [
        (1, "a", 3),
        (2, "b", 2),
        (2, "c", 2),
        (4, "d", 0),
    ]


def test_brokers_come_first_by_constraint(five_clusters: KnowledgeGraph) -> None:
    found = rank_network(five_clusters, CentralityMeasure.CONSTRAINT)
    assert [(entry.rank, entry.entity) for entry in found.entries] == [
        (1, "cluster:indescat"),
        (2, "cluster:sports-and-technology"),
        (3, "cluster:montagne"),
        (4, "cluster:mse"),
        (5, "cluster:epsi"),
    ]


def test_entities_without_a_value_are_left_out(five_clusters: KnowledgeGraph) -> None:
    assert rank_network(five_clusters, CentralityMeasure.PARTICIPATION, {EntityKind.CLUSTER}).entries == ()
    assert rank_network(five_clusters, CentralityMeasure.CONSTRAINT, {EntityKind.SECTOR}).entries == ()


def test_paths_are_computed_once_for_betweenness_and_closeness(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []

    def counted(network: Network) -> ShortestPaths:
        calls.append(network)
        return shortest_paths(network)

    monkeypatch.setattr(module, "shortest_paths", counted)
    graph = world(TEXT)
    for measure in (CentralityMeasure.BETWEENNESS, CentralityMeasure.CLOSENESS, CentralityMeasure.BETWEENNESS):
        assert rank_network(graph, measure).exact
    assert len(calls) == 1


def test_estimated_values_say_so_with_their_seed(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "shortest_paths", lambda network: shortest_paths(network, sample=2))
    found = rank_network(world(TEXT), CentralityMeasure.CLOSENESS)
    assert not found.exact
    assert found.seed == SEED


def test_notebook_ranks(world: World) -> None:
    graph = world(TEXT)
    notebook = Notebook(graph.dataset)
    expected = rank_network(graph, CentralityMeasure.DEGREE, {EntityKind.SECTOR})
    assert notebook.ranking(CentralityMeasure.DEGREE, {EntityKind.SECTOR}) == expected

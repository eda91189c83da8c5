from pathlib import Path

import networkx as nx
import numpy as np
import pytest

from graph_data.discovery import centrality as module
from graph_data.discovery.centrality import CentralityMeasure, rank_network
from graph_data.discovery.network import Network, network_of
from graph_data.discovery.prepared import prepared_paths, write_paths
from graph_data.discovery.shortest_paths import shortest_paths
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import load

WRITE = "the bundled dataset has changed: run python -m graph_data.preparing"


@pytest.fixture(scope="module")
def bundled() -> KnowledgeGraph:
    return load()


def network(graph: nx.Graph) -> Network:
    return Network.of([f"{node:02}" for node in graph], np.array(list(graph.edges)))


def test_stored_results_are_read_as_they_were_computed(tmp_path: Path) -> None:
    club, file = network(nx.karate_club_graph()), tmp_path / "folder" / "club.json"
    assert prepared_paths(club, file) is None
    write_paths(club, file)
    stored, computed = prepared_paths(club, file), shortest_paths(club)
    assert stored is not None
    assert stored.exact
    assert stored.betweenness.tolist() == computed.betweenness.tolist()
    assert stored.closeness.tolist() == computed.closeness.tolist()


def test_results_of_another_network_are_not_used(tmp_path: Path) -> None:
    file = tmp_path / "club.json"
    write_paths(network(nx.karate_club_graph()), file)
    assert prepared_paths(network(nx.path_graph(34)), file) is None


def test_bundled_dataset_answers_from_stored_results(bundled: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "shortest_paths", lambda _: pytest.fail(WRITE))
    assert rank_network(bundled, CentralityMeasure.BETWEENNESS).exact
    assert rank_network(bundled, CentralityMeasure.CLOSENESS).exact


def test_stored_betweenness_adds_up_to_the_inner_nodes_of_all_shortest_paths(bundled: KnowledgeGraph) -> None:
    whole = network_of(bundled)
    stored = prepared_paths(whole)
    assert stored is not None, WRITE
    size, inner = len(whole.ids), 0.0
    for part in whole.components():
        if len(part) > 1:
            distances = (len(part) - 1) ** 2 / (stored.closeness[part] * (size - 1))
            inner += (distances - (len(part) - 1)).sum() / 2
    assert stored.betweenness.sum() * (size - 1) * (size - 2) / 2 == pytest.approx(inner, rel=1e-7)


def test_stored_closeness_is_that_of_networkx(bundled: KnowledgeGraph) -> None:
    whole = network_of(bundled)
    stored = prepared_paths(whole)
    assert stored is not None, WRITE
    plain = nx.Graph(bundled.nx)
    for node in range(0, len(whole.ids), 500):
        expected = nx.closeness_centrality(plain, whole.ids[node])
        assert stored.closeness[node] == pytest.approx(expected, abs=1e-11)

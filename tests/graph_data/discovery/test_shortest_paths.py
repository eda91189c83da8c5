import networkx as nx
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.discovery import shortest_paths as module
from graph_data.discovery.network import Network
from graph_data.discovery.shortest_paths import shortest_paths

PAIRS = st.lists(st.tuples(st.integers(0, 11), st.integers(0, 11)), max_size=30)


def network_of(graph: nx.Graph) -> Network:
    return Network.of([f"{node:03}" for node in graph], np.array(list(graph.edges), dtype=np.int64))


def test_zacharys_club_has_the_published_betweenness() -> None:
    found = shortest_paths(network_of(nx.karate_club_graph()))
    assert found.exact
    assert found.betweenness[0] == pytest.approx(0.4376, abs=5e-5)
    assert found.betweenness[33] == pytest.approx(0.3041, abs=5e-5)


@given(st.integers(1, 12), PAIRS)
def test_values_are_those_of_networkx(size: int, pairs: list[tuple[int, int]]) -> None:
    graph = nx.empty_graph(size)
    graph.add_edges_from((one, other) for one, other in pairs if one != other and max(one, other) < size)
    found = shortest_paths(network_of(graph))
    assert found.betweenness.tolist() == pytest.approx(list(nx.betweenness_centrality(graph).values()), abs=1e-11)
    assert found.closeness.tolist() == pytest.approx(list(nx.closeness_centrality(graph).values()), abs=1e-11)


@given(st.integers(1, 4), st.integers(1, 5), st.integers(0, 3), PAIRS)
def test_twins_get_the_values_that_networkx_gives_each_of_them(
    hubs: int, twins: int, leaves: int, pairs: list[tuple[int, int]]
) -> None:
    graph = nx.complete_bipartite_graph(hubs, twins)
    graph.add_edges_from((0, len(graph) + leaf) for leaf in range(leaves))
    graph.add_edges_from((one, 20 + other % 3) for one, other in pairs if one < hubs)
    graph = nx.convert_node_labels_to_integers(graph)
    found = shortest_paths(network_of(graph))
    assert found.betweenness.tolist() == pytest.approx(list(nx.betweenness_centrality(graph).values()), abs=1e-11)
    assert found.closeness.tolist() == pytest.approx(list(nx.closeness_centrality(graph).values()), abs=1e-11)


def test_a_sample_gives_the_betweenness_that_networkx_gives_from_its_sources() -> None:
    graph = nx.karate_club_graph()
    found = shortest_paths(network_of(graph), sample=10, seed=7)
    sources = np.random.default_rng(7).choice(34, 10, replace=False).tolist()
    # networkx counts each pair of an undirected graph half
    expected = nx.betweenness_centrality_subset(graph, sources, list(graph), normalized=False)
    assert not found.exact
    scaled = [value * 2 * 34 / 10 / (33 * 32) for value in expected.values()]
    assert found.betweenness.tolist() == pytest.approx(scaled, abs=1e-11)


def test_a_sample_gives_sources_their_closeness_and_others_the_mean_distance_from_the_sources() -> None:
    graph = nx.karate_club_graph()
    found = shortest_paths(network_of(graph), sample=10, seed=7)
    sources = np.random.default_rng(7).choice(34, 10, replace=False).tolist()
    exact = nx.closeness_centrality(graph)
    seen = {node for node in graph for source in sources if set(graph[node]) == set(graph[source])}
    for node in graph:
        distances = [nx.shortest_path_length(graph, source, node) for source in sources]
        expected = exact[node] if node in seen else len(sources) / sum(distances)
        assert found.closeness[node] == pytest.approx(expected, abs=1e-11)


def test_small_parts_of_a_sampled_network_are_exact() -> None:
    graph = nx.disjoint_union(nx.karate_club_graph(), nx.path_graph(4))
    found = shortest_paths(network_of(graph), sample=10)
    exact = nx.betweenness_centrality(graph)
    assert found.betweenness[34:].tolist() == pytest.approx([exact[node] for node in range(34, 38)], abs=1e-11)


def test_large_network_is_sampled_the_same_way_every_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "EXACT_NODES", 33)
    monkeypatch.setattr(module, "SAMPLE", 10)
    network = network_of(nx.karate_club_graph())
    once, again = shortest_paths(network), shortest_paths(network)
    assert not once.exact
    assert once.betweenness.tolist() == again.betweenness.tolist()
    assert once.betweenness.tolist() != shortest_paths(network, sample=10, seed=1).betweenness.tolist()

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.deadline import Deadline, DeadlinePassed, until
from graph_data.discovery.louvain import louvain, modularity
from graph_data.discovery.network import Network, network_of
from graph_data.notebook import Notebook
from graph_data.ontology import EntityKind


def plain(network: Network) -> "nx.Graph[int]":
    found: nx.Graph[int] = nx.Graph()
    found.add_nodes_from(range(len(network.ids)))
    found.add_edges_from(network.edges())
    return found


def theirs(network: Network, resolution: float, seed: int) -> list[list[int]]:
    return sorted(map(sorted, nx.community.louvain_communities(plain(network), resolution=resolution, seed=seed)))


@st.composite
def networks(draw: st.DrawFn) -> Network:
    size = draw(st.integers(0, 25))
    ends = st.integers(0, max(size - 1, 0))
    pairs = draw(st.lists(st.tuples(ends, ends), max_size=60)) if size else []
    return Network.of([f"{number:02}" for number in range(size)], np.array(pairs, dtype=np.int64).reshape(-1, 2))


@settings(deadline=None)
@given(networks(), st.sampled_from([1e-300, 0.1, 0.5, 1.0, 1.7, 4.0, 1e300]), st.integers(0, 9))
def test_parts_and_modularity_are_those_of_networkx(network: Network, resolution: float, seed: int) -> None:
    found = sorted(louvain(network, resolution, seed))
    assert found == theirs(network, resolution, seed)
    if network.edges():
        assert modularity(network, found) == nx.community.modularity(plain(network), [set(part) for part in found])


@pytest.mark.parametrize("resolution", [1.0, 3.0])
def test_parts_of_the_bundled_dataset_are_those_of_networkx(bundled_graph: Notebook, resolution: float) -> None:
    network = network_of(bundled_graph, {EntityKind.TECHNOLOGY_FIELD, EntityKind.PARTNERSHIP})
    assert sorted(louvain(network, resolution, 4)) == theirs(network, resolution, 4)


@pytest.mark.parametrize("resolution", [1e6, 1e300, 1.7e308])
def test_a_search_ends_when_no_node_moves_however_modularity_is_rounded(
    bundled_graph: Notebook, resolution: float
) -> None:
    network = network_of(bundled_graph)
    with until(Deadline(30)):
        found = louvain(network, resolution, 0)
    assert sorted(found) == [[node] for node in range(len(network.ids))]


def test_a_search_ends_when_its_time_is_up(bundled_graph: Notebook) -> None:
    network = network_of(bundled_graph)
    with until(Deadline(0.05)), pytest.raises(DeadlinePassed):
        louvain(network, 1.0, 0)

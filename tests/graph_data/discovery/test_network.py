from collections.abc import Callable
from typing import TypeAlias

import networkx as nx
import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph_data.discovery.network import Network, Twins, network_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind

World: TypeAlias = Callable[[str], KnowledgeGraph]

GRAPHS = st.integers(1, 9).flatmap(
    lambda size: st.tuples(
        st.just(size), st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, size - 1)), max_size=20)
    )
)
"""Number of nodes and pairs of them; doubles, both directions and loops among them."""


def plain(size: int, pairs: list[tuple[int, int]]) -> tuple[Network, nx.Graph]:
    graph = nx.Graph()
    graph.add_nodes_from(range(size))
    graph.add_edges_from((one, other) for one, other in pairs if one != other)
    return Network.of([str(node) for node in range(size)], np.array(pairs, dtype=np.int64).reshape(-1, 2)), graph


def test_statements_between_two_entities_are_one_edge(world: World) -> None:
    network = network_of(world("page: a holds sector:x, s3:t\npage: a holds sector:x~2\npage: b holds s3:t"))
    named = [(network.ids[one], network.ids[other]) for one, other in network.edges()]
    assert named == [("a", "s3:t"), ("a", "sector:x"), ("b", "s3:t")]


def test_network_of_some_kinds_has_the_edges_between_them(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds s3:t")
    network = network_of(graph, {EntityKind.CLUSTER, EntityKind.SECTOR})
    assert network.ids == ("a", "b", "sector:x")
    assert network.edges() == [(0, 2)]
    assert network_of(graph, set()).edges() == []


def test_network_is_made_once_for_a_graph(world: World) -> None:
    graph = world("page: a holds sector:x")
    assert network_of(graph) is network_of(graph)


def test_graph_without_entities_is_an_empty_network(world: World) -> None:
    network = network_of(world(""))
    assert list(network.components()) == []
    assert network.edges() == []


def test_fingerprint_tells_networks_apart() -> None:
    line, other = plain(3, [(0, 1), (1, 2)])[0], plain(3, [(0, 1), (0, 2)])[0]
    assert line.fingerprint == plain(3, [(2, 1), (1, 0), (0, 1)])[0].fingerprint
    assert line.fingerprint != other.fingerprint


@given(GRAPHS)
def test_network_has_the_edges_and_components_that_networkx_finds(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    network, graph = plain(*drawn)
    assert network.edges() == sorted(tuple(sorted(edge)) for edge in graph.edges)
    assert [part.tolist() for part in network.components()] == sorted(map(sorted, nx.connected_components(graph)))
    assert network.degrees.tolist() == [graph.degree(node) for node in range(drawn[0])]


@given(GRAPHS, st.sets(st.integers(0, 8)))
def test_part_of_a_network_is_the_induced_subgraph(drawn: tuple[int, list[tuple[int, int]]], chosen: set[int]) -> None:
    network, graph = plain(*drawn)
    nodes = sorted(chosen & set(graph))
    part = network.within(np.array(nodes, dtype=np.int64))
    assert {(int(part.ids[one]), int(part.ids[other])) for one, other in part.edges()} == {
        (min(edge), max(edge)) for edge in graph.subgraph(nodes).edges
    }


@given(GRAPHS)
def test_twins_are_the_nodes_with_the_very_same_neighbours(drawn: tuple[int, list[tuple[int, int]]]) -> None:
    network, graph = plain(*drawn)
    twins = Twins.of(network)
    for one in graph:
        for other in graph:
            assert (twins.member[one] == twins.member[other]) == (set(graph[one]) == set(graph[other]))
    assert twins.sizes.sum() == len(graph)

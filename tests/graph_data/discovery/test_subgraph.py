import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.dataset import About, Dataset
from graph_data.discovery import subgraph as limits
from graph_data.discovery.subgraph import Subgraph, subgraph
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Cluster, EntityKind, Partnership, Predicate, StatementOrigin
from graph_data.rows import Link

ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small")
NODES = [f"{kind}:{name}" for kind in ("cluster", "partnership") for name in "abcdef"]


def link(subject: str, target: str, predicate: str = "PARTNER_IN", origin: str = "STATED") -> Link:
    return Link(
        subject=subject,
        predicate=Predicate[predicate],
        object=target,
        origin=StatementOrigin[origin],
        source="page",
        locator="row",
    )


def graph_of(*links: Link, nodes: list[str] = NODES) -> KnowledgeGraph:
    made = [(Cluster if node.startswith("cluster") else Partnership)(id=node, name=node) for node in nodes]
    return KnowledgeGraph(Dataset.of(ABOUT, [*made, *links]))


CHAIN = graph_of(
    link("cluster:a", "partnership:a"),
    link("cluster:b", "partnership:a"),
    link("cluster:b", "partnership:b", origin="DERIVED"),
    link("cluster:c", "partnership:b"),
    link("cluster:a", "cluster:c", "MEMBER_OF"),
)


def ids(found: Subgraph) -> str:
    return " ".join(node.id.replace("cluster:", "").replace("partnership:", "P") for node in found.nodes)


def said(found: Subgraph) -> list[str]:
    return [f"{item.subject} {item.object}" for item in found.statements]


@pytest.mark.parametrize(("depth", "nodes"), [(0, "a"), (1, "a c Pa"), (2, "a b c Pa Pb"), (3, "a b c Pa Pb")])
def test_a_subgraph_reaches_as_far_as_asked(depth: int, nodes: str) -> None:
    assert ids(subgraph(CHAIN, ["cluster:a"], depth=depth)) == nodes


def test_every_statement_among_the_nodes_is_there_sorted() -> None:
    found = subgraph(CHAIN, ["cluster:a"], depth=2)
    assert said(found) == [
        "cluster:a cluster:c",
        "cluster:a partnership:a",
        "cluster:b partnership:a",
        "cluster:b partnership:b",
        "cluster:c partnership:b",
    ]
    assert not found.truncated


def test_the_seeds_alone_are_joined_too() -> None:
    assert said(subgraph(CHAIN, ["cluster:c", "cluster:a"], depth=0)) == ["cluster:a cluster:c"]


def test_only_nodes_of_the_kinds_asked_for_are_kept_besides_the_seeds() -> None:
    assert ids(subgraph(CHAIN, ["cluster:a"], depth=3, kinds=[EntityKind.PARTNERSHIP])) == "a Pa"


def test_only_the_statements_asked_for_are_walked_and_shown() -> None:
    by_relation = subgraph(CHAIN, ["cluster:a"], depth=3, predicates=[Predicate.MEMBER_OF])
    assert (ids(by_relation), said(by_relation)) == ("a c", ["cluster:a cluster:c"])
    stated = subgraph(CHAIN, ["cluster:b"], depth=1, origins=[StatementOrigin.STATED])
    assert (ids(stated), said(stated)) == ("b Pa", ["cluster:b partnership:a"])


@pytest.mark.parametrize(
    ("most", "nodes", "truncated"), [(1, "a", True), (2, "a c", True), (4, "a b c Pa", True), (5, "a b c Pa Pb", False)]
)
def test_the_nearest_nodes_are_kept_those_of_one_level_in_order_of_ids(most: int, nodes: str, truncated: bool) -> None:
    found = subgraph(CHAIN, ["cluster:a"], depth=3, max_nodes=most)
    assert (ids(found), found.truncated) == (nodes, truncated)


def test_more_seeds_than_nodes_are_cut() -> None:
    found = subgraph(CHAIN, ["cluster:b", "cluster:a"], depth=0, max_nodes=1)
    assert (ids(found), found.truncated) == ("a", True)


def test_more_statements_than_allowed_are_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_STATEMENTS", 2)
    found = subgraph(CHAIN, ["cluster:a"], depth=1)
    assert (said(found), found.truncated) == (["cluster:a cluster:c", "cluster:a partnership:a"], False)
    found = subgraph(CHAIN, ["cluster:a"], depth=2)
    assert (len(found.statements), found.truncated) == (2, True)


@pytest.mark.parametrize(("budget", "nodes", "joined"), [(0, "a", 0), (2, "a c", 1), (4, "a c Pa", 2)])
def test_a_search_that_ends_early_keeps_what_it_has(budget: int, nodes: str, joined: int) -> None:
    found = subgraph(CHAIN, ["cluster:a"], depth=3, budget=budget)
    assert (ids(found), len(found.statements), found.touched) == (nodes, joined, budget)
    assert found.truncated


@pytest.mark.parametrize(
    ("seeds", "depth", "most", "message"),
    [
        ([], 1, 9, "the number of seeds must be between 1 and 100, got 0"),
        (["cluster:a"] * 101, 1, 9, "the number of seeds must be between 1 and 100, got 101"),
        (["cluster:a"], -1, 9, "depth must be between 0 and 3, got -1"),
        (["cluster:a"], 4, 9, "depth must be between 0 and 3, got 4"),
        (["cluster:a"], 1, 0, "maxNodes must be between 1 and 1000, got 0"),
        (["cluster:a"], 1, 1001, "maxNodes must be between 1 and 1000, got 1001"),
    ],
)
def test_a_number_out_of_range_is_refused(seeds: list[str], depth: int, most: int, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        subgraph(CHAIN, seeds, depth=depth, max_nodes=most)


def test_an_unknown_seed_is_refused_with_the_nearest_id() -> None:
    with pytest.raises(UnknownEntity, match="did you mean 'partnership:b'"):
        subgraph(CHAIN, ["cluster:a", "partnership:bb"])


links = st.lists(
    st.builds(
        link,
        st.sampled_from(NODES),
        st.sampled_from(NODES),
        st.sampled_from(["PARTNER_IN", "MEMBER_OF"]),
        st.sampled_from(["STATED", "DERIVED"]),
    ),
    max_size=30,
)


@given(links, st.sets(st.sampled_from(NODES), min_size=1, max_size=3), st.integers(0, 3))
def test_a_subgraph_is_the_induced_one_of_the_nodes_in_reach(rows: list[Link], seeds: set[str], depth: int) -> None:
    graph = graph_of(*rows)
    distances = nx.multi_source_dijkstra_path_length(nx.Graph(graph.nx), seeds, weight=None)
    reached = {node for node, distance in distances.items() if distance <= depth}
    found = subgraph(graph, seeds, depth=depth)
    assert {node.id for node in found.nodes} == reached
    assert {item.id for item in found.statements} == {key for *_, key in graph.nx.subgraph(reached).edges(keys=True)}
    assert not found.truncated


@given(links, st.integers(0, 3), st.integers(1, 12), st.integers(0, 120))
def test_every_bound_holds(rows: list[Link], depth: int, most: int, budget: int) -> None:
    graph = graph_of(*rows)
    whole = subgraph(graph, ["cluster:a"], depth=depth)
    found = subgraph(graph, ["cluster:a"], depth=depth, max_nodes=most, budget=budget)
    assert found.touched <= budget
    assert len(found.nodes) <= most
    assert {node.id for node in found.nodes} <= {node.id for node in whole.nodes}
    if not found.truncated:
        assert (found.nodes, found.statements) == (whole.nodes, whole.statements)

from collections import Counter
from collections.abc import Callable
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery.bridging import TOPICAL
from graph_data.discovery.consortium import Broker, Concentration, Consortium, brokers, concentration
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Cluster, Country, Predicate, StatementOrigin, kind_of
from graph_data.rows import Link

World = Callable[[str], KnowledgeGraph]
Consortia = st.SearchStrategy[tuple[KnowledgeGraph, Consortium]]


def held(graph: KnowledgeGraph, consortium: Consortium) -> dict[str, set[str]]:
    said = [item for _, _, item in graph.nx.edges(data="statement") if item.origin in consortium.origins]
    topical = [item for item in said if kind_of(graph.entity(item.object)) in TOPICAL]
    return {member: {item.object for item in topical if item.subject == member} for member in consortium.members}


def projection(graph: KnowledgeGraph, consortium: Consortium) -> Any:  # noqa: ANN401 -- a networkx graph
    terms = held(graph, consortium)
    holders = Counter(term for found in terms.values() for term in found)
    joined: nx.Graph[str] = nx.Graph()
    for one, other in combinations(terms, 2):
        if weight := sum(1 / (holders[term] - 1) for term in terms[one] & terms[other]):
            joined.add_edge(one, other, weight=weight)
    return joined


def test_brokers_of_the_worked_example(five_clusters: KnowledgeGraph, five: Consortium) -> None:
    found = brokers(five_clusters, five)
    assert [(item.organisation, item.constraint) for item in found] == [
        ("cluster:indescat", pytest.approx(0.697448, abs=1e-6)),
        ("cluster:sports-and-technology", pytest.approx(0.80694, abs=1e-6)),
        ("cluster:montagne", pytest.approx(0.821263, abs=1e-6)),
        ("cluster:mse", pytest.approx(0.856753, abs=1e-6)),
        ("cluster:epsi", pytest.approx(0.887786, abs=1e-6)),
    ]
    # INDESCAT by hand: weights 2, 1.5, 1 and .5 add up to 5; what Montagne (largest weight 2) shares with the others is
    # (1.5*1 + 1*.5 + .5*.5)/5/2, S&T (1.5) (2*1 + 1*1 + .5*.5)/5/1.5, MSE (1) (2*.5 + 1.5*1 + .5*.5)/5, EPSI (.5) .9
    redundant = (1.5 + 0.5 + 0.25) / 10 + (2 + 1 + 0.25) / 7.5 + (1 + 1.5 + 0.25) / 5 + (2 + 1.5 + 1) / 5
    assert found[0].effective_size == pytest.approx(4 - redundant, abs=1e-12)


def test_who_shares_nothing_has_no_constraint_and_comes_last(world: World) -> None:
    graph = world("page: a holds s3:t\npage: b holds s3:t, s3:u\npage: c holds s3:v\npage: d holds")
    consortium = Consortium.of(graph, ["d", "c", "b", "a"])
    assert brokers(graph, consortium) == (
        Broker("a", 1.0, 1.0, 0.0),
        Broker("b", 1.0, 1.0, pytest.approx(2 / 10)),
        Broker("c", None, None, 0.0),
        Broker("d", None, None, None),
    )
    assert brokers(graph, Consortium.of(graph, ["d"])) == (Broker("d", None, None, None),)
    assert brokers(graph, Consortium.of(graph, [])) == ()


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_brokers_are_those_of_networkx(consortia: Consortia, data: st.DataObject) -> None:
    graph, consortium = data.draw(consortia)
    joined = projection(graph, consortium)
    # with `nodes`, as its own formula: without it, networkx 3.6 divides by the wrong maximum where there are weights
    size = nx.effective_size(joined, nodes=list(joined), weight="weight")
    tight = nx.constraint(joined, weight="weight") if joined else {}
    found = brokers(graph, consortium)
    near = {"abs": 1e-9}
    assert {item.organisation: item.constraint for item in found if item.constraint is not None} == pytest.approx(
        tight, **near
    )
    assert {item.organisation: item.effective_size for item in found if item.effective_size is not None} == (
        pytest.approx(size, **near)
    )
    bipartite: nx.Graph[str] = nx.Graph(
        (member, term) for member, terms in held(graph, consortium).items() for term in terms
    )
    between = nx.betweenness_centrality(bipartite)
    assert {item.organisation: item.betweenness for item in found if item.betweenness is not None} == pytest.approx(
        {member: value for member, value in between.items() if member in consortium.members}, **near
    )


@settings(deadline=None, max_examples=20)
@given(data=st.data())
def test_constraint_is_that_of_igraph(consortia: Consortia, data: st.DataObject) -> None:
    igraph = pytest.importorskip("igraph", reason="needs igraph, which is of the group check")
    graph, consortium = data.draw(consortia)
    joined = projection(graph, consortium)
    names = sorted(joined)
    plain = igraph.Graph(
        n=len(names),
        edges=[(names.index(one), names.index(other)) for one, other in joined.edges],
        edge_attrs={"weight": [weight for _, _, weight in joined.edges(data="weight")]},
    )
    expected = dict(zip(names, plain.constraint(weights="weight") if names else [], strict=True))
    found = {item.organisation: item.constraint for item in brokers(graph, consortium) if item.constraint is not None}
    assert found == pytest.approx(expected, abs=1e-9)


def located(name: str, country: str) -> Link:
    return Link(
        subject=name,
        predicate=Predicate.LOCATED_IN,
        object=country,
        origin=StatementOrigin.STATED,
        source="page",
        locator="row",
    )


def test_concentration_is_of_those_for_which_it_is_known(world: World) -> None:
    rows = [
        Cluster(id="big", name="big", sme_count=30),
        Cluster(id="middle", name="middle", sme_count=10),
        Cluster(id="unknown", name="unknown"),
        *(Country(id=f"country:{code}", name=code, code=code) for code in ("AA", "BB")),
        located("big", "country:AA"),
        located("middle", "country:BB"),
    ]
    graph = KnowledgeGraph(world("page: none holds").dataset.plus(rows))
    found = concentration(graph, Consortium.of(graph, ["big", "middle", "unknown", "none"]))
    assert found == Concentration(0.625, 1.6, 2, 0.5, 2)
    assert concentration(graph, Consortium.of(graph, ["none"])) == Concentration(None, None, 0, None, 0)

from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import combinations
from typing import TypeAlias

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import bridging as module
from graph_data.discovery.bridging import TOPICAL, constraint, participation
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Cluster, Concept, kind_of

World: TypeAlias = Callable[[str], KnowledgeGraph]


def holders_of(graph: KnowledgeGraph) -> dict[str, list[str]]:
    found = defaultdict(set)
    for statement in (data for _, _, data in graph.nx.edges(data="statement")):
        if isinstance(graph.entity(statement.subject), Cluster) and kind_of(graph.entity(statement.object)) in TOPICAL:
            found[statement.object].add(statement.subject)
    return {term: sorted(names) for term, names in found.items()}


def constraint_by_networkx(graph: KnowledgeGraph) -> dict[str, float]:
    projection = nx.Graph()
    for names in holders_of(graph).values():
        for one, other in combinations(names, 2):
            weight = projection.get_edge_data(one, other, {"weight": 0})["weight"] + 1 / (len(names) - 1)
            projection.add_edge(one, other, weight=weight)
    return nx.constraint(projection, weight="weight") if projection else {}


def test_brokers_of_the_worked_example_have_their_constraint(five_clusters: KnowledgeGraph) -> None:
    assert constraint(five_clusters) == pytest.approx(
        {
            "cluster:indescat": 0.697448,
            "cluster:sports-and-technology": 0.80694,
            "cluster:montagne": 0.821263,
            "cluster:mse": 0.856753,
            "cluster:epsi": 0.887786,
        },
        abs=1e-6,
    )


def test_bridging_terms_of_the_worked_example_have_their_participation(five_clusters: KnowledgeGraph) -> None:
    found = participation(five_clusters)
    assert found["technology:sports-and-leisure"] == pytest.approx(0.68, abs=1e-6)
    assert found["s3:sports-activities"] == pytest.approx(0.68, abs=1e-6)
    assert found["emerging-industry:creative-industries"] == pytest.approx(0.6111, abs=5e-5)
    assert found["emerging-industry:experience-industries"] == pytest.approx(0.5, abs=1e-6)
    counts = Counter(term for term, names in holders_of(five_clusters).items() for _ in names)
    assert all(found[term] <= 0.5 for term, count in counts.items() if count == 1)


def test_participation_is_told_of_terms_whose_holders_have_a_sector(world: World) -> None:
    found = participation(world("page: a holds sector:x, s3:t\npage: b holds sector:y, s3:t\npage: c holds s3:u, s3:t"))
    assert found == {"s3:t": 0.5, "sector:x": 0, "sector:y": 0}


def test_organisation_that_shares_no_term_has_no_constraint(world: World) -> None:
    found = constraint(world("page: a holds s3:t\npage: b holds s3:t\npage: c holds s3:u\npage: d holds"))
    assert found == {"a": 1, "b": 1}
    assert constraint(world("page: a holds s3:t")) == {}


@settings(deadline=None)
@given(data=st.data())
def test_constraint_is_that_of_networkx(world: World, sentences: st.SearchStrategy[str], data: st.DataObject) -> None:
    graph = world(data.draw(sentences))
    assert constraint(graph) == pytest.approx(constraint_by_networkx(graph), abs=1e-9)


def test_constraint_does_not_depend_on_the_size_of_the_blocks(
    five_clusters: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = constraint(five_clusters)
    monkeypatch.setattr(module, "BLOCK", 2)
    assert constraint(five_clusters) == pytest.approx(expected, abs=1e-11)


@settings(deadline=None)
@given(data=st.data())
def test_participation_is_its_formula(world: World, sentences: st.SearchStrategy[str], data: st.DataObject) -> None:
    graph = world(data.draw(sentences))
    holders = holders_of(graph)
    sectors = defaultdict(list)
    for term, names in holders.items():
        for name in names if term.startswith("sector:") else ():
            sectors[name].append(term)
    expected = {}
    for term, names in holders.items():
        counts = Counter[str]()
        for name in names:
            for sector in sectors[name]:
                counts[sector] += 1 / len(sectors[name])  # type: ignore[assignment] # fractions
        if counts:
            expected[term] = 1 - sum((count / counts.total()) ** 2 for count in counts.values())
    found = {term: value for term, value in participation(graph).items() if isinstance(graph.entity(term), Concept)}
    assert found == pytest.approx(expected, abs=1e-9)

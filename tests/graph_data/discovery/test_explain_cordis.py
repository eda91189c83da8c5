"""Questions about hubs of the whole CORDIS graph: what is bounded is the work, counted in statements touched."""

import pytest

from graph_data.discovery.explain import BUDGET, explain
from graph_data.discovery.subgraph import BUDGET as SUBGRAPH_BUDGET
from graph_data.discovery.subgraph import subgraph
from graph_data.graph import KnowledgeGraph

CNRS, FRAUNHOFER = "institution:cordis-999997930", "institution:cordis-999984059"
MONTAGNE, MEDICAL_DEVICES = "cluster:cluster-montagne", "emerging-industry:medical-devices"
MARIE_CURIE, DIGITAL = "programme:horizon-1-2", "programme:horizon-2-4"

pytestmark = pytest.mark.shared


@pytest.mark.parametrize(
    ("start", "end", "length", "most"),
    [
        (CNRS, FRAUNHOFER, 2, 5_000),
        (CNRS, FRAUNHOFER, 3, BUDGET),
        (MONTAGNE, MEDICAL_DEVICES, 3, 15_000),
        (MONTAGNE, MEDICAL_DEVICES, 4, BUDGET),
        ("country:ES", "country:FR", 4, 50_000),
        (MARIE_CURIE, DIGITAL, 2, 50_000),
    ],
)
def test_a_connection_is_explained_whole_within_the_bound(
    cordis: KnowledgeGraph, start: str, end: str, length: int, most: int
) -> None:
    found = explain(cordis, start, end, max_length=length)
    assert found.paths
    assert not found.truncated
    assert found.touched <= most


@pytest.mark.parametrize(("start", "end"), [(CNRS, FRAUNHOFER), (MONTAGNE, CNRS), (MARIE_CURIE, DIGITAL)])
def test_a_connection_through_too_many_statements_says_so(cordis: KnowledgeGraph, start: str, end: str) -> None:
    found = explain(cordis, start, end, max_length=4)
    assert found.distance == 2
    assert found.truncated
    assert found.touched <= BUDGET


@pytest.mark.parametrize("seeds", [[CNRS], [MARIE_CURIE, DIGITAL], ["country:ES"], [MONTAGNE]])
def test_a_neighbourhood_of_hubs_stays_within_the_bound(cordis: KnowledgeGraph, seeds: list[str]) -> None:
    found = subgraph(cordis, seeds, depth=3, max_nodes=1_000)
    assert len(found.nodes) == 1_000
    assert found.truncated
    assert found.touched <= SUBGRAPH_BUDGET

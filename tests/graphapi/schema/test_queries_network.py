from typing import Any

import pytest
from strawberry.types import ExecutionResult

from graph_data.discovery.centrality import CentralityMeasure, rank_network
from graph_data.discovery.communities import communities
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import load
from graph_data.ontology import EntityKind
from graphapi.schema.context import Context
from graphapi.schema.schema import schema

RANKING = """
query ($measure: CentralityMeasure! = DEGREE, $kinds: [EntityKind!], $first: Int! = 5, $after: String) {
  ranking(measure: $measure, kinds: $kinds, first: $first, after: $after) {
    totalCount exact seed pageInfo { hasNextPage endCursor } nodes { id } edges { cursor value rank node { id } }
  }
}
"""
COMMUNITIES = """
query ($resolution: Float! = 1.0, $minSize: Int! = 2, $seed: Int! = 0, $first: Int! = 3) {
  communities(kinds: [CLUSTER, SECTOR], resolution: $resolution, minSize: $minSize, seed: $seed) {
    seed modularity communities { id label size characteristic { id } members(first: $first) { id } }
  }
}
"""


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return load()


def ask(graph: KnowledgeGraph, query: str, **variables: object) -> ExecutionResult:
    return schema.execute_sync(query, variable_values=variables, context_value=Context(graph))


def ranking(graph: KnowledgeGraph, **variables: object) -> dict[str, Any]:
    result = ask(graph, RANKING, **variables)
    assert result.errors is None
    return result.data["ranking"]


def code(result: ExecutionResult) -> str:
    return result.errors[0].extensions["code"]


@pytest.mark.parametrize("measure", CentralityMeasure)
def test_ranking_shows_values_ranks_and_their_number(graph: KnowledgeGraph, measure: CentralityMeasure) -> None:
    found, expected = ranking(graph, measure=measure.value), rank_network(graph, measure)
    assert found["totalCount"] == len(expected.entries)
    assert (found["exact"], found["seed"]) == (True, None)
    assert [(edge["node"]["id"], edge["value"], edge["rank"]) for edge in found["edges"]] == [
        (entry.entity, entry.value, entry.rank) for entry in expected.entries[:5]
    ]
    assert [node["id"] for node in found["nodes"]] == [edge["node"]["id"] for edge in found["edges"]]


def test_pages_of_a_ranking_add_up_to_the_whole(graph: KnowledgeGraph) -> None:
    ids, after = [], None
    while after is not None or not ids:
        page = ranking(graph, kinds=["SECTOR"], first=7, after=after)
        ids += [node["id"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"] if page["pageInfo"]["hasNextPage"] else None
    listed = rank_network(graph, CentralityMeasure.DEGREE, {EntityKind.SECTOR})
    assert ids == [entry.entity for entry in listed.entries]


def test_order_of_kinds_does_not_make_another_list(graph: KnowledgeGraph) -> None:
    after = ranking(graph, kinds=["SECTOR", "CLUSTER"])["pageInfo"]["endCursor"]
    assert ranking(graph, kinds=["CLUSTER", "SECTOR"], after=after)["nodes"]


def test_cursor_of_another_measure_is_stale(graph: KnowledgeGraph) -> None:
    after = ranking(graph)["pageInfo"]["endCursor"]
    assert code(ask(graph, RANKING, measure="PAGERANK", after=after)) == "STALE_CURSOR"


@pytest.mark.parametrize("first", [0, 101])
def test_page_of_a_ranking_has_bounds(graph: KnowledgeGraph, first: int) -> None:
    assert code(ask(graph, RANKING, first=first)) == "BAD_PAGE_SIZE"


def test_communities_show_their_members_and_what_characterises_them(graph: KnowledgeGraph) -> None:
    found = ask(graph, COMMUNITIES, seed=4).data["communities"]
    expected = communities(graph, {EntityKind.CLUSTER, EntityKind.SECTOR}, seed=4)
    assert (found["seed"], found["modularity"]) == (4, expected.modularity)
    assert len(found["communities"]) == len(expected.communities)
    for shown, item in zip(found["communities"], expected.communities, strict=True):
        assert (shown["id"], shown["label"], shown["size"]) == (item.id, item.label, len(item.members))
        assert [term["id"] for term in shown["characteristic"]] == list(item.characteristic)
        assert [member["id"] for member in shown["members"]] == list(item.members[:3])


@pytest.mark.parametrize("variables", [{"resolution": 0}, {"resolution": -0.5}, {"minSize": 0}, {"minSize": -1}])
def test_argument_of_communities_that_makes_no_sense_is_refused(
    graph: KnowledgeGraph, variables: dict[str, float]
) -> None:
    result = ask(graph, COMMUNITIES, **variables)
    assert code(result) == "BAD_ARGUMENT"
    assert next(iter(variables)) in result.errors[0].message


def test_page_of_members_has_bounds(graph: KnowledgeGraph) -> None:
    assert code(ask(graph, COMMUNITIES, first=101)) == "BAD_PAGE_SIZE"

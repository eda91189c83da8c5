from typing import Any

import pytest
from strawberry.types import ExecutionResult

from graph_data.graph import KnowledgeGraph
from graph_data.notebook import load
from graphapi.schema.context import Context
from graphapi.schema.schema import schema

MONTAGNE, MEDICAL_DEVICES = "cluster:cluster-montagne", "emerging-industry:medical-devices"

EXPLAIN = """
query ($from: ID! = "cluster:cluster-montagne", $to: ID! = "emerging-industry:medical-devices", $maxLength: Int! = 3,
       $predicates: [Predicate!], $origins: [StatementOrigin!], $patternId: ID, $first: Int! = 10, $after: String,
       $patterns: Int! = 100, $maxPaths: Int! = 2) {
  explain(from: $from, to: $to, maxLength: $maxLength, predicates: $predicates, origins: $origins) {
    from { id } to { id } distance truncated
    patterns(first: $patterns) { id pathCount weightedPathCount steps { kind } }
    paths(patternId: $patternId, first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor } edges { cursor }
      nodes { length score share text nodes { id kind name } statements { id origin predicate } }
    }
    subgraph(maxPaths: $maxPaths) { truncated nodes { id } statements { id } }
  }
}
"""
SUBGRAPH = """
query ($seeds: [ID!]!, $depth: Int! = 1, $kinds: [EntityKind!], $predicates: [Predicate!], $origins: [StatementOrigin!],
       $most: Int! = 200) {
  subgraph(seeds: $seeds, depth: $depth, kinds: $kinds, predicates: $predicates, origins: $origins, maxNodes: $most) {
    truncated nodes { id } statements { predicate subject { id } object { id } }
  }
}
"""


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return load()


def ask(graph: KnowledgeGraph, query: str, **variables: object) -> ExecutionResult:
    return schema.execute_sync(query, variable_values=variables, context_value=Context(graph))


def explained(graph: KnowledgeGraph, **variables: object) -> dict[str, Any]:
    result = ask(graph, EXPLAIN, **variables)
    assert result.errors is None
    return result.data["explain"]


def refusal(graph: KnowledgeGraph, query: str, **variables: object) -> tuple[str, str]:
    (error,) = ask(graph, query, **variables).errors
    return error.extensions["code"], error.message


def test_pages_of_paths_add_up_to_the_whole(graph: KnowledgeGraph) -> None:
    whole = explained(graph, first=100)["paths"]
    texts, after = [], None
    for _ in range(100):
        page = explained(graph, first=4, after=after)["paths"]
        texts += [node["text"] for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert texts == [node["text"] for node in whole["nodes"]]
    assert len(texts) == whole["totalCount"] > 4
    assert sum(node["share"] for node in whole["nodes"]) == pytest.approx(1)


def test_paths_of_a_pattern_are_as_many_as_it_counts_and_weigh_as_much(graph: KnowledgeGraph) -> None:
    patterns = explained(graph)["patterns"]
    assert len(patterns) > 2
    for pattern in patterns:
        paths = explained(graph, patternId=pattern["id"], first=100)["paths"]
        assert paths["totalCount"] == pattern["pathCount"]
        assert sum(node["score"] for node in paths["nodes"]) == pytest.approx(pattern["weightedPathCount"])
        kinds = [step["kind"] for step in pattern["steps"]]
        assert all([node["kind"] for node in path["nodes"][1:]] == kinds for path in paths["nodes"])


def test_a_path_names_its_ends_and_has_a_statement_for_each_step(graph: KnowledgeGraph) -> None:
    found = explained(graph)
    assert (found["from"]["id"], found["to"]["id"]) == (MONTAGNE, MEDICAL_DEVICES)
    for path in found["paths"]["nodes"]:
        assert (path["nodes"][0]["id"], path["nodes"][-1]["id"]) == (MONTAGNE, MEDICAL_DEVICES)
        assert len(path["statements"]) >= path["length"] == len(path["nodes"]) - 1
        assert all(node["name"] in path["text"] for node in path["nodes"])


def test_the_subgraph_of_an_explanation_is_its_best_paths(graph: KnowledgeGraph) -> None:
    found = explained(graph, first=2)
    best = found["paths"]["nodes"]
    assert [node["id"] for node in found["subgraph"]["nodes"]] == sorted(
        {n["id"] for path in best for n in path["nodes"]}
    )
    assert {item["id"] for item in found["subgraph"]["statements"]} == {
        s["id"] for path in best for s in path["statements"]
    }
    assert found["subgraph"]["truncated"]
    assert not explained(graph, maxPaths=100)["subgraph"]["truncated"]


def test_only_the_statements_asked_for_are_walked(graph: KnowledgeGraph) -> None:
    stated = explained(graph, origins=["STATED"], first=100)["paths"]["nodes"]
    assert {item["origin"] for path in stated for item in path["statements"]} == {"STATED"}
    joined = explained(graph, predicates=["PARTNER_IN", "IN_EMERGING_INDUSTRY"], first=100)["paths"]["nodes"]
    assert {item["predicate"] for path in joined for item in path["statements"]} == {
        "PARTNER_IN",
        "IN_EMERGING_INDUSTRY",
    }


def test_without_a_path_the_distance_is_null_and_the_ends_are_shown(graph: KnowledgeGraph) -> None:
    found = explained(graph, maxLength=1)
    assert (found["distance"], found["patterns"], found["paths"]["nodes"], found["truncated"]) == (None, [], [], False)
    assert [node["id"] for node in found["subgraph"]["nodes"]] == [MONTAGNE, MEDICAL_DEVICES]


@pytest.mark.parametrize("ends", [{"from": "cluster:nobody"}, {"to": "sector:nothing"}])
def test_an_unknown_end_is_answered_null(graph: KnowledgeGraph, ends: dict[str, str]) -> None:
    assert explained(graph, **ends) is None


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"maxLength": 5}, "BAD_ARGUMENT", "maxLength must be between 1 and 4, got 5"),
        ({"maxLength": 0}, "BAD_ARGUMENT", "maxLength must be between 1 and 4, got 0"),
        ({"to": MONTAGNE}, "BAD_ARGUMENT", f"from and to are both '{MONTAGNE}'; write the ids of two different nodes"),
        ({"patterns": 101}, "BAD_PAGE_SIZE", "first must be between 1 and 100, got 101"),
        ({"first": 0}, "BAD_PAGE_SIZE", "first must be between 1 and 100, got 0"),
        ({"maxPaths": 0}, "BAD_ARGUMENT", "maxPaths must be between 1 and 100, got 0"),
        (
            {"patternId": "pattern:0"},
            "UNKNOWN_ID",
            "no path found is of the kind 'pattern:0'; write the id of one of `patterns`",
        ),
    ],
)
def test_an_argument_without_sense_is_refused(
    graph: KnowledgeGraph, asked: dict[str, object], code: str, said: str
) -> None:
    assert refusal(graph, EXPLAIN, **asked) == (code, said)


def test_a_cursor_of_other_paths_is_stale(graph: KnowledgeGraph) -> None:
    cursor = explained(graph)["paths"]["edges"][0]["cursor"]
    assert explained(graph, after=cursor)["paths"]["nodes"]
    for other in ({"maxLength": 4}, {"origins": ["STATED"]}, {"to": "emerging-industry:creative-industries"}):
        assert refusal(graph, EXPLAIN, after=cursor, **other)[0] == "STALE_CURSOR"


def test_a_neighbourhood_keeps_to_its_filters(graph: KnowledgeGraph) -> None:
    asked = {"seeds": [MONTAGNE], "depth": 2, "kinds": ["PARTNERSHIP", "CLUSTER"], "predicates": ["PARTNER_IN"]}
    found = ask(graph, SUBGRAPH, **asked, origins=["STATED"]).data["subgraph"]
    partnership = "partnership:smartsports4goodlife"
    partners = [node["id"] for node in found["nodes"] if node["id"] != partnership]
    assert len(partners) == 5
    assert [(item["subject"]["id"], item["object"]["id"]) for item in found["statements"]] == [
        (partner, partnership) for partner in partners
    ]
    assert not found["truncated"]


@pytest.mark.parametrize(
    ("asked", "code", "said"),
    [
        ({"seeds": []}, "BAD_ARGUMENT", "the number of seeds must be between 1 and 100, got 0"),
        ({"seeds": [MONTAGNE], "depth": 4}, "BAD_ARGUMENT", "depth must be between 0 and 3, got 4"),
        ({"seeds": [MONTAGNE], "most": 1001}, "BAD_ARGUMENT", "maxNodes must be between 1 and 1000, got 1001"),
        (
            {"seeds": [MONTAGNE, "cluster:indescta"]},
            "UNKNOWN_ID",
            "unknown id 'cluster:indescta'; did you mean 'cluster:indescat'?",
        ),
    ],
)
def test_a_neighbourhood_without_sense_is_refused(
    graph: KnowledgeGraph, asked: dict[str, object], code: str, said: str
) -> None:
    assert refusal(graph, SUBGRAPH, **asked) == (code, said)

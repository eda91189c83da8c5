"""The root: fetching by id, one or many, and ids of another kind."""

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

FIELDS = ["cluster", "sme", "organisation", "concept", "partnership", "region", "valueChain"]
IDS = {
    "cluster": "cluster:indescat",
    "sme": "sme:cordis-871867429",
    "organisation": "institution:cordis-870613413",
    "concept": "sector:business-services",
    "partnership": "partnership:smartsports4goodlife",
    "region": "region:ES51",
    "valueChain": "value-chain:sport",
}


@pytest.mark.parametrize("field", FIELDS)
def test_a_field_finds_its_kind_and_null_for_an_unknown_id(ask: Ask, field: str) -> None:
    query = "query($id: ID!) { found: FIELD(id: $id) { id } }".replace("FIELD", field)
    assert ask(query, {"id": IDS[field]}) == {"found": {"id": IDS[field]}}
    for unknown in ("cluster:nothing", "", "É", "cluster:"):
        assert ask(query, {"id": unknown}) == {"found": None}


@pytest.mark.parametrize("field", FIELDS)
def test_an_id_of_another_kind_is_refused(fail: Fail, field: str) -> None:
    query = "query($id: ID!) { found: FIELD(id: $id) { id } }".replace("FIELD", field)
    for other in ("country:ES", *(found for name, found in IDS.items() if name not in {field, "organisation"})):
        if field == "organisation" and other.startswith(("cluster:", "sme:")):
            continue
        code, message = fail(query, {"id": other})
        assert code == "WRONG_KIND"
        assert "or ask for node(id:)" in message


def test_nodes_stand_in_the_order_of_their_ids_with_null_for_the_unknown(ask: Ask) -> None:
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }"
    ids = ["sector:business-services", "nothing", "cluster:epsi", "sector:business-services", "statement:none"]
    found = ask(query, {"ids": ids})["nodes"]
    assert [node and node["id"] for node in found] == [ids[0], None, ids[2], ids[0], None]
    assert ask(query, {"ids": []}) == {"nodes": []}


def test_nodes_takes_statements_and_synergies_too(ask: Ask) -> None:
    query = """{ cluster(id: "cluster:epsi") {
      statements(first: 1) { nodes { id } } synergies(first: 1) { nodes { id } }
    } }"""
    cluster = ask(query)["cluster"]
    ids = [cluster[name]["nodes"][0]["id"] for name in ("statements", "synergies")]
    found = ask("query($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }", {"ids": ids})["nodes"]
    assert found == [{"__typename": "Statement", "id": ids[0]}, {"__typename": "Synergy", "id": ids[1]}]


def test_at_most_a_hundred_nodes_are_fetched_at_once(ask: Ask, fail: Fail) -> None:
    query = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert ask(query, {"ids": ["x"] * 100}) == {"nodes": [None] * 100}
    assert fail(query, {"ids": ["x"] * 101}) == ("BAD_PAGE_SIZE", "ids must be 100 at most, got 101")


@pytest.mark.parametrize(
    "field", ["clusters", "smes", "organisations", "partnerships", "concepts", "regions", "valueChains"]
)
def test_every_list_keeps_the_rules_of_paging(ask: Ask, fail: Fail, field: str) -> None:
    query = """query($first: Int, $last: Int, $after: String, $before: String) {
      list: FIELD(first: $first, last: $last, after: $after, before: $before) {
        nodes { id } pageInfo { startCursor endCursor }
      }
    }""".replace("FIELD", field)
    first = ask(query, {})["list"]
    assert 1 <= len(first["nodes"]) <= 20
    last = ask(query, {"last": 3})["list"]
    found = ask(query, {"first": 3, "before": last["pageInfo"]["startCursor"]})["list"]["nodes"]
    assert found == first["nodes"][: len(found)]
    wrong = [{"first": 0}, {"first": -1}, {"first": 101}, {"last": 0}, {"last": 101}, {"first": 1, "last": 1}]
    for variables in wrong:
        assert fail(query, variables)[0] == "BAD_PAGE_SIZE"
    other = "regions" if field != "regions" else "concepts"
    stale = ask("{ other: OTHER(first: 1) { pageInfo { endCursor } } }".replace("OTHER", other))
    for name in ("after", "before"):
        assert fail(query, {name: stale["other"]["pageInfo"]["endCursor"]})[0] == "STALE_CURSOR"
        assert fail(query, {name: "zzz"})[0] == "BAD_CURSOR"

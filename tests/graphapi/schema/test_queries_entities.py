"""What every node can be asked: its kind, names, neighbours, statements, facts."""

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

ENTITY = """query($id: ID!) { node(id: $id) {
  __typename id
  ... on Entity {
    kind name
    alternativeNames { name language kind }
    facts { property value statedAs provenance { source { id } locator quote rule } }
    neighbours(first: 3) {
      totalCount pageInfo { hasNextPage hasPreviousPage }
      edges { node { id } statement { id predicate origin weight role } } nodes { id }
    }
    statements(first: 3) {
      totalCount pageInfo { hasNextPage } nodes { id subject { id } object { id } } edges { node { id } }
    }
  }
} }"""

NODES = [
    "cluster:indescat",
    "cluster:epsi",
    "sme:cordis-871867429",
    "institution:cordis-938025988",
    "partnership:smartsports4goodlife",
    "partnership:cordis-101070772",
    "s3:digital-agenda",
    "technology:mobile-network",
    "sector:business-services",
    "emerging-industry:creative-industries",
    "target-sector:energy",
    "challenge:circular-economy",
    "region:ES51",
    "country:ES",
    "value-chain:sport",
]


@pytest.mark.parametrize("node", NODES)
def test_entity(whole: Ask, node: str) -> None:
    found = whole(ENTITY, {"id": node})["node"]
    assert found["id"] == node
    assert found["__typename"].upper() == found["kind"].replace("_", "")
    assert found["neighbours"]["totalCount"] == found["statements"]["totalCount"]
    assert found["neighbours"]["nodes"] == [edge["node"] for edge in found["neighbours"]["edges"]]


@pytest.mark.parametrize("node", ["", "cluster:nothing", "nothing", "statement:00", "synergy:", "synergy:WzFd"])
def test_an_unknown_id_is_null(ask: Ask, node: str) -> None:
    assert ask("query($id: ID!) { node(id: $id) { id } }", {"id": node}) == {"node": None}


def test_a_name_is_told_in_a_language_if_there_is_one(ask_small: Ask) -> None:
    query = """{ node(id: "cluster:glass") { ... on Entity {
      name fr: name(language: "fr") de: name(language: "de") none: name(language: "it")
      alternativeNames { name language kind }
    } } }"""
    assert ask_small(query)["node"] == {
        "name": "Glass",
        "fr": "Verre",
        "de": "Glas",
        "none": "Glass",
        "alternativeNames": [
            {"name": "Glas", "language": "de", "kind": "ALTERNATIVE"},
            {"name": "Verre", "language": "fr", "kind": "ALTERNATIVE"},
        ],
    }


def test_a_merged_id_leads_to_the_organisation_that_it_was_merged_into(ask: Ask) -> None:
    query = """{
      node(id: "institution:cordis-934264522") { id }
      cluster(id: "cluster:cordis-934264522") { id }
      organisation(id: "sme:cordis-952974464") { id }
      nodes(ids: ["cluster:cordis-934264522", "cluster:indescat"]) { id }
    }"""
    assert ask(query) == {
        "node": {"id": "cluster:indescat"},
        "cluster": {"id": "cluster:indescat"},
        "organisation": {"id": "cluster:epsi"},
        "nodes": [{"id": "cluster:indescat"}] * 2,
    }


def test_neighbours_are_seen_from_either_end(ask_small: Ask) -> None:
    query = """{ node(id: "sme:blower") { ... on Entity {
      out: neighbours(direction: OUT) { nodes { id } }
      into: neighbours(direction: IN) { nodes { id } }
      any: neighbours(direction: ANY) { nodes { id } totalCount }
      places: neighbours(kinds: [COUNTRY, REGION]) { edges { node { id } statement { predicate } } }
      members: neighbours(predicates: [MEMBER_OF]) { nodes { id } }
    } } other: node(id: "cluster:glass") { ... on Entity {
      into: neighbours(direction: IN) { edges { node { id } statement { subject { id } object { id } } } }
    } } }"""
    found = ask_small(query)
    everything = ["country:ZZ", "cluster:glass", "stage:oven", "partnership:pane"]
    assert [item["id"] for item in found["node"]["out"]["nodes"]] == everything
    assert found["node"]["into"]["nodes"] == []
    assert [item["id"] for item in found["node"]["any"]["nodes"]] == everything
    assert found["node"]["places"]["edges"] == [
        {"node": {"id": "country:ZZ"}, "statement": {"predicate": "LOCATED_IN"}}
    ]
    assert found["node"]["members"]["nodes"] == [{"id": "cluster:glass"}]
    assert found["other"]["into"]["edges"] == [
        {
            "node": {"id": "sme:blower"},
            "statement": {"subject": {"id": "sme:blower"}, "object": {"id": "cluster:glass"}},
        }
    ]


@pytest.mark.parametrize("field", ["neighbours", "statements"])
def test_statements_are_paged_each_once(ask: Ask, field: str) -> None:
    query = """query($after: String) { node(id: "emerging-industry:creative-industries") { ... on Entity {
      page: FIELD(first: 40, after: $after) {
        totalCount pageInfo { endCursor hasNextPage hasPreviousPage startCursor } edges { cursor INNER { id } }
      }
    } } }"""
    inner = {"neighbours": "statement", "statements": "node"}[field]
    query = query.replace("FIELD", field).replace("INNER", inner)
    page = ask(query)["node"]["page"]
    found = [edge[inner]["id"] for edge in page["edges"]]
    while page["pageInfo"]["hasNextPage"]:
        assert page["edges"][-1]["cursor"] == page["pageInfo"]["endCursor"]
        page = ask(query, {"after": page["pageInfo"]["endCursor"]})["node"]["page"]
        found += [edge[inner]["id"] for edge in page["edges"]]
    assert len(found) > 80
    assert len(set(found)) == len(found) == page["totalCount"]


def test_the_cursor_of_a_neighbour_continues_after_it(ask: Ask) -> None:
    query = """query($after: String) { node(id: "region:ES51") { ... on Entity {
      neighbours(first: 3, after: $after) { edges { cursor statement { id } } }
    } } }"""
    edges = ask(query)["node"]["neighbours"]["edges"]
    after_first = ask(query, {"after": edges[0]["cursor"]})["node"]["neighbours"]["edges"]
    assert after_first[:2] == edges[1:]


def test_facts_are_chosen_by_property(ask: Ask) -> None:
    query = '{ cluster(id: "cluster:mse") { facts(properties: ["smeCount", "nothing"]) { property value } } }'
    assert ask(query)["cluster"]["facts"] == [{"property": "smeCount", "value": "24"}]


@pytest.mark.parametrize("size", ["0", "-1", "101"])
@pytest.mark.parametrize("field", ["neighbours", "statements", "partnerships", "collaborators", "synergies", "members"])
def test_a_page_size_out_of_bounds_is_refused_everywhere(fail: Fail, field: str, size: str) -> None:
    query = '{ cluster(id: "cluster:indescat") { FIELD(first: SIZE) { totalCount } } }'
    code, message = fail(query.replace("FIELD", field).replace("SIZE", size))
    assert (code, message) == ("BAD_PAGE_SIZE", f"first must be between 1 and 100, got {size}")


@pytest.mark.parametrize("field", ["neighbours", "statements", "partnerships", "collaborators", "synergies", "members"])
def test_a_cursor_of_another_list_is_stale_and_text_is_damaged(ask: Ask, fail: Fail, field: str) -> None:
    cursor = ask("{ clusters(first: 1) { pageInfo { endCursor } } }")["clusters"]["pageInfo"]["endCursor"]
    query = 'query($after: String) { cluster(id: "cluster:indescat") { FIELD(after: $after) { totalCount } } }'
    assert fail(query.replace("FIELD", field), {"after": cursor})[0] == "STALE_CURSOR"
    assert fail(query.replace("FIELD", field), {"after": "nonsense"})[0] == "BAD_CURSOR"

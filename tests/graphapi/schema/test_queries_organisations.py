"""Clusters, SMEs and institutions: everything that their types offer."""

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]

ORGANISATION = """query($id: ID!) { organisation(id: $id) {
  __typename id kind name website city latitude longitude notStated
  region { id name } country { id name }
  sectors { id } stated: sectors(origins: [STATED, IMPORTED]) { id }
  technologyFields(origins: [STATED]) { id } s3PriorityAreas { id } emergingIndustries { id }
  programmeAreas { id } valueChainStages { id }
  partnerships(first: 5) { totalCount nodes { id } pageInfo { hasNextPage } }
  ... on Cluster {
    memberCount smeCount
    members { totalCount nodes { id } edges { node { id } } pageInfo { hasNextPage } }
  }
  ... on Sme { clusters { id } }
  ... on Institution { activityType smeStatus }
} }"""


@pytest.mark.parametrize(
    "organisation",
    [
        "cluster:indescat",
        "cluster:epsi",
        "cluster:mse",
        "cluster:cordis-877031903",
        "sme:cordis-871867429",
        "institution:cordis-870613413",
        "institution:cordis-938025988",
    ],
)
def test_organisation(whole: Ask, organisation: str) -> None:
    assert whole(ORGANISATION, {"id": organisation})["organisation"]["id"] == organisation


def test_the_typed_fields_find_what_organisation_finds(ask: Ask) -> None:
    query = """{
      cluster(id: "cluster:mse") { id name country { code } }
      organisation(id: "cluster:mse") { id name country { code } }
      sme(id: "sme:cordis-871867429") { id kind city }
    }"""
    found = ask(query)
    assert found["cluster"] == found["organisation"]
    assert found["sme"] == {"id": "sme:cordis-871867429", "kind": "SME", "city": "Bilbao"}


def test_members_and_clusters_are_two_ends_of_one_statement(ask_small: Ask) -> None:
    query = """{
      cluster(id: "cluster:glass") {
        website city latitude longitude notStated valueChainStages { id }
        members { totalCount edges { cursor node { id } } nodes { __typename id } pageInfo { hasNextPage } }
      }
      sme(id: "sme:blower") { clusters { id } valueChainStages { id } notStated region { id } country { id } }
      lone: sme(id: "sme:lone") { clusters { id } region { id } country { id } partnerships { totalCount } }
    }"""
    found = ask_small(query)
    edges = found["cluster"]["members"].pop("edges")
    assert [edge["node"]["id"] for edge in edges] == ["sme:blower"]
    facets = ["SECTOR", "TECHNOLOGY_FIELD", "S3_PRIORITY_AREA", "EMERGING_INDUSTRY"]
    assert found == {
        "cluster": {
            "website": "https://glass.example",
            "city": "Ort",
            "latitude": 1.5,
            "longitude": -2.5,
            "notStated": facets,
            "valueChainStages": [{"id": "stage:sand"}],
            "members": {
                "totalCount": 1,
                "nodes": [{"__typename": "Sme", "id": "sme:blower"}],
                "pageInfo": {"hasNextPage": False},
            },
        },
        "sme": {
            "clusters": [{"id": "cluster:glass"}],
            "valueChainStages": [{"id": "stage:oven"}],
            "notStated": facets,
            "region": None,
            "country": {"id": "country:ZZ"},
        },
        "lone": {"clusters": [], "region": None, "country": None, "partnerships": {"totalCount": 0}},
    }


def test_lists_of_organisations_hold_each_once_sorted_by_id(ask: Ask) -> None:
    query = """query($after: String) {
      clusters(first: 100, after: $after) {
        totalCount pageInfo { endCursor hasNextPage } nodes { id } edges { cursor node { id } }
      }
    }"""
    first = ask(query)["clusters"]
    rest = ask(query, {"after": first["pageInfo"]["endCursor"]})["clusters"]
    ids = [node["id"] for node in first["nodes"] + rest["nodes"]]
    assert ids == sorted(set(ids))
    assert len(ids) == first["totalCount"] == 111
    assert [edge["node"] for edge in first["edges"]] == first["nodes"]


def test_the_lists_add_up(ask: Ask) -> None:
    query = """{
      clusters { totalCount } organisations { totalCount edges { node { id } } pageInfo { hasPreviousPage } }
      smes { totalCount edges { cursor node { id } } nodes { kind } pageInfo { startCursor } }
      institutions: organisations(filter: { kinds: [INSTITUTION] }) { totalCount nodes { kind } }
    }"""
    found = ask(query)
    parts = [found[name]["totalCount"] for name in ("clusters", "smes", "institutions")]
    assert sum(parts) == found["organisations"]["totalCount"] == 4126
    assert {node["kind"] for node in found["smes"]["nodes"]} == {"SME"}
    assert {node["kind"] for node in found["institutions"]["nodes"]} == {"INSTITUTION"}


@pytest.mark.parametrize("direction", ["ASC", "DESC"])
@pytest.mark.parametrize("field", ["NAME", "MEMBER_COUNT", "SME_COUNT", "PARTNERSHIP_COUNT", "DEGREE"])
def test_clusters_are_sorted_in_every_order_both_ways(ask: Ask, field: str, direction: str) -> None:
    query = """query($order: [OrganisationOrder!], $first: Int, $last: Int, $after: String, $before: String) {
      clusters(orderBy: $order, first: $first, last: $last, after: $after, before: $before) {
        pageInfo { startCursor endCursor hasNextPage hasPreviousPage } nodes { id memberCount smeCount }
      }
    }"""
    order = [{"field": field, "direction": direction}]
    forwards, backwards = [], []
    page = ask(query, {"order": order, "first": 37})["clusters"]
    forwards += page["nodes"]
    while page["pageInfo"]["hasNextPage"]:
        page = ask(query, {"order": order, "first": 37, "after": page["pageInfo"]["endCursor"]})["clusters"]
        forwards += page["nodes"]
    page = ask(query, {"order": order, "last": 41})["clusters"]
    backwards = page["nodes"]
    while page["pageInfo"]["hasPreviousPage"]:
        page = ask(query, {"order": order, "last": 41, "before": page["pageInfo"]["startCursor"]})["clusters"]
        backwards = page["nodes"] + backwards
    assert forwards == backwards
    assert len({node["id"] for node in forwards}) == len(forwards) == 111
    if field in {"MEMBER_COUNT", "SME_COUNT"}:
        name = {"MEMBER_COUNT": "memberCount", "SME_COUNT": "smeCount"}[field]
        known = [node[name] for node in forwards if node[name] is not None]
        assert known == sorted(known, reverse=direction == "DESC")
        assert [node[name] for node in forwards] == known + [None] * (111 - len(known))
        unknown = [node["id"] for node in forwards if node[name] is None]
        assert unknown == sorted(unknown)

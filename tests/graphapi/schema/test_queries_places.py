"""Regions and countries, one within the other, with the organisations that lie there."""

from collections.abc import Callable
from typing import Any

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

REGION = """query($id: ID!) { region(id: $id) {
  id name nutsCode nutsVersion level country { id code name } parent { id level } regions { id name }
  organisations(first: 3, orderBy: [{ field: PARTNERSHIP_COUNT, direction: DESC }]) { totalCount nodes { id name } }
} }"""


def test_region(whole: Ask) -> None:
    found = whole(REGION, {"id": "region:ES51"})["region"]
    assert (found["name"], found["level"], found["parent"]["id"]) == ("Cataluña", 2, "region:ES5")


def test_country(whole: Ask) -> None:
    query = """{ node(id: "country:ES") { ... on Country {
      id name code regions(first: 2) { totalCount nodes { id level } pageInfo { hasNextPage } edges { node { id } } }
      organisations(first: 2, filter: { kinds: [CLUSTER] }) { totalCount nodes { id } }
    } } }"""
    assert whole(query)["node"]["code"] == "ES"


def test_a_place_holds_what_lies_within_it(ask: Ask) -> None:
    query = """query($id: ID!) { region(id: $id) {
      parent { id } organisations { totalCount } regions { organisations { totalCount } }
    } }"""
    for region in ("region:ES5", "region:ES51", "region:BE1"):
        found = ask(query, {"id": region})["region"]
        within = sum(part["organisations"]["totalCount"] for part in found["regions"])
        assert found["organisations"]["totalCount"] >= within > 0
    assert ask(query, {"id": "region:ES5"})["region"]["parent"] is None


def test_a_place_filter_finds_what_the_place_lists(ask: Ask) -> None:
    query = """{
      region(id: "region:ES51") { organisations { totalCount } }
      organisations(filter: { regions: ["region:ES51"] }) { totalCount }
      node(id: "country:ES") { ... on Country { organisations { totalCount } } }
      byCode: organisations(filter: { countries: ["ES"] }) { totalCount }
      byId: organisations(filter: { regions: ["country:ES"] }) { totalCount }
    }"""
    found = ask(query)
    assert found["region"]["organisations"] == found["organisations"]
    assert found["node"]["organisations"] == found["byCode"] == found["byId"]


def test_a_region_without_a_known_place_has_no_country(ask_small: Ask) -> None:
    query = """{
      known: region(id: "region:ZZ1") { country { code regions { nodes { id } } } parent { id } regions { id } }
      adrift: region(id: "region:QQ1") { country { code } parent { id } nutsVersion organisations { totalCount } }
    }"""
    assert ask_small(query) == {
        "known": {
            "country": {"code": "ZZ", "regions": {"nodes": [{"id": "region:ZZ1"}]}},
            "parent": None,
            "regions": [],
        },
        "adrift": {"country": None, "parent": None, "nutsVersion": None, "organisations": {"totalCount": 0}},
    }


def test_regions_are_listed_by_country_and_level(ask: Ask) -> None:
    query = """{
      all: regions { totalCount edges { cursor node { id } } pageInfo { hasNextPage } }
      es: regions(country: "ES", first: 100) { totalCount nodes { nutsCode } }
      two: regions(country: "ES", level: 2, first: 100) { totalCount nodes { level nutsCode } }
      none: regions(level: 7) { totalCount }
    }"""
    found = ask(query)
    assert found["all"]["totalCount"] == 2084
    assert {node["nutsCode"][:2] for node in found["es"]["nodes"]} == {"ES"}
    assert {node["level"] for node in found["two"]["nodes"]} == {2}
    assert found["two"]["totalCount"] == 20, "19 and the one outside of all regions, ESZZ"
    assert found["none"]["totalCount"] == 0


def test_a_country_that_is_not_there_is_an_error_everywhere(fail: Fail) -> None:
    for query in (
        '{ regions(country: "EZ") { totalCount } }',
        '{ clusters(filter: { countries: ["EZ"] }) { totalCount } }',
    ):
        code, message = fail(query)
        assert code == "UNKNOWN_ID"
        assert "EZ" in message

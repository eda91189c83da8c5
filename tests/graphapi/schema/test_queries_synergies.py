"""Many pairs in one call, and the fields of aggregates, matches and paths that nothing else asks."""

from collections.abc import Callable
from typing import Any

import pytest

FIVE = "partnership:smartsports4goodlife"

PAIRS = """
query Pairs($filter: SynergyFilter!, $first: Int! = 10, $after: String, $lens: Lens! = CROSS_SECTOR) {
  synergies(filter: $filter, first: $first, after: $after, lens: $lens) {
    totalCount
    withoutScore
    edges { cursor node { id } }
    nodes { score organisation { id } partner { id } confidence { sameProfileCount } }
    pageInfo { hasNextPage endCursor }
  }
}
"""


def inside(**more: object) -> dict[str, object]:
    return {"organisation": {"inPartnership": FIVE}, "partner": {"inPartnership": FIVE}, **more}


def test_the_ten_pairs_of_the_five_clusters_come_best_first(ask: Callable[..., Any]) -> None:
    found = ask(PAIRS, {"filter": inside()})["synergies"]
    assert (found["totalCount"], found["withoutScore"], found["pageInfo"]["hasNextPage"]) == (10, 0, False)
    scores = [node["score"] for node in found["nodes"]]
    assert scores == sorted(scores, reverse=True)
    best = found["nodes"][0]
    assert (best["organisation"]["id"], best["partner"]["id"]) == ("cluster:cluster-montagne", "cluster:indescat")


def test_a_pair_is_the_same_as_alone(ask: Callable[..., Any]) -> None:
    node = ask(PAIRS, {"filter": inside(), "first": 3})["synergies"]["nodes"][2]
    query = "query($a: ID!, $b: ID!) { synergy(organisation: $a, partner: $b) { score } }"
    alone = ask(query, {"a": node["organisation"]["id"], "b": node["partner"]["id"]})
    assert alone["synergy"]["score"] == node["score"]


def test_pages_of_pairs_add_up_to_the_whole(ask: Callable[..., Any]) -> None:
    filter_ = {"organisation": {"inPartnership": FIVE}, "partner": {"kinds": ["CLUSTER"]}, "minScore": 0.1}
    whole, after = [], None
    while True:
        page = ask(PAIRS, {"filter": filter_, "first": 25, "after": after})["synergies"]
        whole += [(node["organisation"]["id"], node["partner"]["id"]) for node in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert len(whole) == len(set(whole)) == page["totalCount"]


def test_existing_partners_are_left_out_when_asked(ask: Callable[..., Any]) -> None:
    assert ask(PAIRS, {"filter": inside(excludeExistingPartners=True)})["synergies"]["totalCount"] == 0


@pytest.mark.parametrize(
    ("filter_", "code"),
    [
        ({}, "FILTER_REQUIRED"),
        ({"organisation": {"kinds": ["INSTITUTION"]}, "partner": {"kinds": ["SME"]}}, "FILTER_REQUIRED"),
        ({"organisation": {"countries": ["XX"]}}, "UNKNOWN_ID"),
        (inside(minScore=1.5), "BAD_ARGUMENT"),
    ],
)
def test_what_cannot_be_scored_is_refused(fail: Callable[..., Any], filter_: dict[str, object], code: str) -> None:
    assert fail(PAIRS, {"filter": filter_})[0] == code


def test_the_first_side_is_for_the_root_field_only(fail: Callable[..., Any]) -> None:
    query = """{ cluster(id: "cluster:indescat") {
      synergies(filter: { organisation: { kinds: [CLUSTER] } }) { totalCount } } }"""
    assert fail(query)[0] == "BAD_ARGUMENT"


def test_groups_sum_what_is_published(ask: Callable[..., Any]) -> None:
    query = """{
      clusters { aggregate { memberCount { sum known missing } groups(by: [COUNTRY], first: 2) {
        groups { count memberCount { sum known missing } keys { label } } } } }
      smes { aggregate { count } }
    }"""
    found = ask(query)
    assert found["clusters"]["aggregate"]["memberCount"] == {"sum": 514, "known": 5, "missing": 106}
    for group in found["clusters"]["aggregate"]["groups"]["groups"]:
        listed = ask("query($c: String!) { clusters(filter: { nameContains: $c }) { totalCount } }", {"c": ""})
        assert 0 < group["count"] < listed["clusters"]["totalCount"] == 111
        assert group["memberCount"]["known"] + group["memberCount"]["missing"] == group["count"]
    assert [group["memberCount"]["sum"] for group in found["clusters"]["aggregate"]["groups"]["groups"]] == [80, None]
    assert found["smes"]["aggregate"] == {"count": 1101}


def test_a_label_in_two_schemes_matches_both(ask: Callable[..., Any]) -> None:
    found = ask('{ match(labels: ["medical devices"]) { label candidates { score exact entity { id } } } }')["match"]
    exact = [item for item in found[0]["candidates"] if item["exact"]]
    assert exact == [
        {"score": 1.0, "exact": True, "entity": {"id": "emerging-industry:medical-devices"}},
        {"score": 1.0, "exact": True, "entity": {"id": "sector:medical-devices"}},
    ]
    assert all(item["score"] < 1 for item in found[0]["candidates"] if not item["exact"])


def test_a_path_can_be_read_from_its_edge(ask: Callable[..., Any]) -> None:
    query = """{ explain(from: "cluster:cluster-montagne", to: "cluster:indescat", maxLength: 2) {
      paths(first: 1) { edges { cursor node { text length } } } } }"""
    (edge,) = ask(query)["explain"]["paths"]["edges"]
    assert edge["node"]["length"] == 2
    assert edge["node"]["text"].startswith("Cluster Montagne")

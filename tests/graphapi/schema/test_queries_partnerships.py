"""Partnerships: what they say of themselves, and who takes part in which role."""

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

PARTNERSHIP = """query($id: ID!) { partnership(id: $id) {
  __typename id kind name acronym title programme strand initiative funder mobilityScheme
  startDate endDate partnerCount plannedExchanges durationMonths origin notStated
  objectives activities activityLevels expectedResults
  partners(first: 4) { totalCount nodes { id } edges { role node { id name } } pageInfo { hasNextPage } }
  targets { id name } challenges { id name }
  facets(origins: [STATED, IMPORTED]) { id } sectors: facets(kinds: [SECTOR]) { id }
} }"""


@pytest.mark.parametrize("partnership", ["partnership:smartsports4goodlife", "partnership:cordis-101070772"])
def test_partnership(whole: Ask, partnership: str) -> None:
    assert whole(PARTNERSHIP, {"id": partnership})["partnership"]["id"] == partnership


def test_a_partner_with_two_roles_stands_once_for_each(ask_small: Ask) -> None:
    query = """query { partnership(id: "partnership:pane") {
      startDate endDate partners { totalCount edges { cursor role node { id } } pageInfo { endCursor } }
      statements(predicates: [PARTNER_IN]) { nodes { role validFrom validTo } }
    } }"""
    found = ask_small(query)["partnership"]
    edges = found["partners"]["edges"]
    roles = sorted((edge["node"]["id"], edge["role"]) for edge in edges if edge["role"])
    assert roles == [("cluster:glass", "COORDINATOR"), ("cluster:glass", "THIRD_PARTY")]
    assert [edge["node"]["id"] for edge in edges if edge["role"] is None] == ["sme:blower"]
    assert found["partners"]["totalCount"] == 3
    assert len({edge["cursor"] for edge in edges}) == 3
    assert found["partners"]["pageInfo"]["endCursor"] == edges[-1]["cursor"]
    assert {"role": "COORDINATOR", "validFrom": "2024-02-29", "validTo": "2025-01-01"} in found["statements"]["nodes"]
    assert (found["startDate"], found["endDate"]) == (None, "2030-01-31")


def test_partners_are_paged(ask: Ask) -> None:
    query = """query($after: String) { partnership(id: "partnership:smartsports4goodlife") {
      partners(first: 2, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } }
    } }"""
    found, after, more = [], None, True
    while more:
        page = ask(query, {"after": after})["partnership"]["partners"]
        found += [node["id"] for node in page["nodes"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    names = ("cluster-montagne", "epsi", "indescat", "mse", "sports-and-technology")
    assert found == [f"cluster:{name}" for name in names]


def test_partnerships_are_found_by_name_programme_and_partner(ask: Ask) -> None:
    query = """{
      all: partnerships { totalCount edges { cursor node { id } } pageInfo { hasNextPage } }
      named: partnerships(nameContains: "SMARTSPORTS") { nodes { id } }
      titled: partnerships(nameContains: "healthy lifestyles") { nodes { id } }
      cosme: partnerships(programmes: ["COSME"]) { totalCount nodes { id } }
      horizon: partnerships(programmes: ["Horizon Europe", "COSME"]) { totalCount }
      epsi: partnerships(withOrganisation: "cluster:epsi") { nodes { id } }
      merged: partnerships(withOrganisation: "cluster:cordis-952974464") { nodes { id } }
      none: partnerships(programmes: []) { totalCount }
    }"""
    found = ask(query)
    ours = [{"id": "partnership:smartsports4goodlife"}]
    assert found["named"]["nodes"] == found["titled"]["nodes"] == found["cosme"]["nodes"] == ours
    assert found["horizon"]["totalCount"] == found["all"]["totalCount"] == 392
    assert found["epsi"] == found["merged"]
    assert ours[0] in found["epsi"]["nodes"]
    assert found["none"]["totalCount"] == 0


def test_partnerships_of_an_organisation_that_is_not_there_are_an_error(fail: Fail) -> None:
    code, message = fail('{ partnerships(withOrganisation: "cluster:indescatt") { totalCount } }')
    assert (code, message) == ("UNKNOWN_ID", "unknown id 'cluster:indescatt'; did you mean 'cluster:indescat'?")
    assert fail('{ partnerships(withOrganisation: "country:ES") { totalCount } }')[0] == "WRONG_KIND"

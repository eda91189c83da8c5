"""Terms of classifications: their place in the scheme, who holds them, what words are read as."""

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

CONCEPT = """query($id: ID!) { concept(id: $id) {
  __typename id kind name notation exactMatch
  scheme { id title publisher complete source { id title url publisher licence retrieved } }
  broader { id name } narrower { id name }
  organisations(first: 2, orderBy: [{ field: DEGREE, direction: DESC }]) { totalCount nodes { id } }
  ... on TargetSector { mappedTo { match reason concept { id } } }
  ... on Challenge { mappedTo { match reason concept { id } } }
} }"""


@pytest.mark.parametrize(
    "concept",
    [
        "s3:creative-cultural-arts-and-entertainment",
        "s3:sports-activities",
        "technology:mobile-network",
        "technology:sports-and-leisure",
        "sector:business-services",
        "emerging-industry:creative-industries",
        "target-sector:energy",
        "challenge:circular-economy",
    ],
)
def test_concept(whole: Ask, concept: str) -> None:
    assert whole(CONCEPT, {"id": concept})["concept"]["id"] == concept


def test_a_programme_area_is_a_term_too(ask: Ask) -> None:
    query = """{ concepts(kinds: [PROGRAMME_AREA], topLevelOnly: true, first: 1) { nodes {
      __typename id broader { id } narrower { broader { id } } scheme { id }
    } } }"""
    (area,) = ask(query)["concepts"]["nodes"]
    assert (area["__typename"], area["broader"], area["scheme"]) == ("ProgrammeArea", None, {"id": "horizon-europe"})
    assert all(term["broader"] == {"id": area["id"]} for term in area["narrower"])


def test_who_holds_a_narrower_term_holds_the_term(ask: Ask) -> None:
    query = """query($id: ID!) {
      concept(id: $id) { organisations(first: 100) { totalCount nodes { id } } narrower { id } }
    }"""
    wide = ask(query, {"id": "s3:creative-cultural-arts-and-entertainment"})["concept"]
    holders = {node["id"] for node in wide["organisations"]["nodes"]}
    for term in wide["narrower"]:
        narrow = {node["id"] for node in ask(query, term)["concept"]["organisations"]["nodes"]}
        assert narrow <= holders or wide["organisations"]["totalCount"] > 100
    stated = {"cluster:indescat", "cluster:epsi", "cluster:mse", "cluster:cluster-montagne"}
    assert stated <= holders


def test_medical_devices_stands_in_two_schemes(ask: Ask) -> None:
    query = """{
      industry: concept(id: "emerging-industry:medical-devices") { name kind scheme { id } }
      sector: concept(id: "sector:medical-devices") { name kind scheme { id } }
    }"""
    found = ask(query)
    assert found["industry"]["name"] == found["sector"]["name"] == "Medical Devices"
    assert found["industry"]["scheme"] != found["sector"]["scheme"]


def test_terms_are_listed_by_kind_scheme_and_level(ask: Ask) -> None:
    query = """query($after: String) {
      all: concepts { totalCount edges { cursor node { id } } pageInfo { hasPreviousPage } }
      s3: concepts(kinds: [S3_PRIORITY_AREA]) { totalCount nodes { id broader { id } } }
      top: concepts(scheme: "s3-priority-areas", topLevelOnly: true, after: $after) {
        totalCount nodes { id broader { id } }
      }
      two: concepts(kinds: [CHALLENGE, TARGET_SECTOR]) { totalCount nodes { kind } }
      none: concepts(kinds: []) { totalCount }
      dataset { counts { kind count } }
    }"""
    found = ask(query)
    counts = {row["kind"]: row["count"] for row in found["dataset"]["counts"]}
    terms = [name for name in counts if name.endswith(("SECTOR", "FIELD", "AREA", "INDUSTRY", "CHALLENGE"))]
    assert found["all"]["totalCount"] == sum(counts[name] for name in terms)
    assert found["s3"]["totalCount"] == counts["S3_PRIORITY_AREA"]
    tops = [node for node in found["s3"]["nodes"] if node["broader"] is None]
    assert found["top"] == {"totalCount": len(tops), "nodes": tops}
    assert {node["kind"] for node in found["two"]["nodes"]} == {"CHALLENGE", "TARGET_SECTOR"}
    assert found["none"]["totalCount"] == 0


def test_a_classification_that_is_not_there_is_an_error(fail: Fail) -> None:
    code, message = fail('{ concepts(scheme: "euroscvoc") { totalCount } }')
    assert code == "UNKNOWN_ID"
    assert "euroscivoc" in message

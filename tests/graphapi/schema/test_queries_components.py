"""Weights, totals and components of synergies, their paths, and what regions and their clusters aim at."""

from collections.abc import Callable
from typing import Any

import pytest

from graph_data.dataset import About, Dataset
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Predicate, Region, S3PriorityArea, StatementOrigin
from graph_data.rows import Link, Source
from graphapi.execution.answering import Request, answer

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

RANKED = """query($weights: [ComponentWeightInput!], $filter: SynergyFilter, $after: String) {
  cluster(id: "cluster:indescat") {
    synergies(model: { weights: $weights }, filter: $filter, first: 25, after: $after) {
      totalCount withoutScore pageInfo { endCursor }
      nodes {
        score total skippedComponents partner { id } model { weights { component weight } }
        components { geography distanceKm valueChainAdjacency s3Alignment tieNovelty }
        sameProfile { totalCount nodes { id } } confidence { sameProfileCount }
      }
    }
  }
}"""
PAIR = """query($partner: ID!, $weights: [ComponentWeightInput!]) {
  synergy(organisation: "cluster:indescat", partner: $partner, model: { weights: $weights }) {
    score total components { geography tieNovelty }
  }
}"""
NEAR = [{"component": "GEOGRAPHY", "weight": 1}, {"component": "TIE_NOVELTY", "weight": 0.5}]


def ranked(ask: Ask, **variables: object) -> dict[str, Any]:
    found: dict[str, Any] = ask(RANKED, variables)["cluster"]["synergies"]
    return found


def test_weights_rank_by_total_and_the_total_is_computed_from_the_row(ask: Ask) -> None:
    page = ranked(ask, weights=NEAR)
    rows = page["nodes"] + ranked(ask, weights=NEAR, after=page["pageInfo"]["endCursor"])["nodes"]
    places = [(-row["total"], row["partner"]["id"]) for row in rows]
    assert places == sorted(places)
    assert len(set(places)) == 50
    for row in rows:
        known = [(1, row["score"]), (1, row["components"]["geography"]), (0.5, row["components"]["tieNovelty"])]
        known = [(weight, value) for weight, value in known if value is not None]
        mean = sum(weight * value for weight, value in known) / sum(weight for weight, _ in known)
        assert row["total"] == pytest.approx(mean, abs=1e-12)
    assert {item["component"]: item["weight"] for item in rows[0]["model"]["weights"]} == {
        "SCORE": 1,
        "GEOGRAPHY": 1,
        "VALUE_CHAIN_ADJACENCY": 0,
        "S3_ALIGNMENT": 0,
        "TIE_NOVELTY": 0.5,
    }


def test_a_ranked_pair_has_the_total_that_it_has_alone(ask: Ask) -> None:
    for row in ranked(ask, weights=NEAR)["nodes"][:5]:
        alone = ask(PAIR, {"partner": row["partner"]["id"], "weights": NEAR})["synergy"]
        assert (alone["score"], alone["total"]) == (row["score"], row["total"])


def test_partners_of_one_profile_are_parted_where_what_counts_differs(ask: Ask) -> None:
    plain, near = ranked(ask), ranked(ask, weights=NEAR)
    assert near["totalCount"] > plain["totalCount"]
    assert near["withoutScore"] == plain["withoutScore"]
    shared = next(row for row in near["nodes"] if row["sameProfile"]["nodes"])
    assert shared["confidence"]["sameProfileCount"] == shared["sameProfile"]["totalCount"]
    for other in shared["sameProfile"]["nodes"]:
        alone = ask(PAIR, {"partner": other["id"], "weights": NEAR})["synergy"]
        assert (alone["score"], alone["total"]) == (shared["score"], shared["total"])


def test_without_weights_the_total_is_the_score_and_nothing_is_skipped(ask: Ask) -> None:
    for row in ranked(ask)["nodes"]:
        assert (row["total"], row["skippedComponents"]) == (row["score"], [])


def test_the_least_score_is_one_of_the_score(ask: Ask) -> None:
    rows = ranked(ask, weights=NEAR, filter={"minScore": 0.3})["nodes"]
    assert rows
    assert all(row["score"] >= 0.3 for row in rows)
    assert any(row["total"] > row["score"] for row in rows)


def test_what_is_not_known_is_skipped_and_pairs_without_any_total_come_last(ask: Ask) -> None:
    weights = [{"component": "S3_ALIGNMENT", "weight": 1}]
    page = ranked(ask, weights=weights)
    assert {tuple(row["skippedComponents"]) for row in page["nodes"]} == {("S3_ALIGNMENT",)}
    assert [row["total"] for row in page["nodes"]] == [row["score"] for row in page["nodes"]]
    nothing = [*weights, {"component": "SCORE", "weight": 0}]
    rows = ranked(ask, weights=nothing)["nodes"]
    assert {row["total"] for row in rows} == {None}
    assert [row["partner"]["id"] for row in rows] == sorted(row["partner"]["id"] for row in rows)
    mixed = [{"component": "SCORE", "weight": 0}, {"component": "VALUE_CHAIN_ADJACENCY", "weight": 1}]
    unknown = [row["total"] is None for row in ranked(ask, weights=mixed)["nodes"]]
    assert unknown == sorted(unknown)


def test_two_clusters_are_as_far_apart_as_their_regions_are_and_have_met(ask: Ask) -> None:
    query = """{ synergy(organisation: "cluster:indescat", partner: "cluster:cluster-montagne") {
      components { geography distanceKm s3Alignment tieNovelty } skippedComponents } }"""
    found = ask(query)["synergy"]
    # Catalonia to Rhône-Alpes
    assert 400 < found["components"]["distanceKm"] < 600
    assert 0.1 < found["components"]["geography"] < 0.3
    assert (found["components"]["s3Alignment"], found["components"]["tieNovelty"]) == (None, 0)
    assert found["skippedComponents"] == []


def test_many_pairs_are_ranked_by_total_too(ask: Ask) -> None:
    query = """query($weights: [ComponentWeightInput!], $after: String) { synergies(
      filter: {
        organisation: { inPartnership: "partnership:smartsports4goodlife" }
        partner: { inPartnership: "partnership:smartsports4goodlife" }
      }
      model: { weights: $weights } first: 5 after: $after
    ) { totalCount pageInfo { endCursor } nodes { total organisation { id } partner { id } } } }"""
    page = ask(query, {"weights": NEAR})["synergies"]
    rows = page["nodes"] + ask(query, {"weights": NEAR, "after": page["pageInfo"]["endCursor"]})["synergies"]["nodes"]
    assert page["totalCount"] == len(rows) == 10
    assert [row["total"] for row in rows] == sorted((row["total"] for row in rows), reverse=True)
    assert {rows[0]["organisation"]["id"], rows[0]["partner"]["id"]} == {
        "cluster:epsi",
        "cluster:sports-and-technology",
    }


PATHS = """query($first: Int! = 5) {
  synergy(organisation: "cluster:indescat", partner: "cluster:cluster-montagne") {
    absorbability contributions { share part relation concept { id } }
    paths(first: $first) { text length share score nodes { id } statements { subject { id } object { id } } }
  }
}"""


def test_paths_name_the_terms_that_carry_the_score_best_first(ask: Ask) -> None:
    found = ask(PATHS, {"first": 100})["synergy"]
    paths = found["paths"]
    assert sum(path["share"] for path in paths) == pytest.approx(1)
    assert [path["share"] for path in paths] == sorted((path["share"] for path in paths), reverse=True)
    best = paths[0]
    assert best["text"] == (
        "INDESCAT - Catalan Sports Cluster — pursues the S3 priority area → Sports activities"
        " — is a priority area of → Cluster Montagne"
    )
    assert [node["id"] for node in best["nodes"]] == [
        "cluster:indescat",
        "s3:sports-activities",
        "cluster:cluster-montagne",
    ]
    assert {path["length"] for path in paths} == {2, 3}
    assert ask(PATHS, {"first": 2})["synergy"]["paths"] == paths[:2]
    assert len(ask(PATHS)["synergy"]["paths"]) == 5


def test_a_page_of_paths_has_a_size(fail: Fail) -> None:
    assert fail(PATHS, {"first": 0})[0] == "BAD_PAGE_SIZE"


REGION = """query($id: ID!, $origins: [StatementOrigin!]) { region(id: $id) {
  declaredPriorities { id } prioritiesOfClusters(origins: $origins) { id }
} }"""


def test_a_region_declares_nothing_that_no_source_says_while_its_clusters_pursue_areas(ask: Ask) -> None:
    montagne = ask('{ cluster(id: "cluster:cluster-montagne") { region { id } s3PriorityAreas { id } } }')["cluster"]
    found = ask(REGION, {"id": montagne["region"]["id"]})["region"]
    assert found["declaredPriorities"] is None
    assert {area["id"] for area in montagne["s3PriorityAreas"]} <= {
        area["id"] for area in found["prioritiesOfClusters"]
    }
    assert ask(REGION, {"id": "region:ES51", "origins": []})["region"]["prioritiesOfClusters"] == []


def test_a_region_declares_what_a_source_says() -> None:
    said = {"origin": StatementOrigin.STATED, "source": "book", "locator": "page 1"}
    rows = [
        Source(id="book", title="A book", origin=StatementOrigin.STATED),
        Region(id="region:ZZ1", name="Somewhere", nuts_code="ZZ1"),
        S3PriorityArea(id="s3:kilns", name="Kilns", scheme="areas"),
        Link(subject="region:ZZ1", predicate=Predicate.PURSUES_PRIORITY, object="s3:kilns", **said),  # type: ignore[arg-type] # columns of several types
    ]
    graph = KnowledgeGraph(Dataset.of(About(name="z", title="Z", licence="Z", citation="Z"), rows))
    found = answer(graph, Request(REGION, variables={"id": "region:ZZ1"})).body["data"]["region"]
    assert found == {"declaredPriorities": [{"id": "s3:kilns"}], "prioritiesOfClusters": []}

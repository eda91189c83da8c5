"""Synergies: the score, what carries it, and the settings that it was computed with."""

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

SYNERGY = """fragment Whole on Synergy {
  id lens score insufficientData novelty absorbability shares { same related unrelated } total skippedComponents
  components { geography distanceKm valueChainAdjacency s3Alignment tieNovelty }
  paths { text length score share nodes { id } statements { id } }
  organisation { id } partner { id } existingPartnerships { id }
  sameProfile { totalCount nodes { id } edges { node { id } } pageInfo { hasNextPage } }
  confidence { organisationProjects partnerProjects sameProfileCount curatedShareOfRelated inferredSectors }
  contributions {
    part side relation share proximity proximitySource concept { id } relatedTo { id } statements(first: 2) { id }
  }
  model {
    lens across via theta shrinkage origins reference populations { organisations scheme { id } }
    weights { component weight }
  }
}

query Pair($organisation: ID!, $partner: ID!, $lens: Lens! = CROSS_SECTOR, $model: SynergyModelInput) {
  synergy(organisation: $organisation, partner: $partner, lens: $lens, model: $model) { ...Whole }
}

query Again($id: ID!) { node(id: $id) { ...Whole } }"""
PAIR = {"organisation": "cluster:indescat", "partner": "cluster:cluster-montagne"}


@pytest.mark.parametrize("lens", ["CROSS_SECTOR", "GENERAL"])
def test_synergy_by(ask: Ask, golden: Any, request: pytest.FixtureRequest, lens: str) -> None:  # noqa: ANN401 -- conftest's own type
    data = ask(SYNERGY, PAIR | {"lens": lens}, "Pair")
    golden(request.path.parent / "answers" / f"synergy_by_{lens}.json", data)
    found = data["synergy"]
    assert sum(found["shares"].values()) == pytest.approx(1)
    assert {item["id"] for item in found["existingPartnerships"]} == {"partnership:smartsports4goodlife"}
    for part in ("NOVELTY", "ABSORBABILITY"):
        carried = [item["share"] for item in found["contributions"] if item["part"] == part]
        assert sum(carried) == pytest.approx(1, abs=1e-9)
    assert all(item["statements"] for item in found["contributions"])


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"lens": "GENERAL"},
        {"model": {"theta": 0.7, "shrinkage": 0, "origins": ["STATED"]}},
        {"model": {"across": ["SECTOR", "PROGRAMME_AREA"], "via": ["TECHNOLOGY_FIELD"]}},
        {"partner": "sme:cordis-871867429"},
        {"model": {"weights": [{"component": "SCORE", "weight": 0}, {"component": "GEOGRAPHY", "weight": 2.5}]}},
    ],
)
def test_a_synergy_is_fetched_again_by_its_id(ask: Ask, settings: dict[str, Any]) -> None:
    found = ask(SYNERGY, PAIR | settings, "Pair")["synergy"]
    assert ask(SYNERGY, {"id": found["id"]}, "Again")["node"] == found
    asked = settings.get("model", {})
    named = {name: found["model"][name] for name in asked}
    named |= {"weights": named["weights"][:2]} if "weights" in named else {}
    assert named == asked
    assert (found["score"] is None) == (found["insufficientData"] is not None)


def test_theta_weighs_novelty_against_absorbability(ask: Ask) -> None:
    scores = {}
    for theta in (0, 1):
        found = ask(SYNERGY, PAIR | {"model": {"theta": theta}}, "Pair")["synergy"]
        scores[theta] = (found["score"], found["novelty"], found["absorbability"])
    assert scores[0][0] == pytest.approx(scores[0][2])
    assert scores[1][0] == pytest.approx(scores[1][1])


def test_an_empty_facet_is_no_score_not_zero(ask: Ask) -> None:
    query = """{ synergy(organisation: "cluster:indescat", partner: "cluster:epsi", model: {
      across: [EMERGING_INDUSTRY], origins: [STATED] }) { score insufficientData novelty shares { same } } }"""
    found = ask(query)["synergy"]
    assert (found["score"], found["novelty"]) == (None, None)
    assert found["insufficientData"]


def test_the_ranking_is_what_its_pairs_say(ask: Ask) -> None:
    query = """query($after: String) { cluster(id: "cluster:indescat") { synergies(first: 4, after: $after) {
      totalCount withoutScore pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      edges { cursor node { id score partner { id } } } nodes { id score model { version } }
    } } dataset { version } }"""
    data = ask(query)
    page = data["cluster"]["synergies"]
    second = ask(query, {"after": page["pageInfo"]["endCursor"]})["cluster"]["synergies"]
    pairs = [edge["node"] for edge in page["edges"] + second["edges"]]
    places = [(-pair["score"], pair["partner"]["id"]) for pair in pairs]
    assert places == sorted(places)
    assert len({pair["id"] for pair in pairs}) == 8
    assert page["edges"][-1]["cursor"] == page["pageInfo"]["endCursor"]
    assert (page["pageInfo"]["hasPreviousPage"], second["pageInfo"]["hasPreviousPage"]) == (False, True)
    assert [node["id"] for node in page["nodes"]] == [edge["node"]["id"] for edge in page["edges"]]
    assert page["nodes"][0]["model"] == data["dataset"]
    for pair in pairs[:3]:
        asked = {"organisation": "cluster:indescat", "partner": pair["partner"]["id"]}
        assert ask(SYNERGY, asked, "Pair")["synergy"]["score"] == pair["score"]


@pytest.mark.parametrize("organisation", ["institution:cordis-999991334", "sme:cordis-871867429", "cluster:mse"])
def test_an_organisation_of_any_kind_is_ranked(ask: Ask, organisation: str) -> None:
    query = """query($id: ID!) {
      organisation(id: $id) { synergies(first: 2) { totalCount withoutScore nodes { score organisation { id } } } }
    }"""
    found = ask(query, {"id": organisation})["organisation"]["synergies"]
    assert all(row["organisation"] == {"id": organisation} for row in found["nodes"])
    assert found["totalCount"] + found["withoutScore"] > 1000


def test_the_filter_chooses_the_partners(ask: Ask) -> None:
    query = """query($filter: SynergyFilter, $lens: Lens! = CROSS_SECTOR, $model: SynergyModelInput) {
      cluster(id: "cluster:indescat") { synergies(filter: $filter, lens: $lens, model: $model, first: 100) {
        totalCount nodes { score partner { id kind } existingPartnerships { id } sameProfile { nodes { id } } }
      } }
    }"""

    def rows(**variables: object) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = ask(query, variables)["cluster"]["synergies"]["nodes"]
        return found

    assert all(row["score"] >= 0.3 for row in rows(filter={"minScore": 0.3}))
    assert not any(row["existingPartnerships"] for row in rows(filter={"excludeExistingPartners": True}))
    clusters = rows(filter={"partner": {"kinds": ["CLUSTER"]}}, lens="GENERAL", model={"theta": 0.3})
    assert {row["partner"]["kind"] for row in clusters} == {"CLUSTER"}
    assert rows(filter={"partner": {"kinds": []}}) == []


@pytest.mark.parametrize(
    "model",
    [
        {"theta": 1.5},
        {"theta": -0.1},
        {"shrinkage": -1},
        {"across": []},
        {"via": ["COUNTRY"]},
        {"origins": []},
        {"weights": [{"component": "SCORE", "weight": 0}]},
        {"weights": [{"component": "GEOGRAPHY", "weight": -1}]},
        {"weights": [{"component": "TIE_NOVELTY", "weight": 1}] * 2},
    ],
)
def test_settings_that_make_no_sense_are_refused(fail: Fail, model: dict[str, Any]) -> None:
    query = (
        'query($model: SynergyModelInput) { cluster(id: "cluster:epsi") { synergies(model: $model) { totalCount } } }'
    )
    for asked in ((query, {"model": model}), (SINGLE, {"model": model})):
        code, message = fail(*asked)
        assert code == "BAD_ARGUMENT"
        assert next(iter(model)) in message


SINGLE = """query($model: SynergyModelInput) {
  synergy(organisation: "cluster:epsi", partner: "cluster:mse", model: $model) { score }
}"""


def test_other_refusals_have_their_codes(ask: Ask, fail: Fail) -> None:
    query = "query($a: ID!, $b: ID!) { synergy(organisation: $a, partner: $b) { score } }"
    assert fail(query, {"a": "cluster:epsi", "b": "cluster:epsi"})[0] == "BAD_ARGUMENT"
    assert fail(query, {"a": "cluster:epsi", "b": "country:ES"})[0] == "WRONG_KIND"
    assert ask(query, {"a": "cluster:epsi", "b": "cluster:nothing"}) == {"synergy": None}
    rank = 'query($m: Float) { cluster(id: "cluster:epsi") { synergies(filter: { minScore: $m }) { totalCount } } }'
    assert fail(rank, {"m": 1.01})[0] == "BAD_ARGUMENT"

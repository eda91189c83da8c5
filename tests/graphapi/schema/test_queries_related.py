"""Relatedness, added relatedness and location quotients, as the functions of graph_data answer them."""

from collections.abc import Callable
from typing import Any

import pytest

from graph_data.discovery.significance import Significance
from graph_data.notebook import Notebook
from graph_data.ontology import EntityKind, StatementOrigin

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

RELATED = """
query ($id: ID!, $kinds: [EntityKind!], $origins: [StatementOrigin!], $shrinkage: Float! = 5, $first: Int! = 10) {
  concept(id: $id) { related(kinds: $kinds, origins: $origins, shrinkage: $shrinkage, first: $first) {
    concept { id } proximity coOccurrences organisations askedOrganisations population shrinkage prior priorSource
    proximitySource profileCosine significance { pValue adjustedPValue nullModel permutations seed note }
  } }
}
"""
QUOTIENTS = """
query ($id: ID!, $level: Int! = 2, $origins: [StatementOrigin!], $first: Int! = 20) {
  concept(id: $id) { ... on Sector { locationQuotients(level: $level, origins: $origins, first: $first) {
    region { id } value organisations regionOrganisations sectorOrganisations allOrganisations
  } } }
}
"""
ADDED = """
query ($id: ID!, $partner: ID!, $kinds: [EntityKind!], $origins: [StatementOrigin!], $first: Int! = 10) {
  organisation(id: $id) { addedRelatedness(partner: $partner, kinds: $kinds, origins: $origins, first: $first) {
    concept { id } value through { id }
  } }
}
"""
SPORT, TOURISM = "technology:sports-and-leisure", "sector:hospitality-and-tourism"
INDESCAT, MONTAGNE = "cluster:indescat", "cluster:cluster-montagne"


def shown(found: Significance) -> dict[str, object]:
    return {
        "pValue": found.p_value,
        "adjustedPValue": found.adjusted_p_value,
        "nullModel": found.null_model.value,
        "permutations": None,
        "seed": None,
        "note": found.note,
    }


@pytest.mark.parametrize(
    ("concept", "asked"),
    [
        (SPORT, {}),
        (SPORT, {"kinds": ["TECHNOLOGY_FIELD"], "origins": ["STATED", "DERIVED", "INFERRED"], "first": 3}),
        (TOURISM, {"kinds": ["SECTOR"], "origins": ["STATED", "INFERRED"], "shrinkage": 0, "first": 100}),
        ("technology:mobile-network", {"kinds": ["PROGRAMME_AREA", "S3_PRIORITY_AREA"]}),
        ("challenge:circular-economy", {}),
    ],
)
def test_related_terms_show_what_they_are_made_of(
    ask: Ask, graph: Notebook, concept: str, asked: dict[str, Any]
) -> None:
    found = ask(RELATED, {"id": concept, **asked})["concept"]["related"]
    expected = graph.related(
        concept,
        [EntityKind(kind) for kind in asked["kinds"]] if "kinds" in asked else None,
        origins=[StatementOrigin(origin) for origin in asked["origins"]] if "origins" in asked else None,
        shrinkage=asked.get("shrinkage", 5),
    )
    assert found == [
        {
            "concept": {"id": item.concept},
            "proximity": item.proximity,
            "coOccurrences": item.co_occurrences,
            "organisations": item.organisations,
            "askedOrganisations": item.asked_organisations,
            "population": item.population,
            "shrinkage": item.shrinkage,
            "prior": item.prior,
            "priorSource": item.prior_source and item.prior_source.value,
            "proximitySource": item.proximity_source and item.proximity_source.value,
            "profileCosine": item.profile_cosine,
            "significance": shown(item.significance),
        }
        for item in expected[: asked.get("first", 10)]
    ]


def test_sports_activities_are_nearest_to_sports_and_leisure(ask: Ask) -> None:
    (found,) = ask(RELATED, {"id": SPORT, "first": 1})["concept"]["related"]
    assert found == {
        "concept": {"id": "s3:sports-activities"},
        "proximity": (5 + 5 * 0.5) / (5 + 5),
        "coOccurrences": 5,
        "organisations": 5,
        "askedOrganisations": 5,
        "population": 5,
        "shrinkage": 5,
        "prior": 0.5,
        "priorSource": "CURATED",
        "proximitySource": "EMPIRICAL",
        "profileCosine": None,
        "significance": {
            "pValue": 1,
            "adjustedPValue": 1,
            "nullModel": "BICM",
            "permutations": None,
            "seed": None,
            "note": "5 organisations: not distinguishable from chance.",
        },
    }


@pytest.mark.parametrize(
    "asked",
    [{}, {"level": 1, "first": 3}, {"level": 2, "origins": ["STATED"], "first": 100}],
)
def test_location_quotients_show_the_counts_that_they_are_made_of(
    ask: Ask, graph: Notebook, asked: dict[str, Any]
) -> None:
    found = ask(QUOTIENTS, {"id": TOURISM, **asked})["concept"]["locationQuotients"]
    origins = [StatementOrigin(origin) for origin in asked["origins"]] if "origins" in asked else None
    expected = graph.location_quotients(TOURISM, level=asked.get("level", 2), origins=origins)
    assert found
    assert found == [
        {
            "region": {"id": item.region},
            "value": item.value,
            "organisations": item.organisations,
            "regionOrganisations": item.region_organisations,
            "sectorOrganisations": item.sector_organisations,
            "allOrganisations": item.all_organisations,
        }
        for item in expected[: asked.get("first", 20)]
    ]


@pytest.mark.parametrize(
    ("pair", "asked"),
    [
        ((INDESCAT, MONTAGNE), {}),
        ((MONTAGNE, INDESCAT), {"kinds": ["TECHNOLOGY_FIELD"], "origins": ["STATED", "DERIVED"], "first": 4}),
    ],
)
def test_added_relatedness_shows_the_terms_that_bring_a_term_near(
    ask: Ask, graph: Notebook, pair: tuple[str, str], asked: dict[str, Any]
) -> None:
    found = ask(ADDED, {"id": pair[0], "partner": pair[1], **asked})["organisation"]["addedRelatedness"]
    kinds = [EntityKind(kind) for kind in asked["kinds"]] if "kinds" in asked else None
    origins = [StatementOrigin(origin) for origin in asked["origins"]] if "origins" in asked else None
    expected = graph.added_relatedness(*pair, kinds, origins=origins)
    assert found
    assert found == [
        {"concept": {"id": item.concept}, "value": item.value, "through": [{"id": term} for term in item.through]}
        for item in expected[: asked.get("first", 10)]
    ]


@pytest.mark.parametrize(
    ("query", "asked", "code", "message"),
    [
        (RELATED, {"id": SPORT, "kinds": ["CLUSTER"]}, "BAD_ARGUMENT", "kinds must name one or more of"),
        (RELATED, {"id": SPORT, "origins": []}, "BAD_ARGUMENT", "origins must name at least one"),
        (RELATED, {"id": SPORT, "shrinkage": -1}, "BAD_ARGUMENT", "shrinkage must be a finite number"),
        (RELATED, {"id": SPORT, "first": 0}, "BAD_PAGE_SIZE", "first must be between 1 and 100"),
        (QUOTIENTS, {"id": TOURISM, "level": 4}, "BAD_ARGUMENT", "level must be 1, 2 or 3, got 4"),
        (QUOTIENTS, {"id": TOURISM, "first": 101}, "BAD_PAGE_SIZE", "first must be between 1 and 100"),
        (ADDED, {"id": INDESCAT, "partner": INDESCAT}, "BAD_ARGUMENT", "organisation and partner are both"),
        (ADDED, {"id": INDESCAT, "partner": "cluster:none"}, "UNKNOWN_ID", "cluster:none"),
        (ADDED, {"id": INDESCAT, "partner": SPORT}, "WRONG_KIND", "TECHNOLOGY_FIELD"),
        (ADDED, {"id": INDESCAT, "partner": MONTAGNE, "first": 0}, "BAD_PAGE_SIZE", "first must be between 1 and 100"),
    ],
)
def test_an_argument_that_makes_no_sense_is_refused(
    fail: Fail, query: str, asked: dict[str, Any], code: str, message: str
) -> None:
    found = fail(query, asked)
    assert found[0] == code
    assert message in found[1]

"""The twenty questions of docs/questions.md, asked as they stand there; what decides each answer is compared."""

import math
import re
from collections.abc import Callable, Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_data.notebook import Notebook
from graph_data.ontology import StatementOrigin
from graph_data.rows import Fact, Source
from graphapi.app import create_app
from graphapi.settings import Settings

Ask = Callable[..., Any]

PAGE = (Path(__file__).parents[2] / "docs" / "questions.md").read_text(encoding="utf-8")
QUERIES = dict(re.findall(r"^### ([^\n]+)\n.*?```graphql\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE))

INDESCAT = "INDESCAT - Catalan Sports Cluster"
MSE = "MSE Hungarian Sport and Lifestyle Development Cluster Co."
EPSI = "European Platform for Sport Innovation"
BIOECONOMY = "CLUSTER VIOOIKONOMIAS KAI PERIVALLONTOS DYTIKIS MAKEDONIAS"
MONTAGNE, ST = "Cluster Montagne", "Sports&Technology"


@pytest.fixture(scope="module")
def answer_to(ask: Ask) -> Ask:
    """Return a function that asks a question of the page and returns the answer's data."""
    return lambda question: ask(QUERIES[question])


@pytest.fixture(scope="module")
def answer_with_list(graph: Notebook) -> Iterator[Ask]:
    """Return the same over the default dataset with a list of regional status, invented for this test."""
    categories = {"HU32": "less-developed", "ES": "more-developed", "BE10": "more-developed"}
    categories |= {"FRK2": "more-developed", "NL41": "more-developed"}
    rows: list[object] = [Source(id="list", title="A list", origin=StatementOrigin.IMPORTED)]
    for code, value in categories.items():
        place = f"country:{code}" if code == "ES" else f"region:{code}"
        rows.append(Fact(entity=place, property="programmeCategory", value=value, source="list", locator=code))
    with TestClient(create_app(Settings(), Notebook(graph.dataset.plus(rows)))) as client:

        def answer(question: str) -> Any:  # noqa: ANN401 -- an answer's data
            body = client.post("/graphql", json={"query": QUERIES[question]}).json()
            assert "errors" not in body, body["errors"]
            return body["data"]

        yield answer


def analysis(data: Any) -> Any:  # noqa: ANN401 -- an answer's data
    return data["partnership"]["analysis"]


def names(found: list[dict[str, Any]]) -> list[str]:
    return [item["name"] for item in found]


def test_the_page_has_five_questions_of_four_people_and_each_is_asked_here() -> None:
    people = re.findall(r"^(##+) (.+)$", PAGE, re.MULTILINE)
    counted = [len(list(group)) for level, group in groupby(people, lambda found: found[0]) if level == "###"]
    assert counted == [5, 5, 5, 5]
    assert len(QUERIES) == 20
    source = Path(__file__).read_text(encoding="utf-8")
    assert [question for question in QUERIES if f'"{question}"' not in source] == []


def test_a_cluster_manager_learns_who_outside_the_sector_fits_best_and_why(answer_to: Ask) -> None:
    found = answer_to("Who outside our sector fits us best, and why?")["organisation"]
    (inside,), (beyond,) = found["inTheAlliance"]["nodes"], found["beyondIt"]["nodes"]
    assert inside["partner"]["name"] == MONTAGNE
    assert inside["novelty"] == 1.0
    assert {item["concept"]["name"] for item in inside["contributions"] if item["relation"] == "SAME"} == {
        "Creative Industries",
        "Experience Industries",
        "Sports activities",
        "Sports and Leisure",
    }
    assert beyond["partner"]["name"] == "BALTIC FILM & CREATIVE TECH CLUSTER"
    for pair in (inside, beyond):
        understood = [item for item in pair["contributions"] if item["part"] == "ABSORBABILITY"]
        carried = math.fsum(item["share"] for item in understood if item["relation"] != "UNRELATED")
        assert pair["absorbability"] == pytest.approx(carried, abs=1e-11)
        assert pair["score"] == pytest.approx(math.sqrt(pair["novelty"] * pair["absorbability"]), abs=1e-11)


def test_a_cluster_manager_learns_that_it_brings_no_term_of_its_own_but_brokers(answer_to: Ask) -> None:
    found = answer_to("What do only we bring?")
    assert found["organisation"]["distinctiveContribution"] == []
    first, second = analysis(found)["brokers"]
    assert [first["organisation"]["name"], second["organisation"]["name"]] == [INDESCAT, ST]
    assert first["constraint"] == pytest.approx(0.697448, abs=5e-7), "as worked by hand"
    assert second["constraint"] == pytest.approx(0.80694, abs=5e-7)


def test_a_cluster_manager_learns_that_the_alliance_lacks_energy(answer_to: Ask) -> None:
    found = analysis(answer_to("What does our alliance lack for its aims?"))
    assert names(found["targets"]) == ["energy", "health", "technology", "tourism"]
    assert found["coveredShare"] == 0.75
    assert found["gaps"] == [{"concept": {"name": "energy"}, "nearest": {"name": BIOECONOMY}}]
    assert found["singlePointsOfFailure"] == [
        {"organisation": {"name": MONTAGNE}, "concepts": [{"name": "tourism"}]},
        {"organisation": {"name": ST}, "concepts": [{"name": "technology"}]},
    ]
    assert found["notes"] == []


CANDIDATE = "Which candidate adds most and keeps us eligible?"


def test_a_cluster_manager_learns_who_adds_most_and_that_eligibility_waits_for_a_list(
    answer_to: Ask, answer_with_list: Ask
) -> None:
    (found,) = analysis(answer_to(CANDIDATE))["candidates"]
    assert found["organisation"] == {"name": BIOECONOMY, "country": {"name": "Greece"}}
    assert (found["gain"], names(found["closes"]), found["alternatives"]) == (0.25, ["energy"], 9)
    assert found["keepsEligible"] is None
    assert analysis(answer_with_list(CANDIDATE))["candidates"] == [{**found, "keepsEligible": True}]


def test_a_cluster_manager_learns_that_five_rows_are_not_distinguishable_from_chance(answer_to: Ask) -> None:
    rows = answer_to("Can I trust these rows?")["organisation"]["synergies"]["nodes"]
    assert [row["significance"]["adjustedPValue"] for row in rows] == [1.0] * 5
    assert {row["significance"]["nullModel"] for row in rows} == {"BICM"}
    assert all("not distinguishable from chance" in row["significance"]["note"] for row in rows)
    assert {row["confidence"]["organisationProjects"] for row in rows} == {2}
    assert all(row["confidence"]["inferredSectors"] for row in rows)


def test_a_policy_officer_learns_of_five_countries_and_377_smes_of_514_members(answer_to: Ask) -> None:
    found = analysis(answer_to("Which countries and regions are in it, with how many SMEs?"))["totals"]
    assert (found["count"], found["memberCount"], found["smeCount"]) == (5, {"sum": 514}, {"sum": 377, "missing": 0})
    assert found["groups"]["totalCount"] == 5
    assert {
        (*(key["label"] for key in group["keys"]), group["smeCount"]["sum"]) for group in found["groups"]["groups"]
    } == {
        ("Belgium", "Région de Bruxelles-Capitale/Brussels Hoofdstedelijk Gewest", 5),
        ("France", "Rhône-Alpes", 168),
        ("Hungary", "Észak-Alföld", 24),
        ("Netherlands", "Noord-Brabant", 130),
        ("Spain", "Cataluña", 50),
    }


CONDITIONS = "Are the conditions of the call met, and by whom alone?"


def test_a_policy_officer_learns_which_conditions_are_met_and_which_fact_is_missing(answer_to: Ask) -> None:
    found = analysis(answer_to(CONDITIONS))["eligibility"]
    assert found["met"] is None
    assert found["source"] == {"url": "https://turnerer.com/grant-notices/10608/"}
    assert "EUR 360,000 at most and takes 20 to 24 months" in found["notChecked"]
    assert [(item["met"], item["solelyThrough"]) for item in found["conditions"]] == [
        (True, None),
        (True, None),
        (None, None),
        (True, None),
    ]
    assert found["conditions"][2]["note"].startswith("No source states the programmeCategory (less-developed, ")
    assert "to facts.csv" in found["conditions"][2]["note"]


def test_a_policy_officer_with_a_list_of_regions_learns_that_mse_alone_carries_the_condition(
    answer_with_list: Ask,
) -> None:
    found = analysis(answer_with_list(CONDITIONS))["eligibility"]
    assert found["met"] is True
    assert [item["met"] for item in found["conditions"]] == [True] * 4
    assert [item["solelyThrough"] for item in found["conditions"]] == [None, None, {"name": MSE}, None]
    assert [item["note"] for item in found["conditions"]] == [None] * 4


def test_a_policy_officer_learns_that_s3_areas_vary_between_categories_more_than_within(answer_to: Ask) -> None:
    found = analysis(answer_to("Which S3 areas do they declare, concentrated or varied?"))
    variety = found["variety"]
    assert variety["declarations"] == 9
    assert variety["unrelatedBits"] == pytest.approx(1.446617, abs=5e-7), "as worked by hand"
    assert variety["relatedBits"] == pytest.approx(0.433348, abs=5e-7)
    assert variety["totalBits"] == pytest.approx(variety["unrelatedBits"] + variety["relatedBits"])
    assert {item["concept"]["name"]: len(item["coveredBy"]) for item in found["coverage"]} == {
        "Amusement & recreation activities": 1,
        "Public health and well-being": 1,
        "Scientific research & development": 1,
        "Sports activities": 5,
        "e-Health (e.g. healthy ageing)": 1,
    }


def test_a_policy_officer_learns_that_no_partner_holds_a_term_for_any_stated_challenge(answer_to: Ask) -> None:
    found = answer_to("Are the stated challenges backed by declared competence?")
    stated = ["circular economy", "digitalisation", "low carbon solutions", "sustainability"]
    assert names(found["partnership"]["challenges"]) == stated
    covered = analysis(found)["coverage"]
    assert [(item["concept"]["name"], item["match"], item["coveredBy"]) for item in covered] == [
        (name, 0.0, []) for name in stated
    ]
    assert analysis(found)["coveredShare"] == 0.0
    gaps = analysis(found)["gaps"]
    assert [gap["concept"]["name"] for gap in gaps] == stated
    assert all(gap["nearest"] for gap in gaps)


def test_a_policy_officer_learns_where_each_statement_comes_from_and_what_is_left_blank(answer_to: Ask) -> None:
    found = answer_to("Where does each statement come from?")["partnership"]
    rows = found["statements"]["nodes"]
    assert len(rows) == found["statements"]["totalCount"] == 14
    assert {row["origin"] for row in rows} == {"STATED"}
    cited = [said for row in rows for said in row["provenance"]]
    assert all(re.fullmatch(r"smartsports4goodlife: characters \d+-\d+", said["locator"]) for said in cited)
    assert all(said["quote"] and said["source"]["url"] == "https://clustercollaboration.eu/" for said in cited)
    assert "plannedExchanges" in found["notStated"]


def test_an_sme_learns_which_cluster_nearby_covers_its_field_and_that_keywords_say_so(answer_to: Ask) -> None:
    (found,) = answer_to("Which cluster near me covers my field?")["clusters"]["nodes"]
    assert (found["name"], found["city"]) == ("ASSOCIACIO CLUSTER DE SALUT MENTAL DE CATALUNA", "SANT BOI DE LLOBREGAT")
    said = {row["object"]["name"]: (row["origin"], row["provenance"]) for row in found["statements"]["nodes"]}
    assert said["e-Health (e.g. healthy ageing)"] == ("INFERRED", [{"rule": "keywords"}])


def test_an_sme_learns_that_nobody_states_needs_or_offers_and_what_a_host_would_bring_nearest(answer_to: Ask) -> None:
    found = answer_to("Whom abroad could I visit under ClusterXChange?")
    partnership = found["partnership"]
    assert partnership["mobilityScheme"] == "ClusterXChange"
    assert partnership["plannedExchanges"] is None
    assert "plannedExchanges" in partnership["notStated"]
    partners = partnership["partners"]["nodes"]
    assert {item["country"]["name"] for item in partners} == {"Belgium", "France", "Hungary", "Netherlands", "Spain"}
    assert [item["needsAndOffers"] for item in partners] == [[]] * 5
    brought = found["organisation"]["addedRelatedness"]
    assert [row["value"] for row in brought] == sorted((row["value"] for row in brought), reverse=True)
    assert all(0 < row["value"] <= 1 and row["through"] for row in brought)


def test_an_sme_learns_who_makes_and_serves_by_inference_and_that_nobody_is_known_to_sell(answer_to: Ask) -> None:
    found = analysis(answer_to("Who can make, test or sell what I design?"))["valueChain"]
    stages = {item["stage"]["name"]: (names(item["organisations"]), item["origins"]) for item in found["stages"]}
    assert stages == {
        "Research and design": ([EPSI], ["INFERRED"]),
        "Inputs": ([], []),
        "Production": ([EPSI, ST], ["INFERRED"]),
        "Distribution": ([], []),
        "Marketing and sales": ([], []),
        "Use and service": ([MONTAGNE, EPSI, INDESCAT, MSE, ST], ["INFERRED"]),
        "End of life": ([], []),
    }
    assert found["coveredShare"] == pytest.approx(3 / 7)
    missing = [(link["from"]["name"], link["to"]["name"]) for link in found["missingLinks"]]
    assert ("Production", "Distribution") in missing
    assert ("Use and service", "End of life") in missing


def test_an_sme_learns_of_two_health_contacts_with_their_own_terms(answer_to: Ask) -> None:
    found = answer_to("Which health contacts does a sport alliance have?")
    assert found["search"]["nodes"][0] == {"id": "target-sector:health", "name": "health"}
    (health,) = analysis(found)["coverage"]
    told = {match["organisation"]["name"]: match["through"]["name"] for match in health["matches"]}
    assert told == {MSE: "Public health and well-being", ST: "Medical Devices"}
    assert {match["value"] for match in health["matches"]} == {1.0}


def test_an_sme_learns_how_to_reach_them_in_two_steps(answer_to: Ask) -> None:
    found = answer_to("How do I reach them?")["explain"]
    assert found["distance"] == 2
    first, *others = found["paths"]["nodes"]
    assert first == {
        "length": 2,
        "text": "ASSOCIACIO CLUSTER DE SALUT MENTAL DE CATALUNA — pursues the S3 priority area (inferred) → "
        f"Public health and well-being — is a priority area of → {MSE}",
        "statements": [{"origin": "INFERRED"}, {"origin": "STATED"}],
    }
    assert [path["length"] for path in others] == [3, 3]


def test_a_researcher_learns_that_one_organisation_in_both_sectors_proves_nothing(answer_to: Ask) -> None:
    assert answer_to("How related are two sectors, with n and p?")["concept"]["related"] == [
        {
            "concept": {"name": "Recreational and Small Electric Goods"},
            "proximity": 0.125,
            "coOccurrences": 1,
            "organisations": 1,
            "askedOrganisations": 3,
            "population": 5,
            "shrinkage": 5.0,
            "significance": {
                "pValue": pytest.approx(0.48587, abs=1e-5),
                "nullModel": "BICM",
                "note": "5 organisations: not distinguishable from chance.",
            },
        }
    ]


def test_a_researcher_learns_who_brokers_in_the_alliance_and_in_the_network(answer_to: Ask) -> None:
    found = answer_to("Who brokers?")
    worked = {INDESCAT: 0.697448, ST: 0.80694, MONTAGNE: 0.821263, MSE: 0.856753, EPSI: 0.887786}
    brokers = analysis(found)["brokers"]
    assert [item["organisation"]["name"] for item in brokers] == list(worked)
    assert {item["organisation"]["name"]: item["constraint"] for item in brokers} == pytest.approx(worked, abs=5e-7)
    edges = found["ranking"]["edges"]
    assert [edge["rank"] for edge in edges] == [1, 2, 3]
    assert 0 < edges[0]["value"] <= edges[1]["value"] <= edges[2]["value"] < brokers[0]["constraint"]


def test_a_researcher_learns_how_the_score_moves_with_theta_k_and_the_null_model(answer_to: Ask) -> None:
    found = answer_to("How does the rank move with θ, k and the null model?")
    asked, explorative = found["asItIs"], found["explorative"]
    assert asked["rankStability"] == 1.0
    assert explorative["model"] == {"theta": 0.8, "shrinkage": 20.0}
    assert explorative["score"] > asked["score"], "the two differ wholly, and exploration rewards that"
    assert asked["bicm"]["nullModel"] == "BICM"
    assert asked["bicm"]["pValue"] > 0.05
    curveball = asked["curveball"]
    assert {name: curveball[name] for name in ("nullModel", "permutations", "seed")} == {
        "nullModel": "CURVEBALL",
        "permutations": 99,
        "seed": 1,
    }
    assert curveball["pValue"] * 100 == pytest.approx(round(curveball["pValue"] * 100)), "counted in 99 + 1 draws"


def test_a_researcher_can_reproduce_the_score_from_its_own_answer_and_cite_it(answer_to: Ask, graph: Notebook) -> None:
    found = answer_to("Can I reproduce and cite it?")
    dataset, synergy = found["dataset"], found["synergy"]
    assert dataset["version"] == synergy["model"]["version"] == graph.version
    assert dataset["citation"].endswith(f"Version {graph.version}.")
    assert {source["id"] for source in dataset["sources"]} >= {"cordis", "eccp", "synergraph-curation"}
    theta, shares = synergy["model"]["theta"], synergy["shares"]
    assert synergy["absorbability"] == pytest.approx(shares["same"] + shares["related"], abs=1e-11)
    again = synergy["novelty"] ** theta * synergy["absorbability"] ** (1 - theta)
    assert synergy["score"] == pytest.approx(again, abs=1e-11)
    assert synergy["model"]["reference"] == "https://doi.org/10.1016/j.respol.2007.04.003"
    assert {row["scheme"]["id"] for row in synergy["model"]["populations"]} >= {"euroscivoc", "sectoral-industries"}


def test_a_researcher_finds_prediction_apart_from_synergy_and_beside_its_baseline(answer_to: Ask) -> None:
    found = answer_to("Does it predict anything?")["organisation"]
    assert [row["rank"] for row in found["network"]] == [1, 1, 1], "a few common partners tell candidates hardly apart"
    assert all(row["commonPartnerCount"] == 1 for row in found["network"])
    busiest = [row["organisation"]["name"] for row in found["baseline"]]
    assert busiest[0].startswith("FRAUNHOFER GESELLSCHAFT")
    predicted = {row["organisation"]["name"] for row in (*found["network"], *found["baseline"])}
    assert predicted.isdisjoint(row["partner"]["name"] for row in found["synergies"]["nodes"])

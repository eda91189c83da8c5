"""How far a synergy can be trusted: against chance, and under other settings."""

from collections.abc import Callable
from typing import Any

import pytest

from graph_data.discovery import SynergyModel
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster, Partnership, Predicate
from graph_data.rows import Link
from graphapi.execution.answering import Request, answer

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

PARTNERSHIP = "partnership:smartsports4goodlife"

RANKED = """query($nullModel: NullModel! = BICM, $permutations: Int! = 199, $seed: Int! = 0, $kinds: [EntityKind!],
    $minScore: Float, $first: Int! = 2) {
  cluster(id: "cluster:indescat") {
    synergies(filter: { partner: { kinds: $kinds }, minScore: $minScore }, first: $first) {
      nodes {
        rankStability partner { id }
        significance(nullModel: $nullModel, permutations: $permutations, seed: $seed) {
          pValue adjustedPValue nullModel permutations seed note
        }
      }
    }
  }
}"""

PAIR = """query($partner: ID!, $lens: Lens! = CROSS_SECTOR, $model: SynergyModelInput) {
  synergy(organisation: "cluster:indescat", partner: $partner, lens: $lens, model: $model) {
    id score rankStability significance { pValue adjustedPValue note }
  }
}"""


def rows(ask: Ask, **variables: object) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = ask(RANKED, variables)["cluster"]["synergies"]["nodes"]
    return found


def test_a_ranking_says_how_often_chance_gives_as_much(ask: Ask) -> None:
    for row in rows(ask, kinds=["CLUSTER"]):
        found = row["significance"]
        assert 0 < found["pValue"] <= found["adjustedPValue"] <= 1
        assert (found["nullModel"], found["permutations"], found["seed"]) == ("BICM", None, None)
        assert "not distinguishable from chance" in found["note"]
        assert row["rankStability"] is None, "it is for a pair"


def test_least_score_and_page_do_not_change_what_is_adjusted_over(ask: Ask) -> None:
    one, two, cut = rows(ask, first=1), rows(ask, first=2), rows(ask, minScore=0.8)
    assert one[0] == two[0] == cut[0]
    narrowed = next(row for row in rows(ask, kinds=["CLUSTER"], first=100) if row["partner"] == one[0]["partner"])
    assert narrowed["significance"]["pValue"] == one[0]["significance"]["pValue"]
    assert narrowed["significance"]["note"] != one[0]["significance"]["note"]


def test_draws_are_reproduced_by_their_seed(ask: Ask) -> None:
    asked = {"kinds": ["CLUSTER"], "nullModel": "CURVEBALL", "permutations": 9}
    one, again, other = (rows(ask, **asked, seed=seed) for seed in (3, 3, 4))
    assert one == again
    assert [row["significance"]["seed"] for row in one + other] == [3, 3, 4, 4]
    assert {row["significance"]["permutations"] for row in one} == {9}
    assert all(
        row["significance"]["pValue"] * 10 == pytest.approx(round(row["significance"]["pValue"] * 10)) for row in one
    )


def test_draws_for_a_whole_ranking_are_not_made_and_the_note_says_what_to_narrow(ask: Ask) -> None:
    for row in rows(ask, nullModel="CURVEBALL"):
        found = row["significance"]
        assert (found["pValue"], found["adjustedPValue"], found["permutations"]) == (None, None, 199)
        assert "narrow the filter, or ask for the pair alone" in found["note"]


def test_hypergeometric_test_is_labelled(ask: Ask) -> None:
    (found,) = (row["significance"] for row in rows(ask, nullModel="HYPERGEOMETRIC", first=1))
    assert found["nullModel"] == "HYPERGEOMETRIC"
    assert "finds too much" in found["note"]


PAIRS = """query($lens: Lens!, $nullModel: NullModel!) {
  synergies(filter: {
    organisation: { inPartnership: "partnership:smartsports4goodlife" },
    partner: { inPartnership: "partnership:smartsports4goodlife" }
  }, lens: $lens, first: 20) {
    totalCount nodes {
      rankStability significance(nullModel: $nullModel, permutations: 99) { pValue adjustedPValue note }
    }
  }
}"""


@pytest.fixture(scope="module")
def ask_page(graph: Notebook) -> Ask:
    """Return a function that asks a dataset which holds nothing but the page of the five clusters."""
    bundled = graph.dataset
    partners = {item.id for item in graph.subjects(PARTNERSHIP, Predicate.PARTNER_IN)}

    def on_the_page(row: object) -> bool:
        if isinstance(row, Link):
            return row.subject in partners and row.source == "eccp"
        return isinstance(row, (Cluster, Partnership)) and row.id in {*partners, PARTNERSHIP}

    page = Notebook(bundled.vocabulary().plus(bundled.where(on_the_page).all_rows()))

    def ask(query: str, variables: dict[str, object]) -> Any:  # noqa: ANN401 -- an answer's data
        body = answer(page, Request(query, variables=variables)).body
        assert "errors" not in body, body["errors"]
        return body["data"]

    return ask


@pytest.mark.parametrize("lens", ["CROSS_SECTOR", "GENERAL"])
@pytest.mark.parametrize("null_model", ["BICM", "CURVEBALL"])
def test_five_clusters_alone_cannot_be_told_from_chance_and_the_answer_says_so(
    ask_page: Ask, lens: str, null_model: str
) -> None:
    found = ask_page(PAIRS, {"lens": lens, "nullModel": null_model})["synergies"]
    assert found["totalCount"] == len(found["nodes"]) == 10
    for row in found["nodes"]:
        assert row["rankStability"] is None
        assert 0.05 < row["significance"]["adjustedPValue"] <= 1
        assert row["significance"]["note"].startswith(
            "5 organisations: not distinguishable from chance. Of the 10 pairs compared none can be told from chance. "
            "Take the pair as a suggestion to look into, not as evidence."
        )
    if (lens, null_model) == ("GENERAL", "BICM"):
        assert min(row["significance"]["pValue"] for row in found["nodes"]) == pytest.approx(0.314, abs=1e-3)


def test_many_pairs_are_adjusted_together(ask: Ask) -> None:
    found = ask(PAIRS, {"lens": "GENERAL", "nullModel": "BICM"})["synergies"]
    assert (found["totalCount"], {row["rankStability"] for row in found["nodes"]}) == (10, {None})
    assert all("Of the 10 pairs compared " in row["significance"]["note"] for row in found["nodes"])


def test_a_pair_is_adjusted_alone_and_has_its_stability(ask: Ask, graph: Notebook) -> None:
    found = ask(PAIR, {"partner": "cluster:cluster-montagne"})["synergy"]
    assert found["significance"]["pValue"] == found["significance"]["adjustedPValue"]
    assert "Adjusted for this pair alone" in found["significance"]["note"]
    assert found["rankStability"] == graph.rank_stability("cluster:indescat", "cluster:cluster-montagne")
    again = ask("query($id: ID!) { node(id: $id) { ... on Synergy { rankStability } } }", {"id": found["id"]})
    assert again["node"]["rankStability"] == found["rankStability"]


def test_without_a_score_nothing_is_tested(ask: Ask) -> None:
    model = {"across": ["EMERGING_INDUSTRY"], "origins": ["STATED"]}
    found = ask(PAIR, {"partner": "cluster:epsi", "model": model})["synergy"]
    assert (found["score"], found["rankStability"]) == (None, None)
    assert (found["significance"]["pValue"], found["significance"]["adjustedPValue"]) == (None, None)
    assert found["significance"]["note"].startswith(
        "Not tested: there is no score, INSUFFICIENT_DATA: cluster:epsi holds"
    )


def test_stability_follows_the_model_except_theta_and_shrinkage(ask: Ask, graph: Notebook) -> None:
    partners = [row.partner for row in graph.synergies("cluster:indescat", SynergyModel.of(theta=0.3), first=13)]
    shares = [
        ask(PAIR, {"partner": partner, "model": {"theta": theta, "shrinkage": k}})["synergy"]["rankStability"]
        for partner in (partners[0], partners[-1])
        for theta, k in ((0.3, 5), (0.9, 0))
    ]
    assert shares[0] == shares[1] == 1
    assert shares[2] == shares[3] < 1


@pytest.mark.parametrize("given", ["permutations: 0", "permutations: 10000", "seed: -1"])
def test_draws_that_make_no_sense_are_refused(fail: Fail, given: str) -> None:
    code, message = fail(f"""{{ synergy(organisation: "cluster:epsi", partner: "cluster:mse") {{
      significance({given}) {{ note }} }} }}""")
    assert code == "BAD_ARGUMENT"
    assert given.partition(":")[0] in message

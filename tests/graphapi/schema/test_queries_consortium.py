"""The analysis of a partnership and of any organisations: one and the same."""

from collections.abc import Callable
from typing import Any

import pytest

from graph_data.discovery import consortium as data
from graph_data.discovery.consortium import Consortium
from graph_data.notebook import Notebook
from graph_data.ontology import EntityKind, Predicate, StatementOrigin

FIVE = "partnership:smartsports4goodlife"
MEMBERS = [f"cluster:{name}" for name in ("cluster-montagne", "epsi", "indescat", "mse", "sports-and-technology")]
TARGETS = [f"target-sector:{word}" for word in ("energy", "health", "technology", "tourism")]

ANALYSES = """
query Partnership($id: ID!, $targets: [ID!], $origins: [StatementOrigin!], $kinds: [EntityKind!]) {
  partnership(id: $id) { analysis(targets: $targets, origins: $origins) { ...Whole } }
}
query Consortium($members: [ID!]!, $targets: [ID!]! = [], $origins: [StatementOrigin!], $kinds: [EntityKind!]) {
  consortium(members: $members, targets: $targets, origins: $origins) { ...Whole }
}
fragment Whole on ConsortiumAnalysis {
  members(first: 3) { totalCount nodes { id } pageInfo { endCursor } }
  targets { id }
  origins
  notes
  totals { count memberCount { sum missing } smeCount { sum known } }
  coverage(kinds: $kinds) {
    isTarget match concept { id } coveredBy { id }
    matches { value concept { id } organisation { id } through { id } statements(first: 1) { origin object { id } } }
  }
  coveredShare
  gaps { proximity concept { id } nearest { id } evidence { value through { id } } }
  singlePointsOfFailure(kinds: $kinds) { organisation { id } concepts { id } }
  contributions { leaveOneOut shapley standardError member { id } }
  pairs(first: 10) { totalCount withoutScore nodes { score organisation { id } partner { id } } }
  variety(kind: S3_PRIORITY_AREA) { declarations relatedBits unrelatedBits totalBits }
  brokers(first: 2) { constraint effectiveSize betweenness organisation { id } }
  concentration { smeHerfindahl effectiveMembers smeKnown countryBlau countryKnown }
  candidates(first: 3) {
    gain alternatives organisation { id } closes { id }
    evidence { value organisation { id } through { id } statements { object { id } } }
  }
}
"""

Ask = Callable[..., Any]


def ids(found: list[dict[str, str]]) -> list[str]:
    return [item["id"] for item in found]


@pytest.fixture(scope="module")
def of_partnership(ask: Ask) -> Ask:
    return lambda **given: ask(ANALYSES, {"id": FIVE, **given}, "Partnership")["partnership"]["analysis"]


@pytest.fixture(scope="module")
def of_members(ask: Ask) -> Ask:
    return lambda members, **given: ask(ANALYSES, {"members": members, **given}, "Consortium")["consortium"]


def test_the_partnership_as_it_states_itself_is_the_worked_example(of_partnership: Ask) -> None:
    found = of_partnership(origins=["STATED"], kinds=["TARGET_SECTOR"])
    assert (found["coveredShare"], found["origins"], ids(found["targets"])) == (0.75, ["STATED"], TARGETS)
    assert found["totals"] == {
        "count": 5,
        "memberCount": {"sum": 514, "missing": 0},
        "smeCount": {"sum": 377, "known": 5},
    }
    assert {
        row["concept"]["id"]: {match["organisation"]["id"]: match["value"] for match in row["matches"]}
        for row in found["coverage"]
    } == {
        "target-sector:energy": {},
        "target-sector:health": {"cluster:mse": 1, "cluster:sports-and-technology": 1},
        "target-sector:technology": {"cluster:sports-and-technology": 1, "cluster:epsi": 0.5, "cluster:mse": 0.5},
        "target-sector:tourism": {"cluster:cluster-montagne": 1, "cluster:indescat": 0.5},
    }
    worth = {row["member"]["id"]: (row["leaveOneOut"], row["shapley"]) for row in found["contributions"]}
    assert worth == {
        "cluster:sports-and-technology": (0.125, pytest.approx(0.291667, abs=1e-6)),
        "cluster:cluster-montagne": (0.125, 0.1875),
        "cluster:mse": (0, pytest.approx(0.166667, abs=1e-6)),
        "cluster:indescat": (0, 0.0625),
        "cluster:epsi": (0, pytest.approx(0.041667, abs=1e-6)),
    }
    assert {row["standardError"] for row in found["contributions"]} == {0}
    assert found["singlePointsOfFailure"] == [
        {"organisation": {"id": "cluster:cluster-montagne"}, "concepts": [{"id": "target-sector:tourism"}]},
        {"organisation": {"id": "cluster:sports-and-technology"}, "concepts": [{"id": "target-sector:technology"}]},
    ]
    assert found["variety"] == {
        "declarations": 9,
        "relatedBits": pytest.approx(0.433348, abs=1e-6),
        "unrelatedBits": pytest.approx(1.446617, abs=1e-6),
        "totalBits": pytest.approx(1.879965, abs=1e-6),
    }
    assert [(row["organisation"]["id"], row["constraint"]) for row in found["brokers"]] == [
        ("cluster:indescat", pytest.approx(0.697448, abs=1e-6)),
        ("cluster:sports-and-technology", pytest.approx(0.80694, abs=1e-6)),
    ]
    assert found["concentration"] == {
        "smeHerfindahl": pytest.approx(0.339304, abs=1e-6),
        "effectiveMembers": pytest.approx(2.947, abs=1e-3),
        "smeKnown": 5,
        "countryBlau": pytest.approx(0.8, abs=1e-12),
        "countryKnown": 5,
    }


def test_energy_is_the_gap_and_a_cluster_outside_with_energy_projects_closes_it(of_partnership: Ask) -> None:
    found = of_partnership()
    assert found["coveredShare"] == 0.75
    (gap,) = found["gaps"]
    assert gap == {
        "proximity": 1,
        "concept": {"id": "target-sector:energy"},
        "nearest": {"id": "cluster:cordis-939128878"},
        "evidence": {"value": 1, "through": {"id": "technology:energy-and-fuels"}},
    }
    (best,) = found["candidates"]
    assert (best["organisation"], best["gain"]) == (gap["nearest"], 0.25)
    assert found["notes"] == []


def test_a_gap_that_nobody_can_close_by_what_sources_state_says_so(of_partnership: Ask) -> None:
    found = of_partnership(origins=["STATED"])
    (gap,) = found["gaps"]
    assert (gap["concept"], gap["nearest"]) == ({"id": "target-sector:energy"}, None)
    assert found["candidates"] == []
    assert found["notes"] == [
        "energy (target-sector:energy): no organisation holds a matching term by statements of these origins."
    ]


def test_no_partner_declares_a_term_of_the_stated_challenges(of_partnership: Ask, graph: Notebook) -> None:
    challenges = [item.id for item in graph.entities(EntityKind.CHALLENGE)]
    found = of_partnership(targets=challenges)
    assert (found["coveredShare"], len(found["gaps"])) == (0, 4)
    gap = next(row for row in found["gaps"] if row["concept"]["id"] == "challenge:low-carbon-solutions")
    assert gap["proximity"] == gap["evidence"]["value"] == 1
    held = graph.objects(gap["nearest"]["id"], Predicate.USES_TECHNOLOGY)
    assert gap["evidence"]["through"]["id"] in [item.id for item in held]
    assert sum(row["gain"] for row in found["candidates"]) == pytest.approx(1)
    for row in found["candidates"]:
        assert len(row["evidence"]) == len(row["closes"])
        for match in row["evidence"]:
            assert match["organisation"] == row["organisation"]
            assert match["statements"] == [{"object": match["through"]}]


def test_a_partnership_and_its_partners_are_the_same_question(of_partnership: Ask, of_members: Ask) -> None:
    for origins in (None, ["STATED"]):
        found = of_partnership(origins=origins, kinds=["SECTOR", "TARGET_SECTOR"])
        again = of_members(
            [*MEMBERS[::-1], MEMBERS[0]], targets=TARGETS, origins=origins, kinds=["SECTOR", "TARGET_SECTOR"]
        )
        assert found == again
        assert found["members"]["totalCount"] == 5
        assert ids(found["members"]["nodes"]) == MEMBERS[:3]


def test_the_answer_is_that_of_the_library(of_members: Ask, graph: Notebook) -> None:
    members, targets = ["cluster:indescat", "cluster:mse"], ["s3:e-health", "sector:hospitality-and-tourism"]
    found, consortium = of_members(members, targets=targets), Consortium.of(graph, members, targets)
    assert [(row["concept"]["id"], row["match"], ids(row["coveredBy"])) for row in found["coverage"]] == [
        (item.concept, item.match, [match.organisation for match in item.matches])
        for item in data.coverage(graph, consortium)
    ]
    assert [row["isTarget"] for row in found["coverage"]][:3] == [True, True, False]
    assert [(row["organisation"]["id"], row["gain"], row["alternatives"]) for row in found["candidates"]] == [
        (item.organisation, item.gain, item.alternatives) for item in data.candidates(graph, consortium, first=3)
    ]
    assert (
        found["coverage"][0]["matches"][0]["statements"][0]["object"] == found["coverage"][0]["matches"][0]["through"]
    )


def test_pairs_are_scored_by_the_consortiums_origins_unless_the_model_names_its_own(ask: Ask) -> None:
    query = """query ($members: [ID!]!) {
      stated: consortium(members: $members, origins: [STATED]) {
        pairs { nodes { score model { origins } } pageInfo { endCursor } }
        own: pairs(model: { origins: [STATED, IMPORTED, DERIVED, INFERRED], theta: 0.7 }) {
          nodes { score model { origins theta } }
        }
        rest: pairs(first: 3, lens: GENERAL) { nodes { score model { lens } } pageInfo { endCursor hasNextPage } }
      }
      all: consortium(members: $members) { pairs(model: { theta: 0.7 }) { nodes { score model { origins theta } } } }
    }"""
    found = ask(query, {"members": MEMBERS})
    assert found["stated"]["pairs"]["nodes"][0]["model"]["origins"] == ["STATED"]
    assert found["stated"]["own"] == found["all"]["pairs"]
    assert found["stated"]["rest"]["pageInfo"]["hasNextPage"]
    again = """query ($members: [ID!]!, $after: String) {
      consortium(members: $members, origins: [STATED]) { pairs(after: $after, lens: GENERAL) { nodes { score } } }
    }"""
    page = ask(again, {"members": MEMBERS, "after": found["stated"]["rest"]["pageInfo"]["endCursor"]})
    assert len(page["consortium"]["pairs"]["nodes"]) == 7


def test_candidates_are_those_that_the_filter_accepts(ask: Ask) -> None:
    query = """query ($filter: OrganisationFilter) {
      consortium(members: [], targets: ["challenge:low-carbon-solutions"]) {
        candidates(filter: $filter) { organisation { id country { code } } }
      }
    }"""
    found = ask(query, {"filter": {"countries": ["PT"], "kinds": ["INSTITUTION"]}})["consortium"]["candidates"]
    assert [row["organisation"]["country"]["code"] for row in found] == ["PT"]
    assert ask(query, {"filter": {"or": []}})["consortium"]["candidates"] == []


def test_of_nobody_little_is_known(of_members: Ask) -> None:
    found = of_members([])
    assert found["totals"]["count"] == found["pairs"]["totalCount"] == found["members"]["totalCount"] == 0
    assert (found["coveredShare"], found["variety"]["totalBits"]) == (None, None)
    assert found["brokers"] == found["contributions"] == found["coverage"] == found["gaps"] == []
    assert found["concentration"] == {
        "smeHerfindahl": None,
        "effectiveMembers": None,
        "smeKnown": 0,
        "countryBlau": None,
        "countryKnown": 0,
    }
    alone = of_members(["cluster:mse"], targets=["target-sector:health"])
    assert alone["contributions"] == [
        {"leaveOneOut": 1, "shapley": 1, "standardError": 0, "member": {"id": "cluster:mse"}}
    ]
    assert (alone["pairs"]["totalCount"], alone["brokers"][0]["constraint"]) == (0, None)
    unmeasured = of_members(["cluster:mse"])["contributions"]
    assert unmeasured == [
        {"leaveOneOut": None, "shapley": None, "standardError": None, "member": {"id": "cluster:mse"}}
    ]


def test_sixty_members_are_analysed(of_members: Ask, graph: Notebook) -> None:
    members = [item.id for item in graph.entities(EntityKind.CLUSTER)[:60]]
    found = of_members(members, targets=[*TARGETS, "challenge:low-carbon-solutions"])
    assert sum(row["shapley"] or 0 for row in found["contributions"]) == pytest.approx(found["coveredShare"])
    assert found["pairs"]["totalCount"] > 100


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        ('members: ["cluster:indescatt"]', "UNKNOWN_ID", "unknown id 'cluster:indescatt'; did you mean"),
        (f'members: ["{FIVE}"]', "WRONG_KIND", f"'{FIVE}' is a PARTNERSHIP, not an organisation"),
        ('members: [], targets: ["s3:nothing-of-the-kind"]', "UNKNOWN_ID", "unknown id 's3:nothing-of-the-kind'"),
        ('members: [], targets: ["country:AT"]', "WRONG_KIND", "'country:AT' is a COUNTRY; write the id of a term"),
        ("members: [], origins: []", "BAD_ARGUMENT", "origins must name at least one of STATED"),
    ],
)
def test_a_wrong_question_has_its_code(
    fail: Callable[[str], tuple[str, str]], arguments: str, code: str, message: str
) -> None:
    found = fail(f"{{ consortium({arguments}) {{ coveredShare }} }}")
    assert found[0] == code
    assert found[1].startswith(message)


@pytest.mark.parametrize(
    ("field", "code"),
    [
        ("variety(kind: COUNTRY) { totalBits }", "BAD_ARGUMENT"),
        ("candidates(first: 0) { gain }", "BAD_PAGE_SIZE"),
        ("brokers(first: 101) { constraint }", "BAD_PAGE_SIZE"),
        ("pairs(first: 0) { totalCount }", "BAD_PAGE_SIZE"),
        ("pairs(model: { theta: 2 }) { totalCount }", "BAD_ARGUMENT"),
        ('candidates(filter: { countries: ["XX"] }) { gain }', "UNKNOWN_ID"),
    ],
)
def test_a_wrong_argument_of_a_field_has_its_code(
    fail: Callable[[str], tuple[str, str]], field: str, code: str
) -> None:
    assert fail(f'{{ partnership(id: "{FIVE}") {{ analysis {{ {field} }} }} }}')[0] == code


def test_too_many_members_are_refused(fail: Callable[..., tuple[str, str]], graph: Notebook) -> None:
    query = "query ($members: [ID!]!) { consortium(members: $members) { coveredShare } }"
    many = [item.id for item in graph.organisations()[:201]]
    assert fail(query, {"members": many}) == ("BAD_ARGUMENT", "members must be 200 at most, got 201")


DISTINCTIVE = """
query ($partnership: ID!, $id: ID! = "cluster:epsi") {
  organisation(id: $id) { distinctiveContribution(partnership: $partnership, origins: [STATED]) { id } }
}
"""


def test_a_member_brings_what_no_other_partner_holds(ask: Ask, graph: Notebook) -> None:
    stated = Consortium.of_partnership(graph, FIVE, (), {StatementOrigin.STATED})
    for member in stated.members:
        found = ask(DISTINCTIVE, {"partnership": FIVE, "id": member})["organisation"]["distinctiveContribution"]
        assert ids(found) == list(data.distinctive(graph, stated, member))
    assert ids(ask(DISTINCTIVE, {"partnership": FIVE})["organisation"]["distinctiveContribution"]) == [
        "s3:scientific-research-and-development",
        "sector:education-and-knowledge-creation",
        "sector:textile-manufacturing",
        "technology:creative-products",
    ]
    merged = ask(DISTINCTIVE, {"partnership": FIVE, "id": "cluster:cordis-952974464"})
    assert merged == ask(DISTINCTIVE, {"partnership": FIVE})


@pytest.mark.parametrize(
    ("partnership", "code", "message"),
    [
        ("partnership:none-such", "UNKNOWN_ID", "unknown id 'partnership:none-such'"),
        ("cluster:mse", "WRONG_KIND", "'cluster:mse' is a CLUSTER; write the id of a PARTNERSHIP"),
        (
            "partnership:cordis-101058583",
            "BAD_ARGUMENT",
            "'cluster:epsi' is no partner of 'partnership:cordis-101058583'; write the id of one of its `partnerships`",
        ),
    ],
)
def test_only_a_partner_has_a_distinctive_contribution(
    fail: Callable[..., tuple[str, str]], partnership: str, code: str, message: str
) -> None:
    found = fail(DISTINCTIVE, {"partnership": partnership})
    assert found[0] == code
    assert found[1].startswith(message)

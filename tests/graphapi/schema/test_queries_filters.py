"""Filters: each condition, their algebra, and what they refuse."""

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]
Filter = dict[str, Any]

QUERY = """query($filter: OrganisationFilter, $after: String) {
  organisations(filter: $filter, first: 100, after: $after) {
    totalCount pageInfo { hasNextPage endCursor } nodes { id }
  }
}"""
PAGE = ["cluster:cluster-montagne", "cluster:epsi", "cluster:indescat", "cluster:mse", "cluster:sports-and-technology"]
PARTNERS = {"inPartnership": "partnership:smartsports4goodlife"}


@pytest.fixture(scope="module")
def select(ask: Ask) -> Callable[[Filter | None], list[str]]:
    """Return a function that returns the ids of all organisations that a filter accepts."""

    def select(wanted: Filter | None) -> list[str]:
        found: list[str] = []
        after, more = None, True
        while more:
            page = ask(QUERY, {"filter": wanted, "after": after})["organisations"]
            found += [node["id"] for node in page["nodes"]]
            after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
        assert len(found) == page["totalCount"]
        return found

    return select


Select = Callable[[Filter | None], list[str]]


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ({}, "cluster-montagne epsi indescat mse sports-and-technology"),
        ({"kinds": ["CLUSTER"]}, "cluster-montagne epsi indescat mse sports-and-technology"),
        ({"kinds": ["SME", "INSTITUTION"]}, ""),
        ({"kinds": []}, ""),
        ({"nameContains": "INDESCAT"}, "indescat"),
        ({"nameContains": "indústria"}, "indescat"),
        ({"nameContains": "industria"}, "indescat"),
        ({"nameContains": "cluster sports & technology"}, "sports-and-technology"),
        ({"nameContains": ""}, "cluster-montagne epsi indescat mse sports-and-technology"),
        ({"countries": ["ES", "HU"]}, "indescat mse"),
        ({"countries": []}, ""),
        ({"regions": ["region:ES5"]}, "indescat"),
        ({"regions": ["region:ES51", "country:FR"]}, "cluster-montagne indescat"),
        ({"regions": ["region:ES511"]}, ""),
        ({"memberCount": {"min": 31, "max": 80}}, "indescat mse"),
        ({"memberCount": {"min": 81}}, "cluster-montagne sports-and-technology"),
        ({"memberCount": {"max": 23}}, "epsi"),
        ({"memberCount": {}}, "cluster-montagne epsi indescat mse sports-and-technology"),
        ({"memberCount": {"min": 5, "max": 4}}, ""),
        ({"smeCount": {"min": 130}}, "cluster-montagne sports-and-technology"),
        ({"sectors": {"anyOf": ["sector:hospitality-and-tourism"], "origins": ["STATED"]}}, "cluster-montagne"),
        ({"sectors": {"anyOf": []}}, ""),
        (
            {"sectors": {"allOf": ["sector:education-and-knowledge-creation", "sector:textile-manufacturing"]}},
            "epsi",
        ),
        (
            {"emergingIndustries": {"noneOf": ["emerging-industry:creative-industries"], "origins": ["STATED"]}},
            "epsi mse",
        ),
        ({"technologyFields": {"anyOf": ["technology:health-information-management"], "origins": ["STATED"]}}, "mse"),
        ({"s3PriorityAreas": {"anyOf": ["s3:digital-agenda"], "origins": ["STATED"]}}, "sports-and-technology"),
        ({"s3PriorityAreas": {"anyOf": ["s3:digital-agenda"], "includeNarrower": False}}, ""),
        ({"not": {"countries": ["ES", "HU", "FR"]}}, "epsi sports-and-technology"),
        ({"or": [{"countries": ["ES"]}, {"smeCount": {"max": 5}}]}, "epsi indescat"),
        ({"or": []}, ""),
        ({"and": [{"countries": ["ES", "BE"]}, {"smeCount": {"max": 5}}]}, "epsi"),
        ({"and": []}, "cluster-montagne epsi indescat mse sports-and-technology"),
        (
            {"and": [{"not": {"or": [{"countries": ["ES"]}]}}], "not": {"countries": ["BE"]}},
            "cluster-montagne mse sports-and-technology",
        ),
    ],
)
def test_a_condition_chooses_among_the_five_clusters(select: Select, condition: Filter, names: str) -> None:
    assert select({"and": [PARTNERS, condition]}) == [f"cluster:{name}" for name in names.split()]


def test_a_programme_area_chooses_who_is_funded_under_it(ask: Ask, select: Select) -> None:
    (area, *_) = ask("{ concepts(kinds: [PROGRAMME_AREA], topLevelOnly: true) { nodes { id } } }")["concepts"]["nodes"]
    held = set(select({"programmeAreas": {"anyOf": [area["id"]]}}))
    narrow = set(select({"programmeAreas": {"anyOf": [area["id"]], "includeNarrower": False}}))
    assert narrow <= held
    assert held


@pytest.mark.parametrize("one", [{"countries": ["ES", "AT"]}, {"kinds": ["SME"]}, {"smeCount": {"min": 20}}])
@pytest.mark.parametrize("two", [{"nameContains": "tech"}, {"sectors": {"anyOf": ["sector:business-services"]}}])
def test_filters_are_set_algebra(select: Select, one: Filter, two: Filter) -> None:
    def chosen(*conditions: Filter) -> set[str]:
        return set(select({"and": [{"countries": ["ES", "BG"]}, *conditions]}))

    everything, first, second = chosen(), chosen(one), chosen(two)
    assert chosen({"and": [one, two]}) == chosen(one | two) == chosen(one, two) == first & second
    assert chosen({"or": [one, two]}) == first | second
    assert chosen({"not": one}) == everything - first
    assert chosen({"not": {"or": [one, two]}}) == chosen({"not": one}, {"not": two})


def test_stages_choose_who_works_at_them(ask_small: Ask) -> None:
    query = '{ organisations(filter: { valueChainStages: { anyOf: ["stage:oven"] } }) { nodes { id } } }'
    assert ask_small(query)["organisations"]["nodes"] == [{"id": "sme:blower"}]


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({"regions": ["region:ES5x"]}, "did you mean 'region:ES5'?"),
        ({"countries": ["es"]}, "did you mean 'ES'?"),
        ({"sectors": {"anyOf": ["sector:busines-services"]}}, "did you mean 'sector:business-services'?"),
        ({"sectors": {"noneOf": ["sector:nothing"]}}, "unknown id 'sector:nothing'"),
        ({"sectors": {"allOf": ["nothing"]}}, "unknown id 'nothing'"),
        ({"inPartnership": "partnership:smartsports"}, "unknown id 'partnership:smartsports'"),
        ({"not": {"regions": ["region:"]}}, "unknown id 'region:'"),
    ],
)
def test_an_unknown_id_is_told_with_the_one_that_may_be_meant(fail: Fail, condition: Filter, message: str) -> None:
    code, told = fail(QUERY, {"filter": condition})
    assert code == "UNKNOWN_ID"
    assert message in told


@pytest.mark.parametrize(
    "condition",
    [
        {"sectors": {"anyOf": ["s3:sports-activities"]}},
        {"regions": ["cluster:indescat"]},
        {"inPartnership": "cluster:indescat"},
    ],
)
def test_an_id_of_another_kind_is_told(fail: Fail, condition: Filter) -> None:
    code, told = fail(QUERY, {"filter": condition})
    assert code == "WRONG_KIND"
    assert "write the id of a" in told


def test_a_cursor_of_another_filter_or_order_is_stale(ask: Ask, fail: Fail) -> None:
    query = """query($filter: OrganisationFilter, $order: [OrganisationOrder!], $after: String) {
      organisations(filter: $filter, orderBy: $order, first: 2, after: $after) { pageInfo { endCursor } }
    }"""
    spain = {"countries": ["ES"]}
    cursor = ask(query, {"filter": spain})["organisations"]["pageInfo"]["endCursor"]
    for other in ({"filter": {"countries": ["FR"]}}, {"filter": spain, "order": [{"field": "NAME"}]}, {}):
        assert fail(query, {"after": cursor, **other})[0] == "STALE_CURSOR"
    assert ask(query, {"filter": spain, "after": cursor})

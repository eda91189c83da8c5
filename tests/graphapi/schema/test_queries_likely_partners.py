from collections.abc import Callable
from typing import Any

import pytest

from graph_data.discovery.prediction import LikelyPartner, PredictionMethod, likely_partners
from graph_data.notebook import Notebook
from graph_data.ontology import EntityKind, Organisation, kind_of

Ask = Callable[..., Any]

LIKELY = """
query ($id: ID!, $method: PredictionMethod! = RESOURCE_ALLOCATION, $filter: OrganisationFilter, $first: Int! = 10) {
  organisation: node(id: $id) {
    ... on Organisation {
      likelyPartners(method: $method, filter: $filter, first: $first) {
        score rank method commonPartnerCount organisation { id } commonPartners { id }
      }
    }
  }
}
"""


def as_asked(found: tuple[LikelyPartner, ...]) -> list[dict[str, object]]:
    return [
        {
            "score": item.score,
            "rank": item.rank,
            "method": item.method.name,
            "commonPartnerCount": item.common_partner_count,
            "organisation": {"id": item.organisation},
            "commonPartners": [{"id": name} for name in item.common_partners],
        }
        for item in found
    ]


@pytest.mark.parametrize("method", PredictionMethod)
def test_likely_partners_are_those_of_the_library(ask: Ask, graph: Notebook, method: PredictionMethod) -> None:
    answer = ask(LIKELY, {"id": "cluster:epsi", "method": method.name})
    assert answer["organisation"]["likelyPartners"] == as_asked(likely_partners(graph, "cluster:epsi", method))
    assert len(answer["organisation"]["likelyPartners"]) == 10


def test_likely_partners_are_by_resource_allocation_and_ten_unless_asked_otherwise(ask: Ask) -> None:
    bare = '{ cluster(id: "cluster:epsi") { likelyPartners { method rank } } }'
    found = ask(bare)["cluster"]["likelyPartners"]
    assert [item["method"] for item in found] == 10 * ["RESOURCE_ALLOCATION"]


def test_filter_chooses_the_candidates_and_first_how_many(ask: Ask, graph: Notebook) -> None:
    answer = ask(
        LIKELY, {"id": "cluster:epsi", "filter": {"kinds": ["INSTITUTION"], "countries": ["ES", "IT"]}, "first": 2}
    )

    def keep(item: Organisation) -> bool:
        country = graph.country_of(item.id)
        return kind_of(item) is EntityKind.INSTITUTION and country is not None and country.code in {"ES", "IT"}

    expected = likely_partners(graph, "cluster:epsi", keep=keep, first=2)
    assert answer["organisation"]["likelyPartners"] == as_asked(expected)
    assert len(expected) == 2


@pytest.mark.parametrize("first", [0, 101])
def test_a_wrong_number_of_likely_partners_is_refused(fail: Callable[..., tuple[str, str]], first: int) -> None:
    code, message = fail(LIKELY, {"id": "cluster:epsi", "first": first})
    assert (code, message) == ("BAD_PAGE_SIZE", f"first must be between 1 and 100, got {first}")


def test_a_filter_that_names_nothing_is_refused(fail: Callable[..., tuple[str, str]]) -> None:
    code, _ = fail(LIKELY, {"id": "cluster:epsi", "filter": {"countries": ["QQ"]}})
    assert code == "UNKNOWN_ID"

"""Rules, and what is known of a consortium before each of their conditions."""

from collections.abc import Callable
from typing import Any

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

BOOK = {"source": {"id": "book"}, "quote": None}


def test_the_rules_are_listed_with_their_conditions_and_where_these_come_from(ask_small: Ask) -> None:
    query = """{ dataset { rules {
      id title day notChecked provenance { source { id } locator quote }
      conditions { text provenance { source { id } locator quote } }
    } } }"""
    assert ask_small(query)["dataset"]["rules"] == [
        {
            "id": "CALL-1",
            "title": "A call",
            "day": "2024-05-01",
            "notChecked": None,
            "provenance": {**BOOK, "locator": "page 1"},
            "conditions": [
                {
                    "text": "One is in a poor region.",
                    "provenance": {"source": {"id": "book"}, "locator": "page 2", "quote": "one poor region"},
                }
            ],
        }
    ]


def test_a_consortium_is_answered_condition_by_condition(ask_small: Ask) -> None:
    query = """{ consortium(members: ["cluster:glass", "sme:blower"]) { eligibility(rule: "CALL-1") {
      rule source { title } met notChecked
      conditions { text met note solelyThrough { id name } provenance { locator } }
    } } }"""
    assert ask_small(query)["consortium"]["eligibility"] == {
        "rule": "CALL-1",
        "source": {"title": "A book"},
        "met": True,
        "notChecked": None,
        "conditions": [
            {
                "text": "One is in a poor region.",
                "met": True,
                "note": None,
                "solelyThrough": {"id": "cluster:glass", "name": "Glass"},
                "provenance": {"locator": "page 2"},
            }
        ],
    }


def test_what_is_missing_is_said_and_what_cannot_be_met_is_false(ask_small: Ask) -> None:
    query = """{
      unknown: consortium(members: ["sme:lone", "sme:blower"]) { eligibility(rule: "CALL-1") {
        met conditions { met note solelyThrough { id } }
      } }
      rich: consortium(members: ["sme:blower"]) { eligibility(rule: "CALL-1") { met conditions { met note } } }
    }"""
    note = "No source states the country of Lone: add LOCATED_IN to links.csv."
    found = ask_small(query)
    assert found["unknown"]["eligibility"] == {
        "met": None,
        "conditions": [{"met": None, "note": note, "solelyThrough": None}],
    }
    assert found["rich"]["eligibility"] == {"met": False, "conditions": [{"met": False, "note": None}]}


def test_a_rule_that_is_not_there_is_an_error_of_its_own_field(fail: Fail) -> None:
    wanted = ("UNKNOWN_ID", "unknown rule 'COS-CLUSTER-2018'; did you mean 'COS-CLUSTER-2018-03-02'?")
    members = 'consortium(members: ["cluster:mse"], targets: ["sector:textile-manufacturing"])'
    assert fail(f'{{ {members} {{ eligibility(rule: "COS-CLUSTER-2018") {{ met }} }} }}') == wanted
    assert fail(f'{{ {members} {{ candidates(rule: "COS-CLUSTER-2018") {{ keepsEligible }} }} }}') == wanted


def test_a_candidate_says_whether_the_members_and_it_are_eligible_when_a_rule_is_named(ask: Ask) -> None:
    query = """query($rule: ID) {
      two: consortium(members: ["cluster:indescat"], targets: ["sector:textile-manufacturing"]) {
        candidates(first: 1, rule: $rule) { keepsEligible }
      }
      three: consortium(members: ["cluster:indescat", "cluster:mse"], targets: ["sector:textile-manufacturing"]) {
        candidates(first: 1, rule: $rule) { keepsEligible }
      }
    }"""
    asked = {name: found["candidates"] for name, found in ask(query, {"rule": "COS-CLUSTER-2018-03-02"}).items()}
    assert asked == {"two": [{"keepsEligible": False}], "three": [{"keepsEligible": None}]}
    assert ask(query)["two"]["candidates"] == [{"keepsEligible": None}]


def test_a_dated_fact_says_on_which_days_it_holds(ask_small: Ask) -> None:
    query = '{ node(id: "region:ZZ1") { ... on Region { facts { property value statedAs validFrom validTo } } } }'
    assert ask_small(query)["node"]["facts"] == [
        {
            "property": "wealth",
            "value": "poor",
            "statedAs": "a poor place",
            "validFrom": "2024-05-01",
            "validTo": "2024-05-01",
        }
    ]

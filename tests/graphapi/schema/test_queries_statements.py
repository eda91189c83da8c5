"""Statements: each can be fetched again, cited, and followed to what it rests on."""

from collections.abc import Callable
from typing import Any

import pytest

Ask = Callable[..., Any]
Fail = Callable[..., tuple[str, str]]

STATEMENT = """fragment Whole on Statement {
  id predicate role weight origin validFrom validTo
  subject { __typename id kind name } object { __typename id kind name }
  provenance { locator quote rule source { id title url publisher licence retrieved } }
  derivedFrom(first: 3) { totalCount nodes { id predicate subject { id } object { id } origin } }
}

query Statements($origins: [StatementOrigin!], $predicates: [Predicate!]) { cluster(id: "cluster:indescat") {
  statements(origins: $origins, predicates: $predicates, first: 3) { totalCount nodes { ...Whole } }
} }

query Again($id: ID!, $after: String) {
  node(id: $id) {
    ...Whole
    ... on Statement { more: derivedFrom(first: 1, after: $after) {
      edges { cursor node { id } } pageInfo { hasNextPage endCursor }
    } }
  }
}"""


@pytest.mark.parametrize("origin", ["STATED", "IMPORTED", "DERIVED", "INFERRED"])
def test_statements_of(whole: Ask, ask: Ask, origin: str) -> None:
    found = ask(STATEMENT, {"origins": [origin]}, "Statements")["cluster"]["statements"]
    assert {node["origin"] for node in found["nodes"]} <= {origin}
    query = """query($origin: StatementOrigin!) { cluster(id: "cluster:indescat") {
      statements(origins: [$origin], first: 4) { totalCount nodes {
        id predicate subject { id } object { id } weight provenance { locator quote rule source { id } }
        derivedFrom { totalCount nodes { id } }
      } }
    } }"""
    told = whole(query, {"origin": origin})["cluster"]["statements"]
    assert told["totalCount"] == found["totalCount"]
    rests = [node["derivedFrom"]["totalCount"] > 0 for node in told["nodes"]]
    assert set(rests) <= {origin in {"DERIVED", "INFERRED"}}


def test_a_statement_is_fetched_again_by_its_id(ask: Ask) -> None:
    for origin in ("STATED", "IMPORTED", "DERIVED", "INFERRED"):
        for statement in ask(STATEMENT, {"origins": [origin]}, "Statements")["cluster"]["statements"]["nodes"]:
            again = ask(STATEMENT, {"id": statement["id"]}, "Again")["node"]
            premises = again.pop("more")["edges"]
            assert again == statement
            assert [edge["node"]["id"] for edge in premises] == [
                premise["id"] for premise in statement["derivedFrom"]["nodes"][:1]
            ]


def test_premises_are_paged_and_lead_from_the_subject_to_the_object(ask: Ask) -> None:
    query = """{ organisation(id: "institution:cordis-999991334") {
      statements(origins: [DERIVED], predicates: [USES_TECHNOLOGY], first: 1) { nodes { id object { id } } }
    } }"""
    (statement,) = ask(query)["organisation"]["statements"]["nodes"]
    found, after, more = [], None, True
    while more:
        page = ask(STATEMENT, {"id": statement["id"], "after": after}, "Again")["node"]["more"]
        found += [edge["node"]["id"] for edge in page["edges"]]
        after, more = page["pageInfo"]["endCursor"], page["pageInfo"]["hasNextPage"]
    again = "query($ids: [ID!]!) { nodes(ids: $ids) { ... on Statement { subject { id } predicate object { id } } } }"
    premises = ask(again, {"ids": found})["nodes"]
    joined = {item["object"]["id"] for item in premises if item["predicate"] == "PARTNER_IN"}
    carried = {item["subject"]["id"] for item in premises if item["predicate"] == "USES_TECHNOLOGY"}
    assert joined == carried != set()
    assert {item["object"]["id"] for item in premises} - joined == {statement["object"]["id"]}


def test_an_empty_choice_of_predicates_or_origins_chooses_nothing(ask: Ask) -> None:
    for variables in ({"origins": []}, {"predicates": []}):
        assert ask(STATEMENT, variables, "Statements")["cluster"]["statements"]["totalCount"] == 0


def test_a_predicate_that_is_not_there_is_refused(fail: Fail) -> None:
    query = '{ cluster(id: "cluster:indescat") { statements(predicates: [LIKES]) { totalCount } } }'
    assert fail(query)[0] == "VALIDATION_FAILED"

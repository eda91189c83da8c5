import json
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import graph_data
from graph_data.notebook import Notebook
from graphapi.schema.context import Context
from graphapi.schema.schema import schema

SEARCH = """
query ($text: String!, $kinds: [EntityKind!], $first: Int! = 20, $after: String) {
  search(text: $text, kinds: $kinds, first: $first, after: $after) {
    totalCount
    kinds { kind count }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
    nodes { id kind }
    edges { cursor score highlight node { id name } }
  }
}
"""

Ask = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def bundled() -> Notebook:
    return graph_data.load()


@pytest.fixture(scope="module")
def ask(bundled: Notebook) -> Ask:
    def ask(query: str, **variables: object) -> dict[str, Any]:
        answer = schema.execute_sync(query, variable_values=variables, context_value=Context(bundled))
        assert not answer.errors, answer.errors
        assert answer.data is not None
        return answer.data

    return ask


@pytest.fixture(scope="module")
def fail(bundled: Notebook) -> Callable[..., tuple[str, str]]:
    def fail(query: str, **variables: object) -> tuple[str, str]:
        answer = schema.execute_sync(query, variable_values=variables, context_value=Context(bundled))
        assert answer.errors is not None
        (error,) = answer.errors
        return (error.extensions or {})["code"], error.message

    return fail


def test_a_search_says_how_well_and_where_the_text_fits(ask: Ask) -> None:
    found = ask(SEARCH, text="eszak", first=2)["search"]
    assert [(edge["node"]["id"], edge["score"], edge["highlight"]) for edge in found["edges"]] == [
        ("region:HU32", 0.9375, "«Észak»-Alföld"),
        ("region:HU31", 0.925, "«Észak»-Magyarország"),
    ]
    assert [node["id"] for node in found["nodes"]] == ["region:HU32", "region:HU31"]
    assert found["kinds"][0] == {"kind": "REGION", "count": 3}


@pytest.mark.parametrize("kinds", [None, ["REGION", "CLUSTER"]])
@pytest.mark.parametrize("size", [1, 7, 100])
def test_the_pages_of_a_search_add_up_to_the_whole(ask: Ask, kinds: list[str] | None, size: int) -> None:
    whole = ask(SEARCH, text="sport", kinds=kinds, first=100)["search"]
    assert whole["totalCount"] == len(whole["nodes"]) > 2
    pages, after = [], None
    while True:
        page = ask(SEARCH, text="sport", kinds=kinds, first=size, after=after)["search"]
        assert page["pageInfo"]["hasPreviousPage"] is (after is not None)
        pages.append(page["edges"])
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert [edge for edges in pages for edge in edges] == whole["edges"]


def test_kinds_are_counted_whether_asked_for_or_not(ask: Ask) -> None:
    whole, part = (ask(SEARCH, text="sport", kinds=kinds)["search"] for kinds in (None, ["CLUSTER"]))
    assert part["kinds"] == whole["kinds"]
    assert {node["kind"] for node in part["nodes"]} == {"CLUSTER"}
    assert sum(item["count"] for item in whole["kinds"]) == whole["totalCount"]


def test_a_blank_text_finds_an_empty_page(ask: Ask) -> None:
    found = ask(SEARCH, text=" ")["search"]
    assert found["totalCount"] == 0
    assert found["kinds"] == found["edges"] == []
    assert found["pageInfo"] == {
        "hasNextPage": False,
        "hasPreviousPage": False,
        "startCursor": None,
        "endCursor": None,
    }


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ('{ search(text: "%s") { totalCount } }' % ("a" * 1001), "BAD_ARGUMENT"),
        ('{ suggest(prefix: "%s") { hint } }' % ("a" * 1001), "BAD_ARGUMENT"),
        ('{ match(labels: ["%s"]) { label } }' % ("a" * 1001), "BAD_ARGUMENT"),
        ("{ match(labels: [" + 501 * '"a"' + "]) { label } }", "BAD_ARGUMENT"),
        ('{ search(text: "a", first: 0) { totalCount } }', "BAD_PAGE_SIZE"),
        ('{ search(text: "a", first: 101) { totalCount } }', "BAD_PAGE_SIZE"),
        ('{ suggest(prefix: "a", first: 101) { hint } }', "BAD_PAGE_SIZE"),
        ('{ suggest(prefix: "a", first: 0) { hint } }', "BAD_PAGE_SIZE"),
        ('{ search(text: "a", after: "?") { totalCount } }', "BAD_CURSOR"),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_code(
    fail: Callable[..., tuple[str, str]], query: str, code: str
) -> None:
    assert fail(query)[0] == code


def test_a_cursor_of_another_search_is_stale(ask: Ask, fail: Callable[..., tuple[str, str]]) -> None:
    cursor = ask(SEARCH, text="sport")["search"]["pageInfo"]["startCursor"]
    assert fail(SEARCH, text="sports", after=cursor)[0] == "STALE_CURSOR"
    assert fail(SEARCH, text="sport", kinds=["CLUSTER"], after=cursor)[0] == "STALE_CURSOR"


def test_ten_suggestions_are_made_unless_asked_otherwise(ask: Ask) -> None:
    assert len(ask('{ suggest(prefix: "s") { hint } }')["suggest"]) == 10
    assert len(ask('{ suggest(prefix: "s", first: 3) { hint } }')["suggest"]) == 3
    only = ask('{ suggest(prefix: "medical", kinds: [SECTOR]) { hint entity { kind } } }')["suggest"]
    assert only == [{"hint": "Sectoral industries", "entity": {"kind": "SECTOR"}}]


def test_labels_are_matched_in_their_order_and_ambiguity_is_shown(ask: Ask) -> None:
    query = "query ($labels: [String!]!) { match(labels: $labels) { label candidates { exact entity { id } } } }"
    nothing, devices = ask(query, labels=["zzzzqqqq", "Medical Devices"])["match"]
    assert nothing == {"label": "zzzzqqqq", "candidates": []}
    assert [item["entity"]["id"] for item in devices["candidates"] if item["exact"]] == [
        "emerging-industry:medical-devices",
        "sector:medical-devices",
    ]


def synergraph(*arguments: str) -> tuple[int, str, str]:
    command = Path(sysconfig.get_path("scripts")) / "synergraph"
    done = subprocess.run([command, *arguments], capture_output=True, check=False, encoding="utf-8", timeout=60)  # noqa: S603 -- our own command
    return done.returncode, done.stdout, done.stderr


def test_the_command_prints_what_it_finds() -> None:
    code, out, _ = synergraph("search", "eszak", "--kind", "region", "--first", "1", "--format", "json")
    assert code == 0
    assert json.loads(out) == [
        {"kind": "REGION", "id": "region:HU32", "name": "Észak-Alföld", "hint": "Hungary", "score": 0.9375}
    ]
    assert synergraph("search", "zzzzqqqq")[:2] == (0, "nothing found\n")
    code, _, err = synergraph("search", "a" * 1001)
    assert (code, err) == (2, "text must be 1,000 characters at most, got 1,001\n")
    code, _, err = synergraph("search", "sport", "--kind", "clutser")
    assert (code, err.split(",")[0]) == (2, "unknown kind 'clutser'; write one of cluster")

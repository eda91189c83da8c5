"""Lists without cursors can be read to their end, and what a client needs to read everything back is told."""

from collections.abc import Callable
from typing import Any

import pytest

import graph_data as gd
from graph_data.search import match

Ask = Callable[..., dict[str, Any]]

RELATED = """
query Q($first: Int!, $skip: Int!) {
  concept(id: "s3:public-health-and-well-being") { related(first: $first, skip: $skip) { concept { id } } }
}
"""


def test_a_stretch_follows_the_one_before(ask: Ask, graph: gd.Notebook) -> None:
    found = [item.concept for item in graph.related("s3:public-health-and-well-being")]
    read: list[str] = []
    for skip in range(0, len(found), 3):
        told = ask(RELATED, {"first": 3, "skip": skip})["concept"]["related"]
        read += [item["concept"]["id"] for item in told]
    assert read == found
    assert len(found) > 3
    assert ask(RELATED, {"first": 20, "skip": len(found)})["concept"]["related"] == []


@pytest.mark.parametrize(
    ("variables", "code", "said"),
    [
        ({"first": 20, "skip": -1}, "BAD_ARGUMENT", "skip must be 0 or more, got -1"),
        ({"first": 101, "skip": 0}, "BAD_PAGE_SIZE", "first must be between 1 and 100, got 101"),
    ],
    ids=["skip", "first"],
)
def test_a_stretch_that_makes_no_sense_is_refused(
    variables: dict[str, int], code: str, said: str, fail: Callable[..., tuple[str, str]]
) -> None:
    assert fail(RELATED, variables) == (code, said)


def test_sources_and_classifications_tell_how_they_are_used(ask: Ask, graph: gd.Notebook) -> None:
    told = ask("{ dataset { sources { id origin } schemes { id kind viaPartnerships } } }")["dataset"]
    assert told["sources"] == [{"id": row.id, "origin": row.origin.value} for row in graph.dataset.sources]
    assert told["schemes"] == [
        {"id": row.id, "kind": row.kind.value, "viaPartnerships": row.via_partnerships} for row in graph.dataset.schemes
    ]


def test_what_was_found_by_a_name_says_which(ask: Ask, graph: gd.Notebook) -> None:
    told = ask('{ search(text: "catalonia") { edges { name } } match(labels: ["catalonia"]) { candidates { name } } }')
    assert [edge["name"] for edge in told["search"]["edges"]][:5] == [hit.name for hit in graph.search("catalonia")[:5]]
    (matched,) = match(graph, ["catalonia"])
    assert told["match"] == [{"candidates": [{"name": item.name} for item in matched.candidates]}]

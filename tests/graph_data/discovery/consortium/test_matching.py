from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery.consortium import Consortium
from graph_data.discovery.consortium.matching import matches_of, readings
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import StatementOrigin

ALL = frozenset(StatementOrigin)
Share = Callable[[KnowledgeGraph, Consortium, list[str]], float]


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("topic:b", {"topic:a": 1.0, "topic:b": 1.0}),
        ("topic:c", {"technology:a": 0.5, "topic:c": 1.0}),
        ("technology:a", {"technology:a": 1.0, "topic:c": 0.5}),
        ("target-sector:aim", {"sector:a": 0.5, "target-sector:aim": 1.0, "topic:a": 1.0, "topic:b": 1.0}),
        ("challenge:hard", {"challenge:hard": 1.0, "s3:a": 0.25, "s3:b": 0.25, "s3:top": 0.25}),
        ("target-sector:nothing", {"target-sector:nothing": 1.0}),
    ],
)
def test_a_target_is_matched_by_what_it_is_what_lies_within_and_what_a_curator_says(
    small: KnowledgeGraph, target: str, expected: dict[str, float]
) -> None:
    assert readings(small, target, Consortium((), (), ALL)) == expected


def test_related_terms_count_by_statements_of_the_origins_asked_for_alone(small: KnowledgeGraph) -> None:
    assert readings(small, "topic:c", Consortium((), (), frozenset({StatementOrigin.STATED}))) == {"topic:c": 1.0}


def test_no_crosswalk_of_a_term_that_organisations_hold_is_read(small: KnowledgeGraph) -> None:
    assert "sector:a" not in readings(small, "topic:a", Consortium((), (), ALL))


def test_of_equal_matches_the_one_that_most_partnerships_carry_is_named(small: KnowledgeGraph) -> None:
    found = matches_of(small, Consortium.of(small, ["priority"], ["challenge:hard"]))
    (match,) = found.by_target["challenge:hard"].values()
    assert (match.concept, match.organisation, match.value, match.through, match.strength) == (
        "challenge:hard",
        "priority",
        0.25,
        "s3:b",
        4,
    )
    assert [statement.object for statement in match.statements] == ["s3:b"]
    stated = Consortium.of(small, ["priority"], ["challenge:hard"], {StatementOrigin.STATED})
    assert matches_of(small, stated).by_target["challenge:hard"]["priority"].through == "s3:a"


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_the_covered_share_is_the_plain_one(
    consortia: st.SearchStrategy[tuple[KnowledgeGraph, Consortium]], share: Share, data: st.DataObject
) -> None:
    graph, consortium = data.draw(consortia)
    found = matches_of(graph, consortium)
    for target in consortium.targets:
        alone = Consortium(consortium.members, (target,), consortium.origins)
        assert found.value(target) == share(graph, alone, list(consortium.members))

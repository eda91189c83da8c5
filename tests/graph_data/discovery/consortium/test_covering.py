from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery.consortium import (
    Consortium,
    Dependency,
    contributions,
    coverage,
    covered_share,
    dependencies,
    distinctive,
    gaps,
    notes,
)
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, StatementOrigin

Consortia = st.SearchStrategy[tuple[KnowledgeGraph, Consortium]]
Share = Callable[[KnowledgeGraph, Consortium, list[str]], float]

BY_ORGANISATION = {
    "target-sector:energy": {},
    "target-sector:health": {"cluster:mse": 1, "cluster:sports-and-technology": 1},
    "target-sector:technology": {
        "cluster:sports-and-technology": 1,
        "cluster:epsi": 0.5,
        "cluster:mse": 0.5,
    },
    "target-sector:tourism": {"cluster:montagne": 1, "cluster:indescat": 0.5},
}
"""Matches of the worked example, best first."""

DISTINCTIVE = {
    "cluster:mse": ("s3:public-health-and-well-being", "technology:health-information-management"),
    "cluster:sports-and-technology": (
        "emerging-industry:medical-devices",
        "s3:e-health",
        "sector:recreational-and-small-electric-goods",
    ),
    "cluster:epsi": (
        "s3:scientific-research-and-development",
        "sector:education-and-knowledge-creation",
        "sector:textile-manufacturing",
        "technology:creative-products",
    ),
    "cluster:indescat": (),
    "cluster:montagne": ("s3:amusement-and-recreation-activities", "sector:hospitality-and-tourism"),
}


def test_the_worked_example_is_covered_but_for_energy(five_clusters: KnowledgeGraph, five: Consortium) -> None:
    rows = [item for item in coverage(five_clusters, five) if item.is_target]
    found = {item.concept: {match.organisation: match.value for match in item.matches} for item in rows}
    assert found == BY_ORGANISATION
    assert {item.concept: list(found[item.concept]) for item in rows} == {
        target: list(matches) for target, matches in BY_ORGANISATION.items()
    }
    assert covered_share(five_clusters, five) == 0.75
    assert [(gap.concept, gap.nearest) for gap in gaps(five_clusters, five)] == [("target-sector:energy", None)]
    assert notes(five_clusters, five) == (
        "energy (target-sector:energy): no organisation holds a matching term by statements of these origins.",
    )


def test_what_rests_on_one_member_are_the_targets_that_only_it_covers_best(
    five_clusters: KnowledgeGraph, five: Consortium
) -> None:
    assert dependencies(five_clusters, five) == (
        Dependency("cluster:montagne", ("target-sector:tourism",)),
        Dependency("cluster:sports-and-technology", ("target-sector:technology",)),
    )
    assert dependencies(five_clusters, five, [EntityKind.TECHNOLOGY_FIELD]) == (
        Dependency("cluster:epsi", ("technology:creative-products",)),
        Dependency("cluster:mse", ("technology:health-information-management",)),
    )


def test_without_targets_what_only_one_member_holds_rests_on_it(
    five_clusters: KnowledgeGraph, five: Consortium
) -> None:
    found = dependencies(five_clusters, Consortium.of(five_clusters, five.members))
    assert {item.organisation: item.concepts for item in found} == {
        name: terms for name, terms in DISTINCTIVE.items() if terms
    }
    assert [len(item.concepts) for item in found] == [4, 3, 2, 2]


@pytest.mark.parametrize("member", DISTINCTIVE)
def test_each_cluster_brings_what_its_own_article_says(
    five_clusters: KnowledgeGraph, five: Consortium, member: str
) -> None:
    assert distinctive(five_clusters, five, member) == DISTINCTIVE[member]


def test_kinds_choose_among_targets_and_held_terms(small: KnowledgeGraph) -> None:
    consortium = Consortium.of(small, ["direct", "near"], ["target-sector:aim", "topic:b"])
    whole = [(item.concept, item.is_target, item.match) for item in coverage(small, consortium)]
    assert whole == [
        ("target-sector:aim", True, 1.0),
        ("topic:b", True, 1.0),
        ("sector:a", False, 1.0),
        ("sector:x", False, 1.0),
        ("technology:a", False, 1.0),
    ]
    kinds = [EntityKind.TARGET_SECTOR, EntityKind.SECTOR]
    chosen = [item.concept for item in coverage(small, consortium, kinds)]
    assert chosen == ["target-sector:aim", "sector:a", "sector:x"]
    assert coverage(small, consortium, []) == ()


def test_a_term_that_is_no_target_is_covered_by_who_holds_it_and_nothing_else(small: KnowledgeGraph) -> None:
    (found,) = (
        item for item in coverage(small, Consortium.of(small, ["direct", "narrow"])) if item.concept == "topic:b"
    )
    assert [match.organisation for match in found.matches] == ["direct"]


def test_what_is_not_known_is_no_zero(small: KnowledgeGraph) -> None:
    silent = Consortium.of(small, ["silent"], ["topic:b"])
    assert covered_share(small, silent) is None
    assert notes(small, silent) == ("Nothing is known of what silent (silent) holds, so not what it covers.",)
    both = Consortium.of(small, ["silent", "direct"], ["topic:b"])
    assert covered_share(small, both) == 1
    assert [(item.member, item.shapley) for item in contributions(small, both)] == [("direct", 1), ("silent", None)]


def test_without_targets_the_share_is_not_known_and_without_members_it_is_zero(small: KnowledgeGraph) -> None:
    assert covered_share(small, Consortium.of(small, ["direct"])) is None
    assert notes(small, Consortium.of(small, ["direct"])) == (
        "There are no targets, so nothing says what is covered, who contributes or who would add most.",
    )
    assert covered_share(small, Consortium.of(small, [], ["topic:b"])) == 0
    assert covered_share(small, Consortium.of(small, [])) is None


def test_a_gap_names_who_outside_covers_it_best(small: KnowledgeGraph) -> None:
    consortium = Consortium.of(small, ["priority"], ["target-sector:aim", "topic:c"])
    found = {gap.concept: gap.nearest for gap in gaps(small, consortium)}
    nearest = {
        target: (match.organisation, match.value, match.through) for target, match in found.items() if match is not None
    }
    assert nearest == {"target-sector:aim": ("narrow", 1.0, "topic:a"), "topic:c": ("near", 0.5, "technology:a")}
    assert notes(small, consortium) == ()


def test_notes_say_what_nobody_can_close_and_why(small: KnowledgeGraph) -> None:
    targets = ["challenge:hard", "target-sector:nothing", "topic:c"]
    assert notes(small, Consortium.of(small, ["near", "priority"], targets)) == (
        "hard (challenge:hard): covered in part only (0.25), and by nobody outside better.",
        "nothing (target-sector:nothing): no curated judgement reads it as terms, so nobody is known to cover it.",
        "c (topic:c): covered in part only (0.5), and by nobody outside better.",
    )
    imported = Consortium.of(small, [], ["technology:a"], {StatementOrigin.IMPORTED})
    assert notes(small, imported) == (
        "a (technology:a): no organisation holds a matching term by statements of these origins.",
    )


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_a_member_never_lowers_the_share_and_adds_the_less_the_more_are_there(
    consortia: Consortia, data: st.DataObject
) -> None:
    graph, consortium = data.draw(consortia)

    def f(members: set[str]) -> float:
        return covered_share(graph, Consortium.of(graph, members, consortium.targets, consortium.origins)) or 0.0

    larger = set(consortium.members)
    smaller = set(data.draw(st.sets(st.sampled_from(sorted(larger))))) if larger else set()
    added = data.draw(st.sampled_from([item.id for item in graph.organisations()]))
    assert f(larger | {added}) >= f(larger)
    assert f(smaller | {added}) - f(smaller) >= f(larger | {added}) - f(larger) - 1e-9


@settings(deadline=None, max_examples=25)
@given(data=st.data())
def test_who_leaves_takes_away_what_rested_on_it(consortia: Consortia, data: st.DataObject) -> None:
    graph, consortium = data.draw(consortia)
    resting = {item.organisation: set(item.concepts) for item in dependencies(graph, consortium)}
    before = {row.concept: row.match for row in coverage(graph, consortium) if row.is_target}
    for member in consortium.members if consortium.targets else ():
        others = [name for name in consortium.members if name != member]
        rest = Consortium.of(graph, others, consortium.targets, consortium.origins)
        after = {row.concept: row.match for row in coverage(graph, rest) if row.is_target}
        assert {target for target in before if after[target] < before[target]} == resting.get(member, set())

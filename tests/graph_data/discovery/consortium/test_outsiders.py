from collections.abc import Callable
from itertools import combinations
from math import e

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery.consortium import Consortium, candidates, covered_share, gaps
from graph_data.discovery.consortium.outsiders import nearest
from graph_data.graph import KnowledgeGraph

Consortia = st.SearchStrategy[tuple[KnowledgeGraph, Consortium]]
Share = Callable[[KnowledgeGraph, Consortium, list[str]], float]


def test_each_candidate_adds_to_those_before_and_says_by_what(small: KnowledgeGraph) -> None:
    targets = ["challenge:hard", "target-sector:aim", "target-sector:nothing", "topic:c"]
    found = candidates(small, Consortium.of(small, ["silent"], targets))
    told = [
        (item.organisation, item.gain, [(m.concept, m.value, m.through) for m in item.closes], item.alternatives)
        for item in found
    ]
    assert told == [
        ("narrow", 0.25, [("target-sector:aim", 1.0, "topic:a")], 2),
        ("near", 0.125, [("topic:c", 0.5, "technology:a")], 0),
        ("priority", 0.0625, [("challenge:hard", 0.25, "s3:b")], 0),
    ]


def test_as_many_as_asked_for_and_only_those_that_are_kept(small: KnowledgeGraph) -> None:
    consortium = Consortium.of(small, [], ["target-sector:aim", "topic:c"])
    assert [item.organisation for item in candidates(small, consortium, first=1)] == ["narrow"]
    kept = candidates(small, consortium, keep=lambda item: item.id in {"direct", "priority"})
    assert [(item.organisation, item.gain, item.alternatives) for item in kept] == [("direct", 0.5, 0)]


def test_of_equal_gains_more_partnerships_come_first_then_ids(world: Callable[[str], KnowledgeGraph]) -> None:
    graph = world("page: a holds topic:t~1\npage: b holds topic:t~3\npage: c holds topic:t~3")
    consortium = Consortium.of(graph, [], ["topic:t"])
    (found,) = candidates(graph, consortium)
    assert (found.organisation, found.alternatives) == ("b", 2)
    best = nearest(graph, consortium, ["topic:t"])["topic:t"]
    assert best is not None
    assert best.organisation == "b"


def test_without_targets_or_where_nobody_adds_there_are_no_candidates(
    five_clusters: KnowledgeGraph, five: Consortium, small: KnowledgeGraph
) -> None:
    assert candidates(small, Consortium.of(small, ["direct"])) == ()
    assert candidates(five_clusters, five) == ()
    assert candidates(small, Consortium.of(small, [], ["target-sector:nothing"])) == ()


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_the_nearest_outside_is_the_best_match_of_all(consortia: Consortia, share: Share, data: st.DataObject) -> None:
    graph, consortium = data.draw(consortia)
    outside = [item.id for item in graph.organisations() if item.id not in consortium.members]
    for gap in gaps(graph, consortium):
        alone = Consortium((), (gap.concept,), consortium.origins)
        best = max((share(graph, alone, [name]) for name in outside), default=0.0)
        assert (gap.nearest.value if gap.nearest else 0.0) == best


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_candidates_are_greedy_and_near_the_best_choice(
    consortia: Consortia, share: Share, data: st.DataObject
) -> None:
    graph, consortium = data.draw(consortia)
    outside = [item.id for item in graph.organisations() if item.id not in consortium.members]
    members, before = list(consortium.members), share(graph, consortium, list(consortium.members))
    found = candidates(graph, consortium, first=3)
    for item in found:
        gains = {
            name: share(graph, consortium, [*members, name]) - share(graph, consortium, members) for name in outside
        }
        assert item.gain == pytest.approx(max(gains.values()), abs=1e-9)
        assert gains[item.organisation] == pytest.approx(item.gain, abs=1e-9)
        equal = [name for name, gain in gains.items() if gain == pytest.approx(item.gain, abs=1e-9)]
        assert item.alternatives == len(equal) - 1
        members.append(item.organisation)
    after = Consortium.of(graph, members, consortium.targets, consortium.origins)
    assert sum(item.gain for item in found) == pytest.approx((covered_share(graph, after) or 0.0) - before, abs=1e-9)
    choices = combinations(outside, min(3, len(outside)))
    best = max(share(graph, consortium, [*consortium.members, *chosen]) - before for chosen in choices)
    assert sum(item.gain for item in found) >= (1 - 1 / e) * best - 1e-9

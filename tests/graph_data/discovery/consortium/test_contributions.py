from collections.abc import Callable
from itertools import permutations
from random import Random
from statistics import fmean, stdev

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery.consortium import Consortium, Contribution, contributions, covered_share
from graph_data.graph import KnowledgeGraph

Share = Callable[[KnowledgeGraph, Consortium, list[str]], float]


def test_members_of_the_worked_example_are_worth_what_it_says(five_clusters: KnowledgeGraph, five: Consortium) -> None:
    found = contributions(five_clusters, five)
    assert [(item.member, item.leave_one_out) for item in found] == [
        ("cluster:sports-and-technology", 0.125),
        ("cluster:montagne", 0.125),
        ("cluster:mse", 0.0),
        ("cluster:indescat", 0.0),
        ("cluster:epsi", 0.0),
    ]
    assert [item.shapley for item in found] == pytest.approx([0.291667, 0.1875, 0.166667, 0.0625, 0.041667], abs=1e-6)


def test_without_targets_nobody_has_a_worth(small: KnowledgeGraph) -> None:
    assert contributions(small, Consortium.of(small, ["near", "direct"])) == (
        Contribution("direct", None, None),
        Contribution("near", None, None),
    )


def test_a_member_alone_is_worth_the_whole_share(small: KnowledgeGraph) -> None:
    alone = Consortium.of(small, ["near"], ["target-sector:aim", "topic:c"])
    assert contributions(small, alone) == (Contribution("near", 0.5, 0.5),)


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_worth_is_what_the_definitions_say(
    consortia: st.SearchStrategy[tuple[KnowledgeGraph, Consortium]], share: Share, data: st.DataObject
) -> None:
    graph, consortium = data.draw(consortia)
    members = list(consortium.members)
    worth = {frozenset(found): 0.0 for size in range(len(members) + 1) for found in permutations(members, size)}
    worth = {found: share(graph, consortium, list(found)) for found in worth}
    orders = list(permutations(members))
    expected = {
        member: fmean(
            worth[frozenset(order[: order.index(member) + 1])] - worth[frozenset(order[: order.index(member)])]
            for order in orders
        )
        for member in members
    }
    whole = worth[frozenset(members)]
    for item in contributions(graph, consortium):
        if item.shapley is None or item.leave_one_out is None:
            assert expected[item.member] == 0
        else:
            assert item.shapley == pytest.approx(expected[item.member], abs=1e-9)
            without = worth[frozenset(members) - {item.member}]
            assert item.leave_one_out == pytest.approx(whole - without, abs=1e-9)
            assert item.leave_one_out <= item.shapley + 1e-9


@settings(deadline=None, max_examples=30)
@given(data=st.data())
def test_the_shapley_values_add_up_to_the_covered_share(
    consortia: st.SearchStrategy[tuple[KnowledgeGraph, Consortium]], data: st.DataObject
) -> None:
    graph, consortium = data.draw(consortia)
    total = sum(item.shapley or 0.0 for item in contributions(graph, consortium))
    assert total == pytest.approx(covered_share(graph, consortium) or 0.0, abs=1e-9)


def test_twenty_members_are_worth_what_sampled_orders_say_within_four_standard_errors(
    world: Callable[[str], KnowledgeGraph], share: Share
) -> None:
    """After Castro, Gomez and Tejada 2009: the mean of what a member adds in random orders."""
    draw = Random(20200203)  # noqa: S311 -- a sample, no secret
    terms = [f"topic:{name}" for name in "abcdef"]
    held = {f"org{number:02}": draw.sample(terms, draw.randrange(4)) for number in range(20)}
    text = "\n".join(f"page: {name} holds {', '.join(found)}" for name, found in held.items())
    graph = world(f"topic:a near topic:b 0.5?\ntopic:c near topic:d 0.5?\n{text}")
    consortium = Consortium.of(graph, held, terms)
    exact = {item.member: item.shapley for item in contributions(graph, consortium)}
    row = {name: [share(graph, Consortium((), (term,), consortium.origins), [name]) for term in terms] for name in held}
    added: dict[str, list[float]] = {name: [] for name in held}
    for _ in range(2000):
        covered = [0.0] * len(terms)
        for name in draw.sample(sorted(held), len(held)):
            better = [max(pair) for pair in zip(covered, row[name], strict=True)]
            added[name].append((sum(better) - sum(covered)) / len(terms))
            covered = better
    for name, found in added.items():
        error = stdev(found) / len(found) ** 0.5
        assert abs((exact[name] or 0.0) - fmean(found)) <= 4 * error + 1e-12

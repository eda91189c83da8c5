"""What an operation costs, before it is executed: worked by hand, from @cost and @listSize."""

import time
from typing import Any

import pytest
from graphql import get_introspection_query, parse
from hypothesis import given, settings
from hypothesis import strategies as st

from graphapi.execution.cost import Cost, cost_plans
from graphapi.execution.document import CORE, whole_schema
from graphapi.schema.costs import COSTS


def cost(text: str, variables: dict[str, Any] | None = None, operation: str | None = None) -> Cost:
    return cost_plans(parse(text), CORE)[operation].cost(variables or {})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{ __typename }", Cost(1)),
        ("{ dataset { version title } }", Cost(3)),
        # a connection, its list, two fields of each item, the cursor of the page
        ("{ clusters(first: 5) { nodes { id name } pageInfo { endCursor } } }", Cost(1 + 1 + 5 * 2 + 2, 5)),
        ("{ clusters { nodes { id } } }", Cost(1 + 1 + 20, 20)),
        ("{ clusters(first: null) { nodes { id } } }", Cost(1 + 1 + 20, 20)),
        ("{ clusters(last: 7) { nodes { id } } }", Cost(1 + 1 + 7, 7)),
        ("{ clusters(first: 3, last: 7) { nodes { id } } }", Cost(1 + 1 + 7, 7)),
        ("{ clusters(first: -5) { nodes { id } } }", Cost(1 + 1, 0)),
        ("{ clusters(first: 4) { totalCount edges { cursor node { id } } } }", Cost(1 + 1 + 1 + 4 * 3, 4)),
        # short lists are assumed to have 10 items, and lists multiply
        ("{ clusters(first: 3) { nodes { sectors { name } } } }", Cost(1 + 1 + 3 * (1 + 10), 3 * (1 + 10))),
        ("{ clusters(first: 5) { nodes { id sectors { name } } } }", Cost(62, 55)),  # the example of docs/limits.md
        # what stands beside the list of a connection is asked once
        (
            "{ organisations(first: 9) { aggregate { groups(by: [COUNTRY], first: 50) { groups { count } } } } }",
            Cost(1 + 1 + COSTS["OrganisationAggregate.groups"] + 1 + 50, 50),
        ),
        ("{ nodes(ids: [1, 2, 3]) { id } }", Cost(1 + 3, 3)),
        ("{ nodes(ids: 1) { id } }", Cost(1 + 1, 1)),
        ('{ match(labels: ["a", "b"]) { label } }', Cost(COSTS["Query.match"] + 2, 2)),
        # five statements for each node of a subgraph
        (
            "{ subgraph(seeds: [], maxNodes: 30) { nodes { id } statements { id predicate } } }",
            Cost(COSTS["Query.subgraph"] + 1 + 30 + 1 + 150 * 2, 30 + 150),
        ),
        (
            "{ explain(from: 1, to: 2) { subgraph { nodes { id } } } }",
            Cost(COSTS["Query.explain"] + 1 + 1 + 200, 200),
        ),
        # an interface's field costs what it costs on every type
        ("{ organisation(id: 1) { synergies(first: 2) { totalCount } } }", Cost(1 + 20 + 1)),
        ("{ node(id: 1) { ... on Cluster { name } ... { id } } }", Cost(3)),
    ],
)
def test_a_cost_is_the_sum_of_the_weights_each_as_often_as_it_is_asked(text: str, expected: Cost) -> None:
    assert cost(text) == expected


def test_a_fragment_in_a_connection_is_as_long_as_the_list_around_it() -> None:
    text = "{ a: clusters(first: 3) { ...F } b: clusters(first: 5) { ...F } } fragment F on ClusterConnection { %s }"
    assert cost(text % "nodes { id }") == Cost((1 + 1 + 3) + (1 + 1 + 5), 3 + 5)
    assert cost(text % "nodes { ...G } } fragment G on Cluster { id name ") == Cost(2 + 6 + 2 + 10, 3 + 5)


PAGED = "query Q($n: Int = 4) { clusters(first: $n) { nodes { id } } }"


@pytest.mark.parametrize(
    ("variables", "length"),
    [
        ({}, 4),
        ({"n": 9}, 9),
        ({"n": 9.0}, 9),
        ({"n": None}, 20),
        ({"n": "x"}, 20),
        ({"n": True}, 20),
        ({"n": 2**40}, 20),
    ],
)
def test_a_length_may_come_from_a_variable_and_what_is_no_length_counts_as_none(
    variables: dict[str, Any], length: int
) -> None:
    assert cost(PAGED, variables, "Q") == Cost(2 + length, length)


def test_a_list_in_a_variable_is_as_long_as_it_is() -> None:
    text = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }"
    assert cost(text, {"ids": ["a"] * 7}) == Cost(1 + 7, 7)
    assert cost(text) == Cost(1 + 100, 100)


def test_every_operation_has_its_own_cost() -> None:
    text = "query A { dataset { version } } query B { ...F ...F } fragment F on Query { clusters { totalCount } }"
    assert [cost(text, operation=name) for name in "AB"] == [Cost(2), Cost(4)]


def test_what_directives_leave_out_counts_too() -> None:
    assert cost("query($a: Boolean!) { dataset { version @skip(if: $a) title @include(if: false) } }") == Cost(3)


def test_the_standard_introspection_query_asks_for_the_whole_schema_once() -> None:
    asked = cost(get_introspection_query(), operation="IntrospectionQuery")
    assert (asked.cost, asked.nodes) == (0, 0)
    assert 0.9 < asked.introspection / whole_schema() < 1
    assert cost("{ __schema { types { name } } __type(name: 1) { name } }") == Cost(
        0, 0, 1 + 1 + len(CORE.type_map) + 2
    )


def test_thirty_levels_of_doubling_cost_what_they_multiply_to_in_milliseconds() -> None:
    spreads = " ".join(f"fragment F{level} on Query {{ ...F{level + 1} ...F{level + 1} }}" for level in range(30))
    begun = time.process_time()
    assert cost(f"{{ ...F0 }} {spreads} fragment F30 on Query {{ __typename }}") == Cost(2**30)
    assert time.process_time() - begun < 0.1


LISTS = ("clusters", "organisations", "partnerships", "regions")


@given(st.sampled_from(LISTS), st.integers(0, 100), st.integers(0, 100), st.integers(0, 100))
@settings(max_examples=60, deadline=None)
def test_a_longer_list_never_costs_less(name: str, first: int, more: int, inner: int) -> None:
    text = (
        f"query($n: Int) {{ {name}(first: $n) {{ nodes {{ id statements(first: {inner}) {{ nodes {{ id }} }} }} }} }}"
    )
    shorter, longer = (cost(text, {"n": n}) for n in (first, first + more))
    literal = cost(text.replace("($n: Int)", "").replace("$n", str(first)))
    assert literal == shorter
    assert all(a <= b for a, b in zip(shorter, longer, strict=True))
    assert shorter == Cost(2 + first * (1 + 1 + 1 + inner), first + first * inner)

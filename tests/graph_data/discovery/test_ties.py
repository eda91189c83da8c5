from collections.abc import Callable
from typing import TypeAlias

from graph_data.discovery.ties import met, partnerships_of
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]


def test_partnerships_and_partners_are_those_that_an_organisation_takes_part_in(world: World) -> None:
    graph = world("page: a holds\npage: b holds\npage: c holds\npage: d holds\np joins a, b\nq joins a, c")
    assert {name: partnerships_of(graph, name) for name in "abd"} == {"a": {"p", "q"}, "b": {"p"}, "d": set()}
    assert {name: met(graph, name) for name in "abd"} == {"a": {"a", "b", "c"}, "b": {"a", "b"}, "d": set()}


def test_what_else_points_at_a_partnership_is_no_partner(small_graph: KnowledgeGraph) -> None:
    partners = {"cluster:alps", "sme:shoes", "institution:college"}
    assert met(small_graph, "institution:college") == partners
    assert {name for name in partners if "partnership:visit" in partnerships_of(small_graph, name)} == {"cluster:alps"}

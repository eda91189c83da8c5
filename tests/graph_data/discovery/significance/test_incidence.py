from collections.abc import Callable
from typing import TypeAlias

from graph_data.discovery import Lens, SynergyModel
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.significance.incidence import incidence_of
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]

TWO_SOURCES = """
    page: a holds sector:x, s3:t
    page: b holds sector:y, s3:t, s3:u, topic:v~1@register
    register: c holds topic:v
    register: d holds topic:v, topic:w
    register: e holds
    us: f holds
"""


def test_holdings_count_inside_the_population_of_their_term_and_of_the_via_facets(world: World) -> None:
    graph, model = world(TWO_SOURCES), SynergyModel.of()
    found, terms = incidence_of(graph, model), list(profiles_of(graph, model).terms)
    holders = dict(zip(terms, found.holders.tolist(), strict=True))
    assert holders == {"s3:t": 2, "s3:u": 1, "topic:v": 2, "topic:w": 1, "sector:x": 0, "sector:y": 0}
    by_page, by_register = (found.population[terms.index(term)] for term in ("s3:t", "topic:v"))
    assert found.degrees[:, by_page].tolist() == [1, 2, 0, 0, 0, 0]
    assert found.degrees[:, by_register].tolist() == [0, 0, 1, 2, 0, 0]
    assert (found.sizes[by_page], found.sizes[by_register]) == (2, 2)
    assert found.organisations == 5


def test_terms_of_one_population_are_counted_together(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds topic:y")
    assert incidence_of(graph, SynergyModel.of(Lens.GENERAL)).degrees.tolist() == [[2], [1]]


def test_graph_in_which_nobody_holds_anything_has_no_cell(world: World) -> None:
    found = incidence_of(world("page: a holds\npage: b holds"), SynergyModel.of())
    assert (found.organisations, found.degrees.shape) == (0, (2, 0))

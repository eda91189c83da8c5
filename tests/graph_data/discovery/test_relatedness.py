from collections.abc import Callable
from typing import TypeAlias

import pytest

from graph_data.discovery import Lens, Proximity, ProximitySource, SynergyModel
from graph_data.discovery.priors import priors_of
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.relatedness import Relatedness
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]

GENERAL = SynergyModel.of(Lens.GENERAL)
ONE_SOURCE = """
    page: a holds s3:t
    page: b holds s3:u, s3:t
    page: c holds s3:t, s3:u
    page: d holds s3:t
"""


def proximity(graph: KnowledgeGraph, term: str, other: str, *, shrinkage: float = 5, without: str = "") -> Proximity:
    left_out = frozenset(without.split())
    return Relatedness(profiles_of(graph, GENERAL), priors_of(graph, GENERAL), shrinkage, left_out).proximity(
        term, other
    )


def test_without_shrinkage_and_leaving_out_it_is_the_proximity_of_product_space(world: World) -> None:
    found = proximity(world(ONE_SOURCE), "s3:t", "s3:u", shrinkage=0)
    assert (found.value, found.source) == (2 / 4, ProximitySource.EMPIRICAL)
    assert (found.first, found.second, found.both) == (4, 2, 2)


def test_the_pair_is_no_evidence_of_its_own_relatedness(world: World) -> None:
    found = proximity(world(ONE_SOURCE), "s3:t", "s3:u", without="a b")
    assert (found.first, found.second, found.both) == (2, 1, 1)
    assert found.value == 1 / (2 + 5)


def test_shrinkage_pulls_towards_the_prior(world: World) -> None:
    found = proximity(world(ONE_SOURCE + "s3:t near s3:u 0.5"), "s3:t", "s3:u")
    assert found.value == (2 + 5 * 0.5) / (4 + 5)
    assert (found.prior, found.source) == (0.5, ProximitySource.CURATED)
    assert found.curated_share == pytest.approx(2.5 / 4.5)


def test_with_nobody_to_count_and_no_shrinkage_the_prior_stands_alone(world: World) -> None:
    graph = world(ONE_SOURCE + "s3:t near s3:u 0.5")
    found = proximity(graph, "s3:t", "s3:u", shrinkage=0, without="a b c d")
    assert (found.value, found.source, found.curated_share) == (0.5, ProximitySource.CURATED, 1)


def test_prior_without_shrinkage_gives_way_to_what_is_counted(world: World) -> None:
    graph = world("page: a holds s3:t\npage: b holds s3:u\ns3:t near s3:u 0.5")
    found = proximity(graph, "s3:t", "s3:u", shrinkage=0)
    assert (found.value, found.source) == (0, None)


def test_term_is_identical_to_itself(world: World) -> None:
    found = proximity(world(ONE_SOURCE), "s3:t", "s3:t", without="a b c d")
    assert (found.value, found.source) == (1, ProximitySource.IDENTITY)


def test_across_schemes_without_common_organisations_it_is_the_prior(world: World) -> None:
    graph = world("page: a holds s3:t\npage: b holds s3:t\nregister: c holds topic:u\ntopic:u near s3:t 0.5")
    found = proximity(graph, "s3:t", "topic:u")
    assert (found.value, found.first, found.second, found.both) == (0.5, 0, 0, 0)


def test_across_schemes_only_organisations_of_both_populations_count(world: World) -> None:
    graph = world("""
        page: a holds s3:t
        page+register: b holds s3:t, topic:u@register
        page+register: c holds s3:t
        register: d holds topic:u
        register: e holds topic:u
    """)
    found = proximity(graph, "s3:t", "topic:u")
    assert (found.first, found.second, found.both) == (2, 1, 1)
    assert proximity(graph, "s3:t", "topic:u", without="a b").first == 1


def test_it_is_symmetric(world: World) -> None:
    graph = world(ONE_SOURCE + "page: e holds s3:v, s3:u\ns3:t near s3:v 0.25")
    for other in ("s3:u", "s3:v"):
        assert proximity(graph, "s3:t", other).value == proximity(graph, other, "s3:t").value

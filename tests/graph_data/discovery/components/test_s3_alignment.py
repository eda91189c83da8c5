"""How far what each specialises in is a priority of the other's region; and what the clusters of a region pursue."""

from collections.abc import Callable
from typing import TypeAlias

import pytest

from graph_data.discovery import Lens, SynergyModel
from graph_data.discovery.components import priorities_of_clusters
from graph_data.discovery.components.s3_alignment import s3_alignment
from graph_data.discovery.profiles import profiles_of
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, StatementOrigin

World: TypeAlias = Callable[[str], KnowledgeGraph]

TWO = """
    page: a holds s3:x, s3:y
    page: b holds s3:x
    page: c holds sector:k
    a lies in region:AT1A
    b lies in region:IT1A
    c lies in region:IT1A
"""


def alignment(graph: KnowledgeGraph, model: SynergyModel | None = None) -> float | None:
    measure = s3_alignment(graph, model or SynergyModel.of())
    found = measure("a", "b")
    assert measure("b", "a") == found
    return found


def test_alignment_is_the_mean_of_both_directions_weighed_as_terms_are(mapped: World) -> None:
    graph = mapped(f"{TWO}\nregion:AT1A declares s3:x\nregion:IT1A declares s3:y")
    weights = profiles_of(graph, SynergyModel.of(Lens.GENERAL)).weights
    there = weights["s3:y"] / (weights["s3:x"] + weights["s3:y"])
    assert alignment(graph) == pytest.approx((there + 1) / 2)


def test_what_a_wider_region_declares_and_what_lies_within_an_area_is_declared_too(mapped: World) -> None:
    graph = mapped(
        f"{TWO}\ns3:x under s3:top\ns3:y under s3:top\nregion:AT1 declares s3:top\nregion:IT1 declares s3:top"
    )
    assert alignment(graph) == 1


@pytest.mark.parametrize(
    "declared",
    ["", "region:AT1A declares s3:x", "region:AT1A declares s3:x\nregion:IT1B declares s3:x"],
)
def test_where_a_region_is_not_known_to_declare_anything_alignment_is_not_known(mapped: World, declared: str) -> None:
    assert alignment(mapped(f"{TWO}\n{declared}")) is None


def test_where_either_holds_no_area_alignment_is_not_known(mapped: World) -> None:
    graph = mapped(f"{TWO}\nregion:AT1A declares s3:x\nregion:IT1A declares s3:y")
    assert s3_alignment(graph, SynergyModel.of())("a", "c") is None


def test_alignment_does_not_depend_on_the_lens_but_on_the_origins(mapped: World) -> None:
    graph = mapped(f"{TWO}\nregion:AT1A declares s3:x\nregion:IT1A declares s3:y?")
    sectors = SynergyModel.of(across=[EntityKind.SECTOR], via=[EntityKind.SECTOR])
    assert alignment(graph, sectors) == alignment(graph)
    assert alignment(graph, SynergyModel.of(origins=[StatementOrigin.STATED])) is None


def test_the_clusters_of_a_region_and_of_those_within_it_pursue_areas_of_their_own(mapped: World) -> None:
    graph = mapped(f"{TWO}\nregion:IT1 declares s3:z")
    pursued = {
        region: [area.id for area in priorities_of_clusters(graph, region)]
        for region in ("region:AT1", "region:AT1A", "region:AT1B", "region:IT1A")
    }
    assert pursued == {
        "region:AT1": ["s3:x", "s3:y"],
        "region:AT1A": ["s3:x", "s3:y"],
        "region:AT1B": [],
        "region:IT1A": ["s3:x"],
    }
    assert priorities_of_clusters(graph, "region:AT1", [StatementOrigin.INFERRED]) == []
    with pytest.raises(UnknownEntity, match="unknown id 'region:XX'"):
        priorities_of_clusters(graph, "region:XX")

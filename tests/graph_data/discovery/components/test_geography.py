"""How near two organisations are: their regions' centroids, else their countries."""

import math
from collections.abc import Callable
from typing import TypeAlias

import pytest

from graph_data.discovery import SynergyModel
from graph_data.discovery.components.geography import distance, geography
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]

QUARTER = 6371.0088 * math.pi / 2
"""Kilometres from the equator to a pole."""


def nearness(graph: KnowledgeGraph, one: str, other: str) -> float | None:
    return geography(graph, SynergyModel.of())(one, other)


def test_nearness_falls_by_e_every_300_kilometres(mapped: World) -> None:
    north = math.degrees(300 / 6371.0088)
    graph = mapped(f"""
        page: a holds
        page: b holds
        a at 0 10
        b at {north} 10
        a lies in region:AT1A
        b lies in region:IT1A
    """)
    assert distance(graph, "a", "b") == pytest.approx(300)
    assert nearness(graph, "a", "b") == pytest.approx(1 / math.e)
    assert nearness(graph, "a", "b") == nearness(graph, "b", "a")


def test_a_region_lies_at_the_mean_of_the_organisations_within_it_on_the_sphere(mapped: World) -> None:
    graph = mapped("""
        page: a holds
        page: b holds
        page: c holds
        page: d holds
        a at 0 0
        b at 0 90
        d at 90 0
        a lies in region:AT1A
        b lies in region:AT1B
        c lies in region:AT1
        d lies in region:IT1
    """)
    assert distance(graph, "a", "b") == pytest.approx(QUARTER)
    assert distance(graph, "c", "a") == pytest.approx(QUARTER / 2)
    assert distance(graph, "c", "b") == pytest.approx(QUARTER / 2)
    assert distance(graph, "c", "d") == pytest.approx(QUARTER)


def test_places_on_opposite_sides_of_the_date_line_are_near(mapped: World) -> None:
    graph = mapped("""
        page: a holds
        page: b holds
        page: c holds
        a at 0 179
        b at 0 -179
        c at 0 180
        a lies in region:AT1
        b lies in region:AT1
        c lies in region:IT1
    """)
    assert distance(graph, "a", "c") == pytest.approx(0, abs=1e-9)
    assert nearness(graph, "a", "c") == 1


def test_two_of_one_region_are_at_one_place_though_only_one_has_coordinates(mapped: World) -> None:
    graph = mapped("""
        page: a holds
        page: b holds
        a at 47 11
        a lies in region:AT1A
        b lies in region:AT1A
    """)
    assert (distance(graph, "a", "b"), nearness(graph, "a", "b")) == (0, 1)


def test_a_region_without_coordinates_stands_where_the_region_around_it_does(mapped: World) -> None:
    graph = mapped("""
        page: a holds
        page: b holds
        a at 47 11
        a lies in region:AT1A
        b lies in region:AT1B
    """)
    assert distance(graph, "a", "b") == 0


@pytest.mark.parametrize(
    ("places", "near"),
    [
        ("a lies in country:AT\nb lies in country:AT", 1),
        ("a lies in country:AT\nb lies in country:IT", 0),
        ("a lies in region:AT1A\nb lies in country:AT", 1),
        ("a lies in region:AT1A\nb lies in region:IT1B", 0),
        ("a lies in region:AT1A\nb lies in region:XX1", None),
        ("a lies in region:AT1A", None),
        ("", None),
    ],
)
def test_without_coordinates_of_both_the_countries_decide(mapped: World, places: str, near: float | None) -> None:
    graph = mapped(f"page: a holds\npage: b holds\na at 47 11\n{places}")
    assert (nearness(graph, "a", "b"), nearness(graph, "b", "a")) == (near, near)
    assert distance(graph, "a", "b") is None


def test_coordinates_that_cancel_out_have_no_mean(mapped: World) -> None:
    graph = mapped("""
        page: a holds
        page: b holds
        page: c holds
        a at 0 0
        b at 0 180
        c at 50 10
        a lies in region:AT1
        b lies in region:AT1
        c lies in region:IT1
    """)
    assert distance(graph, "a", "c") is None
    assert nearness(graph, "a", "c") == 0


def test_a_region_of_no_known_country_is_in_no_country_with_itself(mapped: World) -> None:
    adrift = "page: a holds\npage: b holds\na lies in region:XX1\nb lies in region:XX1"
    assert nearness(mapped(adrift), "a", "b") is None
    assert nearness(mapped(f"{adrift}\na at 47 11"), "a", "b") == 1

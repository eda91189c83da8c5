from collections.abc import Callable
from typing import TypeAlias

from graph_data.discovery.components.places import places_around
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]


def test_places_lead_from_the_smallest_region_to_the_country(mapped: World) -> None:
    graph = mapped("""
        page: a holds
        page: b holds
        page: c holds
        page: d holds
        a lies in region:AT1A
        b lies in country:IT
        c lies in region:XX1
    """)
    assert places_around(graph) == {
        "a": ("region:AT1A", "region:AT1", "country:AT"),
        "b": ("country:IT",),
        "c": ("region:XX1",),
    }

"""How near two organisations are on the map."""

import math
from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import NamedTuple, TypeAlias

from graph_data.discovery.caching import PerGraph
from graph_data.discovery.components.places import places_around
from graph_data.discovery.evidence import DECIMALS
from graph_data.discovery.model import SynergyModel
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Country, EntityKind, Organisation

__all__ = ["distance", "geography"]

REACH_KM = 300.0
"""Distance at which nearness has fallen to 1/e."""

EARTH_KM = 6371.0088
"""Mean radius of the earth (IUGG)."""

METRES = 3
"""Decimals of a distance in kilometres."""

LEAST = 1e-9
"""Length below which a sum of directions points nowhere, so that they have no mean."""

Point: TypeAlias = tuple[float, float, float]
"""A place as a direction from the earth's centre, a vector of length 1."""


class _Place(NamedTuple):
    """Where an organisation lies.

    Attributes:
        centroid: of its region, None where not known.
        country: id of its country, None where not known.
    """

    centroid: Point | None
    country: str | None


_PLACES: PerGraph[Mapping[str, _Place]] = PerGraph()


def geography(graph: KnowledgeGraph, _: SynergyModel) -> Callable[[str, str], float | None]:
    """Return a function of the ids of two organisations: how near they are, in [0, 1].

    It is exp(-d / 300 km), d the great-circle distance between the centroids of their regions. Where either centroid
    is not known it is 1 in the same country and 0 in different ones, and None where a country is not known either.
    """
    places = _places_of(graph)

    def nearness(organisation: str, partner: str) -> float | None:
        one, other = places.get(organisation), places.get(partner)
        if one is None or other is None:
            return None
        if one.centroid and other.centroid:
            return round(math.exp(-_apart(one.centroid, other.centroid) / REACH_KM), DECIMALS)
        return float(one.country == other.country) if one.country and other.country else None

    return nearness


def distance(graph: KnowledgeGraph, organisation: str, partner: str) -> float | None:
    """Return the kilometres, to the metre, between the centroids of two organisations' regions; None if unknown."""
    one, other = (_places_of(graph).get(name) for name in (organisation, partner))
    if one is None or other is None or one.centroid is None or other.centroid is None:
        return None
    return round(_apart(one.centroid, other.centroid), METRES)


def _apart(one: Point, other: Point) -> float:
    # by the chord, which keeps short distances exact
    return 2 * EARTH_KM * math.asin(min(math.dist(one, other) / 2, 1.0))


def _places_of(graph: KnowledgeGraph) -> Mapping[str, _Place]:
    return _PLACES.get(graph, None, lambda: _places(graph))


def _places(graph: KnowledgeGraph) -> dict[str, _Place]:
    """Return where each organisation lies that lies anywhere; of its regions the smallest with a centroid counts."""
    around, centroids = places_around(graph), _centroids(graph)
    return {
        organisation: _Place(
            next((centroids[place] for place in places if place in centroids), None),
            places[-1] if isinstance(graph.entity(places[-1]), Country) else None,
        )
        for organisation, places in around.items()
    }


def _centroids(graph: KnowledgeGraph) -> dict[str, Point]:
    """Return the mean position of the organisations in each region, or within it, whose coordinates are known.

    The mean is that of the sphere: the direction of the sum of their directions.
    """
    points: dict[str, list[Point]] = defaultdict(list)
    around = places_around(graph)
    for organisation in graph.organisations():
        if point := _point(organisation):
            for place in around.get(organisation.id, ()):
                points[place].append(point)
    found: dict[str, Point] = {}
    for region in graph.entities(EntityKind.REGION):
        x, y, z = (math.fsum(part) for part in zip(*points.get(region.id, [(0.0, 0.0, 0.0)]), strict=True))
        if (length := math.hypot(x, y, z)) > LEAST:
            found[region.id] = (x / length, y / length, z / length)
    return found


def _point(organisation: Organisation) -> Point | None:
    if organisation.latitude is None or organisation.longitude is None:
        return None
    north, east = math.radians(organisation.latitude), math.radians(organisation.longitude)
    return math.cos(north) * math.cos(east), math.cos(north) * math.sin(east), math.sin(north)

"""Where a sector is at home: how much more often it is found in a region than everywhere."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

import numpy as np

from graph_data.graph import KnowledgeGraph
from graph_data.listing import ConceptMatch, OrganisationFilter
from graph_data.ontology import EntityKind, Region, StatementOrigin
from graph_data.snapshot import Snapshot, select
from graph_data.snapshot.columns import UNKNOWN
from graph_data.snapshot.sparse import Positions

__all__ = ["LocationQuotient", "location_quotients"]

LEVELS = (1, 2, 3)
"""The levels of NUTS."""

FEWEST_REGIONS = 2
"""With fewer there is nothing to compare a region with."""


@dataclass(frozen=True, slots=True)
class LocationQuotient:
    """The share of a region's organisations that are in a sector, divided by the same share of all regions.

    Attributes:
        region: its id.
        value: >= 0, 1 where the region is like all; None where it cannot be told.
        organisations: the region's in the sector, x_rs.
        region_organisations: the region's in any sector, x_r.
        sector_organisations: all regions' in the sector, x_s.
        all_organisations: all regions' in any sector, x.
    """

    region: str
    value: float | None
    organisations: int
    region_organisations: int
    sector_organisations: int
    all_organisations: int


def location_quotients(
    graph: KnowledgeGraph, sector_id: str, *, level: int = 2, origins: Collection[StatementOrigin] | None = None
) -> tuple[LocationQuotient, ...]:
    """Return the location quotient of a sector in every region that has an organisation, highest first, ties by id.

    LQ = (x_rs/x_r) / (x_s/x), over the organisations whose region and sector are known. Each counts in the region of
    the level that contains its own; where only a wider region or the country is known it is left out. Narrower sectors
    count. None where nobody is in the sector (x_s = 0) and where there are fewer than two regions.

    Args:
        graph: the graph.
        sector_id: id of the sector.
        level: NUTS level of the regions, 1 to 3.
        origins: only statements of these origins say who is in which sector, all when None.

    Raises:
        UnknownEntity: the id names no sector.
        ValueError: there is no such level.
    """
    if level not in LEVELS:
        raise ValueError(f"level must be 1, 2 or 3, got {level}")
    snapshot = Snapshot.of(graph)
    regions = [found for found in graph.entities(EntityKind.REGION) if isinstance(found, Region)]
    regions = [region for region in regions if region.level == level]
    lying = _lying(snapshot, regions)
    sectors = [sector.id for sector in graph.entities(EntityKind.SECTOR)]
    of_region = _counts(snapshot, lying, len(regions), sectors, origins)
    inside = _counts(snapshot, lying, len(regions), [graph.entity(sector_id).id], origins)
    known, in_sector, compared = sum(of_region), sum(inside), sum(count > 0 for count in of_region)
    tellable = in_sector and compared >= FEWEST_REGIONS
    found = [
        LocationQuotient(
            region.id, round(own * known / (size * in_sector), 12) if tellable else None, own, size, in_sector, known
        )
        for region, own, size in zip(regions, inside, of_region, strict=True)
        if size
    ]
    return tuple(sorted(found, key=lambda item: (-(item.value or 0), item.region)))


def _lying(snapshot: Snapshot, regions: Iterable[Region]) -> Positions:
    """Return in which of some regions each organisation lies, UNKNOWN for none; shape (organisations,)."""
    places = snapshot.places
    # the last is for those whose place is UNKNOWN, which is -1
    containing = np.full(len(places.axis) + 1, UNKNOWN, dtype=np.int32)
    for number, region in enumerate(regions):
        containing[places.below.row(places.axis.number[region.id])] = number
    found: Positions = containing[snapshot.place]
    return found


def _counts(
    snapshot: Snapshot,
    lying: Positions,
    regions: int,
    sectors: Iterable[str],
    origins: Collection[StatementOrigin] | None,
) -> list[int]:
    """Count the organisations of each region that are in one of some sectors."""
    match = ConceptMatch(any_of=tuple(sectors), origins=None if origins is None else frozenset(origins))
    active = lying[select(snapshot, OrganisationFilter(concepts=((EntityKind.SECTOR, match),)))]
    counted: list[int] = np.bincount(active[active != UNKNOWN], minlength=regions).tolist()
    return counted

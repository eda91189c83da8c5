"""How far what each of two organisations specialises in is a priority of the other's region."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from graph_data.discovery.caching import PerGraph
from graph_data.discovery.components.places import places_around
from graph_data.discovery.evidence import DECIMALS
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.profiles import profiles_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Cluster, Entity, EntityKind, Predicate, StatementOrigin

__all__ = ["priorities_of_clusters", "s3_alignment"]

_S3 = (EntityKind.S3_PRIORITY_AREA,)


@dataclass(frozen=True, slots=True)
class _Sides:
    """What is known of each organisation.

    Attributes:
        areas: its S3 areas with weight times membership, by organisation id; absent where it holds none.
        wanted: priorities of its region, narrower areas included, by organisation id; absent where none are known.
    """

    areas: Mapping[str, Mapping[str, float]]
    wanted: Mapping[str, frozenset[str]]

    def share(self, organisation: str, partner: str) -> float | None:
        """Return which part of an organisation's S3 areas is a priority of the partner's region, None if unknown."""
        areas, wanted = self.areas.get(organisation), self.wanted.get(partner)
        if areas is None or wanted is None:
            return None
        return sum(weight for area, weight in areas.items() if area in wanted) / sum(areas.values())


_SIDES: PerGraph[_Sides] = PerGraph()


def s3_alignment(graph: KnowledgeGraph, model: SynergyModel) -> Callable[[str, str], float | None]:
    """Return a function of the ids of two organisations: how far their S3 areas meet, in [0, 1].

    It is the mean of both directions of W(A and Z) / W(A), A the S3 areas of the one, Z the areas that the region of
    the other, or a region around that, declares a priority. W sums weight times membership over the terms, as in a
    profile. An area within a declared one is declared too. The facets of the lens do not matter, the origins do.
    None where either side holds no S3 area or no priority of its region is known.
    """
    sides = _SIDES.get(graph, model.origins, lambda: _sides(graph, model))

    def alignment(organisation: str, partner: str) -> float | None:
        there, back = sides.share(organisation, partner), sides.share(partner, organisation)
        return None if there is None or back is None else round((there + back) / 2, DECIMALS)

    return alignment


def priorities_of_clusters(
    graph: KnowledgeGraph, region: str, origins: Collection[StatementOrigin] | None = None
) -> list[Entity]:
    """Return the S3 areas that the clusters of a region and of those within it pursue, sorted by id.

    They are the clusters' own choice, not the region's.

    Raises:
        UnknownEntity: the id names nothing.
    """
    places = graph.within(region, Predicate.LOCATED_IN)
    actors = [actor for place in places for actor in graph.subjects(place, Predicate.LOCATED_IN)]
    clusters = [actor.id for actor in actors if isinstance(actor, Cluster)]
    areas = {area.id for cluster in clusters for area in graph.objects(cluster, Predicate.PURSUES_PRIORITY, origins)}
    return [graph.entity(area) for area in sorted(areas)]


def _declared(graph: KnowledgeGraph, origins: Collection[StatementOrigin]) -> dict[str, list[str]]:
    """Return the S3 areas that each region itself declares a priority, by region id; absent where none are known."""
    regions = [region.id for region in graph.entities(EntityKind.REGION)]
    found = {region: graph.objects(region, Predicate.PURSUES_PRIORITY, origins) for region in regions}
    return {region: [area.id for area in areas] for region, areas in found.items() if areas}


def _sides(graph: KnowledgeGraph, model: SynergyModel) -> _Sides:
    declared = _declared(graph, model.origins)
    if not declared:
        return _Sides({}, {})
    profiles = profiles_of(graph, SynergyModel.of(across=_S3, via=_S3, origins=model.origins))
    below = {area: graph.within(area, Predicate.BROADER) for areas in declared.values() for area in areas}
    around, areas, wanted = places_around(graph), {}, {}
    for organisation in profiles.profile:
        if held := profiles.held(organisation, _S3):
            areas[organisation] = {area: profiles.weights[area] * value for area, value in held.items()}
        tops = (top for place in around.get(organisation, ()) for top in declared.get(place, ()))
        if found := frozenset(area for top in tops for area in below[top]):
            wanted[organisation] = found
    return _Sides(areas, wanted)

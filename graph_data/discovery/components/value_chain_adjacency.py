"""How near two organisations stand in a value chain."""

from collections.abc import Callable

from graph_data.discovery.evidence import DECIMALS
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.value_chains import nearness, occupied_stages, stage_distances
from graph_data.graph import KnowledgeGraph

__all__ = ["value_chain_adjacency"]


def value_chain_adjacency(graph: KnowledgeGraph, model: SynergyModel) -> Callable[[str, str], float | None]:
    """Return a function of the ids of two organisations: their adjacency in [0, 1], see `value_chains.adjacency`."""
    distances, occupied = stage_distances(graph), occupied_stages(graph, model.origins)

    def adjacency(organisation: str, partner: str) -> float | None:
        near = nearness(distances, occupied.get(organisation, ()), occupied.get(partner, ()))
        return None if near is None else round(near, DECIMALS)

    return adjacency

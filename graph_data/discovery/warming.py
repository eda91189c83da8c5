"""Prepares what almost every question needs, before the first one is asked."""

from graph_data.discovery.dwpc import degrees_of
from graph_data.discovery.matrices import matrices_of
from graph_data.discovery.model import Lens, SynergyModel
from graph_data.discovery.network import network_of
from graph_data.discovery.synergy import synergy
from graph_data.graph import KnowledgeGraph

__all__ = ["warm"]


def warm(graph: KnowledgeGraph) -> None:
    """Prepare the profiles and matrices of both lenses, what a pair is compared by, the network and its degrees."""
    names = [organisation.id for organisation in graph.organisations()[:2]]
    for lens in Lens:
        matrices_of(graph, SynergyModel.of(lens))
        if len(names) > 1:
            synergy(graph, names[0], names[1], SynergyModel.of(lens))
    network_of(graph)
    degrees_of(graph)

"""Who has worked with whom: the partnerships of each organisation."""

from collections import defaultdict
from collections.abc import Mapping

from graph_data.discovery.caching import PerGraph
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, Predicate

__all__ = ["met", "partnerships_of"]

_TIES: PerGraph[Mapping[str, frozenset[str]]] = PerGraph()


def partnerships_of(graph: KnowledgeGraph, organisation: str) -> frozenset[str]:
    """Return the ids of the partnerships that an organisation takes part in."""
    return _TIES.get(graph, None, lambda: _ties(graph)).get(organisation, frozenset())


def met(graph: KnowledgeGraph, organisation: str) -> set[str]:
    """Return the ids of the organisations that share a partnership with one, itself included if it has any."""
    return {other for partnership in partnerships_of(graph, organisation) for other in _partners(graph, partnership)}


def _ties(graph: KnowledgeGraph) -> dict[str, frozenset[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for partnership in graph.entities(EntityKind.PARTNERSHIP):
        for organisation in _partners(graph, partnership.id):
            found[organisation].append(partnership.id)
    return {organisation: frozenset(partnerships) for organisation, partnerships in found.items()}


def _partners(graph: KnowledgeGraph, partnership: str) -> list[str]:
    return [
        organisation
        for organisation, edges in graph.nx.pred[partnership].items()
        if any(data["statement"].predicate is Predicate.PARTNER_IN for data in edges.values())
    ]

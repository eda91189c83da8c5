"""Who has worked with whom: the partnerships of each organisation."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from graph_data.deadline import watched
from graph_data.discovery.caching import PerGraph
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, Predicate

__all__ = ["met", "partnerships_of"]


class _Ties(NamedTuple):
    """The partnerships of each organisation, and the partners of each partnership."""

    partnerships: Mapping[str, frozenset[str]]
    partners: Mapping[str, tuple[str, ...]]


_TIES: PerGraph[_Ties] = PerGraph()


def partnerships_of(graph: KnowledgeGraph, organisation: str) -> frozenset[str]:
    """Return the ids of the partnerships that an organisation takes part in."""
    return _ties_of(graph).partnerships.get(organisation, frozenset())


def met(graph: KnowledgeGraph, organisation: str) -> set[str]:
    """Return the ids of the organisations that share a partnership with one, itself included if it has any."""
    ties = _ties_of(graph)
    shared = ties.partnerships.get(organisation, frozenset())
    return {other for partnership in shared for other in ties.partners[partnership]}


def _ties_of(graph: KnowledgeGraph) -> _Ties:
    return _TIES.get(graph, None, lambda: _ties(graph))


def _ties(graph: KnowledgeGraph) -> _Ties:
    partners = {
        partnership.id: tuple(_partners(graph, partnership.id))
        for partnership in watched(graph.entities(EntityKind.PARTNERSHIP))
    }
    found: dict[str, list[str]] = defaultdict(list)
    for partnership, organisations in partners.items():
        for organisation in organisations:
            found[organisation].append(partnership)
    return _Ties({organisation: frozenset(partnerships) for organisation, partnerships in found.items()}, partners)


def _partners(graph: KnowledgeGraph, partnership: str) -> Iterator[str]:
    for organisation, edges in graph.nx.pred[partnership].items():
        if any(data["statement"].predicate is Predicate.PARTNER_IN for data in edges.values()):
            yield organisation

"""Where organisations lie: the places around each of them."""

from collections.abc import Iterator, Mapping

from graph_data.discovery.caching import PerGraph
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Predicate
from graph_data.rows import Statement

__all__ = ["places_around"]

_AROUND: PerGraph[Mapping[str, tuple[str, ...]]] = PerGraph()


def places_around(graph: KnowledgeGraph) -> Mapping[str, tuple[str, ...]]:
    """Return the ids of each organisation's regions, the smallest first, and of its country at the end.

    An organisation that lies nowhere is absent.
    """
    return _AROUND.get(graph, None, lambda: _around(graph))


def _around(graph: KnowledgeGraph) -> dict[str, tuple[str, ...]]:
    statements: Iterator[Statement] = (data["statement"] for _, _, data in graph.nx.edges(data=True))
    within = {item.subject: item.object for item in statements if item.predicate is Predicate.LOCATED_IN}
    found = {organisation.id: tuple(_upwards(within, organisation.id)) for organisation in graph.organisations()}
    return {organisation: places for organisation, places in found.items() if places}


def _upwards(within: Mapping[str, str], place: str) -> Iterator[str]:
    while place in within:
        place = within[place]
        yield place

"""Whether two organisations would work together for the first time."""

from collections.abc import Callable

from graph_data.discovery.model import SynergyModel
from graph_data.discovery.ties import partnerships_of
from graph_data.graph import KnowledgeGraph

__all__ = ["tie_novelty"]


def tie_novelty(graph: KnowledgeGraph, _: SynergyModel) -> Callable[[str, str], float | None]:
    """Return a function of the ids of two organisations: 1 if they share no partnership, else 0.

    None where no partnership of either one is recorded: of such an organisation nothing is known, not that it never
    had a partner.
    """

    def novelty(organisation: str, partner: str) -> float | None:
        ours, theirs = partnerships_of(graph, organisation), partnerships_of(graph, partner)
        return float(ours.isdisjoint(theirs)) if ours and theirs else None

    return novelty

"""How much of a dataset can be compared at all: what a reader must know before trusting a ranking."""

from dataclasses import dataclass

from graph_data.deadline import watched
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.ranking import rank
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import StatementOrigin

__all__ = ["Coverage", "coverage"]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Counts of organisations.

    Attributes:
        organisations: all.
        with_across: those that hold a term of the across facets.
        with_via: those that hold a term of the via facets.
        scorable: those that hold both, so that a score is possible.
        largest_profile: size of the largest group that shares one profile, among those that can be scored.
        described: those that describe themselves: their row comes from a source that is STATED, not from a register.
        meeting: those with a score above 0 with another one that describes itself.
    """

    organisations: int
    with_across: int
    with_via: int
    scorable: int
    largest_profile: int
    described: int
    meeting: int

    @property
    def without_score(self) -> int:
        """Those whose score with anybody is null."""
        return self.organisations - self.scorable


def coverage(graph: KnowledgeGraph, model: SynergyModel) -> Coverage:
    """Count which organisations a model can compare."""
    profiles = profiles_of(graph, model)
    ids = [organisation.id for organisation in profiles.organisations]
    across = {found for found in ids if profiles.held(found, model.across)}
    via = {found for found in ids if profiles.held(found, model.via)}
    scorable = across & via
    largest = max((len(scorable.intersection(group)) for group in profiles.groups.values()), default=0)
    described = _described(graph)
    meeting = {
        name
        for organisation in watched(described)
        for entry in rank(graph, organisation, model).entries
        if entry.score > 0
        for name in (entry.partner, *entry.same_profile)
    }
    return Coverage(len(ids), len(across), len(via), len(scorable), largest, len(described), len(meeting))


def _described(graph: KnowledgeGraph) -> list[str]:
    stated = {source.id for source in graph.dataset.sources if source.origin is StatementOrigin.STATED}
    return [organisation.id for organisation in graph.organisations() if organisation.source in stated]

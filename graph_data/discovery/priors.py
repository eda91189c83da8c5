"""How near two terms are before anyone is counted: by their classification, or by a curator's judgement."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

from graph_data.discovery.caching import PerGraph
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.profiles import profiles_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Concept, Predicate, S3PriorityArea

__all__ = ["NO_PRIOR", "Prior", "Priors", "ProximitySource", "priors_of"]

SAME_CATEGORY = 0.5
"""Prior of two S3 subcategories of one category."""

PER_LEVEL = 0.5
"""What a curated link keeps for each level between the terms it joins and the narrower terms that inherit it."""


class ProximitySource(Enum):
    """What a proximity of two terms rests on."""

    IDENTITY = "IDENTITY"
    EMPIRICAL = "EMPIRICAL"
    TAXONOMY = "TAXONOMY"
    CURATED = "CURATED"


@dataclass(frozen=True, slots=True)
class Prior:
    """A prior proximity.

    Attributes:
        value: in [0, 1].
        source: TAXONOMY or CURATED, None where there is none.
    """

    value: float
    source: ProximitySource | None


NO_PRIOR = Prior(0.0, None)

Priors = Mapping[str, Mapping[str, Prior]]
"""Priors above 0 between terms that organisations hold, by the ids of both; both orders are there."""

_PRIORS: PerGraph[Priors] = PerGraph()


def priors_of(graph: KnowledgeGraph, model: SynergyModel) -> Priors:
    """Return the priors between the terms in use.

    * TAXONOMY: 0.5 between two S3 subcategories of the same category.
    * CURATED: a RELATED statement between two terms, or between wider terms of theirs: its weight, at most 1, halved
      for each level up on both sides together. Both ways; only statements of the model's origins. The classification
      itself (BROADER) is no statement about anybody and is always used.

    The largest counts; of equal ones TAXONOMY is named.
    """
    return _PRIORS.get(graph, (model.across, model.via, model.origins), lambda: _priors(graph, model))


def _priors(graph: KnowledgeGraph, model: SynergyModel) -> Priors:
    terms = profiles_of(graph, model).terms
    found: dict[str, dict[str, Prior]] = defaultdict(dict)
    for one, other in _of_one_category(graph, terms):
        found[one][other] = Prior(SAME_CATEGORY, ProximitySource.TAXONOMY)
    below: dict[str, list[tuple[str, int]]] = defaultdict(list)
    for term in terms:
        for wider, levels in _upwards(graph, term):
            below[wider].append((term, levels))
    for left, right, weight in _related(graph, model):
        for one, up in below[left]:
            for other, further_up in below[right]:
                prior = Prior(min(weight, 1.0) * PER_LEVEL ** (up + further_up), ProximitySource.CURATED)
                for near, far in ((one, other), (other, one)):
                    if near != far and prior.value > found[near].get(far, NO_PRIOR).value:
                        found[near][far] = prior
    return dict(found)


def _of_one_category(graph: KnowledgeGraph, terms: Mapping[str, Concept]) -> Iterator[tuple[str, str]]:
    members: dict[str, list[str]] = defaultdict(list)
    for term in terms.values():
        if isinstance(term, S3PriorityArea):
            for category in _wider(graph, term.id):
                members[category].append(term.id)
    for subcategories in members.values():
        yield from ((one, other) for one in subcategories for other in subcategories if one != other)


def _related(graph: KnowledgeGraph, model: SynergyModel) -> Iterator[tuple[str, str, float]]:
    for _, _, data in graph.nx.edges(data=True):
        statement = data["statement"]
        if statement.predicate is Predicate.RELATED and statement.origin in model.origins:
            yield statement.subject, statement.object, statement.weight


def _upwards(graph: KnowledgeGraph, term: str) -> Iterator[tuple[str, int]]:
    """Yield a term and its wider terms with the number of levels up, each once."""
    levels, fresh, seen = 0, {term}, {term}
    while fresh:
        yield from ((wider, levels) for wider in fresh)
        fresh = {wider for narrow in fresh for wider in _wider(graph, narrow)} - seen
        seen |= fresh
        levels += 1


def _wider(graph: KnowledgeGraph, term: str) -> set[str]:
    return {
        wider
        for wider, edges in graph.nx.succ[term].items()
        if any(data["statement"].predicate is Predicate.BROADER for data in edges.values())
    }

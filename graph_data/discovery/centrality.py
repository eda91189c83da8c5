"""Who stands where in the network: measures of every entity, and the ranking of those of some kinds.

Every measure is taken on the network of the whole graph (see network.py): the kinds asked for choose which entities
are listed, not which ones paths and walks may pass. Values are rounded to 12 decimals, on every code path.

* DEGREE: number of distinct neighbours.
* BETWEENNESS, CLOSENESS: see shortest_paths.py.
* PAGERANK: share of time that a walker spends at a node who follows a random edge with probability 0.85 and else, or
  where there is no edge, starts anew at a random node (Brin & Page 1998, doi:10.1016/S0169-7552(98)00110-X).
* PARTICIPATION of terms, CONSTRAINT of organisations: see bridging.py; other entities have no value.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import Enum

import numpy as np

from graph_data.deadline import check, watched
from graph_data.discovery.bridging import constraint, participation
from graph_data.discovery.caching import PerGraph
from graph_data.discovery.network import Network, Numbers, network_of
from graph_data.discovery.prepared import prepared_paths
from graph_data.discovery.shortest_paths import SEED, ShortestPaths, shortest_paths
from graph_data.frames import Frame, Tabular
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, kind_of
from graph_data.showing import frame_of

__all__ = [
    "Centrality",
    "CentralityMeasure",
    "NetworkRanking",
    "RankedEntity",
    "centrality",
    "pagerank",
    "rank_network",
]

DAMPING = 0.85
"""Probability of following an edge."""

TOLERANCE = 1e-12
"""PageRank is done when all values together change by less."""


class CentralityMeasure(Enum):
    """What entities are ranked by."""

    DEGREE = "DEGREE"
    BETWEENNESS = "BETWEENNESS"
    PAGERANK = "PAGERANK"
    CLOSENESS = "CLOSENESS"
    PARTICIPATION = "PARTICIPATION"
    CONSTRAINT = "CONSTRAINT"


@dataclass(frozen=True, slots=True)
class Centrality:
    """A measure of every entity that has it.

    Attributes:
        values: value by id, rounded to 12 decimals.
        seed: seed of the sample that the values are estimated from; None when they are exact.
    """

    values: Mapping[str, float]
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class RankedEntity:
    """A row of a ranking.

    Attributes:
        entity: id.
        value: value of the measure.
        rank: 1 + number of listed entities with a better value.
    """

    entity: str
    value: float
    rank: int


@dataclass(frozen=True, slots=True)
class NetworkRanking(Tabular):
    """The entities of some kinds by a measure.

    Attributes:
        measure: the measure.
        entries: best first, ties by id; entities without a value are left out.
        seed: as in Centrality.
        graph: where names come from when it is shown; None where it is not shown.
    """

    measure: CentralityMeasure
    entries: tuple[RankedEntity, ...]
    seed: int | None
    graph: KnowledgeGraph | None = field(default=None, repr=False, compare=False)

    @property
    def frame(self) -> Frame:
        """A row an entity."""
        said = "" if self.exact else f", estimated with seed {self.seed}"
        return frame_of(self.graph, self.entries, RankedEntity, f"by {self.measure.value.lower()}{said}")

    @property
    def exact(self) -> bool:
        """Whether the values are exact rather than estimated from a sample."""
        return self.seed is None


_VALUES: Mapping[CentralityMeasure, PerGraph[Centrality]] = {measure: PerGraph() for measure in CentralityMeasure}
"""Apart by measure, so that who asks for a cheap one does not wait for a dear one."""

_PATHS: PerGraph[ShortestPaths] = PerGraph()


def centrality(graph: KnowledgeGraph, measure: CentralityMeasure) -> Centrality:
    """Return a measure of every entity that has it; computed once for a graph, while other askers wait."""
    return _VALUES[measure].get(graph, None, lambda: _COMPUTE[measure](graph))


def rank_network(
    graph: KnowledgeGraph, measure: CentralityMeasure, kinds: Collection[EntityKind] | None = None
) -> NetworkRanking:
    """Rank the entities of some kinds, of all when None; low constraint first, else high values first."""
    found = centrality(graph, measure)
    sign = 1 if measure is CentralityMeasure.CONSTRAINT else -1
    listed = sorted(
        (sign * value, name)
        for name, value in watched(found.values.items())
        if kinds is None or kind_of(graph.entity(name)) in kinds
    )
    entries: list[RankedEntity] = []
    for place, (signed, name) in enumerate(watched(listed)):
        tied = bool(entries) and entries[-1].value == sign * signed
        entries.append(RankedEntity(name, sign * signed, entries[-1].rank if tied else place + 1))
    return NetworkRanking(measure, tuple(entries), found.seed)


def pagerank(network: Network) -> Numbers:
    """Return the PageRank of every node by power iteration; the values add up to 1."""
    size = len(network.ids)
    value = np.full(size, 1 / max(1, size))
    shares = np.maximum(network.degrees, 1)
    change = np.inf
    while change >= TOLERANCE:  # each round shrinks the change by DAMPING at least
        check()
        walked = np.bincount(network.ends, weights=(value / shares)[network.rows], minlength=size)
        anew = 1 - DAMPING + DAMPING * value[network.degrees == 0].sum()
        last, value = value, DAMPING * walked + anew / max(1, size)
        change = np.abs(value - last).sum()
    return value


def _by_id(network: Network, values: Numbers, seed: int | None = None) -> Centrality:
    return Centrality(dict(zip(network.ids, np.round(values, 12).tolist(), strict=True)), seed)


def _paths(graph: KnowledgeGraph) -> tuple[Network, ShortestPaths]:
    network = network_of(graph)
    return network, _PATHS.get(graph, None, lambda: prepared_paths(network) or shortest_paths(network))


def _degree(graph: KnowledgeGraph) -> Centrality:
    network = network_of(graph)
    return _by_id(network, network.degrees.astype(np.float64))


def _betweenness(graph: KnowledgeGraph) -> Centrality:
    network, found = _paths(graph)
    return _by_id(network, found.betweenness, None if found.exact else SEED)


def _closeness(graph: KnowledgeGraph) -> Centrality:
    network, found = _paths(graph)
    return _by_id(network, found.closeness, None if found.exact else SEED)


def _pagerank(graph: KnowledgeGraph) -> Centrality:
    network = network_of(graph)
    return _by_id(network, pagerank(network))


_COMPUTE: Mapping[CentralityMeasure, Callable[[KnowledgeGraph], Centrality]] = {
    CentralityMeasure.DEGREE: _degree,
    CentralityMeasure.BETWEENNESS: _betweenness,
    CentralityMeasure.PAGERANK: _pagerank,
    CentralityMeasure.CLOSENESS: _closeness,
    CentralityMeasure.PARTICIPATION: lambda graph: Centrality(participation(graph)),
    CentralityMeasure.CONSTRAINT: lambda graph: Centrality(constraint(graph)),
}

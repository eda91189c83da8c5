"""Communities: parts of the network that are joined more densely within than between.

The network is that of statements between entities of the kinds asked for (see network.py). It is parted by the Louvain
method (see louvain.py); nodes are numbers in order of their ids, so that a seed gives the same parts in every process.
Modularity is Newman's (2004, doi:10.1103/PhysRevE.69.026113) at resolution 1, whatever the resolution of the search, so
that partitions compare.
"""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

from graph_data.deadline import watched
from graph_data.discovery.bridging import TOPICAL
from graph_data.discovery.caching import Line, PerGraph
from graph_data.discovery.louvain import louvain, modularity
from graph_data.discovery.network import Network, network_of
from graph_data.frames import Frame, Tabular
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, kind_of
from graph_data.showing import frame_of

__all__ = ["CHARACTERISTIC", "Communities", "Community", "communities"]

CHARACTERISTIC = 5
"""How many terms at most characterise a community."""

NAMED = 3
"""How many of them make its label."""


@dataclass(frozen=True, slots=True)
class Community:
    """A part of the network.

    Attributes:
        id: follows from the members alone.
        members: ids, most neighbours within the community first, ties by id.
        characteristic: ids of the terms that tell it from the rest, most telling first.
        label: names of the first of these, of the first member where there is none.
    """

    id: str
    members: tuple[str, ...]
    characteristic: tuple[str, ...]
    label: str


@dataclass(frozen=True, slots=True)
class Communities(Tabular):
    """The parts of a network.

    Attributes:
        communities: largest first, ties by least id of a member.
        modularity: of the whole partition, -0.5 to 1; None without an edge.
        seed: seed of the search.
        graph: whom to cite when it is shown; None where it is not shown.
    """

    communities: tuple[Community, ...]
    modularity: float | None
    seed: int
    graph: KnowledgeGraph | None = field(default=None, repr=False, compare=False)

    @property
    def frame(self) -> Frame:
        """A row a community."""
        known = "unknown" if self.modularity is None else f"{self.modularity:.3f}"
        return frame_of(self.graph, self.communities, Community, f"communities, modularity {known}, seed {self.seed}")


_COMMUNITIES: PerGraph[Communities] = PerGraph(Line())
"""In a line of their own: anyone may ask for many, by seed and resolution, and nobody else should wait for them."""


def communities(
    graph: KnowledgeGraph,
    kinds: Collection[EntityKind] | None = None,
    *,
    resolution: float = 1.0,
    min_size: int = 2,
    seed: int = 0,
) -> Communities:
    """Part the network between the entities of some kinds, of all when None.

    Args:
        graph: any graph.
        kinds: kinds of entity.
        resolution: above 1 for smaller communities, below 1 for larger ones.
        min_size: smaller communities are left out of the answer; the modularity counts them.
        seed: seed of the search.

    Raises:
        ValueError: the resolution is not a positive finite number, or the least size is below 1.
    """
    if not (math.isfinite(resolution) and resolution > 0):
        raise ValueError(f"resolution must be a number above 0, got {resolution}")
    if min_size < 1:
        raise ValueError(f"the least size must be 1 or more, got {min_size}")
    chosen = None if kinds is None else frozenset(kinds)
    found = _COMMUNITIES.get(graph, (chosen, resolution, seed), lambda: _part(graph, chosen, resolution, seed))
    kept = tuple(item for item in found.communities if len(item.members) >= min_size)
    return Communities(kept, found.modularity, seed)


def _part(graph: KnowledgeGraph, kinds: Collection[EntityKind] | None, resolution: float, seed: int) -> Communities:
    network = network_of(graph, kinds)
    ordered = sorted(louvain(network, resolution, seed), key=lambda part: (-len(part), part[0]))
    terms = _terms(graph, network)
    spread = Counter(term for held in terms for term in held)
    known = round(modularity(network, ordered), 12) if len(network.ends) else None
    return Communities(tuple(_community(graph, network, part, terms, spread) for part in watched(ordered)), known, seed)


def _terms(graph: KnowledgeGraph, network: Network) -> list[tuple[str, ...]]:
    """Return the terms that a statement joins each node of a network to, inside the network or not."""
    whole = network_of(graph)
    topical = [kind_of(graph.nx.nodes[name]["entity"]) in TOPICAL for name in whole.ids]
    place = {name: number for number, name in enumerate(whole.ids)}
    return [
        tuple(whole.ids[other] for other in whole.neighbours(place[name]).tolist() if topical[other])
        for name in watched(network.ids)
    ]


def _community(
    graph: KnowledgeGraph,
    network: Network,
    part: Sequence[int],
    terms: Sequence[Collection[str]],
    spread: Counter[str],
) -> Community:
    """Describe a community.

    A term characterises it by lift * count = (count/size)/(spread/nodes) * count, where count of its members and
    spread of all nodes are joined to the term: both frequent here and rare elsewhere.
    """
    within = set(part)
    inner = {node: len(within.intersection(network.neighbours(node).tolist())) for node in part}
    ordered = sorted(part, key=lambda node: (-inner[node], node))
    counts = Counter(term for node in part for term in terms[node])
    # size and number of nodes are the same for all terms of one community
    telling = sorted(counts, key=lambda term: (-(counts[term] ** 2) / spread[term], term))[:CHARACTERISTIC]
    names = _distinct(graph, telling) or [graph.entity(network.ids[ordered[0]]).name]
    said = "\n".join(network.ids[node] for node in part)
    return Community(
        id=f"community:{blake2b(said.encode(), digest_size=10).hexdigest()}",
        members=tuple(network.ids[node] for node in ordered),
        characteristic=tuple(telling),
        label=", ".join(names[:NAMED]),
    )


def _distinct(graph: KnowledgeGraph, terms: Sequence[str]) -> list[str]:
    """Return the names of terms, each once: two classifications may share one but for its capitals."""
    found: dict[str, str] = {}
    for term in terms:
        name = graph.entity(term).name
        found.setdefault(name.casefold(), name)
    return list(found.values())

"""The graph as a plain network: simple, undirected, without weights, held in arrays that graph algorithms can read.

Statements between the same two entities are one edge, whatever they say and in whichever direction; a statement of an
entity about itself is none. So an edge means that the two are joined by at least one statement.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import blake2b

import numpy as np
import numpy.typing as npt

from graph_data.deadline import watched
from graph_data.discovery.caching import PerGraph
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, kind_of

__all__ = ["Integers", "Network", "Numbers", "Twins", "network_of", "spread"]

Integers = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Network:
    """A simple undirected network in compressed sparse rows.

    Attributes:
        ids: the nodes, sorted; a node is called by its place here.
        starts: place in `ends` at which a node's neighbours begin, and the end of the last one's.
        ends: neighbours of each node in turn, rising; every edge stands here twice.
    """

    ids: tuple[str, ...]
    starts: Integers
    ends: Integers

    @classmethod
    def of(cls, ids: Sequence[str], pairs: Integers) -> "Network":
        """Return the network of sorted ids and of pairs of places; doubles, directions and loops do not count."""
        size = len(ids)
        one, other = pairs.reshape(-1, 2).T
        both = _distinct(np.concatenate([one * size + other, other * size + one]))
        rows, ends = np.divmod(both, size) if size else (both, both)
        rows, ends = rows[rows != ends], ends[rows != ends]
        return cls(tuple(ids), np.searchsorted(rows, np.arange(size + 1)).astype(np.int64), ends)

    @cached_property
    def degrees(self) -> Integers:
        """Number of neighbours of each node."""
        found: Integers = np.diff(self.starts)
        return found

    @cached_property
    def rows(self) -> Integers:
        """The node whose neighbour stands at the same place of `ends`."""
        return np.repeat(np.arange(len(self.ids)), self.degrees)

    @property
    def fingerprint(self) -> str:
        """Hash of nodes and edges: equal networks have equal results, whichever data they come from."""
        found = blake2b("\n".join(self.ids).encode(), digest_size=16)
        found.update(self.starts.tobytes() + self.ends.tobytes())
        return found.hexdigest()

    def neighbours(self, node: int) -> Integers:
        """Return the neighbours of a node, rising."""
        return self.ends[self.starts[node] : self.starts[node + 1]]

    def within(self, nodes: Integers) -> "Network":
        """Return the part of the network between some nodes, given rising."""
        place = np.full(len(self.ids), -1)
        place[nodes] = np.arange(len(nodes))
        one = np.repeat(np.arange(len(nodes)), self.degrees[nodes])
        other = place[self.ends[spread(self.starts, nodes)]]
        inside = other >= 0
        return Network.of([self.ids[node] for node in nodes], np.stack([one[inside], other[inside]], axis=1))

    def components(self) -> Iterator[Integers]:
        """Yield the nodes of each connected part, rising; parts in order of their least node."""
        part = np.full(len(self.ids), -1)
        for node in range(len(self.ids)):
            if part[node] < 0:
                part[node] = node
                front = np.array([node])
                while len(front := _distinct(self.ends[spread(self.starts, front)])):
                    front = front[part[front] < 0]
                    part[front] = node
        order = np.argsort(part, kind="stable")
        yield from np.split(order, np.flatnonzero(np.diff(part[order])) + 1) if len(order) else ()

    def edges(self) -> list[tuple[int, int]]:
        """Return every edge once, its lower node first, sorted."""
        once = self.rows < self.ends
        return list(zip(self.rows[once].tolist(), self.ends[once].tolist(), strict=True))


def spread(starts: Integers, nodes: Integers) -> Integers:
    """Return the places at which the neighbours of some nodes stand, node by node."""
    counts = starts[nodes + 1] - starts[nodes]
    before = np.cumsum(counts) - counts
    found: Integers = np.arange(counts.sum()) + np.repeat(starts[nodes] - before, counts)
    return found


@dataclass(frozen=True, eq=False)
class Twins:
    """A network in which nodes with the very same neighbours are one class.

    Twins are never neighbours of each other, lie at the same distance from every other node and, where they have
    neighbours at all, at distance 2 from each other (structural equivalence: Lorrain & White 1971,
    doi:10.1080/0022250X.1971.9989788).

    Attributes:
        member: class of each node.
        sizes: number of nodes of each class.
        network: the classes; two are neighbours where their nodes are.
    """

    member: Integers
    sizes: Numbers
    network: Network

    @classmethod
    def of(cls, network: Network) -> "Twins":
        """Find the twins of a network."""
        seen: dict[bytes, int] = {}
        nodes = watched(range(len(network.ids)))
        found = [seen.setdefault(network.neighbours(node).tobytes(), len(seen)) for node in nodes]
        member = np.array(found, dtype=np.int64)
        pairs = np.stack([member[network.rows], member[network.ends]], axis=1)
        names = [str(number) for number in range(len(seen))]
        return cls(member, np.bincount(member, minlength=len(seen)).astype(np.float64), Network.of(names, pairs))


def _distinct(values: Integers) -> Integers:
    """Return different numbers, rising; of millions numpy's `unique` takes longer and keeps other threads waiting."""
    found = np.sort(values)
    return found[np.flatnonzero(np.diff(found, prepend=found[:1] - 1))]


_NETWORKS: PerGraph[Network] = PerGraph()


def network_of(graph: KnowledgeGraph, kinds: Collection[EntityKind] | None = None) -> Network:
    """Return the network of all entities of a graph, or that between the entities of some kinds."""
    whole = _NETWORKS.get(graph, None, lambda: _network(graph))
    if kinds is None:
        return whole
    chosen = [place for place, name in enumerate(whole.ids) if kind_of(graph.nx.nodes[name]["entity"]) in kinds]
    return whole.within(np.array(chosen, dtype=np.int64))


def _network(graph: KnowledgeGraph) -> Network:
    ids = sorted(graph.nx)
    place = {name: number for number, name in enumerate(ids)}
    pairs = [(place[subject], place[target]) for subject, target in graph.nx.edges()]
    return Network.of(ids, np.array(pairs, dtype=np.int64).reshape(-1, 2))

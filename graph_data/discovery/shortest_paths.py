"""Betweenness and closeness: exact on networks of moderate size, from a seeded sample of sources on larger ones.

Betweenness (Freeman 1977, doi:10.2307/3033543) is the share of shortest paths between two other nodes that run through
a node, summed over pairs and divided by the number of pairs, (n-1)(n-2)/2. Closeness (Freeman 1978,
doi:10.1016/0378-8733(78)90021-7) is the inverse mean distance to the nodes that can be reached, times the share of
nodes that can be reached (Wasserman & Faust 1994, p. 200). Both as networkx computes them by default.

The algorithm is Brandes 2001 (doi:10.1080/0022250X.2001.9990249), one breadth-first wave at a time on arrays. Twins
(see network.Twins) have equal values, so one source stands for all its twins: exact, and a fifth fewer sources on the
bundled dataset. Above EXACT_NODES nodes, SAMPLE sources of each connected part stand for all of it (Brandes & Pich
2007, doi:10.1142/S0218127407018403): betweenness scaled by size/sample, distances of the other nodes likewise (Eppstein
& Wang 2004, doi:10.7155/jgaa.00081).
"""

from dataclasses import dataclass

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.network import Integers, Network, Numbers, Twins, spread

__all__ = ["EXACT_NODES", "SAMPLE", "SEED", "ShortestPaths", "shortest_paths"]

EXACT_NODES = 10_000
"""Up to how many nodes every node is a source."""

SAMPLE = 512
"""How many sources of each connected part are taken in a larger network."""

SEED = 0
"""Seed of the sample."""


@dataclass(frozen=True, eq=False)
class ShortestPaths:
    """What shortest paths say of each node.

    Attributes:
        betweenness: 0 to 1 by place in the network's ids.
        closeness: 0 to 1 likewise.
        exact: whether every node was a source.
    """

    betweenness: Numbers
    closeness: Numbers
    exact: bool


def shortest_paths(network: Network, sample: int | None = None, seed: int = SEED) -> ShortestPaths:
    """Return betweenness and closeness of every node.

    Args:
        network: any network.
        sample: number of sources of each connected part; None for every node up to EXACT_NODES nodes, else SAMPLE.
        seed: seed of the sample.
    """
    size = len(network.ids)
    if sample is None:
        sample = size if size <= EXACT_NODES else SAMPLE
    draw = np.random.default_rng(seed)
    between, close = np.zeros(size), np.zeros(size)
    exact = True
    for nodes in network.components():
        count = min(sample, len(nodes))
        exact &= count == len(nodes)
        if len(nodes) > 1:
            sources = np.sort(draw.choice(len(nodes), count, replace=False))
            between[nodes], totals = _connected(network.within(nodes), sources)
            close[nodes] = (len(nodes) - 1) ** 2 / totals / (size - 1)
    pairs = max(1, (size - 1) * (size - 2))
    return ShortestPaths(np.round(between / pairs, 12), np.round(close, 12), exact)


def _connected(network: Network, sources: Integers) -> tuple[Numbers, Numbers]:
    """Return, for each node of a connected network, its dependency summed over sources and its total distance."""
    twins = Twins.of(network)
    chosen = np.bincount(twins.member[sources], minlength=len(twins.sizes))
    between, sums = np.zeros(len(twins.sizes)), np.zeros(len(twins.sizes))
    totals = np.zeros(len(twins.sizes))
    for source in watched(np.flatnonzero(chosen)):
        dependency, distance = _dependencies(twins, int(source))
        between += chosen[source] * dependency
        sums += chosen[source] * distance
        totals[source] = twins.sizes @ distance + 2 * (twins.sizes[source] - 1)
    size, count = len(network.ids), len(sources)
    totals = np.where(chosen > 0, totals, sums * (size - 1) / count)
    return (between * size / count)[twins.member], totals[twins.member]


def _dependencies(twins: Twins, source: int) -> tuple[Numbers, Numbers]:
    """Return the dependency of one node of a class on a node of each other class, and the distances.

    Let m be the size of a class and s(v) the number of shortest paths from the source to a node of class v. Going out,
    s(w) = sum of m(v) s(v) over the classes v before w, where the source itself counts once. Coming back, d(v) = sum of
    s(v)/s(w) m(w) (1 + d(w)) over the classes w after v. The source's own twins are reached through its neighbours
    alone, each of them carrying an equal share.
    """
    starts, ends, sizes = twins.network.starts, twins.network.ends, twins.sizes
    distance, paths = np.full(len(sizes), -1.0), np.zeros(len(sizes))
    distance[source], paths[source] = 0, 1 / sizes[source]
    front, waves = np.array([source]), list[tuple[Integers, Integers]]()
    while True:
        tails, heads = np.repeat(front, starts[front + 1] - starts[front]), ends[spread(starts, front)]
        fresh = distance[heads] < 0
        tails, heads = tails[fresh], heads[fresh]
        if not len(heads):
            break
        waves.append((tails, heads))
        reached = np.bincount(heads, weights=(paths * sizes)[tails], minlength=len(sizes))
        front = np.flatnonzero(reached)
        paths[front], distance[front] = reached[front], len(waves)
    dependency = np.zeros(len(sizes))
    for tails, heads in reversed(waves):
        carried = sizes * (1 + dependency) / paths
        dependency += np.bincount(tails, weights=carried[heads], minlength=len(sizes)) * paths
    around = twins.network.neighbours(source)
    dependency[around] += (sizes[source] - 1) / sizes[around].sum()
    dependency[source] = 0
    return dependency, distance

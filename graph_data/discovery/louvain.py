"""The Louvain method: communities by moving nodes to where modularity gains most, then moving whole communities.

Blondel et al. 2008 (doi:10.1088/1742-5468/2008/10/P10008). Step for step what networkx does, so that a seed gives the
same parts; here because a search that nobody can stop has no place in a server.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from random import Random

from graph_data.deadline import watched
from graph_data.discovery.network import Network

__all__ = ["louvain", "modularity"]

LEAST_GAIN = 1e-7
"""Gain of modularity below which communities are moved no further."""

_Weights = list[dict[int, int]]
"""Weight of the edge between each node and its neighbours; one of a node with itself counts twice in its degree."""


def louvain(network: Network, resolution: float, seed: int) -> list[list[int]]:
    """Return the parts of a network, each rising, in no particular order.

    Args:
        network: any network.
        resolution: above 0; larger for smaller parts.
        seed: of the order in which nodes are looked at.
    """
    weights = _plain(network)
    members = [[node] for node in range(len(weights))]
    if not len(network.ends):
        return members
    draw = Random(seed)  # noqa: S311 -- no secret
    reached = _modularity(weights, list(range(len(weights))), resolution)
    while True:
        community = _level(weights, resolution, draw)
        if max(community) + 1 == len(weights):  # no node moved; whatever modularity seems to gain is rounding
            return [sorted(part) for part in members]
        members = _joined(members, community)
        gained = _modularity(weights, community, resolution)
        if gained - reached <= LEAST_GAIN:
            return [sorted(part) for part in members]
        reached, weights = gained, _merged(weights, community)


def modularity(network: Network, parts: Sequence[Sequence[int]]) -> float:
    """Return the modularity of parts, in their order, at resolution 1; of a network with an edge."""
    community = [0] * len(network.ids)
    for number, part in enumerate(parts):
        for node in part:
            community[node] = number
    return _modularity(_plain(network), community, 1)


def _plain(network: Network) -> _Weights:
    nodes = watched(range(len(network.ids)))
    return [dict.fromkeys(network.neighbours(node).tolist(), 1) for node in nodes]


def _degree(node: int, around: Mapping[int, int]) -> int:
    return sum(around.values()) + around.get(node, 0)


def _modularity(weights: _Weights, community: Sequence[int], resolution: float) -> float:
    """Return the sum over communities of L/m - resolution * (D/2m)^2, L the weight within, D the sum of degrees."""
    count = max(community) + 1
    within, degrees = [0] * count, [0] * count
    for node, around in enumerate(watched(weights)):
        degrees[community[node]] += _degree(node, around)
        inside = sum(weight for other, weight in around.items() if community[other] == community[node])
        within[community[node]] += inside + around.get(node, 0)
    whole = sum(degrees)
    norm = 1 / whole**2
    return sum(
        inside / 2 / (whole / 2) - resolution * degree * degree * norm
        for inside, degree in zip(within, degrees, strict=True)
    )


def _level(weights: _Weights, resolution: float, draw: Random) -> list[int]:
    """Return the community of each node: every node moves to where modularity gains most, until none moves."""
    community = list(range(len(weights)))
    degrees = [_degree(node, around) for node, around in enumerate(weights)]
    totals, size = list(degrees), sum(degrees) / 2
    order = list(community)
    draw.shuffle(order)
    moved = True
    while moved:
        moved = False
        for node in watched(order):
            own, degree = community[node], degrees[node]
            near: defaultdict[int, float] = defaultdict(float)
            for other, weight in weights[node].items():
                if other != node:
                    near[community[other]] += weight
            totals[own] -= degree
            leaving = -near[own] / size + resolution * (totals[own] * degree) / (2 * size**2)
            best, most = own, 0.0
            for other, joined in near.items():
                gain = leaving + joined / size - resolution * (totals[other] * degree) / (2 * size**2)
                if gain > most:
                    best, most = other, gain
            totals[best] += degree
            if best != own:
                community[node], moved = best, True
    number = {name: place for place, name in enumerate(sorted(set(community)))}
    return [number[name] for name in community]


def _joined(members: Sequence[Sequence[int]], community: Sequence[int]) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(max(community) + 1)]
    for node, part in enumerate(members):
        found[community[node]] += part
    return found


def _merged(weights: _Weights, community: Sequence[int]) -> _Weights:
    """Return the network of communities, neighbours in the order in which their edges are met."""
    found: _Weights = [{} for _ in range(max(community) + 1)]
    for node, around in enumerate(watched(weights)):
        for other, weight in around.items():
            if other >= node:
                one, two = community[node], community[other]
                found[one][two] = found[two][one] = found[one].get(two, 0) + weight
    return found

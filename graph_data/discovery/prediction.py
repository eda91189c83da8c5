"""Who is likely to partner with whom, from the network of earlier partners alone.

A different question from synergy: nothing is looked at but who worked with whom. The score is no probability; no
calibrated model ships.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.caching import PerGraph
from graph_data.discovery.evidence import DECIMALS
from graph_data.discovery.network import Integers, Network, Numbers, spread
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, Organisation
from graph_data.snapshot import Snapshot

__all__ = ["MOST_PARTNERS", "LikelyPartner", "PredictionMethod", "likely_partners", "tie_scores", "ties_of"]

MOST_PARTNERS = 40
"""Partnerships of more partners make no ties: of two partners of a hundred, few ever meet."""

SHOWN = 10
"""Common partners named of a pair; all are counted."""


class PredictionMethod(Enum):
    """How a likely partner is scored; N(a) are the partners of a, d their number."""

    RESOURCE_ALLOCATION = "RESOURCE_ALLOCATION"
    ADAMIC_ADAR = "ADAMIC_ADAR"
    PREFERENTIAL_ATTACHMENT = "PREFERENTIAL_ATTACHMENT"


@dataclass(frozen=True, slots=True)
class LikelyPartner:
    """An organisation that another one has no partnership with.

    Attributes:
        organisation: its id.
        score: above 0, rounded to 12 decimals; comes from the method and compares only within it.
        rank: 1 + number of candidates with a better score.
        method: the method.
        common_partners: ids of up to 10 partners of both, those with the fewest partners first, ties by id.
        common_partner_count: number of all of them.
    """

    organisation: str
    score: float
    rank: int
    method: PredictionMethod
    common_partners: tuple[str, ...]
    common_partner_count: int


_TIES: PerGraph[Network] = PerGraph()


def ties_of(graph: KnowledgeGraph) -> Network:
    """Return the network of ties: two organisations are tied by a partnership of 2 to 40 partners in which both are.

    Nodes are all organisations, so a node is also a position of the snapshot; a node's degree is its number of
    distinct partners.
    """
    return _TIES.get(graph, None, lambda: _ties(Snapshot.of(graph)))


def _ties(snapshot: Snapshot) -> Network:
    holders = snapshot.facets[EntityKind.PARTNERSHIP].holders
    pairs: list[Integers] = [np.empty((0, 2), dtype=np.int64)]
    for size in range(2, MOST_PARTNERS + 1):
        of_size = np.flatnonzero(holders.lengths == size)
        members = holders.columns[holders.entries(of_size)].reshape(-1, size).astype(np.int64)
        pairs += [members[:, [one, other]] for one in range(size) for other in range(one)]
    return Network.of(tuple(snapshot.position), np.concatenate(pairs))


def tie_scores(ties: Network, node: int, method: PredictionMethod) -> Numbers:
    """Return the score of a node with every node; what stands at its own place and at its partners' means nothing.

    * RESOURCE_ALLOCATION: sum over common partners w of 1/d(w) (Zhou, Lü & Zhang 2009,
      doi:10.1140/epjb/e2009-00335-8).
    * ADAMIC_ADAR: sum over common partners w of 1/ln d(w) (Adamic & Adar 2003, doi:10.1016/S0378-8733(03)00009-1).
    * PREFERENTIAL_ATTACHMENT: d(a)*d(b), the baseline that knows nothing but how busy the two are (Barabási & Albert
      1999, doi:10.1126/science.286.5439.509).

    Returns:
        Scores, not rounded, >= 0; shape (nodes,).
    """
    degrees = ties.degrees.astype(np.float64)
    if method is PredictionMethod.PREFERENTIAL_ATTACHMENT:
        return np.asarray(degrees[node] * degrees)
    partners = ties.neighbours(node)
    # who has one partner only leads nowhere else
    partners = partners[degrees[partners] > 1]
    shared = degrees[partners] if method is PredictionMethod.RESOURCE_ALLOCATION else np.log(degrees[partners])
    reached = ties.ends[spread(ties.starts, partners)]
    shares = np.repeat(1 / shared, ties.degrees[partners])
    return np.bincount(reached, shares, minlength=len(degrees)).astype(np.float64)


def likely_partners(
    graph: KnowledgeGraph,
    organisation_id: str,
    method: PredictionMethod = PredictionMethod.RESOURCE_ALLOCATION,
    *,
    keep: Callable[[Organisation], bool] | None = None,
    first: int = 10,
) -> tuple[LikelyPartner, ...]:
    """Return the likeliest new partners of an organisation, best first, ties by id.

    Args:
        graph: the graph.
        organisation_id: id of an organisation.
        method: how pairs are scored.
        keep: which organisations are candidates, all when None. Whoever shares a partnership with the organisation,
            of whatever size, is none, and neither is one with a score of 0.
        first: how many at most.

    Raises:
        UnknownEntity: the id is not an organisation's.
    """
    snapshot, ties = Snapshot.of(graph), ties_of(graph)
    node = snapshot.position[graph.organisation(organisation_id).id]
    scores = np.round(tie_scores(ties, node, method), DECIMALS)
    scores[[node, *_met(snapshot, node)]] = 0
    order = np.argsort(-scores, kind="stable")
    found: list[LikelyPartner] = []
    for other in watched(order[: np.count_nonzero(scores)].tolist()):
        if len(found) == first:
            break
        if keep is not None and not keep(snapshot.organisations[other]):
            continue
        score = float(scores[other])
        rank = found[-1].rank if found and found[-1].score == score else len(found) + 1
        common = _common(ties, node, other)
        found.append(LikelyPartner(ties.ids[other], score, rank, method, common[:SHOWN], len(common)))
    return tuple(found)


def _met(snapshot: Snapshot, node: int) -> Integers:
    """Return the organisations that share a partnership with one."""
    facet = snapshot.facets[EntityKind.PARTNERSHIP]
    return np.unique(facet.holders.columns[facet.holders.entries(facet.held.row(node))]).astype(np.int64)


def _common(ties: Network, node: int, other: int) -> tuple[str, ...]:
    """Return the ids of the partners of both, those with the fewest partners first, ties by id."""
    common = np.intersect1d(ties.neighbours(node), ties.neighbours(other), assume_unique=True)
    order = np.argsort(ties.degrees[common], kind="stable")
    return tuple(ties.ids[place] for place in common[order].tolist())

"""Who outside a consortium covers its targets, and who would add most to it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.consortium.matching import HOLDINGS, Match, best_match, held_by, matches_of, readings
from graph_data.discovery.consortium.members import Consortium
from graph_data.discovery.eligibility import eligibility
from graph_data.discovery.evidence import DECIMALS
from graph_data.discovery.network import Numbers
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Organisation

__all__ = ["Candidate", "candidates", "nearest"]

Keep = Callable[[Organisation], bool]
"""Which organisations are looked at."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An organisation that would add to a consortium and to the candidates before it.

    Attributes:
        organisation: id.
        gain: by how much it raises the covered share, in (0, 1], rounded to 12 decimals.
        closes: its match of each target that it covers better than all before it, sorted by the target's id.
        alternatives: how many other organisations would add as much at this step.
        keeps_eligible: whether the consortium with this organisation alone added meets a rule; None where facts are
            missing, and without a rule.
    """

    organisation: str
    gain: float
    closes: tuple[Match, ...]
    alternatives: int
    keeps_eligible: bool | None = None


@dataclass(frozen=True, eq=False)
class _Outsiders:
    """The organisations outside a consortium that match one of some targets, a row each and a column for each target.

    Attributes:
        ids: the organisations, sorted.
        values: match of each with each target, in [0, 1].
        strengths: largest weight of the statements behind it.
    """

    ids: tuple[str, ...]
    values: Numbers
    strengths: Numbers


def _outsiders(
    graph: KnowledgeGraph, consortium: Consortium, targets: Sequence[str], keep: Keep | None = None
) -> _Outsiders:
    holders: dict[str, dict[str, float]] = {}
    found: list[dict[str, tuple[float, float]]] = []
    for target in targets:
        best: dict[str, tuple[float, float]] = {}
        for term, value in readings(graph, target, consortium).items():
            if term not in holders:
                holders[term] = _holders(graph, term, consortium, keep)
            for organisation, strength in holders[term].items():
                best[organisation] = max(best.get(organisation, (0.0, 0.0)), (value, strength))
        found.append(best)
    ids = sorted({organisation for best in found for organisation in best})
    table = np.zeros((len(ids), len(found), 2))
    row = {organisation: number for number, organisation in enumerate(ids)}
    for column, best in enumerate(found):
        for organisation, pair in best.items():
            table[row[organisation], column] = pair
    return _Outsiders(tuple(ids), table[:, :, 0], table[:, :, 1])


def _holders(graph: KnowledgeGraph, term: str, consortium: Consortium, keep: Keep | None) -> dict[str, float]:
    """Return who outside holds a term, with the largest weight of the statements that say so."""
    found: dict[str, float] = {}
    for name, edges in watched(graph.nx.pred[term].items()):
        holder = graph.nx.nodes[name]["entity"]
        if isinstance(holder, Organisation) and name not in consortium.members and (not keep or keep(holder)):
            said = [data["statement"] for data in edges.values()]
            weights = [item.weight for item in said if item.predicate in HOLDINGS and item.origin in consortium.origins]
            if weights:
                found[name] = max(weights)
    return found


def nearest(graph: KnowledgeGraph, consortium: Consortium, targets: Sequence[str]) -> dict[str, Match | None]:
    """Return for each target the match of the organisation outside that covers it best, None where nobody does.

    Of equal matches the one that more partnerships carry comes first, then by id.
    """
    outside = _outsiders(graph, consortium, targets)
    found: dict[str, Match | None] = {}
    for column, target in enumerate(targets):
        order = np.lexsort((-outside.strengths[:, column], -outside.values[:, column]))
        best = [outside.ids[row] for row in order[:1].tolist()]
        found[target] = _match(graph, consortium, best[0], target) if best else None
    return found


def candidates(
    graph: KnowledgeGraph,
    consortium: Consortium,
    *,
    keep: Keep | None = None,
    first: int = 5,
    rule: str | None = None,
) -> tuple[Candidate, ...]:
    """Return who would add most, one after another: each gain counts those before as members already.

    Greedy, and so within 1 - 1/e of the best choice of as many (Nemhauser, Wolsey & Fisher 1978,
    doi:10.1007/BF01588971). Of equal gains the one with more partnerships behind what it closes comes first, then by
    id. It ends where nobody adds anything; without targets nobody does.

    Args:
        graph: the graph.
        consortium: the consortium.
        keep: which organisations are looked at, all when None.
        first: how many at most.
        rule: id of a rule that the consortium should meet with the candidate.

    Raises:
        UnknownEntity: the rule is unknown.
    """
    matched = matches_of(graph, consortium)
    wanting = [target for target in consortium.targets if matched.value(target) < 1]
    outside = _outsiders(graph, consortium, wanting, keep)
    covered = np.array([matched.value(target) for target in wanting])
    found: list[Candidate] = []
    while len(found) < first and len(outside.ids):
        rises = np.maximum(outside.values - covered, 0)
        gains = np.round(rises.sum(axis=1) / len(consortium.targets), DECIMALS)
        if not gains.any():
            break
        equal = np.flatnonzero(gains == gains.max())
        strengths = np.where(rises[equal] > 0, outside.strengths[equal], 0).sum(axis=1)
        row = int(equal[np.argmax(strengths)])
        closed = (target for target, rise in zip(wanting, rises[row], strict=True) if rise > 0)
        matches = (_match(graph, consortium, outside.ids[row], target) for target in closed)
        closes = tuple(match for match in matches if match)
        joined = (*consortium.members, outside.ids[row])
        eligible = eligibility(graph, joined, rule).met if rule else None
        found.append(Candidate(outside.ids[row], float(gains[row]), closes, len(equal) - 1, eligible))
        covered = np.maximum(covered, outside.values[row])
    return tuple(found)


def _match(graph: KnowledgeGraph, consortium: Consortium, organisation: str, target: str) -> Match | None:
    held = held_by(graph, organisation, consortium)
    return best_match(target, organisation, held, readings(graph, target, consortium))

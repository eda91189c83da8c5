"""One organisation against all others: the same numbers as for one pair, for every pair at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.caching import Line, PerGraph
from graph_data.discovery.comparison import Comparison
from graph_data.discovery.components import Measured
from graph_data.discovery.evidence import DECIMALS, Synergy
from graph_data.discovery.matrices import Flags, Floats, Ints, matrices_of
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.profiles import Profiles, profiles_of
from graph_data.discovery.scoring import scores
from graph_data.discovery.synergy import plain_score, synergy
from graph_data.discovery.ties import met
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Organisation

__all__ = ["Ranking", "RankingEntry", "rank", "rank_among", "rounded"]

IN_DOUBT = 1e-3
"""How near a score may come to the middle between two numbers of 12 decimals, in units of the last one, before the
order of additions could decide which of them it becomes; such a score is computed again, plainly."""

DEAR = 20_000_000
"""Terms of who asks times terms of all candidates, from which on scores with everybody are prepared once and kept: a
few organisations of a large dataset hold so many that no deadline would be long enough."""

_SCORES: PerGraph[Floats] = PerGraph(Line(), most=64)


class RankingEntry(NamedTuple):
    """Partners of one profile, and of the same components where the model weighs any.

    Attributes:
        partner: the one of lowest id.
        score: in [0, 1], rounded to 12 decimals.
        same_profile: ids of the others, sorted.
        total: what it is ranked by: the score, or its weighted mean with the components; None when nothing that
            counts is known.
        values: the components that the model weighs beside the score, in its order.
    """

    partner: str
    score: float
    same_profile: tuple[str, ...]
    total: float | None
    values: tuple[float | None, ...] = ()


@dataclass(frozen=True)
class Ranking:
    """The partners of an organisation, best first.

    Attributes:
        organisation: id.
        model: what was asked under.
        entries: one for each distinct profile, and for each choice of components where the model weighs any; by
            falling total, an unknown one last, then by id.
        without_score: candidates left out because a whole facet set of either side is empty.
        comparison: the organisation with every candidate that has a score, however low.
    """

    organisation: str
    model: SynergyModel
    entries: tuple[RankingEntry, ...]
    without_score: int
    comparison: Comparison = field(repr=False, compare=False)
    _graph: KnowledgeGraph = field(repr=False, compare=False)

    def synergy(self, entry: RankingEntry) -> Synergy:
        """Return the whole synergy behind an entry; its `same_profile` names the candidates of that profile."""
        found = synergy(self._graph, self.organisation, entry.partner, self.model)
        confidence = replace(found.confidence, same_profile_count=len(entry.same_profile))
        same = entry.same_profile
        return replace(found, same_profile=same, confidence=confidence, comparison=self.comparison)


def rank(  # noqa: PLR0913 -- one argument for each thing that a caller may narrow
    graph: KnowledgeGraph,
    organisation_id: str,
    model: SynergyModel,
    *,
    keep: Callable[[Organisation], bool] | None = None,
    exclude_existing: bool = False,
    min_score: float | None = None,
) -> Ranking:
    """Rank the partners of an organisation that have a score.

    Exact: every score and total is the one that `synergy` gives, with the pair left out of its own evidence.

    Args:
        graph: the graph.
        organisation_id: id of an organisation.
        model: what decides the score.
        keep: which organisations are candidates, all when None.
        exclude_existing: whether to leave out those that share a partnership with it.
        min_score: least score of an entry; lower ones are neither listed nor counted.

    Raises:
        UnknownEntity: the id is not an organisation's.
    """
    profiles = profiles_of(graph, model)
    candidates = _candidates(profiles, keep)
    return rank_among(graph, organisation_id, model, candidates, exclude_existing=exclude_existing, min_score=min_score)


def rank_among(  # noqa: PLR0913 -- as rank
    graph: KnowledgeGraph,
    organisation_id: str,
    model: SynergyModel,
    among: Flags,
    *,
    exclude_existing: bool = False,
    min_score: float | None = None,
) -> Ranking:
    """Rank as `rank` does, among candidates that are known by their places.

    Args:
        graph: the graph.
        organisation_id: as for rank.
        model: as for rank.
        among: which organisations are candidates, by their places in the profiles; shape (organisations,).
        exclude_existing: as for rank.
        min_score: as for rank.

    Raises:
        UnknownEntity: the id is not an organisation's.
    """
    organisation = graph.organisation(organisation_id).id
    profiles, matrices = profiles_of(graph, model), matrices_of(graph, model)
    place = profiles.place[organisation]
    candidates = among.copy()
    candidates[place] = False
    if exclude_existing:
        candidates[[profiles.place[other] for other in met(graph, organisation)]] = False
    if matrices.row_of[place] < 0:
        return Ranking(organisation, model, (), int(candidates.sum()), Comparison.of(place, []), graph)
    with_score = candidates & (matrices.row_of >= 0)
    comparison = Comparison.of(place, np.flatnonzero(with_score))
    entries = _entries(graph, organisation, model, with_score, min_score)
    if model.weighed:
        entries = tuple(sorted(_weighed(graph, organisation, model, entries), key=_by_total))
    return Ranking(organisation, model, entries, int((candidates & ~with_score).sum()), comparison, graph)


def _candidates(profiles: Profiles, keep: Callable[[Organisation], bool] | None) -> Flags:
    if keep is None:
        return np.ones(len(profiles.organisations), dtype=np.bool_)
    return np.array([keep(organisation) for organisation in watched(profiles.organisations)], dtype=np.bool_)


def _entries(
    graph: KnowledgeGraph, organisation: str, model: SynergyModel, candidates: Flags, min_score: float | None
) -> tuple[RankingEntry, ...]:
    profiles, matrices = profiles_of(graph, model), matrices_of(graph, model)
    places = np.flatnonzero(candidates)
    # places rise with ids, and a stable order keeps them so within a profile
    places = places[np.argsort(matrices.row_of[places], kind="stable")]
    rows, starts = np.unique(matrices.row_of[places], return_index=True)
    if not len(rows):
        return ()
    ids = tuple(profiles.place)
    names = [ids[place] for place in places.tolist()]
    found = _scores(graph, organisation, rows, places[starts], model)
    order = np.lexsort((places[starts], -found))
    if min_score is not None:
        order = order[found[order] >= min_score]
    ends = np.append(starts[1:], len(names))
    return tuple(
        RankingEntry(names[start], score, tuple(names[start + 1 : end]) if end > start + 1 else (), score)
        for start, end, score in watched(
            zip(starts[order].tolist(), ends[order].tolist(), found[order].tolist(), strict=True)
        )
    )


def _scores(graph: KnowledgeGraph, organisation: str, rows: Ints, places: Ints, model: SynergyModel) -> Floats:
    """Return the scores with rows of the matrices, each with the place of an organisation of it; shape (rows,)."""
    profiles, matrices = profiles_of(graph, model), matrices_of(graph, model)
    place = profiles.place[organisation]
    row = int(matrices.row_of[place])
    terms = int((matrices.via.starts[rows + 1] - matrices.via.starts[rows]).sum())
    if len(matrices.via.row(row)[0]) * terms < DEAR:
        return _fresh(graph, organisation, rows, places, model)

    def with_everybody() -> Floats:
        others = np.flatnonzero(matrices.row_of >= 0)
        others = others[others != place]
        every, firsts = np.unique(matrices.row_of[others], return_index=True)
        found = np.zeros(len(matrices.signature_of))
        found[every] = _fresh(graph, organisation, every, others[firsts], model)
        return found

    key = (row, model.across, model.via, model.origins, model.shrinkage, model.theta)
    return _SCORES.get(graph, key, with_everybody)[rows]


def _fresh(graph: KnowledgeGraph, organisation: str, rows: Ints, places: Ints, model: SynergyModel) -> Floats:
    profiles, matrices = profiles_of(graph, model), matrices_of(graph, model)
    ids = tuple(profiles.place)
    found = scores(matrices, int(matrices.row_of[profiles.place[organisation]]), rows, model)
    return rounded(found, lambda number: plain_score(graph, organisation, ids[places[number]], model))


def _weighed(
    graph: KnowledgeGraph, organisation: str, model: SynergyModel, entries: Iterable[RankingEntry]
) -> Iterator[RankingEntry]:
    """Part the partners of each profile by their components."""
    measured = Measured(graph, model)
    for entry in watched(entries):
        alike: dict[tuple[float | None, ...], list[str]] = defaultdict(list)
        for partner in watched((entry.partner, *entry.same_profile)):
            alike[measured.values(organisation, partner)].append(partner)
        for values, (first, *others) in alike.items():
            yield RankingEntry(first, entry.score, tuple(others), measured.total(entry.score, values), values)


def _by_total(entry: RankingEntry) -> tuple[bool, float, str]:
    return entry.total is None, -(entry.total or 0.0), entry.partner


def rounded(found: Floats, plainly: Callable[[int], float]) -> Floats:
    """Round scores to what Python's round makes of the plain score, asking for that one only where it could differ."""
    scaled = found * 10**DECIMALS
    # a whole number divided by a power of ten is the float nearest to its decimals, as Python's round gives it
    decimal: Floats = np.rint(scaled) / 10**DECIMALS
    for number in np.flatnonzero(np.abs(scaled - np.floor(scaled) - 0.5) < IN_DOUBT).tolist():
        decimal[number] = plainly(number)
    return decimal

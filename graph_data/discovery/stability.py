"""How much of a ranking hangs on theta and on the shrinkage, for which no evidence names one value."""

from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import replace
from itertools import combinations

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.matrices import Floats, Ints, matrices_of
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.ranking import rounded
from graph_data.discovery.scoring import combined, parts
from graph_data.discovery.synergy import plain_score
from graph_data.graph import KnowledgeGraph

__all__ = ["SHRINKAGES", "THETAS", "TOP", "leading_shares", "rank_stability"]

THETAS = (0.2, 0.25, 0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6, 0.65, 0.7, 0.75, 0.8)
"""Values of theta that are tried."""

SHRINKAGES = (1.0, 2.0, 3.0, 5.0, 8.0, 13.0, 20.0)
"""Shrinkages that are tried, each with every theta."""

TOP = 10
"""How many rows of a ranking are its top."""

NEAR = 2e-12
"""Scores that lie further apart are different at 12 decimals too."""


def rank_stability(graph: KnowledgeGraph, organisation_id: str, partner_id: str, model: SynergyModel) -> float | None:
    """Return the share of settings in which a partner is in the top 10 of an organisation; None without a score.

    The settings are those of THETAS and SHRINKAGES, 91 in all; the rest is as in the model. Every organisation is
    ranked, by the score alone: one row for each distinct profile, ties by id.

    Raises:
        UnknownEntity: an id is not an organisation's.
        ValueError: both ids are one organisation's.
    """
    organisation, partner = graph.organisation(organisation_id).id, graph.organisation(partner_id).id
    if organisation == partner:
        raise ValueError(f"{organisation!r} has no place in its own ranking; name another organisation as the partner")
    profiles, matrices = profiles_of(graph, model), matrices_of(graph, model)
    asking, asked = (int(matrices.row_of[profiles.place[name]]) for name in (organisation, partner))
    if min(asking, asked) < 0:
        return None
    others = np.flatnonzero(matrices.row_of >= 0)
    others = others[others != profiles.place[organisation]]
    rows, leaders = np.unique(matrices.row_of[others], return_index=True)
    leaders, here = others[leaders], int(np.searchsorted(rows, asked))
    ids = tuple(profiles.place)
    pairs = [(organisation, ids[place]) for place in leaders.tolist()]
    kept = 0
    for setting, found in _settings(graph, model, [(asking, rows)]):
        near = np.flatnonzero(np.abs(found - found[here]) <= NEAR)
        scores = _plainly(graph, setting, found, pairs, near)
        own = scores[np.searchsorted(near, here)]
        ahead = (scores > own) | ((scores == own) & (leaders[near] < leaders[here]))
        kept += int((found > found[here] + NEAR).sum() + ahead.sum()) < TOP
    return kept / (len(THETAS) * len(SHRINKAGES))


def leading_shares(
    graph: KnowledgeGraph, organisations: Collection[str], model: SynergyModel
) -> dict[tuple[str, str], float]:
    """Return the share of settings in which each pair of some organisations comes first, of those that ever do.

    The settings are as in `rank_stability`, ties by id.

    Raises:
        UnknownEntity: an id is not an organisation's.
    """
    profiles, matrices = profiles_of(graph, model), matrices_of(graph, model)
    ids = sorted({graph.organisation(name).id for name in organisations})
    rows = {name: int(matrices.row_of[profiles.place[name]]) for name in ids}
    known = [name for name in ids if rows[name] >= 0]
    pairs = list(combinations(known, 2))
    if not pairs:
        return {}
    later = [(rows[name], np.array([rows[other] for other in known[place:]])) for place, name in enumerate(known, 1)]
    first: Counter[tuple[str, str]] = Counter()
    for setting, found in _settings(graph, model, later[:-1]):
        near = np.flatnonzero(found >= found.max() - NEAR)
        scores = _plainly(graph, setting, found, pairs, near)
        first[pairs[near[int(np.argmax(scores))]]] += 1
    return {pair: count / first.total() for pair, count in sorted(first.items())}


def _settings(
    graph: KnowledgeGraph, model: SynergyModel, sides: Collection[tuple[int, Ints]]
) -> Iterator[tuple[SynergyModel, Floats]]:
    """Yield each setting with the scores of some rows against others, one after the other, not rounded."""
    matrices = matrices_of(graph, model)
    for shrinkage in watched(SHRINKAGES):
        found = [parts(matrices, row, others, shrinkage) for row, others in sides]
        novelty, absorbability = (np.concatenate(part) for part in zip(*found, strict=True))
        for theta in watched(THETAS):
            yield replace(model, theta=theta, shrinkage=shrinkage), combined(novelty, absorbability, theta)


def _plainly(
    graph: KnowledgeGraph, model: SynergyModel, found: Floats, pairs: list[tuple[str, str]], places: Ints
) -> Floats:
    """Return some of the scores, rounded as they are ranked."""

    def plainly(number: int) -> float:
        organisation, partner = pairs[int(places[number])]
        return plain_score(graph, organisation, partner, model)

    return rounded(found[places], plainly)

"""Many pairs at once: the organisations of one side scored against those of another."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.comparison import Comparison
from graph_data.discovery.evidence import Synergy
from graph_data.discovery.matrices import matrices_of
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.profiles import Profile, profiles_of
from graph_data.discovery.ranking import rank_among
from graph_data.discovery.synergy import synergy
from graph_data.discovery.ties import met
from graph_data.graph import KnowledgeGraph

__all__ = ["MAX_PAIRS", "PairEntry", "PairRanking", "TooManyPairs", "rank_pairs"]

MAX_PAIRS = 100_000
"""How many pairs one call scores at most; it bounds the work, not only the answer."""


class TooManyPairs(ValueError):  # noqa: N818 -- the name says what is wrong
    """The two sides make more pairs than one call scores."""


@dataclass(frozen=True, slots=True)
class PairEntry:
    """A pair with its score.

    Attributes:
        organisation: id of the one side.
        partner: id of the other; the least among those of its row.
        score: in [0, 1], rounded to 12 decimals.
        same_profile: ids of the other partners with that profile, and with the same components where the model
            weighs any; sorted.
        total: what the pairs are ranked by, as in a ranking's entry.
    """

    organisation: str
    partner: str
    score: float
    same_profile: tuple[str, ...]
    total: float | None


@dataclass(frozen=True)
class PairRanking:
    """Pairs by falling total, an unknown one last, then by the ids of organisation and partner.

    Attributes:
        model: what was asked under.
        entries: one for each organisation and distinct profile of partners, and for each choice of components where
            the model weighs any; a pair stands once, whichever way round.
        without_score: pairs left out because a whole facet set of either side is empty.
        comparison: all pairs with a score, however low.
    """

    model: SynergyModel
    entries: tuple[PairEntry, ...]
    without_score: int
    comparison: Comparison = field(repr=False, compare=False)
    _graph: KnowledgeGraph = field(repr=False, compare=False)

    def synergy(self, entry: PairEntry) -> Synergy:
        """Return the whole synergy behind an entry; its `same_profile` names the partners of that profile."""
        found = synergy(self._graph, entry.organisation, entry.partner, self.model)
        confidence = replace(found.confidence, same_profile_count=len(entry.same_profile))
        same = entry.same_profile
        return replace(found, same_profile=same, confidence=confidence, comparison=self.comparison)


def rank_pairs(  # noqa: PLR0913 -- as rank
    graph: KnowledgeGraph,
    model: SynergyModel,
    organisations: Collection[str],
    partners: Collection[str],
    *,
    exclude_existing: bool = False,
    min_score: float | None = None,
) -> PairRanking:
    """Score every pair of an organisation and a partner; of two that stand on both sides, the lesser id comes first.

    Args:
        graph: the graph.
        model: what decides the score.
        organisations: ids of the one side.
        partners: ids of the other.
        exclude_existing: whether to leave out pairs that share a partnership.
        min_score: least score of an entry.

    Raises:
        TooManyPairs: the sides make more than MAX_PAIRS pairs.
        UnknownEntity: an id is not an organisation's.
    """
    left, right = frozenset(organisations), frozenset(partners)
    if len(left) * len(right) > MAX_PAIRS:
        raise TooManyPairs(
            f"{len(left)} organisations and {len(right)} partners make {len(left) * len(right)} pairs; "
            f"narrow the filter of either side to {MAX_PAIRS} pairs at most"
        )
    for name in watched(sorted(left | right)):
        graph.organisation(name)
    profiles = profiles_of(graph, model)
    groups: dict[tuple[_Numbers, str, Profile], list[str]] = defaultdict(list)
    compared: list[tuple[int, int]] = []
    for organisation, partner, numbers in watched(
        _scored(graph, model, left, right, exclude_existing=exclude_existing)
    ):
        compared.append((profiles.place[organisation], profiles.place[partner]))
        if min_score is None or numbers.score >= min_score:
            groups[numbers, organisation, profiles.profile[partner]].append(partner)
    entries = [
        PairEntry(organisation, min(found), numbers.score, tuple(sorted(found)[1:]), numbers.total)
        for (numbers, organisation, _), found in watched(groups.items())
    ]
    entries.sort(key=_by_total)
    unknown = _without_score(graph, model, left, right, exclude_existing=exclude_existing)
    return PairRanking(model, tuple(entries), unknown, Comparison.of_pairs(compared), graph)


class _Numbers(NamedTuple):
    """What the pairs of one row have in common; the same from either side."""

    score: float
    total: float | None
    values: tuple[float | None, ...]


def _by_total(entry: PairEntry) -> tuple[bool, float, str, str]:
    return entry.total is None, -(entry.total or 0.0), entry.organisation, entry.partner


def _scored(
    graph: KnowledgeGraph, model: SynergyModel, left: frozenset[str], right: frozenset[str], *, exclude_existing: bool
) -> Iterator[tuple[str, str, _Numbers]]:
    """Yield (organisation, partner, numbers) of each pair once; the smaller side is the one that is ranked for."""
    turned = len(right) < len(left)
    outer, inner = (right, left) if turned else (left, right)
    profiles = profiles_of(graph, model)
    among = np.zeros(len(profiles.organisations), dtype=np.bool_)
    among[[profiles.place[other] for other in inner]] = True
    for one in watched(sorted(outer)):
        ranking = rank_among(graph, one, model, among, exclude_existing=exclude_existing)
        for entry in ranking.entries:
            numbers = _Numbers(entry.score, entry.total, entry.values)
            for other in (entry.partner, *entry.same_profile):
                pair = (other, one) if turned else (one, other)
                if not _said_the_other_way_round(pair, left, right):
                    yield (*pair, numbers)


def _said_the_other_way_round(pair: tuple[str, str], left: frozenset[str], right: frozenset[str]) -> bool:
    organisation, partner = pair
    return partner < organisation and organisation in right and partner in left


def _without_score(
    graph: KnowledgeGraph, model: SynergyModel, left: frozenset[str], right: frozenset[str], *, exclude_existing: bool
) -> int:
    profiles, matrices = profiles_of(graph, model), matrices_of(graph, model)
    scorable = {found for found in left | right if matrices.row_of[profiles.place[found]] >= 0}
    count = 0
    for organisation in watched(left):
        others = right if organisation not in scorable else right - scorable
        known = met(graph, organisation) if exclude_existing and others else set()
        count += sum(
            partner != organisation
            and partner not in known
            and not _said_the_other_way_round((organisation, partner), left, right)
            for partner in others
        )
    return count

"""Which synergies of an organisation rose and fell from one dataset to another."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from graph_data.discovery import SynergyModel, rank
from graph_data.graph import KnowledgeGraph

__all__ = ["Moved", "ScoreChange", "score_changes"]


class Moved(Enum):
    """What happened to a score."""

    RISEN = "RISEN"
    FALLEN = "FALLEN"
    SAME = "SAME"
    NEW = "NEW"
    GONE = "GONE"


@dataclass(frozen=True, slots=True)
class Place:
    """A partner's place in a ranking.

    Attributes:
        rank: from 1; partners of one profile share it.
        score: in [0, 1].
    """

    rank: int
    score: float


@dataclass(frozen=True, slots=True)
class ScoreChange:
    """A partner of an organisation in two datasets.

    Attributes:
        organisation: id.
        partner: id.
        before: its place, None where there is no score.
        after: likewise.
    """

    organisation: str
    partner: str
    before: Place | None
    after: Place | None

    @property
    def moved(self) -> Moved:
        """What happened to the score."""
        if self.before is None or self.after is None:
            return Moved.GONE if self.after is None else Moved.NEW
        if self.before.score == self.after.score:
            return Moved.SAME
        return Moved.RISEN if self.before.score < self.after.score else Moved.FALLEN


def score_changes(
    before: KnowledgeGraph, after: KnowledgeGraph, organisation: str, model: SynergyModel, *, first: int = 10
) -> list[ScoreChange]:
    """Return the best partners of an organisation in either dataset with their places in both, best of today first.

    Args:
        before: one graph.
        after: another one.
        organisation: id of an organisation that at least one of them has.
        model: what decides the score.
        first: how many places of each ranking are looked at.

    Raises:
        UnknownEntity: neither graph has the organisation.
    """
    known = [graph for graph in (before, after) if graph.find(organisation)]
    found = (known or [after])[-1].organisation(organisation).id
    old, new = _places(before, organisation, model), _places(after, organisation, model)
    partners = {partner for places in (old, new) for partner, place in places.items() if place.rank <= first}
    rows = [ScoreChange(found, partner, old.get(partner), new.get(partner)) for partner in partners]
    return sorted(rows, key=_order)


def _places(graph: KnowledgeGraph, organisation: str, model: SynergyModel) -> Mapping[str, Place]:
    if graph.find(organisation) is None:
        return {}
    return {
        partner: Place(number, entry.score)
        for number, entry in enumerate(rank(graph, organisation, model).entries, 1)
        for partner in (entry.partner, *entry.same_profile)
    }


def _order(row: ScoreChange) -> tuple[int, int, str]:
    last = 2**31
    return (row.after.rank if row.after else last, row.before.rank if row.before else last, row.partner)

"""What each member is worth to the covered share: what would be lost without it, and its fair part.

The Shapley value is exact for any number of members. For one target, f is a game in which a coalition is worth the best
match in it: the airport game. With the matches in rising order, the rise from one to the next is shared equally by all
who reach it (Littlechild & Owen 1973, doi:10.1287/mnsc.20.3.370), and values of several targets add up.
"""

from dataclasses import dataclass

from graph_data.discovery.consortium.matching import matches_of
from graph_data.discovery.consortium.members import Consortium
from graph_data.discovery.evidence import DECIMALS
from graph_data.graph import KnowledgeGraph

__all__ = ["Contribution", "contributions"]


@dataclass(frozen=True, slots=True)
class Contribution:
    """What a member is worth; None without targets, or where no term of the member is known.

    Attributes:
        member: id.
        leave_one_out: by how much the covered share falls without it, in [0, 1], rounded to 12 decimals.
        shapley: its Shapley value, in [0, 1], rounded likewise; those of all members add up to the covered share.
    """

    member: str
    leave_one_out: float | None
    shapley: float | None


def contributions(graph: KnowledgeGraph, consortium: Consortium) -> tuple[Contribution, ...]:
    """Return what each member is worth: highest Shapley value first, ties by id, those without one last."""
    matched = matches_of(graph, consortium)
    lost, fair = dict.fromkeys(consortium.members, 0.0), dict.fromkeys(consortium.members, 0.0)
    for matches in matched.by_target.values():
        values = sorted((match.value, member) for member, match in matches.items())
        share = reached = 0.0
        for place, (value, member) in enumerate(values):
            share += (value - reached) / (len(values) - place)
            reached = value
            fair[member] += share
        if values:
            lost[values[-1][1]] += values[-1][0] - (values[-2][0] if len(values) > 1 else 0.0)
    count = len(consortium.targets)
    known = set(matched.known) if count else set()
    found = [
        Contribution(member, round(lost[member] / count, DECIMALS), round(fair[member] / count, DECIMALS))
        if member in known
        else Contribution(member, None, None)
        for member in consortium.members
    ]
    return tuple(sorted(found, key=lambda item: (item.shapley is None, -(item.shapley or 0.0), item.member)))

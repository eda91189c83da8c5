"""Splits what two organisations hold into same, related and unrelated."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph_data.deadline import watched
from graph_data.discovery.evidence import DECIMALS, ContributionRelation, Side
from graph_data.discovery.nearest import Candidates
from graph_data.discovery.profiles import Profiles
from graph_data.discovery.relatedness import Proximity, Relatedness
from graph_data.ontology import kind_of

__all__ = ["Decomposition", "Piece", "decompose"]


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of one term's weight.

    Attributes:
        term: id of the term.
        side: who holds it, or holds more of it.
        relation: what it is to the other side.
        weight: w times a difference or a minimum of memberships; divided by the whole it is a share.
        related_to: id of the other side's nearest term, None unless RELATED.
        proximity: their proximity, None unless RELATED.
    """

    term: str
    side: Side
    relation: ContributionRelation
    weight: float
    related_to: str | None = None
    proximity: Proximity | None = None


@dataclass(frozen=True, slots=True)
class Decomposition:
    """Pieces that add up to the weighted union of two sets of terms.

    Attributes:
        whole: W, the sum of w_t * max(m_a, m_b).
        pieces: with weights above 0.
    """

    whole: float
    pieces: tuple[Piece, ...]

    def share(self, relation: ContributionRelation) -> float:
        """Return the part of the whole that stands in a relation, in [0, 1]; each piece is summed without error."""
        found = math.fsum(piece.weight for piece in self.pieces if piece.relation is relation)
        return min(found / self.whole, 1.0)

    def curated_share(self) -> float:
        """Return the part of the related weight that curated priors give, in [0, 1]; 0 without related terms."""
        related = [(piece.weight, piece.proximity.curated_share) for piece in self.pieces if piece.proximity]
        whole = math.fsum(weight for weight, _ in related)
        return math.fsum(weight * share for weight, share in related) / whole if whole else 0.0


def decompose(
    organisation: Mapping[str, float],
    partner: Mapping[str, float],
    profiles: Profiles,
    relatedness: Relatedness | None,
    near: tuple[Candidates, Candidates] | None = None,
) -> Decomposition:
    """Decompose two sets of terms, neither of them empty.

    With W = sum w*max(m_a, m_b), the same part is S = sum w*min(m_a, m_b) / W. The excess |m_a - m_b| of a term is
    related by max over u of phi(t, u)*m(u), u among the other side's terms (the max-product composition of a fuzzy
    relation; u = t, where the other side holds the term less firmly, has phi = 1). What is left is unrelated. For
    memberships of 0 and 1 this is 1 - S = weighted Jaccard distance and R as in related variety.

    Args:
        organisation: memberships of the one side by term id.
        partner: memberships of the other side.
        profiles: gives the weights and names of terms.
        relatedness: None when difference alone is asked for, so that nothing is related.
        near: which terms of the other side can be nearest to those of each side, all where it is None.
    """
    terms = sorted(organisation.keys() | partner.keys())
    pieces: list[Piece] = []
    for term in watched(terms):
        ours, theirs = organisation.get(term, 0.0), partner.get(term, 0.0)
        weight = profiles.weights[term]
        if common := min(ours, theirs):
            pieces.append(Piece(term, Side.BOTH, ContributionRelation.SAME, weight * common))
        if ours != theirs:
            side, others = (Side.ORGANISATION, partner) if ours > theirs else (Side.PARTNER, organisation)
            if near is not None:
                others = {other: others[other] for other in near[side is Side.PARTNER][term]}
            pieces += _excess(term, side, weight * abs(ours - theirs), _nearest(term, others, profiles, relatedness))
    whole = math.fsum(
        profiles.weights[term] * max(organisation.get(term, 0.0), partner.get(term, 0.0)) for term in terms
    )
    return Decomposition(whole, tuple(pieces))


def _excess(term: str, side: Side, weight: float, nearest: tuple[float, str, Proximity] | None) -> Iterator[Piece]:
    best = nearest[0] if nearest else 0.0
    if nearest:
        yield Piece(term, side, ContributionRelation.RELATED, weight * best, nearest[1], nearest[2])
    if best < 1:
        yield Piece(term, side, ContributionRelation.UNRELATED, weight * (1 - best))


def _nearest(
    term: str, others: Mapping[str, float], profiles: Profiles, relatedness: Relatedness | None
) -> tuple[float, str, Proximity] | None:
    """Return the best phi*m with the other side's term that gives it, None when nothing is related.

    Of equal ones, compared at 12 decimals, the alphabetically last label is named, a label beginning with its kind, as
    in the worked example (then the last id).
    """
    if relatedness is None or not others:
        return None
    near = {other: relatedness.proximity(term, other) for other in watched(others)}
    best = max(near[other].value * held for other, held in others.items())
    if best == 0:
        return None
    equal = [other for other, held in others.items() if round(near[other].value * held - best, DECIMALS) == 0]
    labels = {other: (kind_of(profiles.terms[other]).value, profiles.terms[other].name, other) for other in equal}
    named = max(equal, key=labels.__getitem__)
    return best, named, near[named]

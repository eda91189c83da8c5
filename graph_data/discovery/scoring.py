"""The formulae of synergy over arrays: one row of the matrices against many."""

from dataclasses import dataclass

import numpy as np

from graph_data.deadline import check, watched
from graph_data.discovery.matrices import Floats, Holdings, Ints, Matrices
from graph_data.discovery.model import SynergyModel

__all__ = ["combined", "parts", "scores"]


@dataclass(frozen=True)
class _Overlap:
    """One row's memberships laid against those of others.

    Attributes:
        terms: columns of the one row; shape (terms held,).
        ours: its memberships in every column; shape (columns,).
        theirs: memberships of the others in its columns; shape (terms held, others).
        excess: by how much it holds more; shape (terms held, others).
        common: sum of w*min of each other; shape (others,).
        apart: sum of w*|difference| of each other; shape (others,).
    """

    terms: Ints
    ours: Floats
    theirs: Floats
    excess: Floats
    common: Floats
    apart: Floats


def scores(matrices: Matrices, row: int, others: Ints, model: SynergyModel) -> Floats:
    """Return the score of one row with each of the others, in [0, 1], not rounded; shape (others,).

    Args:
        matrices: the graph as numbers.
        row: row of the organisation that asks.
        others: rows of its partners.
        model: gives theta and the shrinkage.
    """
    return combined(*parts(matrices, row, others, model.shrinkage), model.theta)


def combined(novelty: Floats, absorbability: Floats, theta: float) -> Floats:
    """Return novelty^theta * absorbability^(1-theta), in [0, 1]."""
    found: Floats = np.minimum(novelty**theta * absorbability ** (1 - theta), 1.0)
    return found


def parts(matrices: Matrices, row: int, others: Ints, shrinkage: float) -> tuple[Floats, Floats]:
    """Return novelty and absorbability of one row with each of the others, in [0, 1]; shape (others,) each.

    Sums only ever add numbers >= 0, so that a novelty of 0 is 0 and not a rest that theta would lift to 1e-8.

    Args:
        matrices: the graph as numbers.
        row: row of the organisation that asks.
        others: rows of its partners; its own row stands for another organisation of the same profile.
        shrinkage: pseudo-organisations k of the relatedness.
    """
    across, via = matrices.across.take(others), matrices.via.take(others)
    check()
    difference = _overlap(matrices.across, row, across, matrices.weights)
    ground = _overlap(matrices.via, row, via, matrices.weights)
    related = _related(matrices, row, others, via, ground, shrinkage)
    novelty = np.minimum(difference.apart / (difference.common + difference.apart), 1.0)
    absorbability = np.minimum((ground.common + related) / (ground.common + ground.apart), 1.0)
    return novelty, absorbability


def _overlap(holdings: Holdings, row: int, others: Holdings, weights: Floats) -> _Overlap:
    terms, values = holdings.row(row)
    ours = np.zeros(len(weights))
    ours[terms] = values
    mine = ours[others.terms]
    theirs = np.zeros((len(terms), len(others.starts) - 1))
    shared = np.flatnonzero(mine)
    theirs[np.searchsorted(terms, others.terms[shared]), others.rows[shared]] = others.values[shared]
    check()
    excess = np.maximum(values[:, None] - theirs, 0.0)
    check()
    weight = weights[others.terms]
    common = others.sums(weight * np.minimum(mine, others.values))
    further = others.sums(weight * np.maximum(others.values - mine, 0.0))
    return _Overlap(terms, ours, theirs, excess, common, further + weights[terms] @ excess)


def _related(  # noqa: PLR0913 -- the parts of one formula
    matrices: Matrices, row: int, others: Ints, via: Holdings, ground: _Overlap, shrinkage: float
) -> Floats:
    """Return the sum of w * excess * max phi*m over both sides' terms; shape (others,)."""
    columns, signatures = len(matrices.weights), len(matrices.signatures)
    signature = matrices.signature_of[others]
    place = via.terms + signature[via.rows] * columns
    best = np.zeros(len(via.terms))
    found = np.zeros(len(others))
    for term, theirs, excess in watched(zip(ground.terms.tolist(), ground.theirs, ground.excess, strict=True)):
        table = _proximities(matrices, row, term, ground.ours > 0, shrinkage).ravel()
        shift = (theirs > 0) * (signatures * columns)
        near = table[place + np.repeat(shift, np.diff(via.starts))]
        found += matrices.weights[term] * excess * via.maxima(near * via.values)
        np.maximum(best, near * ground.ours[term], out=best)
    further = np.maximum(via.values - ground.ours[via.terms], 0.0)
    return found + via.sums(matrices.weights[via.terms] * further * best)


def _proximities(matrices: Matrices, row: int, term: int, ours: np.ndarray, shrinkage: float) -> Floats:
    """Return phi of a term that the row holds with every term that a partner holds, see `Relatedness`.

    A partner holds the column's term for certain, and this one or not; each side counts only inside the populations
    of both terms' schemes. For columns that no partner holds it means nothing, but lies in [0, 1] too.

    Returns:
        Shape (2, signatures, columns): by whether the partner holds this term too, and by its signature.
    """
    scheme, schemes = matrices.scheme_of[term], matrices.scheme_of
    inside = matrices.signatures[:, [scheme]] & matrices.signatures[:, schemes]
    we = inside[matrices.signature_of[row]]
    they = np.stack([np.zeros_like(inside), inside])
    first = matrices.holders[term, schemes] - we - they
    second = matrices.holders[:, scheme] - (we & ours) - inside
    both = np.maximum(matrices.both[term] - (we & ours) - they, 0)
    priors = np.zeros(len(schemes))
    if term in matrices.priors:
        columns, values = matrices.priors[term]
        priors[columns] = values
    size = np.maximum(np.maximum(first, second), 0) + shrinkage
    found = np.broadcast_to(priors, size.shape).copy()
    np.divide(both + shrinkage * priors, size, out=found, where=size > 0)
    found[..., term] = 1.0
    return found

"""Which terms of the other side can be the nearest at all: the same formula over arrays, for those who hold many."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from graph_data.deadline import check
from graph_data.discovery.matrices import Floats, Ints, Matrices

__all__ = ["MANY", "Candidates", "candidates"]

MANY = 2_500
"""Pairs of terms from which on it is worth while to look at all of them at once first."""

MARGIN = 1e-9
"""How far below the best the array's value may lie; the order of its additions decides over 1e-15 of it."""

Candidates: TypeAlias = Mapping[str, Sequence[str]]
"""By term, those of the other side that can be its nearest; none where nothing is related to it."""


def candidates(
    matrices: Matrices,
    terms: Sequence[str],
    rows: tuple[int, int],
    held: tuple[Mapping[str, float], Mapping[str, float]],
    shrinkage: float,
) -> tuple[Candidates, Candidates]:
    """Return, for each term of a side, those of the other with the greatest proximity times membership, or nearly so.

    Args:
        matrices: the graph as numbers.
        terms: id of each column.
        rows: of the two organisations.
        held: memberships of each in the via terms, by term id; neither empty.
        shrinkage: pseudo-organisations k of the relatedness.
    """
    place = {term: column for column, term in enumerate(terms)}
    ours, theirs = (np.array([place[term] for term in side], dtype=np.intp) for side in held)
    mine, other = (np.array([*side.values()]) for side in held)
    near = _proximities(matrices, rows, ours, theirs, shrinkage)
    check()
    return (
        _greatest([*held[0]], [*held[1]], near * other),
        _greatest([*held[1]], [*held[0]], near.T * mine),
    )


def _proximities(matrices: Matrices, rows: tuple[int, int], ours: Ints, theirs: Ints, shrinkage: float) -> Floats:
    """Return phi of every term of the one with every term of the other, the two themselves left out of the counts.

    Shape (ours, theirs); see `Relatedness`.
    """
    one, other = (matrices.signatures[matrices.signature_of[row]] for row in rows)
    schemes, their_schemes = matrices.scheme_of[ours], matrices.scheme_of[theirs]
    we = one[schemes][:, None] & one[their_schemes]
    they = other[schemes][:, None] & other[their_schemes]
    both_of_ours = they & np.isin(ours, theirs)[:, None]
    both_of_theirs = we & np.isin(theirs, ours)
    first = matrices.holders[np.ix_(ours, their_schemes)] - we - both_of_ours
    second = matrices.holders[np.ix_(theirs, schemes)].T - both_of_theirs - they
    both = matrices.both[np.ix_(ours, theirs)] - both_of_theirs - both_of_ours
    priors = np.zeros(both.shape)
    row = np.zeros(len(matrices.weights))
    for number, term in enumerate(ours.tolist()):
        if term in matrices.priors:
            columns, values = matrices.priors[term]
            row[columns] = values
            priors[number] = row[theirs]
            row[columns] = 0
    size = np.maximum(first, second) + shrinkage
    found = priors.copy()
    np.divide(both + shrinkage * priors, size, out=found, where=size > 0)
    found[ours[:, None] == theirs] = 1.0
    return found


def _greatest(terms: Sequence[str], others: Sequence[str], near: Floats) -> Candidates:
    best = near.max(axis=1, keepdims=True)
    found: dict[str, list[str]] = {term: [] for term in terms}
    for row, column in zip(*(part.tolist() for part in np.nonzero((near > 0) & (near >= best - MARGIN))), strict=True):
        found[terms[row]].append(others[column])
    return found

"""Chances of sharing at least so many terms."""

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.matrices import Floats, Ints

__all__ = ["hypergeometric_tail", "poisson_binomial_tails"]


def poisson_binomial_tails(chances: Floats, most: int) -> Floats:
    """Return the chance of at least 0, 1, ... `most` successes of independent trials with their own chances.

    Only positive numbers are added, so that small chances keep their digits.

    Args:
        chances: shape (cases, trials).
        most: the highest number asked for.

    Returns:
        Shape (most + 1, cases).
    """
    found = np.zeros((most + 1, len(chances)))
    found[0] = 1
    if most:
        for chance in watched(chances.T[chances.any(axis=0)]):
            up = found[:-1] * chance
            found[:-1] *= 1 - chance  # the last row means "or more", so nothing leaves it
            found[1:] += up
    tails: Floats = np.cumsum(found[::-1], axis=0)[::-1]
    return np.minimum(tails, 1.0)


def hypergeometric_tail(shared: Ints, ours: Ints, theirs: Ints, terms: Ints) -> Floats:
    """Return the chance that two draws of `ours` and `theirs` out of `terms` share at least so many; one a case."""
    logs = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, int(terms.max(initial=0)) + 1)))])

    def choices(whole: Ints, part: Ints) -> Floats:
        found: Floats = logs[whole] - logs[part] - logs[whole - part]
        return found

    whole, found = choices(terms, theirs), np.zeros(len(shared))
    most = np.minimum(ours, theirs)
    for more in watched(range(int((most - shared).max(initial=-1)) + 1)):
        count = np.minimum(shared + more, most)
        rest = theirs - count
        possible = (shared + more <= most) & (rest <= terms - ours)
        rest = np.minimum(rest, terms - ours)
        found += possible * np.exp(choices(ours, count) + choices(terms - ours, rest) - whole)
    return np.minimum(found, 1.0)

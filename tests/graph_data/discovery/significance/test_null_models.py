"""What the tests of an overlap call significant where nothing but chance is at work."""

from typing import NamedTuple

import numpy as np
import pytest
from numpy.typing import NDArray

from graph_data.discovery.significance.bicm import bicm
from graph_data.discovery.significance.tails import hypergeometric_tail, poisson_binomial_tails

TABLES, ROWS, COLUMNS = 40, 20, 60


class Simulated(NamedTuple):
    """P-values of all pairs of rows of random tables."""

    bicm: NDArray[np.float64]
    hypergeometric: NDArray[np.float64]


@pytest.fixture(scope="module")
def simulated() -> Simulated:
    """Fill tables by chance alone, with rows and columns that are more or less likely to hold ones, and test them."""
    rng = np.random.default_rng(20200203)
    one, other = np.triu_indices(ROWS, 1)
    tails, draws = [], []
    for _ in range(TABLES):
        odds = np.outer(np.exp(rng.normal(0, 0.5, ROWS)), np.exp(rng.normal(-1.5, 1, COLUMNS)))
        table = rng.random(odds.shape) < odds / (1 + odds)
        fitted = bicm(table.sum(axis=1), table.sum(axis=0))
        cells = fitted.chances[np.ix_(fitted.rows, fitted.columns)]
        shared = (table[one] & table[other]).sum(axis=1)
        tails.append(poisson_binomial_tails(cells[one] * cells[other], shared.max())[shared, np.arange(len(one))])
        held, terms = table.sum(axis=1), np.full(len(one), table.any(axis=0).sum())
        draws.append(hypergeometric_tail(shared, held[one], held[other], terms))
    return Simulated(np.concatenate(tails), np.concatenate(draws))


def test_the_default_finds_no_more_than_it_may_and_the_hypergeometric_test_does(simulated: Simulated) -> None:
    """The documentation prints these figures."""
    assert len(simulated.bicm) == 7600
    assert round(float((simulated.bicm <= 0.05).mean()), 4) == 0.0005
    assert round(float((simulated.hypergeometric <= 0.05).mean()), 4) == 0.1307


@pytest.mark.parametrize("level", [0.01, 0.05, 0.1, 0.2, 0.5, 0.8])
def test_p_values_of_the_default_fall_below_a_level_no_more_often_than_it_says(
    simulated: Simulated, level: float
) -> None:
    assert (simulated.bicm <= level).mean() <= level

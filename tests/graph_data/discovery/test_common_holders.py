import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.discovery.common_holders import binomials_tail
from graph_data.discovery.significance.tails import poisson_binomial_tails

chance = st.sampled_from([0.0, 0.5, 1.0]) | st.floats(1e-6, 1 - 1e-6)
binomials = st.lists(st.tuples(st.integers(1, 40), chance), min_size=1, max_size=6)


def tail(drawn: list[tuple[int, float]], least: int) -> float:
    sizes, chances = zip(*drawn, strict=True)
    return binomials_tail(np.array(sizes), np.array(chances), least)


@given(binomials, st.data())
def test_the_tail_is_that_of_adding_up_trial_by_trial(drawn: list[tuple[int, float]], data: st.DataObject) -> None:
    trials = np.concatenate([np.full(size, chance) for size, chance in drawn])
    least = data.draw(st.integers(0, len(trials)))
    expected = poisson_binomial_tails(trials[None, :], least)[least, 0]
    assert tail(drawn, least) == pytest.approx(expected, rel=1e-9, abs=1e-100)


def test_a_small_tail_keeps_its_digits() -> None:
    assert tail([(50, 0.5), (50, 0.5)], 100) == pytest.approx(2.0**-100, rel=1e-10)
    assert tail([(100, 0.01)], 60) == pytest.approx(9.285096545e-93, rel=1e-8)


def test_what_must_happen_is_certain_and_what_cannot_is_next_to_impossible() -> None:
    assert tail([(3, 0.1)], 0) == tail([(3, 1.0), (4, 0.2)], 3) == 1
    assert tail([(3, 1.0), (4, 0.0)], 4) == tail([(3, 0.5)], 4) == np.finfo(np.float64).tiny


def test_what_is_next_to_impossible_stays_so_though_its_digits_are_lost() -> None:
    assert 0 < tail([(3, 1e-30)], 3) < 1e-60

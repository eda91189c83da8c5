from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery.significance.tails import hypergeometric_tail, poisson_binomial_tails


@settings(max_examples=100, deadline=None)
@given(chances=st.lists(st.sampled_from([0.0, 1.0]) | st.floats(1e-6, 1), min_size=1, max_size=30), data=st.data())
def test_sums_of_trials_have_the_tails_of_scipy(stats: Any, chances: list[float], data: st.DataObject) -> None:  # noqa: ANN401 -- a module
    most = data.draw(st.integers(0, len(chances)))
    found = poisson_binomial_tails(np.array([chances]), most)[:, 0]
    expected = stats.poisson_binom(chances).sf(np.arange(most + 1) - 1)
    assert found == pytest.approx(expected, abs=1e-12)
    assert (found <= 1).all()


def test_small_tails_keep_their_digits() -> None:
    found = poisson_binomial_tails(np.full((2, 60), [[1e-4], [0.5]]), 60)
    assert found[60] == pytest.approx([1e-240, 0.5**60], rel=1e-12)


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_shared_draws_have_the_tails_of_scipy(stats: Any, data: st.DataObject) -> None:  # noqa: ANN401 -- a module
    terms = data.draw(st.integers(1, 300))
    ours, theirs = data.draw(st.integers(0, terms)), data.draw(st.integers(0, terms))
    shared = np.arange(max(0, ours + theirs - terms), min(ours, theirs) + 1)
    found = hypergeometric_tail(shared, *(np.full(len(shared), number) for number in (ours, theirs, terms)))
    assert found == pytest.approx(stats.hypergeom(terms, ours, theirs).sf(shared - 1), rel=1e-9, abs=1e-300)


def test_no_case_has_no_tail() -> None:
    nothing = np.array([], dtype=np.intp)
    assert hypergeometric_tail(nothing, nothing, nothing, nothing).tolist() == []

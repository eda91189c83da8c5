from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.discovery.significance.adjustment import benjamini_hochberg

P_VALUES = st.lists(st.sampled_from([0.01, 0.05, 1.0]) | st.floats(1e-9, 1), min_size=1, max_size=40)


@given(p_values=P_VALUES)
def test_adjusted_p_values_are_those_of_scipy(stats: Any, p_values: list[float]) -> None:  # noqa: ANN401 -- a module
    expected = stats.false_discovery_control(p_values, method="bh")
    assert benjamini_hochberg(np.array(p_values)) == pytest.approx(expected, abs=1e-15)


@given(p_values=P_VALUES, data=st.data())
def test_adjusting_never_lowers_and_does_not_hang_on_the_order(p_values: list[float], data: st.DataObject) -> None:
    found = benjamini_hochberg(np.array(p_values))
    assert (found >= np.array(p_values) * (1 - 1e-15)).all()
    order = np.array(data.draw(st.permutations(range(len(p_values)))))
    assert benjamini_hochberg(np.array(p_values)[order]).tolist() == found[order].tolist()


def test_one_p_value_stays_as_it_is() -> None:
    assert benjamini_hochberg(np.array([0.03])).tolist() == [0.03]

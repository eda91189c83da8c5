"""Shares and upstreamness of industries: the published example, laws, and two real tables against the plain formula."""

import csv
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.importers.input_output.measures import allocation, input_shares, upstreamness
from graph_data.importers.input_output.table import read_table


def test_the_published_toy_example_of_upstreamness() -> None:
    assert upstreamness(np.array([[0, 0.5, 0.5], [0, 0, 0.8], [0, 0, 0]])).round(12).tolist() == [2.4, 1.8, 1.0]


def test_no_industry_at_all_has_no_upstreamness() -> None:
    assert upstreamness(np.zeros((0, 0))).tolist() == []


def test_a_product_that_industries_use_up_whole_never_reaches_final_use() -> None:
    with pytest.raises(ValueError, match="more of some product is used up by industries than there is of it"):
        upstreamness(np.array([[0.5, 0.5], [0.25, 0.75]]))


def test_what_is_used_up_by_an_industry_that_is_not_known_counts_as_one_step() -> None:
    found = upstreamness(np.array([[0.0, 1.0], [np.nan, np.nan]]))
    assert (found[0], np.isnan(found[1])) == (2.0, True)


@st.composite
def _shares(draw: st.DrawFn) -> np.ndarray:
    size = draw(st.integers(1, 6))
    rows = draw(st.lists(st.lists(st.floats(0, 1), min_size=size, max_size=size), min_size=size, max_size=size))
    found = np.array(rows)
    return found * draw(st.floats(0, 0.95)) / np.maximum(found.sum(axis=1, keepdims=True), 1)


@settings(max_examples=60, deadline=None)
@given(shares=_shares(), data=st.data())
def test_upstreamness_is_at_least_one_and_does_not_depend_on_the_order_of_industries(
    shares: np.ndarray, data: st.DataObject
) -> None:
    steps = upstreamness(shares)
    assert (steps >= 1 - 1e-12).all()
    np.testing.assert_allclose(steps, 1 + shares @ steps)
    order = data.draw(st.permutations(range(len(steps))))
    np.testing.assert_allclose(upstreamness(shares[np.ix_(order, order)]), steps[order])


@pytest.mark.shared
def test_sport_in_hungary_buys_most_from_real_estate_services_energy_trade_and_broadcasting(shared: Path) -> None:
    table = read_table(shared / "input-output" / "hu_iot_2020_cpa65.csv")
    codes = list(table.industries)
    bought = input_shares(table.flows)[:, codes.index("R93")]
    first = [(codes[place], round(float(bought[place]), 4)) for place in np.argsort(-bought)[:5]]
    assert first == [("L68B", 0.2425), ("N80-82", 0.1538), ("D", 0.0686), ("G46", 0.061), ("J59_60", 0.0453)]
    assert (len(codes), round(float(bought.sum()), 12), allocation(table)) == (65, 1.0, None)


@pytest.mark.shared
def test_upstreamness_in_belgium_is_what_the_plain_inverse_gives(shared: Path) -> None:
    path = shared / "input-output" / "be_oecd_iot_2020.csv"
    with path.open(encoding="utf-8", newline="") as file:
        rows = {row[""]: row for row in csv.DictReader(file)}
    table = read_table(path)
    codes = list(table.industries)
    flow = np.array([[float(rows[f"TTL_{one}"][f"D{other}"]) for other in codes] for one in codes])
    use = np.array(
        [
            float(rows["OUTPUT"][f"D{code}"]) - float(rows[f"TTL_{code}"]["EXPO"]) - float(rows[f"TTL_{code}"]["IMPO"])
            for code in codes
        ]
    )
    wanted = np.linalg.inv(np.eye(len(codes)) - flow / use[:, None]).sum(axis=1)
    shares = allocation(table)
    assert shares is not None
    assert len(codes) == 50
    np.testing.assert_allclose(upstreamness(shares), wanted, rtol=1e-10)

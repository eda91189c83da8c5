from collections import defaultdict
from itertools import product
from typing import Any

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from graph_data.discovery.significance.adjustment import LEVEL, benjamini_hochberg
from graph_data.discovery.significance.bicm import bicm
from graph_data.discovery.significance.tails import poisson_binomial_tails

Table = NDArray[np.int64]


def cells(table: Table) -> NDArray[np.float64]:
    fitted = bicm(table.sum(axis=1), table.sum(axis=0))
    return fitted.chances[np.ix_(fitted.rows, fitted.columns)]


@st.composite
def tables(draw: st.DrawFn) -> Table:
    shape = draw(st.tuples(st.integers(1, 8), st.integers(1, 8)))
    seed, share = draw(st.integers(0, 2**32 - 1)), draw(st.floats(0, 1))
    return (np.random.default_rng(seed).random(shape) < share).astype(np.int64)


@settings(max_examples=200, deadline=None)
@given(table=tables())
def test_rows_and_columns_are_as_full_as_they_are_on_average(table: Table) -> None:
    chances = cells(table)
    assert chances.sum(axis=1) == pytest.approx(table.sum(axis=1), abs=1e-9)
    assert chances.sum(axis=0) == pytest.approx(table.sum(axis=0), abs=1e-9)
    assert ((chances >= 0) & (chances <= 1)).all()


def test_a_cell_is_certain_exactly_when_every_table_with_these_sums_agrees_on_it() -> None:
    alike = defaultdict(list)
    for ones in product((0, 1), repeat=12):
        table = np.reshape(ones, (3, 4))
        alike[(*table.sum(axis=1), *table.sum(axis=0))].append(table)
    assert len(alike) > 500
    for found in alike.values():
        chances, share = cells(found[0]), np.mean(found, axis=0)
        assert ((chances == 1) == (share == 1)).all()
        assert ((chances == 0) == (share == 0)).all()


def test_a_table_of_which_nothing_is_left_to_chance_is_found_as_it_is() -> None:
    nested = np.array([[1, 1, 1, 1], [1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]])
    assert cells(nested).tolist() == nested.tolist()


def test_blocks_that_must_be_full_are_taken_out_before_the_fit() -> None:
    table = np.array([[1, 1, 1, 0], [1, 1, 0, 1], [1, 0, 0, 0], [0, 1, 0, 0]])
    assert cells(table).round(9).tolist() == [[1, 1, 0.5, 0.5], [1, 1, 0.5, 0.5], [0.5, 0.5, 0, 0], [0.5, 0.5, 0, 0]]


def test_rows_of_very_different_fullness_are_fitted() -> None:
    rng = np.random.default_rng(1)
    chances = np.outer(np.exp(rng.normal(0, 5, 60)), np.exp(rng.normal(0, 5, 80)))
    table = (rng.random(chances.shape) < chances / (1 + chances)).astype(np.int64)
    assert cells(table).sum(axis=1) == pytest.approx(table.sum(axis=1), abs=1e-8)


def test_a_step_that_leads_downhill_is_shortened(monkeypatch: pytest.MonkeyPatch) -> None:
    table = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1]])
    expected, solve, stretch = cells(table), np.linalg.solve, iter([1e4])
    monkeypatch.setattr(np.linalg, "solve", lambda *given: solve(*given) * next(stretch, 1))
    assert cells(table) == pytest.approx(expected, abs=1e-12)
    assert next(stretch, None) is None, "the long step was proposed"


def test_a_fit_that_does_not_converge_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_data.discovery.significance.bicm.STEPS", 1)
    with pytest.raises(ArithmeticError, match="not fitted within 1 steps"):
        cells(np.array([[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1]]))


@pytest.fixture(scope="module")
def southern_women() -> Table:
    """Return who attended which event (Davis, Gardner & Gardner 1941): 18 women, 14 events."""
    graph = nx.davis_southern_women_graph()
    women, events = graph.graph["top"], graph.graph["bottom"]
    return np.array([[graph.has_edge(woman, event) for event in events] for woman in women], dtype=np.int64)


@pytest.mark.filterwarnings(
    "ignore:First-class function type feature is experimental"
)  # numba's, of the package's code
def test_southern_women_have_the_chances_of_the_bicm_package_and_no_link(southern_women: Table) -> None:
    package: Any = pytest.importorskip("bicm", reason="needs the package bicm to compare with")
    theirs = package.BipartiteGraph()
    theirs.set_biadjacency_matrix(southern_women)
    theirs.solve_tool(verbose=False, print_error=False)
    ours = cells(southern_women)
    assert ours == pytest.approx(theirs.get_bicm_matrix(), abs=1e-6)
    assert list(theirs.get_rows_projection(alpha=LEVEL, fmt="edgelist", threads_num=1, progress_bar=False)) == []
    one, other = np.triu_indices(len(ours), 1)
    shared = (southern_women[one] & southern_women[other]).sum(axis=1)
    tails = poisson_binomial_tails(ours[one] * ours[other], int(shared.max()))
    assert benjamini_hochberg(tails[shared, np.arange(len(one))]).min() > LEVEL

from collections import Counter
from itertools import permutations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from graph_data.discovery.significance.curveball import Curveball

Table = NDArray[np.int64]


def chain(tables: list[Table], seed: int) -> Curveball:
    """Start a chain at tables, numbered one after the other and with columns in common."""
    height = sum(len(table) for table in tables)
    rows, columns, first = [], [], 0
    for table in tables:
        row, column = np.nonzero(table)
        rows.append(row + first)
        columns.append(column)
        first += len(table)
    number = np.repeat(np.arange(len(tables)), [len(table) for table in tables])
    assert len(number) == height
    return Curveball(np.concatenate(rows), np.concatenate(columns), number, np.random.default_rng(seed))


def drawn(tables: list[Table], columns: NDArray[np.intp]) -> list[Table]:
    found, start = [], 0
    for table in tables:
        rows = np.nonzero(table)[0]
        new = np.zeros_like(table)
        np.add.at(new, (rows, columns[start : start + len(rows)]), 1)
        found.append(new)
        start += len(rows)
    return found


@settings(max_examples=60, deadline=None)
@given(
    shapes=st.lists(st.tuples(st.integers(1, 7), st.integers(1, 7)), min_size=1, max_size=3), seed=st.integers(0, 99)
)
def test_every_table_keeps_the_sums_of_its_rows_and_columns(shapes: list[tuple[int, int]], seed: int) -> None:
    rng = np.random.default_rng(seed)
    tables = [(rng.random(shape) < rng.random()).astype(np.int64) for shape in shapes]
    found = chain(tables, seed)
    for _ in range(3):
        for table, new in zip(tables, drawn(tables, found.draw()), strict=True):
            assert new.max() <= 1
            assert new.sum(axis=0).tolist() == table.sum(axis=0).tolist()
            assert new.sum(axis=1).tolist() == table.sum(axis=1).tolist()


def test_every_table_with_the_same_sums_is_drawn_equally_often() -> None:
    table = np.array([[1, 1, 0], [1, 0, 1], [0, 1, 0], [0, 0, 1]])
    possible = [
        np.reshape(ones, table.shape)
        for ones in product((0, 1), repeat=table.size)
        if (np.reshape(ones, table.shape).sum(axis=0) == table.sum(axis=0)).all()
        and (np.reshape(ones, table.shape).sum(axis=1) == table.sum(axis=1)).all()
    ]
    found, draws = chain([table], 0), 3000
    counts = Counter(drawn([table], found.draw())[0].tobytes() for _ in range(draws))
    assert set(counts) == {new.tobytes() for new in possible}
    expected = draws / len(possible)
    chi_squared = sum((count - expected) ** 2 / expected for count in counts.values())
    assert chi_squared < 29.14, "the 99 % point for 14 degrees of freedom"


def test_columns_stand_in_random_order_within_a_row() -> None:
    found = chain([np.ones((1, 3), dtype=np.int64)], 0)
    assert {tuple(found.draw().tolist()) for _ in range(60)} == set(permutations(range(3)))


def test_one_seed_gives_one_chain() -> None:
    table = np.random.default_rng(5).integers(0, 2, (9, 9))
    one, other, different = chain([table], 1), chain([table], 1), chain([table], 2)
    draws = [one.draw().tolist() for _ in range(5)]
    assert [other.draw().tolist() for _ in range(5)] == draws
    assert [different.draw().tolist() for _ in range(5)] != draws


def test_more_rows_than_16_bits_can_number_are_drawn() -> None:
    rows = np.arange(70_000)
    columns = np.random.default_rng(0).integers(0, 5, len(rows))
    new = Curveball(rows, columns, np.zeros(len(rows), dtype=np.intp), np.random.default_rng(0)).draw()
    assert np.bincount(new).tolist() == np.bincount(columns).tolist()
    assert (new[65_536:] != columns[65_536:]).mean() == pytest.approx(0.8, abs=0.05)

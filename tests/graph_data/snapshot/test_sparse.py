import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from graph_data.snapshot.sparse import Csr, closure

PAIRS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 6), st.sampled_from([1, 2, 4])))


def rows_of(csr: Csr) -> list[list[int]]:
    return [csr.row(number).tolist() for number in range(len(csr))]


def laid_out(pairs: list[tuple[int, int, int]]) -> Csr:
    rows, columns, bits = ([item[part] for item in pairs] for part in range(3))
    return Csr.of((rows, columns), 5, bits)


@given(PAIRS)
def test_equal_pairs_are_one_and_their_bits_are_joined(pairs: list[tuple[int, int, int]]) -> None:
    csr = laid_out(pairs)
    assert rows_of(csr) == [sorted({column for row, column, _ in pairs if row == wanted}) for wanted in range(5)]
    said = dict.fromkeys(sorted((row, column) for row, column, _ in pairs), 0)
    for row, column, bit in pairs:
        said[row, column] |= bit
    assert csr.bits is not None
    assert csr.bits.tolist() == list(said.values())


@given(PAIRS)
def test_turned_over_twice_it_is_the_same(pairs: list[tuple[int, int, int]]) -> None:
    csr = laid_out(pairs)
    turned = csr.transposed(7)
    back = turned.transposed(5)
    assert rows_of(turned) == [sorted({row for row, column, _ in pairs if column == wanted}) for wanted in range(7)]
    assert rows_of(back) == rows_of(csr)
    assert np.array_equal(back.bits, csr.bits)


@given(PAIRS, st.lists(st.integers(0, 4)))
def test_entries_of_rows_follow_each_other(pairs: list[tuple[int, int, int]], rows: list[int]) -> None:
    csr = laid_out(pairs)
    found = csr.columns[csr.entries(np.array(rows, dtype=np.int32))].tolist()
    assert found == [column for row in rows for column in csr.row(row).tolist()]


def test_a_thing_is_its_own_ancestor_and_circles_end() -> None:
    assert rows_of(closure([[], [0], [1], [4], [3]])) == [[0], [0, 1], [0, 1, 2], [3, 4], [3, 4]]

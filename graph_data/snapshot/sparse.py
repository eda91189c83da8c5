"""Sparse relations between numbered things, as compressed rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

__all__ = ["Csr", "Flags", "Ints", "Positions", "closure"]

Flags: TypeAlias = NDArray[np.bool_]
Ints: TypeAlias = NDArray[np.int64]
Positions: TypeAlias = NDArray[np.int32]
"""Numbers of things: 4 bytes each, which is enough for two thousand million."""


@dataclass(frozen=True, eq=False)
class Csr:
    """Which columns each row is related to, row after row.

    Attributes:
        starts: where each row begins in the other two; shape (rows + 1,).
        columns: rising within a row, each once; shape (entries,).
        bits: what is said of each entry, eight flags at most; shape (entries,), None when nothing is said.
    """

    starts: Positions
    columns: Positions
    bits: NDArray[np.uint8] | None = None

    @classmethod
    def of(cls, pairs: tuple[Sequence[int], Sequence[int]], rows: int, bits: Sequence[int] | None = None) -> "Csr":
        """Lay out pairs, given as their rows and their columns in any order; the bits of equal pairs are joined."""
        row, column = (np.array(side, dtype=np.int32) for side in pairs)
        order = np.lexsort((column, row))
        row, column = row[order], column[order]
        fresh = np.ones(len(row), dtype=np.bool_)
        fresh[1:] = (row[1:] != row[:-1]) | (column[1:] != column[:-1])
        said = None
        if bits is not None:
            said = np.zeros(0, dtype=np.uint8)
            if len(row):
                said = np.bitwise_or.reduceat(np.array(bits, dtype=np.uint8)[order], np.flatnonzero(fresh))
        starts = np.searchsorted(row[fresh], np.arange(rows + 1)).astype(np.int32)
        return cls(starts, np.ascontiguousarray(column[fresh]), said)

    def __len__(self) -> int:
        return len(self.starts) - 1

    @property
    def lengths(self) -> Positions:
        """Number of entries of each row; shape (rows,)."""
        return np.diff(self.starts)

    @property
    def nbytes(self) -> int:
        """Bytes of the arrays."""
        return self.starts.nbytes + self.columns.nbytes + (0 if self.bits is None else self.bits.nbytes)

    def row(self, number: int) -> Positions:
        """Return the columns of one row."""
        return self.columns[self.starts[number] : self.starts[number + 1]]

    def entries(self, rows: Positions | Ints) -> Ints:
        """Return where the entries of some rows stand, row after row."""
        lengths = self.lengths[rows].astype(np.int64)
        ends = np.cumsum(lengths)
        total = int(ends[-1]) if len(ends) else 0
        found: Ints = np.arange(total) + np.repeat(self.starts[rows] - (ends - lengths), lengths)
        return found

    def transposed(self, columns: int) -> "Csr":
        """Return the same relation read from its columns, of which there are so many."""
        order = np.argsort(self.columns, kind="stable")
        rows = np.repeat(np.arange(len(self), dtype=np.int32), self.lengths)[order]
        starts = np.searchsorted(self.columns[order], np.arange(columns + 1)).astype(np.int32)
        return Csr(starts, rows, None if self.bits is None else self.bits[order])


def closure(wider: Sequence[Sequence[int]]) -> Csr:
    """Return each thing's ancestors, itself among them.

    Args:
        wider: numbers of the next wider things of each thing; a circle is followed once.
    """
    things: list[int] = []
    ancestors: list[int] = []
    for thing in range(len(wider)):
        found = {thing: None}
        fresh = [thing]
        while fresh:
            added = [other for other in wider[fresh.pop()] if other not in found]
            found.update(dict.fromkeys(added))
            fresh.extend(added)
        things.extend(len(found) * [thing])
        ancestors.extend(found)
    return Csr.of((things, ancestors), len(wider))

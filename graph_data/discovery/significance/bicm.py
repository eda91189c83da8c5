"""The bipartite configuration model: cells filled by chance, with every row and column as full as it is on average.

Saracco et al. 2015 (doi:10.1038/srep10595) and 2017 (doi:10.1088/1367-2630/aa6b38): p = x*y / (1 + x*y) with one
fitness x for each number of ones in a row and one y for each in a column.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from graph_data.deadline import watched
from graph_data.discovery.matrices import Floats, Ints

__all__ = ["Bicm", "bicm"]

TOLERANCE = 1e-11
"""How far an expected degree may lie from the observed one, relative to it."""

STEPS = 200
"""Newton steps after which the fit is given up; tens are enough."""


@dataclass(frozen=True)
class Bicm:
    """Probabilities of the cells, by the classes of rows and columns with as many ones.

    Attributes:
        rows: class of each row.
        columns: class of each column.
        chances: probability of a one, in [0, 1]; shape (row classes, column classes).
    """

    rows: Ints
    columns: Ints
    chances: Floats


@dataclass(frozen=True)
class _Block:
    """A part of the table: classes that follow each other, with degrees inside the part.

    Attributes:
        top, left: the first class of rows and of columns.
        rows, columns: degrees, falling.
        heights, widths: number of rows and columns of each class.
    """

    top: int
    left: int
    rows: Ints
    heights: Ints
    columns: Ints
    widths: Ints

    def part(self, rows: slice, columns: slice, wide: int, high: int) -> "_Block":
        """Return a part without the ones that its rows and columns have elsewhere."""
        return _Block(
            self.top + (rows.start or 0),
            self.left + (columns.start or 0),
            self.rows[rows] - wide,
            self.heights[rows],
            self.columns[columns] - high,
            self.widths[columns],
        )


def bicm(rows: ArrayLike, columns: ArrayLike) -> Bicm:
    """Fit the model to the numbers of ones in the rows and columns of a table.

    Cells that the numbers alone decide, such as those of full and empty rows, get 0 or 1 and are taken out first: for
    them there is no fitness. They are found as the tight cuts of Gale and Ryser's condition.

    Raises:
        ArithmeticError: the fit does not converge.
    """
    degrees, row_of, heights = np.unique(-np.asarray(rows, dtype=np.intp), return_inverse=True, return_counts=True)
    others, column_of, widths = np.unique(-np.asarray(columns, dtype=np.intp), return_inverse=True, return_counts=True)
    chances = np.zeros((len(degrees), len(others)))
    blocks = [_Block(0, 0, -degrees, heights, -others, widths)]
    while blocks:
        block = blocks.pop()
        if not (len(block.rows) and len(block.columns)):
            continue
        if cut := _cut(block):
            high, wide = cut
            chances[block.top : block.top + high, block.left : block.left + wide] = 1
            tall, broad = int(block.heights[:high].sum()), int(block.widths[:wide].sum())
            blocks.append(block.part(slice(0, high), slice(wide, None), broad, 0))
            blocks.append(block.part(slice(high, None), slice(0, wide), 0, tall))
        else:
            place = slice(block.top, block.top + len(block.rows)), slice(block.left, block.left + len(block.columns))
            chances[place] = _solved(block)
    return Bicm(row_of.reshape(-1), column_of.reshape(-1), chances)


def _cut(block: _Block) -> tuple[int, int] | None:
    """Return a number of first row and column classes that must be all ones, with all zeros in the rest; or None.

    The first i rows hold at most i*j ones in the first j columns and all ones of the other columns; where they hold
    as many, nothing is left to chance there.
    """
    rows, columns = _sums(block.rows * block.heights), _sums(block.columns * block.widths)
    slack = np.multiply.outer(_sums(block.heights), _sums(block.widths)) + (columns[-1] - columns) - rows[:, None]
    slack[0, -1] = slack[-1, 0] = 1  # true of every table
    tight = np.argwhere(slack == 0)
    return (int(tight[0][0]), int(tight[0][1])) if len(tight) else None


def _sums(values: Ints) -> Ints:
    return np.concatenate([[0], np.cumsum(values)])


def _solved(block: _Block) -> Floats:
    """Return the probabilities of a part in which no cell is certain, by Newton's method on the log-likelihood."""
    count, cells = len(block.rows), np.multiply.outer(block.heights, block.widths).astype(np.float64)
    wanted = np.concatenate([block.rows * block.heights, block.columns * block.widths]).astype(np.float64)
    # where few cells are ones, p is near the product of degrees over the number of ones
    found = np.log(np.concatenate([block.rows, block.columns]))
    found -= np.log(wanted[:count].sum()) / 2
    for _ in watched(range(STEPS)):
        chances = _logistic(found, count)
        expected = cells * chances
        short = wanted - np.concatenate([expected.sum(axis=1), expected.sum(axis=0)])
        if (np.abs(short) <= TOLERANCE * wanted).all():
            return chances
        step = _newton(short, expected * (1 - chances))
        before, length = _likelihood(found, wanted, cells), 1.0
        # near the summit the gain drowns in rounding, and the whole step is right
        while _likelihood(found + length * step, wanted, cells) < before - TOLERANCE * abs(before):
            length /= 2
        found = found + length * step
    raise ArithmeticError(f"the configuration model was not fitted within {STEPS} steps")


def _logistic(fitness: Floats, count: int) -> Floats:
    """Return the probabilities that go with logarithms of fitness, the first `count` of them those of rows."""
    found: Floats = np.exp(-np.logaddexp(0, -np.add.outer(fitness[:count], fitness[count:])))
    return found


def _likelihood(fitness: Floats, wanted: Floats, cells: Floats) -> float:
    together = np.add.outer(fitness[: len(cells)], fitness[len(cells) :])
    return float(fitness @ wanted - (cells * np.logaddexp(0, together)).sum())


def _newton(short: Floats, spread: Floats) -> Floats:
    """Solve for the step; the last column's fitness stays, as only the products of fitnesses matter."""
    hessian = np.block([[np.diag(spread.sum(axis=1)), spread], [spread.T, np.diag(spread.sum(axis=0))]])
    return np.append(np.linalg.solve(hessian[:-1, :-1], short[:-1]), 0.0)

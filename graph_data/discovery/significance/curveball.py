"""Random tables with the very same row and column sums, by trades between rows.

Curveball (Strona et al. 2014, doi:10.1038/ncomms5114), in rounds in which every row trades with one other (Carstens,
Berger & Strona 2016, arXiv:1609.05137).
"""

import numpy as np

from graph_data.deadline import watched
from graph_data.discovery.matrices import Ints

__all__ = ["Curveball"]

ROUNDS = 10
"""Rounds of trades between one draw and the next: five trades a row, after which the tables are mixed."""


class Curveball:
    """A chain of random tables of zeros and ones, the first of them given; each table trades within itself.

    Args:
        rows: row of each one, rising and numbered through all tables.
        columns: column of each one; no row holds a column twice.
        tables: table of each row, rising.
        rng: the random numbers.
    """

    def __init__(self, rows: Ints, columns: Ints, tables: Ints, rng: np.random.Generator) -> None:
        self._rows, self._columns, self._tables, self._rng = rows, columns.copy(), tables, rng
        # rows meet two by two as they stand in a shuffled table, the last of an odd number nobody
        first = np.searchsorted(tables, tables)
        self._meetings = first + (np.arange(len(tables)) - first) // 2 * 2

    def draw(self) -> Ints:
        """Return the columns of new tables, in random order within a row."""
        for _ in watched(range(ROUNDS)):
            self._trade()
        self._columns = self._columns[self._shuffled(self._rows)]
        return self._columns.copy()

    def _trade(self) -> None:
        """Let every two rows that meet shuffle what only one of them holds, each keeping its number."""
        meeting = np.empty_like(self._meetings)
        meeting[self._shuffled(self._tables)] = self._meetings
        order = _ordered(self._columns)
        met = meeting[self._rows[order]]
        by_meeting = _ordered(met)
        order, met = order[by_meeting], met[by_meeting]
        columns = self._columns[order]
        twice = (met[1:] == met[:-1]) & (columns[1:] == columns[:-1])
        alone = np.ones(len(order), dtype=np.bool_)
        alone[1:] &= ~twice
        alone[:-1] &= ~twice
        self._columns[order[alone]] = columns[alone][self._shuffled(met[alone])]

    def _shuffled(self, groups: Ints) -> Ints:
        """Return the places of members of groups, group by group, in random order within each."""
        order = self._rng.permutation(len(groups))
        return order[_ordered(groups[order])]


def _ordered(values: Ints) -> Ints:
    """Return the order of whole numbers from 0 to 2^32 - 1, equal ones as they stand.

    numpy sorts 16 bits at once, in time that grows with the count alone.
    """
    order = np.argsort(values.astype(np.uint16), kind="stable")
    if values.max(initial=0) > np.iinfo(np.uint16).max:
        order = order[np.argsort((values[order] >> 16).astype(np.uint16), kind="stable")]
    return order

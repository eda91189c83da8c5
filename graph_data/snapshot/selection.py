"""Organisations that were selected, as a sequence that makes none of them before it is asked for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import overload

import numpy as np

from graph_data.listing import Order, OrganisationFilter
from graph_data.ontology import Organisation
from graph_data.snapshot.ordering import order
from graph_data.snapshot.selecting import select
from graph_data.snapshot.snapshot import Snapshot
from graph_data.snapshot.sparse import Positions

__all__ = ["Selection"]


@dataclass(frozen=True, eq=False)
class Selection(Sequence[Organisation]):
    """Some organisations in an order.

    Attributes:
        snapshot: what they were selected from.
        positions: their positions, in order.
    """

    snapshot: Snapshot
    positions: Positions

    @classmethod
    def of(
        cls, snapshot: Snapshot, wanted: OrganisationFilter | None = None, keys: tuple[Order, ...] = ()
    ) -> "Selection":
        """Return what a filter accepts, in order; kept for whoever asks the same again.

        Raises:
            UnknownEntity: the filter names an id or a country that is not in the dataset, or one of a wrong kind.
        """
        found = snapshot.kept.get((wanted, keys), lambda: order(snapshot, select(snapshot, wanted), keys))
        return cls(snapshot, found)

    @classmethod
    def among(cls, snapshot: Snapshot, ids: Sequence[str]) -> "Selection":
        """Return the organisations with some ids, sorted by id."""
        return cls(snapshot, np.array(sorted(snapshot.position[name] for name in ids), dtype=np.int32))

    def __len__(self) -> int:
        return len(self.positions)

    def __iter__(self) -> Iterator[Organisation]:
        return iter(self[:])

    @overload
    def __getitem__(self, index: int) -> Organisation: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Organisation, ...]: ...
    def __getitem__(self, index: int | slice) -> Organisation | tuple[Organisation, ...]:
        organisations = self.snapshot.organisations
        if isinstance(index, slice):
            return tuple(organisations[position] for position in self.positions[index].tolist())
        return organisations[int(self.positions[index])]

"""In which order: several keys at once, unknown values last in either direction, ties by id."""

from collections.abc import Sequence

import numpy as np

from graph_data.listing import Order, OrderField
from graph_data.snapshot.snapshot import Snapshot
from graph_data.snapshot.sparse import Flags, Ints, Positions

__all__ = ["order", "value_of"]


def order(snapshot: Snapshot, positions: Positions, keys: Sequence[Order]) -> Positions:
    """Return rising positions sorted by keys, the first key first; equal ones keep rising, which is by id."""
    if not keys:
        return positions
    columns: list[Flags | Ints | Positions] = []
    for key in reversed(keys):
        values, known = _column(snapshot, key.field)
        columns.append(-values[positions] if key.descending else values[positions])
        if known is not None:
            columns.append(~known[positions])
    return positions[np.lexsort(columns)]


def value_of(snapshot: Snapshot, position: int, field: OrderField) -> str | int | None:
    """Return what an organisation is sorted by, as graph_data.listing.count_of says; None when it is not known."""
    if field is OrderField.NAME:
        return snapshot.names.preferred(position)
    values, known = _column(snapshot, field)
    return int(values[position]) if known is None or known[position] else None


def _column(snapshot: Snapshot, field: OrderField) -> tuple[Ints | Positions, Flags | None]:
    """Return the values of a field, 0 where not known, and which are known; None when all are."""
    match field:
        case OrderField.NAME:
            return snapshot.names.rank, None
        case OrderField.MEMBER_COUNT:
            return snapshot.member_count.values, snapshot.member_count.known
        case OrderField.SME_COUNT:
            return snapshot.sme_count.values, snapshot.sme_count.known
        case OrderField.PARTNERSHIP_COUNT:
            return snapshot.partnership_count, None
    return snapshot.degree, None

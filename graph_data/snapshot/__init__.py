"""The graph as columns and compressed rows: which organisations, in which order, and what they add up to."""

from graph_data.snapshot.aggregating import (
    MAX_DIMENSIONS,
    Dimension,
    Group,
    GroupKey,
    Groups,
    IntStats,
    groups,
    stats,
)
from graph_data.snapshot.ordering import order, value_of
from graph_data.snapshot.selecting import Selecting, select
from graph_data.snapshot.selection import Selection
from graph_data.snapshot.snapshot import Snapshot

__all__ = [
    "MAX_DIMENSIONS",
    "Dimension",
    "Group",
    "GroupKey",
    "Groups",
    "IntStats",
    "Selecting",
    "Selection",
    "Snapshot",
    "groups",
    "order",
    "select",
    "stats",
    "value_of",
]

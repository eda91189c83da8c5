"""What organisations add up to: counts, published numbers, and groups over one or several dimensions."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import prod

import numpy as np

from graph_data.ontology import Entity, EntityKind
from graph_data.snapshot.columns import UNKNOWN, Counts
from graph_data.snapshot.selection import Selection
from graph_data.snapshot.snapshot import FACET_KINDS, KIND_CODES, Snapshot
from graph_data.snapshot.sparse import Ints, Positions

__all__ = ["MAX_DIMENSIONS", "MAX_ENTRIES", "Dimension", "Group", "GroupKey", "Groups", "IntStats", "groups", "stats"]

MAX_DIMENSIONS = 3
MAX_ENTRIES = 5_000_000
"""How many (organisation, group) pairs are counted at once: about 200 MB while it lasts."""


class Dimension(Enum):
    """What organisations are grouped by."""

    KIND = "KIND"
    COUNTRY = "COUNTRY"
    REGION = "REGION"
    SECTOR = "SECTOR"
    TECHNOLOGY_FIELD = "TECHNOLOGY_FIELD"
    S3_PRIORITY_AREA = "S3_PRIORITY_AREA"
    EMERGING_INDUSTRY = "EMERGING_INDUSTRY"
    PROGRAMME_AREA = "PROGRAMME_AREA"
    PARTNERSHIP = "PARTNERSHIP"
    VALUE_CHAIN_STAGE = "VALUE_CHAIN_STAGE"

    @property
    def facet(self) -> EntityKind | None:
        """The facet that it reads, None where an organisation has one value at most."""
        kind = EntityKind.__members__.get(self.name)
        return kind if kind in FACET_KINDS else None


@dataclass(frozen=True, slots=True)
class IntStats:
    """A published number over several organisations.

    Attributes:
        sum, min, max, mean: over those where it is known; None when it is known for none.
        known, missing: for how many it is known, and not known.
    """

    sum: int | None
    min: int | None
    max: int | None
    mean: float | None
    known: int
    missing: int


@dataclass(frozen=True, slots=True)
class GroupKey:
    """What the organisations of a group have in common in one dimension.

    Attributes:
        dimension: the dimension.
        label: name of the entity, or the kind; None for the group of those about whom nothing is known.
        entity: None for that group, and for a kind.
    """

    dimension: Dimension
    label: str | None
    entity: Entity | None


@dataclass(frozen=True, slots=True)
class Group:
    """Organisations with the same keys."""

    keys: tuple[GroupKey, ...]
    members: Selection


@dataclass(frozen=True, slots=True)
class Groups:
    """Groups, largest first, equal ones by their labels and ids; the unknown after the known.

    Attributes:
        groups: the first of them.
        total_count: how many there are.
        overlapping: whether an organisation may be in several.
    """

    groups: tuple[Group, ...]
    total_count: int
    overlapping: bool


def stats(selection: Selection, counts: Counts) -> IntStats:
    """Return what a number of the organisations adds up to."""
    values = counts.values[selection.positions[counts.known[selection.positions]]]
    known, missing = len(values), len(selection) - len(values)
    if not known:
        return IntStats(None, None, None, None, 0, missing)
    total = int(values.sum())
    return IntStats(total, int(values.min()), int(values.max()), total / known, known, missing)


def groups(selection: Selection, by: Sequence[Dimension], first: int) -> Groups:
    """Group organisations by what they hold or where they lie.

    A term or region counts for those who hold it or lie in it directly, in whatever way the statement came about.

    Args:
        selection: the organisations.
        by: one to three distinct dimensions.
        first: how many groups to return.

    Raises:
        ValueError: the dimensions are none, too many or not distinct, or there are too many pairs to count.
    """
    if not 1 <= len(by) <= MAX_DIMENSIONS or len(set(by)) < len(by):
        raise ValueError(f"by must be 1 to {MAX_DIMENSIONS} different dimensions")
    entries, codes = _entries(selection, by)
    found, counts = _counted(codes, prod(_size(selection.snapshot, dimension) + 1 for dimension in by))
    # codes rise with labels and ids, and a stable order keeps them so among groups of one size
    largest = np.argsort(-counts, kind="stable")[:first]
    shown = np.isin(codes, found[largest])
    entries, codes = entries[shown], codes[shown]
    order = np.argsort(codes, kind="stable")
    members = selection.positions[entries[order]]
    starts = np.searchsorted(codes[order], found[largest])
    chosen = tuple(
        Group(
            _keys(selection.snapshot, by, code),
            Selection(selection.snapshot, members[start : start + count]),
        )
        for code, start, count in zip(found[largest].tolist(), starts.tolist(), counts[largest].tolist(), strict=True)
    )
    return Groups(chosen, len(found), any(dimension.facet for dimension in by))


def _counted(codes: Ints, space: int) -> tuple[Ints, Ints]:
    """Return the distinct codes, which lie below `space`, rising, and how often each occurs."""
    if space > MAX_ENTRIES:
        return np.unique(codes, return_counts=True)
    counts = np.bincount(codes, minlength=space)
    found = np.flatnonzero(counts)
    return found, counts[found]


def _entries(selection: Selection, by: Sequence[Dimension]) -> tuple[Ints, Ints]:
    """Return (organisation's place in the selection, code of a group) pairs, every pair once."""
    entries, codes = np.arange(len(selection)), np.zeros(len(selection), dtype=np.int64)
    for dimension in by:
        again, members = _members(selection.snapshot, dimension, selection.positions[entries])
        entries = entries[again]
        codes = codes[again] * (_size(selection.snapshot, dimension) + 1) + members
    return entries, codes


def _members(snapshot: Snapshot, dimension: Dimension, positions: Positions) -> tuple[Ints, Ints]:
    """Return, for each thing that an organisation has in a dimension, which organisation it is and the thing's number.

    An organisation about which nothing is known has the number after the last thing's.
    """
    size = _size(snapshot, dimension)
    if dimension.facet is None:
        numbers = _numbers(snapshot, dimension)[positions].astype(np.int64)
        return np.arange(len(positions)), np.where(numbers == UNKNOWN, size, numbers)
    held = snapshot.facets[dimension.facet].held
    lengths = held.lengths[positions]
    filled = np.maximum(lengths, 1)
    if int(filled.sum(dtype=np.int64)) > MAX_ENTRIES:
        raise ValueError(f"more than {MAX_ENTRIES} pairs to count: filter first, or group by fewer dimensions")
    numbers = np.full(int(filled.sum()), size, dtype=np.int64)
    numbers[np.repeat(lengths > 0, filled)] = held.columns[held.entries(positions)]
    return np.repeat(np.arange(len(positions)), filled), numbers


def _numbers(snapshot: Snapshot, dimension: Dimension) -> Positions:
    """Return the number of what each organisation has in a dimension with one value at most."""
    places = snapshot.places
    match dimension:
        case Dimension.COUNTRY:
            # the last is for those whose place is UNKNOWN, which is -1
            return np.append(places.country, np.int32(UNKNOWN))[snapshot.place]
        case Dimension.REGION:
            return np.where(np.append(places.is_region, np.False_)[snapshot.place], snapshot.place, np.int32(UNKNOWN))
        case _:
            return snapshot.kind.astype(np.int32)


def _size(snapshot: Snapshot, dimension: Dimension) -> int:
    if dimension is Dimension.KIND:
        return len(KIND_CODES)
    return len(snapshot.places.axis if dimension.facet is None else snapshot.facets[dimension.facet].terms)


def _keys(snapshot: Snapshot, by: Sequence[Dimension], code: int) -> tuple[GroupKey, ...]:
    """Return what the code of a group stands for."""
    keys: list[GroupKey] = []
    for dimension in reversed(by):
        size = _size(snapshot, dimension)
        code, number = divmod(code, size + 1)
        keys.append(GroupKey(dimension, None, None) if number == size else _key(snapshot, dimension, number))
    return tuple(reversed(keys))


def _key(snapshot: Snapshot, dimension: Dimension, number: int) -> GroupKey:
    if dimension is Dimension.KIND:
        return GroupKey(dimension, KIND_CODES[number].value, None)
    axis = snapshot.places.axis if dimension.facet is None else snapshot.facets[dimension.facet].terms
    return GroupKey(dimension, axis.entities[number].name, axis.entities[number])

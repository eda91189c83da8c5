"""What organisations are chosen, sorted and grouped by, as columns: names, published counts, facets, places."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np

from graph_data.ontology import Country, Entity, StatementOrigin
from graph_data.slugs import fold
from graph_data.snapshot.sparse import Csr, Flags, Ints, Positions, closure

__all__ = ["BIT_OF", "UNKNOWN", "Axis", "Counts", "Facet", "Names", "Places", "bits_of"]

UNKNOWN = -1
"""Stands in a column of numbers where nothing is known."""

BIT_OF = {origin: 1 << number for number, origin in enumerate(StatementOrigin)}
"""The flag of each origin in the bits of a facet's entries."""


def bits_of(origins: Collection[StatementOrigin] | None) -> int:
    """Return the flags of some origins, of all when None."""
    return sum(BIT_OF[origin] for origin in (StatementOrigin if origins is None else set(origins)))


@dataclass(frozen=True, eq=False)
class Axis:
    """Entities numbered in the order in which people read them: by folded name, then by id.

    Attributes:
        entities: the entities.
        number: number of each by its id.
    """

    entities: tuple[Entity, ...]
    number: dict[str, int] = field(repr=False)

    @classmethod
    def of(cls, entities: Iterable[Entity]) -> "Axis":
        """Number entities."""
        ordered = tuple(sorted(entities, key=lambda entity: (fold(entity.name), entity.id)))
        return cls(ordered, {entity.id: number for number, entity in enumerate(ordered)})

    def __len__(self) -> int:
        return len(self.entities)


@dataclass(frozen=True, eq=False)
class Facet:
    """Which terms, or partnerships, organisations hold.

    Attributes:
        terms: the terms.
        held: organisation to terms, with the origins as bits.
        holders: the same, term to organisations.
        below: each term to itself and all narrower ones.
    """

    terms: Axis
    held: Csr
    holders: Csr
    below: Csr

    @classmethod
    def of(cls, terms: Axis, held: Csr, wider: Sequence[Sequence[int]]) -> "Facet":
        """Make a facet of who holds what and of the next wider terms of each term."""
        return cls(terms, held, held.transposed(len(terms)), closure(wider).transposed(len(terms)))


@dataclass(frozen=True, eq=False)
class Places:
    """Regions and countries.

    Attributes:
        axis: the places.
        below: each place to itself and all within it.
        country: the country of each place, UNKNOWN where not known; shape (places,).
        is_region: whether a place is a region; shape (places,).
    """

    axis: Axis
    below: Csr
    country: Positions
    is_region: Flags

    @classmethod
    def of(cls, axis: Axis, wider: Sequence[Sequence[int]]) -> "Places":
        """Make places of the next wider places of each."""
        above = closure(wider)
        is_country = np.array([isinstance(place, Country) for place in axis.entities], dtype=np.bool_)
        country = np.full(len(axis), UNKNOWN, dtype=np.int32)
        for number in range(len(axis)):
            countries = [other for other in above.row(number).tolist() if is_country[other]]
            country[number] = countries[0] if countries else UNKNOWN
        return cls(axis, above.transposed(len(axis)), country, ~is_country)


@dataclass(frozen=True, eq=False)
class Counts:
    """A number of each organisation.

    Attributes:
        values: the number, 0 where not known; shape (organisations,).
        known: whether it is known; shape (organisations,).
    """

    values: Ints
    known: Flags

    @classmethod
    def of(cls, values: Sequence[int | None]) -> "Counts":
        """Make a column of numbers, None where not known."""
        known = np.array([value is not None for value in values], dtype=np.bool_)
        return cls(np.array([value or 0 for value in values], dtype=np.int64), known)


@dataclass(frozen=True, eq=False)
class Names:
    r"""Folded names of each organisation, the preferred one first.

    Attributes:
        text: all of them, each closed by "\n", which no folded name contains.
        starts: where each organisation's names begin; shape (organisations,).
        rank: place of the preferred name among the distinct ones in order; shape (organisations,).
    """

    text: str = field(repr=False)
    starts: Positions
    rank: Positions

    @classmethod
    def of(cls, names: Sequence[Sequence[str]]) -> "Names":
        """Fold the names of each organisation."""
        folded = [[fold(name) for name in some] for some in names]
        blocks = ["".join(f"{name}\n" for name in dict.fromkeys(some)) for some in folded]
        starts = np.cumsum([0, *(len(block) for block in blocks)])[:-1].astype(np.int32)
        rank = {name: number for number, name in enumerate(sorted({some[0] for some in folded}))}
        return cls("".join(blocks), starts, np.array([rank[some[0]] for some in folded], dtype=np.int32))

    def preferred(self, position: int) -> str:
        """Return the folded preferred name of an organisation."""
        start = int(self.starts[position])
        return self.text[start : self.text.index("\n", start)]

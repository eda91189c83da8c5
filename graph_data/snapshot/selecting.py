"""Which organisations a filter accepts: the sets of graph_data.listing.select as masks over the snapshot."""

import re
from collections.abc import Iterator, Sequence

import numpy as np

from graph_data.deadline import check
from graph_data.errors import UnknownEntity
from graph_data.listing import ConceptMatch, OrganisationFilter, Range, of_kind
from graph_data.ontology import Country, EntityKind
from graph_data.slugs import fold
from graph_data.snapshot.columns import Counts, Facet, bits_of
from graph_data.snapshot.snapshot import KIND_CODES, Snapshot
from graph_data.snapshot.sparse import Flags, Positions
from graph_data.tables import did_you_mean

__all__ = ["Selecting", "select"]


def select(snapshot: Snapshot, wanted: OrganisationFilter | None) -> Positions:
    """Return the positions of the organisations that a filter accepts, of all when it is None, rising.

    Raises:
        UnknownEntity: the filter names an id or a country that is not in the dataset, or one of a wrong kind.
    """
    if wanted is None:
        return np.arange(len(snapshot), dtype=np.int32)
    return np.flatnonzero(Selecting(snapshot).mask(wanted)).astype(np.int32)


class Selecting:
    """Answers filters from a snapshot.

    Attributes:
        snapshot: what it reads.
        touched: positions and entries read so far: the work that the answers took.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.touched = 0

    def mask(self, wanted: OrganisationFilter) -> Flags:
        """Return which organisations a filter accepts; shape (organisations,).

        Raises:
            UnknownEntity: as `select`.
            DeadlinePassed: there is no time left for another part of it.
        """
        check()
        found = self._all()
        for condition in self._conditions(wanted):
            found &= condition
        if wanted.negated is not None:
            found &= ~self.mask(wanted.negated)
        return found

    def _all(self) -> Flags:
        self.touched += len(self.snapshot)
        return np.ones(len(self.snapshot), dtype=np.bool_)

    def _conditions(self, wanted: OrganisationFilter) -> Iterator[Flags]:
        """Yield what each condition of a filter accepts."""
        snapshot = self.snapshot
        yield from (self.mask(part) for part in wanted.all_of or ())
        if wanted.any_of is not None:
            found = ~self._all()
            for part in wanted.any_of:
                found |= self.mask(part)
            yield found
        if wanted.kinds is not None:
            yield np.array([kind in wanted.kinds for kind in KIND_CODES])[snapshot.kind]
        if wanted.name_contains is not None:
            yield self._named(wanted.name_contains)
        if wanted.countries is not None:
            yield self._located(_countries(snapshot, wanted.countries))
        if wanted.regions is not None:
            kinds = (EntityKind.REGION, EntityKind.COUNTRY)
            yield self._located(
                [snapshot.places.axis.number[_known(snapshot, item, *kinds)] for item in wanted.regions]
            )
        yield from (self._holding(kind, match) for kind, match in wanted.concepts)
        if wanted.member_count is not None:
            yield _within(snapshot.member_count, wanted.member_count)
        if wanted.sme_count is not None:
            yield _within(snapshot.sme_count, wanted.sme_count)
        if wanted.in_partnership is not None:
            yield self._holding(EntityKind.PARTNERSHIP, ConceptMatch(any_of=(wanted.in_partnership,)))

    def _named(self, text: str) -> Flags:
        if not (wanted := fold(text)):
            return self._all() & (not text)
        names, found = self.snapshot.names, ~self._all()
        hits = [hit.start() for hit in re.finditer(re.escape(wanted), names.text)]
        found[np.searchsorted(names.starts, hits, side="right") - 1] = True
        return found

    def _located(self, numbers: Sequence[int]) -> Flags:
        """Return who lies in one of some places or within it."""
        places = self.snapshot.places
        # the last is for those whose place is UNKNOWN, which is -1
        inside = np.zeros(len(places.axis) + 1, dtype=np.bool_)
        entries = places.below.entries(np.array(numbers, dtype=np.int32))
        inside[places.below.columns[entries]] = True
        self.touched += len(self.snapshot) + len(entries)
        located: Flags = inside[self.snapshot.place]
        return located

    def _holding(self, kind: EntityKind, match: ConceptMatch) -> Flags:
        facet = self.snapshot.facets[kind]

        def holders(concepts: Sequence[str]) -> Flags:
            numbers = [facet.terms.number[_known(self.snapshot, concept, kind)] for concept in concepts]
            return self._holders(facet, np.array(numbers, dtype=np.int32), match)

        found = self._all()
        if match.any_of is not None:
            found &= holders(match.any_of)
        for concept in match.all_of or ():
            found &= holders([concept])
        if match.none_of is not None:
            found &= ~holders(match.none_of)
        return found

    def _holders(self, facet: Facet, terms: Positions, match: ConceptMatch) -> Flags:
        """Return who holds one of some terms in one of the ways that a condition counts."""
        counted = facet.below.columns[facet.below.entries(terms)] if match.include_narrower else terms
        entries = facet.holders.entries(np.unique(counted).astype(np.int32))
        self.touched += len(entries)
        if match.origins is not None and facet.holders.bits is not None:
            entries = entries[(facet.holders.bits[entries] & bits_of(match.origins)) > 0]
        found = ~self._all()
        found[facet.holders.columns[entries]] = True
        return found


def _known(snapshot: Snapshot, entity_id: str, *kinds: EntityKind) -> str:
    if (entity := snapshot.by_id.get(entity_id)) is None:
        raise UnknownEntity(f"unknown id {entity_id!r}{did_you_mean(entity_id, snapshot.by_id)}")
    return of_kind(entity, *kinds).id


def _countries(snapshot: Snapshot, codes: Sequence[str]) -> list[int]:
    axis = snapshot.places.axis
    countries = {place.code: axis.number[place.id] for place in axis.entities if isinstance(place, Country)}
    for code in codes:
        if code not in countries:
            raise UnknownEntity(f"unknown country code {code!r}{did_you_mean(code.upper(), countries)}")
    return [countries[code] for code in codes]


def _within(counts: Counts, bounds: Range) -> Flags:
    found = counts.known.copy()
    if bounds.min is not None:
        found &= counts.values >= bounds.min
    if bounds.max is not None:
        found &= counts.values <= bounds.max
    return found

"""The graph frozen into columns and compressed rows: what lists, filters, orders and aggregates read.

networkx stays the model; a snapshot is made from it once per version and answers only for organisations, which it
numbers in the order of their ids. Everything else is numbered by name (see `Axis`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from threading import RLock
from typing import NamedTuple
from weakref import WeakKeyDictionary

import numpy as np
from numpy.typing import NDArray

from graph_data.deriving import HOLDING
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import ORGANISATION_KINDS, Cluster, Entity, EntityKind, Organisation, Predicate, kind_of
from graph_data.rows import Statement
from graph_data.snapshot.columns import BIT_OF, UNKNOWN, Axis, Counts, Facet, Names, Places
from graph_data.snapshot.keeping import Kept
from graph_data.snapshot.sparse import Csr, Positions

__all__ = ["FACET_KINDS", "KIND_CODES", "Snapshot"]

KIND_CODES = tuple(sorted(ORGANISATION_KINDS, key=lambda kind: kind.value))
"""Kinds of organisation by their code in `Snapshot.kind`."""

FACET_KINDS = (*HOLDING, EntityKind.VALUE_CHAIN_STAGE, EntityKind.PARTNERSHIP)
"""Kinds of which an organisation may hold several."""


class _Held(NamedTuple):
    """Which things of an axis organisations are related to: both ends, and the origin as a bit, of each statement."""

    organisations: list[int]
    things: list[int]
    bits: list[int]


@dataclass(frozen=True, eq=False)
class Snapshot:
    """The organisations of a graph as columns; shape (organisations,) where nothing else is said.

    Attributes:
        version: version of the dataset.
        by_id: every entity by its id.
        organisations: the organisations in order of ids; a number in this tuple is called a position.
        position: position of each by its id.
        kind: place of the kind in KIND_CODES.
        place: number of the region or country in which it lies, UNKNOWN where not known.
        member_count, sme_count: as published.
        partnership_count, degree: number of its partnerships, and of the statements about it.
        names: folded names.
        places: regions and countries.
        facets: who holds what, by kind of term; partnerships are among them.
        kept: what was selected before.
    """

    version: str
    by_id: Mapping[str, Entity] = field(repr=False)
    organisations: tuple[Organisation, ...] = field(repr=False)
    position: Mapping[str, int] = field(repr=False)
    kind: NDArray[np.uint8]
    place: Positions
    member_count: Counts
    sme_count: Counts
    partnership_count: Positions
    degree: Positions
    names: Names
    places: Places
    facets: Mapping[EntityKind, Facet]
    kept: Kept = field(default_factory=Kept, repr=False)

    @classmethod
    def of(cls, graph: KnowledgeGraph) -> "Snapshot":
        """Return the snapshot of a graph, made by the first thread that asks while others wait."""
        found = _SNAPSHOTS.get(graph)  # without the lock, which is held while another graph's is made
        if found is None:
            with _LOCK:
                found = _SNAPSHOTS.get(graph)
                if found is None:
                    found = _SNAPSHOTS[graph] = _snapshot(graph)
        return found

    def __len__(self) -> int:
        return len(self.organisations)

    @property
    def entries(self) -> int:
        """Number of (organisation, term or partnership) pairs."""
        return sum(len(facet.held.columns) for facet in self.facets.values())

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays and of the folded names; entities and ids are shared with the dataset."""
        return len(self.names.text) + sum(_bytes(getattr(self, item.name)) for item in fields(self))


# a snapshot does not hold its graph, or neither would ever be freed
_SNAPSHOTS: WeakKeyDictionary[KnowledgeGraph, Snapshot] = WeakKeyDictionary()
_LOCK = RLock()


def _bytes(value: object) -> int:
    if isinstance(value, (np.ndarray, Csr)):
        return value.nbytes
    if isinstance(value, Mapping):
        return sum(_bytes(part) for part in value.values() if isinstance(part, Facet))
    if isinstance(value, (Counts, Facet, Names, Places)):
        return sum(_bytes(getattr(value, item.name)) for item in fields(value))
    return 0


_UNCOUNTED = Cluster(id="", name="")
"""Stands for an organisation that publishes no counts."""


def _snapshot(graph: KnowledgeGraph) -> Snapshot:
    organisations = tuple(graph.organisations())
    places = Axis.of(graph.entities(EntityKind.REGION, EntityKind.COUNTRY))
    axes = {kind: Axis.of(graph.entities(kind)) for kind in FACET_KINDS}
    located, *held = _held(graph, organisations, [places, *axes.values()])
    facets = {
        kind: Facet.of(
            axis,
            Csr.of((found.organisations, found.things), len(organisations), found.bits),
            _wider(graph, axis, Predicate.BROADER),
        )
        for (kind, axis), found in zip(axes.items(), held, strict=True)
    }
    place = np.full(len(organisations), UNKNOWN, dtype=np.int32)
    place[located.organisations] = located.things
    ids = [organisation.id for organisation in organisations]
    clusters = [item if isinstance(item, Cluster) else _UNCOUNTED for item in organisations]
    return Snapshot(
        version=graph.version,
        by_id=graph.dataset.by_id,
        organisations=organisations,
        position={name: position for position, name in enumerate(ids)},
        kind=np.array([KIND_CODES.index(kind_of(organisation)) for organisation in organisations], dtype=np.uint8),
        place=place,
        member_count=Counts.of([item.member_count for item in clusters]),
        sme_count=Counts.of([item.sme_count for item in clusters]),
        partnership_count=facets[EntityKind.PARTNERSHIP].held.lengths,
        degree=np.array([degree for _, degree in graph.nx.degree(ids)], dtype=np.int32),
        names=Names.of([[item.name, *(name.name for name in graph.names(item.id))] for item in organisations]),
        places=Places.of(places, _wider(graph, places, Predicate.LOCATED_IN)),
        facets=facets,
    )


def _held(graph: KnowledgeGraph, organisations: Sequence[Organisation], axes: Sequence[Axis]) -> list[_Held]:
    """Read every statement whose subject is an organisation, once; it has one relation to the things of an axis."""
    found = [_Held([], [], []) for _ in axes]
    place_of = {
        entity_id: (held, number)
        for axis, held in zip(axes, found, strict=True)
        for entity_id, number in axis.number.items()
    }
    position = {organisation.id: position for position, organisation in enumerate(organisations)}
    statement: Statement
    for subject, target, statement in graph.nx.edges(list(position), data="statement"):
        if target in place_of:
            held, number = place_of[target]
            held.organisations.append(position[subject])
            held.things.append(number)
            held.bits.append(BIT_OF[statement.origin])
    return found


def _wider(graph: KnowledgeGraph, axis: Axis, predicate: Predicate) -> list[list[int]]:
    """Return the next wider things of each along a predicate."""
    found: list[list[int]] = [[] for _ in axis.entities]
    statement: Statement
    for subject, target, statement in graph.nx.edges(list(axis.number), data="statement"):
        if statement.predicate is predicate:
            found[axis.number[subject]].append(axis.number[target])
    return found

"""What a search answers with: lists that a program reads and a notebook shows."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from typing import overload

import numpy as np

from graph_data.errors import GraphDataError
from graph_data.frames import Frame, Holds, Tabular
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Concept, Entity, EntityKind, Organisation, Partnership, Region, kind_of
from graph_data.search.finding import FULL, Ranked
from graph_data.search.highlighting import highlight
from graph_data.search.index import KIND_ORDER, Integers, SearchIndex
from graph_data.showing import records_frame

__all__ = ["Candidate", "Found", "Hit", "Matched", "Unsearchable", "hint_of", "places_of_kinds"]

_COLUMNS = {
    "kind": Holds.TEXT,
    "id": Holds.TEXT,
    "name": Holds.TEXT,
    "hint": Holds.TEXT,
    "score": Holds.NUMBER,
}

SHOWN = 20
"""Rows of a result that a notebook shows."""


class Unsearchable(GraphDataError, ValueError):  # noqa: N818 -- says the state, as the errors beside it do
    """A text that is too long, or too many labels."""


@dataclass(frozen=True, slots=True)
class Hit:
    """An entity that a text found.

    Attributes:
        entity: the entity.
        score: how well the text fits, from 0 to 1; see graph_data.search.
        name: the name or code that was found.
        text: what was searched for.
    """

    entity: Entity
    score: float
    name: str
    text: str

    @property
    def highlight(self) -> str:
        """The name that was found, the part that the text fits between guillemets."""
        return highlight(self.name, self.text)


@dataclass(frozen=True, eq=False)
class Found(Sequence[Hit], Tabular):
    """Everything that a text finds, best first, ties by id; hits are made when they are read.

    Attributes:
        graph: where it was searched.
        text: what was searched for.
        kinds: kinds that were wanted, None for all.
        indexed: the graph's index.
        ranked: what was found, of every kind.
    """

    graph: KnowledgeGraph
    text: str
    kinds: frozenset[EntityKind] | None
    indexed: SearchIndex
    ranked: Ranked

    @cached_property
    def _chosen(self) -> Integers:
        if self.kinds is None:
            return np.arange(len(self.ranked.entities), dtype=np.int32)
        wanted = np.isin(self.indexed.kinds[self.ranked.entities], places_of_kinds(self.kinds))
        return np.flatnonzero(wanted).astype(np.int32)

    @cached_property
    def counts(self) -> dict[EntityKind, int]:
        """Number of entities found by kind, also of kinds that were not wanted; most first, none left out but zeros."""
        counts = np.bincount(self.indexed.kinds[self.ranked.entities], minlength=len(KIND_ORDER)).tolist()
        ordered = sorted(zip(KIND_ORDER, counts, strict=True), key=lambda pair: -pair[1])
        return {kind: count for kind, count in ordered if count}

    @property
    def examined(self) -> int:
        """How many words and names were compared letter by letter: the work, which is bounded."""
        return self.ranked.examined

    def __len__(self) -> int:
        return len(self._chosen)

    @overload
    def __getitem__(self, index: int) -> Hit: ...
    @overload
    def __getitem__(self, index: slice) -> list[Hit]: ...
    def __getitem__(self, index: int | slice) -> Hit | list[Hit]:
        if isinstance(index, slice):
            return [self._hit(at) for at in self._chosen[index].tolist()]
        return self._hit(int(self._chosen[index]))

    def _hit(self, at: int) -> Hit:
        entity = self.graph.entity(self.indexed.ids[self.ranked.entities[at]])
        return Hit(entity, int(self.ranked.points[at]) / FULL, self.indexed.texts[self.ranked.entries[at]], self.text)

    def first(self, count: int) -> list[Hit]:
        """Return the best hits."""
        return self[:count]

    def records(self, count: int | None = None) -> Iterator[dict[str, object]]:
        """Yield the best hits, all unless a count is given, as plain values: what a data frame is made of."""
        for hit in self.first(len(self) if count is None else count):
            yield {
                "kind": kind_of(hit.entity).value,
                "id": hit.entity.id,
                "name": hit.entity.name,
                "hint": hint_of(self.graph, hit.entity),
                "score": hit.score,
            }

    @property
    def frame(self) -> Frame:
        """A row a hit."""
        return records_frame(self.graph, _COLUMNS, self.records(), f"found by {self.text!r}")

    def __repr__(self) -> str:
        lines = [f"{row['score']:.3f}  {row['name']} ({row['id']})" for row in self.records(SHOWN)]
        return "\n".join([*lines, *self._more()])

    def _repr_html_(self) -> str:
        columns = ("kind", "id", "name", "hint", "score")
        head = "".join(f"<th>{column}</th>" for column in columns)
        body = "".join(
            "<tr>" + "".join(f"<td>{escape(str(row[column] or ''))}</td>" for column in columns) + "</tr>"
            for row in self.records(SHOWN)
        )
        return f"<table><tr>{head}</tr>{body}</table>{''.join(f'<p>{line}</p>' for line in self._more())}"

    def _more(self) -> list[str]:
        return [f"+{len(self) - SHOWN} more"] if len(self) > SHOWN else [] if len(self) else ["nothing found"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a label may stand for.

    Attributes:
        entity: the entity.
        score: how like the label is to the name, from 0.75 to 1.
        exact: whether the label is a name or code of the entity, case, diacritics and punctuation ignored.
        name: the name or code that is like the label.
    """

    entity: Entity
    score: float
    exact: bool
    name: str


@dataclass(frozen=True, slots=True)
class Matched:
    """A label with what it may stand for, most like first, ties by id; several exact candidates are ambiguous."""

    label: str
    candidates: tuple[Candidate, ...]


def places_of_kinds(kinds: frozenset[EntityKind]) -> Integers:
    """Return the places of kinds in KIND_ORDER."""
    return np.array([place for place, kind in enumerate(KIND_ORDER) if kind in kinds], np.int32)


def hint_of(graph: KnowledgeGraph, entity: Entity) -> str | None:
    """Return what tells entities of one name apart: country, classification or programme, None where there is none."""
    if isinstance(entity, Organisation | Region):
        country = graph.country_of(entity.id)
        return country.name if country else None
    if isinstance(entity, Concept):
        return graph.scheme(entity).title
    return entity.programme if isinstance(entity, Partnership) else None

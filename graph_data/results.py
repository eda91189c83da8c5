"""What a notebook gives back that is no plain value: rows of a ranking, and labels with what they may stand for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from graph_data.discovery import Ranking, Synergy
from graph_data.frames import Column, Frame, Holds, Tabular
from graph_data.graph import KnowledgeGraph
from graph_data.search import Matched
from graph_data.showing import records_frame

__all__ = ["Synergies", "matches_frame", "terms_of"]

_COLUMNS = {
    "partner": Holds.TEXT,
    "name": Holds.TEXT,
    "score": Holds.NUMBER,
    "novelty": Holds.NUMBER,
    "absorbability": Holds.NUMBER,
    "total": Holds.NUMBER,
    "same_profile": Holds.WHOLE,
    "terms": Holds.TEXTS,
}

_OF_MATCHES = (
    Column("label", Holds.TEXT),
    Column("id", Holds.TEXT),
    Column("name", Holds.TEXT),
    Column("score", Holds.NUMBER),
    Column("exact", Holds.FLAG),
)


def terms_of(graph: KnowledgeGraph, found: Synergy) -> list[str]:
    """Return the terms that carry absorbability, strongest first: shared ones, and related ones as `a ~ b`."""
    best: dict[str, float] = {}
    for item in found.contributions:
        if item.part.value != "ABSORBABILITY" or item.relation.value == "UNRELATED":
            continue
        name = graph.entity(item.concept).name
        if item.related_to is not None and item.related_to != item.concept:
            name = f"{name} ~ {graph.entity(item.related_to).name}"
        best[name] = best.get(name, 0) + item.share
    return sorted(best, key=lambda name: (-best[name], name))


@dataclass(frozen=True)
class Synergies(Sequence[Synergy], Tabular):
    """The first rows of a ranking, readable as a table.

    Attributes:
        graph: where names come from.
        ranking: the partners, best first.
        first: how many of them are rows.
    """

    graph: KnowledgeGraph
    ranking: Ranking
    first: int

    @cached_property
    def rows(self) -> tuple[Synergy, ...]:
        """The synergies with their evidence."""
        chosen = self.ranking.entries[: self.first]
        return tuple(replace(self.ranking.synergy(entry), graph=self.graph) for entry in chosen)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, index: int) -> Synergy:  # type: ignore[override] # slices would need a third kind of table
        return self.rows[index]

    def records(self) -> Iterator[dict[str, object]]:
        """Yield each row as plain values: what a data frame is made of."""
        for found in self.rows:
            yield {
                "partner": found.partner,
                "name": self.graph.entity(found.partner).name,
                "score": found.score,
                "novelty": found.novelty,
                "absorbability": found.absorbability,
                "total": found.total,
                "same_profile": len(found.same_profile),
                "terms": terms_of(self.graph, found),
            }

    @property
    def frame(self) -> Frame:
        """A row a partner."""
        caption = f"partners of {self.graph.entity(self._whose).name}"
        return records_frame(self.graph, _COLUMNS, self.records(), caption, self._total)

    @property
    def _whose(self) -> str:
        return self.ranking.organisation

    @property
    def _total(self) -> int:
        return len(self.ranking.entries)

    def __repr__(self) -> str:
        return "\n".join(f"{_shown(row['total'])}  {row['name']} ({row['partner']})" for row in self.records())


def matches_frame(graph: KnowledgeGraph, rows: Sequence[Matched]) -> Frame:
    """Return labels as a table: a row a candidate, and a row without one for a label that stands for nothing."""
    cells: list[tuple[Any, ...]] = []
    for row in rows:
        cells += [(row.label, item.entity.id, item.name, item.score, item.exact) for item in row.candidates]
        if not row.candidates:
            cells.append((row.label, None, None, None, None))
    return Frame(_OF_MATCHES, tuple(cells), "what labels may stand for", source=graph.citation)


def _shown(number: object) -> str:
    return f"{number:.3f}" if number is not None else "unknown"

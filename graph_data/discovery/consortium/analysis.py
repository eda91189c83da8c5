"""The analysis of a consortium as one value: the functions of this package, each asked of the same graph."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from html import escape
from typing import Any

from graph_data.discovery.consortium.brokers import Broker, Concentration, brokers, concentration
from graph_data.discovery.consortium.contributions import Contribution, contributions
from graph_data.discovery.consortium.covering import (
    Coverage,
    Dependency,
    Gap,
    coverage,
    covered_share,
    dependencies,
    gaps,
    notes,
)
from graph_data.discovery.consortium.members import Consortium
from graph_data.discovery.consortium.outsiders import Candidate, candidates
from graph_data.discovery.model import SynergyModel
from graph_data.discovery.pairs import PairRanking, rank_pairs
from graph_data.discovery.variety import Variety, variety
from graph_data.frames import Frame, Holds, Tabular
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, Organisation
from graph_data.showing import records_frame

__all__ = ["Analysis"]

_COLUMNS = {
    "concept": Holds.TEXT,
    "name": Holds.TEXT,
    "match": Holds.NUMBER,
    "covered_by": Holds.TEXTS,
    "only_through": Holds.TEXT,
    "nearest_outside": Holds.TEXT,
}


@dataclass(frozen=True)
class Analysis(Tabular):
    """What a consortium can do together; see the functions of the same names for what each answer means.

    Attributes:
        consortium: who, against which targets, by statements of which origins.
    """

    consortium: Consortium
    _graph: KnowledgeGraph = field(repr=False, compare=False)

    @property
    def covered_share(self) -> float | None:
        """Mean match of the targets, in [0, 1]; None without targets, or where no term of any member is known."""
        return covered_share(self._graph, self.consortium)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Targets that no member covers."""
        return gaps(self._graph, self.consortium)

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What each member is worth, highest Shapley value first."""
        return contributions(self._graph, self.consortium)

    @property
    def brokers(self) -> tuple[Broker, ...]:
        """How each member stands between the others, lowest constraint first."""
        return brokers(self._graph, self.consortium)

    @property
    def concentration(self) -> Concentration:
        """How evenly SMEs and countries are spread."""
        return concentration(self._graph, self.consortium)

    @property
    def notes(self) -> tuple[str, ...]:
        """Why something is None or empty, and what nobody can close."""
        return notes(self._graph, self.consortium)

    def coverage(self, kinds: Collection[EntityKind] | None = None) -> tuple[Coverage, ...]:
        """Return who covers each target, and each term of some kinds that a member holds."""
        return coverage(self._graph, self.consortium, kinds)

    def dependencies(self, kinds: Collection[EntityKind] | None = None) -> tuple[Dependency, ...]:
        """Return what rests on one member alone."""
        return dependencies(self._graph, self.consortium, kinds)

    def candidates(
        self, first: int = 5, *, keep: Callable[[Organisation], bool] | None = None
    ) -> tuple[Candidate, ...]:
        """Return who outside, of those that `keep` accepts, would add most, one after another."""
        return candidates(self._graph, self.consortium, keep=keep, first=first)

    def variety(self, kind: EntityKind) -> Variety:
        """Return how varied the members' terms of a kind are.

        Raises:
            ValueError: organisations hold no terms of the kind.
        """
        return variety(self._graph, self.consortium.members, kind, self.consortium.origins)

    def pairs(self, model: SynergyModel | None = None) -> PairRanking:
        """Return the pairs of members by their synergy, best first.

        Args:
            model: what decides the score; when None the cross-sector lens, by statements of the consortium's origins.
        """
        used = SynergyModel.of(origins=self.consortium.origins) if model is None else model
        return rank_pairs(self._graph, used, self.consortium.members, self.consortium.members)

    def records(self) -> Iterator[dict[str, Any]]:
        """Yield a row a target as plain values, a row a held term where there are no targets: who covers it."""
        outside = {gap.concept: gap.nearest for gap in self.gaps}
        for item in self.coverage():
            if item.is_target or not self.consortium.targets:
                near = outside.get(item.concept)
                yield {
                    "concept": item.concept,
                    "name": self._graph.entity(item.concept).name,
                    "match": item.match,
                    "covered_by": [match.organisation for match in item.matches],
                    "only_through": item.sole,
                    "nearest_outside": near.organisation if near else None,
                }

    @property
    def frame(self) -> Frame:
        """A row a target, or a held term where there are no targets."""
        return records_frame(self._graph, _COLUMNS, self.records(), self._head())

    def _head(self) -> str:
        share = self.covered_share
        return f"{len(self.consortium.members)} members; covered: {'not known' if share is None else f'{share:.0%}'}"

    def __repr__(self) -> str:
        rows = (f"{row['match']:.2f}  {row['name']} ({row['concept']})" for row in self.records())
        return "\n".join([self._head(), *rows, *self.notes])

    def _repr_html_(self) -> str:
        head = "".join(
            f"<th>{name}</th>" for name in ("term", "match", "covered by", "only through", "nearest outside")
        )
        body = "".join(
            f"<tr><td>{escape(row['name'])}</td><td>{row['match']:.2f}</td><td>{self._names(*row['covered_by'])}</td>"
            f"<td>{self._names(row['only_through'])}</td><td>{self._names(row['nearest_outside'])}</td></tr>"
            for row in self.records()
        )
        said = "".join(f"<p>{escape(note)}</p>" for note in self.notes)
        return f"<p>{self._head()}</p><table><tr>{head}</tr>{body}</table>{said}"

    def _names(self, *ids: str | None) -> str:
        return escape("; ".join(self._graph.entity(name).name for name in ids if name))

"""The graph as a researcher holds it in a notebook: loaded in one line, readable, with the analyses as methods."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape
from pathlib import Path

from graph_data.bundled import BUNDLED
from graph_data.collector import paused
from graph_data.discovery import Lens, Ranking, Synergy, SynergyModel, rank, synergy
from graph_data.discovery.added_relatedness import AddedRelatedness, added_relatedness
from graph_data.discovery.centrality import CentralityMeasure, NetworkRanking, rank_network
from graph_data.discovery.communities import Communities, communities
from graph_data.discovery.consortium import Analysis, Consortium
from graph_data.discovery.explain import Explanation, explain
from graph_data.discovery.location_quotients import LocationQuotient, location_quotients
from graph_data.discovery.prediction import LikelyPartner, PredictionMethod, likely_partners
from graph_data.discovery.related import RelatedConcept, related
from graph_data.discovery.significance import PERMUTATIONS, NullModel, Significance, significance
from graph_data.discovery.stability import rank_stability
from graph_data.discovery.variety import Variety, variety
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, Organisation, Predicate, StatementOrigin
from graph_data.search import Found, Matched, match, search
from graph_data.versions.opening import open_dataset

__all__ = ["Notebook", "Synergies", "load", "terms_of"]

CROSS_SECTOR = SynergyModel.of(Lens.CROSS_SECTOR)
"""The lens that is used unless another is asked for."""


def load(path: str | Path | None = None) -> "Notebook":
    """Return the graph of a dataset folder, workbook or database, or of the current version of a store.

    Args:
        path: where; STORE@VERSION is another version of a store. The bundled dataset when None.

    Raises:
        InvalidDataset: it cannot be used; lists every problem.
        UnknownVersion: the store has no such version.
        MissingExtra: reading it needs a package that is not installed.
    """
    with paused():
        return Notebook(open_dataset(BUNDLED if path is None else Path(path)))


class Notebook(KnowledgeGraph):
    """A knowledge graph with the analyses as methods."""

    def synergy(self, organisation: str, partner: str, model: SynergyModel = CROSS_SECTOR) -> Synergy:
        """Return the synergy of two organisations with its evidence.

        Raises:
            UnknownEntity: an id names no organisation.
        """
        return synergy(self, organisation, partner, model)

    def synergies(
        self,
        organisation: str,
        model: SynergyModel = CROSS_SECTOR,
        *,
        first: int = 10,
        keep: Callable[[Organisation], bool] | None = None,
        exclude_existing: bool = False,
    ) -> "Synergies":
        """Return the best partners of an organisation, each with its evidence.

        Args:
            organisation: its id.
            model: what decides the score; SynergyModel.of makes others.
            first: how many.
            keep: accepts the partners to look at; all when None.
            exclude_existing: leave out whom it has a partnership with already.

        Raises:
            UnknownEntity: the id names no organisation.
        """
        ranking = rank(self, organisation, model, keep=keep, exclude_existing=exclude_existing)
        return Synergies(self, ranking, first)

    def significance(
        self,
        found: Synergy,
        null_model: NullModel = NullModel.BICM,
        *,
        permutations: int = PERMUTATIONS,
        seed: int = 0,
    ) -> Significance:
        """Return how often chance alone gives as much as a synergy; see graph_data.discovery.significance.

        A synergy taken from `synergies` is adjusted over its whole ranking, one from `synergy` over itself alone.

        Raises:
            ValueError: permutations or the seed are out of range.
        """
        return significance(self, found, null_model, permutations=permutations, seed=seed)

    def rank_stability(self, organisation: str, partner: str, model: SynergyModel = CROSS_SECTOR) -> float | None:
        """Return the share of 91 settings in which a partner is in an organisation's top 10, None without a score.

        Raises:
            UnknownEntity: an id names no organisation.
            ValueError: both ids are one organisation's.
        """
        return rank_stability(self, organisation, partner, model)

    def likely_partners(
        self,
        organisation: str,
        method: PredictionMethod = PredictionMethod.RESOURCE_ALLOCATION,
        *,
        first: int = 10,
        keep: Callable[[Organisation], bool] | None = None,
    ) -> tuple[LikelyPartner, ...]:
        """Return who is likely to partner with an organisation, from the network alone; another question than synergy.

        Raises:
            UnknownEntity: the id names no organisation.
        """
        return likely_partners(self, organisation, method, keep=keep, first=first)

    def explain(
        self,
        start: str,
        end: str,
        *,
        max_length: int = 3,
        predicates: Collection[Predicate] | None = None,
        origins: Collection[StatementOrigin] | None = None,
    ) -> Explanation:
        """Return what joins two entities: distance, kinds of path, paths; see graph_data.discovery.explain.

        Raises:
            UnknownEntity: an id names nothing.
            ValueError: the ids name one entity, or the length is not 1 to 4.
        """
        return explain(self, start, end, max_length=max_length, predicates=predicates, origins=origins)

    def ranking(self, measure: CentralityMeasure, kinds: Collection[EntityKind] | None = None) -> NetworkRanking:
        """Return the entities of some kinds, of all when None, by a measure of the whole graph, best first."""
        return rank_network(self, measure, kinds)

    def communities(
        self, kinds: Collection[EntityKind] | None = None, *, resolution: float = 1.0, min_size: int = 2, seed: int = 0
    ) -> Communities:
        """Return the communities of the network between entities of some kinds, of all when None.

        Raises:
            ValueError: the resolution is not a positive finite number, or the least size is below 1.
        """
        return communities(self, kinds, resolution=resolution, min_size=min_size, seed=seed)

    def consortium(
        self,
        members: Collection[str],
        targets: Collection[str] = (),
        origins: Collection[StatementOrigin] | None = None,
    ) -> Analysis:
        """Return what organisations could do together, against terms that they want to cover.

        Raises:
            UnknownEntity: an id names no organisation, or no term.
            ValueError: too many members or targets, or no origin.
        """
        return Analysis(Consortium.of(self, members, targets, origins), self)

    def partnership(
        self,
        partnership: str,
        targets: Collection[str] | None = None,
        origins: Collection[StatementOrigin] | None = None,
    ) -> Analysis:
        """Return what the partners of a partnership can do together, against its target sectors when None are given.

        Raises:
            UnknownEntity: the id names no partnership, or a target's no term.
            ValueError: too many partners or targets, or no origin.
        """
        return Analysis(Consortium.of_partnership(self, partnership, targets, origins), self)

    def related(
        self,
        concept: str,
        kinds: Collection[EntityKind] | None = None,
        *,
        origins: Collection[StatementOrigin] | None = None,
        shrinkage: float = 5.0,
    ) -> tuple[RelatedConcept, ...]:
        """Return the terms near a term, nearest first; see graph_data.discovery.related.

        Raises:
            UnknownEntity: the id names no term.
            ValueError: a setting is out of range.
        """
        return related(self, concept, kinds, origins=origins, shrinkage=shrinkage)

    def added_relatedness(
        self,
        organisation: str,
        partner: str,
        kinds: Collection[EntityKind] | None = None,
        *,
        origins: Collection[StatementOrigin] | None = None,
        shrinkage: float = 5.0,
    ) -> tuple[AddedRelatedness, ...]:
        """Return the terms that an organisation lacks, those first that a partner's terms bring nearest.

        Raises:
            UnknownEntity: an id names no organisation.
            ValueError: the ids name one organisation, or a setting is out of range.
        """
        return added_relatedness(self, organisation, partner, kinds, origins=origins, shrinkage=shrinkage)

    def location_quotients(
        self, sector: str, *, level: int = 2, origins: Collection[StatementOrigin] | None = None
    ) -> tuple[LocationQuotient, ...]:
        """Return how much more often a sector is found in each region of a NUTS level than in all of them.

        Raises:
            UnknownEntity: the id names no sector.
            ValueError: the level is not 1 to 3.
        """
        return location_quotients(self, sector, level=level, origins=origins)

    def variety(
        self, organisations: Iterable[str], kind: EntityKind, origins: Collection[StatementOrigin] | None = None
    ) -> Variety:
        """Return how varied the terms of a portfolio of organisations are, in bits.

        Raises:
            UnknownEntity: an id names no organisation.
            ValueError: organisations hold no terms of the kind.
        """
        return variety(self, organisations, kind, origins)

    def search(self, text: str, kinds: Collection[EntityKind] | None = None) -> Found:
        """Return the entities of some kinds, of all when None, that a text finds, best first; see graph_data.search.

        Raises:
            Unsearchable: the text is too long.
        """
        return search(self, text, kinds)

    def match(self, labels: Iterable[str], kinds: Collection[EntityKind] | None = None) -> list[Matched]:
        """Return for each label the entities of some kinds, of all when None, that it may stand for.

        Raises:
            Unsearchable: there are too many labels, or one is too long.
        """
        return match(self, labels, kinds)


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
class Synergies(Sequence[Synergy]):
    """The first rows of a ranking, readable as a table."""

    graph: KnowledgeGraph
    ranking: Ranking
    first: int

    @cached_property
    def rows(self) -> tuple[Synergy, ...]:
        """The synergies with their evidence."""
        return tuple(self.ranking.synergy(entry) for entry in self.ranking.entries[: self.first])

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

    def __repr__(self) -> str:
        return "\n".join(f"{_shown(row['total'])}  {row['name']} ({row['partner']})" for row in self.records())

    def _repr_html_(self) -> str:
        numbers = ("total",) * bool(self.ranking.model.weighed) + ("score", "novelty", "absorbability")
        head = "".join(f"<th>{name}</th>" for name in ("partner", *numbers, "terms"))
        body = "".join(
            f"<tr><td>{escape(str(row['name']))}</td>{''.join(f'<td>{_shown(row[name])}</td>' for name in numbers)}"
            f"<td>{escape('; '.join(map(str, row['terms'][:3])))}</td></tr>"  # type: ignore[index] # a list of names
            for row in self.records()
        )
        return f"<table><tr>{head}</tr>{body}</table>"


def _shown(number: object) -> str:
    return f"{number:.3f}" if number is not None else "unknown"

"""The graph as a researcher holds it in a notebook: loaded in one line, readable, with the analyses as methods."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import replace
from pathlib import Path

from graph_data.bundled import BUNDLED
from graph_data.collector import paused
from graph_data.discovery import Lens, Synergy, SynergyModel, rank, synergy
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
from graph_data.frames import Rows, Table
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.ontology import Entity, EntityKind, Organisation, Predicate, StatementOrigin
from graph_data.plotting import Plot, plot
from graph_data.results import Synergies, matches_frame, terms_of
from graph_data.rows import Fact, Name, Statement
from graph_data.search import Found, Matched, match, search
from graph_data.showing import entity_frame, reading, statement_frame
from graph_data.versions.opening import open_dataset

__all__ = ["CROSS_SECTOR", "Notebook", "Synergies", "load", "terms_of"]

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
    """A knowledge graph with the analyses as methods; what they return can be read as a table."""

    def entities(self, *kinds: EntityKind) -> Rows[Entity]:
        """Return the entities of the given kinds, of all when none is given, sorted by id."""
        return Rows(super().entities(*kinds), lambda rows: entity_frame(self, rows))

    def organisations(self) -> Rows[Organisation]:
        """Return every organisation, sorted by id."""
        return Rows(super().organisations(), lambda rows: entity_frame(self, rows, "organisations"))

    def statements(
        self,
        entity_id: str,
        direction: Direction = Direction.ANY,
        predicates: Collection[Predicate] | None = None,
        origins: Collection[StatementOrigin] | None = None,
    ) -> Rows[Statement]:
        """Return the statements about an entity, sorted; see KnowledgeGraph.statements.

        Raises:
            UnknownEntity: the id names nothing.
        """
        found = super().statements(entity_id, direction, predicates, origins)
        return Rows(found, lambda rows: statement_frame(self, rows))

    def names(self, entity_id: str) -> Rows[Name]:
        """Return the further names of an entity, sorted.

        Raises:
            UnknownEntity: the id names nothing.
        """
        return Rows(super().names(entity_id), reading("further names", self, Name))

    def facts(self, entity_id: str) -> Rows[Fact]:
        """Return the literals that sources state of an entity, sorted by property, value and place.

        Raises:
            UnknownEntity: the id names nothing.
        """
        return Rows(super().facts(entity_id), reading("facts", self, Fact))

    def plot(self, *ids: str) -> Plot:
        """Return a page of the explorer about an entity, a pair of organisations, or a consortium of three and more.

        It needs no server and no network: a notebook shows it, and `save` writes one file that can be mailed.

        Raises:
            UnknownEntity: an id names nothing, or in a pair or consortium no organisation.
            CannotPlot: the explorer is not built, or not installed.
        """
        return plot(self, ids)

    def synergy(self, organisation: str, partner: str, model: SynergyModel = CROSS_SECTOR) -> Synergy:
        """Return the synergy of two organisations with its evidence.

        Raises:
            UnknownEntity: an id names no organisation.
        """
        return replace(synergy(self, organisation, partner, model), graph=self)

    def synergies(
        self,
        organisation: str,
        model: SynergyModel = CROSS_SECTOR,
        *,
        first: int = 10,
        keep: Callable[[Organisation], bool] | None = None,
        exclude_existing: bool = False,
    ) -> Synergies:
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
    ) -> Table[LikelyPartner]:
        """Return who is likely to partner with an organisation, from the network alone; another question than synergy.

        Raises:
            UnknownEntity: the id names no organisation.
        """
        found = likely_partners(self, organisation, method, keep=keep, first=first)
        return Table(found, reading("likely partners, by the network alone", self, LikelyPartner))

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
        found = explain(self, start, end, max_length=max_length, predicates=predicates, origins=origins)
        return replace(found, graph=self)

    def ranking(self, measure: CentralityMeasure, kinds: Collection[EntityKind] | None = None) -> NetworkRanking:
        """Return the entities of some kinds, of all when None, by a measure of the whole graph, best first."""
        return replace(rank_network(self, measure, kinds), graph=self)

    def communities(
        self, kinds: Collection[EntityKind] | None = None, *, resolution: float = 1.0, min_size: int = 2, seed: int = 0
    ) -> Communities:
        """Return the communities of the network between entities of some kinds, of all when None.

        Raises:
            ValueError: the resolution is not a positive finite number, or the least size is below 1.
        """
        return replace(communities(self, kinds, resolution=resolution, min_size=min_size, seed=seed), graph=self)

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
    ) -> Table[RelatedConcept]:
        """Return the terms near a term, nearest first; see graph_data.discovery.related.

        Raises:
            UnknownEntity: the id names no term.
            ValueError: a setting is out of range.
        """
        found = related(self, concept, kinds, origins=origins, shrinkage=shrinkage)
        return Table(found, reading("related terms", self, RelatedConcept))

    def added_relatedness(
        self,
        organisation: str,
        partner: str,
        kinds: Collection[EntityKind] | None = None,
        *,
        origins: Collection[StatementOrigin] | None = None,
        shrinkage: float = 5.0,
    ) -> Table[AddedRelatedness]:
        """Return the terms that an organisation lacks, those first that a partner's terms bring nearest.

        Raises:
            UnknownEntity: an id names no organisation.
            ValueError: the ids name one organisation, or a setting is out of range.
        """
        found = added_relatedness(self, organisation, partner, kinds, origins=origins, shrinkage=shrinkage)
        return Table(found, reading("terms that the partner brings near", self, AddedRelatedness))

    def location_quotients(
        self, sector: str, *, level: int = 2, origins: Collection[StatementOrigin] | None = None
    ) -> Table[LocationQuotient]:
        """Return how much more often a sector is found in each region of a NUTS level than in all of them.

        Raises:
            UnknownEntity: the id names no sector.
            ValueError: the level is not 1 to 3.
        """
        found = location_quotients(self, sector, level=level, origins=origins)
        return Table(found, reading("location quotients", self, LocationQuotient))

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

    def match(self, labels: Iterable[str], kinds: Collection[EntityKind] | None = None) -> Rows[Matched]:
        """Return for each label the entities of some kinds, of all when None, that it may stand for.

        Raises:
            Unsearchable: there are too many labels, or one is too long.
        """
        return Rows(match(self, labels, kinds), lambda rows: matches_frame(self, rows))

"""The analyses of a graph that a server holds, with the names, arguments and results of a local one."""

from collections.abc import Callable, Collection, Iterable
from typing import Any

from graph_data.discovery import Synergy, SynergyModel
from graph_data.discovery.added_relatedness import AddedRelatedness
from graph_data.discovery.common_holders import CommonHolders
from graph_data.discovery.consortium import Analysis
from graph_data.discovery.location_quotients import LocationQuotient
from graph_data.discovery.priors import ProximitySource
from graph_data.discovery.related import RelatedConcept
from graph_data.discovery.significance import PERMUTATIONS, NullModel, Significance
from graph_data.discovery.variety import Variety
from graph_data.errors import WrongKind
from graph_data.frames import Rows, Table
from graph_data.listing import of_kind
from graph_data.notebook import CROSS_SECTOR
from graph_data.ontology import Concept, EntityKind, Organisation, StatementOrigin, kind_of
from graph_data.plotting import Plot, plot
from graph_data.remote.analysis import analysis_of, variety_of
from graph_data.remote.finding import RemoteFound
from graph_data.remote.knowing import AT_ONCE
from graph_data.remote.network import RemoteNetwork
from graph_data.remote.rankings import Among, Asked, RemoteSynergies, told_synergy
from graph_data.remote.reading import asked_model, chosen, ids_of, significance_of
from graph_data.results import matches_frame
from graph_data.search import Candidate, Matched, check_labels
from graph_data.showing import reading

__all__ = ["RemoteNotebook"]

LABELS_AT_ONCE = 25
"""Labels of one question: each has five candidates with all that is known of them."""


class _ToldHolders(CommonHolders):
    """What a server says of how often chance gives as many common holders."""

    def __init__(self, known: dict[str, Significance]) -> None:
        object.__setattr__(self, "known", known)  # the base class is frozen

    known: dict[str, Significance]

    def significance(self, other: str) -> Significance:
        """Return what is known of the common holders with one of the terms."""
        return self.known[other]


class RemoteNotebook(RemoteNetwork):
    """A knowledge graph that a server holds, with the analyses as methods."""

    def plot(self, *ids: str) -> Plot:
        """Return a page of the explorer, as a local graph; the server answers its questions.

        Raises:
            UnknownEntity, CannotPlot: as a local graph.
        """
        return plot(self, ids, self.ask)

    def synergy(self, organisation: str, partner: str, model: SynergyModel = CROSS_SECTOR) -> Synergy:
        """Return the synergy of two organisations with its evidence.

        Raises:
            UnknownEntity: an id names no organisation.
        """
        one, other = self.organisation(organisation).id, self.organisation(partner).id
        variables = {"organisation": one, "partner": other, **asked_model(model)}
        told = self.answer("synergy", **variables)["synergy"]
        alike = Asked(self, "alike_alone", variables, ("synergy",)).same_profile(told)
        return told_synergy(self, told, model, alike)

    def synergies(
        self,
        organisation: str,
        model: SynergyModel = CROSS_SECTOR,
        *,
        first: int = 10,
        keep: Callable[[Organisation], bool] | None = None,
        exclude_existing: bool = False,
    ) -> RemoteSynergies:
        """Return the best partners of an organisation, each with its evidence.

        Raises:
            UnknownEntity: the id names no organisation.
            OnlyLocal: `keep` is given.
        """
        if keep is not None:
            raise self.no_function("keep")
        known = self.organisation(organisation).id
        return RemoteSynergies(self, known, model, first, exclude_existing=exclude_existing)

    def significance(
        self,
        found: Synergy,
        null_model: NullModel = NullModel.BICM,
        *,
        permutations: int = PERMUTATIONS,
        seed: int = 0,
    ) -> Significance:
        """Return how often chance alone gives as much as a synergy, adjusted over the ranking that it was taken from.

        Raises:
            ValueError: permutations or the seed are out of range.
        """
        asked = {"nullModel": null_model.value, "permutations": permutations, "seed": seed}
        if isinstance(found.comparison, Among) and "id" in found.comparison.variables:
            among = found.comparison
            told = self.answer("significance_among", **among.variables, before=among.before, **asked)
            (pair,) = told["organisation"]["synergies"]["nodes"]
        else:
            ends = {"organisation": found.organisation, "partner": found.partner, **asked_model(found.model)}
            pair = self.answer("significance", **ends, **asked)["synergy"]
        return significance_of(pair["significance"])

    def rank_stability(self, organisation: str, partner: str, model: SynergyModel = CROSS_SECTOR) -> float | None:
        """Return the share of 91 settings in which a partner is in an organisation's top 10, None without a score.

        Raises:
            UnknownEntity: an id names no organisation.
            ValueError: both ids are one organisation's.
        """
        one, other = self.organisation(organisation).id, self.organisation(partner).id
        if one == other:
            message = f"{one!r} has no place in its own ranking; name another organisation as the partner"
            raise ValueError(message)
        told = self.answer("stability", organisation=one, partner=other, **asked_model(model))
        share: float | None = told["synergy"]["rankStability"]
        return share

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
        asked = {"members": sorted(set(members)), "targets": sorted(set(targets)), "origins": chosen(origins)}
        return analysis_of(self, "consortium", **asked)

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
        known = self.entity(partnership).id
        aims = None if targets is None else sorted(set(targets))
        return analysis_of(self, "partnership", id=known, targets=aims, origins=chosen(origins))

    def related(
        self,
        concept: str,
        kinds: Collection[EntityKind] | None = None,
        *,
        origins: Collection[StatementOrigin] | None = None,
        shrinkage: float = 5.0,
    ) -> Table[RelatedConcept]:
        """Return the terms near a term, nearest first.

        Raises:
            UnknownEntity: the id names no term.
            ValueError: a setting is out of range.
        """
        known = self.entity(concept)
        if not isinstance(known, Concept):
            raise WrongKind(f"{concept!r} is a {kind_of(known).value}, not a term")
        asked = {"kinds": chosen(kinds), "origins": chosen(origins), "shrinkage": shrinkage}
        rows = self._stretches("related", "concept", "related", id=known.id, **asked)
        chance = _ToldHolders({item["concept"]["id"]: significance_of(item["significance"]) for item in rows})
        found = (
            RelatedConcept(
                concept=self.learn(item["concept"]).id,
                proximity=item["proximity"],
                co_occurrences=item["coOccurrences"],
                organisations=item["organisations"],
                asked_organisations=item["askedOrganisations"],
                population=item["population"],
                shrinkage=item["shrinkage"],
                prior=item["prior"],
                prior_source=item["priorSource"] and ProximitySource(item["priorSource"]),
                proximity_source=item["proximitySource"] and ProximitySource(item["proximitySource"]),
                profile_cosine=item["profileCosine"],
                chance=chance,
            )
            for item in rows
        )
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
        asked: dict[str, Any] = {"kinds": chosen(kinds), "origins": chosen(origins), "shrinkage": shrinkage}
        asked |= {"id": self.organisation(organisation).id, "partner": self.organisation(partner).id}
        rows = self._stretches("added_relatedness", "organisation", "addedRelatedness", **asked)
        found = (
            AddedRelatedness(self.learn(item["concept"]).id, item["value"], ids_of(item["through"])) for item in rows
        )
        return Table(found, reading("terms that the partner brings near", self, AddedRelatedness))

    def location_quotients(
        self, sector: str, *, level: int = 2, origins: Collection[StatementOrigin] | None = None
    ) -> Table[LocationQuotient]:
        """Return how much more often a sector is found in each region of a NUTS level than in all of them.

        Raises:
            UnknownEntity: the id names no sector.
            ValueError: the level is not 1 to 3.
        """
        known = of_kind(self.entity(sector), EntityKind.SECTOR)
        asked = {"id": known.id, "level": level, "origins": chosen(origins)}
        found = (
            LocationQuotient(
                region=self.learn(item["region"]).id,
                value=item["value"],
                organisations=item["organisations"],
                region_organisations=item["regionOrganisations"],
                sector_organisations=item["sectorOrganisations"],
                all_organisations=item["allOrganisations"],
            )
            for item in self._stretches("location_quotients", "concept", "locationQuotients", **asked)
        )
        return Table(found, reading("location quotients", self, LocationQuotient))

    def _stretches(self, name: str, owner: str, field: str, **asked: Any) -> list[dict[str, Any]]:  # noqa: ANN401 -- JSON
        """Return a whole list that has no cursors."""
        found: list[dict[str, Any]] = []
        while True:
            told = self.answer(name, **asked, skip=len(found))[owner][field]
            found += told
            if len(told) < AT_ONCE:
                return found

    def variety(
        self, organisations: Iterable[str], kind: EntityKind, origins: Collection[StatementOrigin] | None = None
    ) -> Variety:
        """Return how varied the terms of a portfolio of organisations are, in bits.

        Raises:
            UnknownEntity: an id names no organisation.
            ValueError: organisations hold no terms of the kind, or there are too many for one question.
        """
        return variety_of(self, sorted(set(organisations)), kind, chosen(origins))

    def search(self, text: str, kinds: Collection[EntityKind] | None = None) -> RemoteFound:
        """Return the entities of some kinds, of all when None, that a text finds, best first.

        Raises:
            Unsearchable: the text is too long.
        """
        return RemoteFound(self, text, kinds)

    def match(self, labels: Iterable[str], kinds: Collection[EntityKind] | None = None) -> Rows[Matched]:
        """Return for each label the entities of some kinds, of all when None, that it may stand for.

        Raises:
            Unsearchable: there are too many labels, or one is too long.
        """
        given = list(labels)
        check_labels(given)
        parts = (given[start : start + LABELS_AT_ONCE] for start in range(0, len(given), LABELS_AT_ONCE))
        told = [item for part in parts for item in self.answer("match", labels=part, kinds=chosen(kinds))["match"]]
        found = [
            Matched(
                item["label"],
                tuple(
                    Candidate(self.learn(one["entity"]), one["score"], one["exact"], one["name"])
                    for one in item["candidates"]
                ),
            )
            for item in told
        ]
        return Rows(found, lambda rows: matches_frame(self, rows))

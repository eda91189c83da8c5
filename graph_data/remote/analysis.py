"""The analysis of a consortium by a server: each answer is fetched when it is asked for."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from graph_data.discovery import SynergyModel
from graph_data.discovery.consortium import (
    Analysis,
    Broker,
    Candidate,
    Concentration,
    Consortium,
    Contribution,
    Coverage,
    Dependency,
    Gap,
    Match,
)
from graph_data.discovery.pairs import PairRanking
from graph_data.discovery.variety import Variety
from graph_data.ontology import EntityKind, Organisation, StatementOrigin
from graph_data.remote.knowing import AT_ONCE, RemoteGraph
from graph_data.remote.rankings import RemotePairRanking
from graph_data.remote.reading import chosen, ids_of, values_of

__all__ = ["RemoteAnalysis", "analysis_of", "variety_of"]

Told = Mapping[str, Any]


@dataclass(frozen=True, repr=False, eq=False)
class RemoteAnalysis(Analysis):
    """What a consortium can do together, as a server says."""

    _graph: RemoteGraph = field(repr=False, compare=False)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Analysis) and self.consortium == other.consortium

    __hash__ = None  # type: ignore[assignment] # as equal as a local analysis of the same question, which hashes otherwise

    @property
    def _asked(self) -> dict[str, Any]:
        asked = self.consortium
        return {
            "members": list(asked.members),
            "targets": list(asked.targets),
            "origins": [origin.value for origin in asked.origins],
        }

    def _answer(self, name: str, **more: Any) -> Any:  # noqa: ANN401 -- JSON
        return self._graph.answer(name, **self._asked, **more)["consortium"]

    @cached_property
    def _aims(self) -> Told:
        found: Told = self._answer("aims")
        return found

    @property
    def covered_share(self) -> float | None:
        """Mean match of the targets, in [0, 1]; None without targets, or where no term of any member is known."""
        share: float | None = self._aims["coveredShare"]
        return share

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """Targets that no member covers."""
        told = self._aims["gaps"]
        self._fetch(item["evidence"] for item in told if item["evidence"])
        return tuple(Gap(item["concept"]["id"], item["evidence"] and self._match(item["evidence"])) for item in told)

    @property
    def contributions(self) -> tuple[Contribution, ...]:
        """What each member is worth, highest Shapley value first."""
        return tuple(
            Contribution(item["member"]["id"], item["leaveOneOut"], item["shapley"])
            for item in self._aims["contributions"]
        )

    @property
    def brokers(self) -> tuple[Broker, ...]:
        """How each member stands between the others, lowest constraint first."""
        found: list[Broker] = []
        while True:
            told = self._answer("brokers", skip=len(found))["brokers"]
            found += [
                Broker(item["organisation"]["id"], item["constraint"], item["effectiveSize"], item["betweenness"])
                for item in told
            ]
            if len(told) < AT_ONCE:
                return tuple(found)

    @property
    def concentration(self) -> Concentration:
        """How evenly SMEs and countries are spread."""
        found: Concentration = values_of(Concentration, self._aims["concentration"])
        return found

    @property
    def notes(self) -> tuple[str, ...]:
        """Why something is None or empty, and what nobody can close."""
        return tuple(self._aims["notes"])

    def coverage(self, kinds: Collection[EntityKind] | None = None) -> tuple[Coverage, ...]:
        """Return who covers each target, and each term of some kinds that a member holds."""
        told = self._answer("coverage", kinds=chosen(kinds))["coverage"]
        self._fetch(match for item in told for match in item["matches"])
        self._graph.fetch(item["concept"]["id"] for item in told)
        return tuple(
            Coverage(
                item["concept"]["id"],
                item["isTarget"],
                tuple(self._match({**match, "concept": item["concept"]}) for match in item["matches"]),
            )
            for item in told
        )

    def dependencies(self, kinds: Collection[EntityKind] | None = None) -> tuple[Dependency, ...]:
        """Return what rests on one member alone."""
        told = self._answer("dependencies", kinds=chosen(kinds))["singlePointsOfFailure"]
        return tuple(Dependency(item["organisation"]["id"], ids_of(item["concepts"])) for item in told)

    def candidates(
        self, first: int = 5, *, keep: Callable[[Organisation], bool] | None = None
    ) -> tuple[Candidate, ...]:
        """Return who outside would add most, one after another.

        Raises:
            OnlyLocal: `keep` is given.
            ValueError: more are wanted than a page holds.
        """
        if keep is not None:
            raise self._graph.no_function("keep")
        told = self._answer("candidates", first=first)["candidates"]
        self._fetch(match for item in told for match in item["evidence"])
        return tuple(
            Candidate(
                item["organisation"]["id"],
                item["gain"],
                tuple(map(self._match, item["evidence"])),
                item["alternatives"],
                item["keepsEligible"],
            )
            for item in told
        )

    def variety(self, kind: EntityKind) -> Variety:
        """Return how varied the members' terms of a kind are.

        Raises:
            ValueError: organisations hold no terms of the kind.
        """
        return variety_of(self._graph, self._asked["members"], kind, self._asked["origins"])

    def pairs(self, model: SynergyModel | None = None) -> PairRanking:
        """Return the pairs of members by their synergy, best first; see Analysis.pairs."""
        used = SynergyModel.of(origins=self.consortium.origins) if model is None else model
        return RemotePairRanking.of(self._graph, self._asked, used)

    def _fetch(self, matches: Any) -> None:  # noqa: ANN401 -- matches as JSON
        self._graph.fetch(name for match in matches for name in ids_of(match["statements"]))

    def _match(self, told: Told) -> Match:
        return Match(
            concept=told["concept"]["id"],
            organisation=told["organisation"]["id"],
            value=told["value"],
            through=told["through"]["id"],
            statements=tuple(self._graph.known_statement(name) for name in ids_of(told["statements"])),
        )


def variety_of(graph: RemoteGraph, members: list[str], kind: EntityKind, origins: list[str] | None) -> Variety:
    """Return how varied the terms of organisations are."""
    told = graph.answer("variety", members=members, kind=kind.value, origins=origins)["consortium"]["variety"]
    found: Variety = values_of(Variety, told)
    return found


def analysis_of(graph: RemoteGraph, name: str, **asked: Any) -> RemoteAnalysis:  # noqa: ANN401 -- JSON
    """Return the analysis that a document asks for, with who is analysed as the server understood it."""
    members: list[str] = []
    after = None
    while True:
        found = graph.answer(name, **asked, after=after)
        told = found["consortium"] if "consortium" in found else found["partnership"]["analysis"]
        page = told["members"]
        members += [graph.learn(node).id for node in page["nodes"]]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    targets = tuple(graph.learn(node).id for node in told["targets"])
    return RemoteAnalysis(Consortium(tuple(members), targets, tuple(map(StatementOrigin, told["origins"]))), graph)

"""Ranked synergies that a server holds: rows and their evidence are fetched when they are read."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from graph_data.discovery import PairEntry, PairRanking, Ranking, RankingEntry, Synergy, SynergyModel
from graph_data.discovery.comparison import Comparison
from graph_data.remote.knowing import RemoteGraph
from graph_data.remote.reading import asked_model, camel, ids_of, synergy_of
from graph_data.results import Synergies

__all__ = ["Among", "Asked", "RemotePairRanking", "RemoteRanking", "RemoteSynergies", "entry_of", "told_synergy"]

EVIDENCE_AT_ONCE = 5
"""Synergies with their evidence on one page: each has many terms, and each term many statements."""

Told = Mapping[str, Any]

_FIRST_ROW = ("organisation", "synergies", "nodes", 0)


@dataclass(frozen=True)
class Asked:
    """A question that an answer came from.

    Attributes:
        graph: the server.
        name: of the document that asks for further pages of `sameProfile`.
        variables: its variables.
        path: fields that lead to the pair in its answer.
    """

    graph: RemoteGraph
    name: str
    variables: Told
    path: tuple[str | int, ...]

    def same_profile(self, told: Told, **more: object) -> tuple[str, ...]:
        """Return the ids of all others with the partner's profile, those behind the first page too."""
        page = told["sameProfile"]
        found = list(ids_of(page["nodes"]))
        while page["pageInfo"]["hasNextPage"]:
            answer = self.graph.answer(self.name, **self.variables, **more, after=page["pageInfo"]["endCursor"])
            for step in self.path:
                answer = answer[step]
            page = answer["sameProfile"]
            found += ids_of(page["nodes"])
        return tuple(found)


class Among(Comparison):
    """Which ranking a synergy was taken from: what was compared with it stays with the server.

    Args:
        variables: what was asked.
        before: cursor of the row before it, None for the first.
    """

    def __init__(self, variables: Told, before: str | None) -> None:
        none = np.zeros(0, dtype=np.intp)
        super().__init__(none, none)
        self.variables = variables
        self.before = before


def told_synergy(graph: RemoteGraph, told: Told, model: SynergyModel, same_profile: tuple[str, ...]) -> Synergy:
    """Return a synergy with its statements."""
    graph.fetch(name for item in told["contributions"] for name in ids_of(item["statements"]))
    return replace(synergy_of(told, model, same_profile, graph.known_statement), graph=graph)


def entry_of(told: Told, model: SynergyModel, same_profile: tuple[str, ...]) -> RankingEntry:
    """Return a row of a ranking without its evidence."""
    values = tuple(told["components"][camel(part.value.lower())] for part in model.weighed)
    return RankingEntry(told["partner"]["id"], told["score"], same_profile, told["total"], values)


@dataclass(frozen=True)
class RemoteRanking(Ranking):
    """The partners of an organisation as a server ranks them.

    Attributes:
        exclude_existing: whether known partners are left out.
    """

    _graph: RemoteGraph = field(repr=False, compare=False)
    before: Mapping[str, str | None] = field(repr=False, compare=False)
    variables: Told = field(repr=False, compare=False)

    @classmethod
    def of(
        cls, graph: RemoteGraph, organisation: str, model: SynergyModel, *, exclude_existing: bool
    ) -> "RemoteRanking":
        """Fetch a ranking without its evidence."""
        variables = _variables(organisation, model, exclude_existing=exclude_existing)
        asked = Asked(graph, "alike", variables, _FIRST_ROW)
        entries, without = [], 0
        before: dict[str, str | None] = {}
        last: str | None = None
        for page in graph.pages("ranked", "organisation", "synergies", **variables):
            without = page["withoutScore"]
            for edge in page["edges"]:
                entries.append(entry_of(edge["node"], model, asked.same_profile(edge["node"], before=last)))
                before[entries[-1].partner] = last
                last = edge["cursor"]
        return cls(organisation, model, tuple(entries), without, Among(variables, None), graph, before, variables)

    def synergy(self, entry: RankingEntry) -> Synergy:
        """Return the whole synergy behind an entry."""
        (found,), _ = _rows(self._graph, self.variables, self.model, 1, self.before[entry.partner])
        return found


def _rows(
    graph: RemoteGraph, variables: Told, model: SynergyModel, count: int, after: str | None = None
) -> tuple[list[Synergy], int]:
    """Return rows of a ranking with their evidence, from a place on, and how many rows it has."""
    asked = Asked(graph, "alike", variables, _FIRST_ROW)
    found: list[Synergy] = []
    while True:
        size = max(1, min(EVIDENCE_AT_ONCE, count - len(found)))
        page = graph.answer("synergies", **variables, first=size, after=after)["organisation"]["synergies"]
        for edge in page["edges"]:
            told = edge["node"]
            synergy = told_synergy(graph, told, model, asked.same_profile(told, before=after))
            found.append(replace(synergy, comparison=Among(variables, after)))
            after = edge["cursor"]
        if len(found) >= count or not page["pageInfo"]["hasNextPage"]:
            return found[:count], page["totalCount"]


def _variables(organisation: str, model: SynergyModel, *, exclude_existing: bool) -> Told:
    return {"id": organisation, **asked_model(model), "filter": {"excludeExistingPartners": exclude_existing}}


class RemoteSynergies(Synergies):
    """The first rows of a server's ranking; the rest of it is fetched when it is read.

    Args:
        graph: the server.
        organisation: id.
        model: what is asked under.
        first: how many rows.
        exclude_existing: whether known partners are left out.
    """

    def __init__(
        self, graph: RemoteGraph, organisation: str, model: SynergyModel, first: int, *, exclude_existing: bool
    ) -> None:
        variables = _variables(organisation, model, exclude_existing=exclude_existing)
        rows, total = _rows(graph, variables, model, first)
        told = {"graph": graph, "first": first, "rows": tuple(rows)}
        told |= {"_asked": (organisation, model, exclude_existing), "_size": total}
        for name, value in told.items():
            object.__setattr__(self, name, value)  # the base class is frozen

    graph: RemoteGraph
    _asked: tuple[str, SynergyModel, bool]
    _size: int

    @property
    def _whose(self) -> str:
        return self._asked[0]

    @property
    def _total(self) -> int:
        return self._size

    @cached_property
    def ranking(self) -> Ranking:
        """The whole ranking."""
        organisation, model, exclude_existing = self._asked
        return RemoteRanking.of(self.graph, organisation, model, exclude_existing=exclude_existing)


@dataclass(frozen=True)
class RemotePairRanking(PairRanking):
    """The pairs of a consortium as a server ranks them."""

    _graph: RemoteGraph = field(repr=False, compare=False)

    @classmethod
    def of(cls, graph: RemoteGraph, asked: Told, model: SynergyModel) -> "RemotePairRanking":
        """Fetch the pairs of a consortium without their evidence."""
        variables = {**asked, **asked_model(model)}
        entries, without = [], 0
        for page in graph.pages("pairs", "consortium", "pairs", **variables):
            without = page["withoutScore"]
            for edge in page["edges"]:
                told = edge["node"]
                if told["sameProfile"]["pageInfo"]["hasNextPage"]:
                    raise graph.only_local("a pair with more than 100 members of one profile")
                profile = ids_of(told["sameProfile"]["nodes"])
                entries.append(
                    PairEntry(told["organisation"]["id"], told["partner"]["id"], told["score"], profile, told["total"])
                )
        return cls(model, tuple(entries), without, Among(variables, None), graph)

    def synergy(self, entry: PairEntry) -> Synergy:
        """Return the whole synergy behind an entry; its `same_profile` names the partners of that profile."""
        asked = {"organisation": entry.organisation, "partner": entry.partner, **asked_model(self.model)}
        told = self._graph.answer("synergy", **asked)["synergy"]
        found = told_synergy(self._graph, told, self.model, entry.same_profile)
        confidence = replace(found.confidence, same_profile_count=len(entry.same_profile))
        return replace(found, confidence=confidence, comparison=self.comparison)

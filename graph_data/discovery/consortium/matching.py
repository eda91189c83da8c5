"""How well organisations match what a consortium wants to cover.

m(g, t) of a target g and a term t is

* 1 where t is g or lies within it: who holds a narrower term holds the term;
* the weight of a curated crosswalk row where g is a partnership's own word, a target sector or a challenge, which no
  organisation can hold, and the row reads it as a term that t is or lies within;
* the weight of a RELATED statement, of the consortium's origins, that joins g to a term that t is or lies within;

the largest of these, 0 where there is none. An organisation matches a target by the best of the terms it holds; of
equal ones the one that most partnerships carry is named, then the first by id.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph_data.deadline import watched
from graph_data.deriving import HOLDING
from graph_data.discovery.caching import PerGraph
from graph_data.discovery.consortium.members import Consortium
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import EntityKind, Predicate, kind_of
from graph_data.rows import Statement

__all__ = ["HOLDINGS", "Match", "Matches", "best_match", "held_by", "matches_of", "readings"]

HOLDINGS = frozenset(HOLDING.values())
"""The relations by which an organisation holds a term."""

_OWN_WORDS = frozenset({EntityKind.TARGET_SECTOR, EntityKind.CHALLENGE})


@dataclass(frozen=True, slots=True)
class Match:
    """That an organisation covers a term, and by what.

    Attributes:
        concept: id of the term that is covered.
        organisation: id.
        value: 1 for a direct match, less for a partial one, above 0.
        through: id of the term that it holds.
        statements: the statements that say so, sorted.
    """

    concept: str
    organisation: str
    value: float
    through: str
    statements: tuple[Statement, ...]

    @property
    def strength(self) -> float:
        """Largest weight of the statements: how many partnerships carry a derived one, 1 for one that is stated."""
        return max(statement.weight for statement in self.statements)


@dataclass(frozen=True, slots=True)
class Matches:
    """What the members of a consortium hold and cover.

    Attributes:
        held: the terms of each member with the statements that say so.
        by_target: for each target, the match of each member that has one.
    """

    held: Mapping[str, Mapping[str, tuple[Statement, ...]]]
    by_target: Mapping[str, Mapping[str, Match]]

    @property
    def known(self) -> tuple[str, ...]:
        """The members of whom a term is known; what the others could cover is not known."""
        return tuple(member for member, terms in self.held.items() if terms)

    def value(self, target: str) -> float:
        """Return how well the members cover a target, in [0, 1]."""
        return max((match.value for match in self.by_target[target].values()), default=0.0)


_MATCHES: PerGraph[Matches] = PerGraph()


def matches_of(graph: KnowledgeGraph, consortium: Consortium) -> Matches:
    """Return what the members of a consortium hold and cover; kept for whoever asks the same again."""
    return _MATCHES.get(graph, consortium, lambda: _matches(graph, consortium))


def _matches(graph: KnowledgeGraph, consortium: Consortium) -> Matches:
    held = {member: held_by(graph, member, consortium) for member in consortium.members}
    by_target: dict[str, dict[str, Match]] = {}
    for target in consortium.targets:
        read = readings(graph, target, consortium)
        found = (best_match(target, member, terms, read) for member, terms in held.items())
        by_target[target] = {match.organisation: match for match in found if match}
    return Matches(held, by_target)


def held_by(graph: KnowledgeGraph, organisation: str, consortium: Consortium) -> dict[str, tuple[Statement, ...]]:
    """Return the terms that an organisation holds by statements of a consortium's origins, sorted by id."""
    found: dict[str, list[Statement]] = defaultdict(list)
    for term, edges in watched(graph.nx.succ[organisation].items()):
        for data in edges.values():
            statement = data["statement"]
            if statement.predicate in HOLDINGS and statement.origin in consortium.origins:
                found[term].append(statement)
    return {term: tuple(sorted(found[term], key=lambda statement: statement.order)) for term in sorted(found)}


def best_match(
    target: str, organisation: str, held: Mapping[str, tuple[Statement, ...]], read: Mapping[str, float]
) -> Match | None:
    """Return how an organisation covers a target by the terms it holds, None when by none of them."""
    found = [Match(target, organisation, read[term], term, said) for term, said in held.items() if term in read]
    return min(found, key=lambda match: (-match.value, -match.strength, match.through), default=None)


def readings(graph: KnowledgeGraph, target: str, consortium: Consortium) -> dict[str, float]:
    """Return the terms that match a target, each with m(target, term) in (0, 1]."""
    found: dict[str, float] = {}
    for term, value in _judged(graph, target, consortium):
        for narrower in _within(graph, term):
            found[narrower] = max(found.get(narrower, 0.0), min(value, 1.0))
    return {term: value for term, value in sorted(found.items()) if value > 0}


def _judged(graph: KnowledgeGraph, target: str, consortium: Consortium) -> Iterator[tuple[str, float]]:
    yield target, 1.0
    if kind_of(graph.entity(target)) in _OWN_WORDS:
        yield from ((row.object, row.weight) for row in graph.dataset.crosswalks if row.subject == target)
    for statement in graph.statements(target, predicates={Predicate.RELATED}, origins=consortium.origins):
        yield statement.object if statement.subject == target else statement.subject, statement.weight


def _within(graph: KnowledgeGraph, term: str) -> set[str]:
    """Return a term and all narrower ones: as graph.within, without sorting the statements of every holder."""
    found, fresh = {term}, [term]
    while fresh:
        for narrower, edges in graph.nx.pred[fresh.pop()].items():
            below = any(data["statement"].predicate is Predicate.BROADER for data in edges.values())
            if below and narrower not in found:
                found.add(narrower)
                fresh.append(narrower)
    return found

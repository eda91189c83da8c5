"""The neighbourhood of some nodes: level by level, with a bound on what is read and on what is answered."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from graph_data.discovery.paths import Budget, Filters, Spent
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Entity, EntityKind, Predicate, StatementOrigin, kind_of
from graph_data.rows import Statement

__all__ = ["BUDGET", "MAX_DEPTH", "MAX_NODES", "MAX_SEEDS", "MAX_STATEMENTS", "Subgraph", "subgraph"]

BUDGET = 200_000
"""Statements that one question may touch: half of them to find the nodes, half of them to join these."""

MAX_DEPTH = 3
MAX_NODES = 1_000
MAX_SEEDS = 100
MAX_STATEMENTS = 5_000
"""How far a subgraph may reach, and how much it may hold."""


@dataclass(frozen=True, slots=True)
class Subgraph:
    """A part of the graph.

    Attributes:
        nodes: sorted by id.
        statements: all among the nodes that were asked for, sorted.
        truncated: whether something was left out for a bound.
        touched: statements that were read to find it.
    """

    nodes: tuple[Entity, ...]
    statements: tuple[Statement, ...]
    truncated: bool
    touched: int


def subgraph(  # noqa: PLR0913 -- what a question of a neighbourhood consists of
    graph: KnowledgeGraph,
    seeds: Collection[str],
    *,
    depth: int = 1,
    kinds: Collection[EntityKind] | None = None,
    predicates: Collection[Predicate] | None = None,
    origins: Collection[StatementOrigin] | None = None,
    max_nodes: int = 200,
    budget: int = BUDGET,
) -> Subgraph:
    """Return what lies around some nodes, and the statements among it.

    Each level holds the neighbours of the level before, in order of their ids, until there are `max_nodes`.

    Args:
        graph: the graph, walked along its statements in either direction.
        seeds: ids to begin with, 100 at most.
        depth: levels, 0 to 3; 0 is the seeds alone.
        kinds: keep, and walk through, only nodes of these kinds besides the seeds; all when None.
        predicates: only these relations; all when None.
        origins: only statements that came about so; all when None.
        max_nodes: 1 to 1,000.
        budget: statements that may be touched.

    Raises:
        UnknownEntity: a seed names nothing.
        ValueError: a number is out of range.
    """
    for name, value, least, most in (
        ("the number of seeds", len(seeds), 1, MAX_SEEDS),
        ("depth", depth, 0, MAX_DEPTH),
        ("maxNodes", max_nodes, 1, MAX_NODES),
    ):
        if not least <= value <= most:
            raise ValueError(f"{name} must be between {least} and {most}, got {value}")
    spread = _Spread(graph, Filters.of(predicates, origins), kinds, max_nodes)
    finding, joining = Budget(budget // 2), Budget(budget // 2)
    spread.keep({graph.entity(seed).id for seed in seeds})
    for _ in range(depth):
        spread.grow(finding)
    statements = spread.statements(joining)
    return Subgraph(
        tuple(graph.entity(node) for node in sorted(spread.kept)),
        statements,
        spread.truncated,
        finding.touched + joining.touched,
    )


class _Spread:
    """Nodes kept so far, and the level from which they grow."""

    def __init__(
        self, graph: KnowledgeGraph, filters: Filters, kinds: Collection[EntityKind] | None, max_nodes: int
    ) -> None:
        self._graph = graph
        self._filters = filters
        self._kinds = kinds
        self._max_nodes = max_nodes
        self._level: list[str] = []
        self.kept: set[str] = set()
        self.truncated = False

    def keep(self, nodes: Collection[str]) -> None:
        """Make nodes the next level, the first ones by id where not all fit."""
        room = self._max_nodes - len(self.kept)
        self._level = sorted(nodes)[:room]
        self.truncated |= len(nodes) > room
        self.kept.update(self._level)

    def grow(self, budget: Budget) -> None:
        """Go one level further."""
        found: set[str] = set()
        if self.truncated and len(self.kept) == self._max_nodes:
            return
        try:
            for node in self._level:
                self._read(node, found, budget)
        except Spent:
            self.truncated = True
        self.keep(found)

    def _read(self, node: str, found: set[str], budget: Budget) -> None:
        nx = self._graph.nx
        for other in dict.fromkeys((*nx.successors(node), *nx.predecessors(node))):
            said = [*self._between(node, other), *self._between(other, node)]
            budget.spend(len(said))
            if other in self.kept or other in found:
                continue
            wanted = self._kinds is None or kind_of(self._graph.entity(other)) in self._kinds
            if wanted and any(map(self._filters.accept, said)):
                found.add(other)

    def statements(self, budget: Budget) -> tuple[Statement, ...]:
        """Return the statements among the kept nodes; a hub's others are not read."""
        found: list[Statement] = []
        try:
            for subject in sorted(self.kept):
                for target in self._pointed_at(subject):
                    said = self._between(subject, target)
                    budget.spend(len(said))
                    found += filter(self._filters.accept, said)
        except Spent:
            self.truncated = True
        found.sort(key=lambda statement: statement.order)
        self.truncated |= len(found) > MAX_STATEMENTS
        return tuple(found[:MAX_STATEMENTS])

    def _pointed_at(self, subject: str) -> Iterable[str]:
        nx = self._graph.nx
        if len(nx.succ[subject]) <= len(self.kept):
            return [target for target in nx.successors(subject) if target in self.kept]
        return [target for target in sorted(self.kept) if nx.has_edge(subject, target)]

    def _between(self, subject: str, target: str) -> list[Statement]:
        edges = self._graph.nx.get_edge_data(subject, target) or {}
        return [data["statement"] for data in edges.values()]

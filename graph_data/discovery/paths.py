"""Finds every simple path of at most four steps between two nodes, from both ends, with a bound on the work."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from graph_data.deadline import check
from graph_data.discovery.dwpc import DAMPING, Degrees, degrees_of
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.ontology import Entity, EntityKind, Predicate, StatementOrigin, kind_of
from graph_data.rows import Statement

__all__ = ["Budget", "Filters", "Hop", "Spent", "Step", "Walk", "hop_of"]


class Spent(Exception):  # noqa: N818 -- no error: the walk ends here
    """The budget does not allow what comes next."""


class Budget:
    """Counts the statements that a walk touches.

    Args:
        limit: how many it may touch; a path that is put together counts as one more.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.touched = 0

    def spend(self, statements: int = 1) -> None:
        """Count statements before they are read.

        Raises:
            Spent: they would be more than are left.
            DeadlinePassed: the time is up.
        """
        check()
        if self.touched + statements > self.limit:
            raise Spent
        self.touched += statements


@dataclass(frozen=True, slots=True)
class Filters:
    """Which statements are walked; all when None."""

    predicates: frozenset[Predicate] | None = None
    origins: frozenset[StatementOrigin] | None = None

    @classmethod
    def of(cls, predicates: Collection[Predicate] | None, origins: Collection[StatementOrigin] | None) -> "Filters":
        """Make filters of any collections."""
        return cls(
            None if predicates is None else frozenset(predicates), None if origins is None else frozenset(origins)
        )

    def __str__(self) -> str:
        parts = (self.predicates, self.origins)
        return " ".join("all" if part is None else ",".join(sorted(item.value for item in part)) for part in parts)

    def accept(self, statement: Statement) -> bool:
        """Tell whether a statement is walked."""
        return (self.predicates is None or statement.predicate in self.predicates) and (
            self.origins is None or statement.origin in self.origins
        )


@dataclass(frozen=True, slots=True)
class Step:
    """A step of a kind of path.

    Attributes:
        predicate: the relation.
        direction: OUT from subject to object, IN the other way.
        kind: the kind of node that is reached.
    """

    predicate: Predicate
    direction: Direction
    kind: EntityKind

    @property
    def code(self) -> str:
        """The step in letters."""
        return f"{self.predicate.value} {self.direction.value} {self.kind.value}"


@dataclass(frozen=True, slots=True)
class Hop:
    """A step of one path.

    Attributes:
        predicate: the relation.
        direction: OUT from subject to object, IN the other way.
        entity: the node that is reached.
        statements: all that say so, sorted as the graph holds them.
        weight: the step's factor in the path's degree product, in (0, 1].
        code: the step in letters; equal for equal steps.
        said: the step in words, None where the relation's own words say it.
    """

    predicate: Predicate
    direction: Direction
    entity: Entity
    statements: tuple[Statement, ...]
    weight: float
    code: str
    said: str | None = None

    @property
    def step(self) -> Step:
        """What kind of step it is."""
        return Step(self.predicate, self.direction, kind_of(self.entity))


class Walk:
    """Paths between two nodes, shorter ones first; within a length, nodes with few statements are read first.

    Statements are walked in either direction; those that join two nodes by one relation in one direction are one step.
    Paths are put together where an expansion from the start meets one from the end, so that no node further than two
    steps from the nearer end is ever read.
    """

    def __init__(self, graph: KnowledgeGraph, start: str, end: str, filters: Filters, budget: Budget) -> None:
        self._nx = graph.nx
        self._entities = graph.dataset.by_id
        self._start, self._end = start, end
        self._filters = filters
        self._budget = budget
        self._degrees = degrees_of(graph, filters.origins)
        self._size = self._degrees.statements
        self._known: dict[tuple[str, str], tuple[Hop, ...]] = {}
        self._near: set[str] = set()
        self._far: set[str] = set()

    def paths(self, max_length: int) -> Iterator[tuple[Hop, ...]]:
        """Yield each path once.

        Raises:
            Spent: the budget is used up; all paths shorter than the last one have been yielded.
        """
        yield from self._along(self._start, self._end)
        if max_length > 1:
            self._budget.spend(self._size[self._start] + self._size[self._end])
            self._near, self._far = self._around(self._start, self._end), self._around(self._end, self._start)
            for middle in sorted(self._near & self._far):
                yield from self._along(self._start, middle, self._end)
        if max_length > 2:  # noqa: PLR2004 -- lengths are counted here
            yield from self._through_two()
        if max_length > 3:  # noqa: PLR2004 -- as above
            yield from self._through_three()

    def _around(self, node: str, avoided: str) -> set[str]:
        """Return the neighbours of an end that the filters let through."""
        found = self._neighbours(node) - {avoided}
        return found if self._filters == Filters() else {other for other in found if self._hops(node, other)}

    def _along(self, *nodes: str) -> Iterator[tuple[Hop, ...]]:
        """Yield the paths along nodes: one for each combination of relations between them."""
        hops = [self._hops(one, other) for one, other in pairwise(nodes)]
        for path in product(*hops):
            self._budget.spend()
            yield path

    def _through_two(self) -> Iterator[tuple[Hop, ...]]:
        """Yield start-a-b-end: nodes with few statements are read; whether two hubs are joined is looked up."""
        unread = {True: set(self._near), False: set(self._far)}
        few, many = self._parted()
        for size, node, from_start in few:
            self._budget.spend(size)
            unread[from_start].remove(node)
            for other in sorted(self._neighbours(node) & unread[not from_start]):
                first, last = (node, other) if from_start else (other, node)
                yield from self._along(self._start, first, last, self._end)
        ends = [node for _, node, from_start in many if not from_start]
        for first in (node for _, node, from_start in many if from_start):
            self._budget.spend(len(ends))
            for last in ends:
                if first != last and (self._nx.has_edge(first, last) or self._nx.has_edge(last, first)):
                    yield from self._along(self._start, first, last, self._end)

    def _parted(self) -> tuple[list[tuple[int, str, bool]], list[tuple[int, str, bool]]]:
        """Return the nodes to read and those to look up: parted where the two together cost least."""
        both = self._fewest_first()
        left, right = len(self._near), len(self._far)
        cheapest, chosen, read = left * right, 0, 0
        for count, (size, _, from_start) in enumerate(both, start=1):
            read += size
            left, right = left - from_start, right - (not from_start)
            if read + left * right < cheapest:
                cheapest, chosen = read + left * right, count
        return both[:chosen], both[chosen:]

    def _through_three(self) -> Iterator[tuple[Hop, ...]]:
        """Yield start-a-m-b-end: each a and b is read once, and joined with those read before that know the same m."""
        read: dict[bool, dict[str, list[str]]] = {True: defaultdict(list), False: defaultdict(list)}
        for size, node, from_start in self._fewest_first():
            self._budget.spend(size)
            for middle in sorted(self._neighbours(node) - {self._start, self._end}):
                for other in read[not from_start].get(middle, ()):
                    first, last = (node, other) if from_start else (other, node)
                    if first != last:
                        self._budget.spend()
                        yield from self._along(self._start, first, middle, last, self._end)
                read[from_start][middle].append(node)

    def _fewest_first(self) -> list[tuple[int, str, bool]]:
        """Return the neighbours of both ends by number of statements, with that number and whether of the start."""
        both = [(self._size[node], node, True) for node in self._near]
        both += [(self._size[node], node, False) for node in self._far]
        return sorted(both)

    def _neighbours(self, node: str) -> set[str]:
        return {*self._nx.successors(node), *self._nx.predecessors(node)} - {node}

    def _hops(self, node: str, other: str) -> tuple[Hop, ...]:
        """Return the steps from a node to a neighbour: one a relation and direction."""
        if (known := self._known.get((node, other))) is None:
            known = self._known[node, other] = tuple(self._made(node, other))
        return known

    def _made(self, node: str, other: str) -> Iterator[Hop]:
        for direction, ends in ((Direction.OUT, (node, other)), (Direction.IN, (other, node))):
            found: dict[Predicate, list[Statement]] = defaultdict(list)
            for data in (self._nx.get_edge_data(*ends) or {}).values():
                if self._filters.accept(data["statement"]):
                    found[data["statement"].predicate].append(data["statement"])
            for predicate, statements in found.items():
                step = Step(predicate, direction, kind_of(self._entities[other]))
                yield hop_of(self._degrees, self._entities[node], step, self._entities[other], statements)


def hop_of(degrees: Degrees, node: Entity, step: Step, other: Entity, statements: Iterable[Statement]) -> Hop:
    """Return a step from a node to another that statements join, weighed by the degrees at either end."""
    back = Direction.IN if step.direction is Direction.OUT else Direction.OUT
    there = degrees.degree(node.id, step.predicate, step.direction, step.kind)
    here = degrees.degree(other.id, step.predicate, back, kind_of(node))
    return Hop(step.predicate, step.direction, other, tuple(statements), (there * here) ** -DAMPING, step.code)

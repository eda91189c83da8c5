"""Why two nodes are connected: their distance, the kinds of path between them, and the paths with their statements."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from html import escape

from graph_data.deadline import watched
from graph_data.discovery.dwpc import significant
from graph_data.discovery.paths import Budget, Filters, Hop, Spent, Step, Walk
from graph_data.frames import Frame, Holds, Tabular
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.ontology import Entity, Predicate, StatementOrigin
from graph_data.relations import RELATIONS
from graph_data.rows import Statement
from graph_data.showing import records_frame

__all__ = ["BUDGET", "MAX_LENGTH", "Explanation", "Path", "PathPattern", "explain", "pattern_of"]

BUDGET = 200_000
"""Statements that one question may touch."""

MAX_LENGTH = 4
"""Steps that a path may have."""

SHOWN = 10
"""Paths that an explanation shows of itself."""

_SHOWN_OF_PATH = {
    "share": Holds.NUMBER,
    "score": Holds.NUMBER,
    "length": Holds.WHOLE,
    "text": Holds.TEXT,
    "pattern": Holds.TEXT,
}

_TAKEN = {StatementOrigin.STATED, StatementOrigin.IMPORTED}


@dataclass(frozen=True, slots=True)
class Path:
    """A path.

    Attributes:
        start: where it begins.
        hops: its steps.
        pattern: id of its kind.
        score: its degree product, in (0, 1].
        share: of the scores of all paths found.
    """

    start: Entity
    hops: tuple[Hop, ...]
    pattern: str
    score: float
    share: float

    @property
    def length(self) -> int:
        """Number of steps."""
        return len(self.hops)

    @property
    def nodes(self) -> tuple[Entity, ...]:
        """The nodes from one end to the other."""
        return (self.start, *(hop.entity for hop in self.hops))

    @property
    def ids(self) -> str:
        """Ids of the nodes, separated by blanks: what equal scores are sorted by."""
        return " ".join([self.start.id, *[hop.entity.id for hop in self.hops]])

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements of each step in turn; a step may carry several."""
        return tuple(statement for hop in self.hops for statement in hop.statements)

    @property
    def text(self) -> str:
        """The path as a line for people; a step that no source states says how the graph came to hold it."""
        return self.start.name + "".join(f" — {_said(hop)} → {hop.entity.name}" for hop in self.hops)


@dataclass(frozen=True, slots=True)
class PathPattern:
    """A kind of path (metapath).

    Attributes:
        id: follows from the steps, so that it is the same in every version.
        steps: the relations, directions and kinds in turn.
        path_count: number of paths.
        weighted_path_count: sum of their scores (DWPC).
    """

    id: str
    steps: tuple[Step, ...]
    path_count: int
    weighted_path_count: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Explanation(Tabular):
    """What joins two nodes.

    Attributes:
        start, end: the two.
        max_length: steps that a path may have.
        filters: which statements were walked.
        distance: steps of the shortest path found, None when there is none of at most `max_length`.
        patterns: kinds of path by falling weighted path count, the shorter and then the id first among equals.
        paths: by falling share, ties by the ids of their nodes, then by pattern.
        touched: statements that were read to find them, and paths put together; None where a server does not say.
        truncated: whether the budget ended before all paths were found; shorter paths are looked for first, and nodes
            with few statements are read first.
        graph: whom to cite when it is shown; None where it is not shown.
    """

    start: Entity
    end: Entity
    max_length: int
    filters: Filters
    distance: int | None
    patterns: tuple[PathPattern, ...]
    paths: tuple[Path, ...]
    touched: int | None
    truncated: bool
    graph: KnowledgeGraph | None = field(default=None, repr=False, compare=False)

    @property
    def frame(self) -> Frame:
        """A row a path."""
        records = (
            {name: getattr(path, name) for name in _SHOWN_OF_PATH} | {"nodes": tuple(node.id for node in path.nodes)}
            for path in self.paths
        )
        caption = f"paths from {self.start.name} to {self.end.name}"
        return records_frame(self.graph, {**_SHOWN_OF_PATH, "nodes": Holds.TEXTS}, records, caption)

    def __repr__(self) -> str:
        more = f"\n+{len(self.paths) - SHOWN} more" if len(self.paths) > SHOWN else ""
        lines = [f"{path.share:.3f}  {path.text}" for path in self.paths[:SHOWN]]
        return ("\n".join(lines) or f"no path of at most {self.max_length} steps found") + more

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td style='text-align:right'>{path.share:.3f}</td><td>{escape(path.text)}</td></tr>"
            for path in self.paths[:SHOWN]
        )
        return f"<table><tr><th>share</th><th>path</th></tr>{rows}</table><p>Paths: {len(self.paths)}</p>"


def explain(  # noqa: PLR0913 -- what a question of paths consists of
    graph: KnowledgeGraph,
    start: str,
    end: str,
    *,
    max_length: int = 3,
    predicates: Collection[Predicate] | None = None,
    origins: Collection[StatementOrigin] | None = None,
    budget: int = BUDGET,
) -> Explanation:
    """Return what joins two nodes.

    Args:
        graph: the graph, walked along its statements in either direction.
        start: id of a node.
        end: id of another node.
        max_length: steps that a path may have, 1 to 4.
        predicates: walk only these relations; all when None.
        origins: walk only statements that came about so, and count degrees over them; all when None.
        budget: statements that may be touched.

    Raises:
        UnknownEntity: an id names nothing.
        ValueError: the ids name one node, or the length is out of range.
    """
    one, other = graph.entity(start), graph.entity(end)
    if one is other:
        raise ValueError(f"from and to are both {one.id!r}; write the ids of two different nodes")
    if not 1 <= max_length <= MAX_LENGTH:
        raise ValueError(f"maxLength must be between 1 and {MAX_LENGTH}, got {max_length}")
    filters, counted = Filters.of(predicates, origins), Budget(budget)
    found: list[tuple[Hop, ...]] = []
    truncated = False
    try:
        found.extend(Walk(graph, one.id, other.id, filters, counted).paths(max_length))
    except Spent:
        truncated = True
    patterns, paths = _weighed(one, found)
    return Explanation(
        start=one,
        end=other,
        max_length=max_length,
        filters=filters,
        distance=min((len(hops) for hops in found), default=None),
        patterns=patterns,
        paths=paths,
        touched=counted.touched,
        truncated=truncated,
    )


def pattern_of(codes: Iterable[str]) -> str:
    """Return the id of a kind of path, given its steps in letters."""
    return f"pattern:{blake2b('|'.join(codes).encode(), digest_size=6).hexdigest()}"


def _weighed(start: Entity, found: Iterable[tuple[Hop, ...]]) -> tuple[tuple[PathPattern, ...], tuple[Path, ...]]:
    """Return the kinds of path and the paths, weighed and sorted."""
    kinds: dict[tuple[str, ...], list[tuple[float, tuple[Hop, ...]]]] = defaultdict(list)
    for hops in watched(found):
        kinds[tuple(hop.code for hop in hops)].append((math.prod(hop.weight for hop in hops), hops))
    total = math.fsum(score for items in kinds.values() for score, _ in watched(items))
    patterns, paths = [], []
    for codes, items in kinds.items():
        pattern = pattern_of(codes)
        weight = significant(math.fsum(score for score, _ in items))
        patterns.append(PathPattern(pattern, tuple(hop.step for hop in items[0][1]), len(items), weight))
        paths += [
            Path(start, hops, pattern, significant(score), significant(score / total)) for score, hops in watched(items)
        ]
    patterns.sort(key=lambda item: (-item.weighted_path_count, len(item.steps), item.id))
    order = [(-path.score, path.ids, path.pattern) for path in watched(paths)]
    paths = [paths[place] for place in sorted(range(len(paths)), key=order.__getitem__)]
    return tuple(patterns), tuple(paths)


def _said(hop: Hop) -> str:
    if hop.said is not None:
        return hop.said
    relation = RELATIONS[hop.predicate]
    said = relation.description if hop.direction is Direction.OUT else relation.inverse
    origins = {statement.origin for statement in hop.statements}
    if origins & _TAKEN:
        return said
    return f"{said} ({' and '.join(sorted(origin.value.lower() for origin in origins))})"

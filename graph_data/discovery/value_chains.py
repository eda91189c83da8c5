"""Value chains: the order of their stages, who works where, how near two organisations stand, and what is missing.

The order of a chain is what somebody says it is: its SUPPLIES_TO statements that are stated, imported or inferred, or,
where a chain has none, the positions of its stages, each position feeding the next. Statements DERIVED from an
input-output table are flows, never the order: every industry buys a little from every other, so they turn in circles.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import groupby, pairwise

import networkx as nx

from graph_data.discovery.caching import PerGraph
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.judgements import UPSTREAMNESS
from graph_data.listing import of_kind
from graph_data.ontology import EntityKind, Predicate, StatementOrigin, ValueChainStage
from graph_data.rows import Statement

__all__ = [
    "ChainCoverage",
    "MissingLink",
    "StageCoverage",
    "adjacency",
    "chain_coverage",
    "nearness",
    "occupied_stages",
    "share_of",
    "stage_distances",
    "stages_in",
    "steps_of",
    "supplies",
    "upstreamness",
]

SAID = frozenset(StatementOrigin) - {StatementOrigin.DERIVED}
"""Origins of the statements that make a chain's order."""

_DISTANCES: PerGraph[Mapping[tuple[str, str], int]] = PerGraph()
_OCCUPIED: PerGraph[Mapping[str, frozenset[str]]] = PerGraph()


def stages_in(graph: KnowledgeGraph, chain: str) -> list[ValueChainStage]:
    """Return the stages of a value chain by position, ties by id.

    Raises:
        UnknownEntity: the id names nothing.
    """
    found = graph.subjects(chain, Predicate.STAGE_OF)
    stages = [stage for stage in found if isinstance(stage, ValueChainStage)]
    return sorted(stages, key=lambda stage: (stage.position, stage.id))


def steps_of(graph: KnowledgeGraph, chain: str) -> list[tuple[str, str]]:
    """Return the steps of a chain's order as (stage, next stage), upstream first."""
    stages = stages_in(graph, chain)
    place = {stage.id: number for number, stage in enumerate(stages)}
    said = {
        (stage.id, statement.object)
        for stage in stages
        for statement in graph.statements(stage.id, Direction.OUT, {Predicate.SUPPLIES_TO}, SAID)
        if statement.object in place
    }
    if said:
        return sorted(said, key=lambda step: (place[step[0]], place[step[1]]))
    levels = [[stage.id for stage in level] for _, level in groupby(stages, key=lambda stage: stage.position)]
    return [(stage, following) for level, after in pairwise(levels) for stage in level for following in after]


def stage_distances(graph: KnowledgeGraph) -> Mapping[tuple[str, str], int]:
    """Return the number of steps from one stage down to another along the order of their chain; no entry, no path."""
    return _DISTANCES.get(graph, None, lambda: _distances(graph))


def _distances(graph: KnowledgeGraph) -> dict[tuple[str, str], int]:
    steps = [step for chain in graph.entities(EntityKind.VALUE_CHAIN) for step in steps_of(graph, chain.id)]
    lengths = nx.all_pairs_shortest_path_length(nx.DiGraph(steps))
    return {(stage, other): far for stage, below in lengths for other, far in below.items() if far}


def occupied_stages(
    graph: KnowledgeGraph, origins: Collection[StatementOrigin] | None = None
) -> Mapping[str, frozenset[str]]:
    """Return the stages that each organisation works at, by statements of some origins, of all when None."""
    wanted = frozenset(StatementOrigin if origins is None else origins)
    return _OCCUPIED.get(graph, wanted, lambda: _occupied(graph, wanted))


def _occupied(graph: KnowledgeGraph, origins: Collection[StatementOrigin]) -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for stage in graph.entities(EntityKind.VALUE_CHAIN_STAGE):
        for organisation in graph.subjects(stage.id, Predicate.OCCUPIES_STAGE, origins):
            found[organisation.id].add(stage.id)
    return {organisation: frozenset(stages) for organisation, stages in found.items()}


def adjacency(
    graph: KnowledgeGraph, one: str, other: str, origins: Collection[StatementOrigin] | None = None
) -> float | None:
    """Return how near two organisations stand in a value chain, in [0, 1]; symmetric.

    It is the largest 1/d over a stage of the one and another stage of the other, d steps apart along the order of
    their chain, whichever of the two is upstream: 1 for neighbouring stages, 0 where no path leads from stage to
    stage or both work at one stage only, None where it is not known at which stages one of them works.

    Raises:
        UnknownEntity: an id names no organisation.
    """
    occupied = occupied_stages(graph, origins)
    ends = [occupied.get(graph.organisation(name).id, frozenset()) for name in (one, other)]
    return nearness(stage_distances(graph), *ends)


def nearness(
    distances: Mapping[tuple[str, str], int], stages: Collection[str], others: Collection[str]
) -> float | None:
    """Return the adjacency of two sets of stages; see `adjacency`."""
    if not stages or not others:
        return None
    pairs = [(one, other) for one in stages for other in others]
    steps = [distances[ends] for pair in pairs for ends in (pair, pair[::-1]) if ends in distances]
    return 1 / min(steps) if steps else 0.0


def supplies(graph: KnowledgeGraph, stage: str) -> list[Statement]:
    """Return the SUPPLIES_TO statements that leave a stage, sorted; `share_of` tells flows from the chain's order."""
    return graph.statements(stage, Direction.OUT, {Predicate.SUPPLIES_TO})


def share_of(statement: Statement) -> float | None:
    """Return the share of the buyer's intermediate inputs that comes from the supplier, None where none is known."""
    return statement.weight if statement.origin is StatementOrigin.DERIVED else None


def upstreamness(graph: KnowledgeGraph, stage: str) -> float | None:
    """Return how many steps of production lie on average between a stage and final use, at least 1.

    It is the mean over the tables that tell it, each of which stands as a fact of the stage; None where none does.
    """
    found = [float(fact.value) for fact in graph.facts(stage) if fact.property == UPSTREAMNESS and fact.value]
    return round(sum(found) / len(found), 12) if found else None


@dataclass(frozen=True, slots=True)
class StageCoverage:
    """Who works at a stage.

    Attributes:
        stage: its id.
        organisations: ids, sorted.
        origins: origins of the statements that say so, in their usual order.
    """

    stage: str
    organisations: tuple[str, ...]
    origins: tuple[StatementOrigin, ...]


@dataclass(frozen=True, slots=True)
class MissingLink:
    """A step of a chain's order with an end at which nobody is known to work.

    Attributes:
        start, end: ids of the stages, upstream first.
        reason: which end nobody works at, and how much flows between the two where a table tells.
    """

    start: str
    end: str
    reason: str


@dataclass(frozen=True, slots=True)
class ChainCoverage:
    """How much of a value chain some organisations cover.

    Attributes:
        chain: its id.
        covered_share: stages at which somebody works / stages, in [0, 1]; None where it is known of nobody at which
            stage they work, or the chain has no stages.
        stages: one entry a stage, by position.
        missing_links: steps with an end that is not covered, upstream first; none where the share is None, since what
            is not known is not missing.
    """

    chain: str
    covered_share: float | None
    stages: tuple[StageCoverage, ...]
    missing_links: tuple[MissingLink, ...]


def chain_coverage(
    graph: KnowledgeGraph,
    chain: str,
    organisations: Collection[str],
    origins: Collection[StatementOrigin] | None = None,
) -> ChainCoverage:
    """Return how much of a value chain some organisations cover.

    Args:
        graph: the graph.
        chain: id of a value chain.
        organisations: their ids.
        origins: only statements that came about in these ways; all when None.

    Raises:
        UnknownEntity: an id names nothing, or something of another kind.
    """
    chain = of_kind(graph.entity(chain), EntityKind.VALUE_CHAIN).id
    members = {graph.organisation(name).id for name in organisations}
    stages = tuple(_at(graph, stage.id, members, origins) for stage in stages_in(graph, chain))
    covered = {stage.stage for stage in stages if stage.organisations}
    if not covered:
        return ChainCoverage(chain, None, stages, ())
    missing = (_missing(graph, step, covered) for step in steps_of(graph, chain) if not covered.issuperset(step))
    return ChainCoverage(chain, round(len(covered) / len(stages), 12), stages, tuple(missing))


def _at(
    graph: KnowledgeGraph, stage: str, members: Collection[str], origins: Collection[StatementOrigin] | None
) -> StageCoverage:
    said = graph.statements(stage, Direction.IN, {Predicate.OCCUPIES_STAGE}, origins)
    found = [statement for statement in said if statement.subject in members]
    ways = {statement.origin for statement in found}
    organisations = tuple(sorted({statement.subject for statement in found}))
    return StageCoverage(stage, organisations, tuple(origin for origin in StatementOrigin if origin in ways))


def _missing(graph: KnowledgeGraph, step: tuple[str, str], covered: Collection[str]) -> MissingLink:
    start, end = (graph.entity(stage).name for stage in step)
    empty = " or ".join(graph.entity(stage).name for stage in step if stage not in covered)
    told = [
        f"{100 * share:.3g}% of what {end} buys comes from {start} ({graph.source(cited.source).title})"
        for statement in supplies(graph, step[0])
        if statement.object == step[1] and (share := share_of(statement)) is not None
        for cited in statement.provenance
    ]
    return MissingLink(*step, "; ".join([f"none of them is known to work at {empty}", *told]))

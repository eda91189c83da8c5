"""What must hold of curated judgements, and of the order of a value chain."""

from collections.abc import Callable, Collection, Iterable, Mapping

import networkx as nx

from graph_data.nace import divisions_of
from graph_data.ontology import Entity, EntityKind, Predicate, StatementOrigin, ValueChainStage, kind_of
from graph_data.relations import HELD
from graph_data.rows import Crosswalk, Fact, Link, StageIndustry
from graph_data.tables import did_you_mean

__all__ = ["UPSTREAMNESS", "check_judgements"]

Say = Callable[[object, str | None, str], None]

UPSTREAMNESS = "upstreamness"
"""Fact of a stage that is a number, one a table that tells it."""

_AIMS = frozenset({EntityKind.TARGET_SECTOR, EntityKind.CHALLENGE})
_READ_AS = frozenset({EntityKind.SECTOR, EntityKind.VALUE_CHAIN_STAGE})


def check_judgements(rows: Iterable[object], entities: Mapping[str, Entity], say: Say) -> None:
    """Report crosswalks and stage maps between the wrong things, and value chains that turn in a circle.

    Args:
        rows: every row of a dataset.
        entities: the entities among them by id.
        say: takes a row, the heading of its cell and what is wrong.
    """
    order: list[Link] = []
    for row in rows:
        if isinstance(row, Crosswalk):
            _crosswalk(row, entities, say)
        elif isinstance(row, StageIndustry):
            _stage_industry(row, entities, say)
        elif isinstance(row, Fact) and isinstance(entities.get(row.entity), ValueChainStage):
            _upstreamness(row, say)
        elif isinstance(row, Link) and row.predicate is Predicate.SUPPLIES_TO:
            order += [row] if row.origin is not StatementOrigin.DERIVED else []
    _circles(order, say)


def _crosswalk(row: Crosswalk, entities: Mapping[str, Entity], say: Say) -> None:
    subject = entities.get(row.subject)
    if subject is None or _wrong(row, "subject", HELD | _AIMS, entities, say):
        return
    _wrong(row, "object", HELD if kind_of(subject) in _AIMS else _READ_AS, entities, say)


def _wrong(row: object, heading: str, kinds: Collection[EntityKind], entities: Mapping[str, Entity], say: Say) -> bool:
    """Report a cell that names an entity of another kind than those; tell whether it does."""
    entity = entities.get(getattr(row, heading))
    if entity is None or kind_of(entity) in kinds:
        return False
    names = " or ".join(sorted(kind.value for kind in kinds))
    hint = did_you_mean(entity.id, (other for other, found in entities.items() if kind_of(found) in kinds))
    say(row, heading, f"{entity.id!r} is a {kind_of(entity).value}; the {heading} must be a {names}{hint}")
    return True


def _stage_industry(row: StageIndustry, entities: Mapping[str, Entity], say: Say) -> None:
    _wrong(row, "stage", {EntityKind.VALUE_CHAIN_STAGE}, entities, say)
    try:
        divisions_of(row.industry)
    except ValueError as error:
        say(row, "industry", f"industry {error}")


def _upstreamness(fact: Fact, say: Say) -> None:
    if fact.property != UPSTREAMNESS or fact.value is None:
        return
    try:
        fits = 1 <= float(fact.value) < float("inf")
    except ValueError:
        fits = False
    if not fits:
        say(fact, "value", f"{UPSTREAMNESS} must be a number of at least 1, got {fact.value[:40]!r}")


def _circles(order: Iterable[Link], say: Say) -> None:
    """Report each part of a chain's order that leads back to itself, once, at the first row that is in it."""
    steps = {(row.subject, row.object): row for row in order}
    graph = nx.DiGraph(list(steps))
    for stages in nx.strongly_connected_components(graph):
        inside = graph.subgraph(stages)
        if inside.number_of_edges():
            loop = [step[0] for step in nx.find_cycle(inside, min(stages))]
            row = steps[loop[0], loop[1 % len(loop)]]
            say(row, None, f"the order of a value chain must not turn in a circle: {' > '.join([*loop, loop[0]])}")

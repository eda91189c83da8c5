"""The paths that join two organisations through the terms that carry their absorbability."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from graph_data.deadline import watched
from graph_data.discovery.dwpc import Degrees, degrees_of, significant
from graph_data.discovery.evidence import ContributionRelation, Side, Synergy, SynergyContribution, SynergyPart
from graph_data.discovery.explain import Path, pattern_of
from graph_data.discovery.paths import Hop, Step, hop_of
from graph_data.discovery.priors import ProximitySource
from graph_data.discovery.relatedness import Proximity
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.ontology import Predicate, StatementOrigin, kind_of
from graph_data.rows import Statement

__all__ = ["paths_of"]

_Terms = tuple[str, ...]
"""The term that both hold, or the organisation's term and the partner's one that is related to it."""


def paths_of(graph: KnowledgeGraph, found: Synergy) -> tuple[Path, ...]:
    """Return a path for each shared term and for each two related terms that carry absorbability.

    A path leads from the organisation along the statements by which it holds its term, over the relatedness phi to
    the partner's term where that is another, and back along the partner's statements. Its `share` is the part of
    absorbability that its terms carry; these parts add up to 1. Its `score` is the degree product as in `explain`,
    times phi. The largest share comes first, ties by the ids of the nodes.
    """
    carried: dict[_Terms, list[SynergyContribution]] = defaultdict(list)
    for item in found.contributions:
        if item.part is SynergyPart.ABSORBABILITY and item.relation is not ContributionRelation.UNRELATED:
            carried[_terms(item)].append(item)
    whole = math.fsum(item.share for items in carried.values() for item in items)
    paths = [_path(graph, found, terms, items, whole) for terms, items in watched(carried.items())]
    return tuple(sorted(paths, key=lambda path: (-path.share, path.ids)))


def _terms(item: SynergyContribution) -> _Terms:
    # a term that one side holds less firmly answers itself
    if item.related_to is None or item.related_to == item.concept:
        return (item.concept,)
    ends = (item.concept, item.related_to)
    return ends if item.side is Side.ORGANISATION else ends[::-1]


def _path(
    graph: KnowledgeGraph, found: Synergy, terms: _Terms, items: Sequence[SynergyContribution], whole: float
) -> Path:
    degrees = degrees_of(graph, found.model.origins)
    said = {statement.id: statement for item in items for statement in item.statements}
    hops = [_holding(graph, degrees, found.organisation, terms[0], said.values(), outwards=True)]
    if len(terms) > 1 and (near := items[0].evidence):
        hops.append(_related(graph, terms[0], terms[1], near, found.model.origins))
    hops.append(_holding(graph, degrees, found.partner, terms[-1], said.values(), outwards=False))
    return Path(
        graph.entity(found.organisation),
        tuple(hops),
        pattern_of(hop.code for hop in hops),
        significant(math.prod(hop.weight for hop in hops)),
        significant(math.fsum(item.share for item in items) / whole),
    )


def _holding(  # noqa: PLR0913 -- both ends of a step
    graph: KnowledgeGraph,
    degrees: Degrees,
    organisation: str,
    term: str,
    said: Collection[Statement],
    *,
    outwards: bool,
) -> Hop:
    """Return the step from an organisation to a term that it holds, or back."""
    held = [item for item in said if (item.subject, item.object) == (organisation, term)]
    held.sort(key=lambda item: item.order)
    ends = (graph.entity(organisation), graph.entity(term))
    node, other = ends if outwards else ends[::-1]
    step = Step(held[0].predicate, Direction.OUT if outwards else Direction.IN, kind_of(other))
    return hop_of(degrees, node, step, other, held)


def _related(
    graph: KnowledgeGraph, term: str, other: str, near: Proximity, origins: Collection[StatementOrigin]
) -> Hop:
    """Return the step between two related terms; phi is its weight."""
    entity = graph.entity(other)
    step = Step(Predicate.RELATED, Direction.OUT, kind_of(entity))
    grounds = tuple(_grounds(graph, term, other, near, origins))
    return Hop(step.predicate, step.direction, entity, grounds, near.value, step.code, _in_words(near))


def _grounds(
    graph: KnowledgeGraph, term: str, other: str, near: Proximity, origins: Collection[StatementOrigin]
) -> Iterator[Statement]:
    """Yield the statements that the prior of two terms rests on: their category, or a link that joins the two."""
    for one, far in ((term, other), (other, term)):
        if near.prior_source is ProximitySource.TAXONOMY:
            yield from graph.statements(one, Direction.OUT, {Predicate.BROADER})
        elif near.prior_source is ProximitySource.CURATED:
            linked = graph.statements(one, Direction.OUT, {Predicate.RELATED}, origins)
            yield from (statement for statement in linked if statement.object == far)


def _in_words(near: Proximity) -> str:
    source = near.source.value.lower() if near.source else "unknown"
    holders = max(near.first, near.second)
    counted = f"{near.both} of {holders} holders hold both" if holders else "no holders to count"
    return f"is related to (φ {near.value:.3f}, {source}; {counted})"

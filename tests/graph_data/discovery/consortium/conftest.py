"""Consortia of small graphs: the five clusters against their targets, and arbitrary ones with an independent f."""

from collections.abc import Callable, Collection
from typing import Any

import pytest
from hypothesis import strategies as st

from graph_data.discovery.consortium import Consortium
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Challenge, EntityKind, Predicate, StatementOrigin, TargetSector, kind_of
from graph_data.rows import Crosswalk

Share = Callable[[KnowledgeGraph, Consortium, Collection[str]], float]

AIMS = [
    TargetSector(id="target-sector:aim", name="aim", scheme="aims"),
    TargetSector(id="target-sector:nothing", name="nothing", scheme="aims"),
    Challenge(id="challenge:hard", name="hard", scheme="aims"),
]
READINGS = [
    ("target-sector:aim", "topic:b", 1.0),
    ("target-sector:aim", "sector:a", 0.5),
    ("challenge:hard", "s3:top", 0.25),
    ("challenge:hard", "technology:c", 1.0),
]


@pytest.fixture(scope="session")
def with_aims() -> Callable[[KnowledgeGraph], KnowledgeGraph]:
    """Return a function that adds target sectors, a challenge and their curated readings to a graph."""

    def add(graph: KnowledgeGraph) -> KnowledgeGraph:
        terms = {entity.id for entity in graph.entities()}
        rows = [
            Crosswalk(subject=word, object=term, source="us", reason="It says so.", weight=weight)
            for word, term, weight in READINGS
            if term in terms
        ]
        return KnowledgeGraph(graph.dataset.plus([*AIMS, *rows]))

    return add


@pytest.fixture(scope="session")
def consortia(
    world: Callable[[str], KnowledgeGraph],
    with_aims: Callable[[KnowledgeGraph], KnowledgeGraph],
    sentences: st.SearchStrategy[str],
) -> st.SearchStrategy[tuple[KnowledgeGraph, Consortium]]:
    """Return a strategy of graphs with a consortium: some members, some targets, some origins."""

    @st.composite
    def drawn(draw: st.DrawFn) -> tuple[KnowledgeGraph, Consortium]:
        graph = with_aims(world(draw(sentences)))
        everyone = [item.id for item in graph.organisations()]
        terms = [item.id for item in graph.entities() if hasattr(item, "scheme")]
        members = draw(st.sets(st.sampled_from(everyone), max_size=5))
        targets = draw(st.sets(st.sampled_from(terms), max_size=5))
        origins = draw(st.none() | st.sets(st.sampled_from(StatementOrigin), min_size=1))
        return graph, Consortium.of(graph, members, targets, origins)

    return drawn()


def plain_match(graph: KnowledgeGraph, consortium: Consortium, organisation: str, target: str) -> float:
    """Return the best match of an organisation, term by term, as the definition says it."""
    said = [item for _, _, item in graph.nx.edges(data="statement")]

    def within(term: str) -> set[str]:
        below = {item.subject for item in said if item.predicate is Predicate.BROADER and item.object == term}
        return {term}.union(*map(within, below))

    read = [(target, 1.0)]
    if kind_of(graph.entity(target)) in {EntityKind.TARGET_SECTOR, EntityKind.CHALLENGE}:
        read += [(row.object, row.weight) for row in graph.dataset.crosswalks if row.subject == target]
    near = [item for item in said if item.predicate is Predicate.RELATED and item.origin in consortium.origins]
    read += [(item.object, min(item.weight, 1.0)) for item in near if item.subject == target]
    read += [(item.subject, min(item.weight, 1.0)) for item in near if item.object == target]
    held = {item.object for item in said if item.subject == organisation and item.origin in consortium.origins}
    return max((weight for term, weight in read if held & within(term)), default=0.0)


@pytest.fixture(scope="session")
def share() -> Share:
    """Return f of any organisations against a consortium's targets, computed plainly; 0 without targets."""

    def f(graph: KnowledgeGraph, consortium: Consortium, members: Collection[str]) -> float:
        best = [
            max((plain_match(graph, consortium, member, target) for member in members), default=0.0)
            for target in consortium.targets
        ]
        return sum(best) / len(best) if best else 0.0

    return f


@pytest.fixture(scope="session")
def five(five_clusters: KnowledgeGraph) -> Consortium:
    """Return the five clusters against the four target sectors of their partnership."""
    members = [item.id for item in five_clusters.organisations()]
    targets = [f"target-sector:{word}" for word in ("technology", "energy", "tourism", "health")]
    return Consortium.of(five_clusters, members, targets)


@pytest.fixture(scope="session")
def small(world: Callable[[str], KnowledgeGraph], with_aims: Callable[[KnowledgeGraph], KnowledgeGraph]) -> Any:  # noqa: ANN401 -- a graph
    """Return a graph of five organisations with one of each kind of match."""
    return with_aims(
        world(
            """
            topic:a under topic:b
            s3:a under s3:top
            s3:b under s3:top
            topic:c near technology:a 0.5?
            page: direct holds topic:b, sector:x
            page: narrow holds topic:a~3
            register: near holds technology:a~2, sector:a
            register: priority holds s3:a, s3:b~4
            register: silent holds
            project joins direct, narrow, silent
            """
        )
    )

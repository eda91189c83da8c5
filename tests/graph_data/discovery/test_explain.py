import math
from collections import Counter, defaultdict
from collections.abc import Iterable

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.dataset import About, Dataset
from graph_data.discovery.explain import Explanation, Path, explain
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import (
    Cluster,
    Entity,
    Partnership,
    Predicate,
    S3PriorityArea,
    Sector,
    StatementOrigin,
    TechnologyField,
    kind_of,
)
from graph_data.rows import Link, SameAs, Statement

ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small")
TYPES: dict[str, type[Entity]] = {
    "cluster": Cluster,
    "partnership": Partnership,
    "technology": TechnologyField,
    "sector": Sector,
    "s3": S3PriorityArea,
}

FIGURE_2 = """
technology:IRF1 RELATED technology:SUMO1, technology:IRF1 RELATED technology:IL2RA
technology:IRF1 RELATED technology:IRF8, technology:IRF1 RELATED technology:CXCR4
technology:ITCH RELATED technology:CXCR4
technology:IRF1 RELATED sector:crohn, technology:STAT3 RELATED sector:crohn, technology:STAT3 RELATED sector:ms
technology:IL2RA RELATED sector:ms, technology:IRF8 RELATED sector:ms, technology:CXCR4 RELATED sector:ms
technology:IRF1 RELATED s3:lung, technology:IRF1 RELATED s3:leukocyte, sector:ms RELATED s3:leukocyte
"""
"""Himmelstein & Baranzini 2015, figure 2: genes as technology fields, diseases as sectors, tissues as S3 areas."""

PARTNERS = """
cluster:a PARTNER_IN partnership:x, cluster:b PARTNER_IN partnership:x, cluster:c PARTNER_IN partnership:x
cluster:a ACTIVE_IN_SECTOR sector:s, cluster:b ACTIVE_IN_SECTOR sector:s INFERRED
partnership:x USES_TECHNOLOGY technology:t, cluster:d LOCATED_IN technology:far
cluster:b ACTIVE_IN_SECTOR sector:s DERIVED
"""


def entity_of(name: str) -> Entity:
    made = TYPES[name.split(":", maxsplit=1)[0]]
    more = {"scheme": "own"} if "scheme" in made.__dataclass_fields__ else {}
    return made(id=name, name=name.split(":")[1], **more)


def graph_of(text: str) -> KnowledgeGraph:
    """Make a graph of statements: subject, predicate, object and, unless STATED, origin; separated by commas."""
    rows: list[object] = []
    for said in text.replace("\n", ",").split(","):
        if words := said.split():
            subject, predicate, target, *origin = words
            rows += [entity_of(subject), entity_of(target), link(subject, predicate, target, *origin)]
    return KnowledgeGraph(Dataset.of(ABOUT, rows))


def link(subject: str, predicate: str, target: str, origin: str = "STATED") -> Link:
    return Link(
        subject=subject,
        predicate=Predicate[predicate],
        object=target,
        origin=StatementOrigin[origin],
        source="page",
        locator="row",
    )


def kinds_of(found: Explanation) -> dict[str, tuple[int, float]]:
    """Return path count and weighted path count by pattern, written as the kinds that it runs through."""
    return {
        " ".join(step.kind.value for step in pattern.steps): (pattern.path_count, pattern.weighted_path_count)
        for pattern in found.patterns
    }


def test_the_two_values_of_the_source_are_met() -> None:
    found = explain(graph_of(FIGURE_2), "technology:IRF1", "sector:ms", max_length=2)
    assert kinds_of(found) == {
        "S3_PRIORITY_AREA SECTOR": (1, pytest.approx(0.707107, abs=5e-7)),
        "TECHNOLOGY_FIELD SECTOR": (3, pytest.approx(0.676777, abs=5e-7)),
    }
    assert [path.score for path in found.paths] == pytest.approx([2**-0.5, 0.25, 0.25, 32**-0.5])


def test_kinds_of_path_are_ranked_with_hubs_weighted_down() -> None:
    found = explain(graph_of(FIGURE_2), "technology:IRF1", "sector:ms", max_length=2)
    assert [pattern.path_count for pattern in found.patterns] == [1, 3]
    assert [path.nodes[1].id for path in found.paths] == [
        "s3:leukocyte",
        "technology:IL2RA",
        "technology:IRF8",
        "technology:CXCR4",
    ]


def test_a_path_is_told_in_a_line_that_marks_what_no_source_states() -> None:
    found = explain(graph_of(PARTNERS), "cluster:a", "cluster:b")
    assert [path.text for path in found.paths] == [
        "a — does business in the sector → s — is the sector of (derived and inferred) → b",
        "a — takes part in the partnership → x — has the partner → b",
    ]
    assert repr(found).splitlines() == [f"{path.share:.3f}  {path.text}" for path in found.paths]
    assert "<td>a — takes part" in found._repr_html_()


def test_statements_of_one_relation_and_direction_are_one_step() -> None:
    path = explain(graph_of(PARTNERS), "cluster:a", "cluster:b").paths[0]
    assert [(item.subject, item.origin.value) for item in path.statements] == [
        ("cluster:a", "STATED"),
        ("cluster:b", "DERIVED"),
        ("cluster:b", "INFERRED"),
    ]
    assert path.score == pytest.approx(2**-0.5 * 2**-0.5)


def test_only_the_statements_asked_for_are_walked_and_counted() -> None:
    graph = graph_of(PARTNERS)
    taken = {StatementOrigin.STATED}
    assert [path.ids for path in explain(graph, "cluster:a", "cluster:b", origins=taken).paths] == [
        "cluster:a partnership:x cluster:b"
    ]
    by_sector = explain(graph, "cluster:a", "cluster:b", predicates=[Predicate.ACTIVE_IN_SECTOR])
    assert [path.ids for path in by_sector.paths] == ["cluster:a sector:s cluster:b"]
    assert explain(graph, "cluster:a", "sector:s", origins=taken, max_length=1).paths[0].score == 1
    assert explain(graph, "cluster:a", "sector:s", max_length=1).paths[0].score == pytest.approx(2**-0.5)


def test_without_a_path_there_is_no_distance() -> None:
    found = explain(graph_of(PARTNERS), "cluster:a", "cluster:d", max_length=4)
    assert (found.distance, found.patterns, found.paths, found.truncated) == (None, (), (), False)
    assert repr(found) == "no path of at most 4 steps found"


@pytest.mark.parametrize(
    ("ends", "length", "message"),
    [
        (("cluster:a", "cluster:a"), 3, "from and to are both 'cluster:a'; write the ids of two different nodes"),
        (("cluster:a", "cluster:page-1"), 3, "from and to are both 'cluster:a'; write the ids of two different nodes"),
        (("cluster:a", "cluster:b"), 0, "maxLength must be between 1 and 4, got 0"),
        (("cluster:a", "cluster:b"), 5, "maxLength must be between 1 and 4, got 5"),
    ],
)
def test_a_question_without_sense_is_refused(ends: tuple[str, str], length: int, message: str) -> None:
    joined = SameAs(entity="cluster:a", source="page", source_id="1", reason="Same.")
    graph = KnowledgeGraph(graph_of(PARTNERS).dataset.plus([joined]))
    with pytest.raises(ValueError, match=message):
        explain(graph, *ends, max_length=length)


def test_an_unknown_id_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(UnknownEntity, match="did you mean 'partnership:x'"):
        explain(graph_of(PARTNERS), "cluster:a", "partnership:xx")


NODES = [f"{kind}:{name}" for kind in ("cluster", "technology", "partnership") for name in "abc"]
"""Enough nodes for paths of every kind to meet, few enough to enumerate all."""

links = st.lists(
    st.builds(
        link,
        st.sampled_from(NODES),
        st.sampled_from(["RELATED", "PARTNER_IN", "BROADER"]),
        st.sampled_from(NODES),
        st.sampled_from(["STATED", "DERIVED"]),
    ),
    max_size=26,
)
graphs = links.map(lambda rows: KnowledgeGraph(Dataset.of(ABOUT, [*map(entity_of, NODES), *rows])))
lengths = st.integers(1, 4)
some_predicates = st.none() | st.sets(st.sampled_from([Predicate.RELATED, Predicate.PARTNER_IN, Predicate.BROADER]))
some_origins = st.none() | st.sets(st.sampled_from([StatementOrigin.STATED, StatementOrigin.DERIVED]))

Told = tuple[tuple[str, str], ...]
"""A path as (step in letters, node reached) pairs."""


def told(path: Path) -> Told:
    return tuple((hop.code, hop.entity.id) for hop in path.hops)


class Enumerated:
    """Every simple path by networkx's own enumeration, weighed by plain counting."""

    def __init__(self, graph: KnowledgeGraph, statements: Iterable[Statement]) -> None:
        self.graph = graph
        self.edges: nx.MultiGraph[str] = nx.MultiGraph()
        self.edges.add_nodes_from(NODES)
        self.neighbours: dict[tuple[str, str], set[str]] = defaultdict(set)
        for item in statements:
            if item.subject != item.object:
                self.edges.add_edge(item.subject, item.object, key=(item.predicate.value, item.subject))
                self.neighbours[item.subject, self.code(item.subject, item)].add(item.object)
                self.neighbours[item.object, self.code(item.object, item)].add(item.subject)

    def code(self, node: str, item: Statement) -> str:
        return self.step(
            item.predicate.value, item.subject, node, item.object if node == item.subject else item.subject
        )

    def step(self, predicate: str, subject: str, node: str, other: str) -> str:
        return f"{predicate} {'OUT' if node == subject else 'IN'} {kind_of(self.graph.entity(other)).value}"

    def scores(self, length: int) -> dict[Told, float]:
        found: dict[Told, float] = {}
        for edges in nx.all_simple_edge_paths(self.edges, NODES[0], NODES[-1], cutoff=length):
            steps, score = [], 1.0
            for node, other, (predicate, subject) in edges:
                there = self.step(predicate, subject, node, other)
                here = self.step(predicate, subject, other, node)
                score *= (len(self.neighbours[node, there]) * len(self.neighbours[other, here])) ** -0.5
                steps.append((there, other))
            found[tuple(steps)] = score
        return found


@given(graphs, lengths, some_predicates, some_origins)
def test_paths_and_weights_are_those_of_an_enumeration_of_all_simple_paths(
    graph: KnowledgeGraph,
    length: int,
    predicates: set[Predicate] | None,
    origins: set[StatementOrigin] | None,
) -> None:
    said = [data["statement"] for _, _, data in graph.nx.edges(data=True)]
    by_origin = [item for item in said if origins is None or item.origin in origins]
    walked = [item for item in by_origin if predicates is None or item.predicate in predicates]
    wanted = Enumerated(graph, walked).scores(length)
    found = explain(graph, NODES[0], NODES[-1], max_length=length, predicates=predicates, origins=origins)
    assert {told(path): path.score for path in found.paths} == pytest.approx(wanted)
    assert len(found.paths) == len(wanted)
    assert found.distance == min(map(len, wanted), default=None)
    assert not found.truncated


@given(graphs, lengths)
def test_patterns_count_their_paths_and_shares_add_up(graph: KnowledgeGraph, length: int) -> None:
    found = explain(graph, NODES[0], NODES[-1], max_length=length)
    counts = Counter(path.pattern for path in found.paths)
    assert {item.id: item.path_count for item in found.patterns} == counts
    for item in found.patterns:
        scores = [path.score for path in found.paths if path.pattern == item.id]
        assert item.weighted_path_count == pytest.approx(math.fsum(scores))
    assert not found.paths or math.fsum(path.share for path in found.paths) == pytest.approx(1)


@given(graphs, lengths)
def test_the_heaviest_come_first(graph: KnowledgeGraph, length: int) -> None:
    found = explain(graph, NODES[0], NODES[-1], max_length=length)
    patterns = [(-item.weighted_path_count, len(item.steps), item.id) for item in found.patterns]
    paths = [(-path.share, [node.id for node in path.nodes], path.pattern) for path in found.paths]
    assert patterns == sorted(patterns)
    assert paths == sorted(paths)


@given(graphs, lengths)
def test_the_way_back_weighs_the_same(graph: KnowledgeGraph, length: int) -> None:
    there = explain(graph, NODES[0], NODES[-1], max_length=length)
    back = explain(graph, NODES[-1], NODES[0], max_length=length)

    def weighed(found: Explanation, step: int) -> list[tuple[list[str], float]]:
        return sorted(([node.id for node in path.nodes][::step], path.score) for path in found.paths)

    assert weighed(there, 1) == weighed(back, -1)


@given(graphs, lengths, st.integers(0, 200))
def test_no_more_statements_are_touched_than_allowed(graph: KnowledgeGraph, length: int, budget: int) -> None:
    whole = explain(graph, NODES[0], NODES[-1], max_length=length)
    found = explain(graph, NODES[0], NODES[-1], max_length=length, budget=budget)
    assert found.touched <= budget
    assert found.truncated == (whole.touched > budget)
    assert {told(path) for path in found.paths} <= {told(path) for path in whole.paths}
    if not found.truncated:
        assert found == whole


def test_a_search_that_ends_early_has_the_shorter_paths_and_those_through_few_statements() -> None:
    joins = [f"cluster:{number} PARTNER_IN partnership:hub" for number in range(40)]
    fields = [f"technology:hub RELATED technology:{number}" for number in range(40)]
    hubs = ["partnership:hub USES_TECHNOLOGY technology:hub", "technology:hub RELATED sector:s"]
    narrow = "cluster:0 USES_TECHNOLOGY technology:a, technology:a RELATED technology:b, technology:b RELATED sector:s"
    graph = graph_of(", ".join([*joins, *fields, *hubs, narrow, "cluster:0 ACTIVE_IN_SECTOR sector:s"]))
    shorter, rare = "cluster:0 sector:s", "cluster:0 technology:a technology:b sector:s"
    whole = explain(graph, "cluster:0", "sector:s")
    assert ids(whole) == {shorter, rare, "cluster:0 partnership:hub technology:hub sector:s"}
    found = explain(graph, "cluster:0", "sector:s", budget=whole.touched - 1)
    assert ids(found) == {shorter, rare}
    assert found.truncated


def ids(found: Explanation) -> set[str]:
    return {path.ids for path in found.paths}


def test_a_pattern_has_the_same_id_for_every_pair() -> None:
    graph = graph_of(PARTNERS)
    found = [explain(graph, one, "cluster:c", max_length=2).patterns for one in ("cluster:a", "cluster:b")]
    assert [[item.id for item in patterns] for patterns in found] == [["pattern:27b3984908d9"]] * 2

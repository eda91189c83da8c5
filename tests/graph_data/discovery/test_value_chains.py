"""Value chains: their order, who stands near whom in it, what is covered and what is missing."""

from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.dataset import About, Dataset
from graph_data.discovery.value_chains import (
    MissingLink,
    StageCoverage,
    adjacency,
    chain_coverage,
    occupied_stages,
    share_of,
    stage_distances,
    stages_in,
    steps_of,
    supplies,
    upstreamness,
)
from graph_data.errors import UnknownEntity, WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster, Predicate, StatementOrigin, ValueChain, ValueChainStage
from graph_data.rows import Fact, Link, Source

STATED, DERIVED, INFERRED = StatementOrigin.STATED, StatementOrigin.DERIVED, StatementOrigin.INFERRED
ABOUT = About(name="small", title="Small", licence="https://licence.example", citation="Small")
SOURCES = [Source(id=name, title=f"The {name}", origin=STATED) for name in ("page", "table", "other")]
FIVE = ("cluster:epsi", "cluster:indescat", "cluster:montagne", "cluster:mse", "cluster:sports-and-technology")
WORKED = {
    "covered": ["research-design", "production", "use-service"],
    "gaps": ["inputs", "distribution", "marketing-sales", "end-of-life"],
}


def link(subject: str, predicate: Predicate, target: str, origin: StatementOrigin = STATED, **more: object) -> Link:
    said = {"source": "page", "locator": "x", "rule": None if origin is STATED else "by-hand", **more}
    return Link(subject=subject, predicate=predicate, object=target, origin=origin, **said)  # type: ignore[arg-type]


def chain(stages: Mapping[str, int], *links: Link, **occupied: str) -> KnowledgeGraph:
    """Make a graph of one chain: stages with their positions, and who occupies which."""
    rows: list[object] = [*SOURCES, ValueChain(id="value-chain:x", name="X"), *links]
    rows += [
        ValueChainStage(id=f"stage:{name}", name=name.title(), value_chain="value-chain:x", position=position)
        for name, position in stages.items()
    ]
    for name, held in occupied.items():
        rows.append(Cluster(id=f"cluster:{name}", name=name))
        rows += [link(f"cluster:{name}", Predicate.OCCUPIES_STAGE, f"stage:{stage}") for stage in held.split()]
    return KnowledgeGraph(Dataset.of(ABOUT, rows))


def feeds(one: str, other: str, origin: StatementOrigin = STATED, **more: object) -> Link:
    return link(f"stage:{one}", Predicate.SUPPLIES_TO, f"stage:{other}", origin, **more)


def steps(graph: KnowledgeGraph) -> list[str]:
    return [
        f"{one.removeprefix('stage:')}>{other.removeprefix('stage:')}"
        for one, other in steps_of(graph, "value-chain:x")
    ]


LINE = {"a": 1, "b": 2, "c": 3, "d": 7}


def test_stages_follow_one_another_by_position() -> None:
    assert steps(chain(LINE)) == ["a>b", "b>c", "c>d"]


def test_stages_at_one_position_stand_side_by_side() -> None:
    assert steps(chain({"a": 1, "b": 2, "c": 2, "d": 3})) == ["a>b", "a>c", "b>d", "c>d"]


def test_an_order_that_is_stated_or_judged_takes_the_place_of_positions() -> None:
    graph = chain(LINE, feeds("a", "c"), feeds("b", "c", INFERRED), feeds("c", "d"))
    assert steps(graph) == ["a>c", "b>c", "c>d"]


def test_flows_never_make_an_order() -> None:
    flows = [feeds(one, other, DERIVED, weight=0.5) for one in LINE for other in LINE if one != other]
    assert steps(chain(LINE, *flows)) == ["a>b", "b>c", "c>d"]
    assert steps(chain(LINE, *flows, feeds("d", "a"))) == ["d>a"]


def test_what_leads_to_a_stage_of_another_chain_is_no_order() -> None:
    stray = ValueChainStage(id="stage:stray", name="Stray", position=2)
    graph = chain(LINE)
    graph = KnowledgeGraph(graph.dataset.plus([stray, feeds("a", "stray")]))
    assert steps(graph) == ["a>b", "b>c", "c>d"]
    assert [stage.id for stage in stages_in(graph, "value-chain:x")] == [f"stage:{name}" for name in LINE]


def test_a_chain_without_stages_has_no_steps() -> None:
    assert (steps(chain({})), dict(stage_distances(chain({})))) == ([], {})


def test_distances_are_counted_in_steps_down_the_order() -> None:
    graph = chain({"a": 1, "b": 1, "c": 1, "d": 1}, feeds("a", "b"), feeds("b", "c"), feeds("a", "c"), feeds("c", "d"))
    assert {(one[6:], other[6:]): far for (one, other), far in stage_distances(graph).items()} == {
        ("a", "b"): 1,
        ("a", "c"): 1,
        ("a", "d"): 2,
        ("b", "c"): 1,
        ("b", "d"): 2,
        ("c", "d"): 1,
    }


def test_adjacency_is_one_over_the_steps_between_the_nearest_two_different_stages() -> None:
    graph = chain(LINE, up="a", next="b", down="d", both="a d", nobody="", upper="a")
    near = {
        pair: adjacency(graph, *(f"cluster:{name}" for name in pair.split()))
        for pair in ("up next", "next up", "up down", "both next", "both down", "up upper", "up nobody", "nobody up")
    }
    assert near == {
        "up next": 1,
        "next up": 1,
        "up down": 1 / 3,
        "both next": 1,
        "both down": 1 / 3,
        "up upper": 0,
        "up nobody": None,
        "nobody up": None,
    }


def test_adjacency_is_zero_between_branches_and_unknown_where_the_origin_does_not_count() -> None:
    graph = chain({"a": 1, "b": 2, "c": 2}, one="b", other="c")
    assert adjacency(graph, "cluster:one", "cluster:other") == 0
    assert adjacency(graph, "cluster:one", "cluster:other", {INFERRED}) is None
    assert occupied_stages(graph, {INFERRED}) == {}
    assert occupied_stages(graph, {STATED}) == {"cluster:one": {"stage:b"}, "cluster:other": {"stage:c"}}


def test_adjacency_wants_organisations() -> None:
    graph = chain(LINE, up="a")
    with pytest.raises(UnknownEntity, match="unknown id 'cluster:uup'; did you mean 'cluster:up'"):
        adjacency(graph, "cluster:up", "cluster:uup")
    with pytest.raises(WrongKind, match="'stage:a' is a VALUE_CHAIN_STAGE, not an organisation"):
        adjacency(graph, "stage:a", "cluster:up")


def test_coverage_says_who_works_where_and_where_the_chain_breaks() -> None:
    flow = {"source": "table", "rule": "input-output/table", "weight": 0.125}
    other = {"source": "other", "rule": "input-output/other", "weight": 0.000004}
    links = [feeds("b", "c", DERIVED, **flow), feeds("b", "c", DERIVED, **other), feeds("b", "d", DERIVED, **flow)]
    graph = chain(LINE, *links, one="a", two="a b", three="")
    found = chain_coverage(graph, "value-chain:x", ["cluster:two", "cluster:one", "cluster:three"])
    assert (found.chain, found.covered_share) == ("value-chain:x", 0.5)
    assert found.stages == (
        StageCoverage("stage:a", ("cluster:one", "cluster:two"), (STATED,)),
        StageCoverage("stage:b", ("cluster:two",), (STATED,)),
        StageCoverage("stage:c", (), ()),
        StageCoverage("stage:d", (), ()),
    )
    told = "0.0004% of what C buys comes from B (The other); 12.5% of what C buys comes from B (The table)"
    assert found.missing_links == (
        MissingLink("stage:b", "stage:c", f"none of them is known to work at C; {told}"),
        MissingLink("stage:c", "stage:d", "none of them is known to work at C or D"),
    )


def test_where_nothing_is_known_nothing_is_missing() -> None:
    graph = chain(LINE, one="a", three="")
    for members, origins in ((["cluster:three"], None), ([], None), (["cluster:one"], {INFERRED})):
        found = chain_coverage(graph, "value-chain:x", members, origins)
        assert (found.covered_share, found.missing_links) == (None, ())
        assert [(stage.organisations, stage.origins) for stage in found.stages] == [((), ())] * 4


def test_coverage_wants_a_value_chain_and_organisations() -> None:
    graph = chain(LINE, one="a")
    with pytest.raises(UnknownEntity, match="unknown id 'value-chain:y'"):
        chain_coverage(graph, "value-chain:y", [])
    with pytest.raises(WrongKind, match="'stage:a' is a VALUE_CHAIN_STAGE; write the id of a VALUE_CHAIN"):
        chain_coverage(graph, "stage:a", [])
    with pytest.raises(WrongKind, match="not an organisation"):
        chain_coverage(graph, "value-chain:x", ["stage:a"])


def test_upstreamness_is_the_mean_over_the_tables_that_tell_it() -> None:
    said = [("a", "table", "2.5"), ("a", "other", "1.5"), ("b", "table", None), ("b", "other", "3")]
    facts = [
        Fact(entity=f"stage:{stage}", property="upstreamness", source=source, locator="x", value=value)
        for stage, source, value in said
    ]
    noted = Fact(entity="stage:a", property="note", source="page", locator="x", value="9")
    graph = KnowledgeGraph(chain(LINE).dataset.plus([*facts, noted]))
    assert [upstreamness(graph, f"stage:{name}") for name in "abc"] == [2.0, 3.0, None]


def test_a_share_is_known_of_flows_alone() -> None:
    graph = chain(LINE, feeds("a", "b"), feeds("a", "b", DERIVED, weight=0.25, source="table"))
    assert [(item.object, share_of(item)) for item in supplies(graph, "stage:a")] == [
        ("stage:b", 0.25),
        ("stage:b", None),
    ]


def test_the_five_clusters_cover_three_stages_of_seven_by_inference_and_none_by_statement(
    five_clusters: KnowledgeGraph,
) -> None:
    found = chain_coverage(five_clusters, "value-chain:sport", FIVE)
    assert found.covered_share == pytest.approx(0.428571, abs=5e-7)
    short = {stage.stage.removeprefix("stage:sport/"): stage for stage in found.stages}
    assert [name for name, stage in short.items() if stage.organisations] == WORKED["covered"]
    assert [name for name, stage in short.items() if not stage.organisations] == WORKED["gaps"]
    assert short["research-design"].organisations == ("cluster:epsi",)
    assert short["production"].organisations == ("cluster:epsi", "cluster:sports-and-technology")
    assert short["use-service"].organisations == FIVE
    assert {origin for stage in found.stages for origin in stage.origins} == {INFERRED}
    assert chain_coverage(five_clusters, "value-chain:sport", FIVE, {STATED}).covered_share is None


def test_the_dataset_that_ships_gives_the_same_coverage_with_its_flows(bundled_graph: Notebook) -> None:
    members = [item.id for item in bundled_graph.subjects("partnership:smartsports4goodlife", Predicate.PARTNER_IN)]
    found = chain_coverage(bundled_graph, "value-chain:sport", members)
    assert found.covered_share == round(3 / 7, 12)
    assert [(item.start[12:], item.end[12:]) for item in found.missing_links] == [
        ("research-design", "inputs"),
        ("inputs", "production"),
        ("production", "distribution"),
        ("distribution", "marketing-sales"),
        ("marketing-sales", "use-service"),
        ("use-service", "end-of-life"),
    ]
    hungary = "Symmetric input-output table by product: Hungary 2020"
    belgium = "Harmonised national input-output table by industry: Belgium 2020"
    assert found.missing_links[1].reason == (
        f"none of them is known to work at Inputs; 11.3% of what Production buys comes from Inputs ({hungary}); "
        f"12.8% of what Production buys comes from Inputs ({belgium})"
    )
    known = [upstreamness(bundled_graph, stage.id) for stage in stages_in(bundled_graph, "value-chain:sport")]
    assert known == [None, 3.47245, 1.963511, None, None, 1.535574, 3.191408]


@st.composite
def _chains(draw: st.DrawFn) -> tuple[dict[str, int], list[tuple[str, str]], dict[str, str]]:
    names = "abcdef"[: draw(st.integers(1, 6))]
    stages = {name: draw(st.integers(1, 4)) for name in names}
    pairs = [(one, other) for one in names for other in names if one < other]
    order = draw(st.lists(st.sampled_from(pairs), max_size=6, unique=True)) if pairs else []
    held = st.lists(st.sampled_from(names), max_size=3, unique=True).map(" ".join)
    return stages, order, {name: draw(held) for name in ("one", "two", "three")}


@settings(max_examples=80, deadline=None)
@given(drawn=_chains())
def test_coverage_and_adjacency_lie_between_0_and_1_and_agree_with_each_other(
    drawn: tuple[dict[str, int], list[tuple[str, str]], dict[str, str]],
) -> None:
    stages, order, occupied = drawn
    graph = chain(stages, *(feeds(*pair) for pair in order), **occupied)
    members = [f"cluster:{name}" for name in occupied]
    found = chain_coverage(graph, "value-chain:x", members)
    covered = {stage for held in occupied.values() for stage in held.split()}
    assert found.covered_share == (round(len(covered) / len(stages), 12) if covered else None)
    broken = [step for step in steps(graph) if not covered.issuperset(step.split(">"))]
    assert [f"{item.start[6:]}>{item.end[6:]}" for item in found.missing_links] == (broken if covered else [])
    for one in members:
        for other in members:
            near = adjacency(graph, one, other)
            assert near == adjacency(graph, other, one)
            assert (near is None) == (not (occupied[one[8:]] and occupied[other[8:]]))
            assert near is None or 0 <= near <= 1


@settings(max_examples=40, deadline=None)
@given(drawn=_chains(), data=st.data())
def test_the_order_of_rows_in_the_files_changes_nothing(
    drawn: tuple[dict[str, int], list[tuple[str, str]], dict[str, str]], data: st.DataObject
) -> None:
    stages, order, occupied = drawn
    graph = chain(stages, *(feeds(*pair) for pair in order), **occupied)
    rows = data.draw(st.permutations(list(graph.dataset.all_rows())))
    again = KnowledgeGraph(Dataset.of(ABOUT, rows))
    members = [f"cluster:{name}" for name in occupied]
    assert again.version == graph.version
    assert chain_coverage(again, "value-chain:x", members) == chain_coverage(graph, "value-chain:x", members[::-1])
    assert stage_distances(again) == stage_distances(graph)

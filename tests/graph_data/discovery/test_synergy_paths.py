"""The paths that carry a synergy: which terms, how much of it, and by which statements."""

from collections.abc import Callable
from itertools import combinations
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import SynergyModel, SynergyPart, synergy
from graph_data.discovery.explain import Path, explain
from graph_data.discovery.synergy_paths import paths_of
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Predicate, StatementOrigin

World: TypeAlias = Callable[[str], KnowledgeGraph]

MODEL = SynergyModel.of()


def between(graph: KnowledgeGraph, one: str, other: str, model: SynergyModel = MODEL) -> tuple[Path, ...]:
    return paths_of(graph, synergy(graph, one, other, model))


def test_the_best_pair_of_the_worked_example_is_joined_by_what_it_shares_and_by_one_relatedness(
    five_clusters: KnowledgeGraph,
) -> None:
    found = between(five_clusters, "cluster:indescat", "cluster:montagne")
    assert [path.text.replace(" → ", "|").split(" — ")[1].split("|")[1] for path in found] == [
        "Experience Industries",
        "Creative Industries",
        "Sports activities",
        "Sports and Leisure",
        "Sports activities",
    ]
    assert sum(path.share for path in found) == pytest.approx(1)
    last = found[-1]
    assert last.text == (
        "cluster:indescat — pursues the S3 priority area → Sports activities"
        " — is related to (φ 0.312, taxonomy; 0 of 3 holders hold both) → Amusement & recreation activities"
        " — is a priority area of → cluster:montagne"
    )
    assert [statement.predicate for statement in last.statements] == [
        Predicate.PURSUES_PRIORITY,
        Predicate.BROADER,
        Predicate.BROADER,
        Predicate.PURSUES_PRIORITY,
    ]
    assert last.share == pytest.approx(0.091121 / 0.799534, abs=1e-5)


def test_a_path_over_a_shared_term_is_the_one_that_explain_finds(five_clusters: KnowledgeGraph) -> None:
    explained = {path.ids: path for path in explain(five_clusters, "cluster:mse", "cluster:epsi", max_length=2).paths}
    for path in between(five_clusters, "cluster:mse", "cluster:epsi"):
        again = explained[path.ids]
        assert (path.text, path.score, path.pattern, path.statements) == (
            again.text,
            again.score,
            again.pattern,
            again.statements,
        )


def test_two_terms_that_answer_each_other_are_one_path_with_both_shares(world: World) -> None:
    graph = world("""
        page: a holds sector:x, s3:t
        page: b holds sector:y, technology:u
        s3:t near technology:u 0.5?
        technology:u near s3:t 1?
    """)
    (path,) = between(graph, "a", "b")
    assert [node.id for node in path.nodes] == ["a", "s3:t", "technology:u", "b"]
    assert (path.share, path.score) == (1, 1)
    assert "is related to (φ 1.000, curated; no holders to count)" in path.text
    assert [(item.subject, item.object) for item in path.statements] == [
        ("a", "s3:t"),
        ("s3:t", "technology:u"),
        ("technology:u", "s3:t"),
        ("b", "technology:u"),
    ]
    (back,) = between(graph, "b", "a")
    assert back.nodes == path.nodes[::-1]
    assert back.share == path.share


def test_a_term_held_less_firmly_is_one_path_and_its_statements_say_so(world: World) -> None:
    graph = world("page: a holds sector:x, technology:t\npage: b holds sector:y, technology:t~1")
    (path,) = between(graph, "a", "b")
    assert path.text == "a — works in the technology field → t — is a technology field of (derived) → b"
    assert path.share == 1


def test_what_organisations_hold_together_relates_terms_without_a_statement(world: World) -> None:
    graph = world("""
        page: a holds sector:x, s3:t
        page: b holds sector:y, technology:u
        page: c holds s3:t, technology:u
        page: d holds technology:u
    """)
    (path,) = between(graph, "a", "b")
    assert "(φ 0.143, empirical; 1 of 2 holders hold both)" in path.text
    assert [item.subject for item in path.statements] == ["a", "b"]


def test_statements_of_other_origins_than_the_models_are_not_on_a_path(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t, s3:u?1\npage: b holds sector:y, s3:t, s3:u")
    stated = SynergyModel.of(origins=[StatementOrigin.STATED])
    assert [path.nodes[1].id for path in between(graph, "a", "b", stated)] == ["s3:t"]
    assert [path.nodes[1].id for path in between(graph, "a", "b")] == ["s3:t", "s3:u"]


def test_what_nothing_joins_has_no_path(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds sector:y, technology:u\npage: c holds sector:z")
    assert between(graph, "a", "b") == ()
    assert between(graph, "a", "c") == ()


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_the_paths_of_a_pair_share_its_absorbability_among_them(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str], models: st.SearchStrategy[SynergyModel]
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    for one, other in combinations([item.id for item in graph.organisations()], 2):
        found = synergy(graph, one, other, model)
        paths = paths_of(graph, found)
        assert sum(path.share for path in paths) == (pytest.approx(1) if found.absorbability else 0)
        assert [path.share for path in paths] == sorted((path.share for path in paths), reverse=True)
        assert len({path.ids for path in paths}) == len(paths)
        carrying = {item.concept for item in found.contributions if item.part is SynergyPart.ABSORBABILITY}
        for path in paths:
            assert (path.nodes[0].id, path.nodes[-1].id) == (one, other)
            assert {node.id for node in path.nodes[1:-1]} <= carrying
            assert 0 < path.score <= 1
            assert path.statements[0].subject == one
            assert path.statements[-1].subject == other

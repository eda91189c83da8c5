from collections.abc import Callable
from threading import Event
from typing import Any, TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.deadline import Deadline, until
from graph_data.discovery import Lens, SynergyModel, rank, synergy
from graph_data.discovery import ranking as ranking_module
from graph_data.discovery.caching import StillPreparing
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Organisation

World: TypeAlias = Callable[[str], KnowledgeGraph]

CROSS_SECTOR = SynergyModel.of()
MANY = """
    page: a holds sector:x, s3:t, s3:u
    page: b holds sector:y, s3:t
    page: c holds sector:y, s3:t
    page: d holds sector:x, s3:t
    page: e holds sector:y
    page: f holds sector:z, s3:u, s3:t
    page: g holds sector:y, s3:t~1
    p joins a, c
"""


def listed(graph: KnowledgeGraph, **narrowed: object) -> list[tuple[str, tuple[str, ...]]]:
    ranking = rank(graph, "a", CROSS_SECTOR, **narrowed)  # type: ignore[arg-type]
    return [(entry.partner, entry.same_profile) for entry in ranking.entries]


def test_best_partner_comes_first_and_one_profile_is_one_entry(world: World) -> None:
    graph = world(MANY)
    assert listed(graph) == [("f", ()), ("b", ("c",)), ("g", ()), ("d", ())]
    assert rank(graph, "a", CROSS_SECTOR).without_score == 1


def test_entry_becomes_the_whole_synergy_with_the_candidates_of_its_profile(world: World) -> None:
    ranking = rank(world(MANY), "a", CROSS_SECTOR)
    found = ranking.synergy(ranking.entries[1])
    assert (found.partner, found.score, found.same_profile) == ("b", ranking.entries[1].score, ("c",))
    assert found.confidence.same_profile_count == 1


def test_partners_of_the_same_partnership_can_be_left_out(world: World) -> None:
    assert ("b", ()) in listed(world(MANY), exclude_existing=True)


def test_only_kept_candidates_are_listed_counted_and_grouped(world: World) -> None:
    def keep(organisation: Organisation) -> bool:
        return organisation.id in {"c", "g"}

    assert listed(world(MANY), keep=keep) == [("c", ()), ("g", ())]
    assert rank(world(MANY), "a", CROSS_SECTOR, keep=keep).without_score == 0


def test_least_score_cuts_the_list(world: World) -> None:
    graph = world(MANY)
    scores = [entry.score for entry in rank(graph, "a", CROSS_SECTOR).entries]
    assert listed(graph, min_score=scores[1]) == [("f", ()), ("b", ("c",))]


def test_equal_scores_stand_by_id(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: c holds sector:z, s3:t\npage: b holds sector:y, s3:t")
    assert listed(graph) == [("b", ()), ("c", ())]


def test_organisation_without_a_facet_set_has_no_entries_and_every_candidate_is_counted(world: World) -> None:
    ranking = rank(world(MANY), "e", CROSS_SECTOR)
    assert (ranking.entries, ranking.without_score) == ((), 6)


def test_organisation_alone_has_no_entries(world: World) -> None:
    ranking = rank(world("page: a holds sector:x, s3:t"), "a", CROSS_SECTOR)
    assert (ranking.entries, ranking.without_score) == ((), 0)


def test_graph_in_which_nobody_holds_anything_ranks_nobody(world: World) -> None:
    ranking = rank(world("page: a holds\npage: b holds"), "a", CROSS_SECTOR)
    assert (ranking.entries, ranking.without_score) == ((), 1)


def test_profiles_that_differ_in_source_or_in_an_inferred_sector_are_told_apart(world: World) -> None:
    graph = world("""
        page: a holds sector:x, s3:t
        page: b holds sector:y~1, s3:t
        page: c holds sector:y?1, s3:t
        page+register: d holds sector:y~1, s3:t
    """)
    assert [partner for partner, _ in listed(graph)] == ["b", "c", "d"]


def test_worked_example_ranks_as_its_pairs_do(five_clusters_crosswalk: KnowledgeGraph) -> None:
    for lens in Lens:
        model = SynergyModel.of(lens)
        ranking = rank(five_clusters_crosswalk, "cluster:sports-and-technology", model)
        scores = {entry.partner: entry.score for entry in ranking.entries}
        assert scores == {
            partner: synergy(five_clusters_crosswalk, "cluster:sports-and-technology", partner, model).score
            for partner in scores
        }
        assert len(scores) == 4


def test_score_in_doubt_between_two_roundings_is_the_plain_one(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = world(MANY)
    expected = rank(graph, "a", CROSS_SECTOR)
    monkeypatch.setattr("graph_data.discovery.ranking.IN_DOUBT", 1.0)
    assert rank(graph, "a", CROSS_SECTOR) == expected


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_scores_that_are_kept_rank_as_fresh_ones(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str], models: st.SearchStrategy[SynergyModel]
) -> None:
    graph, model = world(data.draw(sentences)), data.draw(models)
    kept = data.draw(st.sets(st.sampled_from([item.id for item in graph.organisations()])))
    for organisation in graph.organisations():
        fresh = rank(graph, organisation.id, model, keep=lambda item: item.id in kept)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(ranking_module, "DEAR", 0)
            for keep in (None, lambda item: item.id in kept):
                again = rank(graph, organisation.id, model, keep=keep)
        assert again.entries == fresh.entries


def test_a_ranking_that_takes_long_is_there_for_the_next_who_asks(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, go, scores = world(MANY), Event(), ranking_module.scores
    expected = rank(graph, "a", CROSS_SECTOR).entries

    def slow(*asked: Any) -> Any:  # noqa: ANN401 -- passed on
        go.wait(10)
        return scores(*asked)

    monkeypatch.setattr(ranking_module, "DEAR", 0)
    monkeypatch.setattr(ranking_module, "scores", slow)
    with until(Deadline(10, waits=False)), pytest.raises(StillPreparing):
        rank(graph, "a", CROSS_SECTOR)
    go.set()
    with until(Deadline(10)):
        assert rank(graph, "a", CROSS_SECTOR).entries == expected


def test_unknown_organisation_is_refused(world: World) -> None:
    with pytest.raises(UnknownEntity, match="unknown id 'z'"):
        rank(world(MANY), "z", CROSS_SECTOR)

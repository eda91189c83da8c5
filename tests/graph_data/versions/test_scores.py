"""Synergies that rose and fell, told from two rankings."""

from collections.abc import Callable, Mapping

import pytest

from graph_data.dataset import Dataset
from graph_data.discovery import Lens, SynergyModel, rank
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.versions.scores import Moved, Place, ScoreChange, score_changes

Tables = Mapping[str, str]
GENERAL = SynergyModel.of(Lens.GENERAL)


@pytest.mark.parametrize(
    ("before", "after", "moved"),
    [
        (0.1, 0.2, Moved.RISEN),
        (0.2, 0.1, Moved.FALLEN),
        (0.2, 0.2, Moved.SAME),
        (None, 0.2, Moved.NEW),
        (0.2, None, Moved.GONE),
    ],
)
def test_a_score_rises_falls_comes_or_goes(before: float | None, after: float | None, moved: Moved) -> None:
    places = [None if score is None else Place(1, score) for score in (before, after)]
    assert ScoreChange("cluster:a", "cluster:b", *places).moved is moved


@pytest.fixture
def fewer(small_tables: Tables, dataset_of: Callable[[Tables], Dataset]) -> KnowledgeGraph:
    """Return the small graph after one of its clusters has left a partnership, and another a sector."""
    links = [row for row in small_tables["links.csv"].splitlines() if not row.startswith("cluster:coast,PARTNER_IN")]
    return KnowledgeGraph(dataset_of({**small_tables, "links.csv": "\n".join(links)}))


def test_both_places_are_those_of_the_rankings(small_graph: KnowledgeGraph, fewer: KnowledgeGraph) -> None:
    found = score_changes(small_graph, fewer, "cluster:alps", GENERAL)
    wanted = [
        {
            partner: Place(number, entry.score)
            for number, entry in enumerate(rank(graph, "cluster:alps", GENERAL).entries, 1)
            for partner in (entry.partner, *entry.same_profile)
        }
        for graph in (small_graph, fewer)
    ]
    assert {row.partner: (row.before, row.after) for row in found} == {
        partner: (wanted[0].get(partner), wanted[1].get(partner)) for partner in wanted[0] | wanted[1]
    }
    assert len(found) > 1
    after = [row.after.rank for row in found if row.after]
    assert after == sorted(after)
    assert all(row.after is None for row in found[len(after) :])


def test_only_the_first_places_are_looked_at(small_graph: KnowledgeGraph, fewer: KnowledgeGraph) -> None:
    found = score_changes(small_graph, fewer, "cluster:alps", GENERAL, first=1)
    assert all(1 in {place.rank for place in (row.before, row.after) if place} for row in found)
    assert len(found) < len(score_changes(small_graph, fewer, "cluster:alps", GENERAL))


def test_what_is_there_in_one_graph_alone_is_new_or_gone(
    small: Dataset, small_graph: KnowledgeGraph, small_tables: Tables, dataset_of: Callable[[Tables], Dataset]
) -> None:
    kept = {name: text for name, text in small_tables.items() if name not in {"clusters.csv", "same_as.csv"}}
    without = {
        name: "\n".join(row for row in text.splitlines() if "cluster:" not in row) for name, text in kept.items()
    }
    empty = KnowledgeGraph(dataset_of(without))
    there = score_changes(empty, small_graph, "cluster:alps", GENERAL)
    assert {row.moved for row in there} == {Moved.NEW}
    assert {row.moved for row in score_changes(small_graph, empty, "cluster:alps", GENERAL)} == {Moved.GONE}
    with pytest.raises(UnknownEntity, match="unknown id 'cluster:nobody'"):
        score_changes(small_graph, empty, "cluster:nobody", GENERAL)
    assert small.by_id.keys() > empty.dataset.by_id.keys()


def test_an_organisation_is_found_by_the_id_that_it_had(small_graph: KnowledgeGraph, fewer: KnowledgeGraph) -> None:
    assert score_changes(small_graph, fewer, "cluster:register-77", GENERAL) == score_changes(
        small_graph, fewer, "cluster:alps", GENERAL
    )

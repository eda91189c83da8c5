from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest

from graph_data.discovery import Lens, Synergy, SynergyModel, rank, rank_pairs, synergy
from graph_data.discovery.significance import NullModel, Significance, significance, testing
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]

GENERAL = SynergyModel.of(Lens.GENERAL)
LOOK = "Take the pair as a suggestion to look into, not as evidence."
ALONE = "Adjusted for this pair alone: ask for the ranking to adjust for all its pairs."
OPTIMISTIC = "Terms taken from projects come to all partners of a project alike, so p is optimistic."
WIDE = "\n".join(
    f"page: org{n:02} holds sector:{n % 7}, " + ", ".join(f"s3:{n * step % 41}" for step in (1, 3, 11))
    for n in range(40)
)
"""Forty organisations with three areas each, spread evenly."""

TWINS = """
    page: twin1 holds sector:x, s3:a, s3:b, s3:c, s3:d, s3:e, s3:f
    page: twin2 holds sector:y, s3:a, s3:b, s3:c, s3:d, s3:e, s3:f
"""
"""Two of different sectors that share what nobody else holds."""


def ranked(graph: KnowledgeGraph, model: SynergyModel) -> Iterator[Synergy]:
    for organisation in graph.organisations():
        ranking = rank(graph, organisation.id, model)
        yield from map(ranking.synergy, ranking.entries)


@pytest.mark.parametrize("lens", Lens)
@pytest.mark.parametrize("null_model", [NullModel.BICM, NullModel.CURVEBALL])
def test_no_pair_of_the_five_clusters_can_be_told_from_chance_and_the_answer_says_so(
    five_clusters: KnowledgeGraph, lens: Lens, null_model: NullModel
) -> None:
    for found in ranked(five_clusters, SynergyModel.of(lens)):
        answer = significance(five_clusters, found, null_model, permutations=99)
        assert answer.adjusted_p_value is not None
        assert answer.adjusted_p_value > 0.05
        assert answer.note is not None
        assert answer.note.startswith(
            "5 organisations: not distinguishable from chance. Of the 4 pairs compared none can be told from chance. "
            f"{LOOK}"
        )


def test_default_tests_shared_terms_and_needs_neither_draws_nor_a_seed(five_clusters: KnowledgeGraph) -> None:
    ranking = rank(five_clusters, "cluster:indescat", GENERAL)
    found = ranking.synergy(ranking.entries[0])
    answer = significance(five_clusters, found, permutations=7, seed=3)
    assert answer.p_value == pytest.approx(0.314436, abs=1e-6)
    assert (answer.null_model, answer.permutations, answer.seed) == (NullModel.BICM, None, None)
    drawn = significance(five_clusters, found, NullModel.CURVEBALL, permutations=7, seed=3)
    assert (drawn.null_model, drawn.permutations, drawn.seed) == (NullModel.CURVEBALL, 7, 3)
    assert drawn.p_value in {count / 8 for count in range(1, 9)}


def test_a_pair_asked_for_alone_is_not_adjusted_and_says_so(five_clusters: KnowledgeGraph) -> None:
    answer = significance(five_clusters, synergy(five_clusters, "cluster:indescat", "cluster:montagne", GENERAL))
    assert answer.adjusted_p_value == answer.p_value
    assert answer.note == f"5 organisations: not distinguishable from chance. {LOOK} {ALONE}"


def test_a_pair_that_shares_what_nobody_else_holds_stands_out(world: World) -> None:
    graph = world(WIDE + TWINS)
    ranking = rank(graph, "twin1", SynergyModel.of())
    twin, other = (ranking.synergy(ranking.entries[place]) for place in (0, 1))
    answer = significance(graph, twin)
    assert answer.p_value is not None
    assert answer.adjusted_p_value is not None
    assert answer.adjusted_p_value == pytest.approx(answer.p_value * 41)
    assert answer.adjusted_p_value < 0.05
    assert answer.note == (
        "42 organisations: distinguishable from chance, which seldom makes two share as many terms. "
        "Of the 41 pairs compared 1 can be told from chance. About 1 in 20 of such findings is chance after all."
    )
    assert significance(graph, other).note == (
        f"42 organisations: not distinguishable from chance. Of the 41 pairs compared 1 can be told from chance. {LOOK}"
    )
    alone = significance(graph, synergy(graph, "twin1", "twin2", SynergyModel.of()), NullModel.CURVEBALL)
    assert alone.p_value == 0.005
    assert alone.note == (
        "42 organisations: distinguishable from chance, which seldom makes two score as high. "
        f"About 1 in 20 of such findings is chance after all. {ALONE}"
    )


def test_adjusted_is_over_all_pairs_with_a_score_not_over_those_that_are_listed(world: World) -> None:
    graph = world(WIDE + TWINS)
    whole, cut = (rank(graph, "twin1", SynergyModel.of(), min_score=least) for least in (None, 0.5))
    assert len(cut.entries) == 1 < len(whole.entries)
    listed = [significance(graph, ranking.synergy(ranking.entries[0])) for ranking in (whole, cut)]
    assert listed[0] == listed[1]
    few = rank(graph, "twin1", SynergyModel.of(), keep=lambda other: other.id in {"twin2", "org01"})
    answer = significance(graph, few.synergy(few.entries[0]))
    assert answer.adjusted_p_value == pytest.approx(2 * (answer.p_value or 0))


def test_pairs_of_two_sides_are_adjusted_together(world: World) -> None:
    graph = world(WIDE + TWINS)
    pairs = rank_pairs(graph, SynergyModel.of(), {"twin2", "org01", "org02"}, {"twin1", "org03"})
    best = pairs.synergy(pairs.entries[0])
    assert {best.organisation, best.partner} == {"twin1", "twin2"}
    answer = significance(graph, best)
    assert answer.adjusted_p_value == pytest.approx(6 * (answer.p_value or 0))
    one_side = rank(graph, "twin1", SynergyModel.of())
    assert significance(graph, one_side.synergy(one_side.entries[0])).p_value == pytest.approx(answer.p_value)


def test_a_ranking_is_tested_once_for_all_its_rows(
    five_clusters: KnowledgeGraph, monkeypatch: pytest.MonkeyPatch
) -> None:
    runs: list[str] = []
    for name in ("bicm_p_values", "hypergeometric_p_values"):
        test = getattr(testing, name)
        monkeypatch.setattr(testing, name, lambda *asked, name=name, test=test: runs.append(name) or test(*asked))
    ranking = rank(five_clusters, "cluster:indescat", GENERAL)
    for _ in range(2):
        for entry in ranking.entries:
            significance(five_clusters, ranking.synergy(entry))
            significance(five_clusters, ranking.synergy(entry), NullModel.HYPERGEOMETRIC)
    assert runs == ["bicm_p_values", "hypergeometric_p_values"]


def test_hypergeometric_answer_warns_of_itself(five_clusters: KnowledgeGraph) -> None:
    found = synergy(five_clusters, "cluster:indescat", "cluster:montagne", GENERAL)
    answer = significance(five_clusters, found, NullModel.HYPERGEOMETRIC)
    assert answer.p_value == pytest.approx(0.035714, abs=1e-6)
    assert answer.note is not None
    assert answer.note.startswith("5 organisations: distinguishable from chance")
    assert answer.note.endswith(
        "This model takes every term to be equally likely and so finds too much; BICM does not."
    )


def test_too_few_draws_for_the_pairs_compared_are_said(world: World) -> None:
    graph = world(WIDE + TWINS)
    ranking = rank(graph, "twin1", SynergyModel.of(), keep=lambda other: other.id in {"twin2", "org01", "org02"})
    found = ranking.synergy(ranking.entries[0])
    few = significance(graph, found, NullModel.CURVEBALL, permutations=58)
    assert few.note is not None
    assert few.note.endswith("With fewer than 59 permutations a pair cannot stand out among 3 on its own.")
    enough = significance(graph, found, NullModel.CURVEBALL, permutations=59)
    assert enough.adjusted_p_value == 3 / 60
    assert "fewer than" not in (enough.note or "")


def test_terms_that_a_side_has_from_its_projects_make_p_optimistic(world: World) -> None:
    def noted(ours: str, theirs: str, more: str = "") -> str:
        graph = world(f"page: a holds sector:x, {ours}\npage: b holds sector:y, {theirs}\n{WIDE}\n{more}")
        return significance(graph, synergy(graph, "a", "b", SynergyModel.of())).note or ""

    assert OPTIMISTIC not in noted("s3:1, topic:u~1", "s3:1, topic:v~1")
    assert noted("topic:u~1", "topic:u").endswith(OPTIMISTIC)
    assert noted("topic:u?1", "topic:u").endswith(OPTIMISTIC)
    assert OPTIMISTIC not in noted("topic:u, topic:u~2", "topic:u, topic:u~1")
    assert OPTIMISTIC not in noted("sector:z~1, s3:1", "sector:z~1, s3:2")
    assert noted("topic:u~1", "topic:u", "p joins a, b").endswith(f"{OPTIMISTIC} The two share 1 partnership.")
    both = noted("topic:u~1", "topic:u", "p joins a, b\nq joins a, b")
    assert both.endswith(f"{OPTIMISTIC} The two share 2 partnerships.")


def untested(graph: KnowledgeGraph, null_model: NullModel = NullModel.BICM, **more: int) -> str | None:
    answer = significance(graph, synergy(graph, "a", "b", SynergyModel.of()), null_model, **more)
    drawn = (199, 0) if null_model is NullModel.CURVEBALL else (None, None)
    assert answer == Significance(
        p_value=None,
        adjusted_p_value=None,
        null_model=null_model,
        permutations=drawn[0],
        seed=drawn[1],
        note=answer.note,
    )
    return answer.note


def test_what_cannot_be_tested_is_null_with_a_note(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    two = "page: a holds sector:x, s3:t\npage: b holds sector:y, s3:u"
    assert untested(world(two)) == "Not tested: 2 organisations are too few to tell from chance."
    same = f"{two}\npage: c holds sector:z, s3:t, s3:u".replace("s3:u", "s3:t")
    assert untested(world(same)) == ("Not tested: the numbers of terms and of their holders leave nothing to chance.")
    empty = untested(world("page: a holds sector:x, s3:t\npage: b holds sector:y\npage: c holds s3:u"))
    assert empty is not None
    assert empty.startswith("Not tested: there is no score, INSUFFICIENT_DATA: b holds no")
    monkeypatch.setattr("graph_data.discovery.significance.scores.MAX_DRAWN", 199 * 5)
    assert untested(world(f"{two}\npage: c holds s3:t, s3:u"), NullModel.CURVEBALL) == (
        "Not tested: 199 draws of 6 holdings take too long; ask for at most 165."
    )


def test_a_ranking_too_long_to_be_drawn_is_null_with_a_note(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_data.discovery.significance.scores.MAX_PAIRS_DRAWN", 40)
    graph = world(WIDE + TWINS)
    ranking = rank(graph, "twin1", SynergyModel.of())
    answer = significance(graph, ranking.synergy(ranking.entries[0]), NullModel.CURVEBALL)
    assert answer.p_value is None
    assert answer.note == (
        "Not tested: 41 pairs are compared and every draw scores 40 at most; narrow the filter, or ask for the pair "
        "alone."
    )


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"permutations": 0}, "permutations must be 1 to 9999, got 0"),
        ({"permutations": 10_000}, "permutations must be 1 to 9999, got 10000"),
        ({"seed": -1}, "seed must be at least 0, got -1"),
    ],
)
def test_draws_and_seeds_out_of_range_are_refused(
    five_clusters: KnowledgeGraph, given: dict[str, int], message: str
) -> None:
    found = synergy(five_clusters, "cluster:indescat", "cluster:montagne", GENERAL)
    with pytest.raises(ValueError, match=message):
        significance(five_clusters, found, **given)  # type: ignore[arg-type] # whole numbers

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations, product
from random import Random
from typing import TypeAlias

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.discovery import Lens, SynergyModel, rank, synergy
from graph_data.discovery.stability import SHRINKAGES, THETAS, leading_shares, rank_stability
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]

INDESCAT, MONTAGNE = "cluster:indescat", "cluster:montagne"
SCHEMES = ("sector", "sector", "s3", "s3", "topic", "topic", "industry")
MSE, SPORTS = "cluster:mse", "cluster:sports-and-technology"
CHANCE = Random(2)  # noqa: S311 -- no secret
MANY = "\n".join(
    f"page: org{n:02} holds {', '.join(sorted({f'{scheme}:{CHANCE.randrange(9)}' for scheme in SCHEMES}))}"
    for n in range(40)
)


def grid(model: SynergyModel) -> list[SynergyModel]:
    return [replace(model, theta=theta, shrinkage=float(k)) for k, theta in product((1, 2, 3, 5, 8, 13, 20), THETAS)]


def plain_share(graph: KnowledgeGraph, organisation: str, partner: str, model: SynergyModel) -> float:
    """Rank under every setting and look whether the partner is in the first ten rows."""
    kept = [
        any(
            partner in (entry.partner, *entry.same_profile) for entry in rank(graph, organisation, setting).entries[:10]
        )
        for setting in grid(model)
    ]
    return sum(kept) / 91


def test_the_settings_are_thirteen_thetas_with_seven_shrinkages() -> None:
    assert list(THETAS) == pytest.approx([0.2 + 0.05 * step for step in range(13)])
    assert SHRINKAGES == (1, 2, 3, 5, 8, 13, 20)


def test_top_pair_of_the_worked_example_is_robust_across_sectors_and_not_in_general(
    five_clusters: KnowledgeGraph, five_clusters_crosswalk: KnowledgeGraph
) -> None:
    names = [item.id for item in five_clusters.organisations()]
    for graph in (five_clusters, five_clusters_crosswalk):
        assert leading_shares(graph, names, SynergyModel.of()) == {(INDESCAT, MONTAGNE): 1.0}
    plain = leading_shares(five_clusters, names, SynergyModel.of(Lens.GENERAL))
    assert plain[INDESCAT, MONTAGNE] == pytest.approx(0.648, abs=5e-4)
    assert sum(plain.values()) == pytest.approx(1)
    assert leading_shares(five_clusters_crosswalk, names, SynergyModel.of(Lens.GENERAL)) == {
        (INDESCAT, MONTAGNE): 21 / 91,
        (MSE, SPORTS): 70 / 91,
    }


def test_among_four_partners_every_one_is_in_the_top_ten(five_clusters: KnowledgeGraph) -> None:
    assert rank_stability(five_clusters, INDESCAT, MSE, SynergyModel.of()) == 1


@pytest.mark.parametrize("lens", Lens)
def test_shares_are_those_of_plain_rankings(world: World, lens: Lens) -> None:
    graph, model = world(MANY), SynergyModel.of(lens)
    shares = {
        partner: rank_stability(graph, "org00", partner, model) for partner in [f"org{n:02}" for n in range(1, 40, 3)]
    }
    assert len(set(shares.values())) > 2, "some stay, some come and go, some never come"
    assert shares == {partner: plain_share(graph, "org00", partner, model) for partner in shares}


@settings(max_examples=4, deadline=None)
@given(data=st.data())
def test_pair_that_leads_is_the_first_of_plain_scores(
    data: st.DataObject, world: World, sentences: st.SearchStrategy[str]
) -> None:
    graph, model = world(data.draw(sentences)), SynergyModel.of(data.draw(st.sampled_from(Lens)))
    names = [item.id for item in graph.organisations()]
    first: Counter[tuple[str, str]] = Counter()
    for setting in grid(model):
        scores = {pair: synergy(graph, *pair, setting).score for pair in combinations(names, 2)}
        known = {pair: score for pair, score in scores.items() if score is not None}
        if known:
            first[min(known, key=lambda pair: (-known[pair], pair))] += 1
    assert leading_shares(graph, names, model) == {pair: count / 91 for pair, count in first.items()}


def test_equal_scores_stand_by_id(world: World) -> None:
    alike = "\n".join(f"page: org{n:02} holds sector:{n}, s3:t" for n in range(14))
    graph, model = world(alike), SynergyModel.of()
    found = [rank_stability(graph, "org03", f"org{n:02}", model) for n in (0, 9, 10, 11, 13)]
    assert found == [1, 1, 1, 0, 0]


def test_organisations_of_one_profile_are_one_row(world: World) -> None:
    alike = "\n".join(f"page: org{n:02} holds sector:{n % 3}, s3:t, s3:{n % 3}" for n in range(30))
    graph, model = world(alike), SynergyModel.of()
    assert rank_stability(graph, "org00", "org29", model) == 1
    assert rank_stability(graph, "org00", "org27", model) == 1, "its own profile is the last of three rows"


def test_scores_in_doubt_are_the_plain_ones(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    graph, model = world(MANY), SynergyModel.of()
    expected = rank_stability(graph, "org00", "org10", model)
    monkeypatch.setattr("graph_data.discovery.ranking.IN_DOUBT", 1.0)
    assert rank_stability(graph, "org00", "org10", model) == expected


def test_without_a_score_nothing_is_known(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds sector:y\npage: c holds s3:t")
    assert rank_stability(graph, "a", "b", SynergyModel.of()) is None
    assert rank_stability(graph, "b", "a", SynergyModel.of()) is None
    assert leading_shares(graph, ["a", "b"], SynergyModel.of()) == {}


def test_a_stranger_or_the_organisation_itself_is_refused(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds sector:y, s3:t")
    with pytest.raises(UnknownEntity, match="unknown id 'z'"):
        rank_stability(graph, "a", "z", SynergyModel.of())
    with pytest.raises(UnknownEntity, match="unknown id 'z'"):
        leading_shares(graph, ["a", "z"], SynergyModel.of())
    with pytest.raises(ValueError, match="name another organisation as the partner"):
        rank_stability(graph, "a", "a", SynergyModel.of())

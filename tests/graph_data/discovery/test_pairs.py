"""Many pairs at once score as each pair alone does."""

import pytest

from graph_data.discovery import MAX_PAIRS, Lens, SynergyModel, TooManyPairs, rank, rank_pairs, synergy
from graph_data.errors import UnknownEntity
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import load
from graph_data.ontology import EntityKind

MODEL = SynergyModel.of(Lens.CROSS_SECTOR)


@pytest.fixture(scope="module")
def graph() -> KnowledgeGraph:
    return load()


@pytest.fixture(scope="module")
def five() -> list[str]:
    return [f"cluster:{name}" for name in ("cluster-montagne", "epsi", "indescat", "mse", "sports-and-technology")]


@pytest.fixture(scope="module")
def clusters(graph: KnowledgeGraph) -> list[str]:
    return [cluster.id for cluster in graph.entities(EntityKind.CLUSTER)]


def test_the_five_clusters_make_ten_pairs_each_once(graph: KnowledgeGraph, five: list[str]) -> None:
    found = rank_pairs(graph, MODEL, five, five)
    pairs = [(entry.organisation, other) for entry in found.entries for other in (entry.partner, *entry.same_profile)]
    assert sorted(pairs) == [(one, other) for one in five for other in five if one < other]


def test_a_pair_scores_as_it_does_alone(graph: KnowledgeGraph, five: list[str], clusters: list[str]) -> None:
    for entry in rank_pairs(graph, MODEL, five, clusters).entries[::7]:
        assert entry.score == synergy(graph, entry.organisation, entry.partner, MODEL).score


def test_one_organisation_against_all_clusters_is_its_ranking(
    graph: KnowledgeGraph, five: list[str], clusters: list[str]
) -> None:
    alone = rank(graph, five[2], MODEL, keep=lambda other: other.id in clusters, exclude_existing=True)
    pairs = rank_pairs(graph, MODEL, [five[2]], clusters, exclude_existing=True)
    shown = [(entry.partner, entry.score, entry.same_profile) for entry in pairs.entries]
    assert shown == [(entry.partner, entry.score, entry.same_profile) for entry in alone.entries]
    assert pairs.without_score == alone.without_score


def test_an_unknown_id_is_told_wherever_it_stands(graph: KnowledgeGraph, five: list[str]) -> None:
    for left, right in [([*five, "nobody"], five), (five[:1], [*five, "nobody"])]:
        with pytest.raises(UnknownEntity, match="nobody"):
            rank_pairs(graph, MODEL, left, right)


def test_the_larger_side_may_come_first(graph: KnowledgeGraph, five: list[str], clusters: list[str]) -> None:
    def pairs(left: list[str], right: list[str]) -> set[tuple[frozenset[str], float]]:
        return {
            (frozenset({entry.organisation, other}), entry.score)
            for entry in rank_pairs(graph, MODEL, left, right).entries
            for other in (entry.partner, *entry.same_profile)
        }

    assert pairs(five, clusters) == pairs(clusters, five)


def test_every_pair_has_a_score_or_is_counted(graph: KnowledgeGraph, five: list[str], clusters: list[str]) -> None:
    found = rank_pairs(graph, MODEL, five, clusters)
    scored = sum(1 + len(entry.same_profile) for entry in found.entries)
    inside = len(five) * (len(five) - 1) // 2
    assert scored + found.without_score == inside + len(five) * (len(clusters) - len(five))


def test_pairs_below_the_least_score_are_left_out(graph: KnowledgeGraph, five: list[str]) -> None:
    everything = rank_pairs(graph, MODEL, five, five).entries
    kept = rank_pairs(graph, MODEL, five, five, min_score=0.3).entries
    assert kept == tuple(entry for entry in everything if entry.score >= 0.3)


def test_evidence_of_an_entry_names_the_partners_of_the_same_profile(graph: KnowledgeGraph, five: list[str]) -> None:
    everyone = [organisation.id for organisation in graph.organisations()]
    found = rank_pairs(graph, MODEL, five[:1], everyone)
    shared = next(entry for entry in found.entries if entry.same_profile)
    whole = found.synergy(shared)
    assert (whole.score, whole.same_profile) == (shared.score, shared.same_profile)
    assert whole.confidence.same_profile_count == len(shared.same_profile)


def test_more_pairs_than_one_call_scores_are_refused(graph: KnowledgeGraph) -> None:
    everyone = [organisation.id for organisation in graph.organisations()]
    with pytest.raises(TooManyPairs, match=f"narrow the filter of either side to {MAX_PAIRS} pairs at most"):
        rank_pairs(graph, MODEL, everyone, everyone)

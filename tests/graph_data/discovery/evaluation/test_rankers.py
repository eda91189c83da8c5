from itertools import combinations

import numpy as np
import pytest

from graph_data.discovery import Lens, SynergyModel, synergy
from graph_data.discovery.evaluation import Holdout, Ranker
from graph_data.discovery.evaluation.rankers import countries_of, nodes_of, scored
from graph_data.discovery.network import Numbers
from graph_data.discovery.prediction import PredictionMethod, likely_partners, ties_of
from graph_data.graph import Direction
from graph_data.ontology import Predicate, StatementOrigin

GENERAL = SynergyModel.of(Lens.GENERAL)


@pytest.fixture(scope="module")
def scores(holdout: Holdout) -> dict[Ranker, Numbers]:
    return dict(scored(holdout))


def test_every_ranker_scores_every_pair_alike_from_both_sides(holdout: Holdout, scores: dict[Ranker, Numbers]) -> None:
    assert list(scores) == list(Ranker)
    size = len(holdout.organisations)
    assert size > 15
    for found in scores.values():
        assert found.shape == (size, size)
        assert found == pytest.approx(found.T, abs=1e-12)


def test_synergy_and_its_parts_are_those_of_the_pair(holdout: Holdout, scores: dict[Ranker, Numbers]) -> None:
    for one, other in combinations(range(len(holdout.organisations)), 2):
        found = synergy(holdout.graph, holdout.organisations[one], holdout.organisations[other], GENERAL)
        assert found.shares is not None
        assert [
            round(float(scores[ranker][one, other]), 11)
            for ranker in (Ranker.SYNERGY, Ranker.NOVELTY, Ranker.ABSORBABILITY, Ranker.SAME)
        ] == pytest.approx([found.score, found.novelty, found.absorbability, found.shares.same], abs=1e-10)


@pytest.mark.parametrize("method", PredictionMethod)
def test_network_scores_are_those_of_likely_partners(
    holdout: Holdout, scores: dict[Ranker, Numbers], method: PredictionMethod
) -> None:
    places = {name: place for place, name in enumerate(holdout.organisations)}
    for name, place in places.items():
        for found in likely_partners(holdout.graph, name, method, first=1000):
            if found.organisation in places:
                score = scores[Ranker[method.name]][place, places[found.organisation]]
                assert round(float(score), 12) == found.score


def test_topic_cosine_is_of_the_weighted_topics_of_projects(holdout: Holdout, scores: dict[Ranker, Numbers]) -> None:
    """With seven topics, of which none is rare, the smooth weight is ln((1+N)/(1+n)) + 1 up to a factor."""
    graph, topics = holdout.graph, [f"technology:{letter}" for letter in "tuvwxyz"]
    held = {
        organisation.id: {
            item.object
            for item in graph.statements(organisation.id, Direction.OUT, {Predicate.USES_TECHNOLOGY})
            if item.origin is StatementOrigin.DERIVED
        }
        for organisation in graph.organisations()
    }
    known = len(held)
    weight = {topic: np.log((1 + known) / (1 + sum(topic in found for found in held.values()))) + 1 for topic in topics}
    rows = np.array([[weight[topic] * (topic in held[name]) for topic in topics] for name in holdout.organisations])
    rows /= np.linalg.norm(rows, axis=1, keepdims=True)
    assert scores[Ranker.TOPIC_COSINE] == pytest.approx(rows @ rows.T)


def test_same_country_is_that_of_the_register_and_an_unknown_one_is_nobodys(
    holdout: Holdout, scores: dict[Ranker, Numbers]
) -> None:
    country = [name[0] in "abcdef" for name in holdout.organisations]
    expected = [[float(one == other) for other in country] for one in country]
    assert scores[Ranker.SAME_COUNTRY].tolist() == expected
    assert len(set(countries_of(holdout).tolist())) == 2


def test_nodes_are_the_organisations_in_the_network_of_ties(holdout: Holdout) -> None:
    ids = ties_of(holdout.graph).ids
    assert tuple(ids[node] for node in nodes_of(holdout).tolist()) == holdout.organisations

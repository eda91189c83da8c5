"""What is put to the test: scores of every pair of assessed organisations, from what was known before the cut alone.

The network and the synergies are scored by the very functions that answer queries.
"""

from collections.abc import Iterator
from enum import Enum

import numpy as np

from graph_data.discovery.evaluation.holdout import TOPICS, Holdout
from graph_data.discovery.matrices import matrices_of
from graph_data.discovery.model import Lens, SynergyModel
from graph_data.discovery.network import Integers, Numbers
from graph_data.discovery.prediction import PredictionMethod, tie_scores, ties_of
from graph_data.discovery.profiles import profiles_of
from graph_data.discovery.scoring import parts
from graph_data.snapshot import Snapshot
from graph_data.snapshot.columns import UNKNOWN

__all__ = ["Ranker", "countries_of", "nodes_of", "scored"]

GENERAL = SynergyModel.of(Lens.GENERAL)
"""The lens under test: all four facets; under CROSS_SECTOR most organisations of a register have no score."""


class Ranker(Enum):
    """A score of pairs; the value is its name for people."""

    PREFERENTIAL_ATTACHMENT = "preferential attachment"
    ADAMIC_ADAR = "Adamic-Adar"
    RESOURCE_ALLOCATION = "resource allocation"
    TOPIC_COSINE = "topic cosine"
    SAME = "S: same terms"
    ABSORBABILITY = "S + R: absorbability"
    SYNERGY = "Y: synergy, GENERAL"
    NOVELTY = "1 - S: novelty"
    SAME_COUNTRY = "same country"


def nodes_of(holdout: Holdout) -> Integers:
    """Return the node of each assessed organisation in the network of ties."""
    position = Snapshot.of(holdout.graph).position
    return np.array([position[name] for name in holdout.organisations], dtype=np.int64)


def countries_of(holdout: Holdout) -> Integers:
    """Return the number of each assessed organisation's country among the places, UNKNOWN where not known."""
    snapshot = Snapshot.of(holdout.graph)
    known = np.append(snapshot.places.country, np.int32(UNKNOWN))
    return known[snapshot.place[nodes_of(holdout)]].astype(np.int64)


def scored(holdout: Holdout) -> Iterator[tuple[Ranker, Numbers]]:
    """Yield each ranker with its scores; shape (places, places), symmetric; the diagonal means nothing."""
    ties, nodes = ties_of(holdout.graph), nodes_of(holdout)
    for method in reversed(PredictionMethod):
        yield Ranker[method.name], np.stack([tie_scores(ties, node, method)[nodes] for node in nodes.tolist()])
    yield Ranker.TOPIC_COSINE, _cosine(holdout)
    novelty, absorbability = _parts(holdout)
    yield Ranker.SAME, 1 - novelty
    yield Ranker.ABSORBABILITY, absorbability
    yield Ranker.SYNERGY, novelty**GENERAL.theta * absorbability ** (1 - GENERAL.theta)
    yield Ranker.NOVELTY, novelty
    country = countries_of(holdout)
    yield Ranker.SAME_COUNTRY, ((country[:, None] == country) & (country != UNKNOWN)).astype(np.float64)


def _cosine(holdout: Holdout) -> Numbers:
    """Return the cosine of the weighted topics, held or not."""
    profiles = profiles_of(holdout.graph, TOPICS)
    column = {term: number for number, term in enumerate(sorted(profiles.terms))}
    found = np.zeros((len(holdout.organisations), len(column)))
    for place, name in enumerate(holdout.organisations):
        for term, _ in profiles.profile[name].memberships:
            found[place, column[term]] = profiles.weights[term]
    found /= np.linalg.norm(found, axis=1, keepdims=True)
    return np.asarray(found @ found.T)


def _parts(holdout: Holdout) -> tuple[Numbers, Numbers]:
    """Return novelty and absorbability; every assessed organisation holds topics, so every pair has both."""
    matrices, place = matrices_of(holdout.graph, GENERAL), profiles_of(holdout.graph, GENERAL).place
    rows = matrices.row_of[[place[name] for name in holdout.organisations]]
    novelty, absorbability = np.zeros((2, len(rows), len(rows)))
    for one in range(len(rows) - 1):
        found = parts(matrices, int(rows[one]), rows[one + 1 :], GENERAL.shrinkage)
        novelty[one, one + 1 :], absorbability[one, one + 1 :] = found
    return novelty + novelty.T, absorbability + absorbability.T

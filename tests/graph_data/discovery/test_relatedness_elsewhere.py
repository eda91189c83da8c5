"""The same numbers from packages that others wrote; they are installed for the check, not for the plain tests."""

import math
from collections.abc import Callable
from types import ModuleType
from typing import TypeAlias

import numpy as np
import pytest
from numpy.typing import NDArray

from graph_data.discovery import Lens, SynergyModel
from graph_data.discovery.added_relatedness import added_relatedness
from graph_data.discovery.profiles import profiles_of, term_weight
from graph_data.discovery.related import related
from graph_data.discovery.synergy import synergy
from graph_data.discovery.variety import herfindahl
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]
Table: TypeAlias = NDArray[np.int_]

TERMS = [f"topic:t{number:02}" for number in range(12)]


@pytest.fixture(scope="module")
def econcomplex() -> ModuleType:
    found: ModuleType = pytest.importorskip("econcomplex", reason="needs econcomplex, of the group check")
    return found


@pytest.fixture(scope="module")
def table() -> Table:
    """Return who of 30 organisations (rows) holds which of 12 terms (columns); everybody holds one, every term is held.

    The first two hold terms that the others hold too, and are left out where a pair is scored.
    """
    random = np.random.default_rng(4)
    found = (random.random((30, len(TERMS))) < random.uniform(0.1, 0.7, len(TERMS))).astype(np.int_)
    found[np.arange(len(found)), np.arange(len(found)) % len(TERMS)] = 1
    return found


@pytest.fixture(scope="module")
def graph(world: World, table: Table) -> KnowledgeGraph:
    lines = [
        f"page: org{number:02} holds {', '.join(term for term, held in zip(TERMS, row, strict=True) if held)}"
        for number, row in enumerate(table)
    ]
    return world("\n".join(lines))


def test_proximity_is_that_of_econcomplex(econcomplex: ModuleType, graph: KnowledgeGraph, table: Table) -> None:
    expected = econcomplex.proximity(table, use_rca=False, threshold=0.5)["product"]
    found = np.zeros_like(expected)  # its diagonal is 0
    for row, term in enumerate(TERMS):
        for item in related(graph, term, shrinkage=0):
            found[row, TERMS.index(item.concept)] = item.proximity
    assert found == pytest.approx(expected, abs=1e-12)
    assert expected.max() > 0.5


def test_added_relatedness_is_the_density_of_what_a_partner_adds(
    econcomplex: ModuleType, graph: KnowledgeGraph, table: Table
) -> None:
    near = econcomplex.proximity(table[2:], use_rca=False, threshold=0.5)["product"]
    new = (table[1] > table[0])[None, :].astype(np.int_)
    density = econcomplex.relatedness_density(new, phi=near, use_rca=False, threshold=0.5)[0] / 100
    found = {item.concept: item.value for item in added_relatedness(graph, "org00", "org01", shrinkage=0)}
    lacking = np.flatnonzero(table[0] == 0)
    assert found == pytest.approx({TERMS[column]: density[column] for column in lacking}, abs=1e-11)
    assert max(density[lacking]) > 0


@pytest.mark.parametrize("counts", [[24, 27, 5, 13, 308], [1], [7, 7, 7, 7], [0.5, 0, 2.25]])
def test_concentration_is_that_of_econcomplex(econcomplex: ModuleType, counts: list[float]) -> None:
    (expected,) = econcomplex.herfindahl(np.array([counts]), normalize=False)
    assert herfindahl(counts) == pytest.approx(expected, rel=1e-12)


def test_term_weight_is_the_smooth_idf_of_scikit_learn_scaled_to_1_for_one_holder(table: Table) -> None:
    text = pytest.importorskip("sklearn.feature_extraction.text", reason="needs scikit-learn, of the group check")
    idf = text.TfidfTransformer(smooth_idf=True).fit(table).idf_
    alone = math.log((1 + len(table)) / 2) + 1
    found = [term_weight(len(table), holders) for holders in table.sum(axis=0).tolist()]
    assert found == pytest.approx(idf / alone, rel=1e-12)


def test_the_same_share_is_the_weighted_jaccard_score_of_scikit_learn(graph: KnowledgeGraph, table: Table) -> None:
    metrics = pytest.importorskip("sklearn.metrics", reason="needs scikit-learn, of the group check")
    model = SynergyModel.of(Lens.GENERAL)
    weights = [profiles_of(graph, model).weights[term] for term in TERMS]
    for other in range(1, len(table)):
        shares = synergy(graph, "org00", f"org{other:02}", model).shares
        assert shares is not None
        expected = metrics.jaccard_score(table[0], table[other], sample_weight=weights)
        assert shares.same == pytest.approx(expected, abs=1e-12)

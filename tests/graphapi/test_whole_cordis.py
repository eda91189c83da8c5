"""The golden queries on the whole of CORDIS: what is bounded is the work, counted in statements read."""

from pathlib import Path

import pytest

from graph_data.graph import KnowledgeGraph
from graphapi.execution.answering import Request, answer
from graphapi.served import warm

pytestmark = pytest.mark.shared

QUERIES = Path(__file__).parents[1] / "queries"

BOUNDS = {
    "01_cluster_profile": 200,
    "02_find_clusters": 50,
    "03_search_box": 100,
    "04_partnership_overview": 150,
    "05_cross_sector_partners": 500,
    "06_why_connected": 0,
    "07_partnership_gaps": 50,
    "08_what_if": 80,
    "09_dashboard": 0,
    "10_network_view": 0,
}
"""Statements read through the graph's own methods, of 538,803.

The last three read none that way. Explanations and subgraphs count theirs against a budget
(tests/graph_data/discovery/test_explain_cordis.py), filters and aggregates count positions of the snapshot
(tests/graph_data/snapshot), and rankings and communities are prepared once per version.
"""


def test_every_golden_query_has_a_bound() -> None:
    assert set(BOUNDS) == {path.stem for path in QUERIES.glob("*.graphql")}


@pytest.mark.parametrize("name", BOUNDS)
def test_a_golden_query_reads_no_more_statements_than_its_bound(cordis: KnowledgeGraph, name: str) -> None:
    warm(cordis)
    request = Request((QUERIES / f"{name}.graphql").read_text(encoding="utf-8"))
    answer(cordis, request)  # what is prepared once per version is prepared now
    before = vars(cordis).get("touched", 0)
    body = answer(cordis, request).body
    assert "errors" not in body
    read = vars(cordis).get("touched", 0) - before
    assert read <= BOUNDS[name]
    assert (read > 0) == (BOUNDS[name] > 0), "what is not counted cannot be bounded"

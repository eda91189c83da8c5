"""The dataset, said out loud."""

from collections.abc import Callable
from typing import Any

from graph_data.notebook import Notebook

Ask = Callable[..., Any]


def test_dataset(whole: Ask) -> None:
    query = """{ dataset {
      title issued licence counts { kind count }
      sources { id title url publisher licence retrieved }
      schemes { id title publisher complete source { id } }
    } }"""
    whole(query)


def test_the_version_is_the_graphs_and_stands_in_the_citation(ask: Ask, graph: Notebook) -> None:
    found = ask("{ dataset { version citation counts { kind count } } }")["dataset"]
    assert found["version"] == graph.version
    assert found["citation"].endswith(f"Version {graph.version}.")
    assert {row["kind"]: row["count"] for row in found["counts"]} == {
        kind.value: count for kind, count in graph.counts().items()
    }

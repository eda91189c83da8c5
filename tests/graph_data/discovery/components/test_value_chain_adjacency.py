from collections.abc import Callable
from typing import TypeAlias

import pytest

from graph_data.discovery import SynergyModel
from graph_data.discovery.components.value_chain_adjacency import value_chain_adjacency
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import StatementOrigin

World: TypeAlias = Callable[[str], KnowledgeGraph]


@pytest.mark.parametrize(
    ("works", "adjacency"),
    [
        ("a works at stage:p\nb works at stage:q", 1),
        ("a works at stage:s\nb works at stage:p", 0.333333333333),
        ("a works at stage:p, stage:r\nb works at stage:r", 0.5),
        ("a works at stage:p\nb works at stage:p", 0),
        ("a works at stage:p", None),
    ],
)
def test_neighbouring_stages_are_nearest_whoever_is_upstream(
    mapped: World, works: str, adjacency: float | None
) -> None:
    measure = value_chain_adjacency(mapped(f"page: a holds\npage: b holds\n{works}"), SynergyModel.of())
    assert (measure("a", "b"), measure("b", "a")) == (adjacency, adjacency)


def test_stages_of_origins_that_a_model_leaves_out_are_not_known(mapped: World) -> None:
    graph = mapped("page: a holds\npage: b holds\na works at stage:p\nb works at stage:q?")
    assert value_chain_adjacency(graph, SynergyModel.of())("a", "b") == 1
    stated = SynergyModel.of(origins=[StatementOrigin.STATED])
    assert value_chain_adjacency(graph, stated)("a", "b") is None

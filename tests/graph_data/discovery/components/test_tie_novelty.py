from collections.abc import Callable
from typing import TypeAlias

import pytest

from graph_data.discovery import SynergyModel
from graph_data.discovery.components.tie_novelty import tie_novelty
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]


@pytest.mark.parametrize(
    ("joined", "novelty"),
    [
        ("p joins a, b", 0),
        ("p joins a, c\nq joins b, c", 1),
        ("p joins a, b, c\nq joins b, c", 0),
        ("p joins a, c", None),
        ("", None),
    ],
)
def test_a_tie_is_new_when_both_have_partnerships_and_none_in_common(
    world: World, joined: str, novelty: float | None
) -> None:
    graph = world(f"page: a holds\npage: b holds\npage: c holds\n{joined}")
    measure = tie_novelty(graph, SynergyModel.of())
    assert (measure("a", "b"), measure("b", "a")) == (novelty, novelty)

import gc
import weakref
from collections.abc import Callable
from typing import TypeAlias

from graph_data.discovery import SynergyModel, rank
from graph_data.discovery.caching import KEPT, PerGraph
from graph_data.graph import KnowledgeGraph

World: TypeAlias = Callable[[str], KnowledgeGraph]


def test_value_is_prepared_once_and_forgotten_when_unused_for_longest(world: World) -> None:
    graph, kept, made = world(""), PerGraph[int](), []

    def ask(key: int) -> int:
        return kept.get(graph, key, lambda: made.append(key) or key)  # type: ignore[func-returns-value]

    for key in range(KEPT):
        assert ask(key) == key
    assert ask(0) == 0
    assert made == list(range(KEPT))
    ask(KEPT)
    ask(0)
    ask(1)
    assert made == [*range(KEPT), KEPT, 1]


def test_graph_is_freed_although_something_was_prepared_from_it(world: World) -> None:
    graph = world("page: a holds sector:x, s3:t\npage: b holds sector:y, s3:t")
    assert rank(graph, "a", SynergyModel.of()).entries
    watched = weakref.ref(graph)
    del graph
    gc.collect()
    assert watched() is None

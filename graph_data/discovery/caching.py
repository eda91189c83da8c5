"""Keeps what is expensive to prepare for as long as the graph that it was prepared from lives."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import RLock
from typing import Generic, TypeVar
from weakref import WeakKeyDictionary

from graph_data.graph import KnowledgeGraph

__all__ = ["PerGraph"]

_Value = TypeVar("_Value")

KEPT = 8
"""How many values are kept for one graph; the one unused for longest goes first."""


class PerGraph(Generic[_Value]):
    """Values by graph and key; a value must not hold its graph, or neither would ever be freed."""

    def __init__(self) -> None:
        self._kept: WeakKeyDictionary[KnowledgeGraph, OrderedDict[Hashable, _Value]] = WeakKeyDictionary()
        self._lock = RLock()

    def get(self, graph: KnowledgeGraph, key: Hashable, prepare: Callable[[], _Value]) -> _Value:
        """Return the value kept under a key, prepared by the first thread that asks while others wait."""
        with self._lock:
            kept = self._kept.setdefault(graph, OrderedDict())
            if key not in kept:
                kept[key] = prepare()
                while len(kept) > KEPT:
                    kept.popitem(last=False)
            kept.move_to_end(key)
            return kept[key]

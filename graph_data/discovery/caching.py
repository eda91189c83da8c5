"""Keeps what is expensive to prepare for as long as the graph that it was prepared from lives.

Who asks under a deadline never prepares: it is done in the background, one thing at a time, however many wait and
however soon they stop waiting, so that what takes longer than any one of them has is there for the next. Without a
deadline who asks prepares, while others wait.
"""

import logging
import math
from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future, wait
from threading import Lock, Semaphore, Thread
from time import monotonic, sleep
from typing import Any, Generic, TypeVar
from weakref import WeakKeyDictionary, WeakSet

from graph_data.deadline import Deadline, DeadlinePassed, current, until
from graph_data.graph import KnowledgeGraph

__all__ = ["PATIENCE", "Line", "PerGraph", "StillPreparing", "retire"]

_Value = TypeVar("_Value")

KEPT = 8
"""How many values are kept for one graph; the one unused for longest goes first."""

PATIENCE = 300.0
"""Seconds that a preparation in the background may take; what takes longer is given up and not tried again."""

WAITING = 8
"""How many preparations of a line may wait for their turn, of all graphs; what comes on top is not begun."""

WORK, REST = 0.004, 0.002
"""Seconds that a preparation works and then rests, again and again: other threads of Python need their turns, and who
answers hundreds of small questions needs hundreds of them."""

SLICE = 0.02
"""Seconds after which who waits looks whether it still should."""

MOMENT = 0.05
"""Seconds that everybody waits: what is prepared in a moment need not be asked for twice."""


class StillPreparing(DeadlinePassed):
    """What the answer rests on is being prepared in the background; worth asking again.

    Attributes:
        awaited: done when it is there; None when it has not even been begun.
    """

    def __init__(self, awaited: "Future[Any] | None" = None) -> None:
        super().__init__()
        self.awaited = awaited


class Line:
    """What is prepared in the background one after the other.

    Args:
        waiting: how many may wait for their turn.
    """

    def __init__(self, waiting: int = WAITING) -> None:
        self.turn = Semaphore()
        self.places = Semaphore(1 + waiting)


class _Place(Future[_Value]):
    """A place for a value; who claims it first fills it.

    It may be claimed out of turn: what is being prepared would else wait for something whose turn comes after it.
    """

    def __init__(self) -> None:
        super().__init__()
        self._claimed = Lock()

    def claim(self) -> bool:
        """Whether nobody did before."""
        return self._claimed.acquire(blocking=False)


class _Background(Deadline):
    """The deadline of a preparation: whatever else it needs is prepared by the same thread."""

    __slots__ = ("_graph", "_rested")

    def __init__(self, graph: KnowledgeGraph) -> None:
        super().__init__(PATIENCE)
        self._graph = graph
        self._rested = monotonic()

    def check(self) -> None:
        """Go on only in time, and as long as the graph is of use; rest from time to time."""
        if self._graph in _RETIRED:
            raise StillPreparing
        super().check()
        if monotonic() - self._rested > WORK:
            sleep(REST)
            self._rested = monotonic()


_log = logging.getLogger(__name__)
_USUAL = Line()
_RETIRED: WeakSet[KnowledgeGraph] = WeakSet()


def retire(graph: KnowledgeGraph) -> None:
    """End what is prepared in the background for a graph, and begin no more: another one has taken its place."""
    _RETIRED.add(graph)


class PerGraph(Generic[_Value]):
    """Values by graph and key; a value must not hold its graph, or neither would ever be freed.

    Args:
        line: in which values are prepared in the background.
        most: how many are kept for one graph.
    """

    def __init__(self, line: Line = _USUAL, most: int = KEPT) -> None:
        self._kept: WeakKeyDictionary[KnowledgeGraph, OrderedDict[Hashable, _Place[_Value]]] = WeakKeyDictionary()
        self._lock = Lock()
        self._line = line
        self._most = most

    def get(self, graph: KnowledgeGraph, key: Hashable, prepare: Callable[[], _Value]) -> _Value:
        """Return the value kept under a key, prepared by the first who asks, or in the background.

        Raises:
            StillPreparing: the deadline passed before the value was there, or whose it is does not wait.
            DeadlinePassed: it passed, and the value takes longer than a preparation may.
        """
        deadline = current()
        alone = deadline is None or isinstance(deadline, _Background)
        found, fresh = self._found(graph, key, anew=deadline is None)
        try:
            if alone and found.claim():
                _prepare(found, prepare, for_good=False)
            elif fresh:
                self._begin(graph, found, prepare)
            return _result(found) if found.done() else _awaited(found)
        except DeadlinePassed:
            raise
        except BaseException:
            self._forget(graph, key, found)  # it has been told, and is tried again
            raise

    def _found(self, graph: KnowledgeGraph, key: Hashable, *, anew: bool) -> tuple[_Place[_Value], bool]:
        """Return what is kept under a key, or a place for it that is still to be filled.

        Args:
            graph: the graph.
            key: the key.
            anew: whether to try again what was given up.
        """
        with self._lock:
            kept = self._kept.setdefault(graph, OrderedDict())
            found, fresh = kept.get(key), False
            if found is None or (found.done() and self._is_void(found, anew=anew)):
                found = kept[key] = _Place()
                fresh = True
                done = [name for name, value in kept.items() if value.done()]
                for oldest in done[: max(0, len(kept) - self._most)]:
                    del kept[oldest]
            kept.move_to_end(key)
            return found, fresh

    @staticmethod
    def _is_void(found: _Place[_Value], *, anew: bool) -> bool:
        """Whether nothing came of what is done: it was not even begun, or was given up and is to be tried again."""
        error = found.exception()
        return isinstance(error, StillPreparing) or (anew and error is not None)

    def _begin(self, graph: KnowledgeGraph, found: _Place[_Value], prepare: Callable[[], _Value]) -> None:
        """Prepare in the background, when it is its turn; not at all where too many wait for theirs."""
        line = self._line
        if graph in _RETIRED or not line.places.acquire(blocking=False):
            found.set_exception(StillPreparing())
            return

        def in_turn() -> None:
            try:
                with line.turn, until(_Background(graph)):
                    if found.claim():
                        _prepare(found, prepare, for_good=True)
            except BaseException as error:  # noqa: BLE001 -- who waits is told, see _prepare
                _log.debug("preparation ended", exc_info=True)
                error.with_traceback(None)  # which holds the graph
            finally:
                line.places.release()

        Thread(target=in_turn, name="preparation", daemon=True).start()

    def _forget(self, graph: KnowledgeGraph, key: Hashable, found: _Place[_Value]) -> None:
        with self._lock:
            kept = self._kept.get(graph, OrderedDict())
            if kept.get(key) is found:
                del kept[key]


def _prepare(found: _Place[_Value], prepare: Callable[[], _Value], *, for_good: bool) -> None:
    """Prepare a value.

    Args:
        found: takes it, or why there is none.
        prepare: makes it.
        for_good: whether, if there is no time for it, there never will be: it had the time to itself.
    """
    try:
        found.set_result(prepare())
    except BaseException as error:
        given_up = isinstance(error, DeadlinePassed) and not for_good
        found.set_exception(StillPreparing() if given_up else error)
        raise


def _awaited(found: _Place[_Value]) -> _Value:
    """Wait for what another thread prepares: as long as there is time, or for a moment."""
    deadline = current()
    end = monotonic() + (MOMENT if deadline is not None and not deadline.waits else math.inf)
    while not found.done():
        if deadline is not None and (deadline.remaining <= 0 or monotonic() >= end):
            raise StillPreparing(found)
        wait([found], None if deadline is None else SLICE)
    return _result(found)


def _result(found: _Place[_Value]) -> _Value:
    """Return what was prepared; that there was no time is told anew, so that nothing holds who was told."""
    error = found.exception()
    if isinstance(error, StillPreparing):
        raise StillPreparing
    if isinstance(error, DeadlinePassed):
        raise DeadlinePassed
    return found.result()

import gc
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from threading import Event, Thread
from threading import enumerate as threads
from time import monotonic
from typing import TypeAlias

import pytest

from graph_data.deadline import Deadline, DeadlinePassed, check, until
from graph_data.discovery import SynergyModel, caching, rank
from graph_data.discovery.caching import KEPT, WAITING, Line, PerGraph, StillPreparing, retire
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


def preparations() -> int:
    """Return how many threads prepare, or wait for their turn."""
    return sum(thread.name == "preparation" for thread in threads())


def eventually(true: Callable[[], bool]) -> bool:
    """Tell whether something becomes true within a few seconds."""
    end = monotonic() + 10
    while not true() and monotonic() < end:
        Event().wait(0.005)
    return true()


def test_what_takes_longer_than_anybody_waits_is_there_for_the_next(world: World) -> None:
    graph, kept, go, made = world(""), PerGraph[int](), Event(), []

    def prepare() -> int:
        made.append(go.wait(10))
        return 7

    for _ in range(3):
        with until(Deadline(0.01)), pytest.raises(StillPreparing):
            kept.get(graph, "key", prepare)
    go.set()
    with until(Deadline(10)):
        assert kept.get(graph, "key", prepare) == 7
    assert kept.get(graph, "key", prepare) == 7
    assert made == [True]


def test_who_has_no_deadline_waits_for_what_is_being_prepared(world: World) -> None:
    graph, kept, go = world(""), PerGraph[bool](), Event()
    with until(Deadline(0.01)), pytest.raises(StillPreparing):
        kept.get(graph, "key", lambda: go.wait(10))
    Thread(target=lambda: Event().wait(0.05) or go.set()).start()
    assert kept.get(graph, "key", lambda: False) is True


def test_what_a_preparation_needs_is_prepared_along_with_it(world: World) -> None:
    graph, outer, inner = world(""), PerGraph[int](), PerGraph[int]()
    with until(Deadline(10)):
        assert outer.get(graph, "key", lambda: 1 + inner.get(graph, "key", lambda: 1)) == 2
    assert inner.get(graph, "key", lambda: 0) == 1


def test_one_thing_is_prepared_at_a_time_and_few_wait_for_their_turn(world: World) -> None:
    graph, kept, go = world(""), PerGraph[int](), Event()
    assert eventually(lambda: preparations() == 0), "those of the tests before"
    together: list[int] = []

    def prepare() -> int:
        together.append(1)
        go.wait(10)
        alone = len(together)
        together.pop()
        return alone

    for key in range(1 + WAITING):
        with until(Deadline(0)), pytest.raises(StillPreparing):
            kept.get(graph, key, prepare)
    assert preparations() == 1 + WAITING
    with until(Deadline(10)), pytest.raises(StillPreparing):
        kept.get(graph, "too much", prepare)
    assert preparations() == 1 + WAITING
    go.set()
    with until(Deadline(10)):
        assert [kept.get(graph, key, prepare) for key in range(1 + WAITING)] == [1] * (1 + WAITING)
    assert eventually(lambda: preparations() == 0)
    with until(Deadline(10)):
        assert kept.get(graph, "too much", prepare) == 1


def test_what_takes_longer_than_a_preparation_may_is_not_tried_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, kept, tried = world(""), PerGraph[int](), []

    def endless() -> int:
        tried.append(1)
        while True:
            check()

    monkeypatch.setattr(caching, "PATIENCE", 0.05)
    for _ in range(2):
        with until(Deadline(10)), pytest.raises(DeadlinePassed) as ended:
            kept.get(graph, "key", endless)
        assert ended.type is DeadlinePassed
    assert tried == [1]
    assert kept.get(graph, "key", lambda: 3) == 3


@pytest.mark.parametrize("deadline", [None, Deadline(60)])
def test_a_preparation_that_fails_says_so_and_is_tried_again(world: World, deadline: Deadline | None) -> None:
    graph, kept = world(""), PerGraph[int]()

    def fails() -> int:
        raise ValueError("no such thing")

    with until(deadline):
        with pytest.raises(ValueError, match="no such thing"):
            kept.get(graph, "key", fails)
        assert kept.get(graph, "key", lambda: 5) == 5


def test_what_is_being_prepared_is_never_what_goes(world: World) -> None:
    graph, kept, go = world(""), PerGraph[int](), Event()
    with until(Deadline(0.01)), pytest.raises(StillPreparing):
        kept.get(graph, "slow", lambda: 1 + go.wait(10))
    for key in range(2 * KEPT):
        assert kept.get(graph, key, lambda key=key: key) == key  # type: ignore[misc] # bound at once
    go.set()
    assert kept.get(graph, "slow", lambda: 0) == 2


def test_threads_that_ask_at_once_get_one_value(world: World) -> None:
    graph, kept, made = world(""), PerGraph[object](), []

    def prepare() -> object:
        made.append(1)
        Event().wait(0.02)
        return object()

    def ask(seconds: float | None) -> object:
        with until(None if seconds is None else Deadline(seconds)):
            return kept.get(graph, "key", prepare)

    with ThreadPoolExecutor(6) as pool:
        assert len(set(pool.map(ask, [None, 10, None, 10, None, 10]))) == 1
    assert made == [1]


def impatient(seconds: float = 10) -> Deadline:
    return Deadline(seconds, waits=False)


def test_who_does_not_wait_is_told_what_to_wait_for(world: World) -> None:
    graph, kept, go = world(""), PerGraph[int](), Event()
    begun = monotonic()
    with until(impatient()), pytest.raises(StillPreparing) as told:
        kept.get(graph, "key", lambda: 6 + go.wait(10))
    assert monotonic() - begun < 2
    assert told.value.awaited is not None
    go.set()
    assert told.value.awaited.result(10) == 7
    with until(impatient()):
        assert kept.get(graph, "key", lambda: 0) == 7


def test_what_is_prepared_in_a_moment_is_had_at_once(world: World) -> None:
    with until(impatient()):
        assert PerGraph[int]().get(world(""), "key", lambda: 7) == 7


def test_a_preparation_in_the_background_rests_as_it_goes(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    rests: list[float] = []
    monkeypatch.setattr(caching, "sleep", rests.append)

    def prepare() -> int:
        end = monotonic() + 0.1
        while monotonic() < end:
            check()
        return len(rests)

    assert PerGraph[int]().get(world(""), "key", prepare) == 0, "who prepares for himself does not"
    with until(Deadline(10)):
        assert PerGraph[int]().get(world(""), "key", prepare) >= 5
    assert set(rests) == {caching.REST}


def test_a_failure_in_the_background_is_told_once(world: World) -> None:
    graph, kept, go = world(""), PerGraph[int](), Event()

    def fails() -> int:
        go.wait(10)
        raise ValueError("no such thing")

    with until(impatient()), pytest.raises(StillPreparing) as told:
        kept.get(graph, "key", fails)
    go.set()
    assert told.value.awaited is not None
    told.value.awaited.exception(10)
    with until(impatient()):
        with pytest.raises(ValueError, match="no such thing"):
            kept.get(graph, "key", fails)
        assert kept.get(graph, "key", lambda: 5) == 5


def test_a_preparation_need_not_wait_for_something_whose_turn_comes_after_it(world: World) -> None:
    graph, outer, inner, go = world(""), PerGraph[int](), PerGraph[int](), Event()
    with until(impatient(0)), pytest.raises(StillPreparing):
        outer.get(graph, "key", lambda: go.wait(10) + inner.get(graph, "key", lambda: 1))
    with until(impatient(0)), pytest.raises(StillPreparing):
        inner.get(graph, "key", lambda: 1)
    go.set()
    with until(Deadline(10)):
        assert outer.get(graph, "key", lambda: 0) == 2


def test_lines_do_not_wait_for_each_other(world: World) -> None:
    graph, usual, own, go = world(""), PerGraph[int](), PerGraph[int](Line(0)), Event()
    with until(impatient(0)), pytest.raises(StillPreparing):
        usual.get(graph, "key", lambda: 1 + go.wait(10))
    with until(Deadline(10)):
        assert own.get(graph, "key", lambda: 7) == 7
    go.set()
    assert usual.get(graph, "key", lambda: 0) == 2


def test_what_is_prepared_for_a_graph_that_another_one_replaces_ends_and_no_more_is_begun(world: World) -> None:
    graph, kept, begun = world(""), PerGraph[int](), Event()

    def endless() -> int:
        begun.set()
        while True:
            check()

    with until(impatient(0)):
        for key in range(3):
            with pytest.raises(StillPreparing):
                kept.get(graph, key, endless)
        assert begun.wait(10)
        retire(graph)
        assert eventually(lambda: preparations() == 0)
        for key in (0, "another"):
            with pytest.raises(StillPreparing):
                kept.get(graph, key, endless)
    assert preparations() == 0
    assert kept.get(graph, "whoever has no deadline", lambda: 7) == 7
    watched = weakref.ref(graph)
    del graph
    gc.collect()
    assert watched() is None


def test_nothing_holds_a_graph_for_which_a_preparation_was_given_up(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph, kept = world(""), PerGraph[int]()

    def endless(of: KnowledgeGraph) -> int:
        while of:
            check()
        return 0

    monkeypatch.setattr(caching, "PATIENCE", 0.05)
    with until(Deadline(10)):
        for _ in range(2):
            with pytest.raises(DeadlinePassed):
                kept.get(graph, "key", partial(endless, graph))
    watched = weakref.ref(graph)
    del graph
    assert eventually(lambda: gc.collect() >= 0 and watched() is None)

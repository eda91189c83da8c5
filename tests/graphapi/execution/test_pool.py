from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from threading import Event, active_count
from time import monotonic, sleep

import anyio
import pytest
from anyio import create_task_group, sleep_forever

from graph_data.deadline import Deadline, check
from graph_data.discovery.caching import StillPreparing
from graphapi.execution.deadline import Preparing, TimeUp
from graphapi.execution.pool import HungUp, Overloaded, Pool


def busy() -> None:
    """Work until the deadline."""
    while True:
        check()


async def outcomes(pool: Pool, *jobs: tuple[Callable[[], object], float]) -> list[object]:
    """Return what becomes of jobs that begin one shortly after the other, with as many seconds for each."""
    found: list[object] = [None] * len(jobs)

    async def one(place: int, work: Callable[[], object], seconds: float) -> None:
        try:
            found[place] = await pool.run(work, Deadline(seconds), sleep_forever)
        except (HungUp, KeyError, Overloaded, TimeUp) as error:
            found[place] = type(error)

    async with create_task_group() as group:
        for place, (work, seconds) in enumerate(jobs):
            group.start_soon(one, place, work, seconds)
            await anyio.sleep(0.02)
    return found


def test_what_is_done_in_a_thread_comes_back() -> None:
    assert anyio.run(outcomes, Pool(1, 0), (lambda: 7, 10)) == [7]


def test_a_failure_comes_back_as_it_is() -> None:
    def fails() -> None:
        raise KeyError("no such thing")

    assert anyio.run(outcomes, Pool(1, 0), (fails, 10)) == [KeyError]


def test_work_ends_with_its_deadline() -> None:
    begun = monotonic()
    assert anyio.run(outcomes, Pool(1, 0), (busy, 0.1)) == [TimeUp]
    assert monotonic() - begun < 1


def test_who_waits_for_a_preparation_is_told_so() -> None:
    def waits() -> None:
        raise Preparing

    assert anyio.run(outcomes, Pool(1, 0), (waits, 10)) == [Preparing]


def test_a_preparation_is_waited_for_without_a_thread_and_then_the_work_begins_anew() -> None:
    pool, ready, begun = Pool(1, 9), Future[None](), []

    def work() -> str:
        begun.append(pool.working)
        if not ready.done():
            raise StillPreparing(ready)
        return "prepared"

    def other() -> str:
        ready.set_result(None)
        return "meanwhile"

    assert anyio.run(outcomes, pool, (work, 10), (other, 10)) == ["prepared", "meanwhile"]
    assert begun == [1, 1]
    assert (pool.working, pool.waiting) == (0, 0)


def test_who_waits_for_a_preparation_in_vain_is_told_so_and_few_may_wait() -> None:
    def work() -> None:
        raise StillPreparing(Future())

    begun = monotonic()
    assert anyio.run(outcomes, Pool(1, 1), (work, 0.3), (work, 10)) == [Preparing, Preparing]
    assert monotonic() - begun < 5


def test_a_preparation_that_was_not_even_begun_is_not_waited_for() -> None:
    def work() -> None:
        raise StillPreparing

    begun = monotonic()
    assert anyio.run(outcomes, Pool(1, 1), (work, 10)) == [Preparing]
    assert monotonic() - begun < 5


def test_who_finds_the_queue_full_is_turned_away_at_once() -> None:
    pool = Pool(1, 1)
    jobs = [(busy, 0.3), (lambda: "waited", 10), (lambda: "late", 10)]
    assert anyio.run(outcomes, pool, *jobs) == [TimeUp, "waited", Overloaded]
    assert (pool.working, pool.waiting) == (0, 0)


def test_waiting_for_a_thread_counts_and_ends_with_the_deadline() -> None:
    assert anyio.run(outcomes, Pool(1, 9), (busy, 0.3), (lambda: "never", 0.1)) == [TimeUp, Overloaded]


def test_who_had_to_wait_for_most_of_the_time_is_told_that_the_server_was_busy() -> None:
    assert anyio.run(outcomes, Pool(1, 9), (busy, 0.3), (busy, 0.4)) == [TimeUp, Overloaded]


def test_a_deadline_that_has_passed_begins_nothing() -> None:
    assert anyio.run(outcomes, Pool(1, 9), (lambda: sleep(5), -1)) == [TimeUp]


@pytest.mark.parametrize("threads", [1, 3])
def test_as_many_work_at_once_as_there_are_threads_and_none_is_left(threads: int) -> None:
    pool, most, before = Pool(threads, 99), [0], active_count()

    def work() -> None:
        most[0] = max(most[0], pool.working)
        Event().wait(0.05)

    anyio.run(outcomes, pool, *[(work, 10)] * 6)
    assert most == [threads]
    end = monotonic() + 5
    while active_count() > before and monotonic() < end:
        sleep(0.01)
    assert active_count() == before


async def hanging_up(pool: Pool, others: int) -> tuple[float, list[object]]:
    """Return how long it takes until a thread is free once somebody hangs up, and what became of the request."""
    gone, found = anyio.Event(), []

    async def ask(hung_up: Callable[[], Awaitable[None]]) -> None:
        try:
            await pool.run(busy, Deadline(30), hung_up)
        except HungUp:
            found.append(HungUp)

    async with create_task_group() as group:
        for _ in range(1 + others):
            group.start_soon(ask, gone.wait)
        await anyio.sleep(0.1)
        begun = monotonic()
        gone.set()
    assert (pool.working, pool.waiting) == (0, 0)
    return monotonic() - begun, found


@pytest.mark.parametrize("others", [0, 3])
def test_work_and_waiting_end_when_nobody_waits_any_more(others: int) -> None:
    took, found = anyio.run(hanging_up, Pool(1, 9), others)
    assert found == [HungUp] * (1 + others)
    assert took < 0.2


def test_waiting_for_a_preparation_ends_when_nobody_waits_any_more() -> None:
    pool, gone, found = Pool(1, 9), anyio.Event(), []

    def work() -> None:
        raise StillPreparing(Future())

    async def ask() -> None:
        try:
            await pool.run(work, Deadline(30), gone.wait)
        except HungUp:
            found.append(HungUp)

    async def hang_up_soon() -> None:
        async with create_task_group() as group:
            group.start_soon(ask)
            await anyio.sleep(0.1)
            gone.set()

    begun = monotonic()
    anyio.run(hang_up_soon)
    assert found == [HungUp]
    assert monotonic() - begun < 5

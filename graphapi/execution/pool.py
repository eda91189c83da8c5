"""Threads for what may take long: as many as there are cores, with a short queue before them."""

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from typing import Any, Generic, TypeVar

from anyio import CapacityLimiter, create_task_group, move_on_after, sleep, to_thread
from starlette.types import Receive

from graph_data.deadline import Deadline
from graphapi.execution.deadline import Preparing, TimeUp, in_time

__all__ = ["HungUp", "Overloaded", "Pool", "hang_up"]

_Found = TypeVar("_Found")

SLICE = 0.02
"""Seconds after which who waits for a preparation looks whether it is done."""


class Overloaded(Exception):  # noqa: N818 -- it says what happened
    """No thread came free in time, or too many wait for one already."""


class HungUp(Exception):  # noqa: N818 -- as above
    """Whoever asked waits no more."""


async def hang_up(receive: Receive) -> None:
    """Return when whoever asked has gone; the request must have been read."""
    while (await receive())["type"] != "http.disconnect":
        pass


class Pool:
    """Threads, and who waits for one.

    Args:
        threads: how many work at once.
        queue: how many may wait, and how many more for a preparation; who comes on top is turned away at once.

    Attributes:
        most: how many may be at work or wait.
    """

    def __init__(self, threads: int, queue: int) -> None:
        self.most = threads + queue
        self._threads = CapacityLimiter(threads)
        self._queue = queue
        self._patient = 0

    @property
    def working(self) -> int:
        """How many threads work now."""
        return self._threads.borrowed_tokens

    @property
    def waiting(self) -> int:
        """How many requests wait for a thread."""
        return self._threads.statistics().tasks_waiting

    async def run(
        self, work: Callable[[], _Found], deadline: Deadline, hung_up: Callable[[], Awaitable[None]]
    ) -> _Found:
        """Do something in a thread; what must be prepared for it first is waited for without one.

        Args:
            work: what to do; it must look at the deadline as it goes, and is begun anew after a preparation.
            deadline: until when, waiting included.
            hung_up: returns when nobody waits for the outcome any more; the work is called off then.

        Raises:
            Overloaded: too many wait, or there was no thread for it until half of the time was gone, and so none left.
            HungUp: nobody waits any more.
            Preparing: what it rests on was not there in time.
            TimeUp: the deadline passed.
        """
        crowded, whole = not self._threads.available_tokens, deadline.remaining
        if crowded and self.waiting >= self._queue:
            raise Overloaded
        job = _Job(work, deadline, whole / 2 if crowded else None)
        async with create_task_group() as group:

            async def listen() -> None:
                await hung_up()
                deadline.cancel()
                group.cancel_scope.cancel()  # ends waiting for a thread; a thread at work is waited for all the same

            group.start_soon(listen)
            with move_on_after(whole):
                await to_thread.run_sync(job, limiter=self._threads)
                while await self._prepared(job):
                    await to_thread.run_sync(job, limiter=self._threads)
            group.cancel_scope.cancel()
        if deadline.cancelled:
            raise HungUp
        if job.found is None:
            raise Overloaded if crowded else TimeUp
        return job.found.result()

    async def _prepared(self, job: "_Job[_Found]") -> bool:
        """Wait for what a job must wait for, if anything; tell whether it is there, so that the job can begin anew."""
        awaited = job.awaited
        if awaited is None or self._patient >= self._queue:
            return False
        self._patient += 1
        try:
            while not awaited.done():  # noqa: ASYNC110 -- it is done by a thread, which knows no event of this loop
                await sleep(SLICE)
        finally:
            self._patient -= 1
        return True


class _Job(Generic[_Found]):
    """Something to do in a thread.

    Attributes:
        found: what came of it, None until it has been done.
        awaited: what must be prepared before it can be done.
    """

    def __init__(self, work: Callable[[], _Found], deadline: Deadline, least: float | None) -> None:
        self._work = work
        self._deadline = deadline
        self._least = least
        self.found: Future[_Found] | None = None
        self.awaited: Future[Any] | None = None

    def __call__(self) -> None:
        """Do it; with less than the least time left when a thread is free at last, the server is what was too slow."""
        late = self.found is None and self._least is not None and self._deadline.remaining < self._least
        self.found, self.awaited = Future(), None
        try:
            self.found.set_result(in_time(self._work, self._deadline))
        except Preparing as told:
            self.awaited = told.awaited
            self.found.set_exception(told)
        except TimeUp as error:
            self.found.set_exception(Overloaded() if late else error)
        except Exception as error:  # noqa: BLE001 -- it is raised where the outcome is asked for
            self.found.set_exception(error)

"""Ends work in time: who starts it says until when, and whatever may take long looks at the clock as it goes.

    with until(Deadline(1.0)):
        rank(graph, organisation, model)  # raises DeadlinePassed within moments of the second's end

Without a deadline nothing looks at a clock, and no answer depends on there being one: work ends, or it does not.
"""

import math
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic
from typing import TypeVar

__all__ = ["Deadline", "DeadlinePassed", "check", "current", "until", "watched"]

_Item = TypeVar("_Item")


class DeadlinePassed(BaseException):
    """The time is up, or nobody waits any more.

    No Exception, so that nothing on the way up takes it for a failure of its own and goes on.
    """


class Deadline:
    """A moment after which work is of no use; may be called off earlier, from any thread.

    Args:
        seconds: how long from now.
        waits: whether work under it waits for what another thread prepares; else it ends, to be begun anew afterwards,
            and so keeps no thread idle.

    Attributes:
        waits: as given.
    """

    __slots__ = ("_at", "waits")

    def __init__(self, seconds: float, *, waits: bool = True) -> None:
        self._at = monotonic() + seconds
        self.waits = waits

    @property
    def remaining(self) -> float:
        """Seconds left; not above 0 when it has passed."""
        return self._at - monotonic()

    @property
    def cancelled(self) -> bool:
        """Whether it was called off."""
        return self._at == -math.inf

    def cancel(self) -> None:
        """Let it pass now: nobody waits for what is being done."""
        self._at = -math.inf

    def check(self) -> None:
        """Go on only in time; a look at the clock costs less than a step of any loop that is worth one.

        Raises:
            DeadlinePassed: it has passed.
        """
        if monotonic() >= self._at:
            raise DeadlinePassed


_CURRENT: ContextVar[Deadline | None] = ContextVar("deadline", default=None)


@contextmanager
def until(deadline: Deadline | None) -> Iterator[None]:
    """Do what follows under a deadline, or under none, whatever held before."""
    before = _CURRENT.set(deadline)
    try:
        yield
    finally:
        _CURRENT.reset(before)


def current() -> Deadline | None:
    """Return the deadline that holds here."""
    return _CURRENT.get()


def check() -> None:
    """Go on only in time.

    Raises:
        DeadlinePassed: the deadline that holds here has passed.
    """
    if (deadline := _CURRENT.get()) is not None:
        deadline.check()


def watched(items: Iterable[_Item]) -> Iterable[_Item]:
    """Return items one by one, as long as there is time.

    Raises:
        DeadlinePassed: from the iteration, before an item.
    """
    deadline = _CURRENT.get()
    return items if deadline is None else _watched(items, deadline)


def _watched(items: Iterable[_Item], deadline: Deadline) -> Iterator[_Item]:
    for item in items:
        deadline.check()
        yield item

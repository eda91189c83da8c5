"""Execution that ends in time: no field is begun after the deadline, and what a field computes looks at it too."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from graphql import Executor

from graph_data.deadline import Deadline, DeadlinePassed, current, until
from graph_data.discovery.caching import StillPreparing

__all__ = ["Preparing", "TimeUp", "TimedExecutor", "in_time"]

_Found = TypeVar("_Found")


class TimeUp(Exception):  # noqa: N818 -- it says what happened
    """The deadline passed before the work was done."""


class Preparing(TimeUp):
    """It passed, or the work ended, while something that it rests on was being prepared in the background.

    Attributes:
        awaited: done when it is there; None when it has not even been begun.
    """

    def __init__(self, awaited: "Future[Any] | None" = None) -> None:
        super().__init__()
        self.awaited = awaited


class TimedExecutor(Executor[None]):
    """Executes as graphql-core does by default, as long as there is time."""

    def execute_field(self, kind: Any, source: Any, nodes: Any, path: Any, position: Any) -> Any:  # noqa: ANN401 -- graphql-core's own; `*` would cost more than the deadline
        """Begin a field only in time."""
        if (deadline := current()) is not None:
            deadline.check()
        return _EXECUTE_FIELD(self, kind, source, nodes, path, position)


_EXECUTE_FIELD = Executor.execute_field
"""Looked up once, not for every field."""


def in_time(work: Callable[[], _Found], deadline: Deadline) -> _Found:
    """Do something under a deadline.

    Raises:
        TimeUp: it passed, or was called off.
    """
    try:
        with until(deadline):
            return work()
    except StillPreparing as told:
        ended: TimeUp = Preparing(told.awaited)
    except DeadlinePassed:
        ended = TimeUp()
    raise ended  # out here it holds nothing of where the work ended, which may be large

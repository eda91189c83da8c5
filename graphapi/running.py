"""Where a request runs, and until when: at once what is cheap, in a thread what is dear, so that others need not wait.

The time counts from when the request has been read, and waiting for a thread counts too.
"""

from collections.abc import Callable
from functools import partial
from typing import TypeVar

import orjson
from starlette.requests import Request as HttpRequest

from graph_data.deadline import Deadline
from graph_data.graph import KnowledgeGraph
from graphapi.account import account
from graphapi.errors import ErrorCode
from graphapi.execution.answering import Answer, Request, answer, cost_of, is_dear, plan_cost, timed_out
from graphapi.execution.cost import Cost
from graphapi.execution.deadline import Preparing, TimeUp, in_time
from graphapi.execution.document import documents
from graphapi.execution.pool import Overloaded, Pool, hang_up
from graphapi.limits import Limits
from graphapi.requests import Refused

__all__ = ["CLOSED", "answered", "content_of", "deadline_of", "read_document", "too_late", "turned_away"]

_Found = TypeVar("_Found")

AT_ONCE = 0.025
"""Seconds that a request may keep all others waiting; one that takes longer begins anew in a thread."""

CHEAP = 500
"""Cost up to which a request is tried at once: about as many plain fields, some two milliseconds."""

LONG = 2_000
"""Characters above which a document is read in a thread: reading takes some ten milliseconds then."""


SOON = {"Retry-After": "1"}

CLOSED = 499
"""Status, in the log alone, of a request whose asker hung up."""


def deadline_of(http: HttpRequest, request: Request) -> Deadline:
    """Return until when a request is worked on."""
    return Deadline(_milliseconds(http, request) / 1000, waits=False)


def _milliseconds(http: HttpRequest, request: Request) -> int:
    """Return how long a request may take: the server's limit, or less where it asks for less."""
    limit: int = http.app.state.limits.timeout_ms
    return min(limit, request.timeout_ms or limit)


async def read_document(http: HttpRequest, request: Request, deadline: Deadline) -> None:
    """Read a long document, so that whoever asks for it next finds it read.

    Raises:
        Overloaded, HungUp, TimeUp: as Pool.run.
    """
    if len(request.query) > LONG:
        await _in_thread(http, partial(documents(http.app.state.limits).read, request.query), deadline)


async def answered(
    http: HttpRequest, graph: KnowledgeGraph, request: Request, deadline: Deadline
) -> tuple[Answer, bytes]:
    """Return the answer to a request whose document is read, and how it is written.

    Raises:
        Overloaded, HungUp, Preparing: as Pool.run.
    """
    limits: Limits = http.app.state.limits

    def work() -> tuple[Answer, bytes]:
        found = answer(graph, request, limits)
        return found, content_of(found)

    if not is_dear(request, limits) and (cost_of(request, limits) or 0) <= CHEAP:
        try:
            return in_time(work, Deadline(min(AT_ONCE, deadline.remaining), waits=False))
        except TimeUp:
            pass
    account().dear = True
    try:
        return await _in_thread(http, work, deadline)
    except Preparing:
        raise
    except TimeUp:
        return too_late(http, graph, request, plan_cost(request, limits))


def too_late(
    http: HttpRequest, graph: KnowledgeGraph, request: Request, cost: Cost | None = None
) -> tuple[Answer, bytes]:
    """Return what is told when the time ran out, and how it is written; without a cost where it was not worked out."""
    found = timed_out(graph, _milliseconds(http, request), http.app.state.limits, cost)
    return found, content_of(found)


def content_of(found: Answer) -> bytes:
    """Return an answer as JSON."""
    return orjson.dumps(found.body, default=str)


async def _in_thread(http: HttpRequest, work: Callable[[], _Found], deadline: Deadline) -> _Found:
    pool: Pool = http.app.state.pool
    return await pool.run(work, deadline, partial(hang_up, http.receive))


def turned_away(error: Overloaded | Preparing) -> Refused:
    """Return what is told to who may come again soon."""
    if isinstance(error, Overloaded):
        return Refused(503, "the server is busy; ask again in a second", SOON, ErrorCode.OVERLOADED)
    message = "what the answer rests on is being prepared; ask again in a second"
    return Refused(503, message, SOON, ErrorCode.PREPARING)

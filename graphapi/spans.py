"""Where the time of a request goes, told to whoever traces it; nothing is done where nobody does."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Any, Protocol

from starlette.types import Scope

from graphapi.account import Account

__all__ = ["Ended", "Tracer", "request_span", "span", "trace_with"]

Ended = Callable[[Account, int], None]
"""Takes what is told of a request, and its status, at its end."""


class Tracer(Protocol):
    """What makes spans."""

    def request(self, scope: Scope) -> AbstractContextManager[Ended]:
        """Return the span of a request."""

    def part(self, name: str) -> AbstractContextManager[Any]:
        """Return the span of a part of the request that is being answered here."""


_UNTRACED = nullcontext()
_tracers: list[Tracer] = []


def trace_with(tracer: Tracer | None) -> None:
    """Let a tracer make the spans of this process; none are made when it is None."""
    _tracers[:] = [] if tracer is None else [tracer]


def request_span(scope: Scope) -> AbstractContextManager[Ended]:
    """Return the span of a request, as long as its block."""
    return _tracers[0].request(scope) if _tracers else nullcontext(_nobody)


def span(name: str) -> AbstractContextManager[Any]:
    """Return the span of a part of a request, as long as its block."""
    return _tracers[0].part(name) if _tracers else _UNTRACED


def _nobody(account: Account, status: int) -> None:
    """Take what nobody wants."""

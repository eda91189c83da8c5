"""What is answered while the dataset is loaded: that it is too early, so that nobody waits for an answer or guesses."""

from threading import Thread
from types import TracebackType
from typing import Self

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from graphapi.caching import PRIVATE
from graphapi.errors import ErrorCode
from graphapi.listening import Listeners
from graphapi.requests import METHODS
from graphapi.server import config_of
from graphapi.settings import Settings

__all__ = ["Starting"]

SOON = {"Cache-Control": PRIVATE, "Retry-After": "1"}


class Starting:
    """A thread that answers, as long as its block: it is gone before processes are forked off.

    Args:
        listeners: where; they go on listening afterwards, so that no connection is refused in between.
        settings: the limits of connections.
    """

    def __init__(self, listeners: Listeners, settings: Settings) -> None:
        app = Starlette(
            routes=[
                Route("/healthz", _health),
                Route("/readyz", _ready),
                Route("/{path:path}", _early, methods=METHODS),
            ]
        )
        self._sockets = [listener.dup() for listener in listeners.sockets]
        self._server = uvicorn.Server(config_of(app, settings))
        self._thread = Thread(target=self._server.run, args=(self._sockets,), name="starting", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.should_exit = True
        self._thread.join()
        for listener in self._sockets:
            listener.close()


async def _health(_: Request) -> Response:
    return JSONResponse({"status": "ok"})


async def _ready(_: Request) -> Response:
    return JSONResponse({"status": "starting"}, 503, SOON)


async def _early(_: Request) -> Response:
    message = "the dataset is being loaded; ask again in a second"
    error = {"message": message, "extensions": {"code": ErrorCode.STARTING.name}}
    return JSONResponse({"errors": [error]}, 503, SOON)

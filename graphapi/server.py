"""A process that answers: uvicorn, set up for strangers, and an end that finishes what it is at."""

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from types import FrameType
from typing import cast

import uvicorn
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.protocols.http.flow_control import CLOSE_HEADER

from graphapi.health import Standing
from graphapi.listening import BACKLOG
from graphapi.protocol import Connection, connection_class
from graphapi.settings import Settings

__all__ = ["INTERRUPTED", "ByPort", "Server", "config_of"]

LINGER = 1.0
"""Seconds that a server which ends still takes requests of clients whose connections it keeps."""

STEP = 0.05

INTERRUPTED = 130
"""Exit code of a process that was told twice to end; the command's own, see ExitCode."""


def config_of(
    app: ASGIApp, settings: Settings, heartbeat: Callable[[], Awaitable[None]] | None = None
) -> uvicorn.Config:
    """Return how uvicorn answers.

    h11 is slower than httptools, but it refuses long heads and bodies whose length is said in two ways. What the server
    is made of is nobody's business, who asks is the peer's address unless a known proxy says otherwise, and there are
    no WebSockets.

    Args:
        app: what answers.
        settings: the limits of connections.
        heartbeat: is called once a second.
    """
    return uvicorn.Config(
        app,
        http=connection_class(settings),
        loop="asyncio",
        ws="none",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=[*settings.trusted_proxies],
        h11_max_incomplete_event_size=settings.max_header_bytes,
        timeout_keep_alive=settings.idle_seconds,
        timeout_graceful_shutdown=max(1, int(settings.drain_seconds - LINGER)),
        backlog=BACKLOG,
        callback_notify=heartbeat,
        timeout_notify=0,
    )


class ByPort:
    """Passes what comes in at the port of metrics and probes on to what answers there."""

    def __init__(self, app: ASGIApp, operations: ASGIApp, port: int) -> None:
        self._app = app
        self._operations = operations
        self._port = port

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        at = scope.get("server")
        await (self._operations if at and at[1] == self._port else self._app)(scope, receive, send)


class Server(uvicorn.Server):
    """Answers until it is told to end; told a second time, it ends at once.

    Args:
        config: how.
        standing: is told when the server begins to end.
        deaf: signals that are for another process.

    Attributes:
        closed: how many connections were closed before their request was answered, by why.
        ended_by: the signal that told it to end; None as long as none did.
        cut_off: requests that were not finished in time.
    """

    def __init__(self, config: uvicorn.Config, standing: Standing, deaf: frozenset[int] = frozenset()) -> None:
        super().__init__(config)
        connection = cast("type[Connection]", config.http)
        self.closed = connection.closed
        self.ended_by: int | None = None
        self.cut_off = 0
        self._standing = standing
        self._deaf = deaf

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Begin to end, or end at once; uvicorn would send itself the signal again when it has ended."""
        del frame
        if sig in self._deaf:
            return
        if self.should_exit:
            os._exit(INTERRUPTED)
        self.ended_by = sig
        self.drain()

    def drain(self) -> None:
        """End after what is begun; the probes say so from now on."""
        self._standing.draining = True
        self.should_exit = True

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Take no more connections, let the kept ones end with their next answer, and finish what is begun.

        Metrics and probes are told until the end.
        """
        (main, *operations), self.servers = self.servers, self.servers[:1]
        main.close()
        self.server_state.default_headers.append(CLOSE_HEADER)
        for _ in range(int(LINGER / STEP)):
            if not self.server_state.connections:
                break
            await asyncio.sleep(STEP)
        await super().shutdown(sockets[:1] if sockets else None)
        for server in operations:
            server.close()
        self.cut_off = len(self.server_state.tasks)

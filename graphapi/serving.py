"""Runs the server: listens, loads the dataset, says where, answers until told to end."""

import asyncio
import gc
import logging
import os
import resource
import signal
import sys
import threading
import webbrowser
from collections.abc import Awaitable, Callable
from datetime import datetime

import orjson
from starlette.applications import Starlette
from starlette.types import ASGIApp

from graph_data.allocator import give_back
from graphapi.app import create_app
from graphapi.board import Board
from graphapi.choices import LogFormat
from graphapi.health import Standing, operations_app
from graphapi.listening import CannotListen, Listeners, address_of, port_of
from graphapi.logs import Log
from graphapi.metrics import Metrics
from graphapi.reloading import Reloader
from graphapi.served import Refusal, Served
from graphapi.server import INTERRUPTED, ByPort, Server, config_of
from graphapi.settings import Settings
from graphapi.spans import trace_with
from graphapi.starting import Starting
from graphapi.telemetry import Telemetry, exporter_to
from graphapi.workers import Workers

__all__ = ["CannotListen", "run"]

FILES = 65_536
"""Files and connections that a process may have open, where the system allows as many."""

TURN = 0.0005
"""Seconds that a thread may keep the others of its process waiting; Python's own 0.005 is long for who answers small
questions, since a turn is over each time that something is read or sent."""

_log = logging.getLogger(__name__)


def run(settings: Settings, say: Callable[[str], None], *, browse: bool = False) -> None:
    """Serve until told to end.

    Args:
        settings: what and where.
        say: takes one line for the person who started it, where the log is for people.
        browse: whether to open a browser once the server answers.

    Raises:
        InvalidDataset: the dataset cannot be used.
        CannotListen: an address is in use or not this machine's.
        Unprotected: the dataset is not for everybody, and everybody can ask.
        MissingExtra: spans are wanted, and OpenTelemetry is not installed.
        KeyboardInterrupt: it was told to end by SIGINT; what it was at is finished.
    """
    with Listeners(settings) as listeners:
        settings = settings.bound_to(listeners.main.getsockname()[0])
        if settings.telemetry_endpoint:
            exporter_to(settings.telemetry_endpoint)  # says at once if it cannot
        several = settings.workers > 1
        log = Log(settings.log_format, waits=several)
        try:
            tell = say if settings.log_format is LogFormat.TEXT else _log.info
            _raise_limit_of_files()
            with Starting(listeners, settings):
                app = create_app(settings)
            # What is loaded stays: the collector need not look at it again, or every request would wait for it, and
            # processes that are forked off would each copy what it writes its marks into.
            gc.collect()
            gc.freeze()
            sys.setswitchinterval(TURN)
            _greet(app, listeners, tell)
            if browse:
                threading.Timer(0.5, webbrowser.open, [address_of(listeners.main)]).start()
            site = _Site(settings, listeners, app, tell)
            ended_by = site.several() if several else site.alone(log)
        finally:
            written = log.end()
    if not written:
        os._exit(INTERRUPTED if ended_by == signal.SIGINT else 0)
    if ended_by == signal.SIGINT:
        raise KeyboardInterrupt


def _greet(app: Starlette, listeners: Listeners, tell: Callable[[str], None]) -> None:
    served: Served = app.state.served
    address = address_of(listeners.main)
    tell(f"{served.graph.dataset.about.title}, version {served.graph.version}")
    tell(f"{address}/graphql answers; {address} to ask in a browser; Ctrl+C stops")
    if listeners.operations:
        tell(f"{address_of(listeners.operations)}/metrics counts; /healthz and /readyz answer there too")


def _raise_limit_of_files() -> None:
    """Let connections not be too many files: what is usual is 1,024, and the system mostly allows more."""
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < FILES:
        wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


class _Site:
    """What a server is made of.

    Args:
        settings: how it runs.
        listeners: where.
        app: what answers.
        tell: takes one line for the person who started it.
    """

    def __init__(self, settings: Settings, listeners: Listeners, app: Starlette, tell: Callable[[str], None]) -> None:
        self._settings = settings
        self._listeners = listeners
        self._app = app
        self._tell = tell
        self._served: Served = app.state.served
        self._metrics: Metrics = app.state.metrics
        self._standing: Standing = app.state.standing

    def alone(self, log: Log) -> int | None:
        """Answer by this process, and return the signal that ended it."""
        reloader = Reloader(self._served, self._tell, watch=self._settings.watch)
        signal.signal(signal.SIGHUP, lambda *_: reloader.ask())
        self._count_reloads(self._metrics)
        reloader.start()
        try:
            return self._answer(log, self._server())
        finally:
            reloader.stop()

    def several(self) -> int:
        """Answer by processes that are forked off this one, and return the signal that ended them."""
        count = self._settings.workers
        # Asked here: a process that asks for its parent may have lost it already.
        supervisor = os.getpid()
        board, own = Board(count + 2), Metrics()
        board.own(0)
        board.own(count + 1)

        def tick() -> None:
            board.write(0, own.snapshot())
            board.write(count + 1, orjson.dumps(self._served.refusal))

        reloader = Reloader(self._served, self._tell, watch=self._settings.watch, then=lambda: workers.renew())  # noqa: PLW0108 -- made below
        workers = Workers(
            count,
            lambda number: self._work(number, board, supervisor),
            loading=reloader.loading,
            reload=reloader.ask,
            tick=tick,
            ending=self._listeners.main.close,
            patience=self._settings.drain_seconds + 2,
        )
        self._count_reloads(own)
        own.counted("workers_replaced", "Workers that died.", "number", lambda: workers.replaced)
        reloader.start()
        try:
            return workers.run()
        finally:
            reloader.stop()

    def _count_reloads(self, metrics: Metrics) -> None:
        said = "Looks at a newer version, by what came of them."
        metrics.counted("reloads", said, "outcome", lambda: self._served.reloads)

    def _work(self, number: int, board: Board, supervisor: int) -> None:
        """Be one of several processes."""
        log = Log(self._settings.log_format, worker=number)
        last = self._settings.workers + 1
        board.own(number)

        def snapshots() -> dict[str, bytes]:
            board.write(number, self._metrics.snapshot())
            return {"supervisor": board.read(0)} | {str(other): board.read(other) for other in range(1, last)}

        async def beat() -> None:
            board.write(number, self._metrics.snapshot())
            self._served.refusal = _refusal(board.read(last))
            if os.getppid() != supervisor:
                server.drain()  # whoever looked after it is gone, and nobody would end it

        self._standing.snapshots = snapshots
        server = self._server(beat, frozenset({signal.SIGINT}))
        try:
            self._answer(log, server)
        finally:
            log.end()

    def _server(self, beat: Callable[[], Awaitable[None]] | None = None, deaf: frozenset[int] = frozenset()) -> Server:
        app: ASGIApp = self._app
        if self._listeners.operations:
            operations = operations_app(self._app.state, self._settings.metrics_host)
            app = ByPort(app, operations, port_of(self._listeners.operations))

        async def every_second() -> None:
            give_back()
            if beat:
                await beat()

        return Server(config_of(app, self._settings, every_second), self._standing, deaf)

    def _answer(self, log: Log, server: Server) -> int | None:
        """Answer until told to end; the process ends here if a request does not.

        A thread that works on a request cannot be ended from outside.
        """
        said = "Connections closed before their request was answered, by why."
        self._metrics.gauge("connections", "Open connections.", lambda: len(server.server_state.connections))
        self._metrics.counted("connections_closed", said, "why", lambda: server.closed)
        self._metrics.gauge("log_lines_dropped", "Lines of the log that nobody read.", lambda: log.dropped)

        async def serve() -> None:
            await server.serve(self._listeners.sockets)
            if server.cut_off:
                _log.warning("%d requests at work were left when the server ended", server.cut_off)
                log.end()
                os._exit(INTERRUPTED if server.ended_by == signal.SIGINT else 0)

        endpoint = self._settings.telemetry_endpoint
        telemetry = Telemetry(exporter_to(endpoint)) if endpoint else None
        trace_with(telemetry)
        try:
            asyncio.run(serve())
        finally:
            trace_with(None)
            if telemetry:
                telemetry.end()
        return server.ended_by


def _refusal(told: bytes) -> Refusal | None:
    found = orjson.loads(told or b"null")
    return Refusal(found["message"], datetime.fromisoformat(found["at"])) if found else None

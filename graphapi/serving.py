"""Runs the server: loads the dataset, listens, says where."""

import gc
import signal
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from graphapi.app import create_app
from graphapi.reloading import Reloader
from graphapi.served import Served
from graphapi.settings import Settings

__all__ = ["CannotListen", "run"]


class CannotListen(OSError):  # noqa: N818 -- the name says what happened
    """The address cannot be listened on."""


def run(settings: Settings, say: Callable[[str], None], *, browse: bool = False) -> None:
    """Serve until interrupted.

    Args:
        settings: what and where.
        say: takes one line for the person who started it.
        browse: whether to open a browser once the server answers.

    Raises:
        InvalidDataset: the dataset cannot be used.
        CannotListen: the address is in use or not this machine's.
    """
    listener = _listen(settings.host, settings.port)
    with listener:
        app = create_app(settings)
        # What is loaded stays: the collector need not look at it again, or every request would wait for it.
        gc.collect()
        gc.freeze()
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        address = f"http://{host}:{listener.getsockname()[1]}"
        served: Served = app.state.served
        graph = served.graph
        say(f"{graph.dataset.about.title}, version {graph.version}")
        say(f"{address}/graphql answers; {address} to ask in a browser; Ctrl+C stops")
        if browse:
            threading.Timer(0.5, webbrowser.open, [address]).start()
        config = uvicorn.Config(app, http="h11", log_level="warning", h11_max_incomplete_event_size=32768)
        reloader = Reloader(served, say, watch=settings.watch)
        signal.signal(signal.SIGHUP, lambda *_: reloader.ask())
        reloader.start()
        try:
            uvicorn.Server(config).run(sockets=[listener])
        finally:
            reloader.stop()


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise CannotListen(f"cannot listen on {host}:{port}: {error.strerror}; choose another with --port") from None
    return listener

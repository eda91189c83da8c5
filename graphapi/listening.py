"""Where a server listens: the address that it answers at, and one of its own for whoever looks after it."""

import socket
from contextlib import ExitStack
from types import TracebackType
from typing import Self

from graphapi.settings import Settings

__all__ = ["CannotListen", "Listeners"]

BACKLOG = 2048
"""Connections that may wait to be taken."""


class CannotListen(OSError):  # noqa: N818 -- the name says what happened
    """The address cannot be listened on."""


class Listeners:
    """Sockets that listen, as long as their block.

    Attributes:
        main: of what everybody may ask.
        operations: of metrics and probes; None without.

    Raises:
        CannotListen: an address is in use or not this machine's.
    """

    def __init__(self, settings: Settings) -> None:
        with ExitStack() as stack:
            self.main = stack.enter_context(_listen(settings.host, settings.port, "--port"))
            self.operations: socket.socket | None = None
            if settings.metrics_port is not None:
                host, port = settings.metrics_host, settings.metrics_port
                self.operations = stack.enter_context(_listen(host, port, "the setting metrics_port"))
                if port_of(self.operations) == port_of(self.main):
                    raise CannotListen(f"metrics cannot be told on {host}:{port}: requests are answered on this port")
            self._stack = stack.pop_all()

    @property
    def sockets(self) -> list[socket.socket]:
        """All of them."""
        return [self.main, *([self.operations] if self.operations else [])]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stack.close()


def port_of(listener: socket.socket) -> int:
    """Return the port that a socket listens on."""
    found: int = listener.getsockname()[1]
    return found


def address_of(listener: socket.socket) -> str:
    """Return the address to ask at."""
    host, port = listener.getsockname()[:2]
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _listen(host: str, port: int, choose: str) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # with the protocol said, connections send what they have at once: asyncio sees by it that it is TCP
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise CannotListen(f"cannot listen on {host}:{port}: {error.strerror}; choose another with {choose}") from None
    return listener

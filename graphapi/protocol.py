"""Connections: how long one may take to ask, to read, to idle, and who is let go where there are too many.

uvicorn waits for the end of a request's headers as long as it takes, and counts who only waits among those it serves.
"""

import asyncio
import sys
from collections import Counter
from typing import Any, ClassVar, cast

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

from graphapi.settings import Settings

__all__ = ["CLOSED", "Connection", "connection_class"]

AT_ONCE = 32 * 1024
"""Bytes that are read from a connection before others have their turn: asyncio would take 256 kilobytes."""

OVERHEAD = 64 * 1024
"""Bytes that a body may have on the way besides its own: it may come in many pieces, not in any number of them."""

PIECE = 16 * 1024
"""Bytes of a request's head that are looked at together: h11 counts only what has come in earlier pieces."""

SERVER_FAILED = 500

LINGER = 2.0
"""Seconds that the rest of a body may still come once the request is answered, so that the answer arrives."""

CLOSED = ("crowded", "malformed", "slow", "stalled")
"""Why connections are closed before their request is answered."""


class Connection(H11Protocol):
    """A connection with a client.

    Attributes:
        settings: how long it may take for what.
        idle: all connections that wait for a request or its end, the one that waits longest first.
        closed: how many were closed, by why.
    """

    settings: ClassVar[Settings]
    idle: "ClassVar[dict[Connection, None]]"
    closed: ClassVar[Counter[str]]

    def __init__(self, *arguments: Any, **more: Any) -> None:  # noqa: ANN401 -- uvicorn's own, passed on
        super().__init__(*arguments, **more)
        self._head_timer: asyncio.TimerHandle | None = None
        self._end_timer: asyncio.TimerHandle | None = None
        self._stall_timer: asyncio.TimerHandle | None = None
        self._received = False
        self._body = 0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin to wait for a request, in the place of who waits longest if there are too many."""
        super().connection_made(cast("asyncio.Transport", transport))
        setattr(transport, "max_size", AT_ONCE)  # noqa: B010 -- asyncio's, but of its selectors' transports alone
        self._wait()
        if len(self.connections) > self.settings.max_connections and len(self.idle) > 1:
            next(iter(self.idle))._close("crowded")  # noqa: SLF001 -- of the same class

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget it."""
        self.idle.pop(self, None)
        for timer in (self._head_timer, self._end_timer, self._stall_timer):
            if timer:
                timer.cancel()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came, the head of a request in pieces, as long as it is not too long."""
        self._received = True
        while data and not self.transport.is_closing():
            piece = data[:PIECE] if self._asks else data
            data = data[len(piece) :]
            self._body = 0 if self._asks else self._body + len(piece)
            super().data_received(piece)
        if self._body > self.settings.max_body_bytes + OVERHEAD and self.conn.our_state is h11.SEND_RESPONSE:
            self._refuse_body()
        if self._end_timer and self.conn.our_state is not h11.DONE:
            self._end_timer.cancel()
            self._end_timer = None
        if self._asks:
            self._wait()
        else:
            self._work()

    @property
    def _asks(self) -> bool:
        """Whether the head of a request has not come yet."""
        return self.conn.their_state is h11.IDLE

    def _wait(self) -> None:
        if self._head_timer is None:
            self.idle[self] = None
            self._head_timer = self.loop.call_later(self.settings.header_seconds, self._head_is_late)

    def _work(self) -> None:
        self.idle.pop(self, None)
        if self._head_timer:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        if self._received and self._asks and not self.transport.is_closing():
            self.closed["slow"] += 1
            self._answer(408, "The head of the request did not come in time.")
        else:
            self._close("slow")

    def on_response_complete(self) -> None:
        """Wait for the next request, or not long for the rest of this one."""
        self._received = False
        super().on_response_complete()
        if self.transport.is_closing():
            return
        if self.conn.our_state is h11.DONE and self.conn.their_state is h11.SEND_BODY:
            self._end_timer = self.loop.call_later(LINGER, self._close, "slow")
        elif self._asks:
            self.idle[self] = None  # until the next request begins uvicorn's own timer counts

    def pause_writing(self) -> None:
        """Wait for the other end to read, as long as it reads at all."""
        super().pause_writing()
        if self._stall_timer is None:
            self._expect(self.transport.get_write_buffer_size())

    def _expect(self, left: int) -> None:
        self._stall_timer = self.loop.call_later(self.settings.stalled_seconds, self._is_stalled, left)

    def _is_stalled(self, left: int) -> None:
        found = self.transport.get_write_buffer_size()
        if found < left:
            self._expect(found)
        else:
            self.closed["stalled"] += 1
            self.transport.abort()

    def resume_writing(self) -> None:
        """Go on: it has read."""
        super().resume_writing()
        if self._stall_timer:
            self._stall_timer.cancel()
            self._stall_timer = None

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP with the status that h11 has for it, such as 431 for headers that are too long."""
        error = sys.exception()
        status = error.error_status_hint if isinstance(error, h11.RemoteProtocolError) else 400
        status = status if status < SERVER_FAILED else 400  # a coding that is unknown is no failure of the server
        self.closed["malformed"] += 1
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            self._answer(status, msg)
        else:
            self.transport.close()

    def _refuse_body(self) -> None:
        """Refuse what comes in too many pieces; whoever reads the body is told that nobody waits any more."""
        self.closed["malformed"] += 1
        self.cycle.disconnected = True
        self.cycle.message_event.set()
        self._answer(413, "The body of the request is too long, or comes in too many pieces.")

    def _answer(self, status: int, message: str) -> None:
        headers = [("content-type", "text/plain; charset=utf-8"), ("connection", "close")]
        for event in (
            h11.Response(status_code=status, headers=headers),
            h11.Data(data=message.encode()),
            h11.EndOfMessage(),
        ):
            self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    def _close(self, why: str) -> None:
        self.idle.pop(self, None)
        if not self.transport.is_closing():
            self.closed[why] += 1
            self.transport.close()


def connection_class(of: Settings) -> type[Connection]:
    """Return the class of the connections of one server."""

    class ServerConnection(Connection):
        settings = of
        idle: ClassVar[dict[Connection, None]] = {}
        closed: ClassVar[Counter[str]] = Counter()

    return ServerConnection

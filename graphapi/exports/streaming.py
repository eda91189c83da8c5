"""Sends a file piece by piece, each made when the one before has gone, so that a slow reader holds no thread."""

from collections.abc import Iterator, Mapping
from functools import partial

from anyio import move_on_after
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from graph_data.deadline import Deadline
from graphapi.account import account
from graphapi.errors import ErrorCode
from graphapi.execution.deadline import TimeUp
from graphapi.execution.pool import HungUp, Overloaded, Pool, hang_up

__all__ = ["Streamed", "Streams", "piece_of"]

LEAST = 2**16
"""Bytes worth sending at once: 64 kilobytes."""

PIECE_SECONDS = 10.0
"""Within which a piece must be made, waiting for the thread included."""

STALL_SECONDS = 60.0
"""Within which a reader must take a piece."""


class Streams:
    """Files that are being sent; all take turns in one thread, so that questions have the others.

    Args:
        most: how many at once.

    Attributes:
        open: how many are.
    """

    def __init__(self, most: int) -> None:
        self.most = most
        self.open = 0
        self.pool = Pool(1, most)


class Streamed(StreamingResponse):
    """A file that is made as it is sent; what goes wrong on the way ends the connection: a part is not the whole.

    Args:
        streams: what else is being sent.
        first: the first piece.
        others: makes the others.
        headers: the answer's headers.
        busy: what is answered instead when too many are being sent.
    """

    def __init__(
        self, streams: Streams, first: bytes, others: Iterator[bytes], headers: Mapping[str, str], busy: Response
    ) -> None:
        super().__init__(iter(()), headers=headers)
        self._streams = streams
        self._first = first
        self._others = others
        self._busy = busy

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send it."""
        streams = self._streams
        if streams.open >= streams.most:
            await self._busy(scope, receive, send)
            return
        streams.open += 1
        try:
            await self._stream(receive, send)
        # the server sees that the answer is not complete, and closes the connection; log and metrics say why
        except HungUp:
            pass
        except Overloaded:
            account().codes = [ErrorCode.OVERLOADED.name]
        except TimeUp:
            account().codes = [ErrorCode.TIME_LIMIT.name]
        finally:
            streams.open -= 1

    async def _stream(self, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        piece = self._first
        while piece:
            with move_on_after(STALL_SECONDS) as waiting:
                await send({"type": "http.response.body", "body": piece, "more_body": True})
            if waiting.cancelled_caught:
                raise TimeUp
            work = partial(piece_of, self._others)
            piece = await self._streams.pool.run(work, Deadline(PIECE_SECONDS, waits=False), partial(hang_up, receive))
        await send({"type": "http.response.body", "body": b"", "more_body": False})


def piece_of(pieces: Iterator[bytes]) -> bytes:
    """Return the next pieces, as many as are worth sending at once; nothing at the end."""
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) >= LEAST:
            break
    return bytes(found)

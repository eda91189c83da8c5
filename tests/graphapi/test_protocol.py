"""Connections: what takes too long is ended, what is too much is refused, and neighbours do not notice."""

import asyncio
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from graphapi.settings import Settings

PATIENCE = 20
"""Seconds after which what was waited for counts as missing."""

ASKED = b"GET /quick HTTP/1.1\r\nHost: x\r\n\r\n"

At = tuple[str, int]
Serve = Callable[..., Any]


async def quick(_: Request) -> Response:
    return PlainTextResponse("done")


async def read(http: Request) -> Response:
    return PlainTextResponse(f"{len(await http.body())} done")


async def slow(_: Request) -> Response:
    await asyncio.sleep(1.5)
    return PlainTextResponse("done at last")


async def large(_: Request) -> Response:
    return PlainTextResponse("x" * 20_000_000)


APP = Starlette(
    routes=[
        Route("/quick", quick, methods=["GET", "POST"]),
        Route("/slow", slow),
        Route("/read", read, methods=["POST"]),
        Route("/large", large),
    ]
)


@pytest.fixture(scope="module")
def serve(connect: Serve) -> Serve:
    """Return a context manager that serves with some settings and gives the address."""

    @contextmanager
    def serve(**settings: float) -> Iterator[At]:
        with connect(APP, Settings(**settings)) as at:  # type: ignore[arg-type]
            yield at

    return serve


def open_to(at: At) -> socket.socket:
    return socket.create_connection(at, timeout=PATIENCE)


def rest(connection: socket.socket) -> bytes:
    """Return what comes until the other end closes."""
    found = b""
    try:
        while piece := connection.recv(65536):
            found += piece
    except ConnectionResetError:
        pass
    return found


def until_closed(connection: socket.socket) -> tuple[bytes, float]:
    begun = time.monotonic()
    return rest(connection), time.monotonic() - begun


def answered(at: At) -> bool:
    with open_to(at) as connection:
        connection.sendall(ASKED)
        return is_answered(connection)


def answer_on(connection: socket.socket, end: bytes = b"done") -> bytes:
    """Return what comes until an answer ends, or the connection."""
    found = b""
    while not found.endswith(end) and (piece := connection.recv(65536)):
        found += piece
    return found


def is_answered(connection: socket.socket) -> bool:
    return answer_on(connection).endswith(b"done")


def test_who_says_nothing_is_let_go(serve: Serve) -> None:
    with serve(header_seconds=0.4) as at, open_to(at) as connection:
        found, seconds = until_closed(connection)
    assert found == b""
    assert 0.3 < seconds < 5


def test_a_head_that_does_not_end_is_refused_however_steadily_it_comes(serve: Serve) -> None:
    with serve(header_seconds=0.5) as at, open_to(at) as connection:
        begun = time.monotonic()
        connection.settimeout(0.05)
        found = b""
        for byte in ASKED[:-1] * 100:
            connection.sendall(bytes([byte]))
            try:
                found = connection.recv(65536)
                break
            except TimeoutError:
                pass
        assert found.startswith(b"HTTP/1.1 408 ")
        assert b"connection: close" in found.lower()
        assert time.monotonic() - begun < 5


def test_a_kept_connection_has_as_long_for_its_next_head(serve: Serve) -> None:
    with serve(header_seconds=0.5) as at, open_to(at) as connection:
        connection.sendall(ASKED)
        assert is_answered(connection)
        connection.sendall(ASKED)
        assert is_answered(connection)
        connection.sendall(b"GET /qui")
        assert rest(connection).startswith(b"HTTP/1.1 408 ")


def test_an_idle_connection_is_closed_without_a_word(serve: Serve) -> None:
    with serve(idle_seconds=1) as at, open_to(at) as connection:
        connection.sendall(ASKED)
        assert is_answered(connection)
        assert until_closed(connection)[0] == b""


def test_three_hundred_slow_connections_keep_nobody_waiting(serve: Serve) -> None:
    with serve(header_seconds=5) as at, ExitStack() as stack:
        for _ in range(300):
            stack.enter_context(open_to(at)).sendall(b"GET /quick HTTP/1.1\r\nX-Slow: ")
        waits = []
        for _ in range(20):
            begun = time.monotonic()
            assert answered(at)
            waits.append(time.monotonic() - begun)
        assert sorted(waits)[10] < 0.5, waits


def test_when_there_are_too_many_who_waits_longest_is_let_go(serve: Serve) -> None:
    with serve(max_connections=4) as at, ExitStack() as stack:
        idle = [stack.enter_context(open_to(at)) for _ in range(4)]
        time.sleep(0.3)
        assert answered(at)
        assert idle[0].recv(1) == b""
        idle[3].sendall(ASKED)
        assert is_answered(idle[3])


def test_who_is_being_answered_is_never_let_go(serve: Serve) -> None:
    with serve(max_connections=1) as at, open_to(at) as busy:
        busy.sendall(ASKED.replace(b"quick", b"slow"))
        time.sleep(0.3)
        with open_to(at) as other:
            other.sendall(ASKED)
            assert is_answered(other)
        assert answer_on(busy, b"done at last")


@pytest.mark.parametrize("pieces", [1, 10])
def test_a_head_that_is_too_long_is_refused_in_pieces_and_at_once(serve: Serve, pieces: int) -> None:
    head = b"GET /quick HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 100_000 + b"\r\n\r\n"
    with serve() as at, open_to(at) as connection:
        size = len(head) // pieces + 1
        with suppress(BrokenPipeError, ConnectionResetError):  # it is refused before its end
            for start in range(0, len(head), size):
                connection.sendall(head[start : start + size])
        assert connection.recv(65536).startswith(b"HTTP/1.1 431 ")


def test_a_head_of_the_longest_kind_passes(serve: Serve) -> None:
    head = b"GET /quick HTTP/1.1\r\nHost: x\r\nX-Long: " + b"x" * 32_000 + b"\r\n\r\n"
    with serve() as at, open_to(at) as connection:
        connection.sendall(head)
        assert is_answered(connection)


@pytest.mark.parametrize("sent", [b"\x16\x03\x01\x02\x00\x01\x00\r\n\r\n", b"GET\r\n\r\n", b"GET / HTCPCP/1.0\r\n\r\n"])
def test_what_is_not_http_is_refused(serve: Serve, sent: bytes) -> None:
    with serve() as at, open_to(at) as connection:
        connection.sendall(sent)
        assert rest(connection).startswith(b"HTTP/1.1 400 ")


def test_who_reads_nothing_is_let_go(serve: Serve) -> None:
    with serve(stalled_seconds=0.5) as at, open_to(at) as connection:
        connection.sendall(ASKED.replace(b"quick", b"large"))
        time.sleep(2)
        assert len(rest(connection)) < 20_000_000


def test_who_reads_slowly_gets_everything(serve: Serve) -> None:
    with serve(stalled_seconds=1.5) as at, open_to(at) as connection:
        connection.sendall(ASKED.replace(b"quick", b"large").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        for _ in range(6):
            time.sleep(0.4)
            assert connection.recv(2_000_000, socket.MSG_WAITALL)
        assert len(rest(connection)) > 7_900_000


def test_a_body_that_nobody_waits_for_keeps_the_connection_only_for_moments(serve: Serve) -> None:
    with serve() as at, open_to(at) as connection:
        connection.sendall(b"POST /quick HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\n")
        assert is_answered(connection)
        begun = time.monotonic()
        with suppress(ConnectionError):
            while time.monotonic() - begun < PATIENCE:
                connection.sendall(b"x")
                time.sleep(0.1)
        assert 1 < time.monotonic() - begun < 10


def test_a_body_that_still_comes_leaves_the_connection_of_use(serve: Serve) -> None:
    with serve() as at, open_to(at) as connection:
        connection.sendall(b"POST /quick HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n")
        assert is_answered(connection)
        connection.sendall(b"0123456789")
        time.sleep(0.2)
        connection.sendall(ASKED)
        assert is_answered(connection)
        time.sleep(2.2)
        connection.sendall(ASKED)
        assert is_answered(connection)


CHUNKED = b"POST /read HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_a_body_in_too_many_pieces_is_refused_and_keeps_nobody_waiting(serve: Serve) -> None:
    with serve() as at, open_to(at) as connection:
        with suppress(ConnectionError):
            connection.sendall(CHUNKED + b"1\r\nx\r\n" * 250_000 + b"0\r\n\r\n")
        begun = time.monotonic()
        assert answered(at)
        assert time.monotonic() - begun < 2
        with suppress(ConnectionResetError):
            assert connection.recv(100).startswith(b"HTTP/1.1 413 ")


def test_a_body_in_pieces_of_some_size_is_taken(serve: Serve) -> None:
    with serve() as at, open_to(at) as connection:
        connection.sendall(CHUNKED + (b"100\r\n" + b"x" * 256 + b"\r\n") * 1000 + b"0\r\n\r\n")
        assert answer_on(connection).endswith(b"256000 done")
        connection.sendall(CHUNKED + b"1\r\nx\r\n0\r\n\r\n")
        assert answer_on(connection).endswith(b"1 done")


@pytest.mark.parametrize("coding", [b"nothing", b"gzip, chunked", b"chunked, identity"])
def test_a_coding_that_is_not_known_is_no_failure_of_the_server(serve: Serve, coding: bytes) -> None:
    with serve() as at, open_to(at) as connection:
        connection.sendall(CHUNKED.replace(b"chunked", coding) + b"0\r\n\r\n")
        assert rest(connection).startswith(b"HTTP/1.1 400 ")


def test_requests_sent_together_are_answered_in_turn(serve: Serve) -> None:
    with serve() as at, open_to(at) as connection:
        connection.sendall(ASKED * 3 + ASKED.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
        assert rest(connection).count(b"done") == 4

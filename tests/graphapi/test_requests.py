"""Bodies that are too long, too slow, packed, or cut off."""

import gzip
import json
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import anyio
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from graph_data.notebook import Notebook
from graphapi.app import create_app
from graphapi.settings import Settings

BODY = json.dumps({"query": "{ __typename }"}).encode()
HEADERS = {"Content-Type": "application/json"}


def test_a_body_that_reaches_the_limit_passes_and_a_longer_one_is_refused(client: TestClient) -> None:
    just = BODY + b" " * (256 * 1024 - len(BODY))
    assert client.post("/graphql", content=just, headers=HEADERS).json()["data"] == {"__typename": "Query"}
    refused = client.post("/graphql", content=just + b" ", headers=HEADERS)
    assert refused.status_code == 413
    assert refused.headers["Connection"] == "close"
    (error,) = refused.json()["errors"]
    expected = {"code": "LIMIT_EXCEEDED", "setting": "max_body_bytes", "limit": 262144, "actual": 262145}
    assert error["extensions"] == expected
    assert error["message"] == "the body has 262,145 bytes or more, 262,144 at most; ask in several requests"


def test_a_body_of_untold_length_is_refused_as_soon_as_it_is_too_long(client: TestClient) -> None:
    sent = 0

    def parts() -> Iterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b" " * 65536

    assert client.post("/graphql", content=parts(), headers=HEADERS).status_code == 413


@pytest.mark.parametrize("coding", ["gzip", "deflate", "zstd", "br", "GZIP", "gzip, identity"])
def test_a_packed_body_is_refused_without_being_unpacked(client: TestClient, coding: str) -> None:
    headers = HEADERS | {"Content-Encoding": coding}
    refused = client.post("/graphql", content=gzip.compress(BODY), headers=headers)
    assert refused.status_code == 415
    assert refused.headers["Accept-Encoding"] == "identity"
    assert "must not be compressed" in refused.json()["errors"][0]["message"]


def test_a_body_that_says_it_is_not_packed_is_read(client: TestClient) -> None:
    headers = HEADERS | {"Content-Encoding": "identity"}
    assert client.post("/graphql", content=BODY, headers=headers).status_code == 200


@pytest.mark.parametrize(
    "content",
    [
        b'{"query": "{ __typename }", "variables": {"a": %s}}' % (b"9" * 10_000),
        b"[" * 100_000 + b"]" * 100_000,
        b'{"a":' * 40_000 + b"1" + b"}" * 40_000,
        b'{"query": "\xff"}',
    ],
)
def test_numbers_and_nestings_that_no_program_needs_are_refused(client: TestClient, content: bytes) -> None:
    begun = time.process_time()
    refused = client.post("/graphql", content=content, headers=HEADERS)
    assert (refused.status_code, refused.json()["errors"][0]["extensions"]["code"]) == (400, "BAD_REQUEST")
    assert time.process_time() - begun < 0.5


def answered(address: str, body: bytes, length: int, *, shut: bool = False) -> tuple[bytes, float]:
    """Send a request whose body is shorter than it says, and return the answer and the seconds that it took."""
    parts = urlsplit(address)
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: {parts.netloc}\r\nContent-Type: application/json\r\nContent-Length: {length}"
    )
    begun = time.monotonic()
    with socket.create_connection((parts.hostname or "", parts.port or 0), timeout=30) as connection:
        connection.sendall(head.encode() + b"\r\n\r\n" + body)
        if shut:
            connection.shutdown(socket.SHUT_WR)
        found = b""
        while part := connection.recv(65536):
            found += part
    return found, time.monotonic() - begun


def test_a_body_that_does_not_come_in_time_is_refused_with_408_and_the_connection_closed(
    start: Callable[..., Any],
) -> None:
    with start("--port", "0", SYNERGRAPH_BODY_SECONDS="0.5") as server:
        found, took = answered(server.address, BODY[:5], len(BODY))
        head, _, content = found.partition(b"\r\n\r\n")
        assert head.startswith(b"HTTP/1.1 408 ")
        assert b"connection: close" in head.lower()
        (error,) = json.loads(content)["errors"]
        assert error["extensions"] == {"code": "BODY_TOO_SLOW", "setting": "body_seconds", "limit": 0.5, "actual": 0.5}
        assert error["message"] == "the body must come within 0.5 seconds; 5 bytes came"
        assert 0.4 < took < 10
        # a length that is too large is refused before the body has come
        found, _ = answered(server.address, b"", 10**9)
        assert found.startswith(b"HTTP/1.1 413 ")
        # and who goes away leaves nothing behind
        answered(server.address, BODY[:5], len(BODY), shut=True)
        assert json.loads(server.ask("{ __typename }"))["data"] == {"__typename": "Query"}


PART = {"type": "http.request", "body": b"{", "more_body": True}


def told(app: Starlette, *messages: dict[str, Any]) -> tuple[int, str]:
    """Post a body that arrives as messages, after which nothing comes; return the status and what is told."""
    headers = [(b"content-type", b"application/json"), (b"content-length", b"9999")]
    scope = {"type": "http", "method": "POST", "path": "/graphql", "query_string": b"", "headers": headers}
    coming, sent = iter(messages), []

    async def receive() -> Any:  # noqa: ANN401 -- ASGI's own type is any mapping
        return next(coming, None) or await anyio.sleep_forever()

    async def send(message: Any) -> None:  # noqa: ANN401 -- as above
        sent.append(message)

    anyio.run(app, scope, receive, send)
    body = json.loads(b"".join(message["body"] for message in sent[1:]))
    return sent[0]["status"], body["errors"][0]["message"]


@pytest.mark.parametrize(
    ("messages", "expected"),
    [
        ([PART, PART], (408, "the body must come within 0.05 seconds; 2 bytes came")),
        ([PART, {"type": "http.disconnect"}], (400, "the connection was closed before the body had come")),
    ],
)
def test_a_body_that_stops_coming_or_is_cut_off_is_refused(
    graph: Notebook, messages: list[dict[str, Any]], expected: tuple[int, str]
) -> None:
    assert told(create_app(Settings(body_seconds=0.05), graph), *messages) == expected


def test_a_length_that_no_body_has_is_refused_at_once(client: TestClient) -> None:
    headers = HEADERS | {"Content-Length": "9" * 5000}
    assert client.post("/graphql", content=BODY, headers=headers).status_code == 413


def test_limits_are_settings_of_the_server(graph: Notebook) -> None:
    with TestClient(create_app(Settings(max_depth=2, max_body_bytes=100), graph)) as client:
        shallow = client.post("/graphql", json={"query": "{ dataset { version } limits { maxDepth maxBodyBytes } }"})
        assert shallow.json()["data"]["limits"] == {"maxDepth": 2, "maxBodyBytes": 100}
        deep = client.post("/graphql", json={"query": "{ dataset { sources { id } } }"})
        assert deep.json()["errors"][0]["extensions"]["setting"] == "max_depth"
        assert client.post("/graphql", json={"query": " " * 100}).status_code == 413

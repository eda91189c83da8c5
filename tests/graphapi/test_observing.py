"""What the server tells of a request: a name, one line, and nothing of what was asked."""

import logging
import re
import socket
import time
from asyncio import CancelledError, run
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import orjson
import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp, Receive, Scope, Send

from graph_data.notebook import Notebook
from graphapi.app import create_app
from graphapi.observing import Observing
from graphapi.settings import Settings
from graphapi.trusted import hash_of

QUERY = "{ dataset { version } }"

Asked = tuple[TestClient, Callable[[], list[dict[str, Any]]]]


def client_of(graph: Notebook, **settings: Any) -> TestClient:  # noqa: ANN401 -- any setting
    app = create_app(Settings(allowed_hosts=("localhost",), **settings), graph)
    return TestClient(app, base_url="http://localhost", raise_server_exceptions=False)


def rest(connection: socket.socket) -> bytes:
    """Return what comes until the other end closes."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.fixture
def asked(graph: Notebook, caplog: pytest.LogCaptureFixture) -> Iterator[Asked]:
    """Return a client, and a function that returns what the log tells of each request."""
    caplog.set_level(logging.INFO)
    with client_of(graph) as client:
        yield client, lambda: [record.told for record in caplog.records if hasattr(record, "told")]


def test_a_request_has_one_line(asked: Asked, graph: Notebook) -> None:
    client, told = asked
    body = orjson.dumps({"query": QUERY})
    answer = client.post("/graphql", content=body, headers={"Content-Type": "application/json"})
    (line,) = told()
    assert 0 <= line.pop("ms") < 10_000
    assert line == {
        "request": answer.headers["x-request-id"],
        "method": "POST",
        "path": "/graphql",
        "status": 200,
        "kind": "cheap",
        "cost": 2,
        "received": len(body),
        "bytes": len(answer.content),
        "dataset": graph.version,
    }


def test_what_went_wrong_is_told_by_its_code_and_without_a_traceback(
    asked: Asked, caplog: pytest.LogCaptureFixture
) -> None:
    client, told = asked
    client.post("/graphql", json={"query": "{ secret another }"})
    client.post("/graphql", json={"query": "{ clusters(first: 0) { totalCount } dataset { version } }"})
    client.post("/graphql", content="{", headers={"Content-Type": "application/json"})
    client.get("/export/none.csv")
    client.get("/schema.graphql", headers={"Host": "elsewhere.example"})
    client.request("BREW", "/graphql")
    assert [(line["method"], line["status"], line["codes"]) for line in told()] == [
        ("POST", 200, ["VALIDATION_FAILED"]),
        ("POST", 200, ["BAD_PAGE_SIZE"]),
        ("POST", 400, ["BAD_REQUEST"]),
        ("GET", 404, ["UNKNOWN_EXPORT"]),
        ("GET", 421, ["WRONG_HOST"]),
        ("other", 405, ["METHOD_NOT_ALLOWED"]),
    ]
    assert [record for record in caplog.records if record.exc_info or record.levelno > logging.INFO] == []


def test_dear_requests_are_told_apart(asked: Asked) -> None:
    client, told = asked
    client.post("/graphql", json={"query": '{ search(text: "health") { totalCount } }'})
    assert [line["kind"] for line in told()] == ["dear"]


@pytest.mark.parametrize("name", ["a", "0123-abc_DEF.~", "x" * 64])
def test_a_sane_name_that_the_asker_gives_is_kept(asked: Asked, name: str) -> None:
    client, told = asked
    assert client.get("/schema.graphql", headers={"X-Request-Id": name}).headers["x-request-id"] == name
    assert told()[0]["request"] == name


@pytest.mark.parametrize("name", ["", "x" * 65, "a b", "ä", 'a"b', "a\tb", "{}"])
def test_instead_of_a_strange_name_another_is_made(asked: Asked, name: str) -> None:
    client, _ = asked
    answers = [client.get("/schema.graphql", headers={"X-Request-Id": name.encode()}) for _ in range(2)]
    names = [answer.headers["x-request-id"] for answer in answers]
    assert all(re.fullmatch("[0-9a-f]{16}", found) for found in names)
    assert len(set(names)) == 2


def test_probes_are_not_logged_as_long_as_all_is_well(asked: Asked) -> None:
    client, told = asked
    client.get("/healthz")
    client.get("/readyz")
    assert told() == []
    client.app.state.standing.draining = True  # type: ignore[attr-defined]
    client.get("/readyz")
    assert [line["status"] for line in told()] == [503]


def test_the_lines_of_requests_can_be_left_out(graph: Notebook, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    with client_of(graph, log_requests=False) as client:
        client.post("/graphql", json={"query": QUERY})
    assert not [record for record in caplog.records if hasattr(record, "told")]


def test_a_path_is_logged_in_part_and_without_what_steers_a_terminal(asked: Asked) -> None:
    client, told = asked
    client.get("/%1b[31m" + "x" * 500 + "?secret=1")
    (line,) = told()
    assert line["path"] == "/�[31m" + "x" * 194


def test_a_trusted_document_is_named_and_no_other(
    graph: Notebook, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    text, manifest = "query Version { dataset { version } }", tmp_path / "manifest.json"
    manifest.write_bytes(orjson.dumps({hash_of(text): text}))
    with client_of(graph, trusted_documents=manifest) as client:
        client.get(f"/graphql/trusted/{hash_of(text)}")
        client.post("/graphql", json={"query": text})
        client.post("/graphql", json={"query": "query Secret { dataset { title } }"})
    lines = [record.told for record in caplog.records if hasattr(record, "told")]
    assert [line.get("operation") for line in lines] == ["Version", "Version", None]


def broken(*_: object) -> None:
    raise ZeroDivisionError


def test_an_unexpected_error_is_told_once_with_its_traceback_and_answered_without(
    asked: Asked, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, told = asked
    monkeypatch.setattr("graphapi.http.negotiated", broken)
    answer = client.post("/graphql", json={"query": QUERY})
    assert (answer.status_code, answer.json()) == (
        500,
        {
            "errors": [
                {
                    "message": "the server failed; its log has the details under the request's id",
                    "extensions": {"code": "INTERNAL_ERROR"},
                }
            ]
        },
    )
    assert [(line["status"], line["codes"], line["request"]) for line in told()] == [
        (500, ["INTERNAL_ERROR"], answer.headers["x-request-id"])
    ]
    (failure,) = [record for record in caplog.records if record.exc_info]
    assert (failure.name, failure.getMessage()) == ("graphapi.observing", "not answered")


async def half(scope: Scope, receive: Receive, send: Send) -> None:
    del scope, receive
    await send({"type": "http.response.start", "status": 200, "headers": []})
    raise ZeroDivisionError


async def cut_off(scope: Scope, receive: Receive, send: Send) -> None:
    del scope, receive, send
    raise CancelledError


@pytest.mark.parametrize(
    ("answer", "error", "status", "tracebacks"), [(half, ZeroDivisionError, 200, 1), (cut_off, CancelledError, 503, 0)]
)
def test_what_ends_before_its_answer_is_told_and_ends_the_connection(  # noqa: PLR0913 -- fixtures
    asked: Asked,
    caplog: pytest.LogCaptureFixture,
    answer: ASGIApp,
    error: type[BaseException],
    status: int,
    tracebacks: int,
) -> None:
    client, told = asked
    scope: Scope = {"type": "http", "method": "GET", "path": "/", "headers": [], "app": client.app}

    async def nothing(_: Any = None) -> Any:  # noqa: ANN401 -- ASGI
        return None

    with pytest.raises(error):
        run(Observing(answer, max_running=10, max_headers=100, logs=True)(scope, nothing, nothing))  # type: ignore[arg-type]
    assert [line["status"] for line in told()] == [status]
    assert len([record for record in caplog.records if record.exc_info]) == tracebacks
    assert client.app.state.standing.running == 0  # type: ignore[attr-defined]


def test_who_comes_when_all_connections_are_at_work_is_told_to_come_again(
    graph: Notebook, connect: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    asked = b"GET /graphql?query=%7Bdataset%7Bversion%7D%7D HTTP/1.1\r\nHost: localhost\r\n\r\n"
    slow = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 9\r\n\r\n"
    settings = Settings(max_connections=1)
    with connect(create_app(settings, graph), settings) as at, socket.create_connection(at, timeout=20) as busy:
        busy.sendall(slow)
        time.sleep(0.3)
        with socket.create_connection(at, timeout=20) as other:
            other.sendall(asked)
            found = rest(other)
    head, _, body = found.partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 503 ")
    assert b"retry-after: 1" in head.lower()
    assert orjson.loads(body)["errors"][0]["extensions"] == {"code": "OVERLOADED"}
    assert 503 in [record.told["status"] for record in caplog.records if hasattr(record, "told")]


def test_a_request_that_is_framed_in_two_ways_or_has_too_many_headers_is_refused(
    graph: Notebook, connect: Callable[..., Any], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    line = b"POST /graphql HTTP/1.1\r\nHost: localhost\r\n"
    both = b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
    with connect(create_app(Settings(), graph)) as at:

        def ask(head: bytes) -> tuple[bytes, Any]:
            with socket.create_connection(at, timeout=20) as connection:
                connection.sendall(line + head)
                found = rest(connection)
            return found[:13], orjson.loads(found.partition(b"\r\n\r\n")[2])["errors"][0]["extensions"]

        assert ask(both) == (b"HTTP/1.1 400 ", {"code": "BAD_REQUEST"})
        many = b"".join(b"X-%d: 1\r\n" % number for number in range(100)) + b"\r\n"
        assert ask(many) == (b"HTTP/1.1 431 ", {"code": "LIMIT_EXCEEDED", "setting": "max_headers", "limit": 100})
    assert [record.told["status"] for record in caplog.records if hasattr(record, "told")] == [400, 431]

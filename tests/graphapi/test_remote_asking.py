"""How the client of a server asks: its documents, its addresses, and what it says when there is no such server."""

import json
import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from gzip import compress
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from graphql import build_schema, parse, validate

import graph_data as gd
from graph_data.errors import ServerError, Unreachable
from graph_data.frames import Tabular
from graph_data.remote import RemoteNotebook, endpoint_of
from graph_data.remote.asking import Connection
from graph_data.remote.documents import NAMES, document
from graphapi.schema.schema import schema_text

ONE, SECTOR = "cluster:indescat", "sector:business-services"


@pytest.fixture(scope="module")
def remote(server: Any) -> gd.Notebook:  # noqa: ANN401 -- the fixture of a server process
    return gd.load(f"{server.address}/graphql")


def test_any_query_may_be_asked(remote: RemoteNotebook) -> None:
    assert remote.ask("query Q($id: ID!) { cluster(id: $id) { memberCount } }", {"id": ONE}) == {
        "cluster": {"memberCount": 80}
    }
    with pytest.raises(ServerError, match=r"Cannot query field 'nothing'.*\(VALIDATION_FAILED\)") as caught:
        remote.ask("{ nothing }")
    assert caught.value.code == "VALIDATION_FAILED"


def test_a_servers_root_will_do_as_an_address(server: Any) -> None:  # noqa: ANN401 -- as above
    assert gd.load(server.address).address == gd.load(f"{server.address}/").address == f"{server.address}/graphql"  # type: ignore[attr-defined] # remote ones
    assert endpoint_of("HTTPS://example.org/graph/?q#x") == "https://example.org/graph/graphql"


@pytest.mark.parametrize("name", NAMES)
def test_every_document_of_the_client_fits_the_schema(name: str) -> None:
    assert validate(build_schema(schema_text()), parse(document(name))) == []


def test_what_was_told_is_not_asked_again(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: ANN401 -- as above
    kg = gd.load(server.address)
    found = kg.statements(ONE)
    monkeypatch.setattr(kg, "ask", lambda *_: pytest.fail("asked again"))
    assert [kg.statement(item.id) for item in found] == found
    assert {kg.entity(item.object).id for item in found} >= {SECTOR}


class Answering(BaseHTTPRequestHandler):
    """Answers every question with what the test put there."""

    status, headers_sent, content, reset = 200, {}, b"", False  # type: ignore[var-annotated]

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(self.status)
        for name, value in {"Content-Length": str(len(self.content)), **self.headers_sent}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(self.content)

    def do_GET(self) -> None:
        self.headers["Content-Length"] = "0"
        self.do_POST()
        if self.reset:  # instead of closing in order
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.connection.close()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def answering(status: int, content: bytes, *, reset: bool = False, **headers: str) -> Iterator[str]:
    about = {"status": status, "content": content, "headers_sent": headers, "reset": reset}
    handler = type("Handler", (Answering,), about)
    with HTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()


@pytest.mark.parametrize(
    ("status", "content", "headers", "message"),
    [
        (404, b"Not Found", {}, "answers 404 with 'Not Found', which is no GraphQL; write the address of its"),
        (200, b"<html>", {}, "answers 200 with '<html>', which is no GraphQL"),
        (200, b"[]", {}, "which is no GraphQL"),
        (200, b'{"data": null}', {}, "answers, but not with GraphQL"),
        (302, b"", {"Location": "http://example.org/"}, "answers 302"),
        (200, b"no gzip", {"Content-Encoding": "gzip"}, "cannot ask"),
        (200, b"{}", {"Content-Length": "9"}, "which is no GraphQL"),
    ],
)
def test_an_address_without_such_a_server_is_told(
    status: int, content: bytes, headers: dict[str, str], message: str
) -> None:
    with answering(status, content, **headers) as address, pytest.raises(Unreachable, match=message):
        gd.load(address)


def test_compressed_answers_are_read() -> None:
    body = {"data": {"dataset": {"version": "v", "title": "t", "citation": "c", "counts": []}}}
    with answering(200, compress(json.dumps(body).encode()), **{"Content-Encoding": "gzip"}) as address:
        assert gd.load(address).title == "t"


@pytest.mark.parametrize("reset", [False, True], ids=["closed", "reset"])
def test_a_file_that_ends_too_soon_is_not_kept(tmp_path: Path, reset: bool) -> None:
    half = answering(200, b"half", reset=reset, **{"Content-Length": "8"})
    with half as address, pytest.raises(Unreachable, match=r"^cannot take "):
        Connection(address).download("dataset.json", tmp_path / "dataset.json")
    assert list(tmp_path.iterdir()) == []


def test_nobody_there_and_nobody_in_time_are_told(unused_tcp: int) -> None:
    with pytest.raises(
        Unreachable, match=rf"cannot ask http://127\.0\.0\.1:{unused_tcp}/graphql: .*is the server running"
    ):
        gd.load(f"http://127.0.0.1:{unused_tcp}")
    with pytest.raises(Unreachable, match="names no host"):
        gd.load("http://")


@pytest.fixture
def unused_tcp() -> int:
    with HTTPServer(("127.0.0.1", 0), Answering) as server:
        port: int = server.server_port
    return port


def test_a_server_that_sleeps_is_not_waited_for() -> None:
    with HTTPServer(("127.0.0.1", 0), Answering) as server, pytest.raises(Unreachable, match=r"within 0\.2 seconds"):
        gd.load(f"http://127.0.0.1:{server.server_port}", timeout=0.2)


def test_results_of_a_server_are_tables_too(remote: gd.Notebook) -> None:
    assert isinstance(remote.synergies(ONE, first=1), Tabular)
    assert "arrow_array_stream" in repr(remote.search("sport").__arrow_c_stream__())

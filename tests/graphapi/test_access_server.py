"""Server processes that not everybody may ask: keys, names, locked ones, and what is not for everybody."""

import json
import os
import signal
import socket
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from typer.testing import CliRunner

from graph_data.dataset import About, Dataset
from graph_data.ontology import Cluster
from graph_data.writing.folder import write_folder
from graphapi.cli import ExitCode, app
from graphapi.trusted import hash_of

Run = Callable[..., Any]
Start = Callable[..., Any]

QUERY = "{ dataset { version title } }"
TITLE = "/graphql?query={dataset{title}}"
ABOUT = About(name="small", title="Small", licence="https://example.org/licence", citation="Small.")
OPEN = Dataset.of(ABOUT, [Cluster(id="cluster:one", name="One")])
CONFIDENTIAL = Dataset.of(
    replace(ABOUT, title="Confidential"), [Cluster(id="cluster:one", name="One", audience=("partners",))]
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(OPEN, tmp_path / "data")
    return tmp_path / "data"


def talk(address: str, request: bytes) -> tuple[int, dict[str, str], bytes]:
    """Send the bytes of a request and return status, headers and body of the answer."""
    at = urlsplit(address)
    with socket.create_connection((str(at.hostname), at.port or 80), timeout=30) as connection:
        connection.sendall(request)
        received = b""
        while part := connection.recv(65536):
            received += part
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("latin-1").split("\r\n")
    pairs = (line.split(": ", 1) for line in lines)
    return int(first.split()[1]), {name.lower(): value for name, value in pairs}, body


def get(address: str, target: str = "/graphql?query={dataset{version}}", *headers: str, method: str = "GET") -> Any:  # noqa: ANN401 -- status, headers, body
    """Ask with the given headers and none beside them."""
    lines = [f"{method} {target} HTTP/1.1", *headers, "Connection: close", "", ""]
    return talk(address, "\r\n".join(lines).encode("latin-1"))


@pytest.fixture(scope="module")
def here(start: Start, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the address of a server with the usual settings."""
    folder = tmp_path_factory.mktemp("here") / "data"
    write_folder(OPEN, folder)
    with start(str(folder), "--port", "0") as server:
        yield server.address


def test_a_page_whose_name_was_led_to_this_machine_reads_nothing(here: str) -> None:
    """As a browser asks after DNS rebinding: to the page, ours is its own origin, so that nothing else stops it."""
    port = urlsplit(here).port
    body = json.dumps({"query": QUERY}).encode()
    for name in (
        f"evil.example:{port}",
        "evil.example",
        f"localhost.evil.example:{port}",
        f"127.0.0.1.evil.example:{port}",
    ):
        head = [
            "POST /graphql HTTP/1.1",
            f"Host: {name}",
            f"Origin: http://{name}",
            f"Referer: http://{name}/",
            "Sec-Fetch-Site: same-origin",
            "Content-Type: application/json",
            f"Content-Length: {len(body)}",
            "Connection: close",
        ]
        status, headers, answered = talk(here, "\r\n".join([*head, "", ""]).encode() + body)
        assert status == 421
        assert json.loads(answered)["errors"][0]["extensions"] == {"code": "WRONG_HOST"}
        assert OPEN.version.encode() not in answered
        assert "access-control-allow-origin" not in headers
        for target in ("/export/clusters.csv", "/schema.graphql", "/graphiql/", "/graphql?query={dataset{version}}"):
            assert get(here, target, f"Host: {name}")[0] == 421


@pytest.mark.parametrize("name", ["localhost", "LocalHost.", "127.0.0.1", "[::1]", "app.localhost"])
def test_a_page_of_this_machine_is_answered(here: str, name: str) -> None:
    port = urlsplit(here).port
    assert [
        get(here, "/graphql?query={dataset{version}}", f"Host: {host}")[0] for host in (name, f"{name}:{port}")
    ] == [
        200,
        200,
    ]


def test_a_request_without_a_name_or_with_two_is_refused(here: str) -> None:
    assert get(here)[0] == 400
    assert get(here, "/", "Host: localhost", "Host: evil.example")[0] == 400
    assert get(here, "/", "Host:")[0] == 421
    status, _, _ = talk(here, b"GET /graphql?query={dataset{version}} HTTP/1.0\r\n\r\n")
    assert status == 421


def test_an_address_in_full_leads_nowhere_else(here: str) -> None:
    assert get(here, "http://evil.example/graphql?query={dataset{version}}", "Host: localhost")[0] == 404
    assert get(here, "//graphql?query={dataset{version}}", "Host: localhost")[0] == 404


def test_trace_echoes_nothing(here: str) -> None:
    for method in ("TRACE", "TRACK", "CONNECT", "DEBUG", "get"):
        status, headers, body = get(here, "/graphql", "Host: localhost", "X-Secret: do not echo", method=method)
        assert status == 405
        assert b"echo" not in body + repr(headers).encode()


def test_no_answer_sets_a_cookie_or_says_what_serves_it(here: str) -> None:
    for target in ("/graphql?query={dataset{version}}", "/", "/healthz", "/nowhere"):
        _, headers, _ = get(here, target, "Host: localhost")
        assert {"set-cookie", "x-powered-by"}.isdisjoint(headers)
        assert headers["x-content-type-options"] == "nosniff"


def test_keys_are_made_used_and_revoked(run: Run, start: Start, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "keys.json"
    made = run("keys", "add", "alice", "--file", file, "--expires", "2999-12-31")
    assert (made.code, made.err) == (
        0,
        "the key of alice, which counts through 2999-12-31: keep it now, nobody can show it again\n",
    )
    key = made.out.strip()
    with start(str(folder), "--port", "0", "--api-keys", str(file)) as server:
        url = f"{server.address}/graphql"
        asked = json.loads(run("query", QUERY, "--url", url, SYNERGRAPH_KEY=key).out)
        assert asked["data"] == {"dataset": {"version": OPEN.version, "title": "Small"}}
        without = CliRunner().invoke(app, ["query", QUERY, "--url", url])
        assert without.exit_code == ExitCode.USAGE
        assert json.loads(without.stdout)["errors"][0]["extensions"] == {"code": "KEY_REQUIRED"}
        assert CliRunner().invoke(app, ["query", QUERY, "--url", url, "--key", key]).exit_code == 0
        assert run("keys", "revoke", "alice", "--file", file).err == "revoked: alice\n"
        begun = time.monotonic()
        while get(server.address, TITLE, "Host: localhost", f"Authorization: Bearer {key}")[0] == 200:
            assert time.monotonic() - begun < 30
            time.sleep(0.1)
        server.process.terminate()
        said = server.process.stderr.read()
    assert key.removeprefix("sg_") not in said


def test_a_locked_server_answers_its_documents_alone(run: Run, start: Start, folder: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "documents.json"
    manifest.write_text(json.dumps({hash_of(QUERY): QUERY}), encoding="utf-8")
    locked = ("--locked", "--trusted-documents", str(manifest), "--port", "0")
    with start(str(folder), *locked) as server:
        status, _, body = get(server.address, f"/graphql?documentId=sha256:{hash_of(QUERY)}", "Host: localhost")
        assert (status, json.loads(body)["data"]["dataset"]["title"]) == (200, "Small")
        for target, wanted in {
            "/graphql?query={dataset{version}}": 403,
            "/graphql?query={__schema{types{name}}}": 403,
            "/graphql": 400,
            "/schema.graphql": 404,
            "/export/clusters.csv": 404,
            "/graphiql/": 404,
            "/": 404,
            "/healthz": 200,
        }.items():
            status, _, body = get(server.address, target, "Host: localhost")
            assert status == wanted, target
            assert OPEN.version.encode() not in body or b"errors" in body
    without = run("serve", folder, "--locked", "--port", "0")
    assert without.code == ExitCode.USAGE
    assert without.err.startswith("setting locked: a locked server answers trusted documents alone")


@pytest.fixture
def confidential(tmp_path: Path) -> Path:
    assert CONFIDENTIAL.confidential
    write_folder(CONFIDENTIAL, tmp_path / "confidential")
    return tmp_path / "confidential"


@pytest.mark.parametrize(
    "exposed",
    [{"SYNERGRAPH_HOST": "0.0.0.0"}, {"SYNERGRAPH_ALLOWED_HOSTS": "api.example.org"}],  # noqa: S104 -- it is refused
    ids=["other machines", "a proxy"],
)
def test_what_is_confidential_is_not_served_to_everybody(run: Run, confidential: Path, exposed: dict[str, str]) -> None:
    ran = run("serve", confidential, "--port", "0", **exposed)
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert ran.err == (
        "the dataset is confidential: some rows are not for everybody, and other machines can ask this server; "
        "give it keys (synergraph keys add NAME --file keys.json; synergraph serve --api-keys keys.json), "
        "or leave those rows out (synergraph build DIR --into STORE --audience public; synergraph serve STORE)\n"
    )


def test_it_is_served_to_this_machine_and_to_those_who_have_a_key(
    run: Run, start: Start, confidential: Path, tmp_path: Path
) -> None:
    with start(str(confidential), "--port", "0") as server:
        assert "Confidential" in server.greeting[0]
    key = run("keys", "add", "alice", "--file", tmp_path / "keys.json").out.strip()
    open_to_others = {"SYNERGRAPH_HOST": "0.0.0.0", "SYNERGRAPH_API_KEYS": str(tmp_path / "keys.json")}  # noqa: S104 -- with keys
    with start(str(confidential), "--port", "0", **open_to_others) as server:
        address = server.address.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 -- as above
        assert get(address, TITLE, "Host: any.example")[0] == 401
        status, _, body = get(address, TITLE, "Host: any.example", f"Authorization: Bearer {key}")
        assert (status, json.loads(body)["data"]["dataset"]["title"]) == (200, "Confidential")


def test_a_newer_version_that_is_confidential_does_not_take_over_where_everybody_can_ask(
    start: Start, folder: Path
) -> None:
    with start(str(folder), "--port", "0", SYNERGRAPH_HOST="0.0.0.0") as server:  # noqa: S104 -- a dataset of one cluster, for seconds
        address = server.address.replace("0.0.0.0", "127.0.0.1")  # noqa: S104 -- as above
        write_folder(CONFIDENTIAL, folder)
        os.kill(server.process.pid, signal.SIGHUP)
        told = server.process.stderr.readline()
        assert told.startswith(f"refused, version {OPEN.version} keeps answering: the dataset is confidential: ")
        body = json.loads(get(address, "/readyz", "Host: localhost")[2])
        assert body["dataset"] == OPEN.version
        assert body["refused"]["message"].startswith("the dataset is confidential: ")

"""The notebook's client on a server that wants a key, is not ready, or refuses."""

import json
import math
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.main import get_command

import graph_data as gd
from graph_data.dataset import About, Dataset
from graph_data.ontology import Cluster, EntityKind
from graph_data.remote import RemoteNotebook
from graph_data.remote.asking import KEY_VARIABLE, LONGEST, PAUSES
from graph_data.remote.documents import document
from graph_data.remote.notebook import LABELS_AT_ONCE
from graph_data.remote.rankings import EVIDENCE_AT_ONCE
from graph_data.writing.folder import write_folder
from graphapi.cli import app
from graphapi.execution.document import documents, whole_schema
from graphapi.execution.limits import check_cost
from graphapi.limits import DEFAULT_LIMITS

ABOUT = {"data": {"dataset": {"version": "v", "title": "t", "citation": "c", "counts": []}}}
SMALL = Dataset.of(
    About(name="small", title="Small", licence="https://example.org/licence", citation="Small."),
    [Cluster(id="cluster:one", name="One")],
)

Refusal = tuple[int, str, dict[str, str]]


class Turning:
    """A server that refuses some times, one refusal after the other, and then answers; notes what it was sent."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = list(refusals)
        self.keys: list[str | None] = []

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        handler.rfile.read(int(handler.headers["Content-Length"] or 0))
        self.keys.append(handler.headers["Authorization"])
        status, headers, body = 200, dict[str, str](), dict[str, Any](ABOUT)
        if self.refusals:
            status, code, headers = self.refusals.pop(0)
            body = {"errors": [{"message": "no", "extensions": {"code": code}}]}
        content = json.dumps(body).encode()
        handler.send_response(status)
        for name, value in {"Content-Length": str(len(content)), **headers}.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(content)

    @contextmanager
    def listening(self) -> Iterator[str]:
        answer = self.answer

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                answer(self)

            def log_message(self, *_: object) -> None:
                """Say nothing."""

        with HTTPServer(("127.0.0.1", 0), Handler) as server:
            thread = threading.Thread(target=server.serve_forever, daemon=True)
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}"
            finally:
                server.shutdown()
                thread.join()


@pytest.fixture
def slept(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """Return the pauses that were made, none of which takes time."""
    found: list[float] = []
    monkeypatch.setattr("time.sleep", found.append)
    return found


def test_what_is_being_prepared_is_asked_again_after_as_long_as_the_server_says(slept: list[float]) -> None:
    soon = [(503, code, {"Retry-After": "7"}) for code in ("STARTING", "PREPARING", "OVERLOADED")]
    with Turning(*soon, (503, "PREPARING", {"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"})).listening() as address:
        assert gd.load(address).title == "t"
    assert slept == [7, 7, 7, 3]


def test_after_a_minute_it_is_told(slept: list[float]) -> None:
    server = Turning(*[(503, "PREPARING", {"Retry-After": "1"})] * 99)
    with server.listening() as address, pytest.raises(gd.ServerError, match=r"no \(PREPARING\)") as caught:
        gd.load(address)
    assert caught.value.code == "PREPARING"
    assert slept == [pause for pause in PAUSES if pause < math.inf]
    assert sum(slept) == 60


def test_who_is_to_wait_for_long_is_told_at_once(slept: list[float]) -> None:
    with (
        Turning((503, "OVERLOADED", {"Retry-After": str(LONGEST + 1)})).listening() as address,
        pytest.raises(gd.ServerError, match="OVERLOADED"),
    ):
        gd.load(address)
    assert slept == []


@pytest.mark.parametrize(
    ("status", "code", "advice"),
    [
        (401, "KEY_REQUIRED", r"graph_data\.load\(address, key=\.\.\.\) takes one, else the variable SYNERGRAPH_KEY"),
        (200, "TIME_LIMIT", r"ask for shorter lists .* graph_data\.load\(kg\.download\(\"dataset\.sqlite\"\)\)"),
        (200, "LIMIT_EXCEEDED", r"ask for less, or take the whole dataset"),
        (429, "RATE_LIMITED", r"no \(RATE_LIMITED\)$"),
    ],
)
def test_a_refusal_says_what_to_do(status: int, code: str, advice: str, slept: list[float]) -> None:
    with Turning((status, code, {"Retry-After": "9"})).listening() as address, pytest.raises(gd.ServerError) as caught:
        gd.load(address)
    assert caught.value.code == code
    assert caught.match(advice)
    assert slept == []


def test_the_key_is_the_one_given_else_the_environments(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Turning()
    with server.listening() as address:
        monkeypatch.delenv(KEY_VARIABLE, raising=False)
        gd.load(address)
        gd.load(address, key=" sg_given ")
        monkeypatch.setenv(KEY_VARIABLE, "sg_environment\n")
        gd.load(address)
        gd.load(address, key="sg_given")
        gd.load(address, key="")
    assert server.keys == [None, "Bearer sg_given", "Bearer sg_environment", "Bearer sg_given", None]


def test_the_command_takes_the_key_from_the_same_variable() -> None:
    (query,) = (command for name, command in get_command(app).commands.items() if name == "query")  # type: ignore[attr-defined] # a group
    assert {option.envvar for option in query.params} == {None, KEY_VARIABLE}


def test_a_server_with_keys_is_asked_and_its_files_are_taken(
    run: Callable[..., Any],
    start: Any,  # noqa: ANN401 -- a context manager of a server process
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv(KEY_VARIABLE, raising=False)
    write_folder(SMALL, tmp_path / "data")
    keys = tmp_path / "keys.json"
    key = run("keys", "add", "notebook", "--file", keys).out.strip()
    with start(str(tmp_path / "data"), "--api-keys", str(keys), "--port", "0") as server:
        for wrong, words in ((None, "a key is needed"), ("sg_wrong", "unknown, revoked or expired")):
            with pytest.raises(gd.ServerError, match=words) as caught:
                gd.load(server.address, key=wrong)
            assert caught.value.code == "KEY_REQUIRED"
        kg = gd.load(server.address, key=key)
        assert isinstance(kg, RemoteNotebook)
        assert kg.counts()[EntityKind.CLUSTER] == 1
        assert gd.load(kg.download(tmp_path / "taken.sqlite")).dataset == SMALL
        run("keys", "revoke", "notebook", "--file", keys)
        with pytest.raises(gd.ServerError, match="KEY_REQUIRED"):
            downloaded_for_ever(kg, tmp_path / "again.sqlite")
    assert not list(tmp_path.glob("*.part"))


def downloaded_for_ever(kg: RemoteNotebook, path: Path) -> None:
    """Take the dataset until the server has seen that the file of keys changed."""
    end = time.monotonic() + 30
    while time.monotonic() < end:
        kg.download(path)


@pytest.mark.parametrize(
    ("name", "variables"),
    [
        ("candidates", {"first": 30}),
        ("likely_partners", {"first": 100}),
        ("match", {"labels": [""] * LABELS_AT_ONCE}),
        ("nodes", {"ids": [""] * 100}),
        ("said", {"ids": [""] * 100}),
        ("search", {"first": 100}),
        ("synergies", {"first": EVIDENCE_AT_ONCE}),
    ],
)
def test_the_most_that_the_client_asks_at_once_is_within_the_limits(name: str, variables: dict[str, Any]) -> None:
    (plan,) = documents(DEFAULT_LIMITS).read(document(name)).plans.values()
    check_cost(plan.cost(variables), whole_schema(), DEFAULT_LIMITS)


def test_many_labels_are_matched_in_several_questions(server: Any, graph: gd.Notebook) -> None:  # noqa: ANN401 -- a server process
    labels = [entity.name for entity in graph.entities(EntityKind.CLUSTER)[: 2 * LABELS_AT_ONCE + 1]]
    there, here = gd.load(server.address).match(labels), graph.match(labels)
    assert [item.label for item in there] == labels
    assert [[one.entity.id for one in item.candidates] for item in there] == [
        [one.entity.id for one in item.candidates] for item in here
    ]

"""The server in every form that tests ask: its schema, its application, its process, its command."""

import json
import os
import socket
import subprocess
import sysconfig
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

import pytest
from starlette.testclient import TestClient
from starlette.types import ASGIApp

import graph_data
from graph_data.dataset import Dataset
from graph_data.discovery.subgraph import subgraph
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import CONCEPT_KINDS, Entity, EntityKind
from graph_data.rows import Link
from graphapi.app import create_app
from graphapi.health import Standing
from graphapi.server import Server as AnsweringServer
from graphapi.server import config_of
from graphapi.settings import Settings

Ask = Callable[..., dict[str, Any]]

COMMAND = Path(sysconfig.get_path("scripts")) / "synergraph"
PATIENCE = 60
"""Seconds after which a process of a test counts as stuck."""


@pytest.fixture(scope="session")
def graph() -> Notebook:
    """Return the bundled dataset's graph."""
    return graph_data.load()


@pytest.fixture(scope="session")
def client(graph: Notebook) -> Iterator[TestClient]:
    """Return a client of the application over the bundled dataset."""
    with TestClient(create_app(Settings(timeout_ms=PATIENCE * 1000), graph)) as client:
        yield client


def post(
    client: TestClient, query: str, variables: Mapping[str, Any] | None = None, operation: str | None = None
) -> dict[str, Any]:
    """Post a query and return the body of the answer, which names the dataset version whatever happened."""
    request = {"query": query, "variables": variables, "operationName": operation}
    response = client.post("/graphql", json=request)
    body: dict[str, Any] = response.json()
    version = client.app.state.served.graph.version  # type: ignore[attr-defined]
    assert body["extensions"]["dataset"] == version
    assert set(body["extensions"]["cost"]) == {"requested", "limit"}
    assert all(error["extensions"]["code"] for error in body.get("errors", []))
    return body


def answering(client: TestClient) -> Ask:
    """Return a function that asks a client and returns the data of an answer without errors."""

    def ask(query: str, variables: Mapping[str, Any] | None = None, operation: str | None = None) -> dict[str, Any]:
        body = post(client, query, variables, operation)
        assert "errors" not in body, body["errors"]
        data: dict[str, Any] = body["data"]
        return data

    return ask


@pytest.fixture(scope="session")
def ask(client: TestClient) -> Ask:
    """Return a function that asks the bundled dataset."""
    return answering(client)


@pytest.fixture(scope="session")
def fail(client: TestClient) -> Callable[..., tuple[str, str]]:
    """Return a function that asks what must fail, and returns the one error's code and message."""

    def fail(query: str, variables: Mapping[str, Any] | None = None) -> tuple[str, str]:
        (error,) = post(client, query, variables)["errors"]
        return error["extensions"]["code"], error["message"]

    return fail


@pytest.fixture(scope="session")
def golden() -> Callable[[Path, object], None]:
    """Return a function that compares a value with a file; with UPDATE_GOLDEN=1 it writes the file instead."""

    def compare(path: Path, value: object) -> None:
        if os.environ.get("UPDATE_GOLDEN"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        assert value == json.loads(path.read_text(encoding="utf-8"))

    return compare


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="session")
def quiet_environment() -> dict[str, str]:
    """Return an environment without settings of ours and without a terminal's wishes."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("SYNERGRAPH_", "COLUMNS"))}


@pytest.fixture(scope="session")
def run(quiet_environment: dict[str, str]) -> Callable[..., Ran]:
    """Return a function that runs the installed command as a process of its own."""

    def run(*arguments: object, **environment: str) -> Ran:
        done = subprocess.run(  # noqa: S603 -- our own command
            [COMMAND, *map(str, arguments)],
            capture_output=True,
            check=False,
            encoding="utf-8",
            env=quiet_environment | environment,
            timeout=PATIENCE,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return run


@dataclass(frozen=True)
class Server:
    """A running server."""

    process: "subprocess.Popen[str]"
    address: str
    greeting: list[str]

    def ask(self, query: str, variables: Mapping[str, Any] | None = None) -> bytes:
        """Return the bytes of the answer to a query."""
        body = json.dumps({"query": query, "variables": variables}).encode()
        request = HttpRequest(f"{self.address}/graphql", body, {"Content-Type": "application/json"})  # noqa: S310 -- as below
        with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 -- our own server's address
            content: bytes = response.read()
        return content


@contextmanager
def serving(environment: Mapping[str, str], *arguments: str, cwd: Path | None = None) -> Iterator[Server]:
    """Start a server on a free port of this machine, in no hurry unless it is told so; end it by its process id."""
    settings = {"SYNERGRAPH_TIMEOUT_MS": str(PATIENCE * 1000), "SYNERGRAPH_LOG_REQUESTS": "false"}
    environment = {**settings, **environment}
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [COMMAND, "serve", *arguments], stderr=subprocess.PIPE, text=True, encoding="utf-8", env=environment, cwd=cwd
    )
    assert process.stderr is not None
    with closing(process.stderr) as told:
        try:
            greeting = [told.readline(), told.readline()]
            assert "answers" in greeting[1], greeting
            yield Server(process, greeting[1].split("/graphql")[0], greeting)
        finally:
            process.terminate()
            process.wait(PATIENCE)


@contextmanager
def connected(app: ASGIApp, settings: Settings | None = None) -> Iterator[tuple[str, int]]:
    """Answer at a free port of this machine by a thread of this process."""
    server = AnsweringServer(config_of(app, settings or Settings()), Standing(dict))
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = Thread(target=server.run, args=([listener],))
        thread.start()
        try:
            yield listener.getsockname()
        finally:
            server.drain()
            thread.join(PATIENCE)


@pytest.fixture(scope="session")
def connect() -> Callable[..., Any]:
    """Return a context manager that lets an application answer over real connections."""
    return connected


@pytest.fixture(scope="session")
def server(quiet_environment: dict[str, str]) -> Iterator[Server]:
    """Return a server process over the bundled dataset."""
    with serving(quiet_environment, "--port", "0") as server:
        yield server


@pytest.fixture(scope="session")
def ask_server(server: Server) -> Callable[..., bytes]:
    """Return a function that asks a server process and returns the answer's bytes."""
    return server.ask


@pytest.fixture(scope="session")
def start(quiet_environment: dict[str, str]) -> Callable[..., Any]:
    """Return a context manager that starts further server processes."""

    def start(*arguments: str, cwd: Path | None = None, **environment: str) -> Any:  # noqa: ANN401 -- contextlib's own type is private
        return serving(quiet_environment | environment, *arguments, cwd=cwd)

    return start


PARTNERSHIP = "partnership:smartsports4goodlife"


def _around(graph: Notebook) -> Dataset:
    """Return the part of the bundled dataset around its partnership: its partners and their terms, and some others'."""
    kinds = {*CONCEPT_KINDS, EntityKind.CLUSTER, EntityKind.SME}
    kept = {node.id for node in subgraph(graph, [PARTNERSHIP], depth=3, kinds=kinds, max_nodes=150).nodes}
    while (
        added := {
            target for entity in kept for target in graph.nx.successors(entity) if _is_wider(graph, entity, target)
        }
        - kept
    ):
        kept |= added

    def keep(row: object) -> bool:
        if isinstance(row, Entity):
            return row.id in kept
        if isinstance(row, Link):
            return row.subject in kept and row.object in kept
        named = next((getattr(row, of) for of in ("entity", "concept", "stage") if hasattr(row, of)), PARTNERSHIP)
        return named in kept and not hasattr(row, "subject")

    return graph.dataset.where(keep)


def _is_wider(graph: KnowledgeGraph, entity: str, target: str) -> bool:
    return any(
        data["statement"].predicate.value in {"BROADER", "LOCATED_IN", "STAGE_OF"}
        for data in graph.nx.get_edge_data(entity, target).values()
    )


@pytest.fixture(scope="session")
def sample(graph: Notebook) -> Notebook:
    """Return the graph of a part of the bundled dataset that has rows in most tables."""
    return Notebook(_around(graph))

"""A server that loads newer versions while it answers: no failed request, no answer that mixes two."""

import json
import os
import signal
import subprocess
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from queue import Empty, Queue
from threading import Event, Thread
from typing import Any
from urllib.request import Request, urlopen

import pytest
from starlette.testclient import TestClient

from graph_data.dataset import About, Dataset
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster, Country
from graph_data.versions.store import Store
from graph_data.writing.folder import write_folder
from graphapi.app import create_app
from graphapi.settings import Settings

PATIENCE = 30
"""Seconds after which what was waited for counts as missing."""


def version(word: str, count: int) -> Dataset:
    """Return a dataset whose title, number of clusters and every name say which one it is."""
    about = About(name=word, title=word, licence="https://example.org/licence", citation=f"{word}.")
    clusters = [Cluster(id=f"cluster:c{number}", name=f"{word} {number}") for number in range(count)]
    return Dataset.of(about, [*clusters, Country(id="country:AT", name=word, code="AT")])


ODD, EVEN = version("odd", 3), version("even", 40)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(ODD, tmp_path / "data")
    return tmp_path / "data"


QUERY = "{ dataset { version title counts { kind count } } clusters(first: 100) { totalCount nodes { name } } }"


def told_by(dataset: Dataset) -> dict[str, Any]:
    """Return the whole answer to the query that a version must give."""
    with TestClient(create_app(Settings(), Notebook(dataset))) as client:
        body: dict[str, Any] = client.post("/graphql", json={"query": QUERY}).json()
    return body


class Asking:
    """Clients that ask one server again and again, each answer checked against the two versions' whole answers."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._bodies = [told_by(ODD), told_by(EVEN)]
        self._names = {
            dataset.version: sorted(entity.name for entity in dataset.entities if isinstance(entity, Cluster))
            for dataset in (ODD, EVEN)
        }
        self.ending = Event()
        self.mistakes: list[str] = []
        self.answers: Counter[str] = Counter()

    def ask(self, number: int) -> None:
        """Ask until the end."""
        while not self.ending.is_set():
            try:
                (self._query, self._export)[number % 2]()
            except Exception as error:  # noqa: BLE001 -- every failure counts
                self.mistakes.append(repr(error))

    def _query(self) -> None:
        data = json.dumps({"query": QUERY}).encode()
        asked = Request(f"{self._address}/graphql", data, {"Content-Type": "application/json"})  # noqa: S310 -- our own server
        with urlopen(asked, timeout=PATIENCE) as response:  # noqa: S310 -- as above
            body = json.loads(response.read())
        self.answers[body["extensions"]["dataset"]] += 1
        if body not in self._bodies:
            self.mistakes.append(json.dumps(body)[:300])

    def _export(self) -> None:
        with urlopen(f"{self._address}/export/clusters.json", timeout=PATIENCE) as response:  # noqa: S310 -- as above
            told = response.headers["Content-Disposition"]
            names = sorted(row["name"] for row in json.loads(response.read()))
        (of,) = [name for name in self._names if name in told]
        self.answers[of] += 1
        if names != self._names[of]:
            self.mistakes.append(f"{told}: {names}")


def lines_of(process: "subprocess.Popen[str]") -> Queue[str]:
    """Return what a server says from now on."""
    lines: Queue[str] = Queue()

    def read() -> None:
        assert process.stderr is not None
        for line in process.stderr:
            lines.put(line.rstrip("\n"))

    Thread(target=read, daemon=True).start()
    return lines


def test_no_request_fails_and_no_answer_is_mixed_while_versions_alternate(
    folder: Path, start: Callable[..., Any]
) -> None:
    with start(str(folder), "--watch", "--port", "0") as server, ThreadPoolExecutor(4) as pool:
        lines, asking = lines_of(server.process), Asking(server.address)
        clients = [pool.submit(asking.ask, number) for number in range(4)]
        try:
            for number in range(12):
                dataset = (EVEN, ODD)[number % 2]
                write_folder(dataset, folder)
                assert lines.get(timeout=PATIENCE) == f"version {dataset.version} answers now"
        finally:
            asking.ending.set()
        for client in clients:
            client.result(PATIENCE)
        assert server.process.poll() is None
    assert asking.mistakes == []
    assert set(asking.answers) == {ODD.version, EVEN.version}
    assert min(asking.answers.values()) > 10


def test_a_store_takes_over_when_its_pointer_moves_and_when_it_moves_back(
    tmp_path: Path, start: Callable[..., Any]
) -> None:
    store = Store(tmp_path / "store")
    store.publish(ODD)
    with start(str(store.path), "--watch", "--port", "0") as server:
        lines = lines_of(server.process)
        store.publish(EVEN)
        assert lines.get(timeout=PATIENCE) == f"version {EVEN.version} answers now"
        store.rollback()
        assert lines.get(timeout=PATIENCE) == f"version {ODD.version} answers now"
        assert json.loads(server.ask("{ dataset { title } }"))["data"] == {"dataset": {"title": "odd"}}


def test_a_hangup_loads_what_stands_there(folder: Path, start: Callable[..., Any]) -> None:
    with start(str(folder), "--port", "0") as server:
        lines = lines_of(server.process)
        write_folder(EVEN, folder)
        with pytest.raises(Empty):
            lines.get(timeout=1)
        os.kill(server.process.pid, signal.SIGHUP)
        assert lines.get(timeout=PATIENCE) == f"version {EVEN.version} answers now"
        (folder / "clusters.csv").write_text("id\n", encoding="utf-8")
        os.kill(server.process.pid, signal.SIGHUP)
        assert lines.get(timeout=PATIENCE).startswith(
            f"refused, version {EVEN.version} keeps answering: clusters.csv:1"
        )
        assert json.loads(server.ask("{ dataset { title } }"))["data"] == {"dataset": {"title": "even"}}

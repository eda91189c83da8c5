"""Server processes as their operator sees them: start, log, metrics, several workers, end."""

import json
import os
import re
import signal
import socket
import subprocess
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Thread
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

from graph_data.dataset import About, Dataset
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster, Country
from graph_data.writing.folder import write_folder

PATIENCE = 60
"""Seconds after which what was waited for counts as missing."""

CHEAP = "{ dataset { version } }"

Start = Callable[..., Any]


def small(word: str) -> Dataset:
    """Return a dataset that says its name."""
    about = About(name=word, title=word, licence="https://example.org/licence", citation=f"{word}.")
    return Dataset.of(about, [Cluster(id="cluster:c", name=word), Country(id="country:AT", name=word, code="AT")])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(small("odd"), tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture(scope="module")
def dear(graph: Notebook) -> str:
    """Return a query that takes seconds."""
    one, other = sorted((item.id for item in graph.organisations()), key=lambda name: -graph.nx.degree[name])[:2]
    return f'{{ explain(from: "{one}", to: "{other}", maxLength: 4) {{ paths(first: 1) {{ totalCount }} }} }}'


def collecting(process: "subprocess.Popen[str]") -> list[str]:
    """Return a list of what a server says from now on."""
    lines: list[str] = []

    def read() -> None:
        assert process.stderr is not None
        lines.extend(iter(process.stderr.readline, ""))

    Thread(target=read, daemon=True).start()
    return lines


def until(found: Callable[[], Any]) -> float:
    """Wait for something, and return the seconds that it took."""
    begun = time.monotonic()
    while not found():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.01)
    return time.monotonic() - begun


def at(server: Any) -> tuple[str, int]:  # noqa: ANN401 -- the fixture's type stands in no module
    found = urlsplit(server.address)
    return str(found.hostname), int(found.port or 0)


def body_of(query: str) -> bytes:
    return json.dumps({"query": query}).encode()


def begin(server: Any, query: str, held: int = 0) -> socket.socket:  # noqa: ANN401 -- as above
    """Send a question but for the last bytes, and return the connection, on which nothing has been read yet."""
    body = body_of(query)
    host, port = at(server)
    connection = socket.create_connection((host, port), timeout=PATIENCE)
    head = (
        f"POST /graphql HTTP/1.1\r\nHost: {host}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\n"
    )
    connection.sendall(f"{head}\r\n".encode() + body[: len(body) - held])
    return connection


def is_refused(server: Any) -> bool:  # noqa: ANN401 -- as above
    try:
        socket.create_connection(at(server), timeout=PATIENCE).close()
    except ConnectionRefusedError:
        return True
    return False


def rest(connection: socket.socket) -> bytes:
    found = b""
    with suppress(ConnectionResetError):
        while piece := connection.recv(65536):
            found += piece
    return found


def children(process: int) -> list[int]:
    text = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="utf-8")
    return [int(found) for found in text.split()]


def samples(address: str) -> dict[str, float]:
    """Return the sums of the samples at an address, by their names."""
    with urlopen(f"{address}/metrics", timeout=PATIENCE) as response:  # noqa: S310 -- our own server's address
        text = response.read().decode()
    found: Counter[str] = Counter()
    for family in text_string_to_metric_families(text):
        for sample in family.samples:
            found[sample.name] += sample.value
    return found


def told_by(address: str) -> tuple[int, Any]:
    """Return the status and the body of an answer."""
    try:
        with urlopen(address, timeout=PATIENCE) as response:  # noqa: S310 -- as above
            return response.status, json.loads(response.read())
    except HTTPError as error:
        with error:
            return error.code, json.loads(error.read())


def metrics_of(server: Any) -> str:  # noqa: ANN401 -- as above
    """Return the address of a server's metrics, which it says in its third line."""
    line: str = server.process.stderr.readline()
    assert "/metrics counts" in line
    return line.partition("/metrics")[0]


class TestLog:
    def test_programs_read_json_and_no_word_of_the_askers(self, start: Start, folder: Path) -> None:
        with start(str(folder), "--port", "0", "--log-format", "json", SYNERGRAPH_LOG_REQUESTS="true") as said:
            server = replace(said, address=json.loads(said.greeting[1])["message"].split("/graphql")[0])
            lines = collecting(server.process)
            server.ask('query Hidden { secret: search(text: "hidden words") { totalCount } }')
            server.ask("query Hidden($hidden: ID!) { organisation(id: $hidden) { name } }", {"hidden": "hidden:id"})
            server.ask('{ hidden(word: "hidden") }')
            with pytest.raises(HTTPError):
                urlopen(f"{server.address}/export/synergies.csv?id=hidden", timeout=PATIENCE)  # noqa: S310 -- as below
            with begin(server, "{ hidden") as connection:
                connection.recv(1)
            until(lambda: len(lines) >= 5)
        told = [json.loads(line) for line in [*server.greeting, *lines]]
        assert [line["event"] for line in told] == ["message"] * 2 + ["request"] * 5
        assert "hidden" not in "".join(lines).lower()
        assert "127.0.0.1" not in "".join(lines)
        requests = told[2:]
        assert [line["path"] for line in requests] == ["/graphql"] * 3 + ["/export/synergies.csv", "/graphql"]
        assert len({line["request"] for line in requests}) == 5

    def test_people_read_a_line_a_request(self, start: Start, folder: Path) -> None:
        with start(str(folder), "--port", "0", SYNERGRAPH_LOG_REQUESTS="true") as server:
            lines = collecting(server.process)
            server.ask(CHEAP)
            until(lambda: lines)
        assert lines[0].startswith("POST /graphql 200 ")

    def test_nobody_need_read_it(self, start: Start, folder: Path) -> None:
        with start(
            str(folder), "--port", "0", SYNERGRAPH_LOG_REQUESTS="true"
        ) as server:  # its stderr is a pipe of 64 kilobytes
            connection = HTTPConnection(*at(server), timeout=PATIENCE)
            for _ in range(800):
                connection.request("GET", "/nothing/" + "x" * 180)
                connection.getresponse().read()
            connection.close()
            assert server.ask(CHEAP)
            server.process.terminate()
            assert server.process.wait(PATIENCE) == 0


def test_answers_on_a_kept_connection_are_sent_at_once(start: Start, folder: Path) -> None:
    with start(str(folder), "--port", "0") as server:
        connection, took = HTTPConnection(*at(server), timeout=PATIENCE), []
        for _ in range(20):
            begun = time.monotonic()
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            took.append(time.monotonic() - begun)
        connection.close()
    assert min(took[1:]) < 0.03, took  # it is 0.04 where the body waits until the head has been confirmed


class TestEnd:
    """A request whose body has not come yet is one that is being answered, for as long as a test wants."""

    @pytest.mark.parametrize(
        ("workers", "number", "code"), [("1", signal.SIGTERM, 0), ("1", signal.SIGINT, 130), ("2", signal.SIGINT, 130)]
    )
    def test_what_is_begun_is_finished_and_nothing_more_is_taken(
        self, start: Start, folder: Path, workers: str, number: int, code: int
    ) -> None:
        with start(str(folder), "--port", "0", "--workers", workers, SYNERGRAPH_METRICS_PORT="0") as server:
            metrics = metrics_of(server)
            with begin(server, CHEAP, held=5) as connection:
                until(lambda: samples(metrics)["synergraph_running"])
                server.process.send_signal(number)
                until(lambda: told_by(f"{metrics}/readyz") == (503, {"status": "draining"}))
                until(lambda: is_refused(server))
                connection.sendall(body_of(CHEAP)[-5:])
                answer = rest(connection)
            assert server.process.wait(PATIENCE) == code
        assert answer.startswith(b"HTTP/1.1 200 OK")
        assert b"connection: close" in answer.lower()
        assert json.loads(answer.partition(b"\r\n\r\n")[2])["data"]["dataset"]

    def test_a_kept_connection_ends_with_its_next_answer(self, start: Start, folder: Path) -> None:
        with start(str(folder), "--port", "0") as server:
            connection = HTTPConnection(*at(server), timeout=PATIENCE)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            server.process.terminate()
            time.sleep(0.3)
            connection.request("GET", "/readyz")
            response = connection.getresponse()
            assert (response.status, response.headers["Connection"]) == (503, "close")
            assert json.loads(response.read()) == {"status": "draining"}
            connection.close()
            assert server.process.wait(PATIENCE) == 0

    @pytest.mark.parametrize("workers", ["1", "2"])
    def test_what_takes_too_long_is_cut_off(self, start: Start, folder: Path, workers: str) -> None:
        settings = {"SYNERGRAPH_DRAIN_SECONDS": "1", "SYNERGRAPH_METRICS_PORT": "0"}
        with start(str(folder), "--port", "0", "--workers", workers, **settings) as server:
            metrics, lines = metrics_of(server), collecting(server.process)
            with begin(server, CHEAP, held=5) as connection:
                until(lambda: samples(metrics)["synergraph_running"])
                server.process.terminate()
                begun = time.monotonic()
                assert server.process.wait(PATIENCE) == 0
                assert time.monotonic() - begun < 8
                answer = rest(connection)
            assert answer.startswith(b"HTTP/1.1 503 ")
            assert b'"ENDING"' in answer
        (line,) = lines
        assert re.fullmatch("warning in request [0-9a-f]{16}: not finished before the server ended\n", line)

    def test_a_thread_at_work_keeps_nobody_from_ending(self, start: Start, dear: str) -> None:
        settings = {"SYNERGRAPH_DRAIN_SECONDS": "1", "SYNERGRAPH_METRICS_PORT": "0", "SYNERGRAPH_MAX_COST": "10000000"}
        heavy = "{ " + " ".join(f"q{number}: {dear[1:-1]}" for number in range(3)) + " }"
        with start("--port", "0", **settings) as server:
            metrics, lines = metrics_of(server), collecting(server.process)
            with begin(server, heavy):
                until(lambda: samples(metrics)["synergraph_pool_working"])
                server.process.terminate()
                begun = time.monotonic()
                assert server.process.wait(PATIENCE) == 0
                assert time.monotonic() - begun < 8
        assert lines == ["warning: 1 requests at work were left when the server ended\n"]

    @pytest.mark.parametrize("workers", ["1", "2"])
    def test_told_twice_it_ends_at_once(self, start: Start, folder: Path, workers: str) -> None:
        with start(str(folder), "--port", "0", "--workers", workers, SYNERGRAPH_METRICS_PORT="0") as server:
            metrics = metrics_of(server)
            with begin(server, CHEAP, held=5):
                until(lambda: samples(metrics)["synergraph_running"])
                server.process.terminate()
                until(lambda: told_by(f"{metrics}/readyz")[0] == 503)
                server.process.send_signal(signal.SIGINT)
                begun = time.monotonic()
                assert server.process.wait(PATIENCE) == 130
                assert time.monotonic() - begun < 4


class TestBadData:
    @pytest.mark.parametrize("workers", ["1", "3"])
    def test_it_is_said_once_with_exit_code_3(self, folder: Path, run: Callable[..., Any], workers: str) -> None:
        (folder / "clusters.csv").write_text("id\n", encoding="utf-8")
        ran = run("serve", str(folder), "--port", "0", "--workers", workers)
        problem, count = ran.err.splitlines()
        assert ran.code == 3
        assert problem.startswith("clusters.csv:1")
        assert count == "1 problem"


class TestWorkers:
    def test_only_the_requests_of_a_killed_worker_are_lost(self, start: Start, folder: Path) -> None:
        with start(str(folder), "--port", "0", "--workers", "2", SYNERGRAPH_METRICS_PORT="0") as server:
            metrics, lines, ending = metrics_of(server), collecting(server.process), Event()

            def ask() -> tuple[int, int]:
                answered = lost = 0
                while not ending.is_set():
                    connection = HTTPConnection(*at(server), timeout=PATIENCE)
                    try:
                        connection.request(
                            "POST", "/graphql", json.dumps({"query": CHEAP}), {"Content-Type": "application/json"}
                        )
                        assert json.loads(connection.getresponse().read())["data"]
                        answered += 1
                    except (OSError, HTTPException):
                        lost += 1
                    finally:
                        connection.close()
                return answered, lost

            with ThreadPoolExecutor(4) as pool:
                clients = [pool.submit(ask) for _ in range(4)]
                backs = []
                for _ in range(3):
                    time.sleep(1)
                    before = set(children(server.process.pid))
                    killed = min(before)
                    os.kill(killed, signal.SIGKILL)
                    backs.append(until(lambda: len({*children(server.process.pid)} - {killed}) == 2))  # noqa: B023 -- awaited here
                ending.set()
                found = [client.result(PATIENCE) for client in clients]
            assert min(backs) < 1, backs
            assert sum(answered for answered, _ in found) > 100
            assert sum(lost for _, lost in found) <= 3 * 4  # at most what each asker had in that process
            until(lambda: samples(metrics)["synergraph_dataset_info"] == 2)  # each tells once a second
            counted = samples(metrics)
            assert counted["synergraph_workers_replaced_total"] == 3
            assert counted["process_resident_memory_bytes"] > 3 * 50_000_000
        assert [line.split("; ")[0] for line in lines] == [
            f"warning: worker {number} ended by signal 9" for number in (line.split()[2] for line in lines)
        ]
        assert len(lines) == 3

    def test_metrics_are_those_of_all(self, start: Start, folder: Path) -> None:
        with start(str(folder), "--port", "0", "--workers", "2", SYNERGRAPH_METRICS_PORT="0") as server:
            metrics = metrics_of(server)
            for _ in range(40):
                server.ask(CHEAP)
            until(lambda: samples(metrics)["synergraph_requests_total"] == 40)
            with urlopen(f"{metrics}/metrics", timeout=PATIENCE) as response:  # noqa: S310 -- our own server's address
                text = response.read().decode()
            assert all(f'worker="{name}"' in text for name in ("supervisor", "1", "2"))

    def test_a_newer_version_takes_over_without_a_lost_request_and_a_bad_one_does_not(
        self, start: Start, folder: Path
    ) -> None:
        versions = {small(word).version: word for word in ("odd", "even")}
        with start(str(folder), "--port", "0", "--workers", "2") as server:
            lines, ending, seen = collecting(server.process), Event(), Counter[str]()

            def ask() -> None:
                connection = HTTPConnection(*at(server), timeout=PATIENCE)
                while not ending.is_set():
                    body = json.dumps({"query": "{ dataset { version title } }"})
                    connection.request("POST", "/graphql", body, {"Content-Type": "application/json"})
                    told = json.loads(connection.getresponse().read())["data"]["dataset"]
                    assert versions[told["version"]] == told["title"]
                    seen[told["title"]] += 1
                connection.close()

            with ThreadPoolExecutor(3) as pool:
                clients = [pool.submit(ask) for _ in range(3)]
                try:
                    for number, word in enumerate(["even", "odd", "even"], 1):
                        old = set(children(server.process.pid))
                        write_folder(small(word), folder)
                        server.process.send_signal(signal.SIGHUP)
                        until(lambda: len(lines) == number)  # noqa: B023 -- awaited here
                        assert lines[-1] == f"version {small(word).version} answers now\n"
                        until(lambda: not old & set(children(server.process.pid)))  # noqa: B023 -- as above
                finally:
                    ending.set()
                for client in clients:
                    client.result(PATIENCE)
            assert min(seen["odd"], seen["even"]) > 10
            (folder / "clusters.csv").write_text("id\n", encoding="utf-8")
            server.process.send_signal(signal.SIGHUP)
            until(lambda: len(lines) == 4)
            assert lines[-1].startswith(f"refused, version {small('even').version} keeps answering: clusters.csv:1")

            def refused() -> bool:
                with urlopen(f"{server.address}/readyz", timeout=PATIENCE) as response:  # noqa: S310 -- as above
                    told = json.loads(response.read())["refused"]
                return bool(told and told["message"].startswith("clusters.csv:1"))

            until(refused)

    def test_workers_end_when_nobody_looks_after_them(self, start: Start, folder: Path) -> None:
        with start(str(folder), "--port", "0", "--workers", "2") as server:
            until(lambda: len(children(server.process.pid)) == 2)
            workers = children(server.process.pid)
            server.process.kill()
            server.process.wait(PATIENCE)
            until(lambda: not any(Path(f"/proc/{worker}").exists() for worker in workers))

    def test_they_share_the_memory_of_the_dataset(self, start: Start) -> None:
        def pss(process: int) -> int:
            text = Path(f"/proc/{process}/smaps_rollup").read_text(encoding="utf-8")
            return next(int(line.split()[1]) * 1024 for line in text.splitlines() if line.startswith("Pss:"))

        with start("--port", "0") as alone:
            alone.ask(CHEAP)
            one = pss(alone.process.pid)
        with start("--port", "0", "--workers", "2") as server:
            for _ in range(20):
                server.ask(CHEAP)
            three = sum(map(pss, [server.process.pid, *children(server.process.pid)]))
        assert three < 2 * one, (one, three)


class TestProxies:
    def test_nobody_says_who_asks_but_a_trusted_proxy(self, start: Start, folder: Path) -> None:
        def left(server: Any, name: str) -> str:  # noqa: ANN401 -- as above
            connection = HTTPConnection(*at(server), timeout=PATIENCE)
            headers = {"Content-Type": "application/json", "X-Forwarded-For": name}
            connection.request("POST", "/graphql", json.dumps({"query": CHEAP}), headers)
            response = connection.getresponse()
            response.read()
            connection.close()
            return response.headers["RateLimit"].split(";")[1]

        with start(str(folder), "--port", "0", SYNERGRAPH_POINTS_PER_HOUR="100") as server:
            assert [left(server, "10.1.1.1"), left(server, "10.1.1.2")] == ["r=98", "r=96"]
        settings = {"SYNERGRAPH_POINTS_PER_HOUR": "100", "SYNERGRAPH_TRUSTED_PROXIES": "127.0.0.1"}
        with start(str(folder), "--port", "0", **settings) as server:
            assert [left(server, name) for name in ("10.1.1.1", "10.1.1.2", "10.1.1.1")] == ["r=98", "r=98", "r=96"]

"""Files are bound by the limits that bind questions: time, threads, values, points."""

import logging
from collections import deque
from collections.abc import Awaitable, Callable, Iterator
from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path
from threading import Event
from time import monotonic
from typing import Any

import anyio
import pytest
from anyio import sleep_forever
from starlette.testclient import TestClient

from graph_data.deadline import Deadline, DeadlinePassed, check, until
from graph_data.discovery.caching import StillPreparing
from graph_data.notebook import Notebook
from graph_data.writing.format import Format
from graph_data.writing.formats import FORMATS
from graphapi.app import create_app
from graphapi.distributions import file_of
from graphapi.execution.pool import Pool
from graphapi.exports import endpoint, streaming
from graphapi.exports.catalogue import CATALOGUE, Content, Export
from graphapi.exports.streaming import Streams
from graphapi.settings import Settings

SYNERGIES = "/export/synergies.csv?organisation=cluster:indescat"


def serving(graph: Notebook, **given: Any) -> TestClient:  # noqa: ANN401 -- settings of any type
    return TestClient(create_app(Settings(**{"timeout_ms": 60_000, **given}), graph))


def error_of(response: Any) -> dict[str, Any]:  # noqa: ANN401 -- the client's own type
    """Return the one error of a refusal, which has the shape of a refused question."""
    body = response.json()
    (error,) = body["errors"]
    assert set(body) == {"errors", "extensions"}
    assert body["extensions"]["cost"] == {"requested": None, "limit": 15000}
    assert response.headers["Cache-Control"] == "no-store"
    found: dict[str, Any] = error
    return found


def opening(monkeypatch: pytest.MonkeyPatch, file: str, opened: Any) -> None:  # noqa: ANN401 -- a function
    """Let something else open a file."""
    made = replace(CATALOGUE[file], open=lambda *_: opened())
    monkeypatch.setattr(endpoint, "CATALOGUE", {**CATALOGUE, file: made})


def endless() -> Content:
    """Look at the clock, and do nothing else."""
    while True:
        check()


def test_a_file_that_is_not_begun_in_time_is_refused(sample: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    opening(monkeypatch, "synergies.csv", endless)
    response = serving(sample, timeout_ms=80).get(SYNERGIES)
    assert response.status_code == 503
    assert "Retry-After" not in response.headers
    assert error_of(response) == {
        "message": "not begun within 80 ms; ask for less",
        "extensions": {"code": "TIME_LIMIT", "setting": "timeout_ms", "limit": 80},
    }


class Passed(Deadline):
    """A deadline that has passed when it is first looked at."""

    def check(self) -> None:
        raise DeadlinePassed


@pytest.mark.parametrize(
    "file", [name for name in CATALOGUE if name.split(".")[0] in {"entities", "statements", "links"}]
)
def test_whatever_is_written_row_by_row_looks_at_the_clock(sample: Notebook, file: str) -> None:
    if file.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="writing Parquet needs the extra `parquet`")
    export = CATALOGUE[file]
    asked = {item.name: item.default for item in export.parameters}
    with until(Passed(60)), pytest.raises(DeadlinePassed):
        deque(export.open(sample, asked).pieces)


@pytest.mark.parametrize("form", [form for form in FORMATS.values() if form.file is not None])
def test_writing_the_whole_looks_at_the_clock(sample: Notebook, tmp_path: Path, form: Format) -> None:
    if form.name in {"turtle", "jsonld"}:
        pytest.importorskip("pyoxigraph", reason="linked data needs the extra `rdf`")
    assert form.file is not None
    with until(Passed(60)), pytest.raises(DeadlinePassed):
        form.file(sample.dataset, tmp_path / "dataset")


def test_what_a_file_rests_on_is_prepared_meanwhile(sample: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    def unprepared() -> Content:
        raise StillPreparing(Future())

    opening(monkeypatch, "synergies.csv", unprepared)
    response = serving(sample, timeout_ms=80).get(SYNERGIES)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert error_of(response)["extensions"]["code"] == "PREPARING"


def test_a_file_of_the_whole_is_waited_for_longer_than_an_answer(
    sample: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    fresh, form = Notebook(sample.dataset), FORMATS["zip"]
    go = Event()

    def slow(dataset: Any, path: Any) -> None:  # noqa: ANN401 -- as Format.file
        go.wait(0.5)
        assert form.file is not None
        form.file(dataset, path)

    written = replace(form, file=slow)
    export = CATALOGUE["dataset.zip"]
    made = Export(export.file, export.media_type, export.holds, lambda graph, _: _whole(graph, written), dear=True)
    monkeypatch.setattr(endpoint, "CATALOGUE", {"dataset.zip": made})
    client = serving(fresh, timeout_ms=100, threads=1)
    monkeypatch.setattr(endpoint, "FILE_MS", 100)
    response = client.get("/export/dataset.zip")
    assert (response.status_code, error_of(response)["extensions"]["code"]) == (503, "PREPARING")
    monkeypatch.setattr(endpoint, "FILE_MS", 30_000)
    assert client.get("/export/dataset.zip").content.startswith(b"PK")


def _whole(graph: Notebook, form: Any) -> Content:  # noqa: ANN401 -- a Format
    file = file_of(graph, form)
    return Content(file.pieces(), file.size)


def test_who_finds_all_threads_at_work_is_turned_away(sample: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(sample, threads=1, queue=0) as client:
        pool: Pool = client.app.state.pool  # type: ignore[attr-defined] # Starlette's
        monkeypatch.setattr(type(pool._threads), "available_tokens", 0)  # noqa: SLF001 -- as when all work
        response = client.get(SYNERGIES)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    assert error_of(response)["extensions"]["code"] == "OVERLOADED"


def test_so_many_files_are_sent_at_once_and_no_more(sample: Notebook) -> None:
    with serving(sample, threads=2, queue=3) as client:
        streams: Streams = client.app.state.streams  # type: ignore[attr-defined] # Starlette's
        streams.open = 2 + 3
        response = client.get(SYNERGIES)
        assert (response.status_code, error_of(response)["extensions"]["code"]) == (503, "OVERLOADED")
        streams.open -= 1
        assert client.get(SYNERGIES).status_code == 200
        assert streams.open == 2 + 3 - 1


@pytest.mark.parametrize(
    ("asked", "setting", "limit", "actual"),
    [
        (f"graph/nodes.csv?seeds={'a,' * 501}", "max_list", 500, 501),
        (f"synergies.csv?organisation={'x' * 1001}", "max_string", 1000, 1001),
        (f"statements.csv?entity=a&predicate={'x' * 2000}", "max_string", 1000, 2000),
    ],
)
def test_values_have_the_limits_of_variables(
    client: TestClient, asked: str, setting: str, limit: int, actual: int
) -> None:
    response = client.get(f"/export/{asked}")
    told = error_of(response)["extensions"]
    assert response.status_code == 400
    assert told == {"code": "LIMIT_EXCEEDED", "setting": setting, "limit": limit, "actual": actual}


def test_a_file_costs_points_what_is_refused_one_and_what_still_holds_none(sample: Notebook) -> None:
    with serving(sample, points_per_hour=2500) as client:
        left = []
        tag = ""
        for asked in ("clusters.csv", "clusters.csv", "nothing.csv", "groups.csv?by=NONSENSE", "smes.csv", "smes.csv"):
            response = client.get(f"/export/{asked}", headers={"If-None-Match": tag})
            tag = response.headers.get("ETag", "")
            left.append((response.status_code, response.headers.get("RateLimit", "").split(";")[1:2]))
    assert left == [(200, ["r=1500"]), (304, []), (404, []), (400, []), (200, ["r=498"]), (304, [])]
    with serving(sample, points_per_hour=999) as client:
        response = client.get("/export/clusters.csv")
    assert (response.status_code, error_of(response)["extensions"]["code"]) == (429, "RATE_LIMITED")
    assert int(response.headers["Retry-After"]) > 0


def sent(monkeypatch: pytest.MonkeyPatch, sample: Notebook, pieces: Iterator[bytes]) -> bytes:
    """Return what comes of a file until its connection ends."""
    opening(monkeypatch, "clusters.csv", lambda: Content(pieces))
    with serving(sample) as client:
        return client.get("/export/clusters.csv", headers={"Accept-Encoding": "identity"}).content


def test_what_takes_too_long_on_the_way_ends_and_is_told_in_the_log(
    sample: Notebook, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    def pieces() -> Iterator[bytes]:
        yield b"a" * streaming.LEAST
        endless()

    monkeypatch.setattr(streaming, "PIECE_SECONDS", 0.05)
    assert sent(monkeypatch, sample, pieces()) == b"a" * streaming.LEAST
    (line,) = [record.told for record in caplog.records if hasattr(record, "told")]
    assert line["codes"] == ["TIME_LIMIT"]


def test_small_pieces_are_sent_together(sample: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    def pieces() -> Iterator[bytes]:
        for number in range(5):
            made.append(number)
            yield b"a" * (streaming.LEAST // 2)

    assert sent(monkeypatch, sample, pieces()) == b"a" * (streaming.LEAST // 2) * 5
    assert made == [*range(5)]


def asked_by_hand(
    graph: Notebook, receive: Callable[[], Awaitable[Any]], send: Callable[[Any], Awaitable[None]]
) -> Streams:
    """Ask for a table by ASGI alone, and return what is being sent afterwards."""
    app = create_app(Settings(timeout_ms=60_000), graph)
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "path": "/export/clusters.csv",
        "query_string": b"",
        "headers": [(b"host", b"127.0.0.1")],
    }
    anyio.run(app, scope, receive, send)
    streams: Streams = app.state.streams
    return streams


async def gone() -> dict[str, str]:
    """Tell that who asked has hung up."""
    return {"type": "http.disconnect"}


def test_who_hangs_up_before_a_file_is_begun_frees_the_thread(
    sample: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    opening(monkeypatch, "clusters.csv", endless)
    sent: list[Any] = []

    async def send(message: Any) -> None:  # noqa: ANN401 -- ASGI's
        sent.append(message)

    begun = monotonic()
    asked_by_hand(sample, gone, send)
    assert monotonic() - begun < 30
    assert sent[0]["status"] == 499


def test_who_hangs_up_on_the_way_frees_the_thread(sample: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"a" * streaming.LEAST
        endless()

    opening(monkeypatch, "clusters.csv", lambda: Content(pieces()))
    left = anyio.Event()

    async def receive() -> dict[str, str]:
        await left.wait()
        return {"type": "http.disconnect"}

    async def send(message: Any) -> None:  # noqa: ANN401 -- ASGI's
        if message["type"] == "http.response.body":
            left.set()

    begun = monotonic()
    assert asked_by_hand(sample, receive, send).open == 0
    assert monotonic() - begun < 5


def test_who_does_not_read_is_not_waited_for_without_end(sample: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    async def send(message: Any) -> None:  # noqa: ANN401 -- ASGI's
        if message["type"] == "http.response.body":
            await sleep_forever()

    async def receive() -> None:
        await sleep_forever()

    monkeypatch.setattr(streaming, "STALL_SECONDS", 0.05)
    assert asked_by_hand(sample, receive, send).open == 0

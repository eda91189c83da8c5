"""The log: lines for people and for programs, and requests that go on when nobody reads them."""

import io
import json
import logging
import os
import re
import threading
import time
from collections.abc import Iterator

import pytest

from graphapi.account import CURRENT, Account
from graphapi.choices import LogFormat
from graphapi.logs import WAITING, Log, request_line

TOLD = {
    "request": "abc",
    "method": "POST",
    "path": "/graphql",
    "status": 200,
    "ms": 1.5,
    "kind": "cheap",
    "codes": ["BAD_CURSOR", "UNKNOWN_ID"],
    "cost": 1234,
    "received": 5,
    "bytes": 6789,
    "dataset": "d0",
}
LOGGER = logging.getLogger("graphapi.test_logs")


@pytest.fixture
def in_request() -> Iterator[None]:
    token = CURRENT.set(Account("abc"))
    yield
    CURRENT.reset(token)


def written(form: LogFormat, *, worker: int | None = None, waits: bool = False) -> list[str]:
    """Return the lines that are written of a request, a message, a warning and an error."""
    stream = io.StringIO()
    log = Log(form, worker=worker, waits=waits, stream=stream)
    try:
        request_line(TOLD)
        LOGGER.info("it %s", "answers")
        LOGGER.warning("careful")
        try:
            _ = 1 / 0
        except ZeroDivisionError:
            LOGGER.exception("failed")
    finally:
        assert log.end()
    return stream.getvalue().splitlines()


@pytest.mark.parametrize("waits", [False, True])
def test_people_read_sentences(waits: bool) -> None:
    lines = written(LogFormat.TEXT, waits=waits)
    assert lines[:4] == [
        "POST /graphql 200 1.5 ms 6,789 B cost 1,234 BAD_CURSOR UNKNOWN_ID abc",
        "it answers",
        "warning: careful",
        "error: failed",
    ]
    assert (lines[4], lines[-1]) == ("Traceback (most recent call last):", "ZeroDivisionError: division by zero")


@pytest.mark.usefixtures("in_request")
def test_what_goes_wrong_in_a_request_names_it() -> None:
    assert written(LogFormat.TEXT)[2:4] == ["warning in request abc: careful", "error in request abc: failed"]
    assert [line.get("request") for line in map(json.loads, written(LogFormat.JSON))] == ["abc"] * 4


@pytest.mark.parametrize("worker", [None, 3])
def test_programs_read_an_object_a_line(worker: int | None) -> None:
    lines = [json.loads(line) for line in written(LogFormat.JSON, worker=worker)]
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", line.pop("time")) for line in lines)
    assert all(line.pop("worker", None) == worker for line in lines)
    assert lines.pop()["traceback"].endswith("ZeroDivisionError: division by zero")
    assert lines == [
        {"level": "info", "event": "request", **TOLD},
        {"level": "info", "event": "message", "message": "it answers"},
        {"level": "warning", "event": "message", "message": "careful"},
    ]


def test_afterwards_the_loggers_are_as_they_were() -> None:
    written(LogFormat.TEXT)
    logger = logging.getLogger("graphapi")
    assert (logger.handlers, logger.propagate, logger.level) == ([], True, logging.NOTSET)


def test_where_nobody_reads_lines_are_dropped_and_nobody_waits() -> None:
    reading, writing = os.pipe()
    stream = os.fdopen(writing, "w")
    log = Log(LogFormat.JSON, stream=stream)
    slowest = 0.0
    for _ in range(WAITING + 5_000):
        begun = time.monotonic()
        request_line(TOLD)
        slowest = max(slowest, time.monotonic() - begun)
    assert log.dropped > 1_000
    assert slowest < 1
    begun = time.monotonic()
    assert not log.end()
    assert time.monotonic() - begun < 5
    reader = threading.Thread(target=lambda: [*iter(lambda: os.read(reading, 65536), b"")])
    reader.start()
    while not log._queue.empty():  # noqa: SLF001 -- only then nobody writes any more
        time.sleep(0.01)
    stream.close()
    reader.join(20)
    os.close(reading)

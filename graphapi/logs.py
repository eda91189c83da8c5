"""The log on stderr: a line a request and a line a message, for people or as JSON for programs.

Lines are written by a thread of their own. Where nobody reads them they are dropped and counted, and requests go on.
"""

import logging
import sys
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from logging.handlers import QueueHandler, QueueListener
from queue import Full, Queue
from typing import Any, TextIO

import orjson

from graphapi.account import CURRENT
from graphapi.choices import LogFormat

__all__ = ["Log", "request_line"]

WAITING = 10_000
"""Lines that may wait to be written; what comes on top is dropped."""

PATIENCE = 1.0
"""Seconds that the lines which wait are written at the end."""

OWN = ("graphapi", "graph_data")

_requests = logging.getLogger("graphapi.request")


def request_line(told: Mapping[str, Any]) -> None:
    """Write the line of a request."""
    _requests.info("request", extra={"told": told})


class Log:
    """The log of this process, until it is ended; messages of the server's own modules and of what it stands on.

    Args:
        form: whom the lines are for.
        worker: number of this process among several; None when there is only one.
        waits: whether writing a line waits until it is written, as only a process may that answers no requests.
        stream: where to write.

    Attributes:
        dropped: lines that were not written since nobody read.
    """

    def __init__(
        self, form: LogFormat, *, worker: int | None = None, waits: bool = False, stream: TextIO | None = None
    ) -> None:
        self.dropped = 0
        writer = logging.StreamHandler(stream or sys.stderr)
        writer.setFormatter(_Json(worker) if form is LogFormat.JSON else _Text())
        self._queue: Queue[logging.LogRecord] = Queue(WAITING)
        self._listener = None if waits else _Listener(self._queue, writer)
        self._handler = writer if waits else _Dropping(self._queue, self)
        self._handler.addFilter(_in_request)
        for name in OWN:
            logger = logging.getLogger(name)
            logger.handlers, logger.propagate = [self._handler], False
            logger.setLevel(logging.INFO)
        # What goes wrong in an answer is told once, by our own modules; uvicorn says it again for each.
        logging.getLogger("uvicorn.error").setLevel(logging.CRITICAL)
        if self._listener:
            self._listener.start()

    def end(self) -> bool:
        """Write what waits, and let the loggers be as they were.

        Returns:
            Whether it was written. Where nobody reads it, the thread that writes it cannot be ended, and Python would
            wait for it for ever.
        """
        for name in OWN:
            logger = logging.getLogger(name)
            logger.handlers, logger.propagate = [], True
            logger.setLevel(logging.NOTSET)
        if self._listener is None:
            return True
        self._listener.stop()
        return not self._listener.is_stuck


class _Listener(QueueListener):
    """Writes lines; its end is waited for no longer than somebody reads them."""

    is_stuck = False

    def stop(self) -> None:
        """End after what waits, or when nobody reads it."""
        thread, self._thread = self._thread, None
        if thread is not None:
            with suppress(Full):
                self.enqueue_sentinel()
            thread.join(PATIENCE)
            self.is_stuck = thread.is_alive()


class _Dropping(QueueHandler):
    """Hands lines to the thread that writes them."""

    def __init__(self, queue: "Queue[logging.LogRecord]", log: Log) -> None:
        super().__init__(queue)
        self._log = log

    def prepare(self, record: logging.LogRecord) -> logging.LogRecord:
        """Leave the record as it is: it is formatted by another thread, not in another process."""
        return record

    def enqueue(self, record: logging.LogRecord) -> None:
        """Let the record wait for its turn, or drop it."""
        try:
            self.queue.put_nowait(record)
        except Full:
            self._log.dropped += 1


def _in_request(record: logging.LogRecord) -> bool:
    """Name the request in which a record was made."""
    found = CURRENT.get()
    record.request = found.id if found else None
    return True


class _Text(logging.Formatter):
    """Lines for people: the message alone, and what went wrong below it."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        told = getattr(record, "told", None)
        if told is not None:
            return _sentence(told)
        text = super().format(record)
        if record.levelno <= logging.INFO:
            return text
        name = getattr(record, "request", None)
        return f"{record.levelname.lower()}{f' in request {name}' if name else ''}: {text}"


def _sentence(told: Mapping[str, Any]) -> str:
    cost = [f"cost {told['cost']:,}"] if "cost" in told else []
    parts = [told["method"], told["path"], told["status"], f"{told['ms']:g} ms", f"{told['bytes']:,} B", *cost]
    return " ".join(map(str, [*parts, *told.get("codes", ()), told["request"]]))


class _Json(logging.Formatter):
    """A JSON object a line."""

    def __init__(self, worker: int | None) -> None:
        super().__init__()
        self._worker = {} if worker is None else {"worker": worker}

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        line: dict[str, Any] = {"time": at.replace("+00:00", "Z"), "level": record.levelname.lower(), **self._worker}
        told = getattr(record, "told", None)
        if told is not None:
            line |= {"event": "request", **told}
        else:
            line |= {"event": "message", "message": record.getMessage()}
            if getattr(record, "request", None):
                line["request"] = record.request  # type: ignore[attr-defined]
            if record.exc_info:
                line["traceback"] = self.formatException(record.exc_info)
        return orjson.dumps(line, default=str).decode()

"""Sees every request from its first byte to the last of its answer: names it, counts it, logs it; none fails mute."""

import logging
import re
import secrets
import time
from asyncio import CancelledError
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphapi.account import CURRENT, Account
from graphapi.caching import PRIVATE
from graphapi.errors import ErrorCode
from graphapi.execution.pool import Overloaded
from graphapi.logs import request_line
from graphapi.metrics import Told, kind_of
from graphapi.running import CLOSED, turned_away
from graphapi.spans import request_span

__all__ = ["REQUEST_ID", "Observing"]

REQUEST_ID = "X-Request-Id"

BUSY = 503

FAILED = 400
"""Status from which an answer to a probe is logged."""

SHOWN = 200
"""Characters of a path that are logged."""

METHODS = frozenset({"CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"})

_ID = re.compile(r"[A-Za-z0-9._~-]{1,64}")
_log = logging.getLogger(__name__)


class Observing:
    """Middleware around all that answers.

    Args:
        app: what answers.
        max_running: how many requests may be answered at the same time.
        max_headers: how many headers a request may have.
        logs: whether each request has its line in the log.
    """

    def __init__(self, app: ASGIApp, *, max_running: int, max_headers: int, logs: bool) -> None:
        self.app = app
        self._max_running = max_running
        self._max_headers = max_headers
        self._logs = logs

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, and tell what came of it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        given = Headers(scope=scope).get(REQUEST_ID, "")
        account = Account(given if _ID.fullmatch(given) else secrets.token_hex(8))
        exchange = _Exchange(account.id, receive, send)
        state = scope["app"].state
        dataset = state.served.graph.version
        token, begun = CURRENT.set(account), time.perf_counter()
        state.standing.running += 1
        try:
            with request_span(scope) as ended:
                await self._answer(scope, exchange)
                ended(account, exchange.status)
        finally:
            state.standing.running -= 1
            CURRENT.reset(token)
            self._tell(scope, account, exchange, dataset, time.perf_counter() - begun)

    async def _answer(self, scope: Scope, exchange: "_Exchange") -> None:
        refused = _misframed(Headers(scope=scope), self._max_headers)
        if scope["app"].state.standing.running > self._max_running:
            busy = turned_away(Overloaded())
            refused = _refusal(busy.status, busy.code, str(busy))
        try:
            if refused is None:
                await self.app(scope, exchange.receive, exchange.send)
            else:
                await refused(scope, exchange.receive, exchange.send)
        except CancelledError:
            _log.warning("not finished before the server ended")
            if not exchange.begun:
                message = "the server ends and waits no longer; ask again in a second"
                await _refusal(503, ErrorCode.ENDING, message)(scope, exchange.receive, exchange.send)
            raise
        except Exception:
            _log.exception("not answered")
            if exchange.begun:
                raise  # half an answer cannot be taken back: the connection ends
            message = "the server failed; its log has the details under the request's id"
            await _refusal(500, ErrorCode.INTERNAL_ERROR, message)(scope, exchange.receive, exchange.send)

    def _tell(self, scope: Scope, account: Account, exchange: "_Exchange", dataset: str, seconds: float) -> None:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        kind = kind_of(path, exchange.status, dear=account.dear)
        scope["app"].state.metrics.count(
            Told(kind, account.operation, exchange.status, account.codes, account.cost, exchange.sent, seconds)
        )
        if not self._logs or (kind == "probe" and exchange.status < FAILED):
            return
        told: dict[str, Any] = {
            "request": account.id,
            "method": scope["method"] if scope["method"] in METHODS else "other",
            "path": "".join(found if found.isprintable() else "�" for found in path[:SHOWN]),
            "status": exchange.status,
            "ms": round(seconds * 1000, 1),
            "kind": kind,
            "operation": account.operation,
            "codes": account.codes,
            "cost": account.cost,
            "received": exchange.received,
            "bytes": exchange.sent,
            "key": scope.get("state", {}).get("key"),
            "dataset": dataset,
        }
        request_line({name: value for name, value in told.items() if value not in (None, [])})


class _Exchange:
    """A request and its answer on their way.

    Attributes:
        status: of the answer; CLOSED as long as there is none.
        begun: whether the answer has begun.
        received: bytes of the body that was asked with, as far as they were read.
        sent: bytes of the body that was answered.
    """

    def __init__(self, name: str, receive: Receive, send: Send) -> None:
        self._name = name
        self._receive = receive
        self._send = send
        self.status = CLOSED
        self.begun = False
        self.received = 0
        self.sent = 0

    async def receive(self) -> Message:
        """Take the next part of the request."""
        message = await self._receive()
        self.received += len(message.get("body", b""))
        return message

    async def send(self, message: Message) -> None:
        """Send the next part of the answer, whose head names the request."""
        if message["type"] == "http.response.start":
            self.status, self.begun = message["status"], True
            MutableHeaders(scope=message)[REQUEST_ID] = self._name
        self.sent += len(message.get("body", b""))
        await self._send(message)


def _misframed(headers: Headers, most: int) -> ASGIApp | None:
    """Return the refusal of a request whose headers are too many, or say in two ways where it ends."""
    if len(headers.raw) > most:
        message = f"the request has {len(headers.raw):,} headers, {most:,} at most"
        return _refusal(431, ErrorCode.LIMIT_EXCEEDED, message, setting="max_headers", limit=most)
    if "transfer-encoding" in headers and "content-length" in headers:
        return _refusal(400, ErrorCode.BAD_REQUEST, "send either Content-Length or Transfer-Encoding")
    return None


def _refusal(status: int, code: ErrorCode, message: str, **more: Any) -> JSONResponse:  # noqa: ANN401 -- JSON that goes with the code
    error = {"message": message, "extensions": {"code": code.name, **more}}
    headers = {"Cache-Control": PRIVATE, "Connection": "close"} | ({"Retry-After": "1"} if status == BUSY else {})
    found = CURRENT.get()
    if found:
        found.codes = [code.name]
    return JSONResponse({"errors": [error]}, status, headers)

"""Reads GraphQL requests from HTTP: the query string of GET, the JSON body of POST, the media types that are wanted."""

from collections.abc import Mapping
from typing import Any, cast

import orjson
from anyio import fail_after
from starlette.requests import ClientDisconnect
from starlette.requests import Request as HttpRequest

from graphapi.errors import ErrorCode
from graphapi.execution.answering import Request
from graphapi.limits import Limits

__all__ = ["JSON", "METHODS", "RESPONSE_JSON", "Refused", "negotiated", "parameters", "request_from"]

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"

METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""What the GraphQL endpoint answers, refusals included, so that every answer has GraphQL's shape."""


class Refused(Exception):  # noqa: N818 -- it says what happened to the request
    """A request that is not executed.

    Attributes:
        status: the HTTP status to answer.
        code: the code of the error.
        headers: what else to tell.
        more: what else the error's extensions tell.
    """

    def __init__(
        self,
        status: int,
        message: str,
        headers: Mapping[str, str] | None = None,
        code: ErrorCode = ErrorCode.BAD_REQUEST,
        more: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = headers or {}
        self.more = more or {}


def negotiated(accept: str | None) -> str | None:
    """Choose the media type of the answer from an Accept header; None when it allows neither."""
    if not accept or not accept.strip():
        return JSON
    wanted: dict[str, float] = {}
    for part in accept.split(","):
        media, _, rest = part.partition(";")
        wanted[media.strip().lower()] = _quality(rest)
    allowed: dict[str, tuple[float, bool]] = {}
    for offered in (JSON, RESPONSE_JSON):
        named = next((name for name in (offered, "application/*", "*/*") if name in wanted), None)
        if named is not None and wanted[named] > 0:
            allowed[offered] = (wanted[named], named == offered)
    return max(allowed, key=lambda media: allowed[media], default=None)


def _quality(parameters: str) -> float:
    for parameter in parameters.split(";"):
        name, _, value = parameter.strip().partition("=")
        if name.lower() == "q":
            try:
                return min(max(float(value), 0), 1)
            except ValueError:
                return 0
    return 1


async def parameters(http: HttpRequest) -> dict[str, Any]:
    """Return the parameters of a request, from the query string of GET or the JSON body of POST.

    Raises:
        Refused: they cannot be read.
    """
    return await _from_body(http) if http.method == "POST" else _from_query(http)


def _from_query(http: HttpRequest) -> dict[str, Any]:
    given: dict[str, Any] = dict(http.query_params)
    for name in ("variables", "extensions"):
        if name in given:
            try:
                given[name] = orjson.loads(given[name])
            except orjson.JSONDecodeError:
                raise Refused(400, f"{name} must be JSON") from None
    return given


async def _from_body(http: HttpRequest) -> dict[str, Any]:
    media, _, rest = http.headers.get("content-type", "").partition(";")
    if media.strip().lower() != JSON:
        raise Refused(415, f"Content-Type must be {JSON}", {"Accept-Post": JSON})
    charset = rest.strip().lower().removeprefix("charset=").strip('"')
    if charset not in {"", "utf-8", "utf8"}:
        raise Refused(415, "the charset must be utf-8", {"Accept-Post": JSON})
    coding = http.headers.get("content-encoding", "identity").strip().lower()
    if coding != "identity":
        raise Refused(415, f"the body must not be compressed, got {coding[:40]!r}", {"Accept-Encoding": "identity"})
    try:
        given = orjson.loads(await _body(http))
    except orjson.JSONDecodeError as error:
        raise Refused(400, f"the body must be JSON: {error}") from None
    if not isinstance(given, dict):
        raise Refused(400, "the request must be a JSON object")
    return cast("dict[str, Any]", given)


async def _body(http: HttpRequest) -> bytes:
    """Return the body, as far as it comes within the limits of size and of time."""
    limits: Limits = http.app.state.limits
    said = http.headers.get("content-length", "")
    body = bytearray()
    try:
        with fail_after(limits.body_seconds):
            _check_length(int(said[:15]) if said.isascii() and said.isdigit() else 0, limits)
            async for chunk in http.stream():
                body += chunk
                _check_length(len(body), limits)
    except TimeoutError:
        message = f"the body must come within {limits.body_seconds:g} seconds; {len(body):,} bytes came"
        more = {"setting": "body_seconds", "limit": limits.body_seconds, "actual": limits.body_seconds}
        raise Refused(408, message, {"Connection": "close"}, ErrorCode.BODY_TOO_SLOW, more) from None
    except ClientDisconnect:
        raise Refused(400, "the connection was closed before the body had come") from None
    return bytes(body)


def _check_length(actual: int, limits: Limits) -> None:
    if actual > limits.max_body_bytes:
        message = f"the body has {actual:,} bytes or more, {limits.max_body_bytes:,} at most; ask in several requests"
        more = {"setting": "max_body_bytes", "limit": limits.max_body_bytes, "actual": actual}
        raise Refused(413, message, {"Connection": "close"}, ErrorCode.LIMIT_EXCEEDED, more)


def request_from(given: Mapping[str, Any]) -> Request:
    """Return the GraphQL request that parameters make.

    Raises:
        Refused: a parameter is missing or of the wrong type.
    """
    query, operation = given.get("query"), given.get("operationName")
    if not isinstance(query, str):
        raise Refused(400, "query must be a string that holds the document")
    if not isinstance(operation, str | None):
        raise Refused(400, "operationName must be a string")
    for name in ("variables", "extensions"):
        if not isinstance(given.get(name), dict | None):
            raise Refused(400, f"{name} must be a JSON object")
    timeout = (given.get("extensions") or {}).get("timeoutMs")
    if timeout is not None and (type(timeout) is not int or timeout < 1):
        raise Refused(400, "extensions.timeoutMs must be a whole number of milliseconds, 1 or more")
    return Request(query, operation or None, given.get("variables"), timeout)

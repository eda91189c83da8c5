"""Reads GraphQL requests from HTTP: the query string of GET, the JSON body of POST, the media types that are wanted."""

from collections.abc import Mapping
from typing import Any, cast

import orjson
from starlette.requests import Request as HttpRequest

from graphapi.errors import ErrorCode
from graphapi.execution.answering import Request

__all__ = ["JSON", "RESPONSE_JSON", "Refused", "negotiated", "parameters", "request_from"]

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"

MAX_BODY = 256 * 1024
"""Largest request body in bytes."""


class Refused(Exception):  # noqa: N818 -- it says what happened to the request
    """A request that is not executed.

    Attributes:
        status: the HTTP status to answer.
        code: the code of the error.
        headers: what else to tell.
    """

    def __init__(
        self,
        status: int,
        message: str,
        headers: Mapping[str, str] | None = None,
        code: ErrorCode = ErrorCode.BAD_REQUEST,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.headers = headers or {}


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
    body = bytearray()
    async for chunk in http.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise Refused(413, f"the body must be {MAX_BODY} bytes at most")
    try:
        given = orjson.loads(bytes(body))
    except orjson.JSONDecodeError as error:
        raise Refused(400, f"the body must be JSON: {error}") from None
    if not isinstance(given, dict):
        raise Refused(400, "the request must be a JSON object")
    return cast("dict[str, Any]", given)


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
    return Request(query, operation or None, given.get("variables"))

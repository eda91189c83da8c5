"""GraphQL over HTTP, as its specification says: GET and POST, two media types, status codes that mean something."""

from collections.abc import Mapping
from typing import Any, cast

import orjson
from graphql import GraphQLError
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from graph_data.graph import KnowledgeGraph
from graphapi.execution.answering import Answer, Request, answer, bad_request, is_query, refusal

__all__ = ["JSON", "METHODS", "RESPONSE_JSON", "graphql_endpoint"]

JSON = "application/json"
RESPONSE_JSON = "application/graphql-response+json"

READING = frozenset({"GET", "HEAD"})
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""What the endpoint answers, refusals included, so that every answer has GraphQL's shape."""

MAX_BODY = 256 * 1024
"""Largest request body in bytes."""


async def graphql_endpoint(http: HttpRequest) -> Response:
    """Answer a GraphQL request."""
    graph: KnowledgeGraph = http.app.state.graph
    media = _negotiated(http.headers.get("accept"))
    if media is None:
        return _refused(graph, JSON, 406, f"Accept must allow {RESPONSE_JSON} or {JSON}")
    if http.method not in {*READING, "POST"}:
        return _refused(graph, media, 405, "ask by GET or POST", {"Allow": "GET, HEAD, POST"})
    try:
        request = _from_query(http) if http.method in READING else await _from_body(http)
    except _Refused as error:
        return _refused(graph, media, error.status, str(error), error.headers)
    if http.method in READING and not is_query(request):
        return _refused(graph, media, 405, "GET only reads; send other operations by POST", {"Allow": "POST"})
    found = answer(graph, request)
    return _respond(found, media, 200 if found.executed or media == JSON else 400)


class _Refused(Exception):  # noqa: N818 -- never leaves this module
    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = headers


def _negotiated(accept: str | None) -> str | None:
    """Choose the media type of the answer from an Accept header; None when it allows neither."""
    if not accept or not accept.strip():
        return JSON
    wanted: dict[str, float] = {}
    for part in accept.split(","):
        media, _, parameters = part.partition(";")
        wanted[media.strip().lower()] = _quality(parameters)
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


def _from_query(http: HttpRequest) -> Request:
    given: dict[str, Any] = dict(http.query_params)
    for name in ("variables", "extensions"):
        if name in given:
            try:
                given[name] = orjson.loads(given[name])
            except orjson.JSONDecodeError:
                raise _Refused(400, f"{name} must be JSON") from None
    return _request(given)


async def _from_body(http: HttpRequest) -> Request:
    media, _, parameters = http.headers.get("content-type", "").partition(";")
    if media.strip().lower() != JSON:
        raise _Refused(415, f"Content-Type must be {JSON}", {"Accept-Post": JSON})
    charset = parameters.strip().lower().removeprefix("charset=").strip('"')
    if charset not in {"", "utf-8", "utf8"}:
        raise _Refused(415, "the charset must be utf-8", {"Accept-Post": JSON})
    body = bytearray()
    async for chunk in http.stream():
        body += chunk
        if len(body) > MAX_BODY:
            raise _Refused(413, f"the body must be {MAX_BODY} bytes at most")
    try:
        given = orjson.loads(bytes(body))
    except orjson.JSONDecodeError as error:
        raise _Refused(400, f"the body must be JSON: {error}") from None
    return _request(given)


def _request(given: object) -> Request:
    if not isinstance(given, dict):
        raise _Refused(400, "the request must be a JSON object with the field query")
    fields = cast("dict[str, Any]", given)
    query, operation, variables = fields.get("query"), fields.get("operationName"), fields.get("variables")
    if not isinstance(query, str):
        raise _Refused(400, "query must be a string that holds the document")
    if not isinstance(operation, str | None):
        raise _Refused(400, "operationName must be a string")
    for name in ("variables", "extensions"):
        if not isinstance(fields.get(name), dict | None):
            raise _Refused(400, f"{name} must be a JSON object")
    return Request(query, operation or None, variables)


def _refused(
    graph: KnowledgeGraph, media: str, status: int, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    errors: list[GraphQLError] = [bad_request(message)]
    return _respond(refusal(graph, errors), media, status, headers)


def _respond(found: Answer, media: str, status: int, headers: Mapping[str, str] | None = None) -> Response:
    content = orjson.dumps(found.body, default=str)
    return Response(content, status, media_type=f"{media}; charset=utf-8", headers=headers)

"""GraphQL over HTTP, as its specification says: GET and POST, two media types, status codes that mean something."""

from collections.abc import Awaitable, Callable, Mapping

import orjson
from anyio import to_thread
from graphql import GraphQLError
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from graph_data.graph import KnowledgeGraph
from graphapi.caching import PRIVATE, REVALIDATED, entity_tag, matches
from graphapi.errors import ErrorCode, QueryError
from graphapi.execution.answering import Answer, Request, answer, is_dear, is_query, refusal
from graphapi.requests import JSON, RESPONSE_JSON, Refused, negotiated, parameters, request_from
from graphapi.served import Served

__all__ = ["JSON", "METHODS", "RESPONSE_JSON", "graphql_endpoint", "trusted_endpoint"]

VARY = "Accept"
"""What an answer's form depends on; that it may be compressed is said for every answer."""

READING = frozenset({"GET", "HEAD"})
METHODS = ("DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT")
"""What the endpoint answers, refusals included, so that every answer has GraphQL's shape."""


async def graphql_endpoint(http: HttpRequest) -> Response:
    """Answer a GraphQL request."""
    return await _answer(http, _free)


async def trusted_endpoint(http: HttpRequest) -> Response:
    """Answer a trusted document, which the address names by its hash."""
    return await _answer(http, _trusted)


async def _free(http: HttpRequest) -> Request:
    return request_from(await parameters(http))


async def _trusted(http: HttpRequest) -> Request:
    documents: Mapping[str, str] = http.app.state.trusted
    name = http.path_params["sha256"]
    document = documents.get(name)
    if document is None:
        raise Refused(404, f"no trusted document has the hash {name}", code=ErrorCode.UNKNOWN_DOCUMENT)
    given = await parameters(http)
    if "query" in given:
        raise Refused(400, "query must not be given: the address names the document")
    return request_from({**given, "query": document})


async def _answer(http: HttpRequest, read: Callable[[HttpRequest], Awaitable[Request]]) -> Response:
    served: Served = http.app.state.served
    graph = served.graph
    media = negotiated(http.headers.get("accept"))
    try:
        if media is None:
            raise Refused(406, f"Accept must allow {RESPONSE_JSON} or {JSON}")
        if http.method not in {*READING, "POST"}:
            raise Refused(405, "ask by GET or POST", {"Allow": "GET, HEAD, POST"})
        request = await read(http)
        if http.method in READING and not is_query(request):
            raise Refused(405, "GET only reads; send other operations by POST", {"Allow": "POST"})
    except Refused as error:
        return _refused(graph, media or JSON, error)
    if http.method == "POST":
        found = await _found(http, graph, request)
        return _respond(found, media, {"Cache-Control": PRIVATE})
    kept = http.headers.get("if-none-match")
    headers = {"Cache-Control": REVALIDATED, "ETag": entity_tag(graph.version, media, request), "Vary": VARY}
    if matches(kept, headers["ETag"]):
        return Response(status_code=304, headers=headers)
    found = await _found(http, graph, request)
    return _respond(found, media, headers if "errors" not in found.body else {"Cache-Control": PRIVATE})


async def _found(http: HttpRequest, graph: KnowledgeGraph, request: Request) -> Answer:
    """Answer at once what is cheap, and in a thread what is dear, so that others need not wait for it."""
    if is_dear(request):
        return await to_thread.run_sync(answer, graph, request, limiter=http.app.state.threads)
    return answer(graph, request)


def _refused(graph: KnowledgeGraph, media: str, error: Refused) -> Response:
    errors: list[GraphQLError] = [QueryError(error.code, str(error))]
    return _respond(refusal(graph, errors), media, {"Cache-Control": PRIVATE, **error.headers}, error.status)


def _respond(found: Answer, media: str, headers: Mapping[str, str], status: int | None = None) -> Response:
    """Return the response; without a status, the one that the media type gives to such an answer."""
    content = orjson.dumps(found.body, default=str)
    status = status or (200 if found.executed or media == JSON else 400)
    return Response(content, status, media_type=f"{media}; charset=utf-8", headers={"Vary": VARY, **headers})

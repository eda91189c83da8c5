"""GraphQL over HTTP, as its specification says: GET and POST, two media types, status codes that mean something."""

from collections.abc import Awaitable, Callable, Mapping

from graphql import GraphQLError
from starlette.requests import Request as HttpRequest
from starlette.responses import Response

from graph_data.deadline import Deadline
from graph_data.graph import KnowledgeGraph
from graphapi.account import account
from graphapi.caching import PRIVATE, REVALIDATED, entity_tag, matches
from graphapi.errors import ErrorCode, QueryError
from graphapi.execution.answering import Answer, Request, cost_of, is_query, operation_name, refusal
from graphapi.execution.deadline import Preparing, TimeUp
from graphapi.execution.pool import HungUp, Overloaded
from graphapi.rate import Rate
from graphapi.requests import JSON, METHODS, RESPONSE_JSON, Refused, negotiated, parameters, request_from
from graphapi.running import CLOSED, answered, content_of, deadline_of, read_document, too_late, turned_away
from graphapi.served import Served
from graphapi.trusted import Trusted, hash_of

__all__ = ["JSON", "METHODS", "RESPONSE_JSON", "graphql_endpoint", "trusted_endpoint"]

VARY = "Accept"
"""What an answer's form depends on; that it may be compressed is said for every answer."""

READING = frozenset({"GET", "HEAD"})


async def graphql_endpoint(http: HttpRequest) -> Response:
    """Answer a GraphQL request."""
    return await _answer(http, _free)


async def trusted_endpoint(http: HttpRequest) -> Response:
    """Answer a trusted document, which the address names by its hash."""
    return await _answer(http, _trusted)


async def _free(http: HttpRequest) -> Request:
    trusted: Trusted = http.app.state.trusted
    return request_from(trusted.filled(await parameters(http)))


async def _trusted(http: HttpRequest) -> Request:
    trusted: Trusted = http.app.state.trusted
    document = trusted.named(http.path_params["id"])
    given = await parameters(http)
    if named := {"query", "documentId", "doc_id"} & given.keys():
        raise Refused(400, f"{min(named)} must not be given: the address names the document")
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
        deadline = deadline_of(http, request)
        await read_document(http, request, deadline)
        _name(http, request)
        if http.method in READING and not is_query(request, http.app.state.limits):
            raise Refused(405, "GET only reads; send other operations by POST", {"Allow": "POST"})
        return await _answered(http, graph, media, request, deadline)
    except Refused as error:
        return _refused(http, graph, media or JSON, error)
    except (Overloaded, Preparing) as error:
        return _refused(http, graph, media or JSON, turned_away(error))
    except TimeUp:  # while the document was read
        return _respond(*too_late(http, graph, request), media or JSON, {"Cache-Control": PRIVATE})
    except HungUp:
        return Response(status_code=CLOSED)


def _name(http: HttpRequest, request: Request) -> None:
    """Tell which operation is asked for, by the name that the operator gave it in a trusted document."""
    trusted: Trusted = http.app.state.trusted
    if trusted.documents and hash_of(request.query) in trusted.documents:
        account().operation = operation_name(request, http.app.state.limits)


async def _answered(
    http: HttpRequest, graph: KnowledgeGraph, media: str, request: Request, deadline: Deadline
) -> Response:
    if http.method == "POST":
        taken = _take(http, request)
        found, content = await answered(http, graph, request, deadline)
        return _respond(found, content, media, {"Cache-Control": PRIVATE, **taken})
    kept = http.headers.get("if-none-match")
    headers = {"Cache-Control": REVALIDATED, "Vary": VARY}
    if (tag := entity_tag(graph.version, media, request)) is not None:
        headers["ETag"] = tag
        if matches(kept, tag):
            return Response(status_code=304, headers=headers)
    taken = _take(http, request)
    found, content = await answered(http, graph, request, deadline)
    return _respond(
        found, content, media, (headers if "errors" not in found.body else {"Cache-Control": PRIVATE}) | taken
    )


def _take(http: HttpRequest, request: Request) -> dict[str, str]:
    """Count what a request costs, where that is limited; one that is not executed costs a point."""
    rate: Rate | None = http.app.state.rate
    if rate is None:
        return {}
    return rate.take(http, max(1, cost_of(request, http.app.state.limits) or 0))


def _refused(http: HttpRequest, graph: KnowledgeGraph, media: str, error: Refused) -> Response:
    errors: list[GraphQLError] = [QueryError(error.code, str(error), **error.more)]
    found = refusal(graph, errors, http.app.state.limits)
    # Apollo's clients look into the answer only when the status is the one of an answer
    status = None if error.code is ErrorCode.PERSISTED_QUERY_NOT_FOUND else error.status
    return _respond(found, content_of(found), media, {"Cache-Control": PRIVATE, **error.headers}, status)


def _respond(
    found: Answer, content: bytes, media: str, headers: Mapping[str, str], status: int | None = None
) -> Response:
    """Return the response; without a status, the one that the media type gives to such an answer."""
    account().take(found.body)
    status = status or (200 if found.executed or media == JSON else 400)
    return Response(content, status, media_type=f"{media}; charset=utf-8", headers={"Vary": VARY, **headers})

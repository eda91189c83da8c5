"""Answers the addresses under /export: piece by piece, kept by caches as long as the dataset version stays."""

import re
from collections.abc import AsyncIterator, Iterator
from typing import Any

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from graph_data.errors import CannotWrite, MissingExtra, UnknownEntity, WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.slugs import slug
from graph_data.tables import did_you_mean
from graphapi.caching import PRIVATE, REVALIDATED, export_tag, matches
from graphapi.errors import ErrorCode, QueryError
from graphapi.execution.answering import refusal
from graphapi.exports.catalogue import CATALOGUE, Content, Export
from graphapi.exports.parameters import read_parameters
from graphapi.requests import Refused
from graphapi.served import Served

__all__ = ["TRUNCATED", "export_routes"]

TRUNCATED = "X-Truncated"
"""Header that says that there is more than was asked for."""

LEAST = 2**16
"""Bytes worth sending at once: 64 kilobytes."""

_TEXT = re.compile(r"text/.*|.*[/+](json|jsonl|xml)")
"""Media types of text, which is always UTF-8."""


def export_routes() -> list[BaseRoute]:
    """Return the routes to the files."""
    return [Route("/export", _index), Route("/export/{file:path}", _export)]


async def _index(_: Request) -> Response:
    rows = [
        {
            "file": export.file,
            "holds": export.holds,
            "media_type": export.media_type,
            "parameters": "; ".join(f"{item.name}: {item.description}" for item in export.parameters),
        }
        for export in CATALOGUE.values()
    ]
    return JSONResponse(rows, headers={"Cache-Control": PRIVATE})


async def _export(http: Request) -> Response:
    served: Served = http.app.state.served
    graph = served.graph
    try:
        export = _named(http.path_params["file"])
        asked = read_parameters(export.parameters, http.query_params)
        tag = export_tag(graph.version, export.file, http.query_params.multi_items())
        if matches(http.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers={"Cache-Control": REVALIDATED, "ETag": tag})
        # one file at a time is written, and in a line of its own, so that other dear questions go on
        limiter: CapacityLimiter = http.app.state.writing if export.dear else http.app.state.threads
        content, first = await to_thread.run_sync(_opened, export, graph, asked, limiter=limiter)
    except Refused as error:
        return _refused(graph, error)
    headers = {
        "Cache-Control": REVALIDATED,
        "Content-Disposition": f'attachment; filename="{_file_name(graph, export)}"',
        "Content-Type": f"{export.media_type}{'; charset=utf-8' if _TEXT.fullmatch(export.media_type) else ''}",
        "ETag": tag,
        **({TRUNCATED: "true"} if content.truncated else {}),
    }
    if http.method == "HEAD":
        return StreamingResponse(iter(()), headers=headers)
    if content.size is not None:
        headers["Content-Length"] = str(content.size)
    return StreamingResponse(_pieces(first, content.pieces, http.app.state.threads), headers=headers)


def _named(file: str) -> Export:
    if (found := CATALOGUE.get(file)) is not None:
        return found
    endings: dict[str, list[str]] = {}
    for known in CATALOGUE:
        name, _, ending = known.partition(".")
        endings.setdefault(name, []).append(ending)
    listed = "; ".join(f"{name}.{{{','.join(found)}}}" for name, found in endings.items())
    hint = did_you_mean(file[:100], CATALOGUE)
    raise Refused(404, f"no file {file[:100]!r}{hint}; there are {listed}", code=ErrorCode.UNKNOWN_EXPORT)


def _opened(export: Export, graph: Notebook, asked: dict[str, Any]) -> tuple[Content, bytes]:
    """Return the content and its first piece: what cannot be answered shows before the answer begins.

    Raises:
        Refused: a parameter names what is not there, or the format cannot hold the dataset.
    """
    try:
        content = export.open(graph, asked)
        return content, _piece(content.pieces)
    except (CannotWrite, MissingExtra) as error:
        raise Refused(404, str(error), code=ErrorCode.CANNOT_EXPORT) from None
    except WrongKind as error:
        raise Refused(400, str(error), code=ErrorCode.WRONG_KIND) from None
    except UnknownEntity as error:
        raise Refused(400, str(error), code=ErrorCode.UNKNOWN_ID) from None
    except ValueError as error:
        raise Refused(400, str(error), code=ErrorCode.BAD_ARGUMENT) from None


def _piece(pieces: Iterator[bytes]) -> bytes:
    """Return the next pieces, as many as are worth sending at once; nothing at the end."""
    found = bytearray()
    for piece in pieces:
        found += piece
        if len(found) >= LEAST:
            break
    return bytes(found)


async def _pieces(first: bytes, others: Iterator[bytes], limiter: CapacityLimiter) -> AsyncIterator[bytes]:
    piece = first
    while piece:
        yield piece
        piece = await to_thread.run_sync(_piece, others, limiter=limiter)


def _file_name(graph: KnowledgeGraph, export: Export) -> str:
    """Return the name under which a browser saves the file: of what, in which version."""
    name = slug(graph.dataset.about.name) or "dataset"
    part = export.file.replace("/", "-")
    return f"{name}-{graph.version}{part.removeprefix('dataset') if export.dear else f'-{part}'}"


def _refused(graph: KnowledgeGraph, error: Refused) -> Response:
    body = refusal(graph, [QueryError(error.code, str(error))]).body
    return JSONResponse(body, error.status, headers={"Cache-Control": PRIVATE, **error.headers})

"""Answers the addresses under /export: piece by piece, kept by caches as long as the dataset version stays."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from graph_data.deadline import Deadline
from graph_data.errors import CannotWrite, MissingExtra, UnknownEntity, WrongKind
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.slugs import slug
from graph_data.tables import did_you_mean
from graphapi.account import account
from graphapi.caching import PRIVATE, REVALIDATED, export_tag, matches
from graphapi.errors import ErrorCode, QueryError
from graphapi.execution.answering import refusal
from graphapi.execution.deadline import Preparing, TimeUp
from graphapi.execution.pool import HungUp, Overloaded, Pool, hang_up
from graphapi.exports.catalogue import CATALOGUE, Content, Export
from graphapi.exports.parameters import read_parameters
from graphapi.exports.streaming import Streamed, piece_of
from graphapi.limits import Limits
from graphapi.rate import Rate
from graphapi.requests import Refused
from graphapi.running import CLOSED, turned_away
from graphapi.served import Served

__all__ = ["TRUNCATED", "export_routes"]

TRUNCATED = "X-Truncated"
"""Header that says that there is more than was asked for."""

POINTS = 1000
"""What a file costs, where points are counted."""

FILE_MS = 30_000
"""Milliseconds that a file of the whole dataset is waited for while it is written."""

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
    graph, limits = served.graph, http.app.state.limits
    try:
        try:
            export = _named(http.path_params["file"])
            asked = read_parameters(export.parameters, http.query_params, limits)
        except Refused:
            _take(http, 1)
            raise
        tag = export_tag(graph.version, export.file, http.query_params.multi_items())
        if matches(http.headers.get("if-none-match"), tag):
            return Response(status_code=304, headers={"Cache-Control": REVALIDATED, "ETag": tag})
        rate = _take(http, POINTS)
        content, first = await _opening(http, export, graph, asked)
    except Refused as error:
        account().codes = [error.code.name]
        return _refused(graph, limits, error)
    except HungUp:
        return Response(status_code=CLOSED)
    headers = {
        "Cache-Control": REVALIDATED,
        "Content-Disposition": f'attachment; filename="{_file_name(graph, export)}"',
        "Content-Type": f"{export.media_type}{'; charset=utf-8' if _TEXT.fullmatch(export.media_type) else ''}",
        "ETag": tag,
        **({TRUNCATED: "true"} if content.truncated else {}),
        **rate,
    }
    if http.method == "HEAD":
        return StreamingResponse(iter(()), headers=headers)
    if content.size is not None:
        headers["Content-Length"] = str(content.size)
    busy = _refused(graph, limits, turned_away(Overloaded()))
    return Streamed(http.app.state.streams, first, content.pieces, headers, busy)


async def _opening(http: Request, export: Export, graph: Notebook, asked: Mapping[str, Any]) -> tuple[Content, bytes]:
    """Open a file in a thread, in time; one of the whole dataset is waited for without one while it is written.

    Raises:
        Refused: it cannot be had, or not now.
        HungUp: nobody waits any more.
    """
    pool: Pool = http.app.state.pool
    milliseconds = FILE_MS if export.dear else http.app.state.limits.timeout_ms
    deadline = Deadline(milliseconds / 1000, waits=False)
    try:
        return await pool.run(partial(_opened, export, graph, asked), deadline, partial(hang_up, http.receive))
    except (Overloaded, Preparing) as error:
        raise turned_away(error) from None
    except TimeUp:
        more = {"setting": "timeout_ms", "limit": milliseconds}
        message = f"not begun within {milliseconds:,} ms; ask for less"
        raise Refused(503, message, code=ErrorCode.TIME_LIMIT, more=more) from None


def _take(http: Request, points: int) -> dict[str, str]:
    """Count what a file costs, where that is limited."""
    rate: Rate | None = http.app.state.rate
    return {} if rate is None else rate.take(http, points)


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


def _opened(export: Export, graph: Notebook, asked: Mapping[str, Any]) -> tuple[Content, bytes]:
    """Return the content and its first piece: what cannot be answered shows before the answer begins.

    Raises:
        Refused: a parameter names what is not there, or the format cannot hold the dataset.
    """
    try:
        content = export.open(graph, asked)
        return content, piece_of(content.pieces)
    except (CannotWrite, MissingExtra) as error:
        raise Refused(404, str(error), code=ErrorCode.CANNOT_EXPORT) from None
    except WrongKind as error:
        raise Refused(400, str(error), code=ErrorCode.WRONG_KIND) from None
    except UnknownEntity as error:
        raise Refused(400, str(error), code=ErrorCode.UNKNOWN_ID) from None
    except ValueError as error:
        raise Refused(400, str(error), code=ErrorCode.BAD_ARGUMENT) from None


def _file_name(graph: KnowledgeGraph, export: Export) -> str:
    """Return the name under which a browser saves the file: of what, in which version."""
    name = slug(graph.dataset.about.name) or "dataset"
    part = export.file.replace("/", "-")
    return f"{name}-{graph.version}{part.removeprefix('dataset') if export.dear else f'-{part}'}"


def _refused(graph: KnowledgeGraph, limits: Limits, error: Refused) -> Response:
    body = refusal(graph, [QueryError(error.code, str(error), **error.more)], limits).body
    return JSONResponse(body, error.status, headers={"Cache-Control": PRIVATE, **error.headers})

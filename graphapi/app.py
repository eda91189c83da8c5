"""The application: one value made from explicit settings."""

import os

from anyio import CapacityLimiter
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette_compress import CompressMiddleware, add_compress_type

from graph_data.notebook import Notebook
from graph_data.writing.formats import FORMATS
from graphapi.caching import PRIVATE, REVALIDATED, matches, schema_version
from graphapi.exports.endpoint import TRUNCATED, export_routes
from graphapi.headers import CommonHeaders
from graphapi.http import METHODS, graphql_endpoint, trusted_endpoint
from graphapi.pages import page_routes
from graphapi.requests import RESPONSE_JSON
from graphapi.schema.schema import schema_text
from graphapi.served import Served
from graphapi.settings import Settings
from graphapi.trusted import read_manifest

__all__ = ["create_app"]

SCHEMA_MEDIA = "application/graphql"

DAY = 24 * 60 * 60

PACKED = {FORMATS[name].media_type for name in ("parquet", "xlsx")}
"""What is compressed already."""

for _media in {RESPONSE_JSON, SCHEMA_MEDIA, *(form.media_type for form in FORMATS.values())} - PACKED:
    add_compress_type(_media)


def create_app(settings: Settings, graph: Notebook | None = None) -> Starlette:
    """Return the server's application.

    Args:
        settings: where the dataset is.
        graph: the graph to answer from, when it is loaded already.

    Raises:
        InvalidDataset: the dataset cannot be used.
        InvalidManifest: the trusted documents cannot be used.
    """
    app = Starlette(
        routes=[
            Route("/graphql", graphql_endpoint, methods=METHODS),
            Route("/graphql/trusted/{sha256}", trusted_endpoint, methods=METHODS),
            Route("/schema.graphql", _schema),
            Route("/healthz", _health),
            Route("/readyz", _ready),
            *export_routes(),
            *page_routes(),
        ],
        middleware=[Middleware(CommonHeaders), *_cors(settings), Middleware(CompressMiddleware, minimum_size=1000)],
    )
    app.state.trusted = read_manifest(settings.trusted_documents)
    app.state.threads = CapacityLimiter(os.cpu_count() or 1)
    app.state.writing = CapacityLimiter(1)
    app.state.served = Served(settings.dataset, graph)
    return app


def _cors(settings: Settings) -> list[Middleware]:
    """Return what lets pages of the listed origins ask; nobody else's may, and no cookie counts."""
    if not settings.cors_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Content-Type", "If-None-Match"],
            expose_headers=["Content-Disposition", "ETag", TRUNCATED],
            max_age=DAY,
        )
    ]


async def _schema(request: Request) -> Response:
    headers = {"ETag": f'W/"{schema_version()}"', "Cache-Control": REVALIDATED}
    if matches(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return PlainTextResponse(schema_text(), media_type=f"{SCHEMA_MEDIA}; charset=utf-8", headers=headers)


async def _health(_: Request) -> Response:
    """Tell that the process lives, and nothing else."""
    return JSONResponse({"status": "ok"})


async def _ready(request: Request) -> Response:
    """Tell which version answers, since when, and why a newer one does not."""
    served: Served = request.app.state.served
    loaded, refusal = served.loaded, served.refusal
    body = {
        "status": "ready",
        "dataset": loaded.graph.version,
        "loaded": loaded.at.isoformat(timespec="milliseconds"),
        "refused": None
        if refusal is None
        else {"at": refusal.at.isoformat(timespec="milliseconds"), "message": refusal.message},
    }
    return JSONResponse(body, headers={"Cache-Control": PRIVATE})

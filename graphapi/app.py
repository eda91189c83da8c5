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

import graph_data
from graph_data.graph import KnowledgeGraph
from graph_data.search.index import index_of
from graph_data.snapshot import Snapshot
from graphapi.caching import REVALIDATED, matches, schema_version
from graphapi.headers import CommonHeaders
from graphapi.http import METHODS, graphql_endpoint, trusted_endpoint
from graphapi.pages import page_routes
from graphapi.requests import RESPONSE_JSON
from graphapi.schema.schema import schema_text
from graphapi.settings import Settings
from graphapi.trusted import read_manifest

__all__ = ["create_app", "warm"]

SCHEMA_MEDIA = "application/graphql"

DAY = 24 * 60 * 60

for _media in (RESPONSE_JSON, SCHEMA_MEDIA):
    add_compress_type(_media)


def create_app(settings: Settings, graph: KnowledgeGraph | None = None) -> Starlette:
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
            *page_routes(),
        ],
        middleware=[Middleware(CommonHeaders), *_cors(settings), Middleware(CompressMiddleware, minimum_size=1000)],
    )
    app.state.trusted = read_manifest(settings.trusted_documents)
    app.state.threads = CapacityLimiter(os.cpu_count() or 1)
    app.state.graph = graph or graph_data.load(settings.dataset)
    warm(app.state.graph)
    return app


def warm(graph: KnowledgeGraph) -> None:
    """Make what every version needs once, so that no request waits for it."""
    Snapshot.of(graph)
    index_of(graph)
    _ = graph.version


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
            expose_headers=["ETag"],
            max_age=DAY,
        )
    ]


async def _schema(request: Request) -> Response:
    headers = {"ETag": f'W/"{schema_version()}"', "Cache-Control": REVALIDATED}
    if matches(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return PlainTextResponse(schema_text(), media_type=f"{SCHEMA_MEDIA}; charset=utf-8", headers=headers)


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok", "dataset": request.app.state.graph.version})

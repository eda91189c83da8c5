"""The application: one value made from explicit settings."""

import os

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route
from starlette_compress import CompressMiddleware, add_compress_type

from graph_data.notebook import Notebook
from graph_data.writing.formats import FORMATS
from graphapi.access import Access
from graphapi.caching import REVALIDATED, matches, schema_version
from graphapi.execution.pool import Pool
from graphapi.exports.endpoint import TRUNCATED, export_routes
from graphapi.exports.streaming import Streams
from graphapi.headers import CommonHeaders
from graphapi.health import Standing, health_routes, watch
from graphapi.http import METHODS, graphql_endpoint, trusted_endpoint
from graphapi.keys import Keys
from graphapi.llms import llms_route
from graphapi.metrics import Metrics
from graphapi.observing import REQUEST_ID, Observing
from graphapi.pages import page_routes
from graphapi.rate import RATE_HEADERS, rate_of
from graphapi.requests import RESPONSE_JSON
from graphapi.schema.schema import schema_text
from graphapi.served import Served
from graphapi.settings import Settings
from graphapi.trusted import Trusted, check_documents, read_manifest

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
        InvalidKeys: the keys cannot be used.
        Unprotected: the dataset is not for everybody, and everybody can ask.
    """
    trusted = Trusted(read_manifest(settings.trusted_documents), settings.locked)
    check_documents(trusted.documents.values(), settings.limits)
    keys = None if settings.api_keys is None else Keys(settings.api_keys)
    app = Starlette(
        routes=[
            Route("/graphql", graphql_endpoint, methods=METHODS),
            Route("/graphql/trusted/{id}", trusted_endpoint, methods=METHODS),
            *health_routes(),
            *([] if settings.locked else _open_routes()),
        ],
        middleware=[
            Middleware(CommonHeaders),
            Middleware(
                Observing,
                max_running=settings.max_connections,
                max_headers=settings.max_headers,
                logs=settings.log_requests,
            ),
            *_cors(settings),
            Middleware(Access, hosts=settings.allowed_hosts, keys=keys),
            Middleware(CompressMiddleware, minimum_size=1000),
        ],
    )
    app.state.trusted = trusted
    app.state.keys = keys
    app.state.limits = settings.limits
    app.state.rate = rate_of(settings.points_per_hour)
    app.state.pool = Pool(settings.threads or max(1, (os.cpu_count() or 1) // settings.workers), settings.queue)
    app.state.streams = Streams(app.state.pool.most)
    app.state.served = Served(settings.dataset, graph, public=settings.public)
    app.state.metrics = metrics = Metrics()
    app.state.standing = Standing(lambda: {"0": metrics.snapshot()})
    watch(metrics, app.state)
    return app


def _open_routes() -> list[BaseRoute]:
    """Return the routes that a locked server does not have."""
    return [Route("/schema.graphql", _schema), llms_route(), *export_routes(), *page_routes()]


def _cors(settings: Settings) -> list[Middleware]:
    """Return what lets pages of the listed origins ask; nobody else's may, and no cookie counts.

    It stands before the keys: a browser asks whether it may send one, without it, and lets its page see a refusal.
    """
    if not settings.cors_origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=settings.cors_origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type", "If-None-Match"],
            expose_headers=["Content-Disposition", "ETag", TRUNCATED, "Retry-After", REQUEST_ID, *RATE_HEADERS],
            max_age=DAY,
        )
    ]


async def _schema(request: Request) -> Response:
    headers = {"ETag": f'W/"{schema_version()}"', "Cache-Control": REVALIDATED}
    if matches(request.headers.get("if-none-match"), headers["ETag"]):
        return Response(status_code=304, headers=headers)
    return PlainTextResponse(schema_text(), media_type=f"{SCHEMA_MEDIA}; charset=utf-8", headers=headers)

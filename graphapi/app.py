"""The application: one value made from explicit settings."""

from pathlib import Path

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

import graph_data
from graph_data.graph import KnowledgeGraph
from graphapi.headers import SecurityHeaders
from graphapi.http import METHODS, graphql_endpoint
from graphapi.schema.schema import schema_text
from graphapi.settings import Settings

__all__ = ["create_app"]

PAGE = Path(__file__).parent / "page"


def create_app(settings: Settings, graph: KnowledgeGraph | None = None) -> Starlette:
    """Return the server's application.

    Args:
        settings: where the dataset is.
        graph: the graph to answer from, when it is loaded already.

    Raises:
        InvalidDataset: the dataset cannot be used.
    """
    app = Starlette(
        routes=[
            Route("/graphql", graphql_endpoint, methods=METHODS),
            Route("/schema.graphql", _schema),
            Route("/healthz", _health),
            Mount("/", StaticFiles(directory=PAGE, html=True)),
        ],
        middleware=[Middleware(SecurityHeaders), Middleware(GZipMiddleware, minimum_size=1000)],
    )
    app.state.graph = graph or graph_data.load(settings.dataset)
    return app


async def _schema(_: Request) -> Response:
    return PlainTextResponse(schema_text(), media_type="application/graphql; charset=utf-8")


async def _health(request: Request) -> Response:
    return JSONResponse({"status": "ok", "dataset": request.app.state.graph.version})

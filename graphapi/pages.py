"""The pages that the server brings along: explorer and GraphiQL where they are built, else one that says how to."""

import html
import os
from pathlib import Path

from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

__all__ = ["EXPLORER", "page_routes"]

EXPLORER = Path(__file__).parent / "explorer"
"""What frontend/ is built into."""

PAGE = Path(__file__).parent / "page" / "index.html"

FOREVER = "public, max-age=31536000, immutable"
"""For files whose name changes with their content."""


def page_routes(explorer: Path = EXPLORER) -> list[BaseRoute]:
    """Return the routes to the pages."""
    app, graphiql = explorer / "app", explorer / "graphiql"
    if not all((folder / "index.html").is_file() for folder in (app, graphiql)):
        return [Route("/", _not_built), Route("/graphiql", _not_built)]
    return [
        Route("/graphiql", _to_graphiql),
        Mount("/graphiql", _Built(directory=graphiql, html=True)),
        Mount("/assets", _Built(directory=app / "assets")),
        Route("/", _Built(directory=app, html=True)),
    ]


async def _to_graphiql(_: Request) -> Response:
    return RedirectResponse("graphiql/")


async def _not_built(request: Request) -> Response:
    page = PAGE.read_text(encoding="utf-8")
    return HTMLResponse(page.replace("{address}", html.escape(str(request.base_url).rstrip("/"))))


class _Built(StaticFiles):
    """A built page; files under assets/ are named by their content and never change."""

    def file_response(
        self, full_path: str | os.PathLike[str], stat_result: os.stat_result, scope: Scope, status_code: int = 200
    ) -> Response:
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["Cache-Control"] = FOREVER if Path(full_path).parent.name == "assets" else "no-cache"
        return response

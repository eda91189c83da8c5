"""Headers that every answer carries."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CommonHeaders"]

POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
"""What a page may load: its own files, and no script or style within the page."""

GRAPHIQL_POLICY = f"{POLICY}; style-src 'self' 'unsafe-inline'; font-src 'self' data:"
"""GraphiQL's editor, Monaco, writes its styles into the page; GraphiQL's fonts stand in its style sheet."""

HEADERS = {"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff"}


class CommonHeaders:
    """Middleware that tells browsers to load nothing from elsewhere, and caches that answers may be compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to the answer."""

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                at_graphiql = f"{scope['path']}/".startswith(f"{scope.get('root_path', '')}/graphiql/")
                policy = GRAPHIQL_POLICY if at_graphiql else POLICY
                headers = MutableHeaders(scope=message)
                headers.update({"Content-Security-Policy": policy, **HEADERS})
                if "accept-encoding" not in headers.get("vary", "").lower():
                    headers.add_vary_header("Accept-Encoding")
            await send(message)

        await self.app(scope, receive, with_headers if scope["type"] == "http" else send)

"""Headers that every answer carries."""

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["CommonHeaders"]

CLOSED = "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
    f" worker-src 'self'; {CLOSED}"
)
"""What a page may load: its own files, pictures that it draws, and no script or style within the page."""

GRAPHIQL_POLICY = (
    f"default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; font-src 'self' data:; {CLOSED}"
)
"""GraphiQL's editor, Monaco, writes its styles into the page; GraphiQL's fonts stand in its style sheet."""

UNUSED = ("accelerometer", "camera", "geolocation", "gyroscope", "magnetometer", "microphone", "payment", "usb")
"""What browsers offer to pages and no page of ours asks for."""

HEADERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": ", ".join(f"{name}=()" for name in UNUSED),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
"""Pages of elsewhere may neither hold on to a page of ours nor embed what we answer; what CORS lists goes on."""


class CommonHeaders:
    """Middleware that tells browsers to load nothing from elsewhere, and caches that answers may be compressed."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on and add the headers to the answer."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        # told before anyone else has it: a mounted application changes the root path
        at_graphiql = f"{scope['path']}/".startswith(f"{scope.get('root_path', '')}/graphiql/")
        policy = GRAPHIQL_POLICY if at_graphiql else POLICY

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                headers.update({"Content-Security-Policy": policy, **HEADERS})
                if "accept-encoding" not in headers.get("vary", "").lower():
                    headers.add_vary_header("Accept-Encoding")
            await send(message)

        await self.app(scope, receive, with_headers)

"""Who may ask: under which names of the server, by which methods, with which keys. All else is turned away unread."""

from collections.abc import Sequence

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from graphapi.account import account
from graphapi.caching import PRIVATE
from graphapi.errors import ErrorCode
from graphapi.hosts import is_listed
from graphapi.keys import Keys
from graphapi.requests import JSON, METHODS, Refused, negotiated

__all__ = ["Access"]

PROBES = frozenset({"/healthz", "/readyz"})
"""What whoever looks after the server asks, by an address that it may not know itself and without a key."""

PAGES = ("/graphiql/", "/assets/")
"""The same in every installation, and without a word of the data; a browser could not send a key for them."""

BEARER = 'Bearer realm="synergraph"'
"""What to send, as RFC 6750 has it."""


class Access:
    """Middleware that turns requests away before anything is read of them but their heads.

    Args:
        app: what answers the others.
        hosts: names that the header Host may have; any when there are none.
        keys: keys of which a request needs one; it needs none when they are None.
    """

    def __init__(self, app: ASGIApp, hosts: tuple[str, ...], keys: Keys | None) -> None:
        self.app = app
        self._hosts = hosts
        self._keys = keys

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer why not."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        try:
            name = self._checked(scope, headers)
        except Refused as error:
            account().codes = [error.code.name]
            await _refusal(error, headers)(scope, receive, send)
            return
        scope.setdefault("state", {})["key"] = name
        await self.app(scope, receive, send if self._keys is None else _kept_to_one(send))

    def _checked(self, scope: Scope, headers: Headers) -> str | None:
        """Return the name of the key with which a request comes, None where it needs none and has none.

        Raises:
            Refused: it may not ask.
        """
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if scope["method"] not in METHODS:
            allowed = {"Allow": "GET, HEAD, OPTIONS, POST"}
            raise Refused(405, "ask by GET or POST", allowed, ErrorCode.METHOD_NOT_ALLOWED)
        if self._hosts and path not in PROBES and not is_listed(headers.get("host", ""), self._hosts):
            message = "the server does not answer under the name in Host; the setting allowed_hosts lists those it does"
            raise Refused(421, message, code=ErrorCode.WRONG_HOST)
        if self._keys is None:
            return None
        given = headers.getlist("authorization")
        if not given and (path in PROBES or f"{path}/".startswith(PAGES) or path == "/"):
            return None
        return self._name_of(given, self._keys)

    def _name_of(self, given: Sequence[str], keys: Keys) -> str:
        if not given:
            raise _without_key("a key is needed: send Authorization: Bearer and the key", BEARER)
        scheme, _, key = given[0].partition(" ")
        name = keys.name_of(key.strip()) if len(given) == 1 and scheme.lower() == "bearer" else None
        if name is None:
            message = "Authorization must be Bearer and a key that counts: this one is unknown, revoked or expired"
            raise _without_key(message, f'{BEARER}, error="invalid_token"')
        return name


def _without_key(message: str, told: str) -> Refused:
    return Refused(401, message, {"WWW-Authenticate": told}, ErrorCode.KEY_REQUIRED)


def _refusal(error: Refused, headers: Headers) -> JSONResponse:
    """Return the refusal in the shape of a GraphQL answer, of which version of the data it does not say."""
    body = {"errors": [{"message": str(error), "extensions": {"code": error.code.name}}]}
    media = f"{negotiated(headers.get('accept')) or JSON}; charset=utf-8"
    return JSONResponse(body, error.status, {"Cache-Control": PRIVATE, **error.headers}, media)


def _kept_to_one(send: Send) -> Send:
    """Return what sends answers so that no cache gives them to somebody else."""

    async def sending(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            if "cache-control" in headers:
                headers["Cache-Control"] = headers["Cache-Control"].replace("public", "private")
            headers.add_vary_header("Authorization")
        await send(message)

    return sending

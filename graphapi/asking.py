"""Asks a running server."""

import json
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

__all__ = ["CannotConnect", "ask"]

TIMEOUT = 30
"""Seconds to wait for an answer."""


class CannotConnect(OSError):  # noqa: N818 -- the name says what happened
    """The server does not answer, or not as GraphQL."""


def ask(url: str, query: str, variables: dict[str, Any] | None = None, key: str | None = None) -> dict[str, Any]:
    """Return a server's answer to a query.

    Args:
        url: its endpoint.
        query: the document.
        variables: their values.
        key: the key to ask with, where the server wants one; it is not sent on to where the server may point.

    Raises:
        CannotConnect: there is no answer.
    """
    if urlsplit(url).scheme not in {"http", "https"}:
        raise CannotConnect(f"{url!r} is no address of a server; write one like http://127.0.0.1:8000/graphql")
    body = json.dumps({"query": query, "variables": variables}).encode()
    headers = {"Content-Type": "application/json", "Accept": "application/graphql-response+json"}
    request = Request(url, body, headers)  # noqa: S310 -- the scheme is checked above
    if key:
        request.add_unredirected_header("Authorization", f"Bearer {key.strip()}")
    try:
        with urlopen(request, timeout=TIMEOUT) as response:  # noqa: S310 -- the scheme is checked above
            content = response.read()
    except HTTPError as error:
        content = error.read()
    except (URLError, TimeoutError) as error:
        raise CannotConnect(f"no answer from {url}: {getattr(error, 'reason', error)}") from None
    try:
        answer: dict[str, Any] = json.loads(content)
    except json.JSONDecodeError:
        raise CannotConnect(f"{url} does not answer GraphQL") from None
    return answer

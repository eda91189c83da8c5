"""GraphQL over HTTP, with nothing but the standard library: one question, one answer, errors in words."""

import gzip
import json
import math
import os
import shutil
import time
import zlib
from collections.abc import Callable, Mapping
from http.client import HTTPException
from pathlib import Path
from typing import Any, TypeVar
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit, urlunsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from graph_data.errors import GraphDataError, ServerError, UnknownEntity, Unreachable, WrongKind

__all__ = ["KEY_VARIABLE", "TIMEOUT", "Connection", "endpoint_of", "is_address"]

_Answer = TypeVar("_Answer")

KEY_VARIABLE = "SYNERGRAPH_KEY"
"""Variable of the environment that holds the key to ask a server with."""

TIMEOUT = 30.0
"""Seconds that one answer may take."""

FILE_TIMEOUT = 90.0
"""Seconds that a file may take to begin, at least: the server itself waits half a minute for one to be written."""

LARGEST = 2**28
"""Bytes of one answer, unpacked; more is not read."""

AGENT = {"User-Agent": "graph_data"}

SOON = frozenset({"OVERLOADED", "PREPARING", "STARTING"})
"""Codes of what is asked again by itself: the server is not ready yet, or busy."""

PAUSES = (1, 1, 2, 3, 5, 8, 10, 10, 10, 10, math.inf)
"""Seconds before it is asked again, unless the server says more: a minute in all, then the refusal is told."""

LONGEST = 30
"""Seconds that are waited at once, at most, where the server says how long."""

LOCALLY = 'take the whole dataset once and load that: graph_data.load(kg.download("dataset.sqlite"))'

ADVICE: Mapping[str, str] = {
    "KEY_REQUIRED": f"graph_data.load(address, key=...) takes one, else the variable {KEY_VARIABLE}",
    "LIMIT_EXCEEDED": f"ask for less, or {LOCALLY}",
    "TIME_LIMIT": f"ask for shorter lists or shorter paths, or {LOCALLY}",
}
"""What to do about a refusal that only a server knows, by code."""

SHOWN = 120
"""Characters of a strange answer that a message shows."""

_ERRORS: Mapping[str, type[GraphDataError]] = {"UNKNOWN_ID": UnknownEntity, "WRONG_KIND": WrongKind}
"""Codes whose errors have a class of their own in a local graph."""


class _NotYet(ServerError):  # noqa: N818 -- says the state, as graph_data.errors does
    """What may be asked again after some seconds."""

    def __init__(self, message: str, code: str, seconds: float) -> None:
        super().__init__(message, code)
        self.seconds = seconds


class BadArgument(ServerError, ValueError):  # noqa: N818 -- says the state, as graph_data.errors does
    """A value that makes no sense: a ValueError, as of a local graph."""


def is_address(text: object) -> bool:
    """Tell whether a text is an address of a server rather than a path."""
    return isinstance(text, str) and text.lower().startswith(("http://", "https://"))


def endpoint_of(address: str) -> str:
    """Return the address of the GraphQL endpoint: the one given, or the one below a server's root.

    Raises:
        Unreachable: the address names no host.
    """
    parts = urlsplit(address.strip())
    if not parts.hostname:
        raise Unreachable(f"{address!r} names no host; write http://host:port/graphql")
    path = parts.path.rstrip("/")
    if not path.endswith("/graphql"):
        path += "/graphql"
    return urlunsplit((parts.scheme.lower(), parts.netloc, path, "", ""))


class _NoRedirects(HTTPRedirectHandler):
    """A question is posted where the caller said, and nowhere else."""

    def redirect_request(self, *_: Any) -> None:  # noqa: ANN401 -- as urllib's
        """Follow nothing: the answer then is the redirection, which is told."""
        return


class Connection:
    """A server that is asked.

    Args:
        address: of its GraphQL endpoint or of its root.
        timeout: seconds that one answer may take.
        key: to ask with, where the server wants one; that of the environment's SYNERGRAPH_KEY when None.

    Attributes:
        address: of its GraphQL endpoint.
        version: dataset version of the last answer, None before the first.
    """

    def __init__(self, address: str, timeout: float = TIMEOUT, key: str | None = None) -> None:
        self.address = endpoint_of(address)
        self.timeout = timeout
        self._key = (os.environ.get(KEY_VARIABLE, "") if key is None else key).strip()
        self.version: str | None = None
        self._open = build_opener(_NoRedirects).open

    def ask(self, document: str, variables: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """Return the data of an answer; where the server is not ready yet, it is asked again for about a minute.

        Raises:
            Unreachable: nobody answers there, or not in GraphQL.
            ServerError: the server refuses; of an unknown id it is UnknownEntity, of a value a ValueError.
            ValueError: a number is not finite.
        """
        question = json.dumps({"query": document, "variables": variables or {}}, allow_nan=False).encode()
        return _patiently(lambda: self._answer(question))

    def _answer(self, question: bytes) -> dict[str, Any]:
        body, seconds = self._body(question)
        self.version = body.get("extensions", {}).get("dataset", self.version)
        for error in body.get("errors") or []:
            raise _told(error, seconds)
        data = body.get("data")
        if not isinstance(data, dict):
            raise Unreachable(f"{self.address} answers, but not with GraphQL; {self._hint}")
        return data

    @property
    def _hint(self) -> str:
        return "write the address of its GraphQL endpoint, such as http://127.0.0.1:8000/graphql"

    def download(self, file: str, written: Path) -> Path:
        """Write a file that the server exports, whole or not at all; return its path.

        Raises:
            Unreachable: the server does not give it.
            ServerError: the server refuses; it wants a key, or is not ready after a minute.
        """
        return _patiently(lambda: self._file(file, written))

    def _file(self, file: str, written: Path) -> Path:
        address = f"{self.address.removesuffix('graphql')}export/{quote(file)}"
        partly = written.with_name(f"{written.name}.part")
        try:
            # no compressed answer is asked for: what is written are the bytes of the file
            request = self._request(address, None, {})
            with self._open(request, timeout=max(self.timeout, FILE_TIMEOUT)) as response, partly.open("wb") as out:
                shutil.copyfileobj(response, out)
                promised = int(response.headers.get("Content-Length") or out.tell())
                if out.tell() != promised:
                    raise HTTPException(f"it ended after {out.tell():,} of {promised:,} bytes")
            return partly.replace(written)
        except (URLError, HTTPException, ConnectionError, TimeoutError) as error:
            if isinstance(error, HTTPError):
                with error:
                    _refuse(error)
            raise Unreachable(f"cannot take {address}: {getattr(error, 'reason', None) or error}") from None
        finally:
            partly.unlink(missing_ok=True)

    def _request(self, address: str, content: bytes | None, headers: Mapping[str, str]) -> Request:
        request = Request(address, content, {**headers, **AGENT})  # noqa: S310 -- is_address lets only http and https through
        if self._key:
            request.add_unredirected_header("Authorization", f"Bearer {self._key}")
        return request

    def _body(self, question: bytes) -> tuple[dict[str, Any], float]:
        """Return the body of an answer, and the seconds after which to ask again."""
        headers = {
            "Accept": "application/graphql-response+json, application/json;q=0.9",
            "Accept-Encoding": "gzip",
            "Content-Type": "application/json",
        }
        seconds = 0.0
        try:
            with self._open(self._request(self.address, question, headers), timeout=self.timeout) as response:
                content = _unpacked(response, response.headers.get("Content-Encoding"))
                status = response.status
        except HTTPError as error:
            with error:
                content, status = _unpacked(error, error.headers.get("Content-Encoding")), error.code
                seconds = _seconds_of(error)
        except TimeoutError:
            raise Unreachable(f"{self.address} did not answer within {self.timeout:g} seconds") from None
        except (URLError, HTTPException, OSError, zlib.error, EOFError) as error:
            reason = getattr(error, "reason", None) or error
            if isinstance(reason, TimeoutError):
                raise Unreachable(f"{self.address} did not answer within {self.timeout:g} seconds") from None
            raise Unreachable(f"cannot ask {self.address}: {reason}; is the server running there?") from None
        try:
            body = json.loads(content)
            if not isinstance(body, dict) or not ({"data", "errors"} & body.keys()):
                raise ValueError(content[:SHOWN])
        except ValueError:
            shown = content[:SHOWN].decode("utf-8", "replace")
            raise Unreachable(
                f"{self.address} answers {status} with {shown!r}, which is no GraphQL; {self._hint}"
            ) from None
        return body, seconds


def _patiently(ask: Callable[[], _Answer]) -> _Answer:
    """Ask, and ask again while the server is not ready yet."""
    for pause in PAUSES:
        try:
            return ask()
        except _NotYet as told:
            wait = max(pause, told.seconds)
            if wait > LONGEST:
                raise
            time.sleep(wait)
    raise AssertionError("the last pause is too long to be made")


def _seconds_of(error: HTTPError) -> float:
    """Return after how many seconds to ask again; a date, which no server of this kind tells, counts as none."""
    told = error.headers.get("Retry-After") or ""
    return float(told) if told.isdecimal() else 0.0


def _refuse(error: HTTPError) -> None:
    """Raise what the server says of a file that it will not give now to who asks; other refusals pass."""
    try:
        (told,) = json.loads(error.read(LARGEST))["errors"]
        code = told["extensions"]["code"]
    except (ValueError, KeyError, TypeError):
        return
    if code in SOON or code in {"KEY_REQUIRED", "RATE_LIMITED"}:
        raise _told(told, _seconds_of(error)) from None


def _unpacked(response: Any, encoding: str | None) -> bytes:  # noqa: ANN401 -- a response or an error that is one
    reader = gzip.GzipFile(fileobj=response) if encoding == "gzip" else response
    content: bytes = reader.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise Unreachable(f"an answer has more than {LARGEST:,} bytes")
    return content


def _told(error: Mapping[str, Any], seconds: float) -> GraphDataError:
    """Return a server's error as the one that a local graph would raise, where there is one.

    Args:
        error: as GraphQL shapes it.
        seconds: after which the server says to ask again.
    """
    message = str(error.get("message", "the server gives no reason"))
    code: str = (error.get("extensions") or {}).get("code") or ""
    if code in _ERRORS:
        return _ERRORS[code](message)
    if code in {"BAD_ARGUMENT", "BAD_PAGE_SIZE", "BAD_VARIABLES"}:
        return BadArgument(message, code)
    message = "; ".join(filter(None, (f"{message} ({code})" if code else message, ADVICE.get(code))))
    return _NotYet(message, code, seconds) if code in SOON else ServerError(message, code or None)

"""What an attack is: what is sent on each of its connections, and which answers are right."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

__all__ = ["JSON", "Attack", "End", "Script", "Target", "body_of", "get", "http", "posted", "sent", "several"]

JSON = "Content-Type: application/json"


class End(Enum):
    """How a script may end, other than by waiting for the answer."""

    HANG_UP = "breaks the connection off"
    SHUT = "sends no more, and waits for the answer"


Script = Sequence[bytes | float | End]
"""What is done on one connection: bytes are sent, numbers are seconds of silence."""


@dataclass(frozen=True, slots=True)
class Target:
    """The server that is attacked.

    Attributes:
        host: its address.
        port: its port.
        organisations: ids of organisations, those with most statements first.
        terms: ids of terms of classifications, likewise.
        sectors: ids of sectors, likewise.
        partnership: id of the partnership with most statements.
        turn: how often the attack was tried before; makes every try another one to what the server keeps.
    """

    host: str
    port: int
    organisations: Sequence[str] = ()
    terms: Sequence[str] = ()
    sectors: Sequence[str] = ()
    partnership: str = ""
    turn: int = 0


@dataclass(frozen=True, slots=True)
class Attack:
    """A hostile request, or many.

    Attributes:
        name: what it is, in a few words.
        expected: which answers are right: patterns of `status CODE setting`, `closed` for none.
        make: returns the script of each connection; all are played at once.
        answers: how many answers each connection may get; those that do not come count as `closed`.
        deaf: whether the answer is read only when the script has ended.
        slow: within how many seconds from its beginning the server must end it; None for what is answered at once.
        begun: whether an answer counts as given when its head is there, because all of it is a large file.
        heavy: whether it is one that makes the server prepare something; the server is warmed by these.
    """

    name: str
    expected: Sequence[str]
    make: Callable[[Target], Sequence[Script]] = field(repr=False)
    answers: int = 1
    deaf: bool = False
    slow: float | None = None
    begun: bool = False
    heavy: bool = False


def http(line: str, *headers: str, body: bytes = b"", host: bool = True) -> Callable[[Target], bytes]:
    """Return what makes an HTTP request; the length of the body is added, unless a header says it or the coding."""

    def make(target: Target) -> bytes:
        said = [line, *([f"Host: {target.host}:{target.port}"] if host else []), *headers]
        names = {header.partition(":")[0].lower() for header in headers}
        if body and not names & {"content-length", "transfer-encoding"}:
            said.append(f"Content-Length: {len(body)}")
        return "\r\n".join([*said, "", ""]).encode("latin-1") + body

    return make


def get(address: str, *headers: str) -> Callable[[Target], bytes]:
    """Return what makes a GET request."""
    return http(f"GET {address} HTTP/1.1", *headers)


def body_of(document: str, target: Target, variables: Mapping[str, Any] | None = None, **more: Any) -> bytes:  # noqa: ANN401 -- JSON
    """Return the body of a GraphQL request; spaces make each try a document of its own."""
    return json.dumps({"query": document + " " * target.turn, "variables": variables, **more}).encode()


def posted(
    document: str | Callable[[Target], str],
    variables: Mapping[str, Any] | Callable[[Target], Mapping[str, Any]] | None = None,
    **more: Any,  # noqa: ANN401 -- JSON
) -> Callable[[Target], bytes]:
    """Return what makes a GraphQL request by POST."""

    def make(target: Target) -> bytes:
        text = document(target) if callable(document) else document
        values = variables(target) if callable(variables) else variables
        return http("POST /graphql HTTP/1.1", JSON, body=body_of(text, target, values, **more))(target)

    return make


def sent(
    content: bytes | Callable[[Target], bytes], *then: bytes | float | End
) -> Callable[[Target], Sequence[Script]]:
    """Return what makes one connection on which something is sent."""
    return lambda target: [[content(target) if callable(content) else content, *then]]


def several(
    count: int, content: Callable[[Target], bytes], *then: bytes | float | End
) -> Callable[[Target], Sequence[Script]]:
    """Return what makes many connections on which the same is sent."""
    return lambda target: [[content(target), *then]] * count

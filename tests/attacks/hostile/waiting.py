"""Connections that take their time, or that are many."""

from collections.abc import Sequence

from hostile.attack import JSON, Attack, End, Script, Target, get, http, posted, sent, several

__all__ = ["ATTACKS", "SLOW"]

LINE = "POST /graphql HTTP/1.1"
LONG = http(LINE, JSON, "Content-Length: 100000")
ENDED = ("400*", "408*", "closed")

BODY_SECONDS = 10
"""The default of the setting `body_seconds`."""

HEADER_SECONDS = 10
"""Within how many seconds a connection must have said what it wants."""

SPARE = 2
"""Seconds that the end of a slow connection may take."""

DRIPPED: Script = [part for _ in range(40) for part in (b"X", 1.0)]


def _halves(target: Target) -> Sequence[Script]:
    half = http(LINE, JSON, "Content-Length: 1000")(target)
    return [[half[: len(half) // 2], 2.0, End.HANG_UP]] * 300


SLOW: Sequence[Attack] = (
    Attack(
        "a body of a byte a second",
        ("408 BODY_TOO_SLOW *",),
        lambda target: [[LONG(target), *DRIPPED]],
        slow=BODY_SECONDS + SPARE,
    ),
    Attack("a body that never comes", ("408 BODY_TOO_SLOW *",), sent(LONG), slow=BODY_SECONDS + SPARE),
    Attack(
        "a body that was promised on demand",
        ("408 BODY_TOO_SLOW *",),
        sent(http(LINE, JSON, "Content-Length: 1000", "Expect: 100-continue")),
        slow=BODY_SECONDS + SPARE,
    ),
    Attack(
        "headers of a byte a second",
        ENDED,
        sent(f"{LINE}\r\nHost: x\r\nX-A: ".encode(), *DRIPPED),
        slow=HEADER_SECONDS + SPARE,
    ),
    Attack("headers without an end", ENDED, sent(f"{LINE}\r\nHost: x\r\n".encode()), slow=HEADER_SECONDS + SPARE),
    Attack("a connection that says nothing", ENDED, lambda _: [[]] * 50, slow=HEADER_SECONDS + SPARE),
    Attack(
        "a connection that says nothing more",
        ("200", "closed"),
        sent(get("/healthz"), 0.5),
        answers=2,
        slow=HEADER_SECONDS + SPARE,
    ),
    Attack(
        "a second request that never ends",
        ("200", *ENDED),
        sent(get("/healthz"), 0.5, b"POST /graphql HTT"),
        answers=2,
        slow=HEADER_SECONDS + SPARE,
    ),
)
"""What takes seconds by its nature; all of it goes on at once."""

ATTACKS: Sequence[Attack] = (
    Attack("300 connections that say nothing", (), lambda _: [[2.0, End.HANG_UP]] * 300),
    Attack("300 connections with half a header", (), _halves),
    Attack("300 connections with half a body", (), several(300, LONG, 2.0, End.HANG_UP)),
    Attack("300 questions at once", ("200", "503*"), several(300, posted("{ dataset { title } }"))),
    Attack("300 who hang up after asking", (), several(300, posted("{ dataset { title } }"), End.HANG_UP)),
    Attack(
        "half-closed connections", ("200", "closed", "503*"), several(50, posted("{ dataset { version } }"), End.SHUT)
    ),
    Attack(
        "a body that is broken off",
        (),
        several(50, http(LINE, JSON, "Content-Length: 1000", body=b"{"), 0.1, End.HANG_UP),
    ),
)

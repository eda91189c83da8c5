"""HTTP that is none, or that two programs in a row would read in two ways."""

from collections.abc import Sequence

from hostile.attack import JSON, Attack, End, get, http, sent, several

__all__ = ["ATTACKS"]

PLAIN = b'{"query": "{ __typename }"}'
LINE = "POST /graphql HTTP/1.1"
SECOND = b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n"
"""What would be answered if the request before it were thought to end earlier."""

REFUSED = ("400*", "closed")

HELLO = bytes.fromhex("1603010200010001fc0303") + bytes(500)
"""How TLS begins."""


def _framed(name: str, *headers: str, body: bytes = PLAIN, then: bytes = SECOND) -> Attack:
    """Return an attack whose length can be read in two ways; it must be refused, and what follows not be answered."""
    return Attack(name, REFUSED, sent(http(LINE, JSON, *headers, body=body + then)), answers=2)


def _raw(name: str, content: bytes, *expected: str, answers: int = 1) -> Attack:
    return Attack(name, expected, sent(content, End.SHUT), answers=answers)


def _headers(count: int) -> list[str]:
    return [f"X-{number}: {number}" for number in range(count)]


ATTACKS: Sequence[Attack] = (
    _framed(
        "a length and a coding", f"Content-Length: {len(PLAIN) + 5}", "Transfer-Encoding: chunked", body=b"0\r\n\r\n"
    ),
    _framed("two lengths", f"Content-Length: {len(PLAIN)}", "Content-Length: 0"),
    _framed("two lengths in one", f"Content-Length: {len(PLAIN)}, 0"),
    _framed("a length below nothing", "Content-Length: -1"),
    _framed("a length with a sign", f"Content-Length: +{len(PLAIN)}"),
    _framed("a length in another script", "Content-Length: \xb2\xb7"),
    _framed("a length of 10³⁰", "Content-Length: 1" + "0" * 30),
    _framed("a length of 5,000 digits", "Content-Length: " + "9" * 5_000),
    Attack(
        "a folded header",
        ("200", *REFUSED),  # the fold counts as a space, so both requests are what every reader takes them for
        sent(
            http(
                LINE,
                JSON,
                f"Content-Length: {len(PLAIN)}",
                "X-A: 1\r\n Transfer-Encoding: chunked",
                body=PLAIN + SECOND,
            )
        ),
        answers=2,
    ),
    _framed("a space before the colon", f"Content-Length : {len(PLAIN)}"),
    _framed("a coding that is none", "Transfer-Encoding: xchunked"),
    _framed("two codings", "Transfer-Encoding: gzip, chunked", body=b"0\r\n\r\n"),
    _framed("chunked and identity", "Transfer-Encoding: chunked, identity", body=b"0\r\n\r\n"),
    _framed("a coding behind a tab", "Transfer-Encoding:\x0bchunked", body=b"0\r\n\r\n"),
    _framed("a bare line end in a header", f"Content-Length: {len(PLAIN)}", "X-A: 1\rTransfer-Encoding: chunked"),
    _framed("a NUL in a header", f"Content-Length: {len(PLAIN)}", "X-A: 1\x002"),
    _framed("a piece of negative length", "Transfer-Encoding: chunked", body=b"-1\r\nx\r\n0\r\n\r\n"),
    _framed("a piece of endless length", "Transfer-Encoding: chunked", body=b"f" * 5_000 + b"\r\nx\r\n0\r\n\r\n"),
    _framed("a piece longer than it says", "Transfer-Encoding: chunked", body=b"1\r\nxyz\r\n0\r\n\r\n"),
    Attack(
        "a piece with a remark of 1 MB",
        (*REFUSED, "413*", "431*"),
        sent(http(LINE, JSON, "Transfer-Encoding: chunked", body=b"1;" + b"x" * 2**20 + b"\r\nx\r\n0\r\n\r\n")),
    ),
    Attack(
        "1 MB of headers after the body",
        (*REFUSED, "413*", "431*", "200"),
        sent(
            http(
                LINE,
                JSON,
                "Transfer-Encoding: chunked",
                body=b"%x\r\n%b\r\n0\r\n" % (len(PLAIN), PLAIN) + b"X-A: 1\r\n" * 131_072 + b"\r\n",
            )
        ),
    ),
    Attack("20,000 headers", (*REFUSED, "431*"), sent(http(LINE, JSON, *_headers(20_000), body=PLAIN))),
    Attack("1,500 headers", (*REFUSED, "431*", "200"), sent(http(LINE, JSON, *_headers(1_500), body=PLAIN))),
    Attack("a header of 1 MB", (*REFUSED, "431*"), sent(http(LINE, JSON, "X-A: " + "a" * 2**20, body=PLAIN))),
    Attack("a cookie of 30,000 bytes", (*REFUSED, "431*", "200", "307"), sent(get("/", "Cookie: " + "a=b; " * 6_000))),
    Attack("an address of 64 kB", (*REFUSED, "404*", "414*", "431*"), sent(get("/" + "a" * 2**16))),
    Attack("an address of 30,000 bytes", (*REFUSED, "414*", "431*", "404*"), sent(get("/" + "a" * 30_000))),
    Attack("a method of 10,000 letters", (*REFUSED, "405*", "431*"), sent(http("A" * 10_000 + " /graphql HTTP/1.1"))),
    _raw("HTTP/0.9", b"GET /\r\n\r\n", *REFUSED),
    _raw("HTTP/3.0", b"GET / HTTP/3.0\r\nHost: x\r\n\r\n", *REFUSED, "421*", "505*"),
    _raw("HTTP/2 without asking", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", *REFUSED, "405*", "505*"),
    _raw("TLS", HELLO, *REFUSED),
    _raw("10,000 bytes of nothing", bytes(10_000), *REFUSED),
    _raw("200,000 line ends", b"\r\n" * 100_000, *REFUSED),
    _raw("a line without an end", b"GET /" + b"a" * 200_000, *REFUSED, "414*", "431*"),
    _raw("letters of all kinds", bytes(range(256)) * 40 + b"\r\n\r\n", *REFUSED),
    Attack("no host", REFUSED, sent(http("GET /healthz HTTP/1.1", host=False))),
    Attack("two hosts", REFUSED, sent(get("/healthz", "Host: evil.example"))),
    Attack(
        "the name of another host",
        ("400*", "403*", "421*"),
        sent(http(LINE, JSON, "Host: evil.example", body=PLAIN, host=False)),
    ),
    Attack(
        "the address of a proxy",
        ("400*", "404*", "421*"),
        sent(get("http://evil.example/graphql?query=%7B__typename%7D")),
    ),
    Attack("CONNECT", ("400*", "404*", "405*", "closed"), sent(http("CONNECT evil.example:443 HTTP/1.1"))),
    Attack("TRACE", ("404*", "405*", "501*"), sent(http("TRACE / HTTP/1.1", "Cookie: a=b"))),
    Attack("a method that is none", ("405*", "501*"), sent(http("JEFF /graphql HTTP/1.1"))),
    Attack("OPTIONS of everything", ("200", "400*", "404*", "405*"), sent(http("OPTIONS * HTTP/1.1"))),
    Attack(
        "an upgrade to WebSocket",
        ("200", "400*", "404*", "403*", "405*", "426*"),
        sent(
            get(
                "/graphql",
                "Connection: Upgrade",
                "Upgrade: websocket",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==",
            )
        ),
    ),
    Attack(
        "an upgrade to HTTP/2",
        ("200", "400*"),
        sent(
            http(
                LINE,
                JSON,
                "Connection: Upgrade, HTTP2-Settings",
                "Upgrade: h2c",
                "HTTP2-Settings: AAMAAABkAAQAAP__",
                body=PLAIN,
            )
        ),
    ),
    Attack("a wish that nobody grants", ("200", "417*"), sent(http(LINE, JSON, "Expect: the-unexpected", body=PLAIN))),
    Attack("100 requests in a row", ("200",), sent(lambda target: get("/healthz")(target) * 100), answers=100),
    Attack(
        "4,000 requests in a row, never read",
        ("200", "closed"),
        several(3, lambda target: get("/schema.graphql")(target) * 4_000, 1.0),
        deaf=True,
    ),
)

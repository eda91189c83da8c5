"""Bodies that are no JSON, no UTF-8, packed, or of another type than they say."""

import gzip
import zlib
from collections.abc import Sequence

import brotli
import zstandard

from hostile.attack import JSON, Attack, http, sent

__all__ = ["ATTACKS"]

PLAIN = b'{"query": "{ __typename }"}'
LINE = "POST /graphql HTTP/1.1"
ZEROS = bytes(50_000_000)

PACKED = {
    "gzip": gzip.compress(ZEROS),
    "deflate": zlib.compress(ZEROS),
    "br": brotli.compress(ZEROS[:5_000_000], quality=1),
    "zstd": zstandard.compress(ZEROS),
}

UPLOAD = b"""--x\r
Content-Disposition: form-data; name="operations"\r
\r
{"query": "mutation ($file: Upload!) { a(file: $file) }", "variables": {"file": null}}\r
--x\r
Content-Disposition: form-data; name="map"\r
\r
{"0": ["variables.file"]}\r
--x\r
Content-Disposition: form-data; name="0"; filename="../../a"\r
\r
x\r
--x--\r
"""


def _posted(name: str, body: bytes, *expected: str, headers: Sequence[str] = (JSON,)) -> Attack:
    return Attack(name, expected, sent(http(LINE, *headers, body=body)))


def _typed(media: str, body: bytes = PLAIN) -> Attack:
    return _posted(
        f"a body of the type {media[:40] or 'nothing'}", body, "415 BAD_REQUEST", headers=(f"Content-Type: {media}",)
    )


ATTACKS: Sequence[Attack] = (
    _posted("bytes that are no UTF-8", b'{"query": "{ __typename } \xff\xfe\xc0\x80"}', "400 BAD_REQUEST"),
    _posted("UTF-16", PLAIN.decode().encode("utf-16"), "400 BAD_REQUEST"),
    _posted(
        "UTF-16 that says so", PLAIN.decode().encode("utf-16"), "415 BAD_REQUEST", headers=(f"{JSON}; charset=utf-16",)
    ),
    _posted("UTF-7 that says so", PLAIN, "415 BAD_REQUEST", headers=(f"{JSON}; charset=utf-7",)),
    _posted("a mark of byte order before JSON", b"\xef\xbb\xbf" + PLAIN, "400 BAD_REQUEST"),
    _posted("a NUL in JSON", b'{"query": "{ __type\0name }"}', "400 BAD_REQUEST"),
    _posted("200,000 NULs", bytes(200_000), "400 BAD_REQUEST"),
    _posted("JSON without an end", PLAIN[:-1], "400 BAD_REQUEST"),
    _posted("a text of JSON without an end", b'{"query": "' + b"\\u0041" * 40_000, "400 BAD_REQUEST"),
    _posted(
        "one name given twice", b'{"query": "{ a }", "query": "{ __typename }"}', "200 *", "200", "400 BAD_REQUEST"
    ),
    _posted("JSON of another shape", b'"{ __typename }"', "400 BAD_REQUEST"),
    _posted("a query that is a list", b'{"query": ["{ __typename }"]}', "400 BAD_REQUEST"),
    _posted("a batch of 1,000", b"[" + b",".join([PLAIN] * 1_000) + b"]", "400 BAD_REQUEST"),
    _posted("names for the prototype", b'{"__proto__": {"a": 1}, "constructor": {}, "query": "{ __typename }"}', "200"),
    _posted("250,000 bytes of brackets", b"[" * 250_000, "400 BAD_REQUEST"),
    _posted("no body", b"", "400 BAD_REQUEST", headers=(JSON, "Content-Length: 0")),
    *(
        _posted(
            f"50 MB in {len(body):,} bytes of {coding}",
            body,
            "415 BAD_REQUEST",
            "413 *",
            headers=(JSON, f"Content-Encoding: {coding}"),
        )
        for coding, body in PACKED.items()
    ),
    _posted("a packed body", gzip.compress(PLAIN), "415 BAD_REQUEST", headers=(JSON, "Content-Encoding: gzip")),
    _posted(
        "a body packed ten times",
        PLAIN,
        "415 BAD_REQUEST",
        headers=(JSON, f"Content-Encoding: {', '.join(['gzip'] * 10)}"),
    ),
    _typed(""),
    _typed("text/plain"),
    _typed("application/graphql", b"{ __typename }"),
    _typed("application/x-www-form-urlencoded", b"query=%7B__typename%7D"),
    _typed("application/json-seq"),
    _typed("multipart/form-data; boundary=x", UPLOAD),
    _typed("multipart/form-data; boundary=" + "x" * 20_000, b"--" + b"x" * 20_000),
    _typed("application/" + "a;" * 10_000),
    Attack(
        "250,000 pieces of one byte",
        ("200", "400*", "413*", "closed"),
        sent(
            http(
                LINE,
                JSON,
                "Transfer-Encoding: chunked",
                body=b"".join(b"1\r\n%c\r\n" % byte for byte in PLAIN.ljust(250_000)) + b"0\r\n\r\n",
            )
        ),
    ),
    Attack(
        "5 MB that come in pieces",
        ("413 *", "closed"),
        sent(
            http(
                LINE,
                JSON,
                "Transfer-Encoding: chunked",
                body=(b"10000\r\n" + b" " * 2**16 + b"\r\n") * 80 + b"0\r\n\r\n",
            )
        ),
    ),
)

"""Addresses that lead elsewhere, parameters in every number and length, headers that ask for too much."""

from collections.abc import Callable, Sequence
from urllib.parse import quote

from hostile.attack import JSON, Attack, Target, get, http, sent, several

__all__ = ["ATTACKS", "FILES", "WHOLE"]

NOT_THERE = ("400*", "404*", "405*")
QUERY = "/graphql?query=%7B__typename%7D"

FILE_SECONDS = 32
"""A file of the whole dataset is waited for up to 30 seconds while it is written."""

FORMATS = ("sqlite", "zip", "graphml", "gexf", "json", "ttl", "jsonld", "xlsx")
WRITTEN = ("200", "404 CANNOT_EXPORT", "503*")

OUTSIDE = (
    "/../../../../etc/passwd",
    "/graphiql/../../../../etc/passwd",
    "/graphiql/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd",
    "/graphiql/..%2f..%2f..%2f..%2f..%2f..%2fetc%2fpasswd",
    "/graphiql/%252e%252e/%252e%252e/etc/passwd",
    "/graphiql/..\\..\\..\\..\\etc\\passwd",
    "/graphiql//etc/passwd",
    "/graphiql/index.html%00.js",
    "/graphiql/%c0%ae%c0%ae/%c0%ae%c0%ae/etc/passwd",
    "/graphiql/%ff%fe",
    "/export/../../etc/passwd",
    "/export/..%2f..%2fdatapackage.yaml",
    "/export/clusters.csv%00.json",
    "/export//etc/passwd",
    "/graphql/trusted/../../etc/passwd",
    "/graphql/trusted/%2e%2e%2f%2e%2e",
    "/graphql/trusted/" + "f" * 20_000,
    "/%00",
)


def _at(name: str, address: str, *expected: str, **more: object) -> Attack:
    return Attack(name, expected, sent(get(address)), **more)  # type: ignore[arg-type] -- attributes of the attack


def _headed(name: str, header: str, address: str = QUERY, *expected: str) -> Attack:
    return Attack(name, expected or ("200", "400*", "406*", "431*", "closed"), sent(get(address, header)))


def _whole(ending: str) -> Callable[[Target], bytes]:
    return get(f"/export/dataset.{ending}")


def _query(document: str) -> str:
    return "/graphql?query=" + quote(document)


def _seeds(target: Target) -> str:
    seeds = ",".join(target.organisations[:100])
    return f"/export/graph/nodes.csv?seeds={quote(seeds)}&depth=3&max_nodes=1000"


FILES: Sequence[Attack] = (
    _at("a file that is not there", "/export/" + "a" * 10_000 + ".csv", "404*"),
    _at("a file with 5,000 parameters", "/export/clusters.csv?" + "&".join(f"a{n}=1" for n in range(4_000)), "400*"),
    _at("an organisation of 20,000 characters", "/export/synergies.csv?organisation=" + "x" * 20_000, "400*"),
    _at("10,000 values of a parameter", "/export/statements.csv?predicate=" + "A," * 10_000, "400*"),
    _at("3,000 seeds", "/export/graph/nodes.csv?seeds=" + "x," * 10_000, "400*"),
    _at("a page of 10³⁰", "/export/groups.csv?by=SECTOR&first=1" + "0" * 30, "400*"),
    Attack(
        "everything around 100 nodes as a file",
        ("200", "400*", "503*"),
        sent(lambda target: get(_seeds(target))(target)),
        heavy=True,
    ),
    Attack(
        "everybody grouped by three things",
        ("200", "503*"),
        sent(get("/export/groups.json?by=SECTOR,REGION,PARTNERSHIP&first=500")),
        heavy=True,
    ),
    Attack("20 copies of every statement", ("200", "503*"), several(20, get("/export/statements.json")), begun=True),
    Attack(
        "files that nobody reads",
        ("200", "503*"),
        several(30, get("/export/statements.jsonl"), 2.0),
        deaf=True,
        begun=True,
    ),
)
"""Those on the files under /export."""

WHOLE: Sequence[Attack] = (
    *(
        Attack(
            f"the whole dataset as {ending}", WRITTEN, sent(_whole(ending)), begun=True, heavy=True, slow=FILE_SECONDS
        )
        for ending in FORMATS
    ),
    Attack(
        "every format of the whole dataset at once",
        WRITTEN,
        lambda target: [[_whole(ending)(target)] for ending in FORMATS],
        begun=True,
        slow=FILE_SECONDS,
    ),
    Attack(
        "20 copies of the whole dataset",
        WRITTEN,
        several(20, _whole("xlsx")),
        begun=True,
        slow=FILE_SECONDS,
    ),
)
"""Those on the files of the whole dataset."""

ATTACKS: Sequence[Attack] = (
    *(_at(f"a way out: {address[:50]}", address, *NOT_THERE) for address in OUTSIDE),
    _at("a mutation by GET", _query("mutation { a }"), "400*", "405*", "200 VALIDATION_FAILED"),
    _at("a subscription by GET", _query("subscription { a }"), "400*", "405*", "200 VALIDATION_FAILED"),
    _at("a document of 30,000 bytes by GET", _query("{ __typename }") + "%20" * 9_900, "200", "400*", "414*", "431*"),
    _at("variables 1,000 deep by GET", QUERY + "&variables=" + "[" * 5_000, "400 BAD_REQUEST"),
    _at("two queries by GET", QUERY + "&query=%7Ba%7D", "200*", "400*"),
    _at("5,000 parameters", QUERY + "&a=1" * 5_000, "200", "400*"),
    _at("10,000 empty parameters", QUERY + "&" * 10_000, "200", "400*"),
    _at("percent signs that mean nothing", QUERY + "%%%zz%0%f" * 500, "200*", "400*"),
    _at("bytes that are no UTF-8 by GET", "/graphql?query=%7B__typename%20%ff%fe%7D", "200*", "400*"),
    _at("a NUL by GET", "/graphql?query=%7B__typename%00%7D", "200 PARSE_FAILED", "400*"),
    Attack("HEAD of a query", ("200",), sent(http(f"HEAD {QUERY} HTTP/1.1"))),
    Attack("DELETE with a body", ("405*",), sent(http("DELETE /graphql HTTP/1.1", JSON, body=b"{}" * 1_000))),
    Attack(
        "PUT of 20 MB", ("405*", "413*", "closed"), sent(http("PUT /graphql HTTP/1.1", JSON, body=bytes(20_000_000)))
    ),
    Attack(
        "20 MB for a page that takes none",
        ("200", "405*", "413*", "closed"),
        sent(http("POST / HTTP/1.1", body=bytes(20_000_000))),
    ),
    Attack(
        "20 MB with a GET",
        ("200", "400*", "413*", "closed"),
        sent(http("GET /healthz HTTP/1.1", body=bytes(20_000_000))),
    ),
    _headed("If-None-Match of 1 MB", "If-None-Match: " + '"a",' * 262_144),
    _headed("If-None-Match of 30,000 bytes", "If-None-Match: " + '"a",' * 7_500),
    _headed("If-None-Match of anything", "If-None-Match: *", QUERY, "200", "304"),
    _headed("Accept with 10,000 parts", "Accept: " + ", ".join(f"a/b{n}" for n in range(10_000))),
    _headed("Accept with 3,000 parts", "Accept: " + ",".join("a/b;q=1" for _ in range(3_000))),
    _headed("Accept with weights that are none", "Accept: application/json;q=1e400, */*;q=nan;q=inf"),
    _headed(
        "Accept-Encoding with 3,000 parts",
        "Accept-Encoding: " + ",".join("gzip;q=0.1" for _ in range(2_900)),
        "/schema.graphql",
    ),
    _headed(
        "Range with 5,000 parts",
        "Range: bytes=" + ",".join(f"{n}-{n}" for n in range(5_000)),
        "/schema.graphql",
        "200",
        "206",
        "400*",
        "416*",
    ),
    _headed(
        "Range of a page with 5,000 parts",
        "Range: bytes=" + "0-," * 5_000 + "0-",
        "/graphiql/index.html",
        "200",
        "206",
        "400*",
        "404*",
        "416*",
    ),
    _headed(
        "Range that ends before it begins",
        "Range: bytes=9-1,-0,18446744073709551616-",
        "/graphiql/index.html",
        "200",
        "206",
        "400*",
        "404*",
        "416*",
    ),
    _headed("a range of a file", "Range: bytes=0-0,0-0,0-0", "/export/clusters.csv", "200", "206", "416*"),
    _headed("an origin of its own", "Origin: https://evil.example", QUERY, "200", "403*"),
    _headed("an address of its own", "X-Forwarded-For: " + "127.0.0.1, " * 2_500, QUERY, "200", "400*", "431*"),
    _headed("a key of 30,000 bytes", "Authorization: Bearer " + "x" * 30_000, QUERY, "200", "400*", "401*", "431*"),
    _headed("a request id of 20,000 bytes", "X-Request-Id: " + "x" * 20_000, QUERY, "200", "400*"),
    _headed("a trace that is none", "traceparent: " + "00-" * 5_000, QUERY, "200", "400*"),
    *FILES,
    *WHOLE,
)

"""Names of hosts: what the header Host may look like, and what is in a list."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import PlainTextResponse
from starlette.testclient import TestClient

from graphapi.hosts import LOCAL, is_host, is_listed, is_loopback

HERE = (*LOCAL, "127.0.0.5")


@pytest.mark.parametrize(
    "header",
    [
        "localhost",
        "localhost:8000",
        "LOCALHOST:8000",
        "localhost.",
        "localhost:",
        "app.localhost:8000",
        "127.0.0.1",
        "127.0.0.1:8000",
        "127.0.0.5",
        "[::1]:8000",
        "[0:0:0:0:0:0:0:1]",
    ],
)
def test_this_machine_is_known_by_all_its_names(header: str) -> None:
    assert is_listed(header, HERE)


@pytest.mark.parametrize(
    "header",
    [
        "",
        ":8000",
        "evil.example",
        "evil.example:8000",
        "localhost.evil.example",
        "notlocalhost",
        "evil.example@localhost",
        "localhost@evil.example",
        "localhost:8000@evil.example",
        "localhost:80:80",
        "localhost/evil.example",
        "localhost evil.example",
        "localhost,evil.example",
        "127.0.0.1.evil.example",
        "192.0.2.1",
        "0.0.0.0:8000",
        "[::2]",
        "[::1",
        "::1",
        "[::1]evil",
        "*",
        "*.localhost",
        "2130706433",
    ],
)
def test_a_page_of_elsewhere_is_told_by_its_name(header: str) -> None:
    assert not is_listed(header, HERE)


def test_a_star_stands_for_what_is_below_a_name_or_for_all() -> None:
    assert [is_listed(name, ("*.example.org",)) for name in ("a.example.org", "a.b.Example.org:1", "example.org")] == [
        True,
        True,
        False,
    ]
    assert is_listed("evil.example", ("*",))
    assert not is_listed("", ("*",))


LABEL = st.from_regex(r"[a-z0-9]([a-z0-9-]{0,3}[a-z0-9])?", fullmatch=True)
NAME = st.lists(LABEL, min_size=1, max_size=3).map(".".join)
PATTERN = st.one_of(NAME, NAME.map(lambda name: f"*.{name}"), st.sampled_from(["*", "*.a", "a"]))


@given(st.lists(PATTERN, min_size=1, max_size=3), NAME, st.sampled_from(["", ":80"]))
def test_names_are_compared_as_by_starlette(hosts: list[str], name: str, port: str) -> None:
    app = TrustedHostMiddleware(PlainTextResponse("ok"), hosts, www_redirect=False)
    theirs = TestClient(app, raise_server_exceptions=False).get("/", headers={"Host": f"{name}{port}"})
    assert is_listed(f"{name}{port}", tuple(hosts)) is (theirs.status_code == 200)


@given(PATTERN)
def test_every_pattern_can_be_listed(host: str) -> None:
    assert is_host(host)


@pytest.mark.parametrize(
    ("host", "loopback"),
    [
        ("localhost", True),
        ("127.0.0.1", True),
        ("::1", True),
        ("[::1]", True),
        ("0.0.0.0", False),  # noqa: S104 -- nothing listens there
        ("example.org", False),
        ("localhost.example.org", False),
        ("", False),
    ],
)
def test_this_machine_is_known_by_its_addresses(host: str, loopback: bool) -> None:
    assert is_loopback(host) is loopback

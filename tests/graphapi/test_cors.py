from collections.abc import Callable

import pytest
from pydantic import ValidationError
from starlette.testclient import TestClient

import graph_data
from graphapi.app import create_app
from graphapi.settings import Settings

PAGE = "https://dashboard.example.org"
QUERY = {"query": "{ dataset { version } }"}

Serving = Callable[..., TestClient]


@pytest.fixture(scope="module")
def serving() -> Serving:
    graph = graph_data.load()
    return lambda *origins: TestClient(create_app(Settings(cors_origins=origins), graph))


def test_no_page_of_elsewhere_may_ask_unless_it_is_listed(serving: Serving) -> None:
    answer = serving().get("/graphql", params=QUERY, headers={"Origin": PAGE})
    assert answer.status_code == 200
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_a_listed_page_may_ask_without_cookies(serving: Serving) -> None:
    answer = serving(PAGE).get("/graphql", params=QUERY, headers={"Origin": PAGE})
    assert answer.headers["Access-Control-Allow-Origin"] == PAGE
    exposed = "Content-Disposition, ETag, X-Truncated, Retry-After, X-Request-Id, RateLimit, RateLimit-Policy"
    assert answer.headers["Access-Control-Expose-Headers"] == exposed
    assert answer.headers["Vary"] == "Accept, Origin, Accept-Encoding"
    assert "Access-Control-Allow-Credentials" not in answer.headers


def test_another_page_may_not(serving: Serving) -> None:
    answer = serving(PAGE).get("/graphql", params=QUERY, headers={"Origin": "https://elsewhere.example"})
    assert "Access-Control-Allow-Origin" not in answer.headers


@pytest.mark.parametrize(("origin", "status"), [(PAGE, 200), ("https://elsewhere.example", 400)])
def test_a_browser_that_asks_first_is_told(serving: Serving, origin: str, status: int) -> None:
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "content-type"}
    answer = serving(PAGE).options("/graphql", headers={"Origin": origin, **asked})
    assert answer.status_code == status


def test_every_page_may_ask_when_the_list_says_so(serving: Serving) -> None:
    answer = serving("*").get("/graphql", params=QUERY, headers={"Origin": PAGE})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_the_environment_lists_origins_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SYNERGRAPH_CORS_ORIGINS", f"{PAGE}, http://localhost:3000")
    assert Settings().cors_origins == (PAGE, "http://localhost:3000")


@pytest.mark.parametrize("origin", ["example.org", "https://example.org/page", "https://*.example.org/", "null", ""])
def test_what_is_no_origin_is_refused(origin: str) -> None:
    with pytest.raises(ValidationError, match="is no origin"):
        Settings(cors_origins=(origin,))

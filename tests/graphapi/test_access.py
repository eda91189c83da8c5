"""Who may ask a server: by name, by method, by key; and what it tells those who may not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph_data.dataset import About, Dataset
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster
from graphapi.app import create_app
from graphapi.keys import add_key, revoke_key
from graphapi.settings import Settings

QUERY = {"query": "{ dataset { version } }"}
ABOUT = About(name="small", title="Small", licence="https://example.org/licence", citation="Small.")
SMALL = Notebook(Dataset.of(ABOUT, [Cluster(id="cluster:one", name="One")]))

Serving = Callable[..., TestClient]


@pytest.fixture
def serving() -> Serving:
    """Return a function that makes a client of a server with some settings, over a dataset of one cluster."""
    return lambda **given: TestClient(create_app(Settings(**given), SMALL), follow_redirects=False)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "keys.json"


@pytest.fixture
def key(path: Path) -> str:
    return add_key(path, "alice", None)


def routes(client: TestClient) -> set[str]:
    """Return an address of every route that a server has."""
    found = {getattr(route, "path", "") for route in client.app.routes}  # type: ignore[attr-defined]
    named = {path.replace("{id}", "0" * 64).replace("{file:path}", "clusters.csv") for path in found}
    return {path or "/graphiql/" for path in named}


OPEN = {"/", "/assets", "/graphiql", "/graphiql/", "/healthz", "/readyz"}


def test_every_route_but_pages_and_probes_wants_a_key(serving: Serving, path: Path, key: str) -> None:
    client = serving(api_keys=path)
    assert routes(client) > {"/graphql", "/schema.graphql", "/export", "/export/clusters.csv", "/healthz", "/readyz"}
    for route in routes(client):
        for method in ("GET", "HEAD", "POST", "PUT", "OPTIONS"):
            without = client.request(method, route)
            assert (without.status_code == 401) is (route not in OPEN), (method, route)
            with_key = client.request(method, route, headers={"Authorization": f"Bearer {key}"})
            assert with_key.status_code != 401, (method, route)


@pytest.mark.parametrize(
    "path_",
    [
        "/nowhere",
        "/graphql/",
        "/healthz/",
        "/readyz/../graphql",
        "/graphiql/../graphql",
        "/graphiql/%2e%2e/graphql",
        "/assets/..%2fgraphql",
        "/graphiqlx",
    ],
)
def test_no_way_leads_around_the_key(serving: Serving, path: Path, key: str, path_: str) -> None:
    assert key
    answer = serving(api_keys=path).get(path_, params=QUERY)
    assert answer.status_code in {401, 404}
    assert SMALL.version not in answer.text


def test_who_sends_a_key_is_answered(serving: Serving, path: Path, key: str) -> None:
    client = serving(api_keys=path)
    for scheme in ("Bearer", "bearer", "BEARER"):
        answer = client.post("/graphql", json=QUERY, headers={"Authorization": f"{scheme} {key}"})
        assert answer.json()["data"] == {"dataset": {"version": SMALL.version}}


@pytest.mark.parametrize(
    "given",
    ["Bearer", "Bearer ", "Bearer sg_unknown", "Basic {key}", "{key}", "Bearer {key}x", "Bearer {key} x", "Bearer é"],
)
def test_who_sends_another_one_is_not(serving: Serving, path: Path, key: str, given: str) -> None:
    headers = {"Authorization": given.format(key=key).encode("latin-1")}
    for route in ("/graphql", "/readyz", "/graphiql/"):
        answer = serving(api_keys=path).get(route, params=QUERY, headers=headers)
        assert answer.status_code == 401
        assert answer.headers["WWW-Authenticate"] == 'Bearer realm="synergraph", error="invalid_token"'
        assert answer.headers["Cache-Control"] == "no-store"
        message = "Authorization must be Bearer and a key that counts: this one is unknown, revoked or expired"
        assert answer.json() == {"errors": [{"message": message, "extensions": {"code": "KEY_REQUIRED"}}]}


def test_two_keys_are_none(serving: Serving, path: Path, key: str) -> None:
    twice = [("Authorization", f"Bearer {key}"), ("Authorization", f"Bearer {key}")]
    assert serving(api_keys=path).get("/graphql", params=QUERY, headers=twice).status_code == 401


@pytest.mark.parametrize("media", ["application/json", "application/graphql-response+json"])
def test_who_sends_none_is_told_what_to_send(serving: Serving, path: Path, key: str, media: str) -> None:
    assert key
    answer = serving(api_keys=path).post("/graphql", json=QUERY, headers={"Accept": media})
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, f"{media}; charset=utf-8")
    assert answer.headers["WWW-Authenticate"] == 'Bearer realm="synergraph"'
    message = "a key is needed: send Authorization: Bearer and the key"
    assert answer.json() == {"errors": [{"message": message, "extensions": {"code": "KEY_REQUIRED"}}]}


def test_a_key_that_is_revoked_does_not_count_any_more(
    serving: Serving, path: Path, key: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("graphapi.keys.INTERVAL", 0.0)
    client, headers = serving(api_keys=path), {"Authorization": f"Bearer {key}"}
    assert client.get("/graphql", params=QUERY, headers=headers).status_code == 200
    revoke_key(path, "alice")
    assert client.get("/graphql", params=QUERY, headers=headers).status_code == 401


def test_what_a_key_opens_no_cache_gives_to_others(serving: Serving, path: Path, key: str) -> None:
    client, headers = serving(api_keys=path), {"Authorization": f"Bearer {key}"}
    for route in ("/graphql", "/schema.graphql", "/export/clusters.csv"):
        answer = client.get(route, params=QUERY if route == "/graphql" else {}, headers=headers)
        assert answer.headers["Cache-Control"] == "private, max-age=0, must-revalidate"
        assert "Authorization" in answer.headers["Vary"]
        again = {**headers, "If-None-Match": answer.headers["ETag"]}
        kept = client.get(route, params=QUERY if route == "/graphql" else {}, headers=again)
        assert (kept.status_code, kept.headers["Cache-Control"]) == (304, "private, max-age=0, must-revalidate")
    open_to_all = serving().get("/graphql", params=QUERY)
    assert open_to_all.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert "Authorization" not in open_to_all.headers["Vary"]


def test_probes_tell_of_the_data_only_to_those_who_have_a_key(serving: Serving, path: Path, key: str) -> None:
    client = serving(api_keys=path)
    assert client.get("/readyz").json() == {"status": "ready"}
    told = client.get("/readyz", headers={"Authorization": f"Bearer {key}"}).json()
    assert (told["status"], told["dataset"]) == ("ready", SMALL.version)
    assert serving().get("/readyz").json()["dataset"] == SMALL.version


def test_a_page_that_may_ask_may_send_a_key_and_see_that_it_does_not_count(
    serving: Serving, path: Path, key: str
) -> None:
    page = "https://dashboard.example.org"
    client = serving(api_keys=path, cors_origins=(page,))
    asked = {"Access-Control-Request-Method": "POST", "Access-Control-Request-Headers": "authorization,content-type"}
    assert client.options("/graphql", headers={"Origin": page, **asked}).status_code == 200
    for given, status in ((key, 200), ("sg_unknown", 401)):
        headers = {"Origin": page, "Authorization": f"Bearer {given}"}
        answer = client.post("/graphql", json=QUERY, headers=headers)
        assert (answer.status_code, answer.headers["Access-Control-Allow-Origin"]) == (status, page)


def test_points_are_counted_by_key(serving: Serving, path: Path, key: str) -> None:
    client = serving(api_keys=path, points_per_hour=10)
    other = add_key(path, "bob", None)
    second = serving(api_keys=path, points_per_hour=10)

    def left(client: TestClient, key: str) -> str:
        answer = client.post("/graphql", json=QUERY, headers={"Authorization": f"Bearer {key}"})
        return answer.headers["RateLimit"].split(";")[1]

    assert [left(client, key), left(client, key)] == ["r=8", "r=6"]
    assert [left(second, key), left(second, other), left(second, key)] == ["r=8", "r=8", "r=6"]


def test_without_keys_one_that_is_sent_does_not_matter(serving: Serving) -> None:
    answer = serving().get("/graphql", params=QUERY, headers={"Authorization": "Bearer sg_unknown"})
    assert answer.status_code == 200


@pytest.mark.parametrize("host", ["api.example.org", "api.example.org:8443", "API.EXAMPLE.ORG", "a.example.com"])
def test_a_server_answers_under_the_names_that_are_listed(serving: Serving, host: str) -> None:
    client = serving(allowed_hosts=("api.example.org", "*.example.com"))
    assert client.get("/graphql", params=QUERY, headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "api.example.org.evil.example", "example.com", "127.0.0.1", ""])
@pytest.mark.parametrize("route", ["/graphql", "/export/clusters.csv", "/schema.graphql", "/graphiql/", "/nowhere"])
def test_and_under_no_other(serving: Serving, host: str, route: str) -> None:
    client = serving(allowed_hosts=("api.example.org", "*.example.com"))
    answer = client.get(route, params=QUERY, headers={"Host": host})
    assert answer.status_code == 421
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["WRONG_HOST"]


def test_probes_are_answered_under_any_name(serving: Serving) -> None:
    client = serving(allowed_hosts=("api.example.org",))
    for route in ("/healthz", "/readyz"):
        assert client.get(route, headers={"Host": "10.0.0.7:8000"}).status_code == 200


@pytest.mark.parametrize("method", ["TRACE", "CONNECT", "PROPFIND", "get", "X" * 1000])
@pytest.mark.parametrize("route", ["/graphql", "/healthz", "/nowhere"])
def test_unknown_methods_are_refused_everywhere(serving: Serving, method: str, route: str) -> None:
    answer = serving().request(method, route, headers={"X-Secret": "do not echo"})
    if method == "get":  # which the client writes in capitals
        assert answer.status_code in {200, 400, 404}
        return
    assert (answer.status_code, answer.headers["Allow"]) == (405, "GET, HEAD, OPTIONS, POST")
    assert answer.json()["errors"] == [{"message": "ask by GET or POST", "extensions": {"code": "METHOD_NOT_ALLOWED"}}]
    assert "echo" not in answer.text


SECURE = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "accelerometer=(), camera=(), geolocation=(), gyroscope=(), magnetometer=(), microphone=(), "
    "payment=(), usb=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


@pytest.mark.parametrize(
    ("route", "headers", "status"),
    [
        ("/graphql?query={dataset{version}}", {}, 200),
        ("/graphql", {}, 400),
        ("/graphql", {"Accept": "image/png"}, 406),
        ("/schema.graphql", {}, 200),
        ("/export/clusters.csv", {}, 200),
        ("/export/nothing.csv", {}, 404),
        ("/healthz", {}, 200),
        ("/nowhere", {}, 404),
        ("/graphql", {"Host": "evil.example"}, 421),
    ],
)
def test_every_answer_carries_the_headers_that_browsers_obey(
    serving: Serving, route: str, headers: dict[str, str], status: int
) -> None:
    answer = serving(allowed_hosts=("testserver",)).get(route, headers=headers)
    assert answer.status_code == status
    assert {name: answer.headers.get(name) for name in SECURE} == SECURE
    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'; ")
    assert "Set-Cookie" not in answer.headers


def test_refusals_of_keys_carry_them_too(serving: Serving, path: Path, key: str) -> None:
    assert key
    answer = serving(api_keys=path).get("/graphql")
    assert {name: answer.headers.get(name) for name in SECURE} == SECURE

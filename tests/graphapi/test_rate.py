"""Points an hour: who asks for more than its share is told how long to wait."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_data.notebook import Notebook
from graphapi.app import create_app
from graphapi.settings import Settings

QUERY = "{ clusters(first: 10) { nodes { id name } } }"
COST = 1 + 1 + 10 * 2

Limited = Callable[..., TestClient]


@pytest.fixture
def limited(graph: Notebook) -> Limited:
    """Return a function that makes a client, from an address, of a server that counts points."""
    app = create_app(Settings(points_per_hour=3 * COST), graph)
    return lambda address="192.0.2.1": TestClient(app, client=(address, 5000))


def left(response: Any) -> int:  # noqa: ANN401 -- the client's own type
    found = re.fullmatch(r'"hour";r=(\d+);t=(\d+)', response.headers["RateLimit"])
    assert found
    assert 0 < int(found[2]) <= 3600
    assert response.headers["RateLimit-Policy"] == f'"hour";q={3 * COST};w=3600'
    return int(found[1])


def test_without_the_setting_nothing_is_counted(client: TestClient) -> None:
    response = client.post("/graphql", json={"query": QUERY})
    assert "RateLimit" not in response.headers
    assert "RateLimit-Policy" not in response.headers


def test_every_answer_takes_its_cost_until_none_is_left(limited: Limited, graph: Notebook) -> None:
    client = limited()
    answers = [client.post("/graphql", json={"query": QUERY}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert [left(answer) for answer in answers] == [2 * COST, COST, 0, 0]
    refused = answers[-1]
    (error,) = refused.json()["errors"]
    assert refused.json()["extensions"]["dataset"] == graph.version
    assert error["extensions"] == {
        "code": "RATE_LIMITED",
        "setting": "points_per_hour",
        "limit": 3 * COST,
        "actual": 4 * COST,
    }
    seconds = refused.headers["Retry-After"]
    assert error["message"] == f"the request costs 22 and 0 of 66 points are left: wait {seconds} seconds"


def test_another_address_has_points_of_its_own(limited: Limited) -> None:
    assert left(limited().post("/graphql", json={"query": QUERY})) == 2 * COST
    assert left(limited("192.0.2.2").post("/graphql", json={"query": QUERY})) == 2 * COST
    assert left(limited().post("/graphql", json={"query": QUERY})) == COST


def test_what_is_refused_for_want_of_points_takes_none(limited: Limited) -> None:
    client = limited()
    dear = {"query": "{ clusters(first: 100) { nodes { id } } }"}
    assert client.post("/graphql", json=dear).status_code == 429
    assert left(client.post("/graphql", json={"query": QUERY})) == 2 * COST


def test_what_is_not_executed_takes_one_point_and_what_has_not_changed_none(limited: Limited) -> None:
    client = limited()
    assert left(client.post("/graphql", json={"query": "{ wrong }"})) == 3 * COST - 1
    beyond = {"query": "{ organisations(first: 100) { nodes { statements(first: 100) { nodes { id } } } } }"}
    assert left(client.post("/graphql", json=beyond)) == 3 * COST - 2
    got = client.get("/graphql", params={"query": "{ __typename }"})
    assert left(got) == 3 * COST - 3
    again = client.get("/graphql", params={"query": "{ __typename }"}, headers={"If-None-Match": got.headers["ETag"]})
    assert (again.status_code, again.headers.get("RateLimit")) == (304, None)
    assert left(client.post("/graphql", json={"query": "{ __typename }"})) == 3 * COST - 4

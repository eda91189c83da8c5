"""Probes and metrics at an address of their own."""

import pytest
from starlette.testclient import TestClient

from graph_data.notebook import Notebook
from graphapi.app import create_app
from graphapi.health import operations_app
from graphapi.settings import Settings


def test_a_server_that_ends_says_so(graph: Notebook) -> None:
    app = create_app(Settings(), graph)
    for client in (
        TestClient(app, base_url="http://localhost"),
        TestClient(operations_app(app.state, "127.0.0.1"), base_url="http://localhost"),
    ):
        app.state.standing.draining = False
        assert client.get("/readyz").json()["dataset"] == graph.version
        app.state.standing.draining = True
        told = client.get("/readyz")
        assert (told.status_code, told.json(), told.headers["retry-after"]) == (503, {"status": "draining"}, "1")
        assert client.get("/healthz").json() == {"status": "ok"}


@pytest.mark.parametrize(("host", "status"), [("127.0.0.1", 421), ("10.0.0.1", 200)])
def test_a_page_of_elsewhere_cannot_read_the_metrics_of_this_machine(graph: Notebook, host: str, status: int) -> None:
    app = create_app(Settings(), graph)
    client = TestClient(operations_app(app.state, host), base_url="http://elsewhere.example")
    assert client.get("/metrics").status_code == status
    assert TestClient(operations_app(app.state, host), base_url="http://localhost").get("/metrics").status_code == 200


def test_nothing_else_is_answered_there_and_no_metrics_elsewhere(graph: Notebook) -> None:
    app = create_app(Settings(), graph)
    operations = TestClient(operations_app(app.state, "127.0.0.1"), base_url="http://localhost")
    assert operations.post("/graphql", json={"query": "{ dataset { version } }"}).status_code == 404
    assert TestClient(app, base_url="http://localhost").get("/metrics").status_code == 404

"""Metrics: what Prometheus reads is what happened, with labels that cannot grow without end."""

from collections.abc import Callable

import pytest
from prometheus_client.parser import text_string_to_metric_families
from starlette.testclient import TestClient

from graph_data.notebook import Notebook
from graphapi.app import create_app
from graphapi.health import operations_app
from graphapi.metrics import KINDS, Metrics, Told, exposition, kind_of
from graphapi.settings import Settings

Samples = dict[tuple[str, tuple[tuple[str, str], ...]], float]


def samples(text: str) -> Samples:
    """Return every sample by its name and labels, after checking that each stands once."""
    found = [
        ((sample.name, tuple(sorted(sample.labels.items()))), sample.value)
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    ]
    assert len(dict(found)) == len(found)
    return dict(found)


def told(kind: str, seconds: float = 0.01, status: int = 200, codes: tuple[str, ...] = ()) -> Told:
    return Told(kind, None, status, codes, 7, 100, seconds)


def test_several_processes_are_told_apart() -> None:
    one, other = Metrics(), Metrics()
    one.count(told("cheap"))
    other.count(told("dear", 0.3, 503, ("OVERLOADED",)))
    other.count(Told("dear", "Partners", 200, (), None, 50, 0.7))
    found = samples(exposition({"1": one.snapshot(), "2": other.snapshot(), "3": b""}).decode())

    def value(name: str, **labels: str) -> float | None:
        return found.get((f"synergraph_{name}", tuple(sorted(labels.items()))))

    assert value("requests_total", kind="cheap", operation="", status="200", worker="1") == 1
    assert value("requests_total", kind="dear", operation="", status="503", worker="2") == 1
    assert value("requests_total", kind="dear", operation="Partners", status="200", worker="2") == 1
    assert value("errors_total", code="OVERLOADED", worker="2") == 1
    assert (value("cost_total", worker="1"), value("cost_total", worker="2")) == (7, 7)
    assert value("sent_bytes_total", kind="dear", worker="2") == 150
    assert value("request_seconds_count", kind="dear", worker="2") == 2
    assert value("request_seconds_bucket", kind="dear", le="0.5", worker="2") == 1
    assert value("request_seconds_sum", kind="dear", worker="2") == pytest.approx(1.0)
    assert not [name for name, _ in found if name.endswith("_created")]


def test_what_others_know_is_told_at_each_look() -> None:
    metrics, state = Metrics(), {"taken": 0}
    metrics.gauge("load", "Load.", lambda: state["taken"] * 2)
    metrics.counted("loads", "Loads.", "outcome", lambda: state)
    metrics.info("version", "Version.", lambda: {"name": str(state["taken"])})
    for number in (1, 2):
        state["taken"] = number
        found = samples(exposition({"0": metrics.snapshot()}).decode())
        assert found["synergraph_load", (("worker", "0"),)] == number * 2
        assert found["synergraph_loads_total", (("outcome", "taken"), ("worker", "0"))] == number
        assert found["synergraph_version_info", (("name", str(number)), ("worker", "0"))] == 1


@pytest.mark.parametrize(
    ("path", "status", "dear", "kind"),
    [
        ("/graphql", 200, False, "cheap"),
        ("/graphql", 503, True, "dear"),
        ("/graphql/trusted/abc", 404, False, "cheap"),
        ("/export", 200, False, "export"),
        ("/export/none.csv", 404, False, "export"),
        ("/exports", 404, False, "other"),
        ("/wp-login.php", 404, False, "other"),
        ("/schema.graphql", 304, False, "schema"),
        ("/", 307, False, "page"),
        ("/graphiql/", 200, False, "page"),
        ("/readyz", 503, False, "probe"),
    ],
)
def test_the_kind_of_a_request(path: str, status: int, dear: bool, kind: str) -> None:
    assert kind_of(path, status, dear=dear) == kind
    assert kind in KINDS


@pytest.fixture
def looked_after(graph: Notebook) -> tuple[TestClient, Callable[[], Samples]]:
    app = create_app(Settings(), graph)
    operations = TestClient(operations_app(app.state, "127.0.0.1"), base_url="http://localhost")
    return TestClient(app, base_url="http://localhost"), lambda: samples(operations.get("/metrics").text)


def test_a_server_counts_what_it_answers(looked_after: tuple[TestClient, Callable[[], Samples]]) -> None:
    client, look = looked_after
    client.post("/graphql", json={"query": "{ dataset { version } }"})
    client.post("/graphql", json={"query": "query Mine { dataset { nothing } }"})
    client.get("/nowhere")
    found = look()
    at = ("worker", "0")
    requests = {labels: value for (name, labels), value in found.items() if name == "synergraph_requests_total"}
    assert requests == {
        (("kind", "cheap"), ("operation", ""), ("status", "200"), at): 2,
        (("kind", "other"), ("operation", ""), ("status", "404"), at): 1,
    }
    assert found["synergraph_errors_total", (("code", "VALIDATION_FAILED"), at)] == 1
    assert found["synergraph_cost_total", (at,)] == 2
    assert found["synergraph_ready", (at,)] == 1
    assert found["synergraph_running", (at,)] == 0
    assert found["synergraph_pool_working", (at,)] == 0
    assert found["synergraph_dataset_refused", (at,)] == 0
    version = client.app.state.served.graph.version  # type: ignore[attr-defined]
    assert found["synergraph_dataset_info", (("name", "european-clusters"), ("version", version), at)] == 1
    assert found["process_resident_memory_bytes", (at,)] > 1_000_000


def test_no_word_of_the_asker_becomes_a_label(looked_after: tuple[TestClient, Callable[[], Samples]]) -> None:
    client, look = looked_after
    client.post("/graphql", json={"query": "{ dataset { version } }"})
    client.request("SECRET", "/nowhere")
    before = set(look())
    for number in range(20):
        word = f"secret{number}"
        client.get(f"/{word}", headers={"User-Agent": word, "X-Request-Id": word})
        client.get(f"/graphql/trusted/{word}")
        client.post("/graphql", json={"query": f"query {word} {{ {word}: dataset {{ version }} }}"})
        client.post("/graphql", json={"query": f"{{ {word} }}"})
        client.get(f"/export/{word}.csv")
        client.request(word.upper(), "/graphql")
    grown = set(look()) - before
    assert "secret" not in repr(grown).lower()
    assert len({labels for name, labels in grown if name == "synergraph_requests_total"}) <= 6

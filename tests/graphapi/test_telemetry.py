"""Spans for OpenTelemetry: one a request, its parts within it, and none of the asker's words."""

import gzip
import sys
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_data.errors import MissingExtra
from graph_data.notebook import Notebook
from graphapi.app import create_app
from graphapi.settings import Settings
from graphapi.spans import span, trace_with
from graphapi.telemetry import Telemetry, exporter_to

pytest.importorskip("opentelemetry.sdk", reason="needs the extra telemetry")

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

Traced = tuple[TestClient, Callable[[], list[ReadableSpan]]]


@pytest.fixture
def traced(graph: Notebook) -> Iterator[Traced]:
    """Return a client, and a function that ends tracing and returns the spans that were made."""
    exporter = InMemorySpanExporter()
    telemetry = Telemetry(exporter)
    trace_with(telemetry)

    def spans() -> list[ReadableSpan]:
        telemetry.end()
        return [*exporter.get_finished_spans()]

    try:
        with TestClient(create_app(Settings(), graph), raise_server_exceptions=False) as client:
            yield client, spans
    finally:
        trace_with(None)
        telemetry.end()


def test_a_request_and_its_parts_have_spans(traced: Traced) -> None:
    client, spans = traced
    answer = client.post("/graphql", json={"query": "query Secret { mine: dataset { version } }"})
    parse, validate, execute, request = spans()
    assert [part.name for part in (parse, validate, execute)] == ["parse", "validate", "execute"]
    assert request.name == "POST /graphql"
    assert request.kind is SpanKind.SERVER
    assert request.status.status_code is StatusCode.UNSET
    assert all(part.parent == request.context for part in (parse, validate, execute))
    assert dict(request.attributes or {}) == {
        "http.request.method": "POST",
        "http.route": "/graphql",
        "http.response.status_code": 200,
        "synergraph.request": answer.headers["x-request-id"],
        "synergraph.codes": (),
        "synergraph.cost": 2,
    }
    assert request.resource.attributes["service.name"] == "synergraph"


def test_parts_that_run_in_a_thread_belong_to_their_request(traced: Traced) -> None:
    client, spans = traced
    client.post("/graphql", json={"query": '{ search(text: "traced") { totalCount } }'})
    found = {made.name: made for made in spans()}
    assert found["execute"].parent == found["POST /graphql"].context


def test_a_request_joins_the_trace_of_its_asker(traced: Traced) -> None:
    client, spans = traced
    trace, parent = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
    client.get("/schema.graphql", headers={"traceparent": f"00-{trace}-{parent}-01"})
    (request,) = spans()
    assert request.context is not None
    assert request.parent is not None
    assert (f"{request.context.trace_id:032x}", f"{request.parent.span_id:016x}") == (trace, parent)


def test_what_went_wrong_is_told_without_the_words_of_the_asker(
    traced: Traced, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, spans = traced
    client.post("/graphql", json={"query": '{ secret(word: "secret") }'})
    client.post("/graphql", json={"query": "{ secret"})
    client.get("/secret")

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("graphapi.http.negotiated", broken)
    client.post("/graphql", json={"query": "{ secret }"})
    made = spans()
    assert "secret" not in "".join(one.to_json() for one in made)
    requests = [one for one in made if one.kind is SpanKind.SERVER]
    assert [(one.status.status_code, dict(one.attributes or {})["synergraph.codes"]) for one in requests] == [
        (StatusCode.UNSET, ("VALIDATION_FAILED",)),
        (StatusCode.UNSET, ("PARSE_FAILED",)),
        (StatusCode.UNSET, ()),
        (StatusCode.ERROR, ("INTERNAL_ERROR",)),
    ]


def test_without_a_tracer_a_part_is_nothing() -> None:
    with span("parse") as made:
        assert made is None


def test_without_the_packages_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "opentelemetry.exporter.otlp.proto.http.trace_exporter", None)
    with pytest.raises(MissingExtra, match=r"pip install 'synergraph\[telemetry\]'"):
        exporter_to("http://127.0.0.1:4318")


class Collector(BaseHTTPRequestHandler):
    """Takes spans as a collector does."""

    names: list[str]

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        found = ExportTraceServiceRequest.FromString(body)
        self.names += [
            f"{self.path} {made.name}"
            for of in found.resource_spans
            for group in of.scope_spans
            for made in group.spans
        ]
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


def test_a_server_process_sends_its_spans_to_the_collector(start: Callable[..., Any]) -> None:
    names: list[str] = []
    collector = HTTPServer(("127.0.0.1", 0), type("Collecting", (Collector,), {"names": names}))
    taking = Thread(target=collector.serve_forever)
    taking.start()
    try:
        endpoint = f"http://127.0.0.1:{collector.server_port}/"
        with start("--port", "0", SYNERGRAPH_TELEMETRY_ENDPOINT=endpoint) as server:
            server.ask("{ dataset { version } }")
    finally:
        collector.shutdown()
        taking.join()
        collector.server_close()
    assert sorted(names) == [f"/v1/traces {name}" for name in ("POST /graphql", "execute", "parse", "validate")]

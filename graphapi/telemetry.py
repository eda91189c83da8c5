"""Spans for OpenTelemetry: one a request, and one each for parsing, validating and executing its document.

They tell the same as the log, and as little: no documents, variables, keys or addresses.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from starlette.datastructures import Headers
from starlette.types import Scope

from graph_data.errors import MissingExtra
from graphapi.account import Account
from graphapi.spans import Ended

if TYPE_CHECKING:
    from opentelemetry.sdk.trace.export import SpanExporter

__all__ = ["Telemetry", "exporter_to"]

FAILED = 500
"""Status from which a request counts as failed by the server."""


def exporter_to(endpoint: str) -> "SpanExporter":
    """Return what sends spans to a collector, by OTLP over HTTP.

    Raises:
        MissingExtra: OpenTelemetry is not installed.
    """
    try:
        from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter  # noqa: PLC0415 -- an extra
    except ImportError:
        raise MissingExtra("telemetry") from None
    return OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces")


class Telemetry:
    """Makes spans and sends them in the background, from threads of this process.

    Args:
        exporter: sends them.
    """

    def __init__(self, exporter: "SpanExporter") -> None:
        from opentelemetry.sdk.resources import Resource  # noqa: PLC0415 -- an extra
        from opentelemetry.sdk.trace import TracerProvider  # noqa: PLC0415 -- an extra
        from opentelemetry.sdk.trace.export import BatchSpanProcessor  # noqa: PLC0415 -- an extra

        about = Resource.create({"service.name": "synergraph", "service.version": version("synergraph")})
        self._provider = TracerProvider(resource=about)
        self._provider.add_span_processor(BatchSpanProcessor(exporter))
        self._tracer = self._provider.get_tracer("graphapi")

    def end(self) -> None:
        """Send what is left."""
        self._provider.shutdown()

    def part(self, name: str) -> AbstractContextManager[Any]:
        """Return the span of a part; errors are not told, as their words may be the asker's own."""
        return self._tracer.start_as_current_span(name, record_exception=False, set_status_on_exception=False)

    @contextmanager
    def request(self, scope: Scope) -> Iterator[Ended]:
        """Make the span of a request, within that of who asks where the header traceparent names it."""
        from opentelemetry.trace import SpanKind, StatusCode  # noqa: PLC0415 -- an extra
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator  # noqa: PLC0415 -- as above

        carrier = {name: value for name, value in Headers(scope=scope).items() if name.startswith("trace")}
        with self._tracer.start_as_current_span(
            "request",
            TraceContextTextMapPropagator().extract(carrier),
            SpanKind.SERVER,
            record_exception=False,
            set_status_on_exception=False,
        ) as span:

            def ended(account: Account, status: int) -> None:
                route = getattr(scope.get("route"), "path", None)
                span.update_name(f"{scope['method']} {route}" if route else scope["method"])
                told = {
                    "http.request.method": scope["method"],
                    "http.route": route,
                    "http.response.status_code": status,
                    "graphql.operation.name": account.operation,
                    "synergraph.request": account.id,
                    "synergraph.codes": account.codes,
                    "synergraph.cost": account.cost,
                }
                span.set_attributes({name: value for name, value in told.items() if value is not None})
                if status >= FAILED:
                    span.set_status(StatusCode.ERROR)

            yield ended

"""Metrics for Prometheus: each process has its own, and a label says of which of several a figure is."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import orjson
from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, ProcessCollector, generate_latest
from prometheus_client.core import CounterMetricFamily, InfoMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

__all__ = ["KINDS", "Metrics", "Told", "exposition", "kind_of"]

KINDS = ("cheap", "dear", "export", "other", "page", "probe", "schema")
"""Kinds of request: GraphQL answered at once, GraphQL answered in a thread, files, what there is not, and so on."""

PREFIX = "synergraph_"

PROBES = frozenset({"/healthz", "/readyz"})

NOT_THERE = frozenset({404, 405})

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 1.25, 2.5, 5.0, 10.0)
"""Bounds of the histogram; an answer takes a second at most by default, and moments more until it is sent."""


class Told(NamedTuple):
    """What is told of a request at its end.

    Attributes:
        kind: one of KINDS.
        operation: name of the operation of a trusted document; None of any other.
        status: of the answer.
        codes: of its errors.
        cost: by the schema.
        sent: bytes of the answer's body.
        seconds: from the head of the request to the end of the answer.
    """

    kind: str
    operation: str | None
    status: int
    codes: Sequence[str]
    cost: int | None
    sent: int
    seconds: float


def kind_of(path: str, status: int, *, dear: bool) -> str:
    """Return the kind of a request."""
    if path in PROBES:
        return "probe"
    if path == "/graphql" or path.startswith("/graphql/"):
        return "dear" if dear else "cheap"
    if path == "/export" or path.startswith("/export/"):
        return "export"
    if status in NOT_THERE:
        return "other"
    return "schema" if path == "/schema.graphql" else "page"


class Metrics:
    """The metrics of this process."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = self._counter("requests", "Requests answered.", "kind", "operation", "status")
        self._errors = self._counter("errors", "Errors answered, by their code.", "code")
        self._cost = self._counter("cost", "Cost of the requests answered, by the schema.")
        self._sent = self._counter("sent_bytes", "Bytes of the bodies of answers.", "kind")
        said = "Seconds from the head of a request to the end of its answer."
        self._seconds = Histogram(f"{PREFIX}request_seconds", said, ["kind"], buckets=SECONDS, registry=self._registry)
        ProcessCollector(registry=self._registry)

    def _counter(self, name: str, said: str, *labels: str) -> Counter:
        return Counter(f"{PREFIX}{name}", said, labels, registry=self._registry)

    def count(self, told: Told) -> None:
        """Count a request."""
        self._requests.labels(told.kind, told.operation or "", str(told.status)).inc()
        for code in told.codes:
            self._errors.labels(code).inc()
        self._cost.inc(told.cost or 0)
        self._sent.labels(told.kind).inc(told.sent)
        self._seconds.labels(told.kind).observe(told.seconds)

    def gauge(self, name: str, said: str, found: Callable[[], float]) -> None:
        """Tell at each look what a function finds."""
        Gauge(f"{PREFIX}{name}", said, registry=self._registry).set_function(found)

    def counted(self, name: str, said: str, label: str, found: Callable[[], Mapping[str, float]]) -> None:
        """Tell at each look what somebody else counts by a label."""

        def family() -> Metric:
            metric = CounterMetricFamily(f"{PREFIX}{name}", said, labels=[label])
            for value, count in found().items():
                metric.add_metric([value], count)
            return metric

        self._registry.register(_Found(family))

    def info(self, name: str, said: str, found: Callable[[], Mapping[str, str]]) -> None:
        """Tell at each look words as labels."""
        self._registry.register(_Found(lambda: InfoMetricFamily(f"{PREFIX}{name}", said, value=dict(found()))))

    def snapshot(self) -> bytes:
        """Return what there is to tell now, for `exposition`."""
        return orjson.dumps([_told(family) for family in self._registry.collect()])


def _told(family: Metric) -> list[object]:
    """Return a metric as JSON, without the samples that only tell since when it is counted."""
    samples = [[*sample[:3]] for sample in family.samples if not sample.name.endswith("_created")]
    return [family.name, family.documentation, family.type, samples]


class _Found(Collector):
    """A collector of what a function finds."""

    def __init__(self, family: Callable[[], Metric]) -> None:
        self._family = family

    def collect(self) -> Iterator[Metric]:
        """Yield it."""
        yield self._family()


class _Families:
    """Metrics as they are written out."""

    def __init__(self, families: Iterable[Metric]) -> None:
        self._families = families

    def collect(self) -> Iterable[Metric]:
        """Return them."""
        return self._families


def exposition(snapshots: Mapping[str, bytes]) -> bytes:
    """Return what processes tell, in Prometheus's text format.

    Args:
        snapshots: what each tells, by the label `worker` that its figures get.
    """
    families: dict[str, Metric] = {}
    for worker, snapshot in snapshots.items():
        told: list[tuple[str, str, str, list[tuple[str, dict[str, str], float]]]] = orjson.loads(snapshot or b"[]")
        for name, said, kind, samples in told:
            family = families.setdefault(name, Metric(name, said, kind))
            for sample, labels, value in samples:
                family.add_sample(sample, {**labels, "worker": worker}, value)
    found: Any = _Families(families.values())  # has what a registry has that is asked of it
    return generate_latest(found)

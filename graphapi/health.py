"""What whoever looks after the server asks: does it live, is it ready, what does it count."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.datastructures import State
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from graphapi.access import Access
from graphapi.caching import PRIVATE
from graphapi.hosts import LOCAL, is_loopback
from graphapi.metrics import Metrics, exposition
from graphapi.served import Served

__all__ = ["Standing", "health_routes", "operations_app", "watch"]

TEXT = "text/plain; version=0.0.4; charset=utf-8"
"""Prometheus's text format."""

UNKEPT = {"Cache-Control": PRIVATE}


@dataclass
class Standing:
    """How a process of the server stands.

    Attributes:
        draining: whether it ends after what it is at.
        snapshots: returns what every process counts, by the label of the process.
        running: requests that are being answered.
    """

    snapshots: Callable[[], Mapping[str, bytes]]
    draining: bool = False
    running: int = 0


def health_routes() -> list[BaseRoute]:
    """Return the routes to the probes."""
    return [Route("/healthz", _health), Route("/readyz", _ready)]


def operations_app(state: State, host: str) -> Starlette:
    """Return what answers at an address of its own: metrics, and the probes without a key.

    Args:
        state: the state of the application that is looked after.
        host: where it listens; under this machine's names alone, where that is this machine.
    """
    hosts = (*LOCAL, host) if is_loopback(host) else ()
    app = Starlette(
        routes=[Route("/metrics", _metrics), *health_routes()], middleware=[Middleware(Access, hosts=hosts, keys=None)]
    )
    app.state.metrics, app.state.standing, app.state.served = state.metrics, state.standing, state.served
    app.state.keys = None
    return app


async def _health(_: Request) -> Response:
    """Tell that the process lives, and nothing else."""
    return JSONResponse({"status": "ok"}, headers=UNKEPT)


async def _ready(http: Request) -> Response:
    """Tell which version answers, since when, and why a newer one does not; without a key only that one answers."""
    standing: Standing = http.app.state.standing
    served: Served = http.app.state.served
    if standing.draining:
        return JSONResponse({"status": "draining"}, 503, {**UNKEPT, "Retry-After": "1"})
    if http.app.state.keys is not None and http.state.key is None:
        return JSONResponse({"status": "ready"}, headers=UNKEPT)
    loaded, refusal = served.loaded, served.refusal
    body = {
        "status": "ready",
        "dataset": loaded.graph.version,
        "loaded": loaded.at.isoformat(timespec="milliseconds"),
        "refused": None
        if refusal is None
        else {"at": refusal.at.isoformat(timespec="milliseconds"), "message": refusal.message},
    }
    return JSONResponse(body, headers=UNKEPT)


async def _metrics(http: Request) -> Response:
    """Tell what the processes count."""
    standing: Standing = http.app.state.standing
    return Response(exposition(standing.snapshots()), media_type=TEXT, headers={**UNKEPT, "Connection": "close"})


def watch(metrics: Metrics, state: State) -> None:
    """Tell by metrics how a server stands: its readiness, its dataset version, its threads."""
    served: Served = state.served
    metrics.gauge("ready", "Whether requests should be sent here.", lambda: not state.standing.draining)
    metrics.gauge("running", "Requests that are being answered.", lambda: state.standing.running)
    metrics.gauge("pool_working", "Threads that work on dear requests.", lambda: state.pool.working)
    metrics.gauge("pool_waiting", "Dear requests that wait for a thread.", lambda: state.pool.waiting)
    metrics.gauge("dataset_loaded_timestamp_seconds", "When the version took over.", lambda: _loaded(served))
    metrics.gauge("dataset_refused", "Whether a newer version was refused.", lambda: served.refusal is not None)
    metrics.info(
        "dataset",
        "The version that answers.",
        lambda: {"name": served.graph.dataset.about.name, "version": served.graph.version},
    )


def _loaded(served: Served) -> float:
    return served.loaded.at.timestamp()

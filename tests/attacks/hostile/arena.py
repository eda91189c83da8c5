"""A server to attack, warmed, with a neighbour beside it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from hostile.attack import Attack
from hostile.judging import Arena, idle, warm
from hostile.machine import machine_with
from hostile.neighbour import neighbour_of
from hostile.server import serving

__all__ = ["arena"]


@contextmanager
def arena(attacks: Sequence[Attack], dataset: Path | None = None) -> Iterator[Arena]:
    """Start a server and its neighbour, and let the server prepare what the attacks rest on.

    Args:
        attacks: those that are to be carried out.
        dataset: dataset folder; the bundled dataset without it.
    """
    with serving(*([str(dataset)] if dataset else [])) as server:
        target = server.target()
        warm(target, attacks)
        with (
            neighbour_of(target.host, target.port) as neighbour,
            machine_with([server.process_id, neighbour.process]) as machine,
        ):
            yield Arena(server, target, neighbour, machine, idle(neighbour), server.memory())

"""How busy the machine is with other programs: on a crowded one everything takes longer, which is nobody's fault."""

import os
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

__all__ = ["Look", "Machine", "machine_with"]

EVERY = 0.1
"""Seconds between two looks."""

SPAN = 1.0
"""Seconds that are looked back over at least: the machine counts in hundredths of a second."""

SLOWEST = 4.0
"""How much slower a crowded machine may make things, as far as it is allowed for."""


class Look(NamedTuple):
    """A look at the machine.

    Attributes:
        at: when, by the machine's monotonic clock.
        whole: ticks of all cores.
        busy: those in which somebody worked.
        ours: those in which our processes did.
    """

    at: float
    whole: int
    busy: int
    ours: int


class Machine:
    """Looks at the machine again and again.

    Args:
        processes: ids of those processes whose time counts as ours; this one's does too.
    """

    def __init__(self, processes: Iterable[int]) -> None:
        self._ours = [*processes, os.getpid()]
        self._looks = deque([self._look()], maxlen=1000)

    def watch(self, ended: threading.Event) -> None:
        """Look until it is ended."""
        while not ended.wait(EVERY):
            self._looks.append(self._look())

    def slowness(self, begun: float) -> float:
        """Return how many times longer things took since a moment because of other programs; 1 without them."""
        now = self._look()
        since = min(begun, now.at - SPAN)
        before = next((look for look in reversed(self._looks) if look.at <= since), self._looks[0])
        whole = max(1, now.whole - before.whole)
        others = max(0, (now.busy - before.busy) - (now.ours - before.ours))
        return min(SLOWEST, whole / max(1, whole - others))

    def _look(self) -> Look:
        first = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0]
        spent = [int(part) for part in first.split()[1:9]]  # user nice system idle iowait irq softirq steal
        return Look(time.monotonic(), sum(spent), sum(spent) - spent[3] - spent[4], sum(map(_spent_by, self._ours)))


def _spent_by(process: int) -> int:
    """Return the time that a process took, in the machine's ticks; 0 when it is gone."""
    try:
        said = Path(f"/proc/{process}/stat").read_text(encoding="utf-8", errors="replace")
    except FileNotFoundError:
        return 0
    user, system = said.rpartition(")")[2].split()[11:13]
    return int(user) + int(system)


@contextmanager
def machine_with(processes: Iterable[int]) -> Iterator[Machine]:
    """Look at the machine meanwhile."""
    found, ended = Machine(processes), threading.Event()
    watching = threading.Thread(target=found.watch, args=[ended], daemon=True)
    watching.start()
    try:
        yield found
    finally:
        ended.set()
        watching.join()

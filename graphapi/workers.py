"""Several processes that answer: forked off one that has loaded the dataset, so that they share its memory.

The one looks after them, replaces those that die, and forks them anew when it has loaded a newer version.
"""

import logging
import os
import select
import signal
import socket
import sys
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock
from types import FrameType
from typing import NoReturn

__all__ = ["Workers"]

TICK = 1.0
"""Seconds between two looks when nothing happens."""

SETTLED = 5.0
"""Seconds that a process must have lived for its death to count as the first."""

SHORTEST = 0.05
FIRST, LONGEST = 0.2, 30.0
"""Seconds before a process that dies at its start is replaced: doubled each time, up to the longest."""

MOST_DOUBLED = 16
"""How often it is doubled at most: far more than the longest needs, and far less than a float holds."""

SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD)

INTERRUPTED = 130

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Worker:
    """A process.

    Attributes:
        number: its place; the process that replaces it has the same.
        since: when it was begun.
    """

    number: int
    since: float


class Workers:
    """Processes that answer.

    Args:
        count: how many.
        work: what each does, by its number; it ends when it is told to by SIGTERM.
        loading: held while the dataset is loaded anew, when no process can be forked off.
        reload: has it loaded anew.
        tick: is called once a second.
        ending: is called when they are about to end.
        patience: seconds that they have to end.

    Attributes:
        replaced: how often each died and was replaced, by its number.
    """

    def __init__(  # noqa: PLR0913 -- its parts
        self,
        count: int,
        work: Callable[[int], None],
        *,
        loading: Lock,
        reload: Callable[[], None],
        tick: Callable[[], None],
        ending: Callable[[], None],
        patience: float,
    ) -> None:
        self.replaced = dict.fromkeys(map(str, range(1, count + 1)), 0)
        self._work = work
        self._loading = loading
        self._reload = reload
        self._tick = tick
        self._ending = ending
        self._patience = patience
        self._working: dict[int, _Worker] = {}
        self._retiring: dict[int, float] = {}
        self._due = dict.fromkeys(range(1, count + 1), 0.0)
        self._early: Counter[int] = Counter()
        self._newer = False
        self._ended_by: int | None = None
        self._told, self._tell = socket.socketpair()
        for end in (self._told, self._tell):
            end.setblocking(False)

    def renew(self) -> None:
        """Replace all processes, each after what it is at; may be called by any thread."""
        self._newer = True
        with suppress(OSError):  # they may be ending, or be told already
            self._tell.send(b"\0")

    def run(self) -> int:
        """Look after the processes until a signal ends them all, and return the signal."""
        signal.set_wakeup_fd(self._tell.fileno(), warn_on_full_buffer=False)
        before = {number: signal.signal(number, self._take) for number in SIGNALS}
        try:
            while True:
                self._look()
                if self._ended_by is not None and not self._working and not self._retiring:
                    return self._ended_by
                wait = min([TICK, *(max(SHORTEST, at - time.monotonic()) for at in self._due.values())])
                select.select([self._told], [], [], wait)
                self._drain()
        finally:
            signal.set_wakeup_fd(-1)
            for number, handler in before.items():
                signal.signal(number, handler)
            self._kill([*self._working, *self._retiring])
            self._told.close()
            self._tell.close()

    def _take(self, number: int, frame: FrameType | None) -> None:
        del frame
        if number == signal.SIGHUP:
            self._reload()
        elif number != signal.SIGCHLD:
            if self._ended_by is not None:
                self._kill([*self._working, *self._retiring])
                os._exit(INTERRUPTED)
            self._ended_by = number

    def _drain(self) -> None:
        try:
            while self._told.recv(4096):
                pass
        except BlockingIOError:
            pass

    def _look(self) -> None:
        self._reap()
        if self._ended_by is not None:
            self._due.clear()
            self._ending()
            self._retire([*self._working])
        elif self._loading.acquire(blocking=False):
            try:
                self._fork_what_is_due()
            finally:
                self._loading.release()
        late = [process for process, until in self._retiring.items() if time.monotonic() > until]
        self._kill(late)
        self._tick()

    def _fork_what_is_due(self) -> None:
        if self._newer:
            self._newer = False
            self._due |= {worker.number: 0.0 for worker in self._working.values()}
        now = time.monotonic()
        for number in [number for number, at in self._due.items() if at <= now]:
            old = [process for process, worker in self._working.items() if worker.number == number]
            try:
                self._fork(number)
                del self._due[number]
                self._retire(old)
            except OSError as error:
                _log.warning("worker %d cannot be started: %s", number, error.strerror)
                self._due[number] = now + TICK

    def _retire(self, processes: list[int]) -> None:
        """Let processes end after what they are at."""
        for process in processes:
            del self._working[process]
            self._retiring[process] = time.monotonic() + self._patience
            os.kill(process, signal.SIGTERM)

    def _kill(self, processes: list[int]) -> None:
        for process in processes:
            os.kill(process, signal.SIGKILL)

    def _reap(self) -> None:
        for process in [*self._working, *self._retiring]:
            found, status = os.waitpid(process, os.WNOHANG)
            if not found:
                continue
            self._retiring.pop(process, None)
            worker = self._working.pop(process, None)
            if worker is not None and self._ended_by is None:
                self._replace(worker, os.waitstatus_to_exitcode(status))

    def _replace(self, worker: _Worker, code: int) -> None:
        self.replaced[str(worker.number)] += 1
        now = time.monotonic()
        self._early[worker.number] = self._early[worker.number] + 1 if now - worker.since < SETTLED else 0
        times = self._early[worker.number]
        wait = min(LONGEST, FIRST * 2 ** min(times - 1, MOST_DOUBLED)) if times else 0.0
        self._due[worker.number] = now + wait
        why = f"by signal {-code}" if code < 0 else f"with exit code {code}"
        _log.warning("worker %d ended %s; replaced in %g s", worker.number, why, wait)

    def _fork(self, number: int) -> None:
        sys.stdout.flush()
        sys.stderr.flush()
        # A signal between the fork and the child's own handlers would run this process's in the child.
        signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            process = os.fork()
            if not process:
                self._be(number)
            self._working[process] = _Worker(number, time.monotonic())
        finally:
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)

    def _be(self, number: int) -> NoReturn:
        """Be the process of a number, to the end of its life."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for name in SIGNALS:
                # Ctrl+C and the end of the terminal reach every process; the one passes on what counts.
                ignored = name in {signal.SIGINT, signal.SIGHUP}
                signal.signal(name, signal.SIG_IGN if ignored else signal.SIG_DFL)
            signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
            self._work(number)
            code = 0
        except BaseException:  # noqa: BLE001 -- what goes wrong here ends this process alone
            _log.exception("worker %d failed", number)
        finally:
            os._exit(code)

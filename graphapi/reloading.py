"""Loads a newer version beside the one that answers, and lets it take over when it is whole and sound."""

import gc
import logging
import os
from collections.abc import Callable
from pathlib import Path
from threading import Event, Lock, Thread
from weakref import ref

from graph_data.errors import GraphDataError, InvalidDataset
from graphapi.served import Served

__all__ = ["Reloader", "fingerprint"]

INTERVAL = 0.25
"""Seconds between two looks at the files, and how long they must stay as they are before they are read."""

ROUNDS = 5
"""How often it is tried to free the old version, a second apart: requests that began with it may still be at work."""

Fingerprint = tuple[object, ...] | None

_log = logging.getLogger(__name__)


def fingerprint(path: Path) -> Fingerprint:
    """Return a value that changes when a dataset changes: of its files, where they stand, their sizes and times.

    Looked at again and again rather than told by the system: that works on network drives and mounted volumes too, and
    when the folder itself is replaced. None where there is nothing.
    """
    try:
        found = path.stat()
        if not path.is_dir():
            return _told(found)
        with os.scandir(path) as entries:
            return (found.st_ino, *sorted((entry.name, *_told_of(entry)) for entry in entries if _counts(entry)))
    except OSError:
        return None


def _counts(entry: "os.DirEntry[str]") -> bool:
    """Whether an entry may be a part of the dataset, and no folder, nor what an editor keeps beside an open file."""
    return not entry.name.startswith((".", "~")) and (entry.is_file() or entry.is_symlink())


def _told_of(entry: "os.DirEntry[str]") -> tuple[int, int, int]:
    try:
        return _told(entry.stat())
    except FileNotFoundError:
        return _told(entry.stat(follow_symlinks=False))  # a link that leads nowhere


def _told(found: os.stat_result) -> tuple[int, int, int]:
    return found.st_ino, found.st_size, found.st_mtime_ns


class Reloader(Thread):
    """A thread that loads newer versions; it ends with the process.

    Args:
        served: what answers.
        say: takes one line for the person who started the server.
        watch: whether to look for changes, besides loading when asked to.
        then: is called when a newer version has taken over and the old one is gone.

    Attributes:
        loading: held while a version is loaded; whoever forks the process off must hold it.
    """

    def __init__(
        self, served: Served, say: Callable[[str], None], *, watch: bool, then: Callable[[], None] = lambda: None
    ) -> None:
        super().__init__(name="reloading", daemon=True)
        self.loading = Lock()
        self._then = then
        self._served = served
        self._say = say
        self._watch = watch
        self._known = fingerprint(served.path)
        self._wake = Event()
        self._ending = Event()

    def ask(self) -> None:
        """Load what stands there now, changed or not."""
        self._wake.set()

    def stop(self) -> None:
        """End the thread, after what it is at."""
        self._ending.set()
        self._wake.set()

    def run(self) -> None:
        """Wait for a change or a wish, load, and begin anew."""
        while True:
            asked = self._wake.wait(INTERVAL if self._watch else None)
            self._wake.clear()
            if self._ending.is_set():
                return
            if asked or fingerprint(self._served.path) != self._known:
                self._reload()

    def _reload(self) -> None:
        """Load when the files have come to rest, again if they change meanwhile: half of a change is no version."""
        before = fingerprint(self._served.path)
        while not self._ending.wait(INTERVAL):
            resting = fingerprint(self._served.path)
            if resting != before:
                before = resting
                continue
            with self.loading:
                if self._load(resting):
                    return
            before = fingerprint(self._served.path)

    def _load(self, resting: Fingerprint) -> bool:
        """Load, and swap or refuse; tell whether what was read is still what stands there."""
        graph, problem = None, ""
        try:
            graph = self._served.read()
        except Exception as error:  # noqa: BLE001 -- whatever is wrong with a newer version, the old one must go on
            problem = _said(error)
        if fingerprint(self._served.path) != resting:
            return False
        self._known = resting
        # The networkx graph is in cycles with its own views, so it lives until the collector comes.
        old: ref[object] = ref(self._served.graph.nx)
        if graph is None:
            self._served.refuse(problem)
            self._say(f"refused, version {self._served.graph.version} keeps answering: {problem}")
        elif self._served.take_over(graph):
            self._say(f"version {graph.version} answers now")
            del graph
            self._free(old)
            self._then()
        else:
            self._say(f"version {graph.version} answers already")
        return True

    def _free(self, old: "ref[object]") -> None:
        """Free the old version, and take what stays out of the collector's sight again."""
        gc.unfreeze()
        for _ in range(ROUNDS):
            gc.collect()
            if old() is None or self._ending.wait(1):
                break
        gc.freeze()


def _said(error: Exception) -> str:
    """Return one line: the first problem, and how many more there are."""
    if isinstance(error, InvalidDataset):
        first, *others = error.problems
        return f"{first} (+{len(others)} more)" if others else str(first)
    if isinstance(error, GraphDataError):
        return str(error)
    _log.error("a newer version could not be loaded", exc_info=error)
    return f"unexpected: {type(error).__name__}: {error}"

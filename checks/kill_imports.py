"""Kills writers at any moment, and lets their writes fail, again and again; nothing may be lost.

    python checks/kill_imports.py --times 1000 --failures 200 --seed 1

Every run is a process of its own: an import into a dataset folder, a build into a store, a rollback, an export over a
file. Processes are forked from one that has imported everything, so that a thousand of them take minutes. A run is
killed with SIGKILL at a random moment, or one of its writes fails: the n-th call that touches the disk says that there
is no space, or the system lets no file grow beyond so many bytes. After each run, what was there must be whole, as it
was before or as it should be afterwards; and after the next start of a writer nothing may stand beside it.
"""

import argparse
import os
import random
import shutil
import signal
import sqlite3
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a process with threads of its own is no good to fork from

from faulty_disk import Disk, kill_self, limit_files, no_space

from graph_data.bundled import BUNDLED
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importing import import_sources
from graph_data.ontology import Country
from graph_data.reading.folder import read_folder
from graph_data.rows import Scheme, Source
from graph_data.versions.opening import open_dataset
from graph_data.versions.store import Store
from graph_data.writing.atomic import settle
from graph_data.writing.exporting import export
from graph_data.writing.folder import write_folder
from graph_data.writing.sqlite import SQLITE

ROOT = Path(__file__).resolve().parents[1]
REGISTER = ROOT / "tests" / "graph_data" / "importers" / "cordis" / "given"

DONE, FAILED, BROKEN = 0, 3, 4
"""Exit codes of a run: it did what it should, it was told that a write failed, or something else went wrong."""

ENDED = "ended before it was killed"

Fault = Callable[[], None]
"""What a process does to its own disk before it runs."""


class Lost(Exception):  # noqa: N818 -- the name says what happened
    """Something that was there is not whole, or something is left over."""


@dataclass(frozen=True)
class Job:
    """Something that writes.

    Attributes:
        run: does it, in a folder of work.
        found: returns the version that stands there.
        before: the version before.
        after: the version that it makes.
    """

    run: Callable[[Path], object]
    found: Callable[[Path], str]
    before: str
    after: str


class Work:
    """A folder of work, made anew for each run: a dataset folder, a store of two versions, and an export.

    Args:
        place: an empty folder.
        older, before, after: datasets of three versions; `before` is what stands there.
        importing: makes `after` of `before` in a dataset folder.
    """

    def __init__(
        self, place: Path, older: Dataset, before: Dataset, after: Dataset, importing: Callable[[Path], object]
    ) -> None:
        self.pristine, self.place = place / "pristine", place / "work"
        write_folder(before, self.pristine / "dataset")
        Store(self.pristine / "store").publish(older)
        Store(self.pristine / "store").publish(before)
        export(before, SQLITE, self.pristine / "export.sqlite")
        self.jobs: Mapping[str, Job] = {
            "import": Job(lambda work: importing(work / "dataset"), _folder, before.version, after.version),
            "build": Job(lambda work: Store(work / "store").publish(after, 2), _store, before.version, after.version),
            "rollback": Job(lambda work: Store(work / "store").rollback(), _store, before.version, older.version),
            "export": Job(
                lambda work: export(after, SQLITE, work / "export.sqlite", replace=True),
                lambda work: open_dataset(work / "export.sqlite").version,
                before.version,
                after.version,
            ),
        }

    def begin(self) -> None:
        """Put everything back to how it was."""
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.copytree(self.pristine, self.place)

    def start(self, name: str, fault: Fault = lambda: None) -> int:
        """Start a run in a process of its own, whose disk has a fault, and return its id."""
        sys.stdout.flush()
        process = os.fork()
        if process:
            return process
        try:
            fault()
            self.jobs[name].run(self.place)
        except (OSError, sqlite3.OperationalError):
            os._exit(FAILED)
        except BaseException:  # noqa: BLE001 -- a child never returns
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(BROKEN)
        os._exit(DONE)

    def look(self, name: str) -> bool:
        """Tell whether what stands there is what a run should make, as against what stood there before.

        Raises:
            Lost: it is neither, or not whole; or a next start leaves something beside it.
        """
        job = self.jobs[name]
        try:
            found = job.found(self.place)
        except InvalidDataset as error:
            raise Lost(f"{name}: not whole: {error}") from None
        if found not in {job.before, job.after}:
            raise Lost(f"{name}: found version {found}")
        _next_start(self.place)
        if job.found(self.place) != found:
            raise Lost(f"{name}: the next start changed the version")
        left = {path.name for path in self.place.iterdir()} ^ {path.name for path in self.pristine.iterdir()}
        store = Store(self.place / "store")
        left |= {path.name for path in (store.path / "versions").iterdir()} ^ set(store.versions)
        left |= {path.name for path in store.path.iterdir()} ^ {"store.json", "versions"}
        if left:
            raise Lost(f"{name}: left over or missing: {', '.join(sorted(left))}")
        return found == job.after


def _folder(work: Path) -> str:
    """Return the version of the dataset folder as a reader finds it, who may be the first to come after a kill."""
    return open_dataset(work / "dataset").version


def _store(work: Path) -> str:
    """Return the current version of the store; every version that it lists must be whole."""
    store = Store(work / "store")
    if problems := [problem for version in store.versions for problem in store.problems(version)]:
        raise Lost(f"store: {problems[0]}")
    return store.current


def _next_start(work: Path) -> None:
    """Do what the next writer of each thing does first."""
    settle(work / "dataset")
    settle(work / "export.sqlite")
    Store(work / "store").rollback(Store(work / "store").current)


def touches(work: Work, name: str) -> int:
    """Return how often a run touches the disk."""
    work.begin()
    reader, writer = os.pipe()
    disk = Disk()

    def told() -> None:
        disk.install()
        run = work.jobs[name].run
        run(work.place)
        os.write(writer, str(disk.touched).encode())
        os._exit(DONE)

    code = ended(work.start(name, told))
    os.close(writer)
    with os.fdopen(reader) as pipe:
        found = pipe.read()
    if code != DONE or not found:
        raise Lost(f"{name}: does not even run on a sound disk")
    return int(found)


def ended(process: int) -> int:
    """Wait for a run and return its exit code, negative for the signal that killed it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def kill_at(work: Work, name: str, moment: float) -> str:
    """Kill a run after some seconds, look, and say how it was found."""
    work.begin()
    process = work.start(name)
    time.sleep(moment)
    os.kill(process, signal.SIGKILL)
    code = ended(process)
    if code not in {DONE, -signal.SIGKILL}:
        raise Lost(f"{name}: ended with {code}")
    after = work.look(name)
    if code == DONE:
        if not after:
            raise Lost(f"{name}: ended well, but what it made is not there")
        return ENDED
    return "killed: whole, new" if after else "killed: whole, old"


def fail_with(work: Work, name: str, fault: Fault) -> str:
    """Start a run whose disk has a fault, look, and say how it was found."""
    work.begin()
    code = ended(work.start(name, fault))
    if code not in {DONE, FAILED, -signal.SIGKILL}:
        raise Lost(f"{name}: ended with {code}")
    after = work.look(name)
    if code == DONE and not after:
        raise Lost(f"{name}: a write failed and nobody was told")
    said = {DONE: "not needed", FAILED: "told", -signal.SIGKILL: "killed"}[code]
    return f"{said}: whole, {'new' if after else 'old'}"


@contextmanager
def real_work() -> Iterator[Work]:
    """Yield the work of a real importer: a register is imported into a dataset folder that knows countries alone."""
    with tempfile.TemporaryDirectory(prefix="kill-imports-") as name:
        place = Path(name)
        before = read_folder(BUNDLED).where(lambda row: isinstance(row, Country | Scheme | Source))
        older = before.where(lambda row: not isinstance(row, Country))
        write_folder(before, place / "again")
        after, _ = import_sources("cordis", [REGISTER], place / "again")
        yield Work(place, older, before, after, lambda folder: import_sources("cordis", [REGISTER], folder))


def timed_kills(work: Work, times: int, chance: random.Random) -> Counter[tuple[str, str]]:
    """Kill runs of each kind in turn at random moments, and count how they were found; one that ended is run again."""
    lasting = {name: min(undisturbed(work, name) for _ in range(3)) for name in work.jobs}
    found: Counter[tuple[str, str]] = Counter()
    for number in range(times):
        name = list(work.jobs)[number % len(work.jobs)]
        how = ENDED
        while how == ENDED:
            how = kill_at(work, name, chance.uniform(0, lasting[name]))
        found[name, how] += 1
    return found


def undisturbed(work: Work, name: str) -> float:
    """Return the seconds that a run takes when nothing disturbs it."""
    work.begin()
    begun = time.perf_counter()
    code = ended(work.start(name))
    lasting = time.perf_counter() - begun
    if code != DONE or not work.look(name):
        raise Lost(f"{name}: does not even run undisturbed")
    return lasting


def at_touches(work: Work, times: int, chance: random.Random, what: Callable[[], None]) -> Counter[tuple[str, str]]:
    """Let something happen at every touch of the disk, or at as many as told, and count how runs were found."""
    places = [(name, number + 1) for name in work.jobs for number in range(touches(work, name))]
    found: Counter[tuple[str, str]] = Counter()
    for name, number in sorted(chance.sample(places, min(times, len(places)))):
        found[name, fail_with(work, name, Disk(number, what).install)] += 1
    return found


def at_sizes(work: Work, times: int, chance: random.Random) -> Counter[tuple[str, str]]:
    """Let no file grow beyond random sizes, and count how runs were found."""
    largest = max(path.stat().st_size for path in work.pristine.rglob("*"))
    found: Counter[tuple[str, str]] = Counter()
    for number in range(times):
        name = list(work.jobs)[number % len(work.jobs)]
        found[name, fail_with(work, name, limit_files(chance.randrange(largest)))] += 1
    return found


def report(title: str, found: Counter[tuple[str, str]], seconds: float) -> None:
    """Print how runs were found."""
    print(f"{title}: {found.total()} in {seconds:.0f} s, nothing lost, nothing left over")
    for (name, how), count in sorted(found.items()):
        print(f"    {name:9} {how:20} {count:5}")


def main() -> None:
    """Kill and fail as often as told, and print how runs were found."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--times", type=int, default=1000, help="how many runs are killed at a random moment")
    parser.add_argument("--failures", type=int, default=200, help="how many runs have a write that fails")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)  # noqa: S311 -- nothing is secret
    with real_work() as work:
        for title, found in {
            "killed at a random moment": lambda: timed_kills(work, given.times, chance),
            "killed at a write": lambda: at_touches(work, given.failures, chance, kill_self),
            "a write that fails": lambda: at_touches(work, given.failures, chance, no_space),
            "files that cannot grow": lambda: at_sizes(work, given.failures // 4, chance),
        }.items():
            begun = time.perf_counter()
            report(title, found(), time.perf_counter() - begun)


if __name__ == "__main__":
    main()

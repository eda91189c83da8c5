"""Processes that one looks after: replaced when they die, renewed when asked, ended together."""

import errno
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread
from typing import NoReturn

import pytest

from graphapi import workers as module
from graphapi.workers import Workers

PATIENCE = 30
"""Seconds after which what was waited for counts as missing."""


def until(found: Callable[[], bool]) -> float:
    """Wait for something, and return the seconds that it took."""
    begun = time.monotonic()
    while not found():
        assert time.monotonic() - begun < PATIENCE
        time.sleep(0.01)
    return time.monotonic() - begun


class Site:
    """Processes whose beginnings and ends are files: NUMBER-PID, and NUMBER-PID.ended."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.loading = Lock()
        self.reloads = 0
        self.ticks = 0
        self.ends = False

    def work(self, number: int) -> None:
        """Wait until told to end."""
        name = self.folder / f"{number}-{os.getpid()}"
        name.touch()
        told: list[int] = []
        signal.signal(signal.SIGTERM, lambda *_: told.append(1))
        while not told:
            time.sleep(0.01)
        name.with_suffix(".ended").touch()

    def begun(self) -> list[tuple[int, int]]:
        """Return the number and the process of all that have begun, in this order."""
        names = sorted(self.folder.glob("*-*[0-9]"), key=lambda path: path.stat().st_mtime_ns)
        return [(int(number), int(process)) for number, _, process in (path.name.partition("-") for path in names)]

    def ended(self) -> int:
        """Return how many have ended when they were told to."""
        return len([*self.folder.glob("*.ended")])

    def reload(self) -> None:
        self.reloads += 1

    def tick(self) -> None:
        self.ticks += 1

    def end(self) -> None:
        self.ends = True

    def run(
        self,
        acts: Callable[[Workers], None],
        count: int = 2,
        work: Callable[[int], None] | None = None,
        patience: float = 5,
    ) -> tuple[int, Workers]:
        """Run processes while a thread acts, end them by SIGTERM, and return the signal that ended them."""
        workers = Workers(
            count,
            work or self.work,
            loading=self.loading,
            reload=self.reload,
            tick=self.tick,
            ending=self.end,
            patience=patience,
        )
        failures: list[BaseException] = []

        def act() -> None:
            try:
                acts(workers)
            except BaseException as error:  # noqa: BLE001 -- told below
                failures.append(error)
            finally:
                os.kill(os.getpid(), signal.SIGTERM)

        before = signal.getsignal(signal.SIGTERM)
        thread = Thread(target=act)
        thread.start()
        ended_by = workers.run()
        thread.join()
        assert failures == []
        assert self.ends
        assert signal.getsignal(signal.SIGTERM) is before
        return ended_by, workers


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path)


def test_all_begin_and_all_end_when_told(site: Site) -> None:
    ended_by, workers = site.run(lambda _: until(lambda: len(site.begun()) == 3) and None, count=3)
    assert ended_by == signal.SIGTERM
    assert sorted(number for number, _ in site.begun()) == [1, 2, 3]
    assert site.ended() == 3
    assert workers.replaced == {"1": 0, "2": 0, "3": 0}
    for _, process in site.begun():
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_one_that_is_killed_is_replaced_at_once(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SETTLED", 0.0)

    def act(_: Workers) -> None:
        until(lambda: len(site.begun()) == 2)
        number, process = site.begun()[0]
        os.kill(process, signal.SIGKILL)
        assert until(lambda: len(site.begun()) == 3) < 1
        assert site.begun()[2][0] == number

    _, workers = site.run(act)
    assert sum(workers.replaced.values()) == 1
    assert site.ended() == 2


def test_one_that_dies_again_and_again_is_replaced_less_and_less_often(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    def dying(number: int) -> None:
        (site.folder / f"{number}-{os.getpid()}").touch()
        os._exit(7)

    site.run(lambda _: time.sleep(2.5), count=1, work=dying)
    assert 3 <= len(site.begun()) <= 5  # after 0, 0.2, 0.6, 1.4 and 3 seconds
    told = [record.getMessage() for record in caplog.records]
    assert told[:2] == [
        "worker 1 ended with exit code 7; replaced in 0.2 s",
        "worker 1 ended with exit code 7; replaced in 0.4 s",
    ]


def test_an_error_ends_the_process_with_a_code(site: Site, caplog: pytest.LogCaptureFixture) -> None:
    def failing(_: int) -> None:
        raise ZeroDivisionError

    site.run(lambda _: time.sleep(0.3), count=1, work=failing)
    assert caplog.records[0].getMessage() == "worker 1 ended with exit code 1; replaced in 0.2 s"


def test_all_are_renewed_and_the_old_ones_end_in_peace(site: Site) -> None:
    def act(workers: Workers) -> None:
        until(lambda: len(site.begun()) == 2)
        workers.renew()
        until(lambda: len(site.begun()) == 4)
        until(lambda: site.ended() == 2)
        assert sorted(number for number, _ in site.begun()[2:]) == [1, 2]

    _, workers = site.run(act)
    assert site.ended() == 4
    assert workers.replaced == {"1": 0, "2": 0}


def test_those_whose_replacements_cannot_be_started_go_on(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fork = os.fork

    def act(workers: Workers) -> None:
        until(lambda: len(site.begun()) == 2)
        failing = [OSError(errno.ENOMEM, "Cannot allocate memory")] * 2
        monkeypatch.setattr(os, "fork", lambda: _raise(failing.pop()) if failing else fork())
        workers.renew()
        until(lambda: not failing)
        assert site.ended() == 0
        until(lambda: len(site.begun()) == 4)
        until(lambda: site.ended() == 2)

    site.run(act)
    assert [record.getMessage() for record in caplog.records] == [
        "worker 1 cannot be started: Cannot allocate memory",
        "worker 2 cannot be started: Cannot allocate memory",
    ]


def _raise(error: OSError) -> NoReturn:
    raise error


def test_nobody_is_forked_off_while_the_dataset_is_loaded(site: Site) -> None:
    def act(_: Workers) -> None:
        until(lambda: len(site.begun()) == 2)
        with site.loading:
            os.kill(site.begun()[0][1], signal.SIGKILL)
            time.sleep(0.6)
            assert len(site.begun()) == 2
        until(lambda: len(site.begun()) == 3)

    site.run(act)


def test_one_that_does_not_end_in_time_is_killed(site: Site) -> None:
    def stubborn(number: int) -> None:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        (site.folder / f"{number}-{os.getpid()}").touch()
        time.sleep(PATIENCE)

    begun = time.monotonic()
    site.run(lambda _: until(lambda: len(site.begun()) == 1) and None, count=1, work=stubborn, patience=0.5)
    assert 0.5 < time.monotonic() - begun < 10


def test_a_hangup_reloads_and_reaches_no_worker(site: Site) -> None:
    def act(_: Workers) -> None:
        until(lambda: len(site.begun()) == 2)
        os.kill(os.getpid(), signal.SIGHUP)
        for _, process in site.begun():
            os.kill(process, signal.SIGHUP)
            os.kill(process, signal.SIGINT)
        until(lambda: site.reloads == 1)
        ticks = site.ticks
        until(lambda: site.ticks > ticks + 1)
        assert len(site.begun()) == 2

    site.run(act)


def test_when_no_process_can_be_had_it_is_tried_again(
    site: Site, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    fork, tries = os.fork, []

    def poor() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise BlockingIOError(11, "Resource temporarily unavailable")
        return fork()

    monkeypatch.setattr(os, "fork", poor)
    site.run(lambda _: until(lambda: len(site.begun()) == 1) and None, count=1)
    assert caplog.records[0].getMessage() == "worker 1 cannot be started: Resource temporarily unavailable"

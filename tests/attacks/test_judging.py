"""What must not come of an attack is noticed: servers that fail in every way are caught."""

import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hostile import client, judging
from hostile.attack import Attack, End, Target, get, sent
from hostile.client import Told, play
from hostile.judging import Arena, Idle, Verdict
from hostile.machine import Look, Machine, machine_with
from hostile.neighbour import Asked, Neighbour, neighbour_of
from hostile.server import serving

OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
REFUSED = b"HTTP/1.1 400 Bad Request\r\ncontent-length: %d\r\n\r\n%s"
QUIET = Idle(0.0, 0.0)


def refusal(code: str, more: str = "") -> bytes:
    body = f'{{"errors": [{{"message": "{more}", "extensions": {{"code": "{code}"}}}}]}}'.replace(": ", ":").encode()
    return REFUSED % (len(body), body)


@contextmanager
def answering(answer: bytes | None, wait: float = 0.0) -> Iterator[Target]:
    """Let a server answer everything with the same bytes, and close the connection; not at all without any."""
    with socket.create_server(("127.0.0.1", 0), backlog=50) as listener:

        def serve() -> None:
            while True:
                try:
                    connection, _ = listener.accept()
                except OSError:
                    return
                with connection:
                    connection.recv(65536)
                    time.sleep(wait)
                    if answer is not None:
                        connection.sendall(answer)

        threading.Thread(target=serve, daemon=True).start()
        try:
            yield Target("127.0.0.1", listener.getsockname()[1])
        finally:
            listener.shutdown(socket.SHUT_RDWR)


class Standing:
    """A server as far as it is judged."""

    def __init__(self, log: str = "", *, alive: bool = True) -> None:
        self._log, self._alive = log, alive

    def memory(self, _: str = "") -> int:
        return 0

    def forget_peak(self) -> None:
        pass

    def log_length(self) -> int:
        return 0

    def log_since(self, _: int) -> str:
        return self._log

    def is_alive(self) -> bool:
        return self._alive


class Patient:
    """A neighbour that always saw the same."""

    def __init__(self, waited: float = 0.0, status: int = 200) -> None:
        self._asked = Asked(0.0, waited, status)

    def between(self, _begun: float, _ended: float) -> list[Asked]:
        return [self._asked]


class Free:
    """A machine that other programs slow down by so much."""

    def __init__(self, slowness: float = 1.0) -> None:
        self._slowness = slowness

    def slowness(self, _begun: float) -> float:
        return self._slowness


def judged(answer: bytes | None, *expected: str, wait: float = 0, quiet: Idle = QUIET, **around: object) -> Verdict:
    item = Attack("a", expected or ("200", "400*"), sent(get("/")))
    usual = {"server": Standing(), "neighbour": Patient(), "machine": Free()}
    with answering(answer, wait) as target:
        standing_in = Arena(target=target, quiet=quiet, held=0, **(usual | around))  # type: ignore[arg-type] -- stand-ins
        (found,) = standing_in.attack(item)
    return found


@pytest.mark.parametrize(
    ("answer", "outcomes"),
    [
        (OK, ["200"]),
        (b"HTTP/1.1 100 Continue\r\n\r\n" + OK, ["200"]),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n", ["200"]),
        (b"HTTP/1.0 200 OK\r\n\r\nuntil the end", ["200"]),
        (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", ["304"]),
        (refusal("A"), ["400 A"]),
        (b"", ["closed"]),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nok", ["closed"]),
        (b"SSH-2.0", ["no HTTP"]),
        (b"SSH-2.0\r\n\r\n", ["no HTTP"]),
    ],
)
def test_answers_are_read_whatever_they_are(answer: bytes, outcomes: list[str]) -> None:
    with answering(answer) as target:
        (told,) = play(target, Attack("a", (), sent(get("/"))))
    assert told.outcomes == outcomes


def test_answers_that_do_not_come_are_closed() -> None:
    with answering(OK) as target:
        (told,) = play(target, Attack("a", (), sent(get("/")), answers=2))
    assert told.outcomes == ["200", "closed"]


def test_of_head_and_of_large_files_only_the_head_is_awaited() -> None:
    unfinished = OK.replace(b": 2", b": 9")
    with answering(unfinished) as target:
        (head,) = play(target, Attack("a", (), sent(b"HEAD / HTTP/1.1\r\n\r\n")))
        (begun,) = play(target, Attack("a", (), sent(get("/")), begun=True))
    assert head.outcomes == begun.outcomes == ["200"]


def test_who_hangs_up_waits_for_nothing() -> None:
    with answering(OK) as target:
        assert play(target, Attack("a", (), sent(get("/"), 0.01, End.HANG_UP))) == [Told()]


def test_nobody_listens() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    (told,) = play(Target("127.0.0.1", port), Attack("a", (), sent(get("/"))))
    assert told.outcomes == ["closed"]


def test_a_server_that_does_not_answer_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "PATIENCE", 0.2)
    with answering(OK, wait=1) as target:
        (told,) = play(target, Attack("a", (), sent(get("/"), End.SHUT)))
    assert told.outcomes == ["silent"]
    assert 0.2 <= told.took < 0.9


def test_what_is_right_is_withstood() -> None:
    found = judged(OK)
    assert found.withstood
    assert (found.outcomes, found.tries) == (Counter({"200": 1}), 1)


@pytest.mark.parametrize(
    ("answer", "wrong"),
    [
        (OK.replace(b"200", b"201"), ["answered '201'"]),
        (OK.replace(b"200", b"500"), ["answered '500'"]),
        (None, ["answered 'closed'"]),
        (b"HTTP/1.1 200 OK\r\n\r\nroot:x:0:0:root:/root:/bin/sh", ["the answer holds a file of the machine"]),
        (b"HTTP/1.1 200 OK\r\n\r\nTraceback (most recent call last):", ["the answer holds a traceback"]),
        (b"HTTP/1.1 200 OK\r\n\r\n" + __file__.encode(), [f"the answer names {Path(__file__).parents[2]}"]),
        (refusal("A", "a" * 40_000), ["the refusal has 40,054 bytes"]),
        (refusal("INTERNAL_ERROR"), ["answered '400 INTERNAL_ERROR'"]),
    ],
)
def test_an_answer_that_is_wrong_is_noticed(answer: bytes | None, wrong: list[str]) -> None:
    found = judged(answer, *(["500", "200", "400*"] if answer and b"500" in answer else []))
    assert (found.wrong, found.tries) == (wrong, 1)


@pytest.mark.parametrize(
    ("server", "neighbour", "wrong"),
    [
        (Standing('File "a.py", line 1, in b'), Patient(), "the log holds a traceback"),
        (Standing("a" * 3_000), Patient(), "the log has a line of 3,000 bytes"),
        (Standing(alive=False), Patient(), "the server ended"),
        (Standing(), Patient(status=503), "the neighbour was refused 1 of 1 times"),
    ],
)
def test_what_the_server_does_beside_answering_is_noticed(server: Standing, neighbour: Patient, wrong: str) -> None:
    assert judged(OK, server=server, neighbour=neighbour).wrong == [wrong]


@pytest.fixture
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """Judge after little time."""
    monkeypatch.setattr(judging, "LIMIT", 0.1)
    monkeypatch.setattr(judging, "PAUSE", 0)


@pytest.mark.usefixtures("hurried")
def test_what_is_late_is_tried_again_and_then_told() -> None:
    found = judged(OK, wait=0.5)
    assert (found.wrong, found.tries) == ([], 3)
    assert [said[:6] for said in found.late] == ["took 0"]
    found = judged(OK, neighbour=Patient(waited=0.7))
    assert (found.late, found.tries) == (["the neighbour waited 0.70 s"], 3)


@pytest.mark.usefixtures("hurried")
@pytest.mark.parametrize(
    ("waited", "idle", "slowness", "withstood"),
    [(0.7, 0.3, 1, True), (0.9, 0.3, 1, False), (1.1, 9.0, 1, False), (0.9, 0.0, 2, True), (1.1, 0.0, 2, False)],
)
def test_what_the_machine_takes_by_itself_is_allowed_for(
    waited: float, idle: float, slowness: float, withstood: bool
) -> None:
    found = judged(OK, neighbour=Patient(waited=waited), quiet=Idle(0.0, idle), machine=Free(slowness))
    assert (found.withstood, found.tries) == (withstood, 1 if withstood else 3)


def test_other_programs_make_a_machine_slower(monkeypatch: pytest.MonkeyPatch) -> None:
    with machine_with([2**22 + 1]) as machine:  # there is no such process
        time.sleep(0.3)
        begun = time.monotonic()
        assert 1 <= machine.slowness(begun) <= 4
    looks = iter([(0, 100, 50, 40), (2, 300, 250, 140)])
    monkeypatch.setattr(Machine, "_look", lambda _: Look(*next(looks)))
    assert Machine([]).slowness(1) == 2


def test_the_neighbour_tells_how_long_it_waited() -> None:
    with answering(OK, wait=0.2) as target, neighbour_of(target.host, target.port) as neighbour:
        begun = time.monotonic()
        time.sleep(0.5)
        asked = neighbour.between(begun, time.monotonic())
    assert len(asked) >= 2
    assert all(0.2 <= item.waited < 2 for item in asked)
    assert {item.status for item in asked} == {200}


def test_the_neighbour_of_nobody_is_refused() -> None:
    with answering(None) as target, neighbour_of(target.host, target.port) as neighbour:
        found = judging.idle(neighbour, 0.2)
        assert {item.status for item in neighbour.between(0, time.monotonic())} == {0}
    assert found.median <= found.longest


def test_a_neighbour_that_is_never_answered_counts_as_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hostile.neighbour.PATIENCE", -4.9)
    (asked,) = Neighbour(0).between(0, 1)
    assert asked.status == 0


def test_a_server_that_does_not_start_is_told(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="the server does not answer"), serving(str(tmp_path / "none")):
        pass

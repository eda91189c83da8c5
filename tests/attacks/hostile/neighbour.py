"""A neighbour of the attackers: asks a cheap question every 50 ms, each on a connection of its own.

As a program, in a process of its own so that nothing but the server keeps it waiting, it prints a line an answer: when
it asked, how many seconds it waited, and the status, 0 for no answer.

    python neighbour.py HOST PORT
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPException
from typing import NamedTuple

__all__ = ["Asked", "Neighbour", "neighbour_of"]

EVERY = 0.05
PATIENCE = 20

QUESTION = json.dumps({"query": "{ dataset { version } }"})


class Asked(NamedTuple):
    """A question of the neighbour.

    Attributes:
        at: when it was asked, by the machine's monotonic clock.
        waited: seconds.
        status: of the answer, 0 for none.
    """

    at: float
    waited: float
    status: int


class Neighbour:
    """What the neighbour saw.

    Args:
        process: id of its process.
    """

    def __init__(self, process: int) -> None:
        self.process = process
        self._asked: list[Asked] = []
        self._came = threading.Condition()

    def listen(self, lines: Callable[[], Iterator[str]]) -> None:
        """Take down what it prints, until it ends."""
        for line in lines():
            at, waited, status = line.split()
            with self._came:
                self._asked.append(Asked(float(at), float(waited), int(status)))
                self._came.notify_all()

    def between(self, begun: float, ended: float) -> list[Asked]:
        """Return what it asked while something was going on, and the first question afterwards."""
        with self._came:
            if not self._came.wait_for(lambda: bool(self._asked) and self._asked[-1].at > ended, PATIENCE + 5):
                return [Asked(ended, PATIENCE, 0)]
            first = next(place for place, asked in enumerate(self._asked) if asked.at > ended)
            return [asked for asked in self._asked[: first + 1] if asked.at + asked.waited >= begun]


@contextmanager
def neighbour_of(host: str, port: int) -> Iterator[Neighbour]:
    """Let a neighbour ask a server."""
    process = subprocess.Popen(  # noqa: S603 -- this file
        [sys.executable, __file__, host, str(port)], stdout=subprocess.PIPE, encoding="ascii"
    )
    found = Neighbour(process.pid)
    lines = process.stdout
    assert lines is not None
    listening = threading.Thread(target=found.listen, args=[lambda: lines], daemon=True)
    listening.start()
    try:
        yield found
    finally:
        process.kill()
        process.wait()
        listening.join()
        lines.close()


def _ask(host: str, port: int) -> int:
    connection = HTTPConnection(host, port, timeout=PATIENCE)
    try:
        connection.request("POST", "/graphql", QUESTION, {"Content-Type": "application/json"})
        with connection.getresponse() as response:
            response.read()
            return response.status
    except (OSError, HTTPException):
        return 0
    finally:
        connection.close()


if __name__ == "__main__":
    while True:
        begun = time.monotonic()
        answered = _ask(sys.argv[1], int(sys.argv[2]))
        print(begun, time.monotonic() - begun, answered, flush=True)  # noqa: T201 -- what the program is for
        time.sleep(EVERY)

"""Asks a real server for a long time and says every minute how it stands: python checks/soak.py --minutes 60.

Clients ask the golden queries, cheap and dear ones, with GET and POST, and files; beside them comes one attack after
the other from tests/attacks. Each minute is a row: requests, wrong answers, times, memory, threads, open files. The
command ends with 1 when an answer was wrong, or memory, threads or files grew after the first fifth of the time.
"""

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Event, Lock, Thread

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "tests" / "attacks"))

from hostile.attack import Attack, Target  # noqa: E402 -- it stands where the line above says
from hostile.catalogue import ATTACKS  # noqa: E402 -- as above
from hostile.client import play  # noqa: E402 -- as above
from hostile.server import Server, serving  # noqa: E402 -- as above

CLIENTS = 4
PAUSE = 0.05
"""Seconds between two questions of a client."""

ATTACK_PAUSE = 2.0
"""Seconds between two attacks."""

MINUTE = 60.0

GROWN_BYTES, GROWN_OTHERS = 64 * 2**20, 16
"""How much memory, and how many threads or files, may have come on top at the end."""

TURNED_AWAY = 503
FAILED = 400

JSON = ("application/json", "application/graphql-response+json")

Question = tuple[str, str, bytes | None]
"""Method, address and body."""


@dataclass
class Minute:
    """What happened in a minute.

    Attributes:
        took: seconds of each answer.
        wrong: what was wrong with answers.
        busy: answers that told to come again.
        attacks: how many attacks there were.
    """

    took: list[float] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    busy: int = 0
    attacks: int = 0


class Load:
    """Clients and an attacker."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._ending = Event()
        self._lock = Lock()
        self._minute = Minute()
        questions = _questions()
        works: list[Callable[[], None]] = [
            *(lambda seed=seed: self._ask(questions, random.Random(seed)) for seed in range(CLIENTS)),  # type: ignore[misc]  # noqa: S311 -- no secret
            lambda: self._attack(ATTACKS),
        ]
        self._threads = [Thread(target=work, daemon=True) for work in works]
        for thread in self._threads:
            thread.start()

    def end(self) -> None:
        """End all clients after what they are at."""
        self._ending.set()
        for thread in self._threads:
            thread.join(MINUTE)

    def minute(self) -> Minute:
        """Return what happened since this was asked last."""
        with self._lock:
            found, self._minute = self._minute, Minute()
            return found

    def _ask(self, questions: Sequence[Question], chance: random.Random) -> None:
        connection = HTTPConnection(self._target.host, self._target.port, timeout=MINUTE)
        while not self._ending.wait(PAUSE):
            method, address, body = chance.choice(questions)
            begun = time.monotonic()
            try:
                connection.request(method, address, body, {"Content-Type": "application/json"} if body else {})
                response = connection.getresponse()
                content = response.read()
                wrong = _wrong(response.status, response.headers.get_content_type(), content)
            except (OSError, HTTPException, ValueError) as error:
                connection.close()
                self._note(time.monotonic() - begun, f"{method} {address[:40]}: {type(error).__name__}: {error}")
                continue
            busy = response.status == TURNED_AWAY
            self._note(time.monotonic() - begun, f"{method} {address[:40]}: {wrong}" if wrong else None, busy=busy)
        connection.close()

    def _note(self, took: float, wrong: str | None, *, busy: bool = False) -> None:
        with self._lock:
            self._minute.took.append(took)
            self._minute.busy += busy
            if wrong:
                self._minute.wrong.append(wrong)

    def _attack(self, attacks: Sequence[Attack]) -> None:
        number = 0
        while not self._ending.wait(ATTACK_PAUSE):
            with suppress(OSError):
                play(self._target, attacks[number % len(attacks)])
            number += 1
            with self._lock:
                self._minute.attacks += 1


def _questions() -> list[Question]:
    """Return the golden queries and some others."""
    documents = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "queries").glob("*.graphql"))]
    documents += ["{ dataset { version } }"] * 5
    asked: list[Question] = [("POST", "/graphql", json.dumps({"query": text}).encode()) for text in documents]
    asked += [("GET", address, None) for address in ("/export/clusters.csv", "/export/entities.jsonl", "/readyz")]
    return [*asked, ("GET", "/graphql?query=%7Bdataset%7Bversion%7D%7D", None), ("GET", "/schema.graphql", None)]


def _wrong(status: int, media: str, content: bytes) -> str | None:
    """Return what is wrong with an answer; nothing is with one that tells to come again."""
    if status == TURNED_AWAY:
        return None
    if status >= FAILED:
        return f"{status} {content[:200]!r}"
    errors = json.loads(content).get("errors", []) if media in JSON else []
    codes = {error["extensions"]["code"] for error in errors} - {"TIME_LIMIT"}
    return f"errors {sorted(codes)}" if codes else None


def _state(server: Server) -> tuple[int, int, int]:
    """Return memory in bytes, threads and open files."""
    process = Path(f"/proc/{server.process_id}")
    threads = len([*(process / "task").iterdir()])
    return server.memory(), threads, len([*(process / "fd").iterdir()])


def _row(number: int, minute: Minute, state: tuple[int, int, int]) -> str:
    took = sorted(minute.took) or [0.0]
    times = [took[int((len(took) - 1) * part)] * 1000 for part in (0.5, 0.99)]
    memory, threads, files = state
    return (
        f"{number:6d} {len(minute.took):8d} {len(minute.wrong):6d} {minute.busy:5d} {minute.attacks:7d} "
        f"{times[0]:8.1f} {times[1]:8.1f} {memory / 2**20:7.0f} {threads:7d} {files:6d}"
    )


def main() -> int:
    """Ask, print, and return the exit code."""
    parser = argparse.ArgumentParser(description="Asks a real server for a long time.")
    parser.add_argument("dataset", type=Path, nargs="?", help="dataset folder; the bundled dataset without it")
    parser.add_argument("--minutes", type=int, default=60, help="how long")
    asked = parser.parse_args()
    with serving(*([str(asked.dataset.resolve())] if asked.dataset else [])) as server:
        load, states, wrong = Load(server.target()), [], 0
        print("minute requests  wrong  busy attacks   p50 ms   p99 ms  RSS MB threads  files", flush=True)
        for number in range(1, asked.minutes + 1):
            time.sleep(MINUTE)
            minute = load.minute()
            states.append(_state(server))
            wrong += len(minute.wrong)
            print(_row(number, minute, states[-1]), flush=True)
            for text in dict.fromkeys(minute.wrong):
                print(f"       {minute.wrong.count(text)} x {text}", flush=True)
        load.end()
        alive = server.is_alive()
    before = states[len(states) // 5]
    grown = [now - then for now, then in zip(states[-1], before, strict=True)]
    print(f"{wrong} wrong answers; since minute {len(states) // 5 + 1}: memory {grown[0] / 2**20:+.0f} MB, ", end="")
    print(f"threads {grown[1]:+d}, files {grown[2]:+d}{'' if alive else '; the server died'}")
    steady = grown[0] <= GROWN_BYTES and max(grown[1:]) <= GROWN_OTHERS
    return 0 if alive and steady and not wrong else 1


if __name__ == "__main__":
    sys.exit(main())

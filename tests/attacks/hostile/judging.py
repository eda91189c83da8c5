"""Carries out an attack and judges what came of it: the answers, the neighbour's wait, the memory, the log."""

import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from pathlib import Path

from hostile.attack import Attack, Target
from hostile.client import Told, play
from hostile.machine import Machine
from hostile.neighbour import Neighbour
from hostile.server import Server

__all__ = ["GROWTH", "Arena", "Idle", "Verdict", "idle", "warm"]

LIMIT = 1.0
"""Seconds that an answer may take by the default of `timeout_ms`."""

BEYOND = 0.2
"""Seconds that it may take beyond that, on a machine that has nothing else to do."""

WAITED = 0.5
"""Seconds that the neighbour may wait there."""

GROWTH = 64 * 2**20
"""Bytes of memory that the server may hold more after all attacks."""

REST = 60
"""Seconds that the server is given to end what it prepares in the background, and to give memory back."""

TRIES = 3
"""How often an attack may be carried out when the time alone is wrong: other programs of the machine take time too."""

LONGEST = 32 * 1024
"""Bytes of a refusal; a longer one would make the server's answers a weapon."""

TALKATIVE = 2 * 1024
"""Bytes of a line of the log; a longer one holds what the attacker sent."""

PREPARED = 180
"""Seconds that the server is given to prepare what the attacks rest on."""

MOST_NOISE = 0.5
"""Seconds of what the neighbour waits anyhow that are allowed for at most."""

PAUSE = 1.0
"""Seconds before it is tried again."""

_TRACE = re.compile(r"Traceback \(most recent call last\)|\bFile \"|site-packages|, line \d+, in ")
_LISTING = re.compile(rb"root:[x*]?:0:0:")
"""A line of /etc/passwd."""


@dataclass(frozen=True, slots=True)
class Idle:
    """How long the neighbour waits when nobody attacks: what the machine itself takes.

    Attributes:
        median: seconds.
        longest: seconds.
    """

    median: float
    longest: float


@dataclass(frozen=True, slots=True)
class Verdict:
    """What came of an attack.

    Attributes:
        name: the attack's.
        outcomes: the answers, each with how often it came.
        took: seconds until the last of them.
        waited: seconds that the neighbour waited, at most.
        peak: bytes that the server held more during the attack, at most.
        wrong: what is not as it must be.
        late: what took too long.
        slowness: how many times longer things took than on a machine of one's own.
        tries: how often it was carried out.
    """

    name: str
    outcomes: Counter[str]
    took: float
    waited: float
    peak: int
    wrong: Sequence[str]
    late: Sequence[str]
    slowness: float
    tries: int = 1

    @property
    def withstood(self) -> bool:
        """Whether all is as it must be."""
        return not self.wrong and not self.late


def idle(neighbour: Neighbour, seconds: float = 2) -> Idle:
    """Return how long the neighbour waits when nobody attacks."""
    begun = time.monotonic()
    time.sleep(seconds)
    waits = sorted(asked.waited for asked in neighbour.between(begun, time.monotonic()))
    return Idle(waits[len(waits) // 2], waits[-1])


def warm(target: Target, attacks: Iterable[Attack]) -> None:
    """Let the server prepare what some attacks rest on: carry them out until nothing is being prepared any more."""
    end = time.monotonic() + PREPARED
    left = [item for item in attacks if item.heavy]
    while left and time.monotonic() < end:
        left = [item for item in left if _is_put_off(target, item)]


def _is_put_off(target: Target, item: Attack) -> bool:
    return any(outcome.startswith("503 PREP") for one in play(target, item) for outcome in one.outcomes)


@dataclass(frozen=True, slots=True)
class Arena:
    """Where attacks are carried out.

    Attributes:
        server: the server.
        target: what the attackers know of it.
        neighbour: who asks it meanwhile.
        machine: where all of them run.
        quiet: how long the neighbour waited before the first attack.
        held: bytes of memory that the server held then.
    """

    server: Server
    target: Target
    neighbour: Neighbour
    machine: Machine
    quiet: Idle
    held: int

    @property
    def growth(self) -> int:
        """Bytes that the server holds more than before the first attack, once it is at rest again."""
        end = time.monotonic() + REST
        while (found := self.server.memory() - self.held) > GROWTH and time.monotonic() < end:
            time.sleep(PAUSE)
        return found

    def attack(self, *attacks: Attack) -> list[Verdict]:
        """Carry out attacks, all at once, again where the time alone was wrong, and return the verdict on each."""
        found = self._try(attacks)
        for turn in range(1, TRIES):
            if any(verdict.wrong for verdict in found) or all(verdict.withstood for verdict in found):
                break
            time.sleep(PAUSE)
            again = replace(self, target=replace(self.target, turn=turn))
            found = [replace(verdict, tries=turn + 1) for verdict in again._try(attacks)]  # noqa: SLF001 -- its own
        return found

    def _try(self, attacks: Sequence[Attack]) -> list[Verdict]:
        said, held = self.server.log_length(), self.server.memory()
        self.server.forget_peak()
        begun = time.monotonic()
        with ThreadPoolExecutor(len(attacks)) as attackers:
            told = list(attackers.map(lambda item: play(self.target, item), attacks))
        asked = self.neighbour.between(begun, time.monotonic())
        slowness = self.machine.slowness(begun)
        waited = max(item.waited for item in asked)
        peak = self.server.memory("VmHWM") - held
        wrong = _in_log(self.server.log_since(said))
        if not self.server.is_alive():
            wrong.append("the server ended")
        if missed := sum(item.status != 200 for item in asked):
            wrong.append(f"the neighbour was refused {missed} of {len(asked)} times")
        noise = min(self.quiet.longest, MOST_NOISE)
        late = [f"the neighbour waited {waited:.2f} s"] if waited > WAITED * slowness + noise else []
        return [
            Verdict(
                item.name,
                Counter(outcome for one in answers for outcome in one.outcomes),
                max(one.took for one in answers),
                waited,
                peak,
                wrong + _in_answers(item, answers),
                late + _too_late(item, answers, BEYOND * slowness + noise),
                slowness,
            )
            for item, answers in zip(attacks, told, strict=True)
        ]


def _in_answers(item: Attack, answers: Sequence[Told]) -> list[str]:
    outcomes = {outcome for one in answers for outcome in one.outcomes}
    wrong = [
        f"answered {outcome!r}"
        for outcome in sorted(outcomes)
        if "INTERNAL_ERROR" in outcome
        or not any(fnmatchcase(outcome, pattern) for pattern in item.expected)
        or re.match(r"5(?!03)", outcome)
    ]
    for text in {text for one in answers for text in one.texts}:
        wrong += _in_text(text)
    return sorted(set(wrong))


def _in_text(text: bytes) -> list[str]:
    _, _, body = text.partition(b"\r\n\r\n")
    wrong = []
    if _LISTING.search(body):
        wrong.append("the answer holds a file of the machine")
    if body.startswith(b'{"errors"') and len(body) > LONGEST:
        wrong.append(f"the refusal has {len(body):,} bytes")
    readable = text[: 2**20].decode(errors="replace")
    if _TRACE.search(readable):
        wrong.append("the answer holds a traceback")
    paths = {sys.prefix, str(Path(__file__).parents[3]), str(Path.home() / ".")} - {"/", "."}
    return wrong + [f"the answer names {path}" for path in sorted(paths) if f"{path}/" in readable]


def _in_log(said: str) -> list[str]:
    wrong = ["the log holds a traceback"] if _TRACE.search(said) else []
    if (longest := max(map(len, said.splitlines()), default=0)) > TALKATIVE:
        wrong.append(f"the log has a line of {longest:,} bytes")
    return wrong


def _too_late(item: Attack, answers: Sequence[Told], more: float) -> list[str]:
    took = max(one.took for one in answers)
    return [f"took {took:.2f} s"] if took > (LIMIT if item.slow is None else item.slow) + more else []

"""Plays the scripts of an attack and reads what the server answers, whatever it is."""

import asyncio
import json
import re
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from hostile.attack import Attack, End, Script, Target

__all__ = ["PATIENCE", "Told", "play"]

PATIENCE = 20
"""Seconds after which no answer is waited for any more."""

_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3})")


@dataclass(slots=True)
class Told:
    """What came of one connection; nothing, when the attacker hung up.

    Attributes:
        outcomes: of each answer, its status, and code and setting of its first error; `closed` where no answer came any
            more, `silent` where none came in time, `no HTTP` where it was something else.
        took: seconds from the last byte sent, or from the beginning of what is slow, until the last answer.
        texts: the answers, heads included.
    """

    outcomes: list[str] = field(default_factory=list)
    took: float = 0
    texts: list[bytes] = field(default_factory=list)


def play(target: Target, attack: Attack) -> list[Told]:
    """Play every script of an attack at once and return what came of each."""
    return asyncio.run(_play(target, attack, attack.make(target)))


async def _play(target: Target, attack: Attack, scripts: Sequence[Script]) -> list[Told]:
    return await asyncio.gather(*(_Connection(target, attack).play(script) for script in scripts))


class _Connection:
    """A connection of an attack."""

    def __init__(self, target: Target, attack: Attack) -> None:
        self._target, self._attack = target, attack
        self._told = Told()
        self._sent = self._ended = time.monotonic()

    async def play(self, script: Script) -> Told:
        begun = time.monotonic()
        try:
            reader, writer = await asyncio.open_connection(self._target.host, self._target.port, limit=2**20)
        except OSError:
            self._told.outcomes.append("closed")
            return self._told
        sending = asyncio.create_task(self._send(writer, script))
        if self._attack.deaf:
            await sending
            self._sent = time.monotonic()
        waiting = not any(step is End.HANG_UP for step in script)
        reading = asyncio.create_task(self._read(reader, script))
        try:
            await asyncio.wait([reading if waiting else sending], timeout=PATIENCE + (self._attack.slow or 0))
        finally:
            told = reading.done()
            for task in (sending, reading):
                task.cancel()
            await asyncio.gather(sending, reading, return_exceptions=True)
            writer.transport.abort()
        if not waiting:
            return Told()
        if not told:
            self._told.outcomes.append("silent")
        since = begun if self._attack.slow is not None else self._sent
        self._told.took = max(0.0, (self._ended if told else time.monotonic()) - since)
        return self._told

    async def _send(self, writer: asyncio.StreamWriter, script: Script) -> None:
        try:
            for step in script:
                if step is End.HANG_UP:
                    writer.transport.abort()
                elif step is End.SHUT:
                    writer.write_eof()
                elif isinstance(step, bytes):
                    writer.write(step)
                    await writer.drain()
                    self._sent = time.monotonic()
                else:
                    await asyncio.sleep(step)
        except OSError:  # the server closed it, which is its right; whether it answered shows in reading
            pass

    async def _read(self, reader: asyncio.StreamReader, script: Script) -> None:
        alone = isinstance(script[0], bytes) and script[0].startswith(b"HEAD") if script else False
        try:
            while len(self._told.outcomes) < self._attack.answers:
                found = await _answer(reader, alone=alone, begun=self._attack.begun)
                if found is None:
                    self._told.outcomes.append("closed")
                    break
                outcome, text = found
                if outcome is not None:
                    self._told.outcomes.append(outcome)
                self._told.texts.append(text)
        except (OSError, asyncio.IncompleteReadError):
            self._told.outcomes.append("closed")
        except (ValueError, asyncio.LimitOverrunError):
            self._told.outcomes.append("no HTTP")
        self._ended = time.monotonic()


async def _answer(reader: asyncio.StreamReader, *, alone: bool, begun: bool) -> tuple[str | None, bytes] | None:
    """Return the outcome and the text of an answer; None at the end, no outcome for an interim answer.

    Args:
        reader: what the server says.
        alone: whether no body follows.
        begun: whether the body of a success is not waited for.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if error.partial:
            raise ValueError(error.partial[:100]) from None
        return None
    status = _STATUS.match(head)
    if status is None:
        raise ValueError(head[:100])
    if status[1].startswith(b"1") and status[1] != b"101":
        return None, head
    cut = alone or status[1] in {b"204", b"304"} or (begun and status[1] == b"200")
    body = b"" if cut else await _body(reader, head.lower())
    return f"{status[1].decode()}{_error_in(body)}", head + body


async def _body(reader: asyncio.StreamReader, head: bytes) -> bytes:
    if b"transfer-encoding: chunked" in head:
        found = bytearray()
        while size := int(await reader.readuntil(b"\r\n"), 16):
            found += await reader.readexactly(size)
            await reader.readexactly(2)
        await reader.readuntil(b"\r\n")
        return bytes(found)
    length = re.search(rb"\r\ncontent-length: (\d+)\r\n", head)
    return await reader.readexactly(int(length[1])) if length else await reader.read(-1)


def _error_in(body: bytes) -> str:
    """Return code and setting of the first error of a GraphQL answer, with a space before each."""
    try:
        found: Any = json.loads(body)
    except ValueError:
        return ""
    errors = found.get("errors") if isinstance(found, dict) else None
    if not errors:
        return ""
    more = errors[0].get("extensions", {})
    return "".join(f" {more[name]}" for name in ("code", "setting") if more.get(name))

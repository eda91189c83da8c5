"""What processes tell each other: pieces of memory that they share, each written by one and read by all."""

import mmap
import os
from zlib import crc32

__all__ = ["Board"]

HALF = 2**19
"""Bytes that a piece holds: a process writes one half while the others read what it wrote before into the other."""

HEAD = 24
"""Bytes before a half: which process writes here, the number of the writing, length, checksum."""

TRIES = 5


class Board:
    """Pieces of memory; those that are forked off after it was made share them. They take memory only once written.

    Args:
        pieces: how many.
    """

    def __init__(self, pieces: int) -> None:
        self._size = 8 + 2 * (HEAD + HALF)
        self._memory = mmap.mmap(-1, pieces * self._size)

    def own(self, piece: int) -> None:
        """Let this process write a piece from now on, and no other; what stands there is wiped out."""
        self._memory[piece * self._size : piece * self._size + 8] = os.getpid().to_bytes(8, "little")
        for half in (0, 1):
            at = self._at(piece, half)
            self._memory[at : at + HEAD] = bytes(HEAD)

    def write(self, piece: int, content: bytes) -> bool:
        """Write a piece; tell whether it is this process's own, and the content not too long."""
        owner = int.from_bytes(self._memory[piece * self._size : piece * self._size + 8], "little")
        if owner != os.getpid() or len(content) > HALF:
            return False
        numbers = [self._head(piece, half)[0] for half in (0, 1)]
        half = numbers.index(min(numbers))
        at = self._at(piece, half)
        self._memory[at + HEAD : at + HEAD + len(content)] = content
        told = (max(numbers) + 1, len(content), crc32(content))
        self._memory[at : at + HEAD] = b"".join(number.to_bytes(8, "little") for number in told)
        return True

    def read(self, piece: int) -> bytes:
        """Return what was written last, nothing where nothing was."""
        for _ in range(TRIES):
            heads = [self._head(piece, half) for half in (0, 1)]
            half = 0 if heads[0][0] > heads[1][0] else 1
            number, length, checksum = heads[half]
            if not number:
                return b""
            at = self._at(piece, half) + HEAD
            content = self._memory[at : at + min(length, HALF)]
            if crc32(content) == checksum:  # else it was being written anew
                return content
        return b""

    def _at(self, piece: int, half: int) -> int:
        return piece * self._size + 8 + half * (HEAD + HALF)

    def _head(self, piece: int, half: int) -> tuple[int, int, int]:
        at = self._at(piece, half)
        head = self._memory[at : at + HEAD]
        number, length, checksum = (int.from_bytes(head[place : place + 8], "little") for place in (0, 8, 16))
        return number, length, checksum

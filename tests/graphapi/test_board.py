"""Pieces of shared memory: what one process writes all others read, whole, whenever they look."""

import os
import signal
import time

from hypothesis import given
from hypothesis import strategies as st

from graphapi.board import HALF, Board


@given(st.lists(st.tuples(st.integers(0, 2), st.binary(max_size=300)), max_size=20))
def test_what_was_written_last_is_read(writings: list[tuple[int, bytes]]) -> None:
    board, last = Board(3), {0: b"", 1: b"", 2: b""}
    for piece in last:
        board.own(piece)
    for piece, content in writings:
        assert board.write(piece, content)
        last[piece] = content
        assert {piece: board.read(piece) for piece in last} == last


def test_nobody_writes_what_is_not_its_own_or_too_long() -> None:
    board = Board(2)
    board.own(0)
    assert not board.write(1, b"x")
    assert board.write(0, b"x" * HALF)
    assert not board.write(0, b"x" * (HALF + 1))
    assert (board.read(0), board.read(1)) == (b"x" * HALF, b"")


def test_a_piece_that_gets_another_owner_is_wiped_out() -> None:
    board = Board(1)
    board.own(0)
    board.write(0, b"old")
    board.own(0)
    assert board.read(0) == b""


def test_what_is_damaged_is_not_read() -> None:
    board = Board(1)
    board.own(0)
    board.write(0, b"old")
    board._memory[board._at(0, 0) + 24 : board._at(0, 0) + 27] = b"new"  # noqa: SLF001 -- as half a writing leaves it
    assert board.read(0) == b""


def test_what_another_process_writes_is_read_whole_at_any_time() -> None:
    board = Board(1)
    child = os.fork()
    if not child:
        board.own(0)
        number = 0
        while True:
            number += 1
            board.write(0, bytes([number % 256]) * (1000 + number % 1000))
    try:
        found, end = set(), time.monotonic() + 20
        while len(found) < 20 and time.monotonic() < end:
            content = board.read(0)
            assert len(set(content)) <= 1
            found.add(content)
        assert len(found) == 20
        assert not board.write(0, b"")
    finally:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)

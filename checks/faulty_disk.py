"""A disk that counts what a process does to it, and fails, or ends the process, when it is told to."""

import builtins
import errno
import io
import os
import resource
import signal
from collections.abc import Callable
from typing import Any, Self

__all__ = ["Disk", "kill_self", "limit_files", "no_space"]

TOUCHING = ("chmod", "fsync", "mkdir", "rename", "replace", "rmdir", "unlink")
"""Functions of the module os that touch the disk; opening a file to write, writing and closing it count too."""


class _File:
    """A file that is written to, each write of which touches the disk."""

    def __init__(self, file: Any, touch: Callable[[], None]) -> None:  # noqa: ANN401 -- any file object
        self._file, self._touch = file, touch

    def __getattr__(self, name: str) -> object:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def write(self, content: Any) -> object:  # noqa: ANN401 -- text or bytes
        self._touch()
        return self._file.write(content)

    def writelines(self, pieces: Any) -> None:  # noqa: ANN401 -- text or bytes
        for piece in pieces:
            self.write(piece)

    def close(self) -> None:
        try:
            if not self._file.closed:
                self._touch()
        finally:
            self._file.close()


class Disk:
    """The disk as a run sees it: counts what touches it, and does something at the n-th time.

    Args:
        at: which time, counted from 1; 0 for never.
        what: what happens then, before the disk is touched.
    """

    def __init__(self, at: int = 0, what: Callable[[], None] = lambda: None) -> None:
        self.touched, self._at, self._what = 0, at, what

    def touch(self) -> None:
        """Count."""
        self.touched += 1
        if self.touched == self._at:
            self._what()

    def install(self) -> None:
        """Stand between this process and its disk, for good: only a child does so."""
        for name in TOUCHING:
            setattr(os, name, self._counted(getattr(os, name)))
        opened = io.open

        def opening(file: Any, mode: str = "r", *more: Any, **named: Any) -> Any:  # noqa: ANN401 -- as open
            if not set(mode) & set("wax+"):
                return opened(file, mode, *more, **named)
            self.touch()
            return _File(opened(file, mode, *more, **named), self.touch)

        io.open = builtins.open = opening  # type: ignore[assignment] # overloads

    def _counted(self, function: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*given: object, **named: object) -> object:
            self.touch()
            return function(*given, **named)

        return counted


def kill_self() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def no_space() -> None:
    """Say that the disk is full."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def limit_files(size: int) -> Callable[[], None]:
    """Return what makes every write beyond a size fail in the system itself."""

    def limit() -> None:
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))

    return limit

"""Files and folders that are written whole or not at all, whenever the writer is killed.

What is new is written aside, made safe on the disk, and renamed. A folder cannot be renamed over another, so the old
one is first renamed out of the way: a writer killed between the two leaves a folder that is missing, and the old one
beside it, which `settle` puts back. A writer holds a lock on the folder around what it writes for as long as it works:
what stands aside without such a lock was left by the dead.
"""

import fcntl
import os
import re
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex

from graph_data.errors import CannotReplace

__all__ = [
    "aside_for",
    "held",
    "is_aside",
    "new_file",
    "new_folder",
    "prepare",
    "settle",
    "synced",
    "take_place",
]

NEW = "synergraph-new"
OLD = "synergraph-old"


@contextmanager
def held(folder: Path) -> Iterator[bool]:
    """Hold a folder against other writers, waiting for the one that holds it; the lock ends with the process.

    Yields whether it is held: some network file systems lock no folders.
    """
    handle = os.open(folder, os.O_RDONLY)
    try:
        locked = False
        with suppress(OSError):
            fcntl.flock(handle, fcntl.LOCK_EX)
            locked = True
        yield locked
    finally:
        os.close(handle)


def settle(path: Path) -> None:
    """Undo what a killed writer left beside a file or folder: put back what it had moved away, remove the rest.

    Waits for a writer that is alive. To be called before anything is decided by whether the path exists.
    """
    path = path.resolve()
    if path.parent.is_dir() and _asides(path):
        with held(path.parent) as alone:
            if alone:
                _settle(path)


@contextmanager
def new_file(path: Path) -> Iterator[Path]:
    """Yield a path at which to write a file that takes the place of `path` when all went well.

    The file is written aside in a folder of its own, made safe on the disk, then renamed: whoever looks at `path` sees
    the old file or the whole new one. A failure leaves the old file and nothing beside it.
    """
    path = path.resolve()
    with _workshop(path) as aside:
        yield aside / path.name
        synced(aside / path.name)
        (aside / path.name).replace(path)
        synced(path.parent)


@contextmanager
def new_folder(folder: Path, keep: Callable[[Path], bool]) -> Iterator[Path]:
    """Yield a folder to fill that takes the place of `folder` when all went well.

    Args:
        folder: what is replaced, if it is there.
        keep: accepts the files directly in the old folder that the new one shall have too; its folders always stay.

    Raises:
        CannotReplace: the folder is, or holds, the one that this process works in.
    """
    _refuse_to_move(folder)
    folder = folder.resolve()
    with _workshop(folder) as aside:
        yield aside
        if folder.exists():
            _keep_others(folder, aside, keep)
            shutil.copymode(folder, aside)
        take_place(aside, folder)


def prepare(folder: Path) -> None:
    """Make ready to replace a folder: to be called before it is read, so that nothing is done in vain.

    Raises:
        CannotReplace: the folder is, or holds, the one that this process works in.
    """
    settle(folder)
    _refuse_to_move(folder)


def _refuse_to_move(folder: Path) -> None:
    found = folder.resolve()
    if found.exists() and Path.cwd().is_relative_to(found):
        raise CannotReplace(
            f"{folder} is, or holds, the folder that you are in, and would be replaced under your feet: "
            f"go to {found.parent} and write {found.name}"
        )


@contextmanager
def _workshop(path: Path) -> Iterator[Path]:
    """Yield a folder aside, held against other writers of the same path."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with held(path.parent) as alone:
        if alone:
            _settle(path)
        with aside_for(path) as aside:
            yield aside


@contextmanager
def aside_for(path: Path) -> Iterator[Path]:
    """Yield a new folder beside a path; what is left of it at the end is removed. The caller holds what is around."""
    aside = path.with_name(f".{path.name}.{NEW}-{token_hex(8)}")
    try:
        aside.mkdir()
        yield aside
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def is_aside(path: Path) -> bool:
    """Whether a path is one that a writer works at, or left."""
    return re.fullmatch(rf"\..+\.({NEW}|{OLD})-[0-9a-f]{{16}}", path.name) is not None


def _asides(path: Path, *marks: str) -> list[Path]:
    starts = tuple(f".{path.name}.{mark}-" for mark in marks or (NEW, OLD))
    return sorted(other for other in path.parent.iterdir() if other.name.startswith(starts) and is_aside(other))


def _settle(path: Path) -> None:
    for old in _asides(path, OLD):
        if not path.exists():
            old.rename(path)
            synced(path.parent)
    for left in _asides(path):
        shutil.rmtree(left)


def _keep_others(folder: Path, aside: Path, keep: Callable[[Path], bool]) -> None:
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, aside / path.name, symlinks=True)
        elif keep(path):
            shutil.copy2(path, aside / path.name, follow_symlinks=False)


def take_place(aside: Path, folder: Path) -> None:
    """Put what stands aside, made safe on the disk, in the place of a folder; the caller holds what is around."""
    _sync_all(aside)
    old = folder.with_name(f".{folder.name}.{OLD}-{token_hex(8)}")
    try:
        if folder.exists():
            folder.rename(old)
            synced(folder.parent)
        aside.rename(folder)
        synced(folder.parent)
    except BaseException:
        if not aside.exists():
            folder.rename(aside)
        if old.exists():
            old.rename(folder)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _sync_all(folder: Path) -> None:
    for place, _, names in os.walk(folder):
        for path in (Path(place), *(Path(place, name) for name in names)):
            if not path.is_symlink():
                synced(path)


def synced(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)

"""A store: immutable versions of a dataset in one folder, and which of them is the current one.

    STORE/store.json                  the current version, and all versions in the order in which they were published
    STORE/versions/VERSION/           a dataset folder with manifest.json, named by the hash of its content

What `store.json` lists stands there whole; everything else under `versions/` is work in progress, or was left by a
writer that was killed, and the next writer removes it. A version is written aside, made safe on the disk and renamed;
then `store.json` is replaced in the same way. Whoever reads sees the version before or the version after.
"""

import re
import shutil
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from graph_data.collector import paused
from graph_data.dataset import Dataset
from graph_data.errors import CannotReplace, InvalidDataset, Problem, UnknownVersion
from graph_data.reading.folder import read_folder
from graph_data.tables import did_you_mean
from graph_data.versions.manifest import files_wrong, write_manifest
from graph_data.writing.atomic import aside_for, held, is_aside, new_file, settle, take_place
from graph_data.writing.folder import write_tables

__all__ = ["KEPT", "POINTER", "Store", "is_store"]

POINTER = "store.json"
"""Name of the file that says which version is the current one; replaced whole."""

VERSIONS = "versions"
FORMAT = "synergraph store 1"

KEPT = 5
"""How many versions stay unless another number is asked for."""

_VERSION = re.compile("[0-9a-f]{16}")

_MENDED = "synergraph rollback STORE VERSION, or building into the store, makes it anew"

LEAST_PREFIX = 4
"""Digits of a version that may stand for all of them where they are enough."""


@dataclass(frozen=True, slots=True)
class _Pointer:
    current: str
    versions: tuple[str, ...]


def is_store(path: Path) -> bool:
    """Whether a folder is a store."""
    return (path / POINTER).is_file()


class Store:
    """The versions in a folder.

    Args:
        path: the folder; the first version published makes it.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    @property
    def current(self) -> str:
        """The version that is served.

        Raises:
            InvalidDataset: there is no store, or its pointer is damaged.
        """
        return self._pointer().current

    @property
    def versions(self) -> tuple[str, ...]:
        """Every version, in the order in which they were published.

        Raises:
            InvalidDataset: as for `current`.
        """
        return self._pointer().versions

    def folder(self, version: str) -> Path:
        """Return the folder of a version."""
        return self.path / VERSIONS / version

    def named(self, word: str) -> str:
        """Return the version that a word names: all of its digits, or the first ones where they are enough.

        Raises:
            UnknownVersion: there is none, or more than one.
        """
        return self._named(word, self.versions)

    def read(self, version: str) -> Dataset:
        """Read and check a version.

        Raises:
            InvalidDataset: it is damaged.
        """
        folder = self.folder(version)
        try:
            dataset = read_folder(folder)
        except InvalidDataset as error:
            raise InvalidDataset([self._damaged(version, "cannot be read"), *error.problems]) from None
        if dataset.version != version:
            raise InvalidDataset([self._damaged(version, f"holds the content of version {dataset.version}")])
        return dataset

    def publish(self, dataset: Dataset, keep: int = KEPT) -> bool:
        """Make a dataset the current version; return whether it was not there yet.

        Args:
            dataset: what to publish.
            keep: how many versions stay, this one counted.

        Raises:
            CannotReplace: the folder holds other things.
            InvalidDataset: the pointer of the store is damaged.
        """
        with self._writing() as versions:
            there = dataset.version in versions and not any(files_wrong(self.folder(dataset.version)))
            if not there:
                self._write(dataset)
            order = [version for version in versions if version != dataset.version] + [dataset.version]
            self._point(_Pointer(dataset.version, tuple(order[-keep:])))
        return not there

    def rollback(self, word: str | None = None) -> str:
        """Make an earlier version the current one, and return it.

        Args:
            word: names the version; the one published before the current one when None.

        Raises:
            UnknownVersion: there is none.
            InvalidDataset: it is damaged; the current version stays.
        """
        with self._writing() as versions:
            if word is None:
                current = self.current
                if current == versions[0]:
                    raise UnknownVersion(f"{self.path} has no version before {current}")
                version = versions[versions.index(current) - 1]
            else:
                version = self._named(word, versions)
            if problems := self.problems(version):
                raise InvalidDataset(problems)
            self._point(_Pointer(version, tuple(versions)))
        return version

    def problems(self, version: str) -> list[Problem]:
        """Return what is wrong with a version: checksums of its files, and its hash after reading it again."""
        wrong = [
            Problem(f"{version}/{problem.file}", 0, 0, problem.message) for problem in files_wrong(self.folder(version))
        ]
        if wrong:
            return wrong
        try:
            with paused():
                self.read(version)
        except InvalidDataset as error:
            return list(error.problems)
        return []

    def _pointer(self) -> _Pointer:
        path = self.path / POINTER
        try:
            found: dict[str, Any] = orjson.loads(path.read_bytes())
            if found.pop("format") != FORMAT or found["current"] not in found["versions"]:
                raise ValueError
            return _Pointer(found["current"], tuple(found["versions"]))
        except FileNotFoundError:
            message = "no store; synergraph build DIR --into STORE makes one"
            raise InvalidDataset([Problem(str(self.path), 0, 0, message)]) from None
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            raise InvalidDataset([Problem(str(path), 0, 0, f"damaged; {_MENDED}")]) from None

    def _point(self, pointer: _Pointer) -> None:
        options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
        with new_file(self.path / POINTER) as path:
            path.write_bytes(orjson.dumps({"format": FORMAT, **asdict(pointer)}, option=options))

    @contextmanager
    def _writing(self) -> Iterator[list[str]]:
        """Hold the store against other writers, clear it before and after, and yield its versions, oldest first."""
        self._refuse_others()
        (self.path / VERSIONS).mkdir(parents=True, exist_ok=True)
        with held(self.path / VERSIONS) as alone:
            settle(self.path / POINTER)
            versions = self._standing()
            if alone:
                self._clear(versions)
            yield versions
            if alone:
                self._clear(self.versions)

    def _standing(self) -> list[str]:
        """Return the versions that the pointer lists; if it is lost, those that are whole, so that none is lost too."""
        try:
            return list(self.versions)
        except InvalidDataset:
            found = sorted(path for path in (self.path / VERSIONS).iterdir() if _VERSION.fullmatch(path.name))
            return [path.name for path in found if not any(files_wrong(path))]

    def _refuse_others(self) -> None:
        if self.path.exists() and not self.path.is_dir():
            raise CannotReplace(f"{self.path} is a file; a store is a folder")
        if self.path.is_dir() and not is_store(self.path):
            others = [path for path in self.path.iterdir() if path.name != VERSIONS and not is_aside(path)]
            if others:
                raise CannotReplace(f"{self.path} holds other things; a store is a folder of its own, new or empty")

    def _clear(self, versions: Iterable[str]) -> None:
        """Remove what a writer left beside the versions; other people's files stay."""
        for path in sorted((self.path / VERSIONS).iterdir()):
            if path.name not in versions and (is_aside(path) or _VERSION.fullmatch(path.name)):
                shutil.rmtree(path)

    def _named(self, word: str, known: Sequence[str]) -> str:
        found = [version for version in known if version.startswith(word)] if len(word) >= LEAST_PREFIX else []
        if len(found) != 1:
            hint = did_you_mean(word, known) or f"; it has {', '.join(known) or 'none'}"
            raise UnknownVersion(f"{self.path} has no version {word!r}{hint}")
        return found[0]

    def _write(self, dataset: Dataset) -> None:
        folder = self.folder(dataset.version)
        with aside_for(folder) as aside:
            write_tables(dataset, aside)
            write_manifest(dataset, aside)
            for path in aside.iterdir():
                path.chmod(path.stat().st_mode & ~0o222)  # nobody edits a version by mistake
            take_place(aside, folder)

    def _damaged(self, version: str, what: str) -> Problem:
        message = f"damaged: {what}; synergraph rollback {self.path} serves another version, building again mends it"
        return Problem(f"{self.path}@{version}", 0, 0, message)

"""API keys: who may ask a server that is not for everybody. Their file holds hashes alone.

A key has 256 random bits, so one round of SHA-256 is enough: there is no shorter way to it than to guess them.
"""

import logging
import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from hashlib import sha256
from hmac import compare_digest
from pathlib import Path
from secrets import token_urlsafe
from typing import Annotated, Literal

import orjson
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from graph_data.tables import did_you_mean
from graph_data.writing.atomic import new_file

__all__ = ["BadName", "InvalidKeys", "Key", "Keys", "UnknownKey", "add_key", "read_keys", "revoke_key", "today"]

PREFIX = "sg_"
"""How every key begins, so that scanners find one that has been published by mistake."""

BYTES = 32

INTERVAL = 1.0
"""Seconds between two looks at the file of a server that runs."""

_log = logging.getLogger(__name__)


class InvalidKeys(ValueError):  # noqa: N818 -- the name says what happened
    """A file of keys cannot be used."""


class BadName(ValueError):  # noqa: N818 -- as above
    """A key cannot have this name, or another one has it already."""


class UnknownKey(LookupError):  # noqa: N818 -- as above
    """There is no key of this name."""


class Key(BaseModel):
    """A key, without itself.

    Attributes:
        name: whose it is.
        sha256: SHA-256 of the key in UTF-8, in hexadecimal digits.
        created: when it was made.
        expires: the last day on which it counts, in UTC; None when it counts until it is revoked.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._@-]{0,63}$")
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    created: date
    expires: date | None = None

    def counts_on(self, day: date) -> bool:
        """Tell whether the key counts on a day."""
        return self.expires is None or day <= self.expires


def _unique(keys: tuple[Key, ...]) -> tuple[Key, ...]:
    names = [key.name for key in keys]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(f"several keys are named {twice[0]!r}")
    return keys


class _File(BaseModel):
    """The file of keys."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["synergraph-keys"] = "synergraph-keys"
    version: Literal[1] = 1
    keys: Annotated[tuple[Key, ...], AfterValidator(_unique)] = ()


def today() -> date:
    """Return the day in UTC."""
    return datetime.now(UTC).date()


def read_keys(path: Path) -> tuple[Key, ...]:
    """Return the keys of a file.

    Raises:
        InvalidKeys: it cannot be read, or something in it is no key.
    """
    try:
        return _File.model_validate_json(path.read_bytes()).keys
    except OSError as error:
        raise InvalidKeys(f"{path}: {error.strerror}") from None
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise InvalidKeys(f"{path}: {f'{place}: ' if place else ''}{first['msg']}") from None


def add_key(path: Path, name: str, expires: date | None) -> str:
    """Add a key to a file, made new if need be, and return the key, which nobody can see again.

    Raises:
        BadName: the key cannot have this name.
        InvalidKeys: the file cannot be used.
    """
    made = f"{PREFIX}{token_urlsafe(BYTES)}"
    try:
        key = Key(name=name, sha256=_digest(made), created=today(), expires=expires)
    except ValidationError:
        raise BadName(f"{name!r} is no name: write 1 to 64 letters, digits and . _ @ -") from None

    def changed(keys: tuple[Key, ...]) -> tuple[Key, ...]:
        if name in {other.name for other in keys}:
            raise BadName(f"{path} has a key named {name!r} already; revoke it first, or choose another name")
        return (*keys, key)

    _change(path, changed)
    return made


def revoke_key(path: Path, name: str) -> None:
    """Remove a key from a file.

    Raises:
        UnknownKey: there is none of this name.
        InvalidKeys: the file cannot be used.
    """
    read_keys(path)

    def changed(keys: tuple[Key, ...]) -> tuple[Key, ...]:
        names = [key.name for key in keys]
        if name not in names:
            raise UnknownKey(f"{path} has no key named {name!r}{did_you_mean(name, names)}")
        return tuple(key for key in keys if key.name != name)

    _change(path, changed)


def _change(path: Path, changed: Callable[[tuple[Key, ...]], tuple[Key, ...]]) -> None:
    """Write a file anew, whole or not at all, one writer after the other; only its owner may read it."""
    try:
        with new_file(path) as aside:
            keys = changed(read_keys(path) if path.exists() else ())
            handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(orjson.dumps(_File(keys=keys).model_dump(mode="json"), option=orjson.OPT_INDENT_2) + b"\n")
    except OSError as error:
        raise InvalidKeys(f"{path}: {error.strerror}") from None


def _digest(key: str) -> str:
    return sha256(key.encode()).hexdigest()


class Keys:
    """The keys of a server that runs; a file that changes is read again.

    Raises:
        InvalidKeys: the file cannot be used when the server starts. Later that is logged, and no key counts until it
            can be: a server that went on with the keys of before would let in whom they were taken from.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._told = _told_of(path)
        self._looked = time.monotonic()
        self._keys: Sequence[Key] = read_keys(path)

    def name_of(self, given: str) -> str | None:
        """Return the name of a key; None when it is not known, or does not count any more.

        It is compared with all of them, and each comparison takes the same time, however much of it agrees.
        """
        self._look()
        digest, found = _digest(given), None
        for key in self._keys:
            if compare_digest(key.sha256, digest):
                found = key
        return found.name if found is not None and found.counts_on(today()) else None

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked < INTERVAL:
            return
        self._looked = now
        told = _told_of(self._path)  # before reading: what changes meanwhile is read at the next look
        if told == self._told:
            return
        self._told = told
        try:
            self._keys = read_keys(self._path)
        except InvalidKeys as error:
            self._keys = ()
            _log.error("no key counts until the file can be read: %s", error)


def _told_of(path: Path) -> tuple[int, ...] | None:
    """Return what changes when a file does; None where there is none."""
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns

"""Text files, decoded strictly: what cannot be read is a problem with its place, never a replacement character."""

import codecs
import stat
import unicodedata
from pathlib import Path

from graph_data.errors import InvalidDataset, Problem

__all__ = ["MAX_BYTES", "read_text", "regular", "text_of"]

MAX_BYTES = 512 * 2**20
"""Largest file that is read; a dataset of a million organisations stays below it."""


def read_text(path: Path, *, composed: bool = True) -> str:
    """Read a UTF-8 file, with or without a byte order mark, as text with line ends of one character.

    Args:
        path: the file.
        composed: whether the text is made NFC; not where a letter after a backslash has a meaning of its own.

    Raises:
        InvalidDataset: the file is missing, too large, not UTF-8, or holds a NUL.
    """
    regular(path)
    try:
        return text_of(path.read_bytes(), path.name, composed=composed)
    except OSError as error:
        raise InvalidDataset([Problem(path.name, 0, 0, f"cannot be read: {error.strerror}")]) from None


def regular(path: Path) -> None:
    """Refuse what is no file of a size that can be read: a pipe would never end.

    Raises:
        InvalidDataset: the file is missing, a folder, a device, or too large.
    """
    try:
        found = path.stat()
    except OSError as error:
        raise InvalidDataset([Problem(path.name, 0, 0, f"cannot be read: {error.strerror}")]) from None
    if not stat.S_ISREG(found.st_mode):
        raise InvalidDataset([Problem(path.name, 0, 0, "cannot be read: not a file")])
    if found.st_size > MAX_BYTES:
        raise InvalidDataset([Problem(path.name, 0, 0, f"larger than {MAX_BYTES} bytes; split it")])


def text_of(content: bytes, name: str, *, composed: bool = True) -> str:
    """Decode the content of a file called `name`; see read_text."""
    content = content.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        line, column = _place(content, error.start)
        message = f"byte 0x{content[error.start]:02x} is not UTF-8; save the file as UTF-8"
        raise InvalidDataset([Problem(name, line, column, message)]) from None
    if "\0" in text:
        line, column = _place(content, content.index(b"\0"))
        raise InvalidDataset([Problem(name, line, column, "NUL character; the file is damaged or not text")])
    return unicodedata.normalize("NFC", text) if composed else text


def _place(content: bytes, position: int) -> tuple[int, int]:
    before = content[:position]
    return before.count(b"\n") + 1, len(before[before.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1

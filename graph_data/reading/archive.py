"""Zip files of others: unpacked within limits, whatever they declare."""

import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.text import MAX_BYTES, regular

__all__ = ["MAX_ENTRIES", "MAX_RATIO", "Archive", "unpacking"]

MAX_ENTRIES = 1000
"""Most files in an archive; a workbook has some ten, and one more a sheet."""

MAX_RATIO = 200
"""Most bytes that a packed byte may stand for in a large file; tables reach some 30, bombs 1000 and more."""

LARGE = 16 * 2**20
"""Bytes from which the ratio counts: a short file of blanks may well be packed tighter."""

_PIECE = 2**16


class Archive:
    """The wanted files of an archive, which are unpacked nowhere: names that lead elsewhere lead nowhere.

    Attributes:
        names: of the wanted files, as they stand in the archive.
    """

    def __init__(self, file: zipfile.ZipFile, opened: ExitStack, wanted: Callable[[str], bool]) -> None:
        entries = file.infolist()
        if len(entries) > MAX_ENTRIES:
            raise ValueError(f"{len(entries)} files in the archive; at most {MAX_ENTRIES}")
        self._file = file
        self._opened = opened
        self._entries = {entry.filename: entry for entry in entries if wanted(entry.filename) and not entry.is_dir()}
        self.names = tuple(self._entries)
        if len(self.names) < sum(entry.filename in self._entries for entry in entries):
            raise ValueError("two files of one name in the archive")
        self._left = MAX_BYTES

    def pieces(self, name: str) -> Iterator[bytes]:
        """Yield the content of a file piece by piece; all that is read from the archive counts."""
        entry = self._entries[name]
        if entry.flag_bits & 1:
            raise ValueError("locked with a password; save it without one")
        limit = min(self._left, max(LARGE, MAX_RATIO * entry.compress_size))
        if entry.file_size > limit:
            raise ValueError(f"{name} unpacks to {entry.file_size} bytes; at most {limit}")
        with self._file.open(entry) as packed:
            self._opened.callback(packed.close)  # whoever stops half-way leaves it open
            # Never more than what is declared is unpacked, and an entry that holds more does not have its checksum.
            while piece := packed.read(_PIECE):
                self._left -= len(piece)
                yield piece

    def read(self, name: str) -> bytes:
        """Return the content of a file."""
        return b"".join(self.pieces(name))


@contextmanager
def unpacking(path: Path, wanted: Callable[[str], bool]) -> Iterator[Archive]:
    """Open an archive for as long as its files are read.

    Args:
        path: the archive.
        wanted: accepts names of files.

    Raises:
        InvalidDataset: no archive, damaged, locked, too many files, too large, packed too tightly, or two of one name;
            a ValueError of whoever reads the files is said of the archive too.
    """
    regular(path)
    try:
        with zipfile.ZipFile(path) as file, ExitStack() as opened:
            yield Archive(file, opened, wanted)
    except InvalidDataset:
        raise
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, ValueError) as error:
        problem = Problem(path.name, 0, 0, f"damaged, or not {path.suffix[1:]}: {error}")
        raise InvalidDataset([problem]) from None

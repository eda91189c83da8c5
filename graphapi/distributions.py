"""The whole dataset as files: each written once for a version, when first asked for, and gone with the version."""

import os
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import RLock
from weakref import WeakKeyDictionary, finalize

from graph_data.dataset import Dataset
from graph_data.errors import CannotWrite
from graph_data.graph import KnowledgeGraph
from graph_data.writing.format import Format
from graph_data.writing.formats import FORMATS

__all__ = ["DISTRIBUTED", "Distributions", "File"]

PIECE = 2**18
"""Bytes read at once: a quarter of a megabyte."""

DISTRIBUTED = tuple(form for form in FORMATS.values() if form.file is not None and form.reproducible)
"""The formats of one file whose size and hash can be told: their bytes are the same wherever they are written."""


class File:
    """A file without a name: nobody else can touch it, and nothing is left of it when this object or the process ends.

    Args:
        path: the file; it may be removed afterwards.

    Attributes:
        size: bytes.
    """

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY)
        finalize(self, os.close, self._handle)
        self.size = os.fstat(self._handle).st_size
        self._sha256: str | None = None

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes; any number of threads may read at once."""
        for offset in range(0, self.size, PIECE):
            yield os.pread(self._handle, PIECE, offset)

    @property
    def sha256(self) -> str:
        """SHA-256 of the bytes, in lower-case hexadecimal digits."""
        if self._sha256 is None:
            digest = sha256()
            for piece in self.pieces():
                digest.update(piece)
            self._sha256 = digest.hexdigest()
        return self._sha256


class Distributions:
    """The files of one dataset version, in the formats that are one file."""

    def __init__(self, dataset: Dataset) -> None:
        self._dataset = dataset
        self._files: dict[str, File] = {}
        self._writing = RLock()

    @classmethod
    def of(cls, graph: KnowledgeGraph) -> "Distributions":
        """Return the files of a graph's dataset."""
        with _LOCK:
            found = _DISTRIBUTIONS.get(graph)
            if found is None:
                found = _DISTRIBUTIONS[graph] = cls(graph.dataset)
            return found

    def file(self, form: Format) -> File:
        """Return the file of a format, written by the first thread that asks while others wait.

        Raises:
            CannotWrite: the format cannot hold the dataset.
            MissingExtra: the format needs a package that is not installed.
        """
        with self._writing:
            if form.name not in self._files:
                self._files[form.name] = self._written(form)
            return self._files[form.name]

    def _written(self, form: Format) -> File:
        if form.file is None:
            raise ValueError(f"{form.name} is a file a table")
        with TemporaryDirectory(prefix="synergraph-") as folder:
            path = Path(folder) / f"dataset{form.ending}"
            form.file(self._dataset, path)
            return File(path)

    def listed(self) -> Iterator[tuple[Format, File]]:
        """Yield the formats whose bytes can be told, each with its file; what cannot hold the dataset is left out."""
        for form in DISTRIBUTED:
            try:
                yield form, self.file(form)
            except CannotWrite:
                continue


# the files hold the dataset, not the graph, or neither would ever be freed
_DISTRIBUTIONS: WeakKeyDictionary[KnowledgeGraph, Distributions] = WeakKeyDictionary()
_LOCK = RLock()

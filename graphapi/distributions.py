"""The whole dataset as files: each written once for a version, when first asked for, and gone with the version."""

import os
from collections.abc import Iterator
from functools import partial
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory
from weakref import finalize

from graph_data.dataset import Dataset
from graph_data.discovery.caching import Line, PerGraph
from graph_data.errors import CannotWrite, MissingExtra
from graph_data.graph import KnowledgeGraph
from graph_data.writing.format import Format
from graph_data.writing.formats import FORMATS

__all__ = ["DISTRIBUTED", "File", "distributions", "file_of"]

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
        sha256: SHA-256 of the bytes, in lower-case hexadecimal digits.
    """

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY)
        finalize(self, os.close, self._handle)
        self.size = os.fstat(self._handle).st_size
        digest = sha256()
        for piece in self.pieces():
            digest.update(piece)
        self.sha256 = digest.hexdigest()

    def pieces(self) -> Iterator[bytes]:
        """Yield the bytes; any number of threads may read at once."""
        for offset in range(0, self.size, PIECE):
            yield os.pread(self._handle, PIECE, offset)


def file_of(graph: KnowledgeGraph, form: Format) -> File:
    """Return the file of a graph's dataset in a format that is one file.

    Raises:
        CannotWrite: the format cannot hold the dataset.
        MissingExtra: the format needs a package that is not installed.
        StillPreparing: it is being written in the background, which takes longer than the deadline that holds here.
    """
    found = _FILES.get(graph, form.name, partial(_written, graph.dataset, form))
    if isinstance(found, File):
        return found
    raise found.with_traceback(None)


def distributions(graph: KnowledgeGraph) -> Iterator[tuple[Format, File]]:
    """Yield the formats whose bytes can be told, each with its file; what cannot hold the dataset is left out.

    Raises:
        StillPreparing: as file_of.
    """
    for form in DISTRIBUTED:
        try:
            yield form, file_of(graph, form)
        except CannotWrite:
            continue


def _written(dataset: Dataset, form: Format) -> File | CannotWrite | MissingExtra:
    """Write a file, or find out for good why it cannot be written."""
    if form.file is None:
        raise ValueError(f"{form.name} is a file a table")
    with TemporaryDirectory(prefix="synergraph-") as folder:
        path = Path(folder) / f"dataset{form.ending}"
        try:
            form.file(dataset, path)
        except (CannotWrite, MissingExtra) as error:
            return error.with_traceback(None)
        return File(path)


_FILES: PerGraph[File | CannotWrite | MissingExtra] = PerGraph(Line(len(FORMATS)), most=len(FORMATS))
"""One is written at a time, in a line of their own, since writing takes long and few answers rest on it."""

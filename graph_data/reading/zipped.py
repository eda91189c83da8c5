"""Reads a dataset folder out of a zip file, within the limits for what others have packed."""

from pathlib import Path
from tempfile import TemporaryDirectory

from graph_data.reading import folder
from graph_data.reading.about import DESCRIPTION
from graph_data.reading.archive import unpacking
from graph_data.reading.contents import Contents
from graph_data.reading.files import TABLE_ENDINGS

__all__ = ["read_into"]


def read_into(contents: Contents, path: Path) -> None:
    """Add the dataset folder in a zip file to contents; its files must not stand in a folder within.

    Raises:
        InvalidDataset: no zip file, damaged, or beyond the limits.
    """
    with TemporaryDirectory(prefix="synergraph-") as unpacked, unpacking(path, _wanted) as archive:
        for name in archive.names:
            (Path(unpacked) / name).write_bytes(archive.read(name))
        folder.read_into(contents, Path(unpacked))


def _wanted(name: str) -> bool:
    return "/" not in name and "\\" not in name and (name == DESCRIPTION or Path(name).suffix in TABLE_ENDINGS)

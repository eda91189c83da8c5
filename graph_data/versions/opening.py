"""Opens a dataset wherever it stands: a folder, a file, the current version of a store, or one of its versions."""

from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.reading.dataset import read_dataset
from graph_data.versions.store import POINTER, Store, is_store
from graph_data.writing.atomic import settle

__all__ = ["open_dataset"]

ATTEMPTS = 5
"""How often something that is replaced while it is read is read again."""


def open_dataset(path: Path) -> Dataset:
    """Read and check a dataset folder, workbook or database, or a version of a store.

    Args:
        path: where; STORE stands for its current version, STORE@VERSION for another one.

    Raises:
        InvalidDataset: with every problem of every table.
        UnknownVersion: the store has no such version.
        MissingExtra: reading it needs a package that is not installed.
    """
    if not path.exists():
        settle(path)
    name, at, word = path.name.rpartition("@")
    if at and not path.exists() and is_store(path.parent / name):
        store = Store(path.parent / name)
        return store.read(store.named(word))
    return _read_whole(path)


def _read_whole(path: Path) -> Dataset:
    """Read what stands at a path; again when a writer replaced it meanwhile, so that no two versions are mixed."""
    for _ in range(ATTEMPTS - 1):
        before = _identity(path)
        try:
            dataset = _read(path)
        except InvalidDataset:
            if _identity(path) == before:
                raise
        else:
            if _identity(path) == before:
                return dataset
    return _read(path)


def _read(path: Path) -> Dataset:
    return Store(path).read(Store(path).current) if is_store(path) else read_dataset(path)


def _identity(path: Path) -> tuple[object, ...]:
    """Return what changes when a folder is replaced, or the current version of a store moves on."""
    try:
        found = (path / POINTER if is_store(path) else path).stat()
    except OSError:
        return ()
    return (found.st_dev, found.st_ino, found.st_ctime_ns)

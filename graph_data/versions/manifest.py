"""What a version holds, by file: sizes and checksums. The same dataset has the same manifest, wherever it is made."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import Any

import orjson

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.tables import TABLES

__all__ = ["MANIFEST", "FileSum", "Manifest", "files_wrong", "read_manifest", "write_manifest"]

MANIFEST = "manifest.json"

FORMAT = "synergraph version 1"

PIECE = 2**20
"""Bytes of a file that are looked at at once."""


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file of a version.

    Attributes:
        name: its name in the folder.
        size: bytes.
        sha256: checksum of its bytes, hexadecimal.
    """

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a version says of itself.

    Attributes:
        version: hash of the dataset's content.
        name, title: what the dataset calls itself.
        created: when the dataset says it was issued, ISO 8601, None where it does not.
        confidential: whether some row is not for everybody.
        rows: number of rows of each table that has any.
        files: every other file of the folder, by name.
    """

    version: str
    name: str
    title: str
    created: str | None
    confidential: bool
    rows: Mapping[str, int]
    files: tuple[FileSum, ...]


def write_manifest(dataset: Dataset, folder: Path) -> None:
    """Write the manifest of a dataset into the folder that holds its files and nothing else."""
    about = dataset.about
    manifest = Manifest(
        version=dataset.version,
        name=about.name,
        title=about.title,
        created=about.issued.isoformat() if about.issued else None,
        confidential=dataset.confidential,
        rows={table.name: len(rows) for table in TABLES if (rows := dataset.rows(table))},
        files=tuple(_sum(path) for path in sorted(folder.iterdir())),
    )
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    (folder / MANIFEST).write_bytes(orjson.dumps({"format": FORMAT, **asdict(manifest)}, option=options))


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a version.

    Raises:
        InvalidDataset: it is missing or damaged.
    """
    try:
        found: dict[str, Any] = orjson.loads((folder / MANIFEST).read_bytes())
        if found.pop("format") != FORMAT:
            raise ValueError
        return Manifest(**{**found, "files": tuple(FileSum(**file) for file in found["files"])})
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        raise InvalidDataset([Problem(MANIFEST, 0, 0, "missing or damaged")]) from None


def files_wrong(folder: Path) -> Iterator[Problem]:
    """Yield what is wrong with the files of a version, by its manifest."""
    try:
        manifest = read_manifest(folder)
    except InvalidDataset as error:
        yield from error.problems
        return
    wanted = {file.name: file for file in manifest.files}
    there = {path.name for path in folder.iterdir()} - {MANIFEST}
    for name in sorted(wanted.keys() - there):
        yield Problem(name, 0, 0, "missing")
    for name in sorted(there - wanted.keys()):
        yield Problem(name, 0, 0, "no file of this version")
    for name in sorted(there & wanted.keys()):
        if not (folder / name).is_file() or _sum(folder / name) != wanted[name]:
            yield Problem(name, 0, 0, "not as it was written: its size or checksum differs")


def _sum(path: Path) -> FileSum:
    digest, size = sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
            size += len(piece)
    return FileSum(path.name, size, digest.hexdigest())

"""Writes a dataset folder as one zip file: not packed, so that its bytes are the same whatever writes them."""

from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from graph_data.dataset import Dataset
from graph_data.writing.folder import write_tables
from graph_data.writing.format import Format

__all__ = ["ZIP"]

UNIX = 3
"""Number of the system in a zip file."""


def _write(dataset: Dataset, path: Path) -> None:
    with TemporaryDirectory(prefix="synergraph-") as folder, ZipFile(path, "w", ZIP_STORED) as archive:
        write_tables(dataset, Path(folder), stamped=True)
        for table in sorted(Path(folder).iterdir()):
            entry = ZipInfo(table.name)  # its time is the earliest there is, not now
            entry.create_system = UNIX
            entry.external_attr = 0o644 << 16
            with table.open("rb") as file, archive.open(entry, "w", force_zip64=True) as target:
                copyfileobj(file, target)


ZIP = Format(
    name="zip",
    ending=".zip",
    media_type="application/zip",
    holds="one zip file with a dataset folder in it",
    whole=True,
    reproducible=True,
    file=_write,
)

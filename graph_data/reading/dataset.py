"""Reads a dataset wherever it stands: in a folder, a workbook or a database."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.reading import folder, sqlite, workbook, zipped
from graph_data.reading.contents import Contents
from graph_data.reading.files import TABLE_ENDINGS, open_table, table_named
from graph_data.tables import TABLES, did_you_mean

__all__ = ["READERS", "read_dataset", "read_files"]

READERS: Mapping[str, Callable[[Contents, Path], None]] = {
    ".xlsx": workbook.read_into,
    ".sqlite": sqlite.read_into,
    ".sqlite3": sqlite.read_into,
    ".db": sqlite.read_into,
    ".zip": zipped.read_into,
}
"""By the ending of a file that holds a whole dataset, what adds it to contents."""


def read_dataset(path: Path) -> Dataset:
    """Read and check a dataset folder, workbook or database.

    Raises:
        InvalidDataset: with every problem of every table.
        MissingExtra: reading it needs a package that is not installed.
    """
    contents = Contents()
    _read_whole(contents, path)
    if not contents.described:
        message = "'dataset' is missing: a table of one row with the name, title, licence and citation of the dataset"
        contents.problems.append(Problem(path.name, 0, 0, message))
    return contents.dataset()


def _read_whole(contents: Contents, path: Path) -> None:
    """Add a dataset folder, or a file that holds a whole dataset, to other contents.

    Raises:
        InvalidDataset: there is nothing at the path, or nothing that is read.
    """
    if path.is_dir():
        folder.read_into(contents, path)
    elif not path.exists():
        raise InvalidDataset([Problem(str(path), 0, 0, "no such file or folder")])
    elif (reader := READERS.get(path.suffix.lower())) is None:
        endings = ", ".join(READERS)
        raise InvalidDataset([Problem(str(path), 0, 0, f"no dataset: name a folder, or a file {endings}")])
    else:
        reader(contents, path)


def read_files(paths: Sequence[Path]) -> Contents:
    """Read tables, each named by its file, and files that hold whole datasets, without checking them against others.

    Raises:
        InvalidDataset: a file is none of these.
    """
    contents = Contents()
    for path in paths:
        if path.is_dir() or path.suffix.lower() in READERS or not path.exists():
            _read_whole(contents, path)
            continue
        table = table_named(path.stem)
        if path.suffix not in TABLE_ENDINGS:
            endings = ", ".join((*TABLE_ENDINGS, *READERS))
            raise InvalidDataset([Problem(path.name, 0, 0, f"unknown kind of file; its name must end in {endings}")])
        if table is None:
            known = [known.name for known in TABLES]
            hint = did_you_mean(path.stem, known) or f"; the file must be named after one of {', '.join(known)}"
            raise InvalidDataset([Problem(path.name, 0, 0, f"no such table{hint}")])
        contents.add(table, partial(open_table, path, table))
    return contents

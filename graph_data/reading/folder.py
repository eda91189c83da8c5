"""Reads a dataset folder: every table is parsed, then checked as a whole, and all problems come at once."""

import os
from functools import partial
from pathlib import Path

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.about import DESCRIPTION, read_description
from graph_data.reading.contents import Contents
from graph_data.reading.files import TABLE_ENDINGS, open_table
from graph_data.reading.records import TableReader
from graph_data.tables import TABLES, Table, did_you_mean

__all__ = ["read_folder", "read_into", "read_rows"]


def read_folder(folder: Path) -> Dataset:
    """Read and check a dataset folder.

    Raises:
        InvalidDataset: with every problem of every table.
    """
    contents = Contents()
    read_into(contents, folder)
    return contents.dataset()


def read_into(contents: Contents, folder: Path) -> None:
    """Add what a dataset folder holds to other contents.

    Raises:
        InvalidDataset: there is no such folder.
    """
    if not folder.is_dir():
        raise InvalidDataset([Problem(str(folder), 0, 0, "no such folder")])
    contents.described = True
    try:
        contents.about = read_description(_inside(folder, folder / DESCRIPTION), contents.problems)
    except InvalidDataset as error:
        contents.problems.extend(error.problems)
    for table in TABLES:
        _read_table(folder, table, contents)
    contents.problems += _strangers(folder)


def read_rows(folder: Path, names: frozenset[str]) -> list[object]:
    """Read the named tables of a folder without checking them against the others.

    Raises:
        InvalidDataset: a cell cannot be read.
    """
    contents = Contents()
    for table in TABLES:
        if table.name in names:
            _read_table(folder, table, contents)
    if contents.problems:
        raise InvalidDataset(contents.problems)
    return contents.rows


def _read_table(folder: Path, table: Table, contents: Contents) -> None:
    paths = [folder / f"{table.name}{ending}" for ending in TABLE_ENDINGS]
    found = [path for path in paths if os.path.lexists(path)]
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        contents.problems.append(Problem(found[0].name, 0, 0, f"one table in several files: {names}; keep one"))
        contents.places.lost.add(table.part)
    elif found:
        contents.add(table, partial(_open, folder, found[0], table))


def _open(folder: Path, path: Path, table: Table) -> TableReader:
    return open_table(_inside(folder, path), table)


def _inside(folder: Path, path: Path) -> Path:
    """Return a path of a folder as it is; refuse a link that leads out, whose target nobody looks at in the folder."""
    if path.is_symlink() and not path.resolve().is_relative_to(folder.resolve()):
        raise InvalidDataset([Problem(path.name, 0, 0, "a link that leads out of the folder; copy the file")])
    return path


def _strangers(folder: Path) -> list[Problem]:
    known = {table.name for table in TABLES}
    files = sorted(path for path in folder.iterdir() if path.suffix in TABLE_ENDINGS)
    return [
        Problem(path.name, 0, 0, f"no such table{did_you_mean(path.name, [f'{name}{path.suffix}' for name in known])}")
        for path in files
        if path.stem not in known
    ]

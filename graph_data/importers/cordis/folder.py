"""A folder of CORDIS tables of our own layout: csv or csv.gz, one row an organisation, with every problem collected."""

import gzip
import zlib
from collections.abc import Sequence
from pathlib import Path

from graph_data.errors import InvalidDataset, Problem
from graph_data.importers.cordis.register import COLUMNS, Register, Table
from graph_data.progress import Progress
from graph_data.reading.table import Sheet
from graph_data.reading.text import MAX_BYTES, read_text, regular, text_of

__all__ = ["open_folder"]

FILES = {"nuts": ("nuts", "nuts_in_use")}
"""Where a table's file may have another name: that name too."""

ENDINGS = (".csv", ".csv.gz")


def open_folder(path: Path, keep: Sequence[str], progress: Progress) -> Register:
    """Open the tables of a folder, that of the projects with further columns to keep."""
    tables: dict[str, Table] = {}
    problems: list[Problem] = []
    known: set[str] = set()
    for table, columns in COLUMNS.items():
        paths = [path / f"{name}{end}" for name in FILES.get(table, (table,)) for end in ENDINGS]
        found = [candidate for candidate in paths if candidate.exists()]
        known.update(candidate.name for candidate in found)
        try:
            further = keep if table == "projects" else ()
            tables[table] = _opened(table, found, frozenset([*columns.split(), *further]))
        except InvalidDataset as error:
            problems += error.problems
    names = {item.name for item in path.iterdir() if item.name.endswith(ENDINGS)}
    oddities = [("tables-not-read", name) for name in sorted(names - known)]
    return Register(tables, problems, oddities, progress=progress)


def _opened(table: str, found: list[Path], required: frozenset[str]) -> Sheet:
    if not found:
        names = " or ".join(f"{name}.csv" for name in FILES.get(table, (table,)))
        message = f"missing; the folder must hold {names}, or its .gz"
        raise InvalidDataset([Problem(f"{table}.csv", 0, 0, message)])
    if len(found) > 1:
        names = ", ".join(path.name for path in found)
        raise InvalidDataset([Problem(found[0].name, 0, 0, f"one table in several files: {names}; keep one")])
    text = _unpacked(found[0]) if found[0].suffix == ".gz" else read_text(found[0])
    return Sheet(found[0].name, text, required=required)


def _unpacked(path: Path) -> str:
    regular(path)
    try:
        with gzip.open(path) as file:
            # One byte more than allowed tells a table that is too large from one that just fits.
            content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidDataset([Problem(path.name, 0, 0, f"cannot be unpacked: {error}")]) from None
    if len(content) > MAX_BYTES:
        raise InvalidDataset([Problem(path.name, 0, 0, f"larger than {MAX_BYTES} bytes when unpacked; split it")])
    return text_of(content, path.name)

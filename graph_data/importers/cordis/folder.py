"""The tables of a CORDIS folder: csv or csv.gz, read whole, with every problem collected in one place."""

import gzip
import zlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.table import Record, Sheet
from graph_data.reading.text import MAX_BYTES, read_text, text_of

__all__ = ["Folder"]

COLUMNS = {
    "organisations": "id name short_name sme activity_type city country nuts_code geolocation url",
    "projects": "id acronym title status start_date end_date keywords funding_scheme topic call legal_basis doi",
    "participations": "project_id organisation_id role sme",
    "project_euroscivoc": "project_id euroscivoc_code",
    "euroscivoc": "code title",
    "legal_basis": "code title",
    "nuts": "code name",
}
"""The tables that are read, and the columns that each must have."""

FILES = {"nuts": ("nuts", "nuts_in_use")}
"""Where a table's file may have another name: that name too."""

ENDINGS = (".csv", ".csv.gz")


class Folder:
    """A CORDIS folder.

    Args:
        path: the folder.
        further: columns that a table must have besides those of COLUMNS, by table.

    Attributes:
        problems: everything wrong that was met so far.
        not_read: names of the tables that stand there and are not read.
    """

    def __init__(self, path: Path, further: Mapping[str, Sequence[str]] | None = None) -> None:
        self.problems: list[Problem] = []
        self._sheets: dict[str, Sheet] = {}
        self._broken: set[str] = set()
        self._further = further or {}
        if not path.is_dir():
            raise InvalidDataset([Problem(path.name, 0, 0, "no such folder")])
        known: set[str] = set()
        for table in COLUMNS:
            paths = [path / f"{name}{end}" for name in FILES.get(table, (table,)) for end in ENDINGS]
            found = [candidate for candidate in paths if candidate.exists()]
            known.update(candidate.name for candidate in found)
            self._open(table, found)
        names = {item.name for item in path.iterdir() if item.name.endswith(ENDINGS)}
        self.not_read = tuple(sorted(names - known))

    def _open(self, table: str, found: list[Path]) -> None:
        if not found:
            names = " or ".join(f"{name}.csv" for name in FILES.get(table, (table,)))
            self.problems.append(Problem(f"{table}.csv", 0, 0, f"missing; the folder must hold {names}, or its .gz"))
            return
        if len(found) > 1:
            names = ", ".join(path.name for path in found)
            self.problems.append(Problem(found[0].name, 0, 0, f"one table in several files: {names}; keep one"))
            return
        try:
            text = _unpacked(found[0]) if found[0].suffix == ".gz" else read_text(found[0])
            required = frozenset([*COLUMNS[table].split(), *self._further.get(table, ())])
            self._sheets[table] = Sheet(found[0].name, text, required)
        except InvalidDataset as error:
            self.problems += error.problems

    def records(self, table: str) -> Iterator[Record]:
        """Yield the well-formed records of a table, cells trimmed and inner whitespace collapsed."""
        if table not in self._sheets:
            return
        damages: list[Problem] = []
        for record in self._sheets[table].records(damages):
            yield Record(record.line, {name: " ".join(cell.split()) for name, cell in record.cells.items()})
        if damages:
            self._broken.add(table)
            self.problems += damages

    def whole(self, table: str) -> bool:
        """Tell whether a table was read to its end: an id that a damaged table lacks may stand in its lost rows."""
        return table in self._sheets and table not in self._broken

    def say(self, table: str, line: int, heading: str, message: str) -> None:
        """Add a problem of the cell under a heading in the record that starts on a line."""
        self.problems.append(self._sheets[table].problem(line, heading, message))

    def place(self, table: str, line: int) -> str:
        """Return where a record stands."""
        return f"{self._sheets[table].name}:{line}"

    def locator(self, table: str) -> str:
        """Return what a table is called in locators: without .gz, so that packing it changes no statement."""
        return self._sheets[table].name.removesuffix(".gz")

    def titles(self, table: str, heading: str) -> dict[str, str]:
        """Return the titles of a table of codes, without the codes whose title is blank."""
        found: dict[str, str] = {}
        for record in self.records(table):
            code = record.cells["code"]
            if code in found:
                self.say(table, record.line, "code", f"code {code!r} stands twice; keep one row")
            found[code] = record.cells[heading]
        return {code: title for code, title in found.items() if title}


def _unpacked(path: Path) -> str:
    try:
        with gzip.open(path) as file:
            # One byte more than allowed tells a table that is too large from one that just fits.
            content = file.read(MAX_BYTES + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise InvalidDataset([Problem(path.name, 0, 0, f"cannot be unpacked: {error}")]) from None
    if len(content) > MAX_BYTES:
        raise InvalidDataset([Problem(path.name, 0, 0, f"larger than {MAX_BYTES} bytes when unpacked; split it")])
    return text_of(content, path.name)

"""The tables of CORDIS, whatever files they came in: records and the problems of their cells."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from graph_data.errors import Problem
from graph_data.progress import Progress, silent
from graph_data.reading.records import Record

__all__ = ["COLUMNS", "Register", "Table", "camel_case"]

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

STEP = 1000
"""Records between two words about the progress."""


def camel_case(heading: str) -> str:
    """Return what the official download and our facts call a column: ec_signature_date as ecSignatureDate."""
    first, *rest = heading.split("_")
    return first + "".join(word.title() for word in rest)


class Table(Protocol):
    """One table; its places are those of the file that it came in."""

    @property
    def name(self) -> str:
        """Name of the file."""
        ...

    def records(self, problems: list[Problem], /) -> Iterator[Record]:
        """Yield every well-formed record; others are added to `problems`."""
        ...

    def problem(self, line: int, heading: str, message: str) -> Problem:
        """Return a problem of the cell under a heading in the record that starts on a line."""
        ...


class Register:
    """The tables of CORDIS.

    Args:
        tables: by name, those that could be opened.
        problems: everything wrong that was met while opening them.
        oddities: (code, case) of findings made while opening them.
        broken: tables that were read only in part.
        progress: told of the records read.

    Attributes:
        problems: everything wrong that was met so far.
        oddities: what was odd about the files.
    """

    def __init__(
        self,
        tables: Mapping[str, Table],
        problems: Iterable[Problem] = (),
        oddities: Iterable[tuple[str, str]] = (),
        broken: Iterable[str] = (),
        progress: Progress = silent,
    ) -> None:
        self.problems = list(problems)
        self.oddities = tuple(oddities)
        self._tables = tables
        self._broken = set(broken)
        self._progress = progress

    def records(self, table: str) -> Iterator[Record]:
        """Yield the well-formed records of a table, cells trimmed and inner whitespace collapsed."""
        if table not in self._tables:
            return
        damages: list[Problem] = []
        for count, record in enumerate(self._tables[table].records(damages)):
            if count % STEP == 0:
                self._progress(f"reading {table}", count, None)
            yield Record(record.line, {name: " ".join(cell.split()) for name, cell in record.cells.items()})
        if damages:
            self._broken.add(table)
            self.problems += damages

    def whole(self, table: str) -> bool:
        """Tell whether a table was read to its end: an id that a damaged table lacks may stand in its lost rows."""
        return table in self._tables and table not in self._broken

    def say(self, table: str, line: int, heading: str, message: str) -> None:
        """Add a problem of the cell under a heading in the record that starts on a line."""
        self.problems.append(self._tables[table].problem(line, heading, message))

    def place(self, table: str, line: int) -> str:
        """Return where a record stands."""
        return f"{self._tables[table].name}:{line}"

    def locator(self, table: str) -> str:
        """Return what a table is called in locators: without .gz, so that packing it changes no statement."""
        return self._tables[table].name.removesuffix(".gz")

    def titles(self, table: str, heading: str) -> dict[str, str]:
        """Return the titles of a table of codes, without the codes whose title is blank."""
        found: dict[str, str] = {}
        for record in self.records(table):
            code = record.cells["code"]
            if code in found:
                self.say(table, record.line, "code", f"code {code!r} stands twice; keep one row")
            found[code] = record.cells[heading]
        return {code: title for code, title in found.items() if title}

"""The layouts of input-output tables that can be read, and the NACE divisions that their codes stand for."""

import re
import string
from dataclasses import dataclass

from graph_data.nace import SECTIONS, divisions_between

__all__ = ["LAYOUTS", "Layout"]


@dataclass(frozen=True, slots=True)
class Layout:
    """How a publisher lays out its tables.

    Attributes:
        id: short name of the publisher.
        publisher: its name.
        title: what the table is, to be followed by country and year.
        url: where such tables are described.
        column: what stands before a code in the heading of an industry's column.
        row: what stands before a code in the label of an industry's row.
        initials: characters with which codes of industries begin, those of totals and final uses do not.
        code: a code; its groups are a section, the first and the last division.
        example: an industry's heading.
    """

    id: str
    publisher: str
    title: str
    url: str
    column: str
    row: str
    initials: str
    code: re.Pattern[str]
    example: str

    def of_column(self, heading: str) -> str | None:
        """Return the code in a column's heading, None when it is not an industry's."""
        return self._code(heading, self.column)

    def of_row(self, label: str) -> str | None:
        """Return the code in a row's label, None when it is not an industry's."""
        return self._code(label, self.row)

    def _code(self, text: str, prefix: str) -> str | None:
        code = text.removeprefix(prefix)
        return code if text.startswith(prefix) and code[:1] in self.initials else None

    def divisions(self, code: str) -> frozenset[str]:
        """Return the divisions of NACE Rev. 2 in an industry, those that it has a part of too; none if unknown."""
        if not (match := self.code.fullmatch(code)):
            return frozenset()
        section, first, last = match.groups()
        found = divisions_between(first, last) if first else SECTIONS.get(section, frozenset())
        return found if not section or found <= SECTIONS[section] else frozenset()


LAYOUTS = (
    Layout(
        id="eurostat",
        publisher="Eurostat",
        title="Symmetric input-output table by product",
        url="https://ec.europa.eu/eurostat/cache/metadata/EN/naio_10_n_esms.htm",
        column="CPA_",
        row="CPA_",
        initials=string.ascii_uppercase,
        code=re.compile(r"([A-U])(?:([0-9]{2})(?:[-_]([0-9]{2}))?[A-Z]?)?"),
        example="CPA_C31_32",
    ),
    Layout(
        id="oecd",
        publisher="OECD",
        title="Harmonised national input-output table by industry",
        url="https://www.oecd.org/en/data/datasets/input-output-tables.html",
        column="D",
        row="TTL_",
        initials=string.digits,
        code=re.compile(r"()([0-9]{2})[0-9A-Z]?(?:T([0-9]{2})[0-9]?)?"),
        example="D31T33",
    ),
)
"""Every layout."""

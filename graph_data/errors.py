"""What can go wrong with data, said so that a person can act on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import attrgetter

__all__ = [
    "CannotPlot",
    "CannotReplace",
    "CannotWrite",
    "GraphDataError",
    "InsufficientData",
    "InvalidDataset",
    "MissingExtra",
    "MissingPackage",
    "OnlyLocal",
    "Problem",
    "ServerError",
    "UnknownAudience",
    "UnknownEntity",
    "UnknownVersion",
    "Unreachable",
    "WrongKind",
]

SHOWN = 100
"""How many problems a message lists before it says how many more there are."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in one place of a file.

    Attributes:
        file: name of the file, or of the table for data that came from no file.
        line: 1-based line, 0 when the problem is the whole file's.
        column: 1-based character at which the cell begins, 0 when it is the whole line's.
        message: what is wrong, and what to write instead where that is known.
        sheet: sheet of a workbook or table of a database, whose rows and cells line and column count; blank for text.
    """

    file: str
    line: int
    column: int
    message: str
    sheet: str = ""

    def __str__(self) -> str:
        return f"{self.place}: {self.message}"

    @property
    def cell(self) -> str:
        """Where in the file, as people write it: 3:5 in a text, clusters!C2 in a workbook."""
        if not self.sheet:
            return ":".join(str(number) for number in (self.line, self.column) if number)
        return f"{self.sheet}!{_letters(self.column)}{self.line}" if self.line else self.sheet

    @property
    def place(self) -> str:
        """File and place in it."""
        return ":".join(filter(None, (self.file, self.cell)))


def _letters(column: int) -> str:
    found = ""
    while column:
        column, letter = divmod(column - 1, 26)
        found = chr(ord("A") + letter) + found
    return found


class GraphDataError(Exception):
    """Anything that graph_data refuses."""


class InvalidDataset(GraphDataError, ValueError):  # noqa: N818 -- the name says the state, as LookupError's users expect
    """Data that cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=attrgetter("file", "sheet", "line", "column", "message")))
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"+{len(self.problems) - SHOWN} more")
        super().__init__("\n".join(lines))


class UnknownEntity(GraphDataError, LookupError):  # noqa: N818 -- as above
    """An id that names nothing in this dataset; the message suggests the nearest one."""


class WrongKind(UnknownEntity):
    """An id that names something, but not of the kind that is wanted."""


class UnknownVersion(GraphDataError, LookupError):  # noqa: N818 -- as above
    """A version that a store does not have; the message says which it has."""


class UnknownAudience(GraphDataError, LookupError):  # noqa: N818 -- as above
    """An audience that no row names; the message says which are named."""


class InsufficientData(GraphDataError):  # noqa: N818 -- as above
    """A question that the data cannot answer, as opposed to one whose answer is zero."""


class CannotWrite(GraphDataError, ValueError):  # noqa: N818 -- as above
    """A value that a format cannot hold; the message names it, and formats that can."""


class CannotReplace(GraphDataError, OSError):  # noqa: N818 -- as above
    """A folder that stands where it must not be moved; the message says where to write instead."""


class MissingExtra(GraphDataError, ImportError):  # noqa: N818 -- as above
    """A format whose package is not installed."""

    def __init__(self, extra: str) -> None:
        super().__init__(f"{extra} needs a package that is not installed: pip install 'synergraph[{extra}]'")


class MissingPackage(GraphDataError, ImportError):  # noqa: N818 -- as above
    """A package that a method hands its result to, and that is not installed."""

    def __init__(self, package: str, method: str) -> None:
        super().__init__(f"{method}() needs {package}, which is not installed: pip install {package}")


class Unreachable(GraphDataError, ConnectionError):  # noqa: N818 -- as above
    """An address at which no server of this kind answers; the message says what was asked and what came."""


class ServerError(GraphDataError):
    """A server's refusal; its code is one of those that the API documents, and None when it gave none."""

    def __init__(self, message: str, code: str | None = None) -> None:
        super().__init__(message)
        self.code = code


class OnlyLocal(GraphDataError, NotImplementedError):  # noqa: N818 -- as above
    """What only a graph in this process can do; the message says what to write instead."""


class CannotPlot(GraphDataError, RuntimeError):  # noqa: N818 -- as above
    """A page that cannot be made; the message says what to run."""

"""What can go wrong with data, said so that a person can act on it."""

from collections.abc import Sequence
from dataclasses import dataclass

__all__ = ["GraphDataError", "InsufficientData", "InvalidDataset", "Problem", "UnknownEntity", "WrongKind"]

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
    """

    file: str
    line: int
    column: int
    message: str

    def __str__(self) -> str:
        place = [self.file, *(str(number) for number in (self.line, self.column) if number)]
        return f"{':'.join(place)}: {self.message}"


class GraphDataError(Exception):
    """Anything that graph_data refuses."""


class InvalidDataset(GraphDataError, ValueError):  # noqa: N818 -- the name says the state, as LookupError's users expect
    """Data that cannot be used; carries every problem found, not only the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(sorted(problems))
        lines = [str(problem) for problem in self.problems[:SHOWN]]
        if len(self.problems) > SHOWN:
            lines.append(f"+{len(self.problems) - SHOWN} more")
        super().__init__("\n".join(lines))


class UnknownEntity(GraphDataError, LookupError):  # noqa: N818 -- as above
    """An id that names nothing in this dataset; the message suggests the nearest one."""


class WrongKind(UnknownEntity):
    """An id that names something, but not of the kind that is wanted."""


class InsufficientData(GraphDataError):  # noqa: N818 -- as above
    """A question that the data cannot answer, as opposed to one whose answer is zero."""

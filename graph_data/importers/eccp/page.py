"""The text of a profile page, and the places in it: every span can say its words, its locator and its line."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from pathlib import Path

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.text import read_text

__all__ = ["Page", "Span", "suggestion"]

_NO_BREAK = str.maketrans("\u00a0\u2007\u202f", "   ")
"""The page sets no-break spaces after labels and inside bullets; as blanks they keep every offset."""

_LONGEST = 2**20


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters from start up to, but not including, end; counted from 0."""

    start: int
    end: int


class Page:
    """A page as text, with line ends of one character and every blank a plain one.

    Args:
        file: file name for problems.
        text: content of the file.

    Attributes:
        stem: file name without its ending, for locators.
        text: the text that spans count in.
        lines: every line without its line end, blank ones too.
    """

    def __init__(self, file: str, text: str) -> None:
        self.file = file
        self.stem = Path(file).stem
        self.text = text.replace("\r\n", "\n").replace("\r", "\n").translate(_NO_BREAK)
        self.lines = tuple(Span(*match.span()) for match in re.finditer(r"(?m)^.*$", self.text))
        self._starts = [line.start for line in self.lines]

    @classmethod
    def read(cls, path: Path) -> "Page":
        """Read a page.

        Raises:
            InvalidDataset: the file cannot be read, is not UTF-8, is empty, or is far too long.
        """
        page = cls(path.name, read_text(path))
        if len(page.text) > _LONGEST:
            raise InvalidDataset([Problem(path.name, 0, 0, f"longer than {_LONGEST} characters; not a profile page")])
        if not page.text.strip():
            raise InvalidDataset([Problem(path.name, 0, 0, "the page is empty; save it again as text")])
        return page

    def words(self, span: Span) -> str:
        """Return the words in a span, joined by one blank."""
        return " ".join(self.text[span.start : span.end].split())

    def locator(self, span: Span) -> str:
        """Return how a span is cited."""
        return f"{self.stem}: characters {span.start}-{span.end}"

    def place(self, span: Span) -> str:
        """Return where a span begins, as line and column."""
        return ":".join(map(str, self._place(span)))

    def problem(self, span: Span, message: str) -> Problem:
        """Return a problem of a span."""
        return Problem(self.file, *self._place(span), message)

    def _place(self, span: Span) -> tuple[int, int]:
        line = bisect_right(self._starts, span.start)
        return line, span.start - self._starts[line - 1] + 1

    def trimmed(self, start: int, end: int) -> Span:
        """Return the span between two offsets without the blanks at its ends."""
        words = self.text[start:end]
        return Span(start + len(words) - len(words.lstrip()), max(start, end - len(words) + len(words.rstrip())))


def suggestion(hint: str, otherwise: str) -> str:
    """Return the end of a message: the hint of did_you_mean, if any, and what to do when it is none."""
    return f"{hint} Otherwise {otherwise}" if hint else f"; {otherwise}"

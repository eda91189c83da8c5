"""The XML parts of a workbook, told element by element: no document types, no text without end."""

import re
from collections.abc import Iterable, Iterator
from typing import NoReturn
from xml.parsers import expat

from graph_data.reading.records import MAX_CELL

__all__ = ["Part", "text_of", "whole_number"]

_HIDDEN = re.compile("_x([0-9A-Fa-f]{4})_")
"""A character as OOXML hides it from XML, which has no place for it."""


class Part:
    """What is told of a part; subclasses define `start` and `end`, whose names have no prefixes, and may read `text`.

    Attributes:
        text: what stands in the element that ends, after its last inner element.
    """

    def __init__(self) -> None:
        self.text = ""
        self._pieces: list[str] = []
        self._length = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element."""

    def tell(self, name: str, pieces: Iterable[bytes]) -> Iterator[None]:
        """Parse a part called `name`, yielding after each piece.

        Raises:
            ValueError: the part is no XML, or none that is read.
        """
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._say
        # Entities that unfold without end, or name other files, stand in document types alone.
        parser.StartDoctypeDeclHandler = _refuse
        try:
            for piece in pieces:
                parser.Parse(piece)
                yield
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError) as error:  # an encoding that nobody knows
            raise ValueError(f"{name}: {error}") from None

    def read(self, name: str, pieces: Iterable[bytes]) -> None:
        """Parse a part at once; see `tell`."""
        for _ in self.tell(name, pieces):
            pass

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._forget()
        self.start(name.rpartition(":")[2], attributes)

    def _end(self, name: str) -> None:
        self.text = "".join(self._pieces)
        self._forget()
        self.end(name.rpartition(":")[2])

    def _say(self, text: str) -> None:
        self._length += len(text)
        if self._length > MAX_CELL:
            raise ValueError(f"a text of more than {MAX_CELL} characters")
        self._pieces.append(text)

    def _forget(self) -> None:
        self._pieces.clear()
        self._length = 0


def text_of(text: str) -> str:
    """Return text with its hidden characters."""
    return _HIDDEN.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def whole_number(text: str) -> int:
    """Read the number of a row, a shared text or a style.

    Raises:
        ValueError: it is no number, or too large for any of them.
    """
    text = text.strip()
    if not (text.isascii() and text.isdigit() and len(text) <= 7):  # noqa: PLR2004 -- beyond every row and text
        raise ValueError(f"no row, text or style has the number {text[:40]!r}")
    return int(text)


def _refuse(*_: object) -> NoReturn:
    raise ValueError("a part of the workbook declares a document type, which none needs")

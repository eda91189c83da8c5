"""XML files of others, read piece by piece: no document types, no entities, no depth or length without end."""

from pathlib import Path
from typing import TYPE_CHECKING
from xml.sax import SAXParseException
from xml.sax.handler import ContentHandler

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.records import MAX_CELL
from graph_data.reading.text import regular

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl, Locator

__all__ = ["MAX_DEPTH", "Elements", "read_xml"]

MAX_DEPTH = 64
"""Elements within elements; a graph needs five, a vocabulary in RDF/XML some ten."""

MAX_PIECE = 4 * MAX_CELL
"""Bytes of one tag or comment."""

_PIECE = 2**16


class Elements(ContentHandler):
    """What is told of the elements of a file, in their order, and where they stand.

    Subclasses define `start` and `end`, which may raise ValueError, and read `text`.

    Attributes:
        line, column: where the element or text at hand begins, counted from 1.
        path: names of the elements around, without prefixes.
        text: what stands in the element that ends, after its last inner element.
    """

    def __init__(self) -> None:
        super().__init__()
        self.line = 0
        self.column = 0
        self.path: list[str] = []
        self.text = ""
        self.told = 0
        self._pieces: list[str] = []
        self._length = 0
        self._locator: Locator

    def setDocumentLocator(self, locator: "Locator") -> None:  # noqa: N802 -- SAX's name
        """Take what knows the place of the event at hand."""
        self._locator = locator

    def start(self, name: str, attributes: "AttributesImpl[str]") -> None:
        """Take the beginning of an element."""

    def end(self, name: str) -> None:
        """Take the end of an element, its text in `text`."""

    def startElement(self, name: str, attrs: "AttributesImpl[str]") -> None:  # noqa: N802 -- as above
        """Take a start tag."""
        self._place()
        plain = name.rpartition(":")[2]
        self.path.append(plain)
        if len(self.path) > MAX_DEPTH:
            raise ValueError(f"elements within elements, deeper than {MAX_DEPTH}")
        self._forget()
        self.start(plain, attrs)

    def endElement(self, name: str) -> None:  # noqa: N802 -- as above
        """Take an end tag."""
        self.told += 1
        self.text = "".join(self._pieces)
        self.end(name.rpartition(":")[2])
        self._forget()
        self.path.pop()

    def characters(self, content: str) -> None:
        """Take a part of a text."""
        self.told += 1
        self._length += len(content)
        if self._length > MAX_CELL:
            raise ValueError(f"a text of more than {MAX_CELL} characters")
        self._pieces.append(content)

    def _place(self) -> None:
        self.told += 1
        self.line = self._locator.getLineNumber() or 0
        self.column = (self._locator.getColumnNumber() or 0) + 1

    def _forget(self) -> None:
        self._pieces.clear()
        self._length = 0


def read_xml(path: Path, elements: Elements) -> None:
    """Tell what an XML file holds.

    Raises:
        InvalidDataset: with the place at which the file is no XML, or no XML that is read.
    """
    regular(path)
    try:
        _tell(path, elements)
    except SAXParseException as error:
        line, column = error.getLineNumber() or 0, (error.getColumnNumber() or 0) + 1
        problem = Problem(path.name, line, column, f"not XML: {error.getMessage()}")
    except DefusedXmlException:
        message = "a document type (<!DOCTYPE …>) is not read; take it out, and write out the entities that it declares"
        problem = Problem(path.name, 0, 0, message)
    except OSError as error:
        problem = Problem(path.name, 0, 0, f"cannot be read: {error.strerror}")
    except (LookupError, UnicodeError) as error:
        problem = Problem(path.name, 1, 0, f"unknown encoding; save the file as UTF-8 ({error})")
    except ValueError as error:
        problem = Problem(path.name, elements.line, elements.column, str(error))
    else:
        return
    raise InvalidDataset([problem])


def _tell(path: Path, elements: Elements) -> None:
    # Document types are refused as a whole: entities that unfold without end, or name other files, stand in them alone.
    parser = create_parser(forbid_dtd=True)
    parser.setContentHandler(elements)
    elements.setDocumentLocator(parser)
    with path.open("rb") as file:
        told, silent = 0, 0
        while piece := file.read(_PIECE):
            parser.feed(piece)
            told, silent = elements.told, silent + len(piece) if elements.told == told else 0
            if silent > MAX_PIECE:
                raise ValueError(f"a tag or comment of more than {MAX_PIECE} bytes follows")
    parser.close()
    if not elements.told:
        raise ValueError("the file is empty")

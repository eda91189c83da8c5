"""Reads RDF files, Turtle and RDF/XML, by pyoxigraph, an extra: no address in them is ever asked for."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from graph_data.errors import InvalidDataset, MissingExtra, Problem
from graph_data.reading.markup import MAX_DEPTH, Elements, read_xml
from graph_data.reading.text import read_text

if TYPE_CHECKING:
    from pyoxigraph import Triple

__all__ = ["MAX_TRIPLES", "read_triples"]

MAX_TRIPLES = 10_000_000
"""Triples of a file; the largest vocabularies of the EU have some five million."""

_MEDIA_TYPES: Mapping[str, str] = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".rdf": "application/rdf+xml",
    ".xml": "application/rdf+xml",
    ".owl": "application/rdf+xml",
}
"""By the ending of a file."""

_SIGNS = re.compile(
    r'"""(?:[^"\\]|\\.|"(?!""))*+"""'
    r"|'''(?:[^'\\]|\\.|'(?!''))*+'''"
    r'|"(?:[^"\\\n]|\\.)*+"'
    r"|'(?:[^'\\\n]|\\.)*+'"
    r"|<[^<>\s]*+>|#[^\n]*+|\\.|[][(){}]",
    re.DOTALL,
)
"""Brackets of Turtle, and whatever else may hold one that is none."""


def read_triples(path: Path) -> Iterator["Triple"]:
    """Yield the triples of a file.

    Raises:
        InvalidDataset: the file is none of these, or holds more, or deeper, than is read.
        MissingExtra: pyoxigraph is not installed.
    """
    try:
        from pyoxigraph import RdfFormat, parse  # noqa: PLC0415 -- an extra
    except ImportError:
        raise MissingExtra("rdf") from None
    if (media_type := _MEDIA_TYPES.get(path.suffix.lower())) is None:
        endings = ", ".join(_MEDIA_TYPES)
        raise InvalidDataset([Problem(path.name, 0, 0, f"no RDF that is read; its name must end in {endings}")])
    if media_type == "application/rdf+xml":
        read_xml(path, Elements())
    text = read_text(path)
    if media_type == "text/turtle":
        _refuse_depth(path.name, text)
    try:
        for number, triple in enumerate(parse(text, RdfFormat.from_media_type(media_type)), 1):
            if number > MAX_TRIPLES:
                raise InvalidDataset([Problem(path.name, 0, 0, f"more than {MAX_TRIPLES} triples; split the file")])
            yield triple.triple
    except SyntaxError as error:
        said = re.sub(r"^Parser error at [^:]*: | \(line \d+\)$", "", error.msg)
        raise InvalidDataset([Problem(path.name, error.lineno or 0, error.offset or 0, f"not RDF: {said}")]) from None
    except MemoryError as error:  # what pyoxigraph raises for a word of more than 16 MB
        raise InvalidDataset([Problem(path.name, 0, 0, f"a word without end: {error}")]) from None


def _refuse_depth(name: str, text: str) -> None:
    """Refuse brackets within brackets without end, for each of which a parser keeps its place."""
    depth = 0
    for sign in _SIGNS.finditer(text):
        if sign[0] in {"[", "(", "{"}:
            depth += 1
        elif sign[0] in {"]", ")", "}"}:
            depth -= 1
        if depth > MAX_DEPTH:
            line = text.count("\n", 0, sign.start()) + 1
            raise InvalidDataset([Problem(name, line, 0, f"brackets within brackets, deeper than {MAX_DEPTH}")])

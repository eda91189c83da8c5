"""The files of the official bulk download of CORDIS: csv or JSON, in their zip file or unpacked in a folder.

The csv files have every cell in quotes and semicolons between them; a quote inside a text is not always doubled. The
JSON files are lists of objects with the same names. Only the columns that are asked for leave this module: VAT numbers,
streets, post codes and contacts never do.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Protocol

import orjson

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.archive import unpacking
from graph_data.reading.records import Record
from graph_data.reading.table import Sheet
from graph_data.reading.text import regular, text_of
from graph_data.reading.typed import cleaned

__all__ = ["ENDINGS", "Bulk", "read_bulk"]

ENDINGS = (".csv", ".json")

_STRAY = re.compile(r'(?<!\A)(?<![;\n"])"(?![;\n"])(?!\Z)')
"""A quote that neither begins nor ends a cell nor is doubled: where every cell is quoted, it can only be text."""

JSON_HINT = "; the download in JSON has no such damage"


class Source(Protocol):
    """A file that knows where its cells stand."""

    def problem(self, line: int, heading: str | None, message: str, /) -> Problem:
        """Return a problem of the cell under a heading in the record that starts on a line."""
        ...


class Objects:
    """A JSON file: a list of objects, their places counted from 1."""

    def __init__(self, name: str) -> None:
        self._name = name

    def problem(self, line: int, heading: str | None, message: str) -> Problem:
        """Return a problem of an object; JSON has no lines that people count."""
        where = f"object {line}, {heading}: " if heading else f"object {line}: "
        return Problem(self._name, 0, 0, f"{where}{message}")


@dataclass(slots=True)
class Bulk:
    """A file of the download, the wanted columns only.

    Attributes:
        name: name of the file.
        source: what knows where its cells stand.
        records: its records, cells trimmed, inner whitespace collapsed.
        problems: what is wrong with others.
        mended: lines on which a stray quote was taken for text.
    """

    name: str
    source: Source
    records: list[Record] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)


def read_bulk(path: Path, wanted: Mapping[str, str], optional: Mapping[str, str]) -> tuple[dict[str, Bulk], list[str]]:
    """Read the wanted files of a download.

    Args:
        path: zip file, or folder with the files in it.
        wanted: columns by the file's name without its ending; each file and column must be there.
        optional: further columns by file.

    Returns:
        The files by name without ending, and the names of files that are not read.

    Raises:
        InvalidDataset: the archive cannot be read, or with every file that is missing, doubled or damaged as a whole.
    """
    contents = _folder(path) if path.is_dir() else _archive(path)
    found: dict[str, Bulk] = {}
    problems: list[Problem] = []
    for name, columns in wanted.items():
        here = [file for file in (f"{name}{ending}" for ending in ENDINGS) if file in contents]
        if len(here) != 1:
            message = f"in two formats: {', '.join(here)}; keep one" if here else f"missing; {path.name} must hold it"
            problems.append(Problem(here[0] if here else f"{name}.csv", 0, 0, message))
            continue
        try:
            content = contents.pop(here[0])
            read = _csv if here[0].endswith(".csv") else _json
            found[name] = read(here[0], content, columns.split(), optional.get(name, "").split())
        except InvalidDataset as error:
            problems += error.problems
    if problems:
        raise InvalidDataset(problems)
    return found, sorted(contents)


def _folder(path: Path) -> dict[str, bytes]:
    contents = {}
    for file in sorted(path.iterdir()):
        if file.suffix in ENDINGS:
            regular(file)
            contents[file.name] = file.read_bytes()
    return contents


def _archive(path: Path) -> dict[str, bytes]:
    with unpacking(path, lambda name: name.endswith(ENDINGS)) as archive:
        contents = {PurePosixPath(name).name: archive.read(name) for name in archive.names}
        if len(contents) < len(archive.names):
            raise ValueError("two files of one name in different folders of the archive")
    return contents


def _csv(name: str, content: bytes, columns: Sequence[str], more: Sequence[str]) -> Bulk:
    text = text_of(content, name)
    mended = _stray_quotes(text)
    text = _STRAY.sub('""', text) if mended else text
    sheet = Sheet(name, text, required=frozenset(columns), separator=";")
    kept = [*columns, *(column for column in more if column in sheet.headings)]
    bulk = Bulk(name, sheet, mended=mended)
    damages: list[Problem] = []
    for record in sheet.records(damages):
        cells = {column: " ".join(record.cells[column].split()) for column in kept}
        bulk.records.append(Record(record.line, cells))
    bulk.problems += [Problem(name, found.line, found.column, f"{found.message}{JSON_HINT}") for found in damages]
    return bulk


def _stray_quotes(text: str) -> list[int]:
    """Return the lines of the stray quotes of a table whose every cell is quoted."""
    found: list[int] = []
    line, last = 1, 0
    for match in _STRAY.finditer(text) if text.startswith('"') else ():
        line += text.count("\n", last, match.start())
        last = match.start()
        found.append(line)
    return found


def _json(name: str, content: bytes, columns: Sequence[str], more: Sequence[str]) -> Bulk:
    try:
        found = orjson.loads(text_of(content, name))
    except orjson.JSONDecodeError as error:
        message = f"not JSON: {error.msg}"
        raise InvalidDataset([Problem(name, error.lineno, error.colno, message)]) from None
    if not isinstance(found, list):
        raise InvalidDataset([Problem(name, 0, 0, "the file must be a list of objects")])
    bulk = Bulk(name, Objects(name))
    for line, item in enumerate(found, 1):
        try:
            bulk.records.append(Record(line, _cells(item, columns, more)))
        except ValueError as error:
            bulk.problems.append(bulk.source.problem(line, None, str(error)))
    return bulk


def _cells(item: object, columns: Sequence[str], more: Sequence[str]) -> dict[str, str]:
    if not isinstance(item, dict):
        raise ValueError("must be an object")  # noqa: TRY004 -- a value of the file, not of a caller
    if missing := [column for column in columns if column not in item]:
        raise ValueError(f"lacks {', '.join(missing)}")
    return {column: _text(column, item[column]) for column in [*columns, *more] if column in item}


def _text(column: str, value: object) -> str:
    """Return a value as the csv file would have it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        try:
            return " ".join(cleaned(str(value)).split())
        except ValueError as error:
            raise ValueError(f"{column}: {error}") from None
    raise ValueError(f"{column} must be text, a number or a truth value")

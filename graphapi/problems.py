"""Problems of a dataset as people and programs want them: lines with a caret, JSON, SARIF, GitHub annotations."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any
from unicodedata import category
from urllib.parse import quote

from rich.cells import cell_len

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.text import read_text
from graphapi.choices import ProblemFormat

__all__ = ["excerpts", "printable", "render_problems"]

WIDTH = 100
"""Characters of an excerpt."""

RULE = "invalid-dataset"
SARIF = "https://json.schemastore.org/sarif-2.1.0.json"

Locate = Callable[[str], Path]
"""Gives the path of the file that a problem names."""


def render_problems(
    problems: Sequence[Problem], form: ProblemFormat, locate: Locate, about: Mapping[str, object]
) -> str:
    """Return problems in a machine's format.

    Args:
        problems: all of them.
        form: json, sarif or github.
        locate: gives the path of the file that a problem names.
        about: what json says of the whole dataset: its name and version, when it has no problem.
    """
    match form:
        case ProblemFormat.JSON:
            found = [_plain(problem, locate) for problem in problems]
            return json.dumps({**about, "problems": found}, ensure_ascii=False, indent=2)
        case ProblemFormat.SARIF:
            return json.dumps(_sarif(problems, locate), ensure_ascii=False, indent=2)
        case _:
            return "\n".join(_annotation(problem, locate) for problem in problems)


def _plain(problem: Problem, locate: Locate) -> dict[str, object]:
    return {
        "file": locate(problem.file).as_posix(),
        "sheet": problem.sheet or None,
        "line": problem.line or None,
        "column": problem.column or None,
        "cell": problem.cell or None,
        "message": problem.message,
    }


def _annotation(problem: Problem, locate: Locate) -> str:
    places = {"file": locate(problem.file).as_posix()}
    if problem.sheet:
        places["title"] = problem.cell
    elif problem.line:
        places["line"] = str(problem.line)
        if problem.column:
            places["col"] = str(problem.column)
    said = ",".join(f"{key}={_escaped(value, ':,')}" for key, value in places.items())
    return f"::error {said}::{_escaped(problem.message, '')}"


def _escaped(text: str, more: str) -> str:
    return "".join(f"%{ord(character):02X}" if character in f"%\r\n{more}" else character for character in text)


def _sarif(problems: Iterable[Problem], locate: Locate) -> dict[str, object]:
    rule = {
        "id": RULE,
        "shortDescription": {"text": "The dataset cannot be used."},
        "fullDescription": {"text": "A table holds something that the data model does not allow."},
        "defaultConfiguration": {"level": "error"},
    }
    driver = {"name": "synergraph", "semanticVersion": version("synergraph"), "rules": [rule]}
    results = [
        {
            "ruleId": RULE,
            "ruleIndex": 0,
            "level": "error",
            "message": {"text": problem.message},
            "locations": [_location(problem, locate)],
        }
        for problem in problems
    ]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": SARIF, "version": "2.1.0", "runs": [run]}


def _location(problem: Problem, locate: Locate) -> dict[str, object]:
    path = locate(problem.file)
    uri = path.as_uri() if path.is_absolute() else quote(path.as_posix())
    physical: dict[str, Any] = {"artifactLocation": {"uri": uri}}
    if problem.sheet:
        return {"physicalLocation": physical, "logicalLocations": [{"fullyQualifiedName": problem.cell}]}
    if problem.line:
        column = {"startColumn": problem.column} if problem.column else {}
        physical["region"] = {"startLine": problem.line, **column}
    return {"physicalLocation": physical}


def excerpts(problems: Iterable[Problem], locate: Locate) -> Iterable[str]:
    """Yield each problem as a line and, where its file is text, the line it stands in with a caret below the column."""
    texts: dict[str, list[str]] = {}
    for problem in problems:
        yield printable(str(problem))
        if problem.line and problem.column and not problem.sheet:
            if problem.file not in texts:
                texts[problem.file] = _lines(locate(problem.file))
            if problem.line <= len(texts[problem.file]):
                yield from _caret(texts[problem.file][problem.line - 1], problem.column - 1)


def _lines(path: Path) -> list[str]:
    if path.suffix == ".parquet":
        return []
    try:
        return read_text(path).split("\n")
    except InvalidDataset:
        return []


def _caret(line: str, column: int) -> tuple[str, str]:
    """Return the part of a line around a character, and a line with a caret below it."""
    start = max(0, min(column - WIDTH // 2, len(line) - WIDTH))
    before, after = printable(line[start:column]), printable(line[column : start + WIDTH])
    more = "…" if start else ""
    return f"    {more}{before}{after}", f"    {' ' * cell_len(more + before)}^"


def printable(text: str) -> str:
    """Return text in which nothing steers the terminal: every such character is shown as �."""
    return "".join(character if character.isprintable() or category(character) == "Zs" else "�" for character in text)

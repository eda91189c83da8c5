"""What a dataset says of itself: the heads of `datapackage.yaml`, or the one row of a table called `dataset`."""

from collections.abc import Callable, Mapping
from dataclasses import fields
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from graph_data.dataset import About
from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.records import TableReader
from graph_data.reading.text import read_text
from graph_data.reading.typed import cleaned

__all__ = ["ABOUT_COLUMNS", "DESCRIPTION", "read_about", "read_description"]

DESCRIPTION = "datapackage.yaml"

ABOUT_COLUMNS = (*(item.name for item in fields(About)), "version")
"""Headings of the table `dataset`; the version is what was written, for people: reading ignores it."""

_Say = Callable[[str | None, str], None]


def read_description(path: Path, problems: list[Problem]) -> About | None:
    """Read `datapackage.yaml`; what is wrong is added to `problems`."""
    try:
        package = yaml.safe_load(read_text(path))
    except InvalidDataset as error:
        problems.extend(error.problems)
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a date like 2020-13-45; brackets without end
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        said = getattr(error, "problem", None) or str(error).splitlines()[0]
        problems.append(Problem(DESCRIPTION, line, column, f"not YAML: {said}"))
        return None

    def say(_: str | None, message: str) -> None:
        problems.append(Problem(DESCRIPTION, 0, 0, message))

    found = package if isinstance(package, Mapping) else {}
    return _about_of(found, found.get("created"), "created", say)


def read_about(sheet: TableReader, problems: list[Problem]) -> About | None:
    """Read a table called `dataset`; what is wrong is added to `problems`."""
    records = list(sheet.records(problems))
    if len(records) != 1:
        problems.append(sheet.problem(0, None, f"{len(records)} rows; the dataset is described in one"))
        return None
    record = records[0]

    def say(heading: str | None, message: str) -> None:
        problems.append(sheet.problem(record.line, heading, message))

    try:
        found = {name: cleaned(cell) if isinstance(cell, str) else cell for name, cell in record.cells.items()}
    except ValueError as error:
        say(None, str(error))
        return None
    return _about_of(found, _time(found.get("issued")), "issued", say)


def _about_of(found: Mapping[str, Any], issued: object, heading: str, say: _Say) -> About | None:
    words = {key: found.get(key) for key in ("name", "title", "licence", "citation")}
    missing = [key for key, value in words.items() if not (isinstance(value, str) and value.strip())]
    for key in missing:
        say(key, f"{key} is missing or not text")
    if issued is not None and not isinstance(issued, datetime):
        say(heading, f"{heading} must be a time like 2026-01-31T00:00:00Z")
        return None
    return None if missing else About(**{key: str(value) for key, value in words.items()}, issued=issued)


def _time(cell: object) -> object:
    if isinstance(cell, str) and cell.strip():
        try:
            return datetime.fromisoformat(cell.strip())
        except ValueError:
            return cell
    return None if cell == "" else cell

"""Reads a dataset folder: every table is parsed, then checked as a whole, and all problems come at once."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from graph_data.checking import Places, check
from graph_data.dataset import About, Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.ontology import EntityKind
from graph_data.reading.table import Record, Sheet
from graph_data.reading.text import read_text
from graph_data.tables import TABLES, Table, columns_of, did_you_mean, parse_cell

__all__ = ["read_folder", "read_rows"]

DESCRIPTION = "datapackage.yaml"


def read_folder(folder: Path) -> Dataset:
    """Read and check a dataset folder.

    Raises:
        InvalidDataset: with every problem of every table.
    """
    if not folder.is_dir():
        raise InvalidDataset([Problem(str(folder), 0, 0, "no such folder")])
    problems: list[Problem] = []
    about = _read_about(folder, problems)
    rows: list[object] = []
    places: Places = Places()
    for table in TABLES:
        rows += _read_table(folder / f"{table.name}.csv", table, places, problems)
    problems += _strangers(folder)
    problems += check(rows, places)
    if problems or about is None:
        raise InvalidDataset(problems)
    return Dataset.of(about, rows)


def read_rows(folder: Path, names: frozenset[str]) -> list[object]:
    """Read the named tables of a folder without checking them against the others.

    Raises:
        InvalidDataset: a cell cannot be read.
    """
    problems: list[Problem] = []
    rows: list[object] = []
    for table in TABLES:
        if table.name in names:
            rows += _read_table(folder / f"{table.name}.csv", table, Places(), problems)
    if problems:
        raise InvalidDataset(problems)
    return rows


def _read_about(folder: Path, problems: list[Problem]) -> About | None:
    try:
        package = yaml.safe_load(read_text(folder / DESCRIPTION))
    except InvalidDataset as error:
        problems.extend(error.problems)
        return None
    except (yaml.YAMLError, ValueError, RecursionError) as error:  # a date like 2020-13-45; brackets without end
        mark = getattr(error, "problem_mark", None)
        line, column = (mark.line + 1, mark.column + 1) if mark else (0, 0)
        said = getattr(error, "problem", None) or str(error).splitlines()[0]
        problems.append(Problem(DESCRIPTION, line, column, f"not YAML: {said}"))
        return None
    return _about_of(package if isinstance(package, Mapping) else {}, problems)


def _about_of(package: Mapping[str, Any], problems: list[Problem]) -> About | None:
    wanted = ("name", "title", "licence", "citation")
    found = {key: package.get(key) for key in wanted}
    missing = [key for key, value in found.items() if not (isinstance(value, str) and value.strip())]
    problems += [Problem(DESCRIPTION, 0, 0, f"{key} is missing or not text") for key in missing]
    issued = package.get("created")
    if issued is not None and not isinstance(issued, datetime):
        problems.append(Problem(DESCRIPTION, 0, 0, "created must be a time like 2026-01-31T00:00:00Z"))
        return None
    return None if missing else About(**{key: str(value) for key, value in found.items()}, issued=issued)


def _read_table(path: Path, table: Table, places: Places, problems: list[Problem]) -> list[object]:
    if not path.exists():
        return []
    columns = table.columns
    try:
        sheet = Sheet(
            path.name,
            read_text(path),
            required=frozenset(column.name for column in columns if column.required),
            allowed=frozenset(column.name for column in columns),
        )
    except InvalidDataset as error:
        problems.extend(error.problems)
        places.lost.add(table.part)
        return []
    rows: list[object] = []
    for record in sheet.records(problems):
        row = _read_row(sheet, table, record, problems)
        if row is not None:
            rows.append(row)
            places.add(row, sheet, record.line)
        else:
            places.unread[table.part].add(record.cells.get("id", "").strip())
    return rows


def _read_row(sheet: Sheet, table: Table, record: Record, problems: list[Problem]) -> object | None:
    row_type = table.row_types.get(None)
    cells = dict(record.cells)
    if row_type is None:
        text = cells.pop("kind").strip()
        kinds = {kind.value: kind for kind in table.row_types if kind}
        if text not in kinds:
            hint = did_you_mean(text.upper(), kinds) or f"; write one of {', '.join(kinds)}"
            problems.append(sheet.problem(record.line, "kind", f"unknown kind {text!r}{hint}"))
            return None
        row_type = table.row_types[EntityKind(text)]
    values: dict[str, Any] = {}
    before = len(problems)
    for column in columns_of(row_type):
        try:
            values[column.name] = parse_cell(column, cells.get(column.name, ""))
        except ValueError as error:
            problems.append(sheet.problem(record.line, column.name, str(error)))
    return row_type(**values) if len(problems) == before else None


def _strangers(folder: Path) -> list[Problem]:
    known = {f"{table.name}.csv" for table in TABLES}
    found = sorted(path.name for path in folder.glob("*.csv") if path.name not in known)
    return [Problem(name, 0, 0, f"no such table{did_you_mean(name, known)}") for name in found]

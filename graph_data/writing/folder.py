"""Writes a dataset folder: whole or not at all."""

import csv
import io
import os
import shutil
import tempfile
import unicodedata
from pathlib import Path
from typing import Any

import yaml

from graph_data.dataset import Dataset, cells
from graph_data.tables import TABLES, Column, Table

__all__ = ["table_text", "write_folder"]

_YAML_BREAKS = set("\u0085\u2028\u2029")
"""Line ends to YAML, which would fold them into blanks."""


def write_folder(dataset: Dataset, folder: Path) -> None:
    """Write a dataset into a folder, replacing the tables that stand there; other files stay.

    The new folder is written aside and takes the old one's place by renaming, so that a failure leaves the old one.
    """
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        aside.chmod(0o755)
        _write(aside / "datapackage.yaml", _description(dataset))
        for table in TABLES:
            if dataset.rows(table):
                _write(aside / f"{table.name}.csv", table_text(dataset, table))
        if folder.exists():
            _keep_others(folder, aside)
            _take_place(aside, folder)
        else:
            aside.rename(folder)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _keep_others(folder: Path, aside: Path) -> None:
    ours = {"datapackage.yaml", *(f"{table.name}.csv" for table in TABLES)}
    for path in folder.iterdir():
        if path.is_dir() and not path.is_symlink():
            shutil.copytree(path, aside / path.name, symlinks=True)
        elif path.name not in ours:
            shutil.copy2(path, aside / path.name, follow_symlinks=False)


def _take_place(aside: Path, folder: Path) -> None:
    retired = aside.with_name(f"{aside.name}-old")
    folder.rename(retired)
    try:
        aside.rename(folder)
    except BaseException:
        retired.rename(folder)
        raise
    shutil.rmtree(retired)


def _write(path: Path, text: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def table_text(dataset: Dataset, table: Table) -> str:
    """Return a table as csv text, rows sorted by key, columns that no row fills left out."""
    target = io.StringIO(newline="")
    headings = [column.name for column in _filled(dataset, table)]
    writer = csv.DictWriter(target, headings, lineterminator="\n")
    writer.writeheader()
    writer.writerows(cells(row) for row in dataset.rows(table))
    return target.getvalue()


def _filled(dataset: Dataset, table: Table) -> list[Column]:
    filled = set().union(*(cells(row) for row in dataset.rows(table)))
    return [column for column in table.columns if column.required or column.name in filled]


def _description(dataset: Dataset) -> str:
    about = dataset.about
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": about.name,
        "title": about.title,
        "licence": about.licence,
        "citation": about.citation,
        "created": about.issued,
        "sources": [
            {"title": source.title, **({"path": source.url} if source.url else {})} for source in dataset.sources
        ],
        "resources": [_resource(dataset, table) for table in TABLES if dataset.rows(table)],
    }
    kept = {key: value for key, value in package.items() if value is not None}
    text = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=120)
    # Reading composes what follows an escape with its last letter: "\n" and a combining mark.
    if set(text) & _YAML_BREAKS or not unicodedata.is_normalized("NFC", text):
        text = yaml.safe_dump(kept, sort_keys=False, width=120)
    return text


def _resource(dataset: Dataset, table: Table) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "schema": {"fields": [_field(column) for column in _filled(dataset, table)]},
    }


def _field(column: Column) -> dict[str, Any]:
    names = {"int": "integer", "float": "number", "bool": "boolean", "date": "date"}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    described = {"name": column.name, "type": names.get(column.type.__name__, "string")}
    described["description"] = column.description
    return {**described, **({"constraints": constraints} if constraints else {})}

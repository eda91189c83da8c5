"""Writes a dataset folder: whole or not at all."""

import unicodedata
from pathlib import Path
from typing import Any

import yaml

from graph_data.dataset import Dataset
from graph_data.reading.about import DESCRIPTION
from graph_data.reading.files import TABLE_ENDINGS
from graph_data.tables import TABLES, Column, Table
from graph_data.writing.atomic import new_folder
from graph_data.writing.format import Format
from graph_data.writing.text import CSV, TSV, filled

__all__ = ["is_ours", "write_folder", "write_tables"]

_YAML_BREAKS = set("\u0085\u2028\u2029")
"""Line ends to YAML, which would fold them into blanks."""


def write_folder(dataset: Dataset, folder: Path, form: Format = CSV, *, stamped: bool = False) -> None:
    """Write a dataset into a folder, replacing the tables that stand there in any format; other files stay.

    The new folder is written aside and takes the old one's place by renaming, so that a failure leaves the old one.

    Args:
        dataset: what to write.
        folder: where; made when it is not there.
        form: format of the tables, one of those that are a file a table.
        stamped: whether the description names the version, which is wrong as soon as somebody edits a table.
    """
    with new_folder(folder, lambda path: not is_ours(path.name)) as aside:
        write_tables(dataset, aside, form, stamped=stamped)


def write_tables(dataset: Dataset, folder: Path, form: Format = CSV, *, stamped: bool = False) -> None:
    """Write the description and every table that has rows into a new folder; see write_folder."""
    write = form.table_writer()
    (folder / DESCRIPTION).write_text(_description(dataset, form, stamped=stamped), encoding="utf-8", newline="")
    for table in TABLES:
        if dataset.rows(table):
            with (folder / f"{table.name}{form.ending}").open("wb") as file:
                file.writelines(write(dataset, table))


def is_ours(name: str) -> bool:
    """Whether a file of a dataset folder is its description or one of its tables, in any format."""
    return name in {DESCRIPTION, *(f"{table.name}{ending}" for table in TABLES for ending in TABLE_ENDINGS)}


def _description(dataset: Dataset, form: Format, *, stamped: bool) -> str:
    about = dataset.about
    package: dict[str, Any] = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": about.name,
        "title": about.title,
        "licence": about.licence,
        "citation": about.citation,
        "version": dataset.version if stamped else None,
        "created": about.issued,
        "sources": [
            {"title": source.title, **({"path": source.url} if source.url else {})} for source in dataset.sources
        ],
        "resources": [_resource(dataset, table, form) for table in TABLES if dataset.rows(table)],
    }
    kept = {key: value for key, value in package.items() if value is not None}
    text = yaml.safe_dump(kept, sort_keys=False, allow_unicode=True, width=120)
    # Reading composes what follows an escape with its last letter: "\n" and a combining mark.
    if set(text) & _YAML_BREAKS or not unicodedata.is_normalized("NFC", text):
        text = yaml.safe_dump(kept, sort_keys=False, width=120)
    return text


def _resource(dataset: Dataset, table: Table, form: Format) -> dict[str, Any]:
    format_ = {} if form is CSV else {"format": form.name, "mediatype": form.media_type}
    return {
        "name": table.name,
        "path": f"{table.name}{form.ending}",
        **format_,
        **({"dialect": {"delimiter": "\t"}} if form is TSV else {}),
        "schema": {"fields": [_field(column) for column in filled(dataset, table)]},
    }


def _field(column: Column) -> dict[str, Any]:
    names = {"int": "integer", "float": "number", "bool": "boolean", "date": "date"}
    constraints: dict[str, Any] = {"required": True} if column.required else {}
    if column.minimum is not None:
        constraints["minimum"] = column.minimum
    described = {"name": column.name, "type": names.get(column.type.__name__, "string")}
    described["description"] = column.description
    return {**described, **({"constraints": constraints} if constraints else {})}

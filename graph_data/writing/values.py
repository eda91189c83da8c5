"""The values of a row for formats that know types."""

from dataclasses import fields
from typing import Any

from graph_data.dataset import Dataset
from graph_data.tables import columns_of, table_of

__all__ = ["about_values", "values"]


def values(row: object) -> dict[str, Any]:
    """Return a row's values by column, in the order of the columns; None where nothing is known."""
    table = table_of(row)
    found = {column.name: getattr(row, column.name) for column in columns_of(type(row))}
    if not table.mixed:
        return found
    found["kind"] = next(kind for kind, row_type in table.row_types.items() if row_type is type(row))
    return {column.name: found[column.name] for column in table.columns}


def about_values(dataset: Dataset) -> dict[str, str | None]:
    """Return the one row of the table `dataset`: what the dataset says of itself, and its version."""
    about = dataset.about
    issued = about.issued.isoformat() if about.issued else None
    said = {item.name: getattr(about, item.name) for item in fields(about)}
    return {**said, "issued": issued, "version": dataset.version}

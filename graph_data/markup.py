"""Values as HTML in which nothing of the data is markup."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import fields
from enum import Enum
from html import escape
from typing import Any

__all__ = ["UNKNOWN", "attributes_of", "list_of"]

UNKNOWN = "<i>unknown</i>"
"""What stands where nothing is known."""


def attributes_of(row: Any, without: Collection[str]) -> Iterator[tuple[str, object]]:  # noqa: ANN401 -- any dataclass
    """Yield the attributes of a dataclass, all but some, by their names in words."""
    for item in fields(row):
        if item.name not in without:
            yield item.name.replace("_", " "), getattr(row, item.name)


def list_of(pairs: Iterable[tuple[str, object]], caption: str) -> str:
    """Return names and values as a table of two columns."""
    body = "".join(f"<tr><th scope='row'>{escape(name)}</th><td>{_said(value)}</td></tr>" for name, value in pairs)
    return f"<table><caption>{escape(caption)}</caption>{body}</table>"


def _said(value: object) -> str:
    if value is None or value == ():
        return UNKNOWN
    if isinstance(value, float):
        return f"{value:.3f}"
    return escape(
        "; ".join(value) if isinstance(value, tuple) else str(value.value if isinstance(value, Enum) else value)
    )

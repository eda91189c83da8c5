"""The tables of a dataset folder, derived from the ontology: their columns, and how a cell is read and written."""

import math
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields
from datetime import date
from enum import Enum
from typing import Any

from rapidfuzz import process

from graph_data import rows
from graph_data.ontology import CONCEPT_KINDS, KINDS, EntityKind, Predicate

__all__ = ["TABLES", "Column", "Table", "columns_of", "did_you_mean", "format_cell", "parse_cell", "table_of"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table.

    Attributes:
        name: its heading.
        type: str, int, float, bool, date, an Enum, or tuple for several strings separated by blanks.
        required: whether a blank cell is an error.
        default: value of a blank cell that is not required.
        description: what it holds.
        minimum: least value that makes sense, for numbers.
        predicate: relation that the column stands for, when it holds an entity's id.
    """

    name: str
    type: type
    required: bool
    default: object
    description: str
    minimum: float | None = None
    predicate: Predicate | None = None


LARGEST = 2**31 - 1
"""Largest whole number of a cell: GraphQL's Int holds no larger one."""

_COLUMNS: dict[type, tuple[Column, ...]] = {}


def columns_of(row_type: type) -> tuple[Column, ...]:
    """Return the columns of a row type in the order in which they are written."""
    if row_type not in _COLUMNS:
        _COLUMNS[row_type] = _read_columns(row_type)
    return _COLUMNS[row_type]


def _read_columns(row_type: type) -> tuple[Column, ...]:
    hints = typing.get_type_hints(row_type)
    found = [
        Column(
            name=item.name,
            type=_plain_type(hints[item.name]),
            required=item.default is MISSING,
            default=None if item.default is MISSING else item.default,
            description=item.metadata["description"],
            minimum=item.metadata.get("minimum"),
            predicate=item.metadata.get("predicate"),
        )
        for item in fields(row_type)
    ]
    last = {"source": 1, "locator": 1, "audience": 2}
    return tuple(sorted(found, key=lambda column: 0 if column.required else last.get(column.name, 0)))


def _plain_type(hint: Any) -> type:  # noqa: ANN401 -- a type hint has no narrower type
    if isinstance(hint, types.UnionType):
        hint = next(option for option in hint.__args__ if option is not types.NoneType)
    plain: type = typing.get_origin(hint) or hint
    return plain


@dataclass(frozen=True, slots=True)
class Table:
    """A table of a dataset folder.

    Attributes:
        name: file name without its ending.
        part: field of Dataset that holds its rows.
        row_types: its row type, or, for a table of several kinds, the row type of each value of its column `kind`.
        key: columns that together identify a row.
    """

    name: str
    part: str
    row_types: Mapping[EntityKind | None, type]
    key: tuple[str, ...]

    @property
    def mixed(self) -> bool:
        """Whether rows of several kinds stand in the table."""
        return None not in self.row_types

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns, a mixed table's `kind` second."""
        found = columns_of(next(iter(self.row_types.values())))
        if not self.mixed:
            return found
        kind = Column("kind", EntityKind, required=True, default=None, description="Kind of the term.")
        return (found[0], kind, *found[1:])


def _entities(name: str, *kinds: EntityKind) -> Table:
    if len(kinds) == 1:
        return Table(name, "entities", {None: KINDS[kinds[0]]}, ("id",))
    return Table(name, "entities", {kind: KINDS[kind] for kind in kinds}, ("id",))


TABLES: tuple[Table, ...] = (
    Table("sources", "sources", {None: rows.Source}, ("id",)),
    Table("schemes", "schemes", {None: rows.Scheme}, ("id",)),
    _entities("clusters", EntityKind.CLUSTER),
    _entities("smes", EntityKind.SME),
    _entities("institutions", EntityKind.INSTITUTION),
    _entities("partnerships", EntityKind.PARTNERSHIP),
    _entities("concepts", *(kind for kind in EntityKind if kind in CONCEPT_KINDS)),
    _entities("regions", EntityKind.REGION),
    _entities("countries", EntityKind.COUNTRY),
    _entities("value_chains", EntityKind.VALUE_CHAIN),
    _entities("stages", EntityKind.VALUE_CHAIN_STAGE),
    Table("names", "names", {None: rows.Name}, ("entity", "name", "kind", "language")),
    Table("facts", "facts", {None: rows.Fact}, ("entity", "property", "value", "source", "locator")),
    Table("same_as", "same_as", {None: rows.SameAs}, ("source", "source_id")),
    Table(
        "links",
        "links",
        {None: rows.Link},
        ("subject", "predicate", "object", "role", "origin", "rule", "source", "locator"),
    ),
    Table("crosswalks", "crosswalks", {None: rows.Crosswalk}, ("subject", "object")),
    Table("stage_industries", "stage_industries", {None: rows.StageIndustry}, ("stage", "industry")),
    Table("keywords", "keywords", {None: rows.Keyword}, ("register", "phrase", "concept")),
    Table("misleading", "misleading", {None: rows.Misleading}, ("subject", "predicate", "object")),
    Table("rules", "rules", {None: rows.Rule}, ("id",)),
    Table("conditions", "conditions", {None: rows.Condition}, ("rule", "position")),
)
"""Every table, in the order in which the folder is read."""

_TABLE_OF = {row_type: table for table in TABLES for row_type in table.row_types.values()}


def table_of(row: object) -> Table:
    """Return the table that a row stands in."""
    return _TABLE_OF[type(row)]


def parse_cell(column: Column, text: str) -> Any:  # noqa: ANN401 -- the value's type is the column's
    """Read a cell; a blank one is the column's default.

    Raises:
        ValueError: the cell does not hold what the column wants; the message says what to write.
    """
    text = text.strip()
    if not text:
        if column.required:
            raise ValueError(f"{column.name} must not be blank")
        return column.default
    if column.type is str:
        return text
    if column.type is tuple:
        return tuple(text.split())
    if issubclass(column.type, Enum):
        return _parse_choice(column, text)
    if column.type is bool:
        if text.lower() in {"true", "false"}:
            return text.lower() == "true"
        raise ValueError(f"{column.name} must be true or false, got {text!r}")
    if column.type is date:
        try:
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"{column.name} must be a date like 2020-02-03, got {text!r}") from None
    return _parse_number(column, text)


def _parse_choice(column: Column, text: str) -> Enum:
    choices: type[Enum] = column.type
    try:
        return choices(text)
    except ValueError:
        names = [choice.value for choice in choices]
        hint = did_you_mean(text.upper(), names) or f"; write one of {', '.join(names)}"
        raise ValueError(f"unknown {column.name} {text!r}{hint}") from None


def _parse_number(column: Column, text: str) -> float:
    whole = column.type is int
    try:
        if not text.isascii() or "_" in text:
            raise ValueError
        value = int(text) if whole else float(text)
        if not math.isfinite(value):
            raise ValueError
    except (ValueError, OverflowError):
        wanted = "a whole number" if whole else "a finite number"
        raise ValueError(f"{column.name} must be {wanted}, got {text[:40]!r}") from None
    if whole and value > LARGEST:
        raise ValueError(f"{column.name} must be at most {LARGEST}, got {text[:40]}")
    if column.minimum is not None and value < column.minimum:
        raise ValueError(f"{column.name} must be at least {column.minimum:g}, got {text[:40]}")
    return value


def format_cell(value: object) -> str:
    """Write a value as the cell that parse_cell reads back."""
    if value is None:
        return ""
    if type(value) is str:  # nearly every cell
        return value
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return str(int(value))
    if isinstance(value, tuple):
        return " ".join(value)
    return str(value)


def did_you_mean(word: str, known: typing.Iterable[str]) -> str:
    """Return "; did you mean 'x'?" for the known word nearest to one that is not known, or nothing if none is near."""
    found = process.extractOne(word, sorted(known), score_cutoff=75)
    return f"; did you mean {found[0]!r}?" if found else ""

"""A dataset as an immutable value: its rows, and the version that follows from them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from operator import attrgetter

import orjson

from graph_data.ontology import (
    Concept,
    Country,
    Entity,
    EntityKind,
    Region,
    Row,
    StatementOrigin,
    ValueChain,
    ValueChainStage,
)
from graph_data.rows import (
    Condition,
    Crosswalk,
    Fact,
    Keyword,
    Link,
    Misleading,
    Name,
    Rule,
    SameAs,
    Scheme,
    Source,
    StageIndustry,
)
from graph_data.tables import TABLES, Table, columns_of, format_cell, table_of

__all__ = ["About", "Dataset", "cells", "key_of"]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a dataset says of itself.

    Attributes:
        name: short name, as used for its folder.
        title: title for people.
        licence: address of the licence of the dataset as a whole.
        citation: how to cite it; the version is added by whoever prints it.
        issued: when it was issued, None where nobody said so.
    """

    name: str
    title: str
    licence: str
    citation: str
    issued: datetime | None = None


def cells(row: object) -> dict[str, str]:
    """Return a row's filled cells by column."""
    names, values, kind = _COLUMNS[type(row)]
    found = {name: text for name, value in zip(names, values(row), strict=True) if (text := format_cell(value))}
    return {**found, "kind": kind} if kind else found


def key_of(row: object) -> tuple[str, ...]:
    """Return the cells that identify a row within its table."""
    return tuple(map(format_cell, _KEYS[type(row)](row)))


_Values = Callable[[object], tuple[object, ...]]


def _values(names: Sequence[str]) -> _Values:
    # Of one name, attrgetter gives the value itself.
    return attrgetter(*names) if len(names) > 1 else lambda row: (getattr(row, names[0]),)


def _columns(row_type: type, kind: EntityKind | None) -> tuple[tuple[str, ...], _Values, str]:
    """Return the columns of a row, what gives their values, and its kind where several stand in its table."""
    names = tuple(column.name for column in columns_of(row_type))
    return names, _values(names), kind.value if kind else ""


_COLUMNS = {cls: _columns(cls, kind) for table in TABLES for kind, cls in table.row_types.items()}
_KEYS = {cls: _values(table.key) for table in TABLES for cls in table.row_types.values()}


@dataclass(frozen=True)
class Dataset:
    """Rows, sorted by their keys, and what the dataset says of itself; use `Dataset.of` to make one.

    Attributes: one for each kind of row; `entities` holds every node, whatever its table.
    """

    about: About
    sources: tuple[Source, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    entities: tuple[Entity, ...] = ()
    names: tuple[Name, ...] = ()
    facts: tuple[Fact, ...] = ()
    same_as: tuple[SameAs, ...] = ()
    links: tuple[Link, ...] = ()
    crosswalks: tuple[Crosswalk, ...] = ()
    stage_industries: tuple[StageIndustry, ...] = ()
    keywords: tuple[Keyword, ...] = ()
    misleading: tuple[Misleading, ...] = ()
    rules: tuple[Rule, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @classmethod
    def of(cls, about: About, rows: Iterable[object]) -> "Dataset":
        """Make a dataset of rows in any order; equal rows are one."""
        parts: dict[str, dict[object, None]] = {item.name: {} for item in fields(cls) if item.name != "about"}
        for row in rows:
            parts[table_of(row).part][row] = None
        return cls(about, **{part: tuple(sorted(found, key=key_of)) for part, found in parts.items()})  # type: ignore[arg-type] # each part holds the rows of its own tables

    def rows(self, table: Table) -> tuple[object, ...]:
        """Return the rows of a table, sorted by key."""
        types = tuple(table.row_types.values())
        return tuple(row for row in getattr(self, table.part) if isinstance(row, types))

    def all_rows(self) -> Iterable[object]:
        """Yield every row."""
        for table in TABLES:
            yield from self.rows(table)

    @cached_property
    def version(self) -> str:
        """Hash of the content, independent of the order of rows and columns: 16 hexadecimal digits."""
        digest = sha256(orjson.dumps(_about_cells(self.about), option=orjson.OPT_SORT_KEYS))
        for table in TABLES:
            lines = sorted(orjson.dumps(cells(row), option=orjson.OPT_SORT_KEYS) for row in self.rows(table))
            digest.update(f"\n{table.name}\n".encode() + b"\n".join(lines))
        return digest.hexdigest()[:16]

    @cached_property
    def confidential(self) -> bool:
        """Whether some row is not for everybody."""
        return any(isinstance(row, Row) and row.audience for row in self.all_rows())

    @cached_property
    def by_id(self) -> Mapping[str, Entity]:
        """Entities by id."""
        return {entity.id: entity for entity in self.entities}

    def origin_of(self, source: str) -> StatementOrigin:
        """Return how what a source says enters the graph; STATED for the dataset's own rows."""
        return next((row.origin for row in self.sources if row.id == source), StatementOrigin.STATED)

    def plus(self, rows: Iterable[object]) -> "Dataset":
        """Return the dataset with more rows; a row of this dataset wins over one with the same key."""
        known = {(table_of(row).name, key_of(row)) for row in self.all_rows()}
        fresh = [row for row in rows if (table_of(row).name, key_of(row)) not in known]
        return Dataset.of(self.about, [*self.all_rows(), *fresh])

    def where(self, keep: Callable[[object], bool]) -> "Dataset":
        """Return the dataset with only the rows that `keep` accepts."""
        return Dataset.of(self.about, filter(keep, self.all_rows()))

    def vocabulary(self) -> "Dataset":
        """Return what a new dataset begins with: terms, places, value chains, judgements and rules, but no actors.

        What a table or a page says of a value chain is left out: its flows, and its literals.
        """
        terms = {entity.id for entity in self.entities if isinstance(entity, (Concept, Region, Country))}
        kept = terms.union(entity.id for entity in self.entities if isinstance(entity, (ValueChain, ValueChainStage)))

        def keep(row: object) -> bool:
            if isinstance(row, Entity):
                return row.id in kept
            if isinstance(row, Name):
                return row.entity in kept
            if isinstance(row, Fact):
                return row.entity in terms
            if isinstance(row, Link):
                return kept.issuperset({row.subject, row.object}) and row.origin is not StatementOrigin.DERIVED
            return not isinstance(row, (SameAs, Misleading))

        return self.where(keep)

    def described(self, about: About) -> "Dataset":
        """Return the dataset with other words about itself."""
        return replace(self, about=about)


def _about_cells(about: About) -> dict[str, str]:
    return {item.name: format_cell(getattr(about, item.name)) for item in fields(about)}

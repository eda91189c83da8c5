"""What changed from one dataset to another: entities, statements, and every other row."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from enum import Enum
from typing import TypeVar

from graph_data.dataset import About, Dataset, cells, key_of
from graph_data.deriving import statements_of
from graph_data.ontology import Entity
from graph_data.relations import RELATIONS
from graph_data.rows import Link, Provenance, Statement
from graph_data.tables import TABLES, columns_of, format_cell

__all__ = ["Change", "Changed", "changes"]

_Item = TypeVar("_Item")
_Key = TypeVar("_Key", bound=str | tuple[str, ...])


class Changed(Enum):
    """What happened to a row."""

    ADDED = "ADDED"
    REMOVED = "REMOVED"
    CHANGED = "CHANGED"


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is not as it was.

    Attributes:
        what: dataset, entity, statement, or the name of another table.
        changed: what happened.
        id: of the entity or statement; the cells that identify another row; blank for the dataset.
        name: of the entity; the statement as a sentence; blank for another row.
        column: what of it changed, None when it came or went as a whole.
        before: what stood there, None where nothing did.
        after: what stands there, None where nothing does.
        by_rule: whether a rule makes the statement, so that it changed with what it rests on.
    """

    what: str
    changed: Changed
    id: str
    name: str
    column: str | None = None
    before: str | None = None
    after: str | None = None
    by_rule: bool = False


def changes(before: Dataset, after: Dataset) -> list[Change]:
    """Return what changed; nothing exactly when both are one version.

    What the dataset says of itself comes first, then entities, statements, and the rows of other tables, each in its
    own order.
    """
    found = list(_compared("dataset", {"": before.about}, {"": after.about}, _about_cells, lambda _: ("", "")))
    found += _compared("entity", before.by_id, after.by_id, _entity_cells, lambda entity: (entity.id, entity.name))
    found += _statements(before, after)
    for table in TABLES:
        if table.part not in {"entities", "links"}:
            old, new = ({key_of(row): row for row in dataset.rows(table)} for dataset in (before, after))
            found += _compared(table.name, old, new, cells, _by_key)
    return found


def _by_key(row: object) -> tuple[str, str]:
    return " ".join(filter(None, key_of(row))), ""


def _about_cells(about: About) -> dict[str, str]:
    return {item.name: format_cell(getattr(about, item.name)) for item in fields(about)}


def _compared(
    what: str,
    before: Mapping[_Key, _Item],
    after: Mapping[_Key, _Item],
    cells_of: Callable[[_Item], Mapping[str, str]],
    named: Callable[[_Item], tuple[str, str]],
) -> Iterator[Change]:
    for key in sorted(before.keys() | after.keys()):
        if key not in before:
            yield Change(what, Changed.ADDED, *named(after[key]))
        elif key not in after:
            yield Change(what, Changed.REMOVED, *named(before[key]))
        else:
            old, new = cells_of(before[key]), cells_of(after[key])
            for column in sorted(old.keys() | new.keys()):
                if old.get(column) != new.get(column):
                    said = (column, old.get(column), new.get(column))
                    yield Change(what, Changed.CHANGED, *named(after[key]), *said)


def _entity_cells(entity: Entity) -> dict[str, str]:
    """Return the cells of an entity that are no statements of their own."""
    statements = {column.name for column in columns_of(type(entity)) if column.predicate}
    return {name: text for name, text in cells(entity).items() if name not in statements}


def _statements(before: Dataset, after: Dataset) -> Iterator[Change]:
    names = {entity.id: entity.name for dataset in (before, after) for entity in dataset.entities}

    def named(statement: Statement) -> tuple[str, str]:
        says = RELATIONS[statement.predicate].description
        return statement.id, f"{names[statement.subject]} {says} {names[statement.object]}"

    old, new = ({statement.order: statement for statement in statements_of(dataset)} for dataset in (before, after))
    made = {item.id for item in (old | new).values() if item.rule} - _written(before) - _written(after)
    found = list(_compared("statement", old, new, _statement_cells, named))
    yield from (replace(change, by_rule=change.id in made) for change in found)
    yield from _unseen(before, after, {change.id for change in found})


def _unseen(before: Dataset, after: Dataset, seen: set[str]) -> Iterator[Change]:
    """Yield changes of links that do not show in their statement, such as the audience of one of several."""
    old, new = ({key_of(row): row for row in dataset.links} for dataset in (before, after))
    both = {key: row for key, row in new.items() if key in old and _statement(row).id not in seen}
    yield from _compared("links", {key: old[key] for key in both}, both, cells, _by_key)


def _written(dataset: Dataset) -> set[str]:
    """Return the ids of the statements that stand in rows."""
    return {_statement(row).id for row in dataset.links}


def _statement(row: Link) -> Statement:
    said = Provenance(row.source, row.locator, rule=row.rule)
    return Statement(row.subject, row.predicate, row.object, row.origin, row.role, provenance=(said,))


def _statement_cells(statement: Statement) -> dict[str, str]:
    said = [f"{item.source}, {item.locator}{f': {item.quote}' if item.quote else ''}" for item in statement.provenance]
    found = {
        "weight": format_cell(statement.weight),
        "valid_from": format_cell(statement.valid_from),
        "valid_to": format_cell(statement.valid_to),
        "provenance": "; ".join(said),
    }
    return {name: text for name, text in found.items() if text}

"""The nodes and edges of a dataset as formats of graphs write them: plain values by the names of exchange.py."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from enum import Enum

from graph_data.dataset import Dataset
from graph_data.deadline import watched
from graph_data.deriving import statements_of
from graph_data.exchange import ABOUT, EDGE_COLUMNS, ROW_COLUMNS, SOURCE_ID, Basis
from graph_data.ontology import Entity, kind_of
from graph_data.rows import Link, Provenance, Statement
from graph_data.tables import columns_of
from graph_data.writing.values import about_values

__all__ = ["about_of", "edges_of", "node_values", "plain"]

_Key = tuple[object, ...]


def plain(value: object) -> object:
    """Return a value as JSON knows it."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value


def about_of(dataset: Dataset) -> dict[str, str]:
    """Return what the dataset says of itself, its version too; what nobody said is left out."""
    found = about_values(dataset)
    return {name: value for name in ABOUT if (value := found[name]) is not None}


def node_values(entity: Entity) -> dict[str, object]:
    """Return what a node carries beside its id; what is not known is left out."""
    found = {column.name: getattr(entity, column.name) for column in columns_of(type(entity)) if column.name != "id"}
    return {"kind": kind_of(entity).value, **_known(found)}


def edges_of(dataset: Dataset) -> Iterator[tuple[Statement, dict[str, object]]]:
    """Yield every statement with what its edge carries, sorted.

    `rows` is a list of what each row says for itself, where several rows make one statement.
    """
    rows: dict[_Key, list[Link]] = defaultdict(list)
    for link in watched(dataset.links):
        rows[link.subject, link.predicate, link.object, link.role, link.origin, link.rule].append(link)
    seen: set[str] = set()
    for statement in watched(statements_of(dataset)):
        # A rule may make what a row says already: the row, which comes first, is the one that is kept.
        if (number := statement.id) in seen:
            continue
        seen.add(number)
        key = (statement.subject, statement.predicate, statement.object, statement.role, statement.origin)
        yield statement, _edge_values(statement, rows.get((*key, statement.rule), []))


def _edge_values(statement: Statement, rows: list[Link]) -> dict[str, object]:
    found = {name: getattr(statement, name, None) for name in EDGE_COLUMNS}
    if len(rows) == 1:  # with whatever else a row carries
        found |= {name: getattr(rows[0], name) for name in ROW_COLUMNS}
    first = statement.provenance[0]
    cited: list[Link] | list[Provenance] = rows or list(statement.provenance)
    found |= {
        SOURCE_ID: first.source,
        "locator": first.locator,
        "quote": first.quote,
        "basis": Basis.ROW if rows else Basis.RULE if statement.rule else Basis.ATTRIBUTE,
        "rows": tuple(_row_values(row) for row in cited) if len(cited) > 1 else None,
    }
    return _known({name: found[name] for name in EDGE_COLUMNS})


def _row_values(row: Link | Provenance) -> dict[str, object]:
    return _known({name: getattr(row, name, None) for name in ROW_COLUMNS})


def _known(values: dict[str, object]) -> dict[str, object]:
    return {name: plain(value) for name, value in values.items() if value is not None and value != ()}

"""How formats of graphs name what nodes, edges and the whole carry: for what writes them and what reads them.

An edge is a statement. What rules made, and what an attribute of a node says already, stand among the edges too, so
that whoever studies the graph has all of it; `basis` tells them apart, and reading takes the rows alone.
"""

from collections.abc import Mapping
from dataclasses import fields
from enum import Enum

from graph_data.dataset import About
from graph_data.ontology import KINDS, EntityKind
from graph_data.rows import Link
from graph_data.tables import Column, columns_of

__all__ = ["ABOUT", "EDGE_COLUMNS", "EMBEDDED", "NODE_COLUMNS", "ROW_COLUMNS", "SOURCE_ID", "Basis"]


class Basis(Enum):
    """What an edge of a written graph rests on."""

    ROW = "ROW"
    ATTRIBUTE = "ATTRIBUTE"
    RULE = "RULE"


SOURCE_ID = "source_id"
"""The attribute of an edge that names its source: `source` is the node at which an edge begins to every graph tool."""

ABOUT = (*(item.name for item in fields(About)), "version")
"""What the whole says of itself."""

EMBEDDED = ("sources", "schemes")
"""The tables that the whole carries, since nodes and edges name their rows."""

_KIND = Column("kind", EntityKind, required=True, default=None, description="Kind of the node.")

NODE_COLUMNS: Mapping[str, Column] = {
    "kind": _KIND,
    **{column.name: column for row_type in KINDS.values() for column in columns_of(row_type) if column.name != "id"},
}
"""What a node may carry, by name, beside its id."""

_SAID = ("subject", "predicate", "object", "role", "origin", "rule")
"""What rows of one statement have in common."""

EDGE_COLUMNS: Mapping[str, Column] = {
    **{
        SOURCE_ID if column.name == "source" else column.name: column
        for column in columns_of(Link)
        if column.name not in {"subject", "object"}
    },
    "basis": Column("basis", Basis, required=True, default=None, description="What the edge rests on."),
    "rows": Column("rows", str, required=False, default=None, description="Every row, where several make the edge."),
}
"""What an edge may carry, by name, beside its ends and its id."""

ROW_COLUMNS = tuple(column.name for column in columns_of(Link) if column.name not in _SAID)
"""What each of several rows of one statement says for itself."""

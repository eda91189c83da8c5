"""Writes a dataset as GraphML: entities as nodes, statements as edges, line by line as they come."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from graph_data.dataset import Dataset
from graph_data.deadline import watched
from graph_data.exchange import ABOUT, EDGE_COLUMNS, EMBEDDED, NODE_COLUMNS
from graph_data.tables import TABLES, format_cell
from graph_data.writing.elements import about_of, edges_of, node_values
from graph_data.writing.format import Format
from graph_data.writing.jsonl import JSONL
from graph_data.writing.markup import attribute, element_text

__all__ = ["GRAPHML"]

NAMESPACE = "http://graphml.graphdrawing.org/xmlns"

_TYPES: Mapping[type, str] = {int: "int", float: "double", bool: "boolean"}


def _write(dataset: Dataset, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(_lines(dataset))


def _lines(dataset: Dataset) -> Iterator[str]:
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{NAMESPACE}">\n'
    yield from (_key("graph", name, str) for name in (*ABOUT, *EMBEDDED))
    yield from (_key("node", name, column.type) for name, column in NODE_COLUMNS.items())
    yield from (_key("edge", name, column.type) for name, column in EDGE_COLUMNS.items())
    yield '<graph edgedefault="directed">\n'
    whole: dict[str, object] = {**about_of(dataset), **{name: _embedded(dataset, name) for name in EMBEDDED}}
    yield from _data("graph", whole, "dataset")
    for entity in watched(dataset.entities):
        yield f"<node id={attribute(entity.id, 'graphml', 'id')}>\n"
        yield from _data("node", node_values(entity), entity.id)
        yield "</node>\n"
    for statement, values in edges_of(dataset):
        ends = (
            f"{name}={attribute(end, 'graphml', 'id')}"
            for name, end in (("id", statement.id), ("source", statement.subject), ("target", statement.object))
        )
        yield f"<edge {' '.join(ends)}>\n"
        yield from _data("edge", values, f"statement {' '.join(statement.order[:3])}")
        yield "</edge>\n"
    yield "</graph>\n</graphml>\n"


def _key(domain: str, name: str, kind: type) -> str:
    type_ = _TYPES.get(kind, "string")
    return f'<key id="{domain}-{name}" for="{domain}" attr.name="{name}" attr.type="{type_}"/>\n'


def _data(domain: str, values: Mapping[str, object], where: str) -> Iterator[str]:
    for name, value in values.items():
        text = element_text(_text(value), "graphml", f"{name} of {where}")
        yield f'<data key="{domain}-{name}">{text}</data>\n'


def _text(value: object) -> str:
    """Write a value; a list of words separated by blanks, a list of rows as JSON, one a line."""
    if isinstance(value, list) and isinstance(value[0], dict):
        return b"\n".join(map(orjson.dumps, value)).decode()
    return " ".join(value) if isinstance(value, list) else format_cell(value)


def _embedded(dataset: Dataset, name: str) -> str:
    table = next(table for table in TABLES if table.name == name)
    return b"".join(JSONL.table_writer()(dataset, table)).decode()


GRAPHML = Format(
    name="graphml",
    ending=".graphml",
    media_type="application/graphml+xml",
    holds="one GraphML file: entities and statements, for graph tools",
    whole=False,
    reproducible=True,
    file=_write,
)

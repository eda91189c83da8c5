"""Writes a dataset as node-link JSON, which networkx's `node_link_graph` and d3 read, a node or edge a line."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import orjson

from graph_data.dataset import Dataset
from graph_data.deadline import watched
from graph_data.exchange import EMBEDDED
from graph_data.tables import TABLES
from graph_data.writing.elements import about_of, edges_of, node_values
from graph_data.writing.format import Format
from graph_data.writing.jsonl import JSONL

__all__ = ["NODE_LINK"]


def _write(dataset: Dataset, path: Path) -> None:
    with path.open("wb") as out:
        out.writelines(_pieces(dataset))


def _pieces(dataset: Dataset) -> Iterator[bytes]:
    whole = about_of(dataset) | {name: _embedded(dataset, name) for name in EMBEDDED}
    yield b'{"directed":true,"multigraph":true,"graph":' + orjson.dumps(whole)
    yield b',"nodes":['
    yield from _listed({"id": entity.id, **node_values(entity)} for entity in watched(dataset.entities))
    yield b'],"edges":['
    yield from _listed(
        {"source": statement.subject, "target": statement.object, "key": statement.id, **values}
        for statement, values in edges_of(dataset)
    )
    yield b"]}\n"


def _listed(items: Iterable[object]) -> Iterator[bytes]:
    before = b"\n"
    for item in items:
        yield before + orjson.dumps(item)
        before = b",\n"


def _embedded(dataset: Dataset, name: str) -> list[object]:
    table = next(table for table in TABLES if table.name == name)
    return [orjson.loads(line) for line in JSONL.table_writer()(dataset, table)]


NODE_LINK = Format(
    name="node-link",
    ending=".json",
    media_type="application/json",
    holds="one node-link JSON file: entities and statements, for networkx and d3",
    whole=False,
    reproducible=True,
    file=_write,
)

"""Writes a dataset as GEXF 1.3, which Gephi reads: entities as nodes, statements as edges, line by line."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from graph_data.dataset import Dataset
from graph_data.deadline import watched
from graph_data.exchange import EDGE_COLUMNS, NODE_COLUMNS
from graph_data.tables import Column, format_cell
from graph_data.writing.elements import edges_of, node_values
from graph_data.writing.format import Format
from graph_data.writing.markup import attribute, element_text

__all__ = ["GEXF"]

NAMESPACE = "http://gexf.net/1.3"

_TYPES: Mapping[type, str] = {int: "integer", float: "double", bool: "boolean"}


def _write(dataset: Dataset, path: Path) -> None:
    with path.open("w", encoding="utf-8", newline="\n") as out:
        out.writelines(_lines(dataset))


def _lines(dataset: Dataset) -> Iterator[str]:
    about = dataset.about
    issued = f' lastmodifieddate="{about.issued.date()}"' if about.issued else ""
    described = element_text(f"{about.title}, version {dataset.version}. {about.citation}", "gexf", "description")
    yield f'<?xml version="1.0" encoding="UTF-8"?>\n<gexf xmlns="{NAMESPACE}" version="1.3">\n'
    yield f"<meta{issued}><creator>Synergraph</creator><description>{described}</description></meta>\n"
    yield '<graph defaultedgetype="directed" idtype="string">\n'
    yield from _attributes("node", NODE_COLUMNS)
    # Gephi keeps the weight of an edge in a place of its own.
    yield from _attributes("edge", {name: column for name, column in EDGE_COLUMNS.items() if name != "weight"})
    yield f'<nodes count="{len(dataset.entities)}">\n'
    for entity in watched(dataset.entities):
        yield f"<node id={_quoted(entity.id)} label={_token(entity.name, f'name of {entity.id}')}>\n"
        yield from _values(node_values(entity), entity.id)
        yield "</node>\n"
    yield "</nodes>\n<edges>\n"
    for statement, values in edges_of(dataset):
        where = f"statement {' '.join(statement.order[:3])}"
        # Gephi takes edges of one kind between the same two nodes for one.
        kind = " ".join(filter(None, (*statement.order[:1], *statement.order[3:])))
        yield f"<edge id={_quoted(statement.id)} source={_quoted(statement.subject)} target={_quoted(statement.object)}"
        yield f' label="{statement.predicate.value}" weight="{values.pop("weight")}"'
        yield f" kind={_token(kind, f'rule of {where}')}>\n"
        yield from _values(values, where)
        yield "</edge>\n"
    yield "</edges>\n</graph>\n</gexf>\n"


def _attributes(of: str, columns: Mapping[str, Column]) -> Iterator[str]:
    yield f'<attributes class="{of}">\n'
    for name, column in columns.items():
        yield f'<attribute id="{name}" title="{name}" type="{_TYPES.get(column.type, "string")}"/>\n'
    yield "</attributes>\n"


def _values(values: Mapping[str, object], where: str) -> Iterator[str]:
    yield "<attvalues>\n"
    for name, value in values.items():
        yield f'<attvalue for="{name}" value={attribute(_text(value), "gexf", f"{name} of {where}")}/>\n'
    yield "</attvalues>\n"


def _text(value: object) -> str:
    """Write a value; a list of words separated by blanks, a list of rows as JSON."""
    if isinstance(value, list) and isinstance(value[0], dict):
        return orjson.dumps(value).decode()
    return " ".join(value) if isinstance(value, list) else format_cell(value)


def _quoted(identifier: str) -> str:
    return attribute(identifier, "gexf", "id")


def _token(text: str, where: str) -> str:
    """Return text for an attribute that holds no blanks but single ones between words."""
    return attribute(" ".join(text.split()), "gexf", where)


GEXF = Format(
    name="gexf",
    ending=".gexf",
    media_type="application/gexf+xml",
    holds="one GEXF 1.3 file: entities and statements, for Gephi",
    whole=False,
    reproducible=True,
    file=_write,
)

"""Every format in which a dataset leaves, by name: the one list that command, server and docs follow."""

from collections.abc import Mapping

from graph_data.writing.format import Format
from graph_data.writing.gexf import GEXF
from graph_data.writing.graphml import GRAPHML
from graph_data.writing.jsonl import JSONL
from graph_data.writing.linked import JSON_LD, TURTLE
from graph_data.writing.node_link import NODE_LINK
from graph_data.writing.parquet import PARQUET
from graph_data.writing.sqlite import SQLITE
from graph_data.writing.text import CSV, TSV
from graph_data.writing.workbook import WORKBOOK
from graph_data.writing.zipped import ZIP

__all__ = ["FORMATS"]

_TABLES = (CSV, TSV, WORKBOOK, JSONL, PARQUET, SQLITE, ZIP)
_GRAPHS = (GRAPHML, GEXF, NODE_LINK, TURTLE, JSON_LD)

FORMATS: Mapping[str, Format] = {format_.name: format_ for format_ in (*_TABLES, *_GRAPHS)}
"""In the order in which they are listed."""

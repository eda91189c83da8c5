"""Makes rows of a GraphML file: one that was exported from here, or any whose nodes and edges say what they are."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from graph_data.errors import InvalidDataset, Problem
from graph_data.exchange import ABOUT, EDGE_COLUMNS, EMBEDDED, NODE_COLUMNS, ROW_COLUMNS, SOURCE_ID, Basis
from graph_data.importers.report import Finding
from graph_data.ontology import KINDS, StatementOrigin
from graph_data.reading.about import read_about
from graph_data.reading.contents import Contents
from graph_data.reading.files import table_named
from graph_data.reading.graphml import Datum, Element, GraphMl, read_graphml
from graph_data.reading.jsonl import JsonSheet
from graph_data.reading.records import Record
from graph_data.reading.typed import parse_typed
from graph_data.rows import Source
from graph_data.slugs import slug
from graph_data.tables import TABLES, Column, Table, did_you_mean, format_cell

__all__ = ["add_graphml"]

_TABLES = {
    kind.value: table for table in TABLES for kind, row_type in KINDS.items() if row_type in table.row_types.values()
}
"""The table of each kind of node."""

_WANTED = {"node": ("kind", "name"), "edge": ("predicate",)}
"""Attributes without which nothing can be read."""


def add_graphml(contents: Contents, path: Path) -> list[Finding]:
    """Add what a GraphML file holds to other contents, and return what was seen.

    A node needs the attributes `kind` and `name`, and an `id` where its own is none of ours; an edge needs `predicate`.
    An edge that says no more was imported from a source named after the file.

    Raises:
        InvalidDataset: the file is no GraphML, or lacks one of these attributes.
    """
    graph = read_graphml(path)
    if problems := list(_missing(graph)):
        raise InvalidDataset(problems)
    return _Importer(contents, graph, Path(path.name).stem).run()


def _missing(graph: GraphMl) -> Iterator[Problem]:
    for of, there in (("node", graph.nodes), ("edge", graph.edges)):
        declared = graph.attributes[of]
        for name in _WANTED[of]:
            if there and name not in declared:
                same = next((f"; did you mean {known!r}?" for known in declared if known.casefold() == name), "")
                hint = same or did_you_mean(name, declared) or f"; {of}s have {', '.join(declared) or 'no attributes'}"
                yield Problem(graph.name, 0, 0, f"{of}s must have an attribute {name!r}{hint}")


class _Importer:
    def __init__(self, contents: Contents, graph: GraphMl, stem: str) -> None:
        self._contents = contents
        self._graph = graph
        self._source = Source(id=f"graphml-{slug(stem) or 'file'}", title=graph.name, origin=StatementOrigin.IMPORTED)
        self._source_used = False
        self._exported = all(name in graph.data for name in EMBEDDED)
        self._unread = Counter[str]()

    def run(self) -> list[Finding]:
        if self._exported:
            self._embedded()
        self._nodes()
        made_again = self._edges()
        if self._source_used:
            self._contents.rows.append(self._source)
        unread = sorted(f"{name}: {count}" for name, count in self._unread.items())
        undirected = self._graph.undirected
        found = [
            Finding("made-again", f"Edges that follow from the rest, which are not read: {made_again}.", made_again),
            Finding("attributes-not-read", f"Attributes that are not read: {len(unread)}.", len(unread), tuple(unread)),
            Finding(
                "undirected-edges",
                f"Edges without a direction, read from source to target: {len(undirected)}.",
                len(undirected),
                tuple(undirected),
            ),
        ]
        return [finding for finding in found if finding.count]

    def _embedded(self) -> None:
        """Read what the whole carries: what it says of itself, and the tables that nodes and edges name."""
        sheet = _Part(self._graph.name, [self._graph.data], list(ABOUT))
        self._contents.described = True
        self._contents.about = read_about(sheet, self._contents.problems)
        for name in EMBEDDED:
            if (table := table_named(name)) and (datum := self._graph.data[name]).text.strip():
                required = frozenset(column.name for column in table.columns if column.required)
                allowed = frozenset(column.name for column in table.columns)
                self._contents.add(table, partial(_lines, self._graph.name, datum, required, allowed))

    def _nodes(self) -> None:
        parts: dict[str, list[Mapping[str, Datum]]] = defaultdict(list)
        for node in self._graph.nodes.values():
            kind = node.data.get("kind", Datum("", node.line, node.column))
            if table := _TABLES.get(word := kind.text.strip()):
                parts[table.name].append(self._cells_of(node, table))
                continue
            hint = did_you_mean(word.upper(), _TABLES) or f"; write one of {', '.join(_TABLES)}"
            problem = Problem(self._graph.name, kind.line, kind.column, f"unknown kind {word!r}{hint}")
            self._contents.problems.append(problem)
            self._contents.places.unread["entities"].add(self._id_of(node.id))
        for table in TABLES:
            if table.name in parts:
                sheet = _Part(self._graph.name, parts[table.name], self._headings(table))
                self._contents.add(table, partial(_itself, sheet))

    def _headings(self, table: Table) -> list[str]:
        """Return the columns that the file fills; of those, rows that are known already keep what they say."""
        declared = {"id", *self._graph.attributes["node"]}
        declared |= set() if self._exported else {"source", "locator"}
        return [column.name for column in table.columns if column.name in declared]

    def _cells_of(self, node: Element, table: Table) -> Mapping[str, Datum]:
        columns = {column.name for column in table.columns}
        cells = {name: datum for name, datum in node.data.items() if name in columns}
        cells["id"] = node.data.get("id", Datum(node.id, node.line, node.column))
        if not self._exported:
            if "source" not in cells:
                cells["source"] = self._own_source(node)
            cells.setdefault("locator", Datum(f"node {node.id}", node.line, node.column))
        for name in sorted(node.data.keys() - columns - {"id", "kind"}):
            hint = "" if name in NODE_COLUMNS else did_you_mean(name, columns)
            self._unread[f"{name} of {table.name}{hint}"] += 1
        return cells

    def _edges(self) -> int:
        """Read edges as rows of links; return how many there are that follow from other rows."""
        records: list[Mapping[str, Datum]] = []
        made_again = 0
        for edge in self._graph.edges:
            basis = edge.data.get("basis", Datum(Basis.ROW.value, 0, 0)).text.strip()
            if basis in {Basis.ATTRIBUTE.value, Basis.RULE.value}:
                made_again += 1
                continue
            records += self._rows_of(edge)
            for name in sorted(edge.data.keys() - EDGE_COLUMNS.keys() - {"source"}):
                self._unread[f"{name} of edges{did_you_mean(name, EDGE_COLUMNS)}"] += 1
        if records and (links := table_named("links")):
            sheet = _Part(self._graph.name, records, [column.name for column in links.columns])
            self._contents.add(links, partial(_itself, sheet))
        return made_again

    def _rows_of(self, edge: Element) -> Iterator[Mapping[str, Datum]]:
        """Yield the cells of each row that an edge stands for."""
        here = partial(Datum, line=edge.line, column=edge.column)
        subject, target = map(self._id_of, edge.ends)
        cells = {
            name: datum for name, datum in edge.data.items() if name in EDGE_COLUMNS and name not in {"basis", "rows"}
        }
        if SOURCE_ID in cells:
            cells["source"] = cells.pop(SOURCE_ID)
        elif "source" in edge.data:
            cells["source"] = edge.data["source"]
        else:
            cells["source"] = self._own_source(edge)
        cells.setdefault("origin", here(StatementOrigin.IMPORTED.value))
        cells.setdefault("locator", here(edge.id))
        cells |= {"subject": here(subject), "object": here(target)}
        if (several := edge.data.get("rows")) is None:
            yield cells
            return
        try:
            sheet = _lines(self._graph.name, several, frozenset({"source", "locator"}), frozenset(ROW_COLUMNS))
        except InvalidDataset as error:
            self._contents.problems.extend(error.problems)
            return
        common = {name: datum for name, datum in cells.items() if name not in ROW_COLUMNS}
        for record in sheet.records(self._contents.problems):
            yield common | {name: Datum(_text(cell), record.line, 0) for name, cell in record.cells.items()}

    def _id_of(self, number: str) -> str:
        """Return the entity's id of a node's id in the file."""
        node = self._graph.nodes[number]
        return node.data["id"].text.strip() if "id" in node.data else number

    def _own_source(self, element: Element) -> Datum:
        self._source_used = True
        return Datum(self._source.id, element.line, element.column)


class _Part:
    """Nodes of one table, or edges, as a table whose lines are their numbers; places are those in the file."""

    def __init__(self, name: str, cells: Sequence[Mapping[str, Datum]], headings: list[str]) -> None:
        self.headings = headings
        self._name = name
        self._cells = cells

    def records(self, _: list[Problem]) -> Iterator[Record]:
        """Yield every node or edge."""
        for number, cells in enumerate(self._cells, 1):
            yield Record(number, {name: datum.text for name, datum in cells.items()})

    def problem(self, line: int, heading: str | None, message: str) -> Problem:
        """Return a problem of a value of the node or edge of a number."""
        cells = self._cells[line - 1] if line else {}
        datum = cells.get(heading or "") or cells.get("id") or cells.get("subject") or Datum("", 0, 0)
        return Problem(self._name, datum.line, datum.column, message)

    def parse(self, column: Column, cell: object) -> Any:  # noqa: ANN401 -- the value's type is the column's
        """Read a value; all are text."""
        return parse_typed(column, cell)


def _itself(sheet: _Part) -> _Part:
    return sheet


def _lines(name: str, datum: Datum, required: frozenset[str], allowed: frozenset[str]) -> JsonSheet:
    """Open JSON lines within the file; empty lines before them make their places those in the file."""
    return JsonSheet(name, "\n" * (datum.line - 1) + " " * (datum.begins - 1) + datum.text, required, allowed)


def _text(cell: object) -> str:
    return format_cell(tuple(map(str, cell)) if isinstance(cell, list) else cell)

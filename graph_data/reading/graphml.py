"""Reads a GraphML file: what it declares, its nodes and its edges, each with its place; what they mean is not asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from graph_data.errors import SHOWN, InvalidDataset, Problem
from graph_data.reading.markup import Elements, read_xml
from graph_data.tables import did_you_mean

if TYPE_CHECKING:
    from xml.sax.xmlreader import AttributesImpl

__all__ = ["Datum", "Element", "GraphMl", "read_graphml"]

MAX_ELEMENTS = 5_000_000
"""Nodes and edges of a file."""

_UNREAD = {"hyperedge": "an edge of more than two ends", "port": "a port of a node"}


@dataclass(frozen=True, slots=True)
class Datum:
    """A value of a node, an edge or the graph, as text, and where it stands.

    Attributes:
        text: the value.
        line, column: where its element begins.
        begins: column at which the text begins, in an element that is written as everybody writes it.
    """

    text: str
    line: int
    column: int
    begins: int = 0


@dataclass(frozen=True, slots=True)
class Element:
    """A node or an edge.

    Attributes:
        id: its id in the file; for an edge without one, "edge" and its number.
        line, column: where it stands.
        data: its values by attribute, defaults filled in.
        ends: ids of the nodes that an edge joins.
    """

    id: str
    line: int
    column: int
    data: dict[str, Datum]
    ends: tuple[str, str] = ("", "")


@dataclass(frozen=True, slots=True)
class GraphMl:
    """What a file holds.

    Attributes:
        name: of the file.
        attributes: names that the file declares for "graph", "node" and "edge".
        data: values of the graph by attribute.
        nodes: by id.
        edges: in their order.
        undirected: how many edges have no direction.
    """

    name: str
    attributes: Mapping[str, list[str]] = field(default_factory=lambda: {"graph": [], "node": [], "edge": []})
    data: dict[str, Datum] = field(default_factory=dict)
    nodes: dict[str, Element] = field(default_factory=dict)
    edges: list[Element] = field(default_factory=list)
    undirected: list[str] = field(default_factory=list)


def read_graphml(path: Path) -> GraphMl:
    """Read a GraphML file.

    Raises:
        InvalidDataset: it is no GraphML; an id stands twice, or an edge ends at a node that is not there: every such
            problem at once.
    """
    reader = _Reader(path.name)
    read_xml(path, reader)
    reader.close()
    if reader.problems:
        raise InvalidDataset(reader.problems)
    return reader.found


@dataclass(slots=True)
class _Key:
    """An attribute that the file declares."""

    name: str
    domain: str
    default: Datum | None = None


class _Reader(Elements):
    def __init__(self, name: str) -> None:
        super().__init__()
        self.found = GraphMl(name)
        self.problems: list[Problem] = []
        self._keys: dict[str, _Key] = {}
        self._key: _Key | None = None
        self._directed = True
        self._graphs = 0
        self._element: Element | None = None
        self._edge_ids: dict[str, int] = {}
        self._datum: tuple[_Key | None, int, int, int] | None = None

    def start(self, name: str, attributes: "AttributesImpl[str]") -> None:
        depth = len(self.path)
        if depth == 1 and name != "graphml":
            raise ValueError(f"no GraphML: the file begins with <{name[:40]}>, not with <graphml>")
        match name:
            case "key" if depth == 2:  # noqa: PLR2004 -- within graphml
                self._declare(attributes)
            case "graph":
                self._graph(depth, attributes)
            case "node" | "edge" if self.path[-2] == "graph":
                self._begin(name, attributes)
            case "data" if self.path[-2] in {"graph", "node", "edge"}:
                begins = self.column + len(f'<data key="{attributes.get("key", "")}">')
                self._datum = (self._declared(attributes), self.line, self.column, begins)
            case "hyperedge" | "port":
                self._say(self.line, self.column, f"{_UNREAD[name]} (<{name}>) is not read; take it out")

    def end(self, name: str) -> None:
        depth = len(self.path)
        if name == "default" and self._key is not None and depth == 3:  # noqa: PLR2004 -- within graphml and key
            self._key.default = Datum(self.text, self.line, self.column)
        elif name == "key":
            self._key = None
        elif name == "data" and self._datum is not None and self.path[-2] in {"graph", "node", "edge"}:
            self._take(*self._datum)
            self._datum = None
        elif name in {"node", "edge"} and self._element is not None and self.path[-2] == "graph":
            self._finish(name, self._element)
            self._element = None

    def close(self) -> None:
        """Report what is known at the end alone: edges without a node at an end."""
        if not self._graphs and not self.problems:
            self._say(0, 0, "the file has no <graph>")
        nodes = self.found.nodes
        for edge in self.found.edges:
            for end in edge.ends:
                if end not in nodes:
                    hint = did_you_mean(end, nodes) if len(self.problems) < SHOWN else ""
                    self._say(edge.line, edge.column, f"{edge.id} ends at {end!r}, which is no node of the file{hint}")

    def _say(self, line: int, column: int, message: str) -> None:
        self.problems.append(Problem(self.found.name, line, column, message))

    def _declare(self, attributes: "AttributesImpl[str]") -> None:
        number = attributes.get("id")
        if number is None or number in self._keys:
            wrong = "without an id" if number is None else f"{number!r} stands twice"
            self._say(self.line, self.column, f"<key> {wrong}")
            return
        domain = attributes.get("for", "all")
        # A key without a name holds what a tool keeps for itself, such as shapes and colours.
        self._key = self._keys[number] = _Key(attributes.get("attr.name", ""), domain)
        for of in ("graph", "node", "edge"):
            known = self.found.attributes[of]
            if domain not in {of, "all"} or not self._key.name:
                continue
            if self._key.name in known:
                self._say(self.line, self.column, f"attribute {self._key.name!r} is declared twice")
            known.append(self._key.name)

    def _graph(self, depth: int, attributes: "AttributesImpl[str]") -> None:
        self._graphs += 1
        if depth != 2:  # noqa: PLR2004 -- within graphml
            self._say(self.line, self.column, "a graph within a node is not read; take it out")
        elif self._graphs > 1:
            self._say(self.line, self.column, "a second <graph>; keep one")
        self._directed = attributes.get("edgedefault", "directed") != "undirected"

    def _begin(self, name: str, attributes: "AttributesImpl[str]") -> None:
        edges = self.found.edges
        if len(self.found.nodes) + len(edges) >= MAX_ELEMENTS:
            raise ValueError(f"more than {MAX_ELEMENTS} nodes and edges; split the file")
        if name == "node":
            number = attributes.get("id", "")
            if not number:
                self._say(self.line, self.column, "<node> without an id")
            self._element = Element(number, self.line, self.column, {})
            return
        number = attributes.get("id") or f"edge {len(edges) + 1}"
        if number in self._edge_ids:
            self._say(self.line, self.column, f"edge {number!r} stands twice, first on line {self._edge_ids[number]}")
        self._edge_ids[number] = self.line
        if attributes.get("directed", "true" if self._directed else "false") == "false":
            self.found.undirected.append(number)
        ends = (attributes.get("source", ""), attributes.get("target", ""))
        self._element = Element(number, self.line, self.column, {}, ends)

    def _declared(self, attributes: "AttributesImpl[str]") -> _Key | None:
        number = attributes.get("key", "")
        if number not in self._keys:
            hint = did_you_mean(number, self._keys)
            self._say(self.line, self.column, f"<data> of a key {number!r}, which the file does not declare{hint}")
        return self._keys.get(number)

    def _take(self, key: _Key | None, line: int, column: int, begins: int) -> None:
        owner = self.path[-2]
        if key is None or not key.name:
            return
        if key.domain not in {owner, "all"}:
            self._say(line, column, f"attribute {key.name!r} is declared for {key.domain}, but stands in a {owner}")
            return
        data = self.found.data if owner == "graph" else self._element.data if self._element else {}
        if key.name in data:
            self._say(line, column, f"{key.name!r} stands twice in one {owner}")
        data[key.name] = Datum(self.text, line, column, begins)

    def _finish(self, name: str, element: Element) -> None:
        for key in self._keys.values():
            if key.default and key.name and key.domain in {name, "all"}:
                element.data.setdefault(key.name, key.default)
        if name == "edge":
            self.found.edges.append(element)
            return
        first = self.found.nodes.setdefault(element.id, element)
        if first is not element:
            message = f"node {element.id!r} stands twice, first on line {first.line}; keep one"
            self._say(element.line, element.column, message)

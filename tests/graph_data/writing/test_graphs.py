"""GraphML, GEXF and node-link JSON, read back by packages that are not ours."""

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from graph_data.dataset import Dataset
from graph_data.errors import CannotWrite
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import kind_of
from graph_data.rows import Link, Statement
from graph_data.tables import columns_of
from graph_data.writing.formats import FORMATS

XSD = Path(__file__).parent / "gexf.xsd"
GRAPHS = ("graphml", "gexf", "node-link")

Values = Mapping[str, Any]


@pytest.fixture
def two_sources(small: Dataset) -> Dataset:
    """Return the small dataset with a statement of two sources, and names and quotes that are hard on markup."""
    first = next(link for link in small.links if link.subject == "cluster:alps" and link.quote)
    second = replace(
        first, source="register", locator='"<p&q>"\t', weight=2.5, quote="]]> ü\u2028\n x", audience=("a", "b")
    )
    return small.plus([second])


def written(dataset: Dataset, name: str, tmp_path: Path) -> Path:
    form = FORMATS[name]
    path = tmp_path / f"data{form.ending}"
    assert form.file is not None
    form.file(dataset, path)
    return path


def plain(value: object) -> object:
    value = getattr(value, "value", value)
    return value if isinstance(value, (int, float, str)) else str(value)


def of_node(entity: Any) -> Values:  # noqa: ANN401 -- any kind of entity
    found = {column.name: getattr(entity, column.name) for column in columns_of(type(entity))}
    filled = {name: plain(value) for name, value in found.items() if value is not None and value != ()}
    return {**filled, "kind": kind_of(entity).value}


def of_edge(statement: Statement) -> Values:
    said = {name: getattr(statement, name) for name in ("predicate", "origin", "role", "weight", "rule")}
    first = statement.provenance[0]
    said |= {"source_id": first.source, "locator": first.locator, "quote": first.quote}
    said |= {"valid_from": statement.valid_from, "valid_to": statement.valid_to}
    return {name: plain(value) for name, value in said.items() if value is not None}


def nodes_of(graph: KnowledgeGraph) -> dict[str, Values]:
    return {entity.id: of_node(entity) for entity in graph.entities()}


def edges_of(graph: KnowledgeGraph) -> dict[str, tuple[str, str, Values]]:
    found = (data["statement"] for _, _, data in graph.nx.edges(data=True))
    return {item.id: (item.subject, item.object, of_edge(item)) for item in found}


def by_networkx(path: Path, name: str) -> "nx.MultiDiGraph[str]":
    if name == "graphml":
        return nx.read_graphml(path, force_multigraph=True)
    if name == "gexf":
        return nx.MultiDiGraph(nx.read_gexf(path, version="1.3"))
    return nx.node_link_graph(json.loads(path.read_bytes()), edges="edges")


@pytest.mark.parametrize("name", GRAPHS)
def test_networkx_reads_every_entity_and_every_statement_with_what_they_carry(
    name: str, two_sources: Dataset, tmp_path: Path
) -> None:
    ours = KnowledgeGraph(two_sources)
    theirs = by_networkx(written(two_sources, name, tmp_path), name)
    added = {"label"} if name == "gexf" else set()
    found = {
        number: {"id": number, **{key: value for key, value in data.items() if key not in added}}
        for number, data in theirs.nodes(data=True)
    }
    if name == "gexf":  # blanks in attributes are kept, but labels are tokens
        assert {data["label"] for _, data in theirs.nodes(data=True)} == {entity.name for entity in ours.entities()}
    assert found == nodes_of(ours)
    edges = {}
    for source, target, key, data in theirs.edges(keys=True, data=True):
        said = {word: value for word, value in data.items() if word not in {*added, "basis", "rows", "id", "audience"}}
        edges[data.get("id", key)] = (source, target, said)
    assert edges == edges_of(ours)


def test_rustworkx_reads_the_same_graphml(two_sources: Dataset, tmp_path: Path) -> None:
    rustworkx = pytest.importorskip("rustworkx", reason="needs rustworkx, an independent reader of GraphML")
    [theirs] = rustworkx.read_graphml(str(written(two_sources, "graphml", tmp_path)))
    ours = KnowledgeGraph(two_sources)

    def known(values: Values) -> Values:
        return {name: value for name, value in values.items() if value is not None}

    nodes = [known(node) for node in theirs.nodes()]
    assert {node["id"]: node for node in nodes} == nodes_of(ours)
    edges = {}
    for source, target, values in theirs.weighted_edge_list():
        said = {name: value for name, value in known(values).items() if name not in {"id", "basis", "rows"}}
        edges[values["id"]] = (nodes[source]["id"], nodes[target]["id"], said)
    assert edges == edges_of(ours)
    assert theirs.attrs["title"] == two_sources.about.title
    assert theirs.attrs["version"] == two_sources.version


def test_gexf_is_valid_by_its_schema(two_sources: Dataset, tmp_path: Path) -> None:
    etree = pytest.importorskip("lxml.etree", reason="needs lxml, an independent reader of XML")
    odd = replace(two_sources.entities[0], name=" two\n  words ")
    dataset = Dataset.of(two_sources.about, [*two_sources.all_rows(), replace(odd, id="country:XX")])
    schema = etree.XMLSchema(etree.parse(XSD))
    document = etree.parse(written(dataset, "gexf", tmp_path))
    schema.assertValid(document)
    space = {"g": "http://gexf.net/1.3"}
    declared = {item.get("id") for item in document.iterfind(".//g:attribute", space)}
    assert {item.get("for") for item in document.iterfind(".//g:attvalue", space)} <= declared
    [node] = document.iterfind(".//g:node[@id='country:XX']", space)
    assert node.get("label") == "two words"
    assert node.find(".//g:attvalue[@for='name']", space).get("value") == " two\n  words "


def test_node_link_json_has_the_documented_keys(small: Dataset, tmp_path: Path) -> None:
    found = json.loads(written(small, "node-link", tmp_path).read_bytes())
    assert list(found) == ["directed", "multigraph", "graph", "nodes", "edges"]
    assert found["graph"]["name"] == "small"
    assert [source["id"] for source in found["graph"]["sources"]] == ["page", "register", "us"]
    assert found["nodes"][0] == {
        "id": "cluster:alps",
        "kind": "CLUSTER",
        "name": "Alpine Cluster",
        "member_count": 30,
        "sme_count": 20,
        "source": "page",
        "locator": "row 1",
    }
    assert next(edge for edge in found["edges"] if edge["predicate"] == "PARTNER_IN") == {
        "source": "cluster:alps",
        "target": "partnership:sand",
        "key": next(edge["key"] for edge in found["edges"] if edge["predicate"] == "PARTNER_IN"),
        "predicate": "PARTNER_IN",
        "origin": "IMPORTED",
        "source_id": "register",
        "locator": "p 1",
        "role": "COORDINATOR",
        "weight": 1.0,
        "basis": "ROW",
    }


def test_a_statement_of_two_sources_is_one_edge_that_lists_both_rows(two_sources: Dataset, tmp_path: Path) -> None:
    found = json.loads(written(two_sources, "node-link", tmp_path).read_bytes())
    [edge] = [edge for edge in found["edges"] if len(edge.get("rows", [])) > 1 and edge["basis"] == "ROW"]
    assert edge["weight"] == 2.5
    assert "audience" not in edge
    assert edge["rows"] == [
        {"source": "page", "locator": "row 1", "quote": "Tourism", "weight": 1.0},
        {
            "source": "register",
            "locator": '"<p&q>"\t',
            "quote": "]]> ü\u2028\n x",
            "weight": 2.5,
            "audience": ["a", "b"],
        },
    ]


def test_edges_say_whether_a_row_an_attribute_or_a_rule_makes_them(small: Dataset, tmp_path: Path) -> None:
    found = json.loads(written(small, "node-link", tmp_path).read_bytes())
    by_basis = {basis: {edge["predicate"] for edge in found["edges"] if edge["basis"] == basis} for basis in BASES}
    assert by_basis["ATTRIBUTE"] == {"BROADER", "LOCATED_IN"}
    assert {edge.get("rule") for edge in found["edges"] if edge["basis"] == "RULE"} == {
        "partnership-terms",
        "keywords",
        "crosswalk",
    }
    assert len([edge for edge in found["edges"] if edge["basis"] == "ROW"]) == len(small.links)


BASES = ("ROW", "ATTRIBUTE", "RULE")


def test_a_row_that_says_what_a_rule_makes_is_one_edge(small: Dataset, tmp_path: Path) -> None:
    derived = next(
        data["statement"]
        for _, _, data in KnowledgeGraph(small).nx.edges(data=True)
        if data["statement"].rule == "partnership-terms"
    )
    row = Link(
        subject=derived.subject,
        predicate=derived.predicate,
        object=derived.object,
        origin=derived.origin,
        rule=derived.rule,
        source="us",
        locator="by hand",
    )
    found = json.loads(written(small.plus([row]), "node-link", tmp_path).read_bytes())
    [edge] = [edge for edge in found["edges"] if edge["key"] == derived.id]
    assert (edge["basis"], edge["locator"]) == ("ROW", "by hand")


@pytest.mark.parametrize("character", ["\x01", "\x0b", "\ufffe"])
@pytest.mark.parametrize("name", ["graphml", "gexf"])
def test_a_character_that_xml_forbids_is_refused_with_its_place(
    name: str, character: str, small: Dataset, tmp_path: Path
) -> None:
    odd = replace(small.by_id["country:AT"], id="country:XX", name=f"a{character}b")
    with pytest.raises(CannotWrite) as caught:
        written(small.plus([odd]), name, tmp_path)
    assert str(caught.value) == (
        f"{name} is XML, which cannot hold the character U+{ord(character):04X} in the name of country:XX: "
        "take it out, or write another format, such as csv or node-link"
    )


def test_node_link_json_holds_every_character(small: Dataset, tmp_path: Path) -> None:
    odd = replace(small.by_id["country:AT"], id="country:XX", name="a\x01\ufffeb")
    found = json.loads(written(small.plus([odd]), "node-link", tmp_path).read_bytes())
    assert [node["name"] for node in found["nodes"] if node["id"] == "country:XX"] == ["a\x01\ufffeb"]

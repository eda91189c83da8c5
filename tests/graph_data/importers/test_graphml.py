"""GraphML in: what was exported comes back as it was; graphs of others are read or refused with their places."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.dataset import Dataset
from graph_data.errors import CannotWrite, InvalidDataset
from graph_data.importers.graphml import add_graphml
from graph_data.importers.report import Finding
from graph_data.ontology import Cluster, Predicate, StatementOrigin
from graph_data.reading import graphml as reading
from graph_data.reading.contents import Contents
from graph_data.rows import Link, Source
from graph_data.writing.graphml import GRAPHML

HEAD = """<?xml version="1.0"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
<key id="k" for="node" attr.name="kind" attr.type="string"/>
<key id="n" for="node" attr.name="name" attr.type="string"/>
<key id="p" for="edge" attr.name="predicate" attr.type="string"/>
<key id="w" for="edge" attr.name="weight" attr.type="double"><default>0.5</default></key>
<graph edgedefault="directed">
"""
"""Seven lines of a file of someone else."""

Save = Callable[..., Path]


@pytest.fixture
def save(tmp_path: Path) -> Save:
    def write(body: str, head: str = HEAD) -> Path:
        path = tmp_path / "members 2024.graphml"
        path.write_text(f"{head}{body}\n</graph>\n</graphml>\n", encoding="utf-8")
        return path

    return write


def node(number: str, kind: str = "CLUSTER", name: str = "A") -> str:
    return f'<node id="{number}"><data key="k">{kind}</data><data key="n">{name}</data></node>\n'


def edge(source: str, target: str, predicate: str = "MEMBER_OF", more: str = "", **attributes: str) -> str:
    said = "".join(f' {name}="{value}"' for name, value in attributes.items())
    return f'<edge source="{source}" target="{target}"{said}><data key="p">{predicate}</data>{more}</edge>\n'


def read(path: Path) -> tuple[Contents, list[Finding]]:
    contents = Contents()
    return contents, add_graphml(contents, path)


def problems_of(path: Path) -> list[str]:
    with pytest.raises(InvalidDataset) as caught:
        read(path)[0].dataset()
    return str(caught.value).replace(path.name, "f").splitlines()


@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_what_is_written_is_read_again_entities_and_statements_alike(
    datasets: st.SearchStrategy[Dataset], data: st.DataObject
) -> None:
    dataset = data.draw(datasets)
    with TemporaryDirectory() as folder:
        path = Path(folder) / "a.graphml"
        assert GRAPHML.file is not None
        try:
            GRAPHML.file(dataset, path)
        except CannotWrite:
            return  # a character that XML has no way to write
        contents, _ = read(path)
    again = contents.dataset()
    assert again.entities == dataset.entities
    assert again.links == dataset.links
    assert again.sources == dataset.sources
    assert again.schemes == dataset.schemes
    assert again.about == dataset.about


def test_several_rows_of_one_statement_come_back_each_with_what_it_says(small: Dataset, tmp_path: Path) -> None:
    first = next(link for link in small.links if link.quote)
    dataset = small.plus([replace(first, source="register", weight=2.5, locator="]]>\n<", audience=("a", "b"))])
    path = tmp_path / "a.graphml"
    assert GRAPHML.file is not None
    GRAPHML.file(dataset, path)
    contents, findings = read(path)
    assert contents.dataset().links == dataset.links
    assert [finding.code for finding in findings] == ["made-again"]


def test_a_graph_of_someone_else_is_imported_from_a_source_named_after_its_file(save: Save) -> None:
    path = save(
        node("cluster:a", name="Ä &amp; Co")
        + node("sme:b", "SME", "B")
        + edge("sme:b", "cluster:a")
        + edge("sme:b", "cluster:a", more='<data key="w">2</data>', id="e9")
    )
    contents, findings = read(path)
    assert contents.problems == findings == []
    source = "graphml-members-2024"
    assert Source(id=source, title="members 2024.graphml", origin=StatementOrigin.IMPORTED) in contents.rows
    assert Cluster(id="cluster:a", name="Ä & Co", source=source, locator="node cluster:a") in contents.rows
    made = {"subject": "sme:b", "predicate": Predicate.MEMBER_OF, "object": "cluster:a", "source": source}
    assert [row for row in contents.rows if isinstance(row, Link)] == [
        Link(**made, origin=StatementOrigin.IMPORTED, locator="edge 1", weight=0.5),  # type: ignore[arg-type] # as told
        Link(**made, origin=StatementOrigin.IMPORTED, locator="e9", weight=2.0),  # type: ignore[arg-type] # as told
    ]


def test_ids_and_sources_may_stand_in_attributes(save: Save) -> None:
    head = HEAD.replace(
        "<graph ",
        '<key id="i" for="node" attr.name="id"/><key id="s" for="all" attr.name="source"/>'
        '<key id="t" for="edge" attr.name="source_id"/>\n<graph ',
    )
    of = '<data key="k">{}</data><data key="n">A</data><data key="i">{}</data><data key="s">page</data>'
    path = save(
        f'<node id="1">{of.format("CLUSTER", "cluster:a")}</node><node id="2">{of.format("SME", "sme:b")}</node>'
        + edge("2", "1", more='<data key="s">page</data>')
        + edge("2", "1", more='<data key="t">page</data><data key="s">other</data>'),
        head,
    )
    contents, _ = read(path)
    contents.rows.append(Source(id="page", title="A page", origin=StatementOrigin.STATED))
    links = [row for row in contents.rows if isinstance(row, Link)]
    assert [(link.subject, link.object, link.source) for link in links] == [("sme:b", "cluster:a", "page")] * 2
    assert not [row for row in contents.rows if isinstance(row, Source) and row.id != "page"]


def test_attributes_that_say_nothing_to_us_and_edges_without_direction_are_listed(save: Save) -> None:
    head = HEAD.replace(
        '<graph edgedefault="directed">',
        '<key id="c" for="node" attr.name="color"/><key id="q" for="edge" attr.name="quotes"/>'
        '<key id="x" for="node" yfiles.type="nodegraphics"/><key id="m" for="node" attr.name="member_count"/>'
        '<key id="b" for="node" attr.name="websites"/>\n<graph edgedefault="undirected">',
    )
    path = save(
        '<desc>drawn</desc><node id="cluster:a"><data key="k">CLUSTER</data><data key="n">A</data>'
        '<data key="c">red</data><data key="b">x</data><data key="x"><y:Shape><y:Fill/></y:Shape></data></node>'
        '<node id="sme:b"><data key="k">SME</data><data key="n">B</data><data key="m">3</data></node>'
        + edge("sme:b", "cluster:a", more='<data key="q">x</data>')
        + edge("sme:b", "cluster:a", directed="true", id="e2"),
        head,
    )
    contents, findings = read(path)
    assert contents.problems == []
    assert [(finding.code, finding.cases) for finding in findings] == [
        (
            "attributes-not-read",
            (
                "color of clusters: 1",
                "member_count of smes: 1",
                "quotes of edges; did you mean 'quote'?: 1",
                "websites of clusters; did you mean 'website'?: 1",
            ),
        ),
        ("undirected-edges", ("edge 1",)),
    ]


def test_attributes_without_which_nothing_can_be_read_are_named_all_at_once(save: Save) -> None:
    head = HEAD.replace('"kind"', '"Kind"').replace('"name"', '"label"').replace('"predicate"', '"predicat"')
    assert problems_of(save(node("cluster:a") + edge("cluster:a", "cluster:a"), head)) == [
        "f: edges must have an attribute 'predicate'; did you mean 'predicat'?",
        "f: nodes must have an attribute 'kind'; did you mean 'Kind'?",
        "f: nodes must have an attribute 'name'; nodes have Kind, label",
    ]


def test_every_wrong_value_is_named_with_its_place(save: Save) -> None:
    body = (
        node("cluster:a", "CLUSTR")
        + node("n1")
        + node("sme:b", "SME", "")
        + node("sme:c", "SME", "C")
        + edge("sme:b", "cluster:a", "MEMBER_OFF")
        + edge("sme:c", "cluster:a", more='<data key="w">NaN</data>')
        + edge("sme:c", "cluster:a", more='<data key="w">-1</data>')
        + edge("sme:c", "sme:b", "PARTNER_IN", more='<data key="w">1e999</data>')
        + edge("n1", "sme:c")
    )
    assert problems_of(save(body)) == [
        "f:8:22: unknown kind 'CLUSTR'; did you mean 'CLUSTER'?",
        "f:9:1: id 'n1' must be cluster: and a slug, such as cluster:some-name",
        "f:10:42: name must not be blank",
        "f:12:41: unknown predicate 'MEMBER_OFF'; did you mean 'MEMBER_OF'?",
        "f:13:71: weight must be a finite number, got 'NaN'",
        "f:14:71: weight must be at least 0, got -1",
        "f:15:68: weight must be a finite number, got '1e999'",
        "f:16:1: 'n1' is a CLUSTER; MEMBER_OF wants INSTITUTION, SME",
        "f:16:1: 'sme:c' is a SME; MEMBER_OF wants CLUSTER",
    ]


def test_doubled_ids_and_edges_that_end_nowhere_are_refused_not_merged_or_made_up(save: Save) -> None:
    body = node("cluster:a") + node("cluster:a", name="B") + edge("cluster:a", "cluster:b", id="e1")
    assert problems_of(save(body + edge("", "cluster:a", id="e1"))) == [
        "f:9:1: node 'cluster:a' stands twice, first on line 8; keep one",
        "f:10:1: e1 ends at 'cluster:b', which is no node of the file; did you mean 'cluster:a'?",
        "f:11:1: e1 ends at '', which is no node of the file",
        "f:11:1: edge 'e1' stands twice, first on line 10",
    ]


def test_one_entity_of_two_nodes_is_refused(save: Save) -> None:
    head = HEAD.replace("<graph ", '<key id="i" for="node" attr.name="id"/><graph ')
    body = "".join(node(number).replace("</node>", '<data key="i">cluster:a</data></node>') for number in "12")
    assert problems_of(save(body, head)) == ["f:9:64: 'cluster:a' stands twice; keep one row"]


def test_what_graphml_has_and_no_dataset_is_refused(save: Save) -> None:
    body = (
        '<node id=""/><node id="cluster:a"><graph><node id="sme:b"/></graph><port name="p"/></node>\n'
        '<hyperedge><endpoint node="cluster:a"/></hyperedge>\n</graph>\n<graph>'
    )
    assert problems_of(save(body)) == [
        "f:8:1: <node> without an id",
        "f:8:35: a graph within a node is not read; take it out",
        "f:8:68: a port of a node (<port>) is not read; take it out",
        "f:9:1: an edge of more than two ends (<hyperedge>) is not read; take it out",
        "f:11:1: a second <graph>; keep one",
    ]


def test_keys_that_are_wrong_are_named(save: Save) -> None:
    head = HEAD.replace(
        "<graph ",
        '<key for="node"/><key id="k"/><key id="k2" for="node" attr.name="kind"/>\n<graph ',
    )
    body = (
        '<node id="cluster:a"><data key="k">CLUSTER</data><data key="k">CLUSTER</data><data key="w">1</data>'
        '<data key="nn">A</data></node>'
    )
    assert problems_of(save(body, head)) == [
        "f:7:1: <key> without an id",
        "f:7:18: <key> 'k' stands twice",
        "f:7:31: attribute 'kind' is declared twice",
        "f:9:50: 'kind' stands twice in one node",
        "f:9:78: attribute 'weight' is declared for edge, but stands in a node",
        "f:9:100: <data> of a key 'nn', which the file does not declare; did you mean 'n'?",
    ]


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("<gexf/>", "f:1:1: no GraphML: the file begins with <gexf>, not with <graphml>"),
        ("<graphml/>", "f: the file has no <graph>"),
    ],
)
def test_what_is_no_graphml_is_refused(content: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "a.graphml"
    path.write_text(content)
    assert problems_of(path) == [message]


def test_more_nodes_and_edges_than_are_read_are_refused(save: Save, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MAX_ELEMENTS", 2)
    body = node("cluster:a") + node("cluster:b") + edge("cluster:a", "cluster:b")
    assert problems_of(save(body)) == ["f:10:1: more than 2 nodes and edges; split the file"]


def test_what_an_export_embeds_is_checked_at_its_place(small: Dataset, tmp_path: Path) -> None:
    first = next(link for link in small.links if link.quote)
    dataset = small.plus([replace(first, source="register")])
    path = tmp_path / "a.graphml"
    assert GRAPHML.file is not None
    GRAPHML.file(dataset, path)
    text = path.read_text(encoding="utf-8")
    assert text.count('"origin":"IMPORTED"') == 1
    changed = text.replace('"origin":"IMPORTED"', '"origin":"IMPORT"').replace('"weight":1.0', '"weigth":1.0', 1)
    changed = changed.replace('<data key="graph-title">Small &amp; &lt;tidy&gt;</data>\n', "")
    path.write_text(changed, encoding="utf-8")
    places = {}
    for word in ('"origin":"IMPORT"', '"weigth"'):
        before = changed[: changed.index(word)]
        places[word] = f"{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"
    origin, weight = places.values()
    assert problems_of(path) == [
        "f: title is missing or not text",
        f"f:{origin}: unknown origin 'IMPORT'; did you mean 'IMPORTED'?",
        f"f:{weight}: unknown column 'weigth'; did you mean 'weight'?",
    ]

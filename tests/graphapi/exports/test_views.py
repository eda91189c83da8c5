"""Entities and statements as flat rows, alike in every form of text."""

import csv
import io
import json
import re
import tracemalloc
from dataclasses import replace

from starlette.testclient import TestClient

from graph_data.dataset import Dataset
from graph_data.notebook import Notebook
from graph_data.ontology import EntityKind
from graph_data.tables import TABLES
from graphapi.app import create_app
from graphapi.exports.catalogue import CATALOGUE, VIEWS
from graphapi.settings import Settings

PARTNERSHIP = "partnership:smartsports4goodlife"
ASKED = {
    "synergies": "?organisation=cluster:indescat",
    "groups": "?by=COUNTRY,SECTOR",
    "graph/nodes": f"?seeds={PARTNERSHIP}",
    "graph/edges": f"?seeds={PARTNERSHIP}",
}
"""What must be asked of a view, by its name."""


def serving(graph: Notebook) -> TestClient:
    return TestClient(create_app(Settings(timeout_ms=60_000), graph))


def address(file: str) -> str:
    return f"/export/{file}{ASKED.get(file.partition('.')[0], '')}"


def records(content: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=separator))


def test_the_entities_are_all_nodes_with_their_country(client: TestClient, sample: Notebook) -> None:
    found = {row["id"]: row for row in client.get("/export/entities.json").json()}
    assert list(found) == [entity.id for entity in sample.entities()]
    montagne = found["cluster:cluster-montagne"]
    assert {name: montagne[name] for name in ("kind", "name", "country", "located_in", "member_count", "level")} == {
        "kind": "CLUSTER",
        "name": "Cluster Montagne",
        "country": "FR",
        "located_in": "region:FRK2",
        "member_count": 230,
        "level": None,
    }
    assert montagne["statements"] == sample.degrees()["cluster:cluster-montagne"]
    columns = list(montagne)
    assert columns[:6] == ["id", "kind", "name", "country", "located_in", "statements"]
    assert {column.name for table in TABLES if table.part == "entities" for column in table.columns} <= set(columns)
    clusters = records(client.get("/export/entities.csv?kind=cluster,sme").text)
    assert [row["id"] for row in clusters] == [item.id for item in sample.entities(EntityKind.CLUSTER, EntityKind.SME)]


def test_the_statements_are_all_edges_with_their_sources(client: TestClient, sample: Notebook) -> None:
    found = client.get("/export/statements.json").json()
    wanted = [data["statement"] for _, _, data in sample.nx.edges(data=True)]
    assert sorted(row["id"] for row in found) == sorted(item.id for item in wanted)
    assert {row["origin"] for row in found} == {item.origin.value for item in wanted}
    by_id = {item.id: item for item in wanted}
    for row in found:
        item = by_id[row["id"]]
        assert (row["subject"], row["predicate"], row["object"]) == (item.subject, item.predicate.value, item.object)
        assert row["sources"] == ("; ".join(said.source for said in item.provenance) or None)
        assert (row["subject_name"], row["rule"]) == (sample.entity(item.subject).name, item.rule)
    assert [row["subject"] for row in found] == sorted(row["subject"] for row in found)


def test_statements_can_be_narrowed(client: TestClient) -> None:
    everything = client.get("/export/statements.json").json()
    asked = "entity=cluster:indescat&predicate=active-in-sector&origin=STATED,IMPORTED"
    assert client.get(f"/export/statements.json?{asked}").json() == [
        row
        for row in everything
        if row["subject"] == "cluster:indescat"
        and row["predicate"] == "ACTIVE_IN_SECTOR"
        and row["origin"] in {"STATED", "IMPORTED"}
    ]


def test_the_texts_of_a_view_are_the_same_table(client: TestClient) -> None:
    for view in VIEWS:
        array = client.get(address(f"{view.name}.json")).json()
        lines = client.get(address(f"{view.name}.jsonl")).text.splitlines()
        assert [json.loads(line) for line in lines] == array
        assert array
        for ending, separator in ((".csv", ","), (".tsv", "\t")):
            found = records(client.get(address(f"{view.name}{ending}")).text, separator)
            assert [list(row) for row in found] == [list(row) for row in array]
            assert [
                [name for name, text in row.items() if text] for row in found
            ] == [[name for name, value in row.items() if value is not None] for row in array]  # fmt: skip
            assert all(not isinstance(value, list | dict) for row in array for value in row.values())


def test_no_spreadsheet_runs_what_stands_in_a_cell(sample: Notebook) -> None:
    evil = replace(sample.entity("cluster:epsi"), name="=HYPERLINK(1)")
    rows = [evil if getattr(row, "id", "") == evil.id else row for row in sample.dataset.all_rows()]
    with serving(Notebook(Dataset.of(sample.dataset.about, rows))) as client:
        for file in ("entities.csv", "clusters.csv", "statements.csv", "entities.tsv"):
            content = client.get(f"/export/{file}").text
            assert "'=HYPERLINK(1)" in content
            assert not re.search(r"(^|[,\t])=HYPERLINK", content, re.MULTILINE)
        assert "=HYPERLINK(1)" in {row["name"] for row in client.get("/export/clusters.json").json()}


def test_an_array_without_rows_is_one_and_a_table_without_rows_has_its_headings(sample: Notebook) -> None:
    with serving(Notebook(Dataset.of(sample.dataset.about, ()))) as client:
        assert client.get("/export/statements.json").json() == []
        assert client.get("/export/statements.jsonl").content == b""
        assert client.get("/export/statements.csv").text.count("\n") == 1
        assert client.get("/export/clusters.json").json() == []
        assert client.get("/export/groups.json?by=KIND").json() == []


def test_a_long_table_is_made_piece_by_piece(graph: Notebook) -> None:
    export = CATALOGUE["statements.jsonl"]
    content = export.open(graph, {item.name: item.default for item in export.parameters})
    next(content.pieces)
    tracemalloc.start()
    try:
        lengths = [len(piece) for piece in content.pieces]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sum(lengths) > 15_000_000
    assert max(lengths) < 1_000_000
    assert peak < 5_000_000

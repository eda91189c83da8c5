"""Every table, view and format can be had, and holds the dataset as others read it."""

import csv
import io
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from graph_data.dataset import cells
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster, EntityKind
from graph_data.reading.dataset import read_dataset
from graph_data.tables import TABLES, Table
from graph_data.writing.format import Format
from graph_data.writing.formats import FORMATS
from graph_data.writing.values import values
from graphapi.app import create_app
from graphapi.exports import catalogue
from graphapi.exports.catalogue import CATALOGUE, VIEWS
from graphapi.settings import Settings


def serving(graph: Notebook) -> TestClient:
    return TestClient(create_app(Settings(timeout_ms=60_000), graph))


def records(content: str, separator: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=separator))


def test_every_table_view_and_format_can_be_had() -> None:
    tables = {f"{table.name}{ending}" for table in TABLES for ending in (".csv", ".tsv", ".jsonl", ".json", ".parquet")}
    views = {f"{view.name}{ending}" for view in VIEWS for ending in (".csv", ".tsv", ".jsonl", ".json")}
    whole = {f"dataset{form.ending}" for form in FORMATS.values() if form.file}
    assert set(CATALOGUE) == tables | views | whole
    assert {"dataset.xlsx", "dataset.sqlite", "dataset.zip"} <= whole


def test_the_catalogue_names_no_file_twice() -> None:
    assert len(CATALOGUE) == len(list(catalogue._all()))  # noqa: SLF001 -- what the mapping is made of


def test_the_list_of_files_is_flat(client: TestClient) -> None:
    rows = client.get("/export").json()
    assert [row["file"] for row in rows] == list(CATALOGUE)
    assert all(isinstance(value, str) for row in rows for value in row.values())
    (found,) = [row["parameters"] for row in rows if row["file"] == "statements.csv"]
    assert found.startswith("entity: only those about the entity with this id; predicate: ")


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_a_table_is_the_same_in_every_format(client: TestClient, sample: Notebook, table: Table) -> None:
    wanted = [cells(row) for row in sample.dataset.rows(table)]
    for ending, separator in ((".csv", ","), (".tsv", "\t")):
        found = records(client.get(f"/export/{table.name}{ending}").text, separator)
        assert [{name: text for name, text in row.items() if text} for row in found] == wanted
    lines = client.get(f"/export/{table.name}.jsonl").text.splitlines()
    array = client.get(f"/export/{table.name}.json").json()
    assert len(lines) == len(array) == len(wanted)
    assert [list(row) for row in array] == [[column.name for column in table.columns]] * len(wanted)
    typed = [values(row) for row in sample.dataset.rows(table)]
    numbers = [name for name, column in ((item.name, item) for item in table.columns) if column.type in {int, float}]
    assert [[row[name] for name in numbers] for row in array] == [[row[name] for name in numbers] for row in typed]
    assert all(not isinstance(value, list | dict) for row in array for value in row.values())


def test_a_parquet_table_has_its_types(client: TestClient, sample: Notebook) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="reading Parquet needs pyarrow")
    found = parquet.read_table(io.BytesIO(client.get("/export/clusters.parquet").content)).to_pylist()
    wanted = {item.id: item.member_count for item in sample.entities(EntityKind.CLUSTER) if isinstance(item, Cluster)}
    assert {row["id"]: row["member_count"] for row in found} == wanted
    assert wanted["cluster:cluster-montagne"] == 230


WHOLE = [form for form in FORMATS.values() if form.file and form.whole]


@pytest.mark.parametrize("form", WHOLE, ids=lambda form: form.name)
def test_the_whole_dataset_comes_back_in_the_same_version(
    client: TestClient, graph: Notebook, tmp_path: Path, form: Format
) -> None:
    path = tmp_path / f"got{form.ending}"
    with serving(Notebook(graph.dataset.vocabulary())) as vocabulary:
        path.write_bytes(vocabulary.get(f"/export/dataset{form.ending}").content)
        assert read_dataset(path).version == vocabulary.app.state.served.graph.version  # type: ignore[attr-defined] # ours
    assert client.get(f"/export/dataset{form.ending}").status_code == 200


def test_others_read_the_database(client: TestClient, sample: Notebook, tmp_path: Path) -> None:
    path = tmp_path / "got.sqlite"
    path.write_bytes(client.get("/export/dataset.sqlite").content)
    with closing(sqlite3.connect(path)) as connection:
        ((count,),) = connection.execute("SELECT count(*) FROM clusters")
    assert count == len(sample.entities(EntityKind.CLUSTER))

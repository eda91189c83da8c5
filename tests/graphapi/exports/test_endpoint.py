"""What caches and browsers are told of a file, and how it travels."""

import gzip
import sys
from dataclasses import replace

import pytest
from starlette.testclient import TestClient

from graph_data.dataset import Dataset
from graph_data.notebook import Notebook
from graph_data.rows import Name
from graphapi.app import create_app
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


TEXT = "; charset=utf-8"


@pytest.mark.parametrize(
    ("file", "media"),
    [
        ("clusters.csv", f"text/csv{TEXT}"),
        ("clusters.tsv", f"text/tab-separated-values{TEXT}"),
        ("clusters.jsonl", f"application/jsonl{TEXT}"),
        ("clusters.json", f"application/json{TEXT}"),
        ("statements.json", f"application/json{TEXT}"),
        ("clusters.parquet", "application/vnd.apache.parquet"),
        ("dataset.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("dataset.sqlite", "application/vnd.sqlite3"),
        ("dataset.zip", "application/zip"),
    ],
)
def test_a_file_says_what_it_is_and_how_to_name_it(client: TestClient, sample: Notebook, file: str, media: str) -> None:
    if file.endswith(".parquet"):
        pytest.importorskip("pyarrow", reason="writing Parquet needs the extra `parquet`")
    headers = client.get(address(file)).headers
    assert headers["Content-Type"] == media
    part = file.removeprefix("dataset") if file.startswith("dataset") else f"-{file}"
    assert headers["Content-Disposition"] == f'attachment; filename="european-clusters-{sample.version}{part}"'
    assert headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert headers["ETag"].startswith('W/"')


def test_a_name_that_no_file_system_takes_is_left_out(sample: Notebook) -> None:
    dataset = sample.dataset.described(replace(sample.dataset.about, name='../"\n'))
    with serving(Notebook(dataset)) as client:
        told = client.get("/export/graph/nodes.csv?seeds=cluster:epsi").headers["Content-Disposition"]
    assert told == f'attachment; filename="dataset-{dataset.version}-graph-nodes.csv"'


@pytest.mark.parametrize("file", ["clusters.csv", "statements.json", "synergies.csv", "dataset.zip"])
def test_a_file_that_still_holds_is_not_sent_again(client: TestClient, file: str) -> None:
    first = client.get(address(file))
    again = client.get(address(file), headers={"If-None-Match": f'"other", {first.headers["ETag"]}'})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]


def test_version_format_and_question_each_make_another_tag(client: TestClient, sample: Notebook) -> None:
    addresses = ["statements.csv", "statements.json", "statements.csv?origin=STATED", "statements.csv?origin=DERIVED"]
    tags = [client.get(f"/export/{asked}").headers["ETag"] for asked in addresses]
    other = Notebook(sample.dataset.where(lambda row: not isinstance(row, Name)))
    with serving(other) as newer:
        tags.append(newer.get("/export/statements.csv").headers["ETag"])
    assert len(set(tags)) == 5


@pytest.mark.parametrize("file", ["clusters.csv", "statements.json", "dataset.zip"])
def test_head_tells_what_get_would(client: TestClient, file: str) -> None:
    got, told = client.get(address(file)), client.head(address(file))
    assert (told.status_code, told.content) == (200, b"")
    assert {name: told.headers[name] for name in ("ETag", "Content-Type", "Content-Disposition")} == {
        name: got.headers[name] for name in ("ETag", "Content-Type", "Content-Disposition")
    }
    assert client.head("/export/nothing.csv").status_code == 404
    assert client.head("/export/synergies.csv?organisation=cluster:nobody").status_code == 400


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize(
    "file", ["statements.csv", "entities.tsv", "concepts.jsonl", "entities.json", "dataset.sqlite"]
)
def test_text_is_compressed_as_asked(client: TestClient, file: str, encoding: str) -> None:
    plain = client.get(address(file), headers={"Accept-Encoding": "identity"})
    with client.stream("GET", address(file), headers={"Accept-Encoding": encoding}) as answer:
        sent = b"".join(answer.iter_raw())
    assert answer.headers["Content-Encoding"] == encoding
    assert "Content-Length" not in answer.headers
    assert answer.headers["ETag"] == plain.headers["ETag"]
    assert len(sent) < len(plain.content) / 2
    if encoding == "gzip":
        assert gzip.decompress(sent) == plain.content


def test_what_is_packed_already_is_sent_as_it_is(client: TestClient) -> None:
    answer = client.get("/export/dataset.xlsx", headers={"Accept-Encoding": "gzip, br, zstd"})
    assert "Content-Encoding" not in answer.headers
    assert int(answer.headers["Content-Length"]) == len(answer.content)


def test_a_format_that_cannot_hold_the_dataset_says_which(sample: Notebook) -> None:
    long = replace(sample.entity("cluster:epsi"), name="x" * 40_000)
    rows = [long if getattr(row, "id", "") == long.id else row for row in sample.dataset.all_rows()]
    with serving(Notebook(Dataset.of(sample.dataset.about, rows))) as client:
        answer = client.get("/export/dataset.xlsx")
        listed = client.post("/graphql", json={"query": "{ dataset { distributions { format } } }"}).json()
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (404, "CANNOT_EXPORT")
    assert error["message"].startswith("clusters cluster:epsi: 40000 characters")
    assert {"format": "zip"} in listed["data"]["dataset"]["distributions"]


def test_a_format_that_cannot_hold_the_dataset_is_not_listed(sample: Notebook) -> None:
    evil = replace(sample.entity("cluster:epsi"), name="a \x01 that XML forbids")
    rows = [evil if getattr(row, "id", "") == evil.id else row for row in sample.dataset.all_rows()]
    with serving(Notebook(Dataset.of(sample.dataset.about, rows))) as client:
        listed = client.post("/graphql", json={"query": "{ dataset { distributions { format } } }"}).json()
        assert client.get("/export/dataset.graphml").json()["errors"][0]["extensions"]["code"] == "CANNOT_EXPORT"
    found = {item["format"] for item in listed["data"]["dataset"]["distributions"]}
    assert {"zip", "node-link"} <= found
    assert not {"graphml", "gexf"} & found


def test_a_format_whose_package_is_missing_says_how_to_get_it(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = client.get("/export/clusters.parquet")
    (error,) = answer.json()["errors"]
    assert (answer.status_code, error["extensions"]["code"]) == (404, "CANNOT_EXPORT")
    assert "pip install 'synergraph[parquet]'" in error["message"]

import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import graph_data
from graphapi.app import create_app
from graphapi.settings import Settings
from graphapi.trusted import InvalidManifest, hash_of, read_manifest

CLUSTER = "query Cluster($id: ID!) { cluster(id: $id) { id } }"
ADDRESS = f"/graphql/trusted/{hash_of(CLUSTER)}"
INDESCAT = {"cluster": {"id": "cluster:indescat"}}
VARIABLES = {"id": "cluster:indescat"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    manifest = tmp_path_factory.mktemp("trusted") / "documents.json"
    manifest.write_text(json.dumps({hash_of(CLUSTER): CLUSTER}), encoding="utf-8")
    with TestClient(create_app(Settings(trusted_documents=manifest), graph_data.load())) as client:
        yield client


def test_a_trusted_document_is_answered_by_get(client: TestClient) -> None:
    answer = client.get(ADDRESS, params={"variables": json.dumps(VARIABLES)})
    assert (answer.status_code, answer.json()["data"]) == (200, INDESCAT)


def test_a_trusted_document_is_answered_by_post(client: TestClient) -> None:
    answer = client.post(ADDRESS, json={"variables": VARIABLES, "operationName": "Cluster"})
    assert (answer.status_code, answer.json()["data"]) == (200, INDESCAT)


def test_it_is_the_same_answer_as_to_the_document_itself(client: TestClient) -> None:
    asked = {"variables": json.dumps(VARIABLES)}
    trusted, free = client.get(ADDRESS, params=asked), client.get("/graphql", params={"query": CLUSTER, **asked})
    assert trusted.content == free.content
    assert trusted.headers["ETag"] == free.headers["ETag"]


def test_its_variables_are_checked(client: TestClient) -> None:
    answer = client.post(ADDRESS, json={})
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["BAD_VARIABLES"]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("accept", ["application/json", "application/graphql-response+json"])
def test_an_unknown_hash_is_not_found(client: TestClient, method: str, accept: str) -> None:
    answer = client.request(method, f"/graphql/trusted/{'0' * 64}", headers={"Accept": accept})
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-store"
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["UNKNOWN_DOCUMENT"]


def test_a_query_beside_the_hash_is_refused(client: TestClient) -> None:
    answer = client.post(ADDRESS, json={"query": "{ dataset { title } }", "variables": VARIABLES})
    assert answer.status_code == 400
    assert [error["extensions"]["code"] for error in answer.json()["errors"]] == ["BAD_REQUEST"]


@given(st.lists(st.text(), unique=True))
def test_every_document_of_a_manifest_is_found_by_its_hash(documents: list[str]) -> None:
    wanted = {hash_of(document): document for document in documents}
    with TemporaryDirectory() as folder:
        path = Path(folder) / "documents.json"
        path.write_text(json.dumps(wanted), encoding="utf-8")
        assert read_manifest(path) == wanted


def test_without_a_manifest_no_document_is_trusted() -> None:
    assert read_manifest(None) == {}


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not JSON"),
        ("[]", "must be a JSON object"),
        ('{"abc": "{ dataset { title } }"}', "64 lower-case hexadecimal digits"),
        (json.dumps({hash_of("{ a }"): 1}), "its value a document"),
        (json.dumps({hash_of("{ a }"): "{ b }"}), f"the document's sha256 is {hash_of('{ b }')}"),
    ],
    ids=["not JSON", "a list", "no hash", "no document", "another document's hash"],
)
def test_a_manifest_with_a_mistake_is_refused(tmp_path: Path, content: str, message: str) -> None:
    path = tmp_path / "documents.json"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidManifest, match=message):
        read_manifest(path)


def test_a_manifest_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidManifest, match="No such file"):
        read_manifest(tmp_path / "documents.json")

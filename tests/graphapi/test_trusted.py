import json
from collections.abc import Iterator, Mapping
from hashlib import md5, sha1
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from graph_data.notebook import Notebook
from graphapi.app import create_app
from graphapi.settings import Settings
from graphapi.trusted import APOLLO, InvalidManifest, hash_of, read_manifest

CLUSTER = "query Cluster($id: ID!) { cluster(id: $id) { id } }"
ADDRESS = f"/graphql/trusted/{hash_of(CLUSTER)}"
INDESCAT = {"cluster": {"id": "cluster:indescat"}}
VARIABLES = {"id": "cluster:indescat"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory, graph: Notebook) -> Iterator[TestClient]:
    manifest = tmp_path_factory.mktemp("trusted") / "documents.json"
    manifest.write_text(json.dumps({hash_of(CLUSTER): CLUSTER}), encoding="utf-8")
    with TestClient(create_app(Settings(trusted_documents=manifest), graph)) as client:
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


def persisted(name: object) -> dict[str, Any]:
    return {"extensions": {"persistedQuery": {"version": 1, "sha256Hash": name}}}


NAMED = [
    {"documentId": f"sha256:{hash_of(CLUSTER)}"},
    {"documentId": hash_of(CLUSTER)},
    {"doc_id": hash_of(CLUSTER)},
    persisted(hash_of(CLUSTER)),
]


def code(answer: Any) -> str:  # noqa: ANN401 -- the client's own type
    (error,) = answer.json()["errors"]
    found: str = error["extensions"]["code"]
    return found


@pytest.mark.parametrize("named", NAMED)
def test_a_trusted_document_may_be_named_as_other_servers_and_clients_do(
    client: TestClient, named: dict[str, Any]
) -> None:
    asked = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in named.items()}
    posted = client.post("/graphql", json={**named, "variables": VARIABLES})
    got = client.get("/graphql", params={**asked, "variables": json.dumps(VARIABLES)})
    assert (posted.status_code, posted.json()["data"]) == (200, INDESCAT)
    assert got.content == posted.content
    assert got.headers["ETag"] == client.get(ADDRESS, params={"variables": json.dumps(VARIABLES)}).headers["ETag"]


@pytest.mark.parametrize("named", [{"documentId": "sha256:abc"}, {"doc_id": ""}, {"documentId": "x" * 5000}])
def test_an_id_of_no_document_is_not_found(client: TestClient, named: dict[str, Any]) -> None:
    answer = client.post("/graphql", json=named)
    assert (answer.status_code, code(answer)) == (404, "UNKNOWN_DOCUMENT")
    assert len(answer.json()["errors"][0]["message"]) < 200


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"documentId": 1}, "documentId must be a string"),
        ({"doc_id": ["a"]}, "doc_id must be a string"),
        ({"documentId": hash_of(CLUSTER), "query": CLUSTER}, "send either query or documentId"),
        (persisted(1), "extensions.persistedQuery must be an object with the text sha256Hash"),
        ({"extensions": {"persistedQuery": "x"}}, "extensions.persistedQuery must be an object"),
        ({"query": CLUSTER, **persisted("0" * 64)}, "sha256Hash must be the sha256 of query"),
        ({"query": 1, **persisted("0" * 64)}, "sha256Hash must be the sha256 of query"),
        ({"extensions": []}, "query must be a string"),
    ],
)
def test_a_document_that_is_named_wrongly_is_refused(client: TestClient, given: dict[str, Any], message: str) -> None:
    answer = client.post("/graphql", json=given)
    assert (answer.status_code, code(answer)) == (400, "BAD_REQUEST")
    assert message in answer.json()["errors"][0]["message"]


@pytest.mark.parametrize(("accept", "status"), [("application/json", 200), ("application/graphql-response+json", 400)])
def test_clients_of_apollo_are_told_to_send_the_document(client: TestClient, accept: str, status: int) -> None:
    free = "query Title { dataset { title } }"
    answer = client.post("/graphql", json=persisted(hash_of(free)), headers={"Accept": accept})
    assert (answer.status_code, code(answer)) == (status, "PERSISTED_QUERY_NOT_FOUND")
    assert answer.json()["errors"][0]["message"] == "PersistedQueryNotFound"
    again = client.post("/graphql", json={"query": free, **persisted(hash_of(free))}, headers={"Accept": accept})
    assert (again.status_code, list(again.json()["data"])) == (200, ["dataset"])


def apollo(*operations: object, **more: object) -> dict[str, Any]:
    return {"format": APOLLO, "version": 1, "operations": [*operations], **more}


OPERATION = {"id": hash_of(CLUSTER), "name": "Cluster", "type": "query", "body": CLUSTER}


@pytest.mark.parametrize(
    ("manifest", "ids"),
    [
        (apollo(OPERATION), {hash_of(CLUSTER)}),
        (apollo(OPERATION, OPERATION), {hash_of(CLUSTER)}),
        (apollo({**OPERATION, "id": "web/Cluster-1", "clientName": "web"}), {hash_of(CLUSTER), "web/Cluster-1"}),
        (apollo(), set()),
        ({sha1(CLUSTER.encode()).hexdigest(): CLUSTER}, {hash_of(CLUSTER), sha1(CLUSTER.encode()).hexdigest()}),  # noqa: S324 -- as Relay names it
        ({md5(CLUSTER.encode()).hexdigest(): CLUSTER}, {hash_of(CLUSTER), md5(CLUSTER.encode()).hexdigest()}),  # noqa: S324 -- as above
    ],
    ids=["apollo", "apollo, twice", "apollo with an id of its own", "apollo, empty", "relay, sha1", "relay, md5"],
)
def test_manifests_of_apollo_and_relay_are_read(tmp_path: Path, manifest: dict[str, Any], ids: set[str]) -> None:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    assert read_manifest(path) == dict.fromkeys(ids, CLUSTER)


@pytest.mark.parametrize(
    ("manifest", "message"),
    [
        (apollo(version=2), "version of apollo-persisted-query-manifest must be 1, got 2"),
        (apollo(operations={}), "operations must be a list"),
        (apollo(1), r"operations\[0\]: must have an id of 1 to 200 characters, and a body"),
        (apollo(OPERATION, {"id": "a"}), r"operations\[1\]: must have an id"),
        (apollo({"id": "a b", "body": CLUSTER}), r"operations\[0\]: must have an id"),
        (apollo({**OPERATION, "body": "{ a }"}), f"{hash_of(CLUSTER)}: the body's sha256 is {hash_of('{ a }')}"),
        (apollo({"id": "a", "body": "{ a }"}, {"id": "a", "body": "{ b }"}), r"operations\[1\]: a: another body has"),
        ({md5(b"{ a }").hexdigest(): "{ b }"}, f"the document's md5 is {md5(b'{ b }').hexdigest()}"),  # noqa: S324 -- as above
        ({"0" * 40: "{ b }"}, f"the document's sha1 is {sha1(b'{ b }').hexdigest()}"),  # noqa: S324 -- as above
        ({"0" * 48: "{ b }"}, "must be 64 lower-case hexadecimal digits"),
        ({"Z" * 64: "{ b }"}, "must be 64 lower-case hexadecimal digits"),
    ],
)
def test_a_manifest_of_apollo_or_relay_with_a_mistake_is_refused(
    tmp_path: Path, manifest: dict[str, Any], message: str
) -> None:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps(manifest), encoding="utf-8")
    with pytest.raises(InvalidManifest, match=message) as refused:
        read_manifest(path)
    assert str(refused.value).startswith(f"{path}: ")


@pytest.mark.parametrize(
    ("document", "message"),
    [
        ("{ nowhere }", "Cannot query field 'nowhere'"),
        ("{", "Syntax Error"),
        ("mutation { a }", "mutation"),
        ("{ " + "dataset { version } " * 700 + "}", "Tokens"),
    ],
)
def test_a_document_that_could_not_be_answered_stops_the_server_at_start(
    tmp_path: Path, graph: Notebook, document: str, message: str
) -> None:
    path = tmp_path / "documents.json"
    path.write_text(json.dumps({hash_of(document): document}), encoding="utf-8")
    with pytest.raises(InvalidManifest, match=f"^trusted document {hash_of(document)}: .*{message}"):
        create_app(Settings(trusted_documents=path), graph)


FREE = "query Title { dataset { title } }"
FREE_REQUESTS: Mapping[str, tuple[str, dict[str, Any]]] = {
    "a free document": ("/graphql", {"query": FREE}),
    "introspection": ("/graphql", {"query": "{ __schema { types { name } } }"}),
    "a type": ("/graphql", {"query": "{ __typename }"}),
    "a trusted document in full": ("/graphql", {"query": CLUSTER, "variables": VARIABLES}),
    "in full, with its hash": ("/graphql", {"query": CLUSTER, "variables": VARIABLES, **persisted(hash_of(CLUSTER))}),
    "a free document with a trusted hash": ("/graphql", {"query": FREE, **persisted(hash_of(CLUSTER))}),
    "a free document with its own hash": ("/graphql", {"query": FREE, **persisted(hash_of(FREE))}),
    "a free document and a trusted id": ("/graphql", {"query": FREE, "documentId": hash_of(CLUSTER)}),
    "an empty document": ("/graphql", {"query": ""}),
    "no document": ("/graphql", {"variables": {}}),
    "an unknown id": ("/graphql", {"documentId": hash_of(FREE)}),
    "an unknown hash": ("/graphql", persisted(hash_of(FREE))),
    "a free document under a trusted address": (ADDRESS, {"query": FREE}),
    "an unknown address": (f"/graphql/trusted/{hash_of(FREE)}", {}),
}
REFUSED = {
    "no document": (400, "BAD_REQUEST"),
    "an unknown id": (404, "UNKNOWN_DOCUMENT"),
    "an unknown hash": (404, "UNKNOWN_DOCUMENT"),
    "a free document under a trusted address": (400, "BAD_REQUEST"),
    "an unknown address": (404, "UNKNOWN_DOCUMENT"),
}


@pytest.fixture(scope="module")
def locked(tmp_path_factory: pytest.TempPathFactory, graph: Notebook) -> Iterator[TestClient]:
    manifest = tmp_path_factory.mktemp("locked") / "documents.json"
    manifest.write_text(json.dumps({hash_of(CLUSTER): CLUSTER}), encoding="utf-8")
    settings = Settings(trusted_documents=manifest, locked=True)
    with TestClient(create_app(settings, graph)) as client:
        yield client


@pytest.mark.parametrize("free", FREE_REQUESTS)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_locked_server_answers_nothing_else(locked: TestClient, free: str, method: str) -> None:
    path, given = FREE_REQUESTS[free]
    asked = {name: json.dumps(value) if isinstance(value, dict) else value for name, value in given.items()}
    answer = locked.get(path, params=asked) if method == "GET" else locked.post(path, json=given)
    assert (answer.status_code, code(answer)) == REFUSED.get(free, (403, "UNTRUSTED_DOCUMENT"))
    assert "data" not in answer.json()
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("named", NAMED)
def test_a_locked_server_answers_trusted_documents_however_they_are_named(
    locked: TestClient, named: dict[str, Any]
) -> None:
    assert locked.post("/graphql", json={**named, "variables": VARIABLES}).json()["data"] == INDESCAT
    assert locked.get(ADDRESS, params={"variables": json.dumps(VARIABLES)}).json()["data"] == INDESCAT


@pytest.mark.parametrize(
    "path",
    ["/", "/graphiql", "/graphiql/", "/assets/main.js", "/schema.graphql", "/export", "/export/clusters.csv"],
)
def test_a_locked_server_has_no_pages_no_schema_and_no_files(locked: TestClient, path: str) -> None:
    assert locked.get(path).status_code == 404


def test_a_locked_server_tells_that_it_is_ready(locked: TestClient) -> None:
    assert [locked.get(path).status_code for path in ("/healthz", "/readyz")] == [200, 200]


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

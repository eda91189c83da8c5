"""GraphQL over HTTP: methods, media types, status codes, refusals; and the other addresses."""

import gzip
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.ontology import Entity
from graphapi.app import create_app
from graphapi.errors import ErrorCode
from graphapi.limits import DEFAULT_LIMITS
from graphapi.settings import Settings

ROOT = Path(__file__).parents[2]
NAME = '{ cluster(id: "cluster:indescat") { name } }'
NAMED = {"data": {"cluster": {"name": "INDESCAT - Catalan Sports Cluster"}}}
RESPONSE_JSON = "application/graphql-response+json"


def test_post_and_get_answer_the_same(client: TestClient, graph: Notebook) -> None:
    posted = client.post("/graphql", json={"query": NAME})
    got = client.get("/graphql", params={"query": NAME})
    assert (posted.status_code, got.status_code, got.content) == (200, 200, posted.content)
    cost = {"requested": 2, "limit": DEFAULT_LIMITS.max_cost}
    assert posted.json() == NAMED | {"extensions": {"dataset": graph.version, "cost": cost}}


def test_variables_and_operation_name_come_by_post_and_by_get(client: TestClient) -> None:
    query = "query One($id: ID!) { cluster(id: $id) { name } } query Two { dataset { version } }"
    request: dict[str, Any] = {"query": query, "operationName": "One", "variables": {"id": "cluster:indescat"}}
    assert client.post("/graphql", json=request).json()["data"] == NAMED["data"]
    parameters = request | {"variables": '{"id": "cluster:indescat"}'}
    assert client.get("/graphql", params=parameters).json()["data"] == NAMED["data"]


def test_null_and_absent_parts_of_a_request_are_the_same(client: TestClient) -> None:
    request = {"query": NAME, "operationName": None, "variables": None, "extensions": None}
    assert client.post("/graphql", json=request).json()["data"] == NAMED["data"]
    assert client.post("/graphql", json={"query": NAME, "extensions": {"a": 1}, "more": 1}).status_code == 200


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        (None, "application/json"),
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("application/json", "application/json"),
        (RESPONSE_JSON, RESPONSE_JSON),
        ("APPLICATION/GRAPHQL-RESPONSE+JSON", RESPONSE_JSON),
        (f"{RESPONSE_JSON}; charset=utf-8", RESPONSE_JSON),
        (f"{RESPONSE_JSON}, application/json;q=0.9", RESPONSE_JSON),
        (f"{RESPONSE_JSON};q=0.5, application/json;q=0.9", "application/json"),
        (f"{RESPONSE_JSON};q=0, */*;q=0.1", "application/json"),
        (f"{RESPONSE_JSON}, */*", RESPONSE_JSON),
        ("application/json;q=0, */*", RESPONSE_JSON),
        (f"application/json;q=0.2, */*;q=0.5, {RESPONSE_JSON};q=0.3", RESPONSE_JSON),
        (f"{RESPONSE_JSON}, application/json", "application/json"),
        ("text/html, application/xhtml+xml, */*;q=0.8", "application/json"),
        ("text/html, application/json; q=0.001", "application/json"),
    ],
)
def test_the_media_type_is_negotiated(client: TestClient, accept: str | None, media: str) -> None:
    headers = {"accept": accept} if accept is not None else {}
    if accept is None:
        client.headers.pop("accept", None)
    response = client.post("/graphql", json={"query": NAME}, headers=headers)
    assert (response.status_code, response.headers["content-type"]) == (200, f"{media}; charset=utf-8")


@pytest.mark.parametrize(
    "accept", ["text/html", "image/*", "application/json;q=0", "*/*;q=0", "application/json;q=nonsense", "text/plain,"]
)
def test_an_answer_in_no_accepted_media_type_is_refused_with_406(
    client: TestClient, graph: Notebook, accept: str
) -> None:
    response = client.post("/graphql", json={"query": NAME}, headers={"accept": accept})
    assert (response.status_code, code_of(response.json(), graph)) == (406, "BAD_REQUEST")


@pytest.mark.parametrize(
    "content_type",
    ["text/plain", "application/x-www-form-urlencoded", "", "application/graphql", "application/json; charset=latin-1"],
)
def test_a_body_of_another_media_type_is_refused_with_415(
    client: TestClient, graph: Notebook, content_type: str
) -> None:
    content = json.dumps({"query": NAME})
    response = client.post("/graphql", content=content, headers={"content-type": content_type})
    assert (response.status_code, code_of(response.json(), graph)) == (415, "BAD_REQUEST")
    assert response.headers["accept-post"] == "application/json"


@pytest.mark.parametrize("charset", ["; charset=utf-8", ';charset="UTF-8"', " ; charset=utf8", ""])
def test_a_body_in_utf_8_is_read(client: TestClient, charset: str) -> None:
    headers = {"content-type": f"application/json{charset}"}
    content = json.dumps({"query": '{ organisations(filter: {nameContains: "ñ"}) { totalCount } }'}, ensure_ascii=False)
    response = client.post("/graphql", content=content.encode(), headers=headers)
    assert response.json()["data"]["organisations"]["totalCount"] > 0


def test_a_body_that_is_too_large_is_refused_with_413(client: TestClient, graph: Notebook) -> None:
    response = client.post("/graphql", json={"query": NAME + "#" * 300_000})
    assert (response.status_code, code_of(response.json(), graph)) == (413, "LIMIT_EXCEEDED")


@pytest.mark.parametrize("method", ["PUT", "PATCH", "DELETE", "OPTIONS"])
def test_other_methods_are_refused_with_405(client: TestClient, graph: Notebook, method: str) -> None:
    response = client.request(method, "/graphql")
    assert (response.status_code, code_of(response.json(), graph)) == (405, "BAD_REQUEST")
    assert response.headers["allow"] == "GET, HEAD, POST"


def test_head_is_get_without_the_body(client: TestClient) -> None:
    response = client.head("/graphql", params={"query": NAME})
    assert (response.status_code, response.content) == (200, b"")


@pytest.mark.parametrize("query", ["mutation { __typename }", "subscription { __typename }"])
def test_get_does_not_execute_what_is_no_query(client: TestClient, graph: Notebook, query: str) -> None:
    response = client.get("/graphql", params={"query": query}, headers={"accept": RESPONSE_JSON})
    assert (response.status_code, code_of(response.json(), graph)) == (400, "VALIDATION_FAILED")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b'{"query": "{ __typename }"',
        b"{'query': '{ __typename }'}",
        b"\xff\xfe\x00",
        b'\xef\xbb\xbf{"query": "{ __typename }"}',
        b'{"query": "\\ud800"}',
        b'{"query": NaN}',
        b"[" * 5000,
        b"null",
        b'"{ __typename }"',
        b'[{"query": "{ __typename }"}]',
    ],
)
def test_a_body_that_is_no_request_is_refused_with_400(client: TestClient, graph: Notebook, content: bytes) -> None:
    for accept in ("application/json", RESPONSE_JSON):
        headers = {"content-type": "application/json", "accept": accept}
        response = client.post("/graphql", content=content, headers=headers)
        assert (response.status_code, code_of(response.json(), graph)) == (400, "BAD_REQUEST")
        assert response.headers["content-type"] == f"{accept}; charset=utf-8"


@given(st.binary(max_size=60) | st.lists(st.none() | st.text() | st.floats()).map(repr).map(str.encode))
@settings(max_examples=60)
def test_no_body_makes_the_server_fail(client: TestClient, content: bytes) -> None:
    response = client.post("/graphql", content=content, headers={"content-type": "application/json"})
    assert response.status_code == 400


@pytest.mark.parametrize(
    "wrong",
    [
        {"query": None},
        {"query": 5},
        {"query": ["{ __typename }"]},
        {"query": {}},
        {"operationName": 5},
        {"operationName": []},
        {"variables": 5},
        {"variables": []},
        {"variables": "{}"},
        {"extensions": "none"},
        {"extensions": [1]},
    ],
)
def test_parts_of_wrong_types_are_refused_with_400(client: TestClient, graph: Notebook, wrong: dict[str, Any]) -> None:
    response = client.post("/graphql", json={"query": "{ __typename }"} | wrong)
    assert (response.status_code, code_of(response.json(), graph)) == (400, "BAD_REQUEST")


@pytest.mark.parametrize(
    "parameters",
    [
        {},
        {"variables": "{}"},
        {"query": NAME, "variables": "{"},
        {"query": NAME, "variables": "[]"},
        {"query": NAME, "extensions": "nonsense"},
        {"query": NAME, "extensions": "5"},
    ],
)
def test_parameters_of_wrong_types_are_refused_with_400(
    client: TestClient, graph: Notebook, parameters: dict[str, str]
) -> None:
    response = client.get("/graphql", params=parameters)
    assert (response.status_code, code_of(response.json(), graph)) == (400, "BAD_REQUEST")


NOT_EXECUTED = [
    ({"query": "{"}, "PARSE_FAILED"),
    ({"query": ""}, "PARSE_FAILED"),
    ({"query": "{" * 1_000}, "PARSE_FAILED"),
    ({"query": "{" * 100_000}, "LIMIT_EXCEEDED"),
    ({"query": "{ nothing }"}, "VALIDATION_FAILED"),
    ({"query": "{ clusters(first: true) { totalCount } }"}, "VALIDATION_FAILED"),
    ({"query": "{ cluster { name } }"}, "VALIDATION_FAILED"),
    ({"query": "query($f: Int) { clusters(first: $f) { totalCount } }", "variables": {"f": "x"}}, "BAD_VARIABLES"),
    ({"query": "query($f: Int) { clusters(first: $f) { totalCount } }", "variables": {"f": 2**40}}, "BAD_VARIABLES"),
    ({"query": "query($id: ID!) { cluster(id: $id) { name } }"}, "BAD_VARIABLES"),
    ({"query": "query($id: ID!) { cluster(id: $id) { name } }", "variables": {"id": None}}, "BAD_VARIABLES"),
    ({"query": "query($id: ID!) { cluster(id: $id) { name } }", "variables": {"id": {"a": 1}}}, "BAD_VARIABLES"),
    ({"query": NAME, "operationName": "Other"}, "UNKNOWN_OPERATION"),
    ({"query": "query A { __typename } query B { __typename }"}, "UNKNOWN_OPERATION"),
    ({"query": "fragment F on Cluster { name }"}, "VALIDATION_FAILED"),
]


@pytest.mark.parametrize(("request_", "code"), NOT_EXECUTED)
def test_what_is_not_executed_has_no_data_and_the_status_of_its_media_type(
    client: TestClient, graph: Notebook, request_: dict[str, Any], code: str
) -> None:
    for accept, status in ((RESPONSE_JSON, 400), ("application/json", 200)):
        response = client.post("/graphql", json=request_, headers={"accept": accept})
        assert (response.status_code, code_of(response.json(), graph)) == (status, code)
        assert "data" not in response.json()


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("depth", [100, 300, 900])
def test_values_nested_too_deeply_are_refused_however_they_come(client: TestClient, method: str, depth: int) -> None:
    variables = f'{{"a": {"[" * depth}{"]" * depth}}}'
    if method == "GET":
        response = client.get("/graphql", params={"query": NAME, "variables": variables})
    else:
        content = f'{{"query": "{{ __typename }}", "variables": {variables}}}'
        response = client.post("/graphql", content=content, headers={"Content-Type": "application/json"})
    (error,) = response.json()["errors"]
    assert (response.status_code, error["extensions"]["code"]) == (200, "LIMIT_EXCEEDED")


def test_of_many_wrong_values_the_first_are_told(client: TestClient) -> None:
    query = 'query ($kinds: [EntityKind!]) { search(text: "a", kinds: $kinds) { totalCount } }'
    response = client.post("/graphql", json={"query": query, "variables": {"kinds": ["NOTHING"] * 200}})
    assert [error["extensions"]["code"] for error in response.json()["errors"]] == ["BAD_VARIABLES"] * 5


def test_what_is_executed_with_an_error_is_answered_with_200(client: TestClient, graph: Notebook) -> None:
    for query in ('{ cluster(id: "sector:business-services") { name } }', "{ clusters(first: 0) { totalCount } }"):
        response = client.post("/graphql", json={"query": query}, headers={"accept": RESPONSE_JSON})
        assert response.status_code == 200
        assert code_of(response.json(), graph) in {"WRONG_KIND", "BAD_PAGE_SIZE"}
        assert "data" in response.json()


def test_null_for_an_argument_that_must_have_a_value_is_a_bad_variable(client: TestClient, graph: Notebook) -> None:
    query = 'query($n: Int) { cluster(id: "cluster:indescat") { partnerships(first: $n) { totalCount } } }'
    response = client.post("/graphql", json={"query": query, "variables": {"n": None}})
    assert code_of(response.json(), graph) == "BAD_VARIABLES"
    assert "'first'" in response.json()["errors"][0]["message"]


def test_variables_may_be_nested_as_far_as_the_limit_and_no_further(client: TestClient, graph: Notebook) -> None:
    query = "query($f: OrganisationFilter) { clusters(filter: $f) { totalCount } }"
    for depth in (9, 10, 11, 100, 500):
        nested: dict[str, Any] = {}
        for _ in range(depth - 1):
            nested = {"not": nested}
        body = client.post("/graphql", json={"query": query, "variables": {"f": nested}}).json()
        if depth > DEFAULT_LIMITS.max_value_depth:
            assert code_of(body, graph) == "LIMIT_EXCEEDED"
        else:
            assert body["data"]["clusters"]["totalCount"] in {0, 111}


class Broken(Notebook):
    """A graph whose lookup fails."""

    def find(self, entity_id: str) -> Entity | None:
        if entity_id == "cluster:indescat":
            raise RuntimeError(f"secret of {entity_id}")
        return super().find(entity_id)


def test_an_internal_error_is_logged_and_told_without_its_words(
    graph: Notebook, caplog: pytest.LogCaptureFixture
) -> None:
    broken = Broken(graph.dataset.vocabulary())
    with TestClient(create_app(Settings(), broken)) as client, caplog.at_level(logging.ERROR):
        response = client.post("/graphql", json={"query": NAME + " "})
    assert response.status_code == 200
    assert code_of(response.json(), broken) == "INTERNAL_ERROR"
    assert response.json()["data"] == {"cluster": None}
    assert "secret" not in response.text
    assert "secret of cluster:indescat" in caplog.text


def test_every_answer_carries_security_headers(client: TestClient) -> None:
    answers = [
        client.post("/graphql", json={"query": NAME}),
        client.post("/graphql", content="{"),
        client.put("/graphql"),
        *(client.get(path) for path in ("/", "/graphiql", "/schema.graphql", "/healthz", "/readyz", "/nothing")),
    ]
    for answer in answers:
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert answer.headers["content-security-policy"].startswith(("default-src 'none';", "default-src 'self';"))
        assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


def test_a_large_answer_is_compressed_for_who_accepts_it(client: TestClient) -> None:
    query = {"query": "{ organisations(first: 100) { nodes { id name } } }"}
    plain = client.post("/graphql", json=query, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    with client.stream("POST", "/graphql", json=query, headers={"accept-encoding": "gzip"}) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert "accept-encoding" in packed.headers["vary"].lower()
    assert gzip.decompress(raw) == plain.content
    assert len(raw) < len(plain.content) / 2


def test_the_schema_is_served_as_the_file_has_it(client: TestClient) -> None:
    response = client.get("/schema.graphql")
    assert response.text == (ROOT / "schema.graphql").read_text(encoding="utf-8")
    assert response.headers["content-type"] == "application/graphql; charset=utf-8"


def code_of(body: dict[str, Any], graph: KnowledgeGraph) -> str:
    """Return the code of the first error of an answer, after a look at what every answer must have."""
    assert body["extensions"]["dataset"] == graph.version
    for error in body["errors"]:
        assert error["message"]
        assert error["extensions"]["code"] in ErrorCode.__members__
    code: str = body["errors"][0]["extensions"]["code"]
    return code

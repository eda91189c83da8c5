from collections.abc import Iterator
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

import graph_data
from graphapi.app import create_app
from graphapi.caching import entity_tag, matches
from graphapi.execution.answering import DEAR_FIELDS, Request, is_dear
from graphapi.schema.schema import schema
from graphapi.settings import Settings

TITLE = "{ dataset { title } }"
LONG = "{ clusters(first: 100) { nodes { id name website } } }"
FAR = """
query A { dataset { title } }
query B { cluster(id: "cluster:indescat") { ...F } }
fragment F on Cluster { synergies(first: 1) { nodes { score } } }
"""
RESPONSE_JSON = "application/graphql-response+json"

words = st.text(max_size=5)
requests = st.builds(
    Request,
    query=words,
    operation=st.none() | words,
    variables=st.dictionaries(words, st.none() | st.booleans() | st.integers(-9, 9) | words, max_size=2),
)


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), graph_data.load())) as client:
        yield client


def test_the_answer_to_get_may_be_kept_and_is_revalidated(client: TestClient) -> None:
    answer = client.get("/graphql", params={"query": TITLE})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert answer.headers["ETag"].startswith('W/"')


def test_an_answer_that_still_holds_is_not_sent_again(client: TestClient) -> None:
    first = client.get("/graphql", params={"query": TITLE})
    again = client.get(
        "/graphql", params={"query": TITLE}, headers={"If-None-Match": f'"other", {first.headers["ETag"]}'}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert {name: again.headers[name] for name in ("ETag", "Cache-Control", "Vary")} == {
        name: first.headers[name] for name in ("ETag", "Cache-Control", "Vary")
    }


def test_a_tag_of_another_answer_is_answered_anew(client: TestClient) -> None:
    tag = client.get("/graphql", params={"query": LONG}).headers["ETag"]
    answer = client.get("/graphql", params={"query": TITLE}, headers={"If-None-Match": tag})
    assert answer.status_code == 200


def test_the_two_media_types_are_two_answers(client: TestClient) -> None:
    plain = client.get("/graphql", params={"query": TITLE})
    named = client.get("/graphql", params={"query": TITLE}, headers={"Accept": RESPONSE_JSON})
    assert named.headers["Content-Type"].startswith(RESPONSE_JSON)
    assert plain.headers["ETag"] != named.headers["ETag"]


def test_head_tells_what_get_would(client: TestClient) -> None:
    got = client.get("/graphql", params={"query": TITLE})
    told = client.head("/graphql", params={"query": TITLE})
    assert (told.status_code, told.content, told.headers["ETag"]) == (200, b"", got.headers["ETag"])


def test_the_answer_to_post_is_not_kept(client: TestClient) -> None:
    answer = client.post("/graphql", json={"query": TITLE}, headers={"If-None-Match": "*"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize(
    "query",
    ["{ nowhere }", "{", "{ clusters(first: -1) { totalCount } }"],
    ids=["invalid", "no GraphQL", "answered with an error"],
)
def test_an_error_is_not_kept(client: TestClient, query: str) -> None:
    answer = client.get("/graphql", params={"query": query}, headers={"Accept": RESPONSE_JSON})
    assert "errors" in answer.json()
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("encoding", ["gzip", "br", "zstd"])
@pytest.mark.parametrize("media", ["application/json", RESPONSE_JSON])
def test_a_long_answer_is_compressed_as_asked(client: TestClient, encoding: str, media: str) -> None:
    headers = {"Accept": media, "Accept-Encoding": encoding}
    with client.stream("GET", f"/graphql?query={quote(LONG)}", headers=headers) as answer:
        sent = b"".join(answer.iter_raw())
    plain = client.get("/graphql", params={"query": LONG}, headers={"Accept": media, "Accept-Encoding": "identity"})
    assert answer.headers["Content-Encoding"] == encoding
    assert answer.headers["Vary"] == plain.headers["Vary"] == "Accept, Accept-Encoding"
    assert answer.headers["ETag"] == plain.headers["ETag"]
    assert len(sent) < len(plain.content) / 2


def test_the_schema_is_revalidated_too(client: TestClient) -> None:
    first = client.get("/schema.graphql")
    again = client.get("/schema.graphql", headers={"If-None-Match": first.headers["ETag"]})
    assert (first.text, again.status_code) == (schema.as_str() + "\n", 304)


@given(requests, requests)
def test_two_questions_share_a_tag_only_when_they_are_the_same(one: Request, other: Request) -> None:
    def told(asked: Request) -> str:  # repr, since True == 1 but is answered otherwise
        return repr((asked.query, asked.operation, sorted((asked.variables or {}).items())))

    tags = [entity_tag("v", "application/json", asked) for asked in (one, other)]
    assert (tags[0] == tags[1]) == (told(one) == told(other))


@given(requests, st.text(max_size=3), st.text(max_size=3))
def test_another_dataset_version_has_other_tags(asked: Request, one: str, other: str) -> None:
    tags = [entity_tag(dataset, "application/json", asked) for dataset in (one, other)]
    assert (tags[0] == tags[1]) == (one == other)


@given(st.lists(st.sampled_from(['"a"', 'W/"a"', '"b"', 'W/"b"', ""]), max_size=4))
def test_tags_are_compared_weakly(tags: list[str]) -> None:
    assert matches(", ".join(tags), 'W/"a"') == bool({'"a"', 'W/"a"'} & set(tags))


@pytest.mark.parametrize("field", sorted(DEAR_FIELDS))
def test_a_document_with_a_dear_field_is_dear(field: str) -> None:
    found = any(field in getattr(kind, "fields", {}) for kind in schema._schema.type_map.values())  # noqa: SLF001 -- graphql-core's schema
    assert found, f"no type has the field {field}"


@pytest.mark.parametrize(
    ("query", "dear"),
    [
        ('{ synergy(organisation: "cluster:indescat", partner: "cluster:cluster-montagne") { score } }', True),
        ('{ cluster(id: "cluster:indescat") { synergies(first: 1) { nodes { score } } } }', True),
        (FAR, True),
        ("{ synergies: dataset { title } }", False),
        ("{ synergies }", False),
        ("{", False),
    ],
    ids=["at the root", "within", "in a fragment of another operation", "an alias", "invalid", "no GraphQL"],
)
def test_where_a_document_is_answered_depends_on_its_fields(query: str, dear: bool) -> None:
    assert is_dear(Request(query)) is dear


def test_a_dear_document_has_the_same_answer_as_ever(client: TestClient) -> None:
    query = '{ cluster(id: "cluster:indescat") { synergies(first: 2) { nodes { score partner { id } } } } }'
    answers = [client.get("/graphql", params={"query": query}).json() for _ in range(3)]
    assert answers[0]["data"]["cluster"]["synergies"]["nodes"][0]["score"] > 0
    assert answers[0] == answers[1] == answers[2]

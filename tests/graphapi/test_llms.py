"""/llms.txt says what is so: its queries run, its facts are those of the schema, the settings and the dataset."""

import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

import graph_data as gd
from graph_data.ontology import PREFIXES, EntityKind, Predicate, StatementOrigin
from graphapi.errors import ErrorCode
from graphapi.execution.answering import Request, answer
from graphapi.llms import llms_text

QUERIES = Path(__file__).parents[1] / "queries"


@pytest.fixture(scope="module")
def text(client: TestClient) -> str:
    response = client.get("/llms.txt")
    assert (response.status_code, response.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    return response.text


def test_it_has_the_form_of_llmstxt(text: str) -> None:
    assert re.match(r"# [^\n]+\n\n> [^\n]+\n\n- Endpoint: POST `http://testserver/graphql`", text)
    assert re.findall(r"^## (.*)$", text, re.MULTILINE) == [
        "What is in the graph",
        "Ids",
        "How to read an answer",
        "Ten queries to begin with",
        "Pages and limits",
        "Errors",
        "Licence and attribution",
        "More",
    ]


def test_every_place_is_filled(text: str, graph: gd.Notebook) -> None:
    prose = re.sub(r"```graphql\n.*?```", "", text, flags=re.DOTALL)
    assert set(re.findall(r"\{[a-z]+\}", prose)) == set()
    assert text == llms_text(graph, "http://testserver")


def test_it_names_every_kind_relation_origin_prefix_error_and_source(text: str, graph: gd.Notebook) -> None:
    counts = graph.counts()
    assert all(f"- {kind.name}: {counts[kind]:,}" in text for kind in EntityKind if counts[kind])
    assert all(f"`{predicate.name}`" in text for predicate in Predicate)
    assert all(f"- {origin.name}: " in text for origin in StatementOrigin)
    assert all(f"`{prefix}:`" in text for prefix in PREFIXES.values())
    assert all(f"- {code.name}: {code.value}" in text for code in ErrorCode)
    assert all(source.title in text for source in graph.dataset.sources)
    assert graph.citation in text
    assert graph.dataset.about.licence in text


def test_its_ten_queries_are_those_of_the_documentation_and_answer(text: str, graph: gd.Notebook) -> None:
    found = re.findall(r"```graphql\n(.*?)```", text, re.DOTALL)
    golden = [path.read_text(encoding="utf-8") for path in sorted(QUERIES.glob("*.graphql"))]
    assert [query.split() for query in found] == [query.partition("\n")[2].split() for query in golden]
    assert len(found) == 10
    assert all("errors" not in answer(graph, Request(query)).body for query in found[:3])


def test_nothing_of_the_data_is_taken_for_a_place(sample: gd.Notebook) -> None:
    assert "http://{title}/graphql" in llms_text(sample, "http://{title}")

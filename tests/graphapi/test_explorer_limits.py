"""The default limits leave room for every document of the explorer, with the most that a page asks for."""

import json
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request as HttpRequest
from urllib.request import urlopen

import pytest

from graph_data.notebook import Notebook
from graph_data.ontology import Concept, EntityKind
from graphapi.execution.answering import Request, answer
from graphapi.execution.document import documents, whole_schema
from graphapi.execution.limits import check_cost, check_text, check_values
from graphapi.execution.shape import Shape, shapes_of
from graphapi.limits import DEFAULT_LIMITS

QUERIES = Path(__file__).parents[2] / "frontend" / "explorer" / "queries"
FILES = {path.stem: path for path in sorted(QUERIES.glob("*.graphql"))}

PATIENCE = 60
"""Seconds in which a question is asked again: while things are prepared, or something else keeps the machine busy."""

AGAIN = {"OVERLOADED", "PREPARING", "TIME_LIMIT"}

ONE = "cluster:indescat"
LENSES = ("CROSS_SECTOR", "GENERAL")
METHODS = ("ADAMIC_ADAR", "PREFERENTIAL_ATTACHMENT", "RESOURCE_ALLOCATION")
PAIRS = {"excludeExistingPartners": True, "organisation": {"kinds": ["CLUSTER"]}, "partner": {"kinds": ["CLUSTER"]}}

Asked = list[dict[str, Any]]


@pytest.fixture(scope="module")
def questions(graph: Notebook) -> Mapping[str, Asked]:
    """Return for each document what the page sends for the entities about which most is known."""
    degrees = graph.degrees()

    def first(ids: list[str], count: int = 1) -> list[str]:
        return sorted(ids, key=lambda name: (-degrees[name], name))[:count]

    def of(kind: EntityKind) -> list[str]:
        return [entity.id for entity in graph.entities(kind)]

    members = first([entity.id for entity in graph.organisations()], 200)  # as many as a consortium may have
    busiest = members[0]
    (term,) = first([entity.id for entity in graph.entities() if isinstance(entity, Concept)])
    (partnership,) = first(of(EntityKind.PARTNERSHIP))
    (country,) = first(of(EntityKind.COUNTRY))
    chains = of(EntityKind.VALUE_CHAIN)
    group = {"members": members, "origins": None}
    rule = graph.dataset.conditions[0].rule
    aims = {**group, "targets": of(EntityKind.S3_PRIORITY_AREA)}
    pairs: Asked = [{"organisation": busiest, "partner": ONE, "lens": lens} for lens in LENSES]
    everybody = {"excludeExistingPartners": False}
    return {
        "brokers": [group],
        "calls": [{}],
        "candidates": [{**aims, "filter": None, "rule": rule}],
        "consortium": [{**aims, "kinds": [EntityKind.S3_PRIORITY_AREA.name]}],
        "dataset": [{}],
        "eligibility": [{"members": members, "rule": rule}],
        "entity-kind": [{"id": ONE}],
        "evidence": [{"ids": [item.id for item in graph.statements(term)[:100]]}],
        "files": [{}],
        "further-partners": [],  # only with a cursor, and it costs what its cursor does not change
        "held-terms": [group],
        "landing": [{}],
        "likely-partners": [{"id": busiest, "method": method} for method in METHODS],
        "matrix": [{"filter": None}],
        "member-pairs": [{**group, "members": members[:100], "lens": lens} for lens in LENSES],
        "member-stages": [{**group, "chain": chains[0]}],
        "named": [{"ids": members[:100]}],
        "network": [{"id": term, "seeds": [term], "depth": 3, "kinds": None, "nodes": 300}],
        "organisation": [{"id": busiest}],
        "organisations": [{"first": 100, "filter": None, "chosen": members[:10]}],
        "partners": [{"id": busiest, "lens": lens, "filter": everybody} for lens in LENSES],
        "partnership": [{"id": partnership}],
        "partnerships": [{"first": 100}],
        "partnerships-of": [{"id": busiest}],
        "place": [{"id": country}],
        "places": [{"first": 100}],
        "rank-stability": pairs,
        "ranked-synergies": [{"filter": PAIRS, "lens": lens, "first": 50} for lens in LENSES],
        "related": [{"id": term}],
        "search": [{"text": "sport"}],
        "shell": [{}],
        "statements": [{"id": term, "origins": None, "predicates": None}],
        "suggest": [{"prefix": "a", "first": 10}],
        "synergy": pairs,
        "synergy-chance": pairs,
        "term": [{"id": term}],
        "terms": [{"first": 100}],
        "value-chain": [{"id": chain} for chain in chains],
        "value-chains": [{}],
        "why": [{"from": ONE, "to": busiest, "steps": 4, "origins": None}],
    }


@pytest.mark.parametrize("name", FILES)
def test_it_is_within_the_limits(name: str, questions: Mapping[str, Asked]) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    tokens = check_text(text, DEFAULT_LIMITS)
    document = documents(DEFAULT_LIMITS).read(text)
    assert document.node is not None, document.errors
    (plan,) = document.plans.values()
    shape = Shape.largest(shapes_of(document.node))
    for variables in questions[name] or [{}]:
        check_values(None, variables, DEFAULT_LIMITS)
        cost = plan.cost(variables)
        check_cost(cost, whole_schema(), DEFAULT_LIMITS)
        told = f"{cost.cost:9,}{cost.nodes:9,}{shape.depth:9}{shape.aliases:9}{tokens:9,}"
        print(f"{name:18}{told}")  # noqa: T201 -- pytest -s shows a table: cost, nodes, depth, aliases, tokens


@pytest.mark.parametrize("name", FILES)
def test_it_takes_less_work_than_there_is_time_for(name: str, questions: Mapping[str, Asked], graph: Notebook) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    for variables in questions[name]:
        assert "errors" not in answer(graph, Request(text, variables=variables)).body  # prepares what is kept
        assert any(seconds_of(graph, text, variables) < DEFAULT_LIMITS.timeout_ms / 1000 for _ in range(3))


def seconds_of(graph: Notebook, text: str, variables: dict[str, Any]) -> float:
    """Return the processor time of an answer, which does not depend on what else the machine does."""
    began = time.thread_time()
    answer(graph, Request(text, variables=variables))
    return time.thread_time() - began


@pytest.fixture(scope="module")
def usual(start: Any) -> Iterator[Any]:  # noqa: ANN401 -- a context manager of a server process
    """Return a server in as much of a hurry as one that nobody has set."""
    with start("--port", "0", SYNERGRAPH_TIMEOUT_MS=str(DEFAULT_LIMITS.timeout_ms)) as server:
        yield server


@pytest.mark.parametrize("name", FILES)
def test_a_server_that_has_just_started_answers_who_asks_again(
    name: str,
    questions: Mapping[str, Asked],
    usual: Any,  # noqa: ANN401 -- as above
) -> None:
    text = FILES[name].read_text(encoding="utf-8")
    end = time.monotonic() + PATIENCE
    for variables in questions[name]:
        while (codes := codes_of(usual.address, text, variables)) and codes <= AGAIN and time.monotonic() < end:
            time.sleep(0.5)
        assert codes == set()


def codes_of(address: str, text: str, variables: Mapping[str, Any]) -> set[str]:
    """Ask, and return the codes of what is refused."""
    content = json.dumps({"query": text, "variables": variables}).encode()
    request = HttpRequest(f"{address}/graphql", content, {"Content-Type": "application/json"})  # noqa: S310 -- our own
    try:
        with urlopen(request, timeout=PATIENCE) as response:  # noqa: S310 -- our own server's address
            body = json.load(response)
    except HTTPError as error:
        with error:
            body = json.load(error)
    return {error["extensions"]["code"] for error in body.get("errors", [])}

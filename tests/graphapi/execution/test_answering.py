"""From document to answer: the same question gives the same bytes, whoever asks, whenever."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import orjson
import pytest

from graph_data.notebook import Notebook
from graphapi.errors import ErrorCode, QueryError
from graphapi.execution import document
from graphapi.execution.answering import Request, answer, is_query, refusal
from graphapi.limits import DEFAULT_LIMITS

QUERIES = sorted((Path(__file__).parents[2] / "queries").glob("*.graphql"))
TEXTS = [path.read_text(encoding="utf-8") for path in QUERIES]


def test_the_same_query_twice_gives_the_same_bytes(graph: Notebook) -> None:
    for text in TEXTS:
        assert orjson.dumps(answer(graph, Request(text)).body) == orjson.dumps(answer(graph, Request(text)).body)


def test_a_document_is_parsed_once_and_answers_alike_from_the_cache(
    graph: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    parsed: list[str] = []
    parse = document.parse
    monkeypatch.setattr(document, "parse", lambda text, **given: parsed.append(text) or parse(text, **given))
    asked = ("{ dataset { version } } # cached", "{ nothing } # cached", "{ # cached")
    for text in asked:
        first, second = (answer(graph, Request(text)) for _ in range(2))
        assert first == second
    assert parsed == list(asked)


def test_cached_documents_keep_no_variables(graph: Notebook) -> None:
    query = "query($id: ID!) { cluster(id: $id) { id } }"
    for found in ("cluster:indescat", "cluster:epsi"):
        assert answer(graph, Request(query, variables={"id": found})).body["data"] == {"cluster": {"id": found}}


def test_cached_documents_answer_from_the_graph_that_is_asked(graph: Notebook) -> None:
    other = Notebook(graph.dataset.vocabulary())
    query = '{ cluster(id: "cluster:indescat") { id } dataset { version } }'
    for asked, found in ((graph, {"id": "cluster:indescat"}), (other, None)):
        body = answer(asked, Request(query)).body
        assert body["data"] == {"cluster": found, "dataset": {"version": asked.version}}
        assert body["extensions"]["dataset"] == asked.version


def test_at_most_five_validation_errors_are_told(graph: Notebook) -> None:
    wrong = " ".join(f"wrong{number}" for number in range(40))
    body = answer(graph, Request(f"{{ dataset {{ {wrong} }} }}")).body
    assert len(body["errors"]) == 6
    assert "Too many" in body["errors"][-1]["message"]


def test_a_document_that_cannot_be_read_counts_as_a_query() -> None:
    assert is_query(Request("{"))
    assert is_query(Request("{ dataset { version } }"))
    assert is_query(Request("query A { __typename } query B { __typename }"))


def test_a_refusal_has_errors_and_no_data(graph: Notebook) -> None:
    refused = refusal(graph, [QueryError(ErrorCode.BAD_REQUEST, "no")])
    assert not refused.executed
    assert refused.body == {
        "errors": [{"message": "no", "extensions": {"code": "BAD_REQUEST"}}],
        "extensions": {"dataset": graph.version, "cost": {"requested": None, "limit": DEFAULT_LIMITS.max_cost}},
    }


ASKING = """
import sys, orjson, graph_data
from graphapi.execution.answering import Request, answer
graph = graph_data.load()
for text in orjson.loads(sys.stdin.buffer.read()):
    sys.stdout.buffer.write(orjson.dumps(answer(graph, Request(text)).body))
"""


def test_two_processes_with_other_hash_seeds_give_the_same_bytes(
    graph: Notebook, quiet_environment: dict[str, str]
) -> None:
    told = [
        subprocess.run(  # noqa: S603 -- our own program
            [sys.executable, "-c", ASKING],
            input=orjson.dumps(TEXTS),
            capture_output=True,
            check=True,
            timeout=60,
            env=quiet_environment | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    ]
    assert told[0] == told[1]
    assert told[0] == b"".join(orjson.dumps(answer(graph, Request(text)).body) for text in TEXTS)


def test_two_commands_with_other_hash_seeds_give_the_same_ranking(run: Callable[..., Any]) -> None:
    told = [run("synergies", "cluster:epsi", "--format", "json", PYTHONHASHSEED=seed) for seed in ("3", "4")]
    assert told[0].code == 0
    assert told[0].out == told[1].out

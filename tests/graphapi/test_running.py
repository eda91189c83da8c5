from collections.abc import Callable
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_data.deadline import Deadline, check
from graph_data.discovery import caching
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graphapi import running
from graphapi.app import create_app
from graphapi.execution.answering import Answer, Request, answer, cost_of
from graphapi.execution.deadline import TimeUp
from graphapi.execution.pool import Pool
from graphapi.limits import Limits
from graphapi.settings import Settings

CHEAP = "{ dataset { version } }"
DEAR = '{ search(text: "health") { totalCount } }'
LONG = "{ dataset { version } }" + " " * running.LONG

Jobs = list[float]


@pytest.fixture
def jobs(monkeypatch: pytest.MonkeyPatch) -> Jobs:
    """Return the seconds that each job of the pool was given."""
    found: Jobs = []
    run = Pool.run

    async def counted(self: Pool, work: Callable[[], Any], deadline: Deadline, hung_up: Callable[[], Any]) -> Any:  # noqa: ANN401 -- whatever comes back
        found.append(deadline.remaining)
        return await run(self, work, deadline, hung_up)

    monkeypatch.setattr(Pool, "run", counted)
    return found


def client_of(graph: KnowledgeGraph, **given: Any) -> TestClient:  # noqa: ANN401 -- settings of any type
    return TestClient(create_app(Settings(**given), graph))


def asked(client: TestClient, query: str, **more: object) -> dict[str, Any]:
    found: dict[str, Any] = client.post("/graphql", json={"query": query, **more}).json()
    return found


@pytest.mark.parametrize(("query", "threads"), [(CHEAP, 0), (DEAR, 1), (LONG, 1), (DEAR + LONG[-running.LONG :], 2)])
def test_what_is_cheap_runs_at_once_what_is_dear_or_long_in_a_thread(
    client: TestClient, jobs: Jobs, query: str, threads: int
) -> None:
    assert "errors" not in asked(client, query)
    assert len(jobs) == threads


def test_a_long_list_is_dear(client: TestClient, jobs: Jobs) -> None:
    query = "query ($first: Int) { organisations(first: $first) { nodes { id name sectors { id } } } }"
    assert "errors" not in asked(client, query, variables={"first": 3})
    assert not jobs
    assert "errors" not in asked(client, query, variables={"first": 100})
    assert len(jobs) == 1


def test_what_turns_out_dear_begins_anew_in_a_thread(
    client: TestClient, jobs: Jobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun = []

    def slow(graph: KnowledgeGraph, request: Request, limits: Limits) -> Answer:
        begun.append(1)
        while len(begun) == 1:
            check()
        return answer(graph, request, limits)

    expected = asked(client, CHEAP)
    monkeypatch.setattr(running, "answer", slow)
    assert asked(client, CHEAP) == expected
    assert (len(begun), len(jobs)) == (2, 1)


@pytest.mark.parametrize("media", ["application/json", "application/graphql-response+json"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_an_answer_that_takes_too_long_has_no_data_and_is_not_kept(
    graph: Notebook, monkeypatch: pytest.MonkeyPatch, media: str, method: str
) -> None:
    def endless(*_: object) -> Answer:
        while True:
            check()

    client = client_of(graph, timeout_ms=80)
    monkeypatch.setattr(running, "answer", endless)
    given = {"params" if method == "GET" else "json": {"query": DEAR}}
    response = client.request(method, "/graphql", headers={"Accept": media}, **given)  # type: ignore[arg-type] # one or the other
    body = response.json()
    assert response.status_code == 200
    assert response.headers["Cache-Control"] == "no-store"
    assert body["data"] is None
    assert body["errors"] == [
        {
            "message": "not answered within 80 ms; ask for less, or in several requests",
            "extensions": {"code": "TIME_LIMIT", "setting": "timeout_ms", "limit": 80},
        }
    ]
    assert body["extensions"]["dataset"] == graph.version
    assert body["extensions"]["cost"]["requested"] == cost_of(Request(DEAR))


def test_a_document_that_is_not_read_in_time_is_told_as_an_answer_that_is_not(
    graph: Notebook, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def late(*_: object) -> None:
        raise TimeUp

    client = client_of(graph, timeout_ms=80)
    monkeypatch.setattr("graphapi.http.read_document", late)
    response = client.post("/graphql", json={"query": CHEAP})
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    body = response.json()
    assert (body["data"], [error["extensions"]["code"] for error in body["errors"]]) == (None, ["TIME_LIMIT"])
    assert body["extensions"]["cost"]["requested"] is None


@pytest.mark.parametrize(("wanted", "given"), [(None, 60), (500, 0.5), (99_999_999, 60)])
def test_a_request_may_ask_for_less_time_and_not_for_more(
    client: TestClient, jobs: Jobs, wanted: int | None, given: float
) -> None:
    extensions = {} if wanted is None else {"timeoutMs": wanted}
    asked(client, DEAR, extensions=extensions)
    client.get("/graphql", params={"query": DEAR, "extensions": str(extensions).replace("'", '"')})
    assert [0.8 * given < seconds <= given for seconds in jobs] == [True, True]


@pytest.mark.parametrize("wanted", [0, -1, 1.5, "100", True, [1]])
def test_the_time_asked_for_must_be_a_whole_number_of_milliseconds(client: TestClient, wanted: object) -> None:
    response = client.post("/graphql", json={"query": CHEAP, "extensions": {"timeoutMs": wanted}})
    (error,) = response.json()["errors"]
    assert response.status_code == 400
    assert error == {
        "message": "extensions.timeoutMs must be a whole number of milliseconds, 1 or more",
        "extensions": {"code": "BAD_REQUEST"},
    }


def test_what_is_not_prepared_yet_is_worth_asking_again(graph: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    client = client_of(graph)

    def unprepared(*_: object) -> Answer:
        raise caching.StillPreparing

    monkeypatch.setattr(running, "answer", unprepared)
    response = client.post("/graphql", json={"query": DEAR})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "1")
    body = response.json()
    assert "data" not in body
    assert body["errors"] == [
        {
            "message": "what the answer rests on is being prepared; ask again in a second",
            "extensions": {"code": "PREPARING"},
        }
    ]


def test_what_takes_longer_than_a_request_has_is_prepared_meanwhile(graph: Notebook) -> None:
    fresh = KnowledgeGraph(graph.dataset)
    client = client_of(fresh, timeout_ms=40)
    query = "{ communities(seed: 77) { modularity } }"
    first = client.post("/graphql", json={"query": query})
    assert first.json()["errors"][0]["extensions"]["code"] == "PREPARING"
    client.app.state.limits = Limits(timeout_ms=60_000)  # type: ignore[attr-defined] # Starlette's
    assert asked(client, query)["data"] == answer(graph, Request(query)).body["data"]


def test_settings_say_how_many_work_and_wait(graph: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[int, int]] = []

    def pool(threads: int, queue: int) -> Pool:
        made.append((threads, queue))
        return Pool(threads, queue)

    monkeypatch.setattr("graphapi.app.Pool", pool)
    monkeypatch.setattr("graphapi.app.os.cpu_count", lambda: 5)
    client_of(graph)
    client_of(graph, threads=2, queue=0)
    assert made == [(5, 64), (2, 0)]

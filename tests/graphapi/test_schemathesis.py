"""What schemathesis makes of the schema is answered as documented, whatever it is: five seeds of a hundred queries."""

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st

from graphapi.errors import ErrorCode

pytest.importorskip("schemathesis", reason="needs schemathesis, which `make check` installs")

import schemathesis
from schemathesis.specs.openapi.checks import response_schema_conformance

DOCUMENTED = {code.name for code in ErrorCode} - {ErrorCode.INTERNAL_ERROR.name}

STATUSES = {200, 413, 503}
"""Of answers and of what is refused before it is one: bodies that are too long, and what the server is too busy for."""


@pytest.fixture(scope="module")
def address(start: Callable[..., Any]) -> Iterator[str]:
    with start("--port", "0", SYNERGRAPH_TIMEOUT_MS="1000") as server:
        yield f"{server.address}/graphql"


@pytest.fixture(scope="module")
def cases(address: str) -> st.SearchStrategy[Any]:
    """Return a strategy of requests, each for one field of the root with arguments and fields below it."""
    loaded = schemathesis.graphql.from_url(address)
    return st.one_of([found.ok().as_strategy() for found in loaded.get_all_operations()])


@pytest.mark.parametrize("number", range(5))
def test_every_answer_is_a_documented_one(cases: st.SearchStrategy[Any], number: int) -> None:
    statuses: Counter[int] = Counter()

    @seed(number)
    @settings(
        max_examples=100, database=None, deadline=None, derandomize=False, suppress_health_check=list(HealthCheck)
    )
    @given(case=cases)
    def ask(case: Any) -> None:  # noqa: ANN401 -- schemathesis' own, which may be missing
        response = case.call(timeout=60)
        body = response.json()
        statuses[response.status_code] += 1
        assert response.status_code in STATUSES, (response.status_code, case.body)
        assert set(body) <= {"data", "errors", "extensions"}, case.body
        assert {error["extensions"]["code"] for error in body.get("errors", [])} <= DOCUMENTED, (body, case.body)
        assert body.get("data") is not None or body["errors"], case.body
        case.validate_response(response, checks=[response_schema_conformance])

    ask()
    assert statuses[200] >= 90

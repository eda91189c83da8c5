"""What the server says of its own limits is what the settings say."""

from collections.abc import Callable
from typing import Any

from starlette.testclient import TestClient

from graphapi.schema.service_limits import FIXED


def test_every_limit_is_told(ask: Callable[..., Any], client: TestClient) -> None:
    limits = ask("""{ limits {
      maxBodyBytes bodySeconds maxDocumentBytes maxTokens maxComments maxOperations maxFragments maxDepth maxRootFields
      maxAliases maxDirectives maxFields maxOverlaps maxCost maxNodes maxIntrospection maxString maxValues maxValueDepth
      maxList timeoutMs pointsPerHour maxPageSize maxPathLength maxSubgraphDepth maxSubgraphNodes maxMembers maxTargets
      maxLabels maxPairs
    } }""")["limits"]
    expected = client.app.state.limits.model_dump() | {name: value for name, (value, _) in FIXED.items()}  # type: ignore[attr-defined] # Starlette's
    assert {camel(name): value for name, value in expected.items()} == limits


def camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)

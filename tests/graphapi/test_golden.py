"""The queries that users run most: whole answers compared, in every way in which they can be asked.

`UPDATE_GOLDEN=1 pytest tests/graphapi` writes the answers anew; look at the difference before you keep it.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_data.notebook import Notebook

QUERIES = sorted((Path(__file__).parents[1] / "queries").glob("*.graphql"))


@pytest.fixture(params=QUERIES, ids=lambda path: path.stem, scope="module")
def path(request: pytest.FixtureRequest) -> Path:
    found: Path = request.param
    return found


def test_the_golden_queries_are_there() -> None:
    assert [path.stem for path in QUERIES] == [
        "01_cluster_profile",
        "02_find_clusters",
        "03_search_box",
        "04_partnership_overview",
        "05_cross_sector_partners",
        "06_why_connected",
        "07_partnership_gaps",
        "08_what_if",
        "09_dashboard",
        "10_network_view",
    ]


def test_the_answer_is_the_golden_one(
    path: Path, ask: Callable[..., Any], golden: Callable[[Path, object], None]
) -> None:
    golden(path.with_suffix(".json"), settled(ask(path.read_text(encoding="utf-8"))))


def test_post_get_the_server_process_and_the_command_answer_the_same(
    path: Path,
    client: TestClient,
    ask_server: Callable[..., bytes],
    run: Callable[..., Any],
    graph: Notebook,
) -> None:
    query = path.read_text(encoding="utf-8")
    posted = client.post("/graphql", json={"query": query}).content
    assert client.get("/graphql", params={"query": query}).content == posted
    assert ask_server(query) == posted
    ran = run("query", "-f", path)
    assert (ran.code, ran.err) == (0, "")
    body = json.loads(posted)
    assert body["extensions"]["dataset"] == graph.version
    assert 0 < body["extensions"]["cost"]["requested"] <= body["extensions"]["cost"]["limit"] / 2
    assert ran.out == json.dumps(body, ensure_ascii=False, indent=2) + "\n"


def settled(data: Any) -> Any:  # noqa: ANN401 -- any part of an answer
    """Return an answer without the cursors, which name the dataset version."""
    if isinstance(data, list):
        return [settled(item) for item in data]
    if isinstance(data, dict):
        return {name: "a cursor" if name == "endCursor" else settled(value) for name, value in data.items()}
    return data


def test_paging_on_from_the_golden_page_finds_the_end(ask: Callable[..., Any]) -> None:
    (path,) = (path for path in QUERIES if path.stem.startswith("02"))
    query = path.read_text(encoding="utf-8")
    after = ask(query)["clusters"]["pageInfo"]["endCursor"]
    assert ask(query, {"after": after})["clusters"] == {
        "totalCount": 1,
        "pageInfo": {"hasNextPage": False, "endCursor": None},
        "nodes": [],
    }


def test_the_contributions_recompute_the_scores(ask: Callable[..., Any]) -> None:
    (path,) = (path for path in QUERIES if path.stem.startswith("05"))
    for found in ask(path.read_text(encoding="utf-8"))["cluster"]["synergies"]["nodes"]:
        same = sum(item["share"] for item in found["contributions"] if (item["part"], item["relation"]) == NOT_NEW)
        carried = sum(item["share"] for item in found["contributions"] if (item["part"], item["relation"]) in MEETING)
        theta = found["model"]["theta"]
        assert found["novelty"] == pytest.approx(1 - same, abs=1e-9)
        assert found["absorbability"] == pytest.approx(carried, abs=1e-9)
        score = found["novelty"] ** theta * found["absorbability"] ** (1 - theta)
        assert found["score"] == pytest.approx(score, abs=1e-9)


NOT_NEW = ("NOVELTY", "SAME")
MEETING = {("ABSORBABILITY", "SAME"), ("ABSORBABILITY", "RELATED")}

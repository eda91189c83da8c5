from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from graphapi.headers import CommonHeaders
from graphapi.pages import page_routes


@pytest.fixture
def built(tmp_path: Path) -> TestClient:
    for name, content in {"graphiql/index.html": "GraphiQL", "assets/main-1a2b.js": "code"}.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return TestClient(CommonHeaders(Starlette(routes=page_routes(tmp_path))))


def test_the_first_page_leads_to_graphiql(built: TestClient) -> None:
    answer = built.get("/")
    assert (answer.text, answer.url.path) == ("GraphiQL", "/graphiql/")
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_address_without_a_slash_leads_there_too(built: TestClient) -> None:
    assert built.get("/graphiql").text == "GraphiQL"


def test_files_named_by_their_content_are_kept_for_ever(built: TestClient) -> None:
    assert built.get("/assets/main-1a2b.js").headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_only_graphiql_may_have_styles_within_the_page(built: TestClient) -> None:
    assert "style-src 'self' 'unsafe-inline'" in built.get("/graphiql/").headers["Content-Security-Policy"]
    for path in ("/assets/main-1a2b.js", "/graphiql-elsewhere"):
        assert "unsafe" not in built.get(path).headers["Content-Security-Policy"]


def test_nothing_outside_the_folder_is_served(built: TestClient) -> None:
    assert built.get("/graphiql/..%2f..%2fetc/passwd").status_code == 404


@pytest.mark.parametrize("path", ["/", "/graphiql"])
def test_without_assets_the_page_says_how_to_build_them(tmp_path: Path, path: str) -> None:
    answer = TestClient(Starlette(routes=page_routes(tmp_path)), base_url="http://host.example:8000").get(path)
    assert answer.status_code == 200
    assert "python frontend/build_pages.py" in answer.text
    assert "schema.graphql" in answer.text
    assert "curl http://host.example:8000/graphql" in answer.text

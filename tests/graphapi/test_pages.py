from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from graphapi.headers import CommonHeaders
from graphapi.pages import page_routes

BUILT = {
    "app/index.html": "explorer",
    "app/assets/main-1a2b.js": "code",
    "graphiql/index.html": "GraphiQL",
    "graphiql/assets/editor-3c4d.js": "code of the editor",
}


@pytest.fixture
def built(tmp_path: Path) -> TestClient:
    for name, content in BUILT.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(content, encoding="utf-8")
    return TestClient(CommonHeaders(Starlette(routes=page_routes(tmp_path))))


def test_the_first_page_is_the_explorer(built: TestClient) -> None:
    answer = built.get("/")
    assert (answer.text, answer.url.path) == ("explorer", "/")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/graphiql", "/graphiql/"])
def test_graphiql_has_its_own_address(built: TestClient, path: str) -> None:
    answer = built.get(path)
    assert (answer.text, answer.url.path) == ("GraphiQL", "/graphiql/")
    assert answer.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize("path", ["/assets/main-1a2b.js", "/graphiql/assets/editor-3c4d.js"])
def test_files_named_by_their_content_are_kept_for_ever(built: TestClient, path: str) -> None:
    assert built.get(path).headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_page_that_did_not_change_is_not_sent_again(built: TestClient) -> None:
    tag = built.get("/").headers["ETag"]
    assert built.get("/", headers={"If-None-Match": tag}).status_code == 304


def test_only_graphiql_may_have_styles_within_the_page(built: TestClient) -> None:
    assert "style-src 'self' 'unsafe-inline'" in built.get("/graphiql/").headers["Content-Security-Policy"]
    for path in ("/", "/assets/main-1a2b.js", "/graphiql-elsewhere"):
        assert "unsafe" not in built.get(path).headers["Content-Security-Policy"]


def test_the_explorer_may_load_nothing_but_its_own_files(built: TestClient) -> None:
    assert built.get("/").headers["Content-Security-Policy"] == (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self';"
        " worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    )


def test_nothing_outside_the_folder_is_served(built: TestClient) -> None:
    assert [built.get(f"{start}..%2f..%2fetc/passwd").status_code for start in ("/", "/graphiql/")] == [404, 404]


@pytest.mark.parametrize("missing", ["app/index.html", "graphiql/index.html"])
def test_one_page_alone_is_not_served(built: TestClient, tmp_path: Path, missing: str) -> None:
    assert built.get("/").text == "explorer"
    (tmp_path / missing).unlink()
    half = TestClient(Starlette(routes=page_routes(tmp_path)))
    assert "have not been built" in half.get("/").text


@pytest.mark.parametrize("path", ["/", "/graphiql"])
def test_without_assets_the_page_says_how_to_build_them(tmp_path: Path, path: str) -> None:
    answer = TestClient(Starlette(routes=page_routes(tmp_path)), base_url="http://host.example:8000").get(path)
    assert answer.status_code == 200
    assert "python frontend/build_pages.py" in answer.text
    assert "schema.graphql" in answer.text
    assert "curl http://host.example:8000/graphql" in answer.text

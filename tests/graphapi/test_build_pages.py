import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

SCRIPT = Path(__file__).resolve().parents[2] / "frontend" / "build_pages.py"

BUILT = "The explorer and GraphiQL are built"
ALREADY = "The explorer and GraphiQL are built already"


@pytest.fixture
def pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """Return the script, set to a project of one page where Node.js does nothing but answer."""
    spec = importlib.util.spec_from_file_location("build_pages", SCRIPT)
    assert spec
    assert spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    target = tmp_path / "graphapi" / "explorer"
    for folder in (tmp_path / "frontend", tmp_path / "tests" / "queries", target):
        folder.mkdir(parents=True)
    (tmp_path / "frontend" / "page.html").write_text("page", encoding="utf-8")
    places = {"ROOT": tmp_path, "FRONTEND": tmp_path / "frontend", "TARGET": target, "STAMP": target / "stamp"}
    for name, place in places.items():
        monkeypatch.setattr(script, name, place)
    monkeypatch.setattr(script.shutil, "which", lambda name: f"/bin/{name}")
    monkeypatch.setattr(script, "_run", lambda *_: "v20.19.0\n")
    return script


def test_the_pages_are_built_once(pages: ModuleType) -> None:
    assert [pages.build(), pages.build()] == [BUILT, ALREADY]


@pytest.mark.parametrize(
    "changed", ["frontend/page.html", "frontend/new.ts", "schema.graphql", "tests/queries/01.graphql"]
)
def test_they_are_built_again_when_a_source_changed(pages: ModuleType, changed: str) -> None:
    pages.build()
    (pages.ROOT / changed).write_text("changed", encoding="utf-8")
    assert pages.build() == BUILT


def test_what_npm_installs_and_the_build_writes_is_no_source(pages: ModuleType) -> None:
    pages.build()
    (pages.FRONTEND / "node_modules").mkdir()
    (pages.FRONTEND / "node_modules" / "page.js").write_text("code", encoding="utf-8")
    (pages.FRONTEND / "documents.ts").write_text("what the documents are written into", encoding="utf-8")
    assert pages.build() == ALREADY


def test_pages_that_are_built_need_no_node(pages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    pages.build()
    monkeypatch.setattr(pages.shutil, "which", lambda _: None)
    assert pages.build() == ALREADY


def test_without_node_it_says_what_is_missing(pages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages.shutil, "which", lambda _: None)
    with pytest.raises(pages.NotBuilt, match=r"needs Node\.js 20\.19 or newer, with npm, and found none"):
        pages.build()


def test_an_old_node_is_refused(pages: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_run", lambda *_: "v18.20.4\n")
    with pytest.raises(pages.NotBuilt, match=r"found 18\.20\.4"):
        pages.build()


@pytest.mark.parametrize(("options", "code"), [([], 0), (["--require"], 1)])
def test_only_who_requires_the_pages_fails_without_them(
    pages: ModuleType, monkeypatch: pytest.MonkeyPatch, options: list[str], code: int
) -> None:
    monkeypatch.setattr(pages.shutil, "which", lambda _: None)
    monkeypatch.setattr("sys.argv", ["build_pages.py", *options])
    assert pages.main() == code

"""The documentation names everything that can be set, asked or go wrong, and prints what the commands print."""

import re
import shlex
from importlib.util import find_spec
from pathlib import Path

import pytest
from typer.testing import CliRunner

import graph_data
from graph_data.writing.formats import FORMATS
from graphapi.cli import ExitCode, app
from graphapi.errors import ErrorCode
from graphapi.execution.answering import Request, answer
from graphapi.pages import EXPLORER
from graphapi.settings import Settings

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"


def headings(page: str) -> set[str]:
    return set(re.findall(r"^### `([^`]+)`$", (DOCS / page).read_text(encoding="utf-8"), re.MULTILINE))


def test_every_setting_has_its_section() -> None:
    assert headings("settings.md") == set(Settings.model_fields)


def test_every_error_code_has_its_section() -> None:
    assert headings("errors.md") == {code.name for code in ErrorCode}


def test_every_command_has_its_section() -> None:
    commands = {
        command.name or (command.callback.__name__ if command.callback else "") for command in app.registered_commands
    }
    groups = {group.name for group in app.registered_groups}
    assert headings("commands.md") == commands | groups


def test_every_exit_code_is_explained() -> None:
    text = (DOCS / "commands.md").read_text(encoding="utf-8")
    assert {int(code) for code in re.findall(r"^\| (\d+) \|", text, re.MULTILINE)} == set(ExitCode)


def blocks(page: Path) -> list[tuple[str, str]]:
    """Return (command, printed) of every console block and of every table that says which command printed it."""
    text = page.read_text(encoding="utf-8")
    return [
        *re.findall(r"```console\n\$ (.*?)\n(.*?)```", text, re.DOTALL),
        *re.findall(r"<!-- printed by: (.*?) -->\n\n(.*?\n)\n<!-- end -->", text, re.DOTALL),
    ]


PRINTING = (ROOT / "README.md", DOCS / "dataset.md", DOCS / "limits.md")
PRINTED = [(page.name, *block) for page in PRINTING for block in blocks(page)]


def test_the_pages_that_print_print_something() -> None:
    assert {page for page, _, _ in PRINTED} == {page.name for page in PRINTING}


@pytest.mark.parametrize(
    ("page", "command", "printed"), PRINTED, ids=[f"{page}: {command}" for page, command, _ in PRINTED]
)
def test_a_console_block_is_what_the_command_prints(page: str, command: str, printed: str) -> None:
    program, *arguments = shlex.split(command)
    assert program == "synergraph", page
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0
    assert result.stdout == printed


def test_links_between_pages_lead_somewhere() -> None:
    pages = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *DOCS.rglob("*.md")]
    for page in pages:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page.name} links to {target}"


def code(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)


def test_the_queries_of_the_readme_are_answered_without_errors() -> None:
    graph = graph_data.load()
    answers = [answer(graph, Request(query)).body for query in code("graphql")]
    assert [sorted(body) for body in answers] == [["data", "extensions"]]
    assert answers[0]["data"]["cluster"]["synergies"]["nodes"][0]["partner"]["country"] == {"name": "Lithuania"}


def test_the_python_of_the_readme_runs() -> None:
    namespace: dict[str, object] = {}
    for block in code("python"):
        exec(block, namespace)  # noqa: S102 -- our own page
    assert isinstance(namespace["kg"], graph_data.Notebook)


def test_the_python_of_the_notebook_page_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = (DOCS / "notebook.md").read_text(encoding="utf-8")
    namespace: dict[str, object] = {}
    ran = 0
    for needed, block in re.findall(r"(?:<!-- needs: (.*?) -->\n)?```python\n(.*?)```", text, re.DOTALL):
        there = {"explorer": (EXPLORER / "embedded").is_dir()}
        if all(there.get(name, find_spec(name) is not None) for name in needed.split()):
            exec(block, namespace)  # noqa: S102 -- our own page
            ran += 1
    assert ran >= 8


def test_the_notebook_page_names_every_method() -> None:
    text = (DOCS / "notebook.md").read_text(encoding="utf-8")
    methods = {name for name in dir(graph_data.Notebook) if not name.startswith("_")}
    said = {"called", "citation", "title", "version", "organisation", "statement"}  # or the plural is named
    assert {name for name in methods - said if not re.search(rf"`(?:kg\.)?{name}\b", text)} == set()


def test_every_format_has_its_section() -> None:
    assert headings("formats.md") == set(FORMATS)

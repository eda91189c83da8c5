"""The commands about tables as a person runs them: a folder to begin with, exports, imports, and listed problems."""

import json
import os
import pty
import subprocess
import sysconfig
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from graph_data.bundled import BUNDLED
from graph_data.notebook import Notebook
from graph_data.reading.dataset import read_dataset
from graph_data.reading.folder import read_folder
from graph_data.rows import Source
from graph_data.writing.formats import FORMATS
from graph_data.writing.template import write_template
from graphapi.cli import ExitCode

Run = Callable[..., Any]

COMMAND = Path(sysconfig.get_path("scripts")) / "synergraph"
CLUSTERS = "id,name,member_count\ncluster:new,New,thirty\n"


@pytest.fixture
def begun(tmp_path: Path) -> Path:
    """Return a dataset folder that a person begins with, without terms."""
    write_template(tmp_path / "mine", read_folder(BUNDLED).where(lambda row: isinstance(row, Source)))
    return tmp_path / "mine"


def test_a_folder_to_begin_with_is_valid_and_says_how_to_go_on(run: Run, tmp_path: Path) -> None:
    ran = run("init", tmp_path / "mine")
    assert ran.code == 0
    assert ran.out.startswith(f"{tmp_path}/mine: version ")
    assert ran.err == (
        f"read {tmp_path}/mine/README.md, fill {tmp_path}/mine/workbook.xlsx or the tables, "
        f"then run: synergraph validate {tmp_path}/mine\n"
    )
    version = ran.out.split("version ")[1].split(",")[0]
    assert run("validate", tmp_path / "mine" / "workbook.xlsx").out == f"mine {version}: no problems\n"
    again = run("init", tmp_path / "mine")
    assert (again.code, again.out) == (ExitCode.USAGE, "")
    assert again.err == f"{tmp_path}/mine is there already; choose a new or empty folder\n"


def test_a_dataset_leaves_in_another_format_over_nothing_that_is_there(run: Run, begun: Path, tmp_path: Path) -> None:
    out = tmp_path / "data.sqlite"
    version = read_dataset(begun).version
    ran = run("export", begun, "--format", "sqlite", "--out", out)
    assert (ran.code, ran.out, ran.err) == (0, f"{out}: version {version}\n", "")
    assert read_dataset(out).version == version
    again = run("export", begun, "--format", "sqlite", "--out", out)
    assert (again.code, again.err) == (
        ExitCode.USAGE,
        f"{out} is there already; choose another place, or replace it with --force\n",
    )
    assert run("export", begun, "--format", "sqlite", "--out", out, "--force").code == 0


def test_an_unknown_format_is_told_the_known_ones(run: Run, tmp_path: Path) -> None:
    ran = run("export", "--format", "excel", "--out", tmp_path / "x")
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert ran.err.startswith("unknown format 'excel'; write one of csv (")
    assert all(f"{name} (" in ran.err for name in FORMATS)
    assert list(tmp_path.iterdir()) == []


def test_tables_are_imported_and_a_conflict_changes_nothing(run: Run, begun: Path, tmp_path: Path) -> None:
    given = tmp_path / "clusters.csv"
    given.write_text("id,name\ncluster:new,New\n", encoding="utf-8")
    ran = run("import", "tables", given, "--into", begun)
    assert (ran.code, ran.err) == (0, "rows: Rows: 1 added, 0 replaced, 0 unchanged.\n")
    given.write_text("id,name\ncluster:new,Newer\n", encoding="utf-8")
    before = read_dataset(begun)
    ran = run("import", "tables", given, "--into", begun)
    assert (ran.code, ran.out) == (ExitCode.INVALID_DATA, "")
    assert ran.err == (
        "clusters.csv:2:13: cluster:new: name is 'Newer', but 'New' in the dataset; "
        "write the same, or let the file win with --replace\n1 problem\n"
    )
    assert read_dataset(begun) == before
    assert run("import", "tables", given, "--into", begun, "--replace").code == 0
    assert read_dataset(begun).by_id["cluster:new"].name == "Newer"


def test_a_cell_that_a_workbook_cannot_hold_is_refused(run: Run, begun: Path, tmp_path: Path) -> None:
    (begun / "clusters.csv").write_text(f"id,name\ncluster:long,{'A' * 40_000}\n", encoding="utf-8")
    ran = run("export", begun, "--format", "xlsx", "--out", tmp_path / "out.xlsx")
    assert (ran.code, ran.out) == (ExitCode.INVALID_DATA, "")
    assert ran.err == "clusters cluster:long: 40000 characters; a cell of a workbook holds 32767: choose csv or jsonl\n"
    assert not (tmp_path / "out.xlsx").exists()


def test_problems_are_listed_for_programs_on_stdout(run: Run, begun: Path) -> None:
    (begun / "clusters.csv").write_text(CLUSTERS, encoding="utf-8")
    message = "member_count must be a whole number, got 'thirty'"
    where = begun / "clusters.csv"
    told = {form: run("validate", begun, "--format", form) for form in ("text", "json", "sarif", "github")}
    assert {ran.code for ran in told.values()} == {ExitCode.INVALID_DATA}
    assert (told["text"].out, told["text"].err) == ("", f"clusters.csv:2:17: {message}\n1 problem\n")
    assert {ran.err for form, ran in told.items() if form != "text"} == {"1 problem\n"}
    (problem,) = json.loads(told["json"].out)["problems"]
    assert (problem["file"], problem["line"], problem["column"], problem["message"]) == (str(where), 2, 17, message)
    (result,) = json.loads(told["sarif"].out)["runs"][0]["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == where.as_uri()
    assert told["github"].out == f"::error file={where},line=2,col=17::{message}\n"


def test_a_valid_dataset_has_an_empty_list_of_problems(run: Run, graph: Notebook) -> None:
    ran = run("validate", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert json.loads(ran.out) == {"dataset": "european-clusters", "version": graph.version, "problems": []}


def test_problems_of_an_import_name_the_files_that_were_given(run: Run, begun: Path, tmp_path: Path) -> None:
    given = tmp_path / "clusters.csv"
    given.write_text(CLUSTERS, encoding="utf-8")
    ran = run("import", "tables", given, "--into", begun, "--format", "github")
    assert ran.code == ExitCode.INVALID_DATA
    assert ran.out.startswith(f"::error file={given},line=2,col=17::member_count must be")


def test_a_problem_of_a_workbook_names_the_workbook_and_the_cell(run: Run, tmp_path: Path) -> None:
    xlsxwriter = pytest.importorskip("xlsxwriter")
    with xlsxwriter.Workbook(tmp_path / "members.xlsx") as book:
        book.add_worksheet("clusters").write_row(0, 0, ["id"])
    ran = run("validate", tmp_path / "members.xlsx", "--format", "github")
    described, named = ran.out.splitlines()
    assert described.startswith(f"::error file={tmp_path}/members.xlsx::'dataset' is missing: ")
    assert named == f"::error file={tmp_path}/members.xlsx,title=clusters!1::column 'name' is missing"


def test_on_a_terminal_the_line_is_shown_with_a_caret(begun: Path, quiet_environment: dict[str, str]) -> None:
    rows = "".join(f"cluster:c{number},C,many\n" for number in range(40))
    (begun / "clusters.csv").write_text(CLUSTERS + rows, encoding="utf-8")
    ours, theirs = pty.openpty()
    process = subprocess.Popen(  # noqa: S603 -- our own command
        [COMMAND, "validate", begun], stderr=theirs, stdout=subprocess.DEVNULL, env=quiet_environment
    )
    os.close(theirs)
    said = b""
    while True:
        try:
            piece = os.read(ours, 4096)
        except OSError:  # how Linux says that the other end of a terminal is closed
            break
        said += piece
    os.close(ours)
    assert process.wait(60) == ExitCode.INVALID_DATA
    lines = said.decode().replace("\r\n", "\n").splitlines()
    assert lines[:3] == [
        "clusters.csv:2:17: member_count must be a whole number, got 'thirty'",
        "    cluster:new,New,thirty",
        "                    ^",
    ]
    assert len(lines) == 30 * 3 + 2
    assert lines[-2:] == ["+11 more", "41 problems"]

"""Problems for people and for programs."""

import json
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.errors import Problem
from graphapi.choices import ProblemFormat
from graphapi.problems import excerpts, printable, render_problems

PROBLEMS = [
    Problem("clusters.csv", 3, 5, "unknown source 'pag'"),
    Problem("clusters.csv", 4, 0, "2 cells where the heading has 3"),
    Problem("datapackage.yaml", 0, 0, "title is missing"),
    Problem("my members, 50%.xlsx", 2, 3, "100% wrong:\nboth, lines", "clusters"),
]


def located(name: str) -> Path:
    return Path("data") / name


def test_problems_as_json_have_every_part_of_their_place() -> None:
    body = json.loads(render_problems(PROBLEMS, ProblemFormat.JSON, located, {"dataset": "a"}))
    keys = ("file", "sheet", "line", "column", "cell", "message")
    assert body == {
        "dataset": "a",
        "problems": [
            dict(zip(keys, values, strict=True))
            for values in (
                ("data/clusters.csv", None, 3, 5, "3:5", "unknown source 'pag'"),
                ("data/clusters.csv", None, 4, None, "4", "2 cells where the heading has 3"),
                ("data/datapackage.yaml", None, None, None, None, "title is missing"),
                ("data/my members, 50%.xlsx", "clusters", 2, 3, "clusters!C2", "100% wrong:\nboth, lines"),
            )
        ],
    }


def test_problems_as_workflow_commands_are_escaped() -> None:
    assert render_problems(PROBLEMS, ProblemFormat.GITHUB, located, {}).split("\n") == [
        "::error file=data/clusters.csv,line=3,col=5::unknown source 'pag'",
        "::error file=data/clusters.csv,line=4::2 cells where the heading has 3",
        "::error file=data/datapackage.yaml::title is missing",
        "::error file=data/my members%2C 50%25.xlsx,title=clusters!C2::100%25 wrong:%0Aboth, lines",
    ]


@given(st.text(), st.text())
def test_a_workflow_command_is_one_line_that_says_what_it_was_given(name: str, message: str) -> None:
    said = render_problems([Problem(name, 1, 1, message)], ProblemFormat.GITHUB, Path, {})
    assert "\n" not in said
    assert "\r" not in said
    begin, _, rest = said.removeprefix("::error file=").partition(",line=1,col=1::")
    for escaped, plain in (("%0A", "\n"), ("%0D", "\r"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        begin, rest = begin.replace(escaped, plain), rest.replace(escaped, plain)
    assert (begin, rest) == (Path(name).as_posix(), message)


SARIF = {
    "log": {"version": str, "runs": list, "$schema": str},
    "run": {"tool": dict, "results": list, "columnKind": str},
    "result": {"ruleId": str, "ruleIndex": int, "level": str, "message": dict, "locations": list},
    "region": {"startLine": int, "startColumn": int},
}
"""What of SARIF 2.1.0 (OASIS, sections 3.13 to 3.30) we write: property and type. The schema allows no others."""


def fits(found: dict[str, Any], name: str, *optional: str) -> None:
    wanted = SARIF[name]
    assert set(found) <= set(wanted)
    assert set(wanted) - set(found) <= set(optional)
    assert all(isinstance(value, wanted[key]) for key, value in found.items())


def test_problems_as_sarif_have_the_essentials_of_the_standard() -> None:
    log = json.loads(render_problems(PROBLEMS, ProblemFormat.SARIF, located, {}))
    fits(log, "log")
    assert log["version"] == "2.1.0"
    (run,) = log["runs"]
    fits(run, "run")
    assert run["columnKind"] == "unicodeCodePoints"
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("synergraph", version("synergraph"))
    assert len(run["results"]) == len(PROBLEMS)
    for result, problem in zip(run["results"], PROBLEMS, strict=True):
        fits(result, "result")
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert (result["level"], result["message"]) == ("error", {"text": problem.message})
        (location,) = result["locations"]
        region = location["physicalLocation"].get("region")
        if region is not None:
            fits(region, "region", "startColumn")
            assert min(region.values()) >= 1
    places = [result["locations"][0] for result in run["results"]]
    assert places == [
        {
            "physicalLocation": {
                "artifactLocation": {"uri": "data/clusters.csv"},
                "region": {"startLine": 3, "startColumn": 5},
            }
        },
        {"physicalLocation": {"artifactLocation": {"uri": "data/clusters.csv"}, "region": {"startLine": 4}}},
        {"physicalLocation": {"artifactLocation": {"uri": "data/datapackage.yaml"}}},
        {
            "physicalLocation": {"artifactLocation": {"uri": "data/my%20members%2C%2050%25.xlsx"}},
            "logicalLocations": [{"fullyQualifiedName": "clusters!C2"}],
        },
    ]


def test_no_problem_is_a_whole_document_too() -> None:
    assert json.loads(render_problems([], ProblemFormat.JSON, located, {"version": "1"})) == {
        "version": "1",
        "problems": [],
    }
    assert json.loads(render_problems([], ProblemFormat.SARIF, located, {}))["runs"][0]["results"] == []
    assert render_problems([], ProblemFormat.GITHUB, located, {}) == ""


def shown(tmp_path: Path, text: str, *problems: Problem) -> list[str]:
    (tmp_path / "a.csv").write_text(text, encoding="utf-8")
    return list(excerpts(problems, lambda name: tmp_path / name))


def test_the_line_is_shown_with_a_caret_below_the_column(tmp_path: Path) -> None:
    problems = [Problem("a.csv", 2, 6, "no"), Problem("a.csv", 1, 4, "neither")]
    assert shown(tmp_path, "id,name\n日本,x,wrong\n", *problems) == [
        "a.csv:2:6: no",
        "    日本,x,wrong",
        "           ^",
        "a.csv:1:4: neither",
        "    id,name",
        "       ^",
    ]


def test_a_long_line_is_shown_around_the_column(tmp_path: Path) -> None:
    line = "".join(str(number % 10) for number in range(500))
    _, text, caret = shown(tmp_path, line, Problem("a.csv", 1, 301, "no"))
    assert text == f"    …{line[250:350]}"
    assert text[caret.index("^")] == line[300]
    assert text[caret.index("^") - 3 : caret.index("^")] == line[297:300]


def test_nothing_in_a_line_steers_the_terminal(tmp_path: Path) -> None:
    found = shown(tmp_path, "id\n\x1b[31mred\u202e\t\u00a0x\n", Problem("a.csv", 2, 3, "bad \x1b]0;title\x07"))
    assert found == ["a.csv:2:3: bad �]0;title�", "    �[31mred��\u00a0x", "      ^"]


@given(st.text())
def test_printable_text_is_as_long_and_has_no_control_characters(text: str) -> None:
    assert len(printable(text)) == len(text)
    assert not any(character < " " or "\x7f" <= character < "\xa0" for character in printable(text))


@pytest.mark.parametrize(
    "problem",
    [
        Problem("nothing.csv", 1, 1, "no"),
        Problem("a.csv", 9, 1, "no"),
        Problem("a.csv", 1, 0, "no"),
        Problem("a.csv", 1, 1, "no", "sheet"),
        Problem("b.parquet", 1, 1, "no"),
    ],
)
def test_what_has_no_line_of_text_is_shown_without_one(problem: Problem, tmp_path: Path) -> None:
    assert shown(tmp_path, "id\n", problem) == [str(problem)]

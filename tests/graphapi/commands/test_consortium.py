"""The command `consortium` as a person runs it."""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from graph_data.bundled import BUNDLED
from graphapi.cli import ExitCode

Run = Callable[..., Any]

MANY = [line.split(",")[0] for line in (BUNDLED / "smes.csv").read_text(encoding="utf-8").splitlines()[1:202]]


def test_a_consortium_is_shown_part_by_part(run: Run) -> None:
    rows = json.loads(run("consortium", "partnership:smartsports4goodlife", "--format", "json").out)
    assert {row["concept"]: row["match"] for row in rows} == {
        "target-sector:energy": 0,
        "target-sector:health": 1,
        "target-sector:technology": 1,
        "target-sector:tourism": 1,
    }
    shown = run("consortium", "partnership:smartsports4goodlife")
    assert re.split(r" {2,}", shown.out.splitlines()[0].strip()) == [
        "concept",
        "match",
        "covered by",
        "only through",
        "nearest outside",
    ]
    assert shown.err == "covered: 75.0%\n"
    members = ("consortium", "cluster:mse", "cluster:indescat", "--target", "target-sector:tourism", "--format", "json")
    worth = json.loads(run(*members, "--show", "contributions").out)
    assert [(row["member"], row["shapley"]) for row in worth] == [("cluster:indescat", 0.5), ("cluster:mse", 0)]
    (best,) = json.loads(run(*members, "--show", "candidates", "--first", "1").out)
    assert (best["gain"], best["closes"]) == (0.5, ["target-sector:tourism"])
    ties = json.loads(run(*members, "--show", "brokers").out)
    assert [row["constraint"] for row in ties] == [1, 1]
    alone = run("consortium", "cluster:mse", "--show", "contributions")
    assert alone.err.startswith("covered: not known\nThere are no targets")


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["cluster:mse", "--show", "everything"], ExitCode.USAGE, "--show"),
        (MANY, ExitCode.USAGE, "members must be 200 at most, got 201"),
        (["cluster:mse", "partnership:smartsports4goodlife"], ExitCode.NOT_FOUND, "is a PARTNERSHIP, not an organ"),
        (["cluster:mse", "--target", "region:NL41"], ExitCode.NOT_FOUND, "write the id of a term"),
    ],
)
def test_a_wrong_use_is_told_on_stderr_alone(run: Run, arguments: list[str], code: ExitCode, message: str) -> None:
    ran = run("consortium", *arguments)
    assert (ran.code, ran.out) == (code, "")
    assert message in ran.err
    assert "Traceback" not in ran.err

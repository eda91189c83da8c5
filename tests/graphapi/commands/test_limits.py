"""The command that lists the limits of a server started here."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from graphapi.cli import ExitCode, app
from graphapi.limits import Limits
from graphapi.schema.service_limits import FIXED


def test_limits_lists_every_limit_with_its_value_and_meaning(run: Callable[..., Any]) -> None:
    ran = run("limits", "--format", "json", SYNERGRAPH_MAX_DEPTH="7")
    assert ran.code == 0
    rows = json.loads(ran.out)
    assert [row["limit"] for row in rows] == [*Limits.model_fields, *FIXED]
    values = {row["limit"]: row["value"] for row in rows}
    assert values == Limits(max_depth=7).model_dump() | {name: value for name, (value, _) in FIXED.items()}
    assert {row["limit"] for row in rows if row["setting"]} == set(Limits.model_fields)
    assert all(row["meaning"].endswith(".") for row in rows)


def test_a_limit_that_is_not_set_is_blank_in_tables() -> None:
    printed = CliRunner().invoke(app, ["limits", "--format", "md"]).stdout
    assert "| max_document_bytes | 65,536 | yes |" in printed
    assert "| points_per_hour |  | yes |" in printed
    assert "| max_page_size | 100 | no |" in printed


def test_limits_that_cannot_be_are_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SYNERGRAPH_MAX_DEPTH", "0")
    result = CliRunner().invoke(app, ["limits"])
    assert result.exit_code == ExitCode.USAGE
    assert "setting max_depth: " in result.stderr

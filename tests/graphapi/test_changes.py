import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graphapi.cli import ExitCode, app
from graphapi.schema.changes import InvalidSchema, Severity, changes_since
from graphapi.schema.schema import schema_text

RUNNER = CliRunner()


def test_a_schema_has_not_changed_since_itself() -> None:
    assert changes_since(schema_text()) == []


def test_a_field_that_is_gone_breaks_queries() -> None:
    released = schema_text().replace("type Query {\n", "type Query {\n  gone: Int\n")
    assert [(change.severity, change.kind) for change in changes_since(released)] == [
        (Severity.BREAKING, "FIELD_REMOVED")
    ]


def test_a_new_field_breaks_nothing() -> None:
    released = schema_text().replace('  """The dataset that answers."""\n  dataset: Dataset!\n', "")
    assert {change.severity for change in changes_since(released)} == {Severity.SAFE}


def test_a_new_value_of_an_enumeration_is_dangerous() -> None:
    released = re.sub(r'"""[^"]*"""\n  THIRD_PARTY\n', "", schema_text())
    assert [(change.severity, change.kind) for change in changes_since(released)] == [
        (Severity.DANGEROUS, "VALUE_ADDED_TO_ENUM")
    ]


def test_what_is_no_schema_is_refused() -> None:
    with pytest.raises(InvalidSchema):
        changes_since("type Query {")


def test_the_command_ends_well_when_nothing_breaks(tmp_path: Path) -> None:
    released = tmp_path / "released.graphql"
    released.write_text(schema_text(), encoding="utf-8")
    done = RUNNER.invoke(app, ["schema", "--check", str(released)])
    assert (done.exit_code, done.stdout) == (ExitCode.OK, "")


def test_the_command_lists_what_breaks(tmp_path: Path) -> None:
    released = tmp_path / "released.graphql"
    released.write_text(schema_text().replace("type Query {\n", "type Query {\n  gone: Int\n"), encoding="utf-8")
    done = RUNNER.invoke(app, ["schema", "--check", str(released)])
    assert (done.exit_code, done.stdout) == (
        ExitCode.INVALID_DATA,
        "BREAKING\tFIELD_REMOVED\tField Query.gone was removed.\n",
    )


@pytest.mark.parametrize(("content", "code"), [("nonsense {", ExitCode.INVALID_DATA), (None, ExitCode.NOT_FOUND)])
def test_the_command_needs_a_schema_to_compare_with(tmp_path: Path, content: str | None, code: ExitCode) -> None:
    released = tmp_path / "released.graphql"
    if content is not None:
        released.write_text(content, encoding="utf-8")
    assert RUNNER.invoke(app, ["schema", "--check", str(released)]).exit_code == code

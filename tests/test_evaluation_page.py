"""The page on what predicts new partners prints what the command prints on the whole of CORDIS."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from graph_data.bundled import BUNDLED
from graph_data.collector import paused
from graph_data.importers.cordis import import_cordis
from graph_data.reading.folder import read_folder
from graphapi.cli import app

PAGE = (Path(__file__).parents[1] / "docs" / "evaluation.md").read_text(encoding="utf-8")
PRINTED = re.search(r"<!-- printed by: synergraph evaluate (.*?) -->\n\n(.*?\n)\n<!-- end -->", PAGE, re.DOTALL)


def test_the_page_says_what_the_command_printed() -> None:
    assert PRINTED
    assert PRINTED[1] == "--dataset horizon --format md"


@pytest.mark.shared
def test_the_page_prints_what_the_command_prints_and_resource_allocation_foresees_new_partners(
    shared: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The dataset is what the documented import makes; it is not written and read again, which takes as long."""
    with paused():
        vocabulary = read_folder(BUNDLED).vocabulary()
        imported = import_cordis(shared / "cordis-horizon", vocabulary, keep=["ec_signature_date"])
        horizon = vocabulary.plus(imported.rows)
    monkeypatch.setattr("graph_data.reading.folder.read_folder", lambda _: horizon)
    result = CliRunner().invoke(app, ["evaluate", "--dataset", "horizon", "--format", "md"])
    assert (result.exit_code, result.stderr) == (0, "")
    assert PRINTED
    assert result.stdout == PRINTED[2]
    auc = re.search(r"^\| resource allocation \| (0\.\d+) ±", result.stdout, re.MULTILINE)
    assert auc
    assert float(auc[1]) >= 0.85

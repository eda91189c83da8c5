"""What an independent package says, and the p-values of the worked example."""

import json
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="session")
def stats() -> Any:  # noqa: ANN401 -- a module
    """Return scipy.stats, an implementation that is not ours."""
    return pytest.importorskip("scipy.stats", reason="needs scipy to compare with")


@pytest.fixture(scope="session")
def worked() -> Any:  # noqa: ANN401 -- what JSON holds
    """Return the p-values of the worked example."""
    return json.loads((Path(__file__).parent / "worked.json").read_text(encoding="utf-8"))

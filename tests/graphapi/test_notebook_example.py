"""The example notebook runs, on the dataset that ships and on a server, and every cell shows the same."""

import re
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Any

import pytest

from graphapi.pages import EXPLORER

nbformat = pytest.importorskip("nbformat", reason="needs nbclient and ipykernel, as in `make check`")
nbclient = pytest.importorskip("nbclient", reason="as above")
pytest.importorskip("ipykernel", reason="as above")
pytest.importorskip("polars", reason="the notebook uses it")
pytest.importorskip("pandas", reason="as above")

NOTEBOOK = Path(__file__).parents[2] / "examples" / "notebook.ipynb"
SECONDS = 120


def cells() -> Iterator[Any]:
    """Yield the cells; the one that plots only where the explorer is built."""
    for cell in nbformat.read(NOTEBOOK, as_version=4).cells:
        if "kg.plot" not in cell.source or (EXPLORER / "embedded").is_dir():
            yield cell


def richest(data: Any) -> Any:  # noqa: ANN401 -- what a cell gives
    """Return what a notebook shows of an output: its HTML where it has any."""
    return data.get("text/html", data)


def shown(monkeypatch: pytest.MonkeyPatch, address: str | None) -> list[list[Any]]:
    """Run the notebook and return what each cell shows."""
    if address is None:
        monkeypatch.delenv("SYNERGRAPH_URL", raising=False)
    else:
        monkeypatch.setenv("SYNERGRAPH_URL", address)
    notebook = nbformat.v4.new_notebook(cells=list(cells()))
    nbclient.NotebookClient(notebook, timeout=SECONDS, kernel_name="python3").execute()
    ran = [cell for cell in notebook.cells if cell.cell_type == "code"]
    return [[richest(output.get("data", output)) for output in cell.outputs] for cell in ran]


@pytest.mark.filterwarnings("ignore::DeprecationWarning", "ignore::ResourceWarning")  # of the kernel's own libraries
def test_the_example_shows_the_same_from_the_dataset_and_from_a_server(
    start: Callable[..., AbstractContextManager[Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    local = shown(monkeypatch, None)
    with start("--port", "0") as server:
        remote = shown(monkeypatch, server.address)
    assert remote == local
    assert all(outputs for outputs in local)
    assert "<table>" in local[1][0]


def test_the_example_keeps_no_outputs() -> None:
    assert all(not cell.get("outputs") for cell in nbformat.read(NOTEBOOK, as_version=4).cells)
    assert not re.search(r"/home/|/tmp/|/work/", NOTEBOOK.read_text(encoding="utf-8"))

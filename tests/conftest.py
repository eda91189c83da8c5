"""Fixtures of every test: the large source data beside the project, and the graph of the whole of CORDIS."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph_data.bundled import BUNDLED
from graph_data.collector import paused
from graph_data.graph import Direction, KnowledgeGraph
from graph_data.importers.cordis import import_cordis
from graph_data.importers.eccp import import_page
from graph_data.reading.folder import read_folder
from graph_data.rows import Statement


@pytest.fixture(scope="session")
def shared() -> Path:
    """Return the folder of large source data that stands beside the project."""
    folder = Path(__file__).resolve().parents[1].parent / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("needs the source data beside the project")
    return folder


class CountingGraph(KnowledgeGraph):
    """A graph that counts the statements it is asked for.

    Attributes:
        touched: how many statements were read through `statements` and what rests on it.
    """

    touched = 0

    def _around(self, entity_id: str, direction: Direction) -> Iterator[Statement]:
        for statement in super()._around(entity_id, direction):
            self.touched += 1
            yield statement


@pytest.fixture(scope="session")
def cordis(shared: Path) -> CountingGraph:
    """Return the five clusters and the whole of CORDIS under Horizon Europe in one graph."""
    with paused():
        bundled = read_folder(BUNDLED)
        vocabulary = bundled.vocabulary()
        page = vocabulary.plus(import_page(shared / "eccp" / "smartsports4goodlife.txt", vocabulary).rows)
        found = import_cordis(shared / "cordis-horizon", page, bundled.same_as)
        return CountingGraph(page.plus(found.rows))

"""The dataset version that answers: one reference, so that every answer is of one version from start to end."""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import graph_data
from graph_data.bundled import BUNDLED
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.search.index import index_of
from graph_data.snapshot import Snapshot

__all__ = ["Loaded", "Refusal", "Served", "warm"]


def warm(graph: KnowledgeGraph) -> None:
    """Make what every version needs once, so that no request waits for it."""
    Snapshot.of(graph)
    index_of(graph)
    _ = graph.version


@dataclass(frozen=True, slots=True)
class Loaded:
    """A version that is loaded, checked and warm.

    Attributes:
        graph: its graph.
        at: when it took over.
    """

    graph: Notebook
    at: datetime


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a newer version does not answer.

    Attributes:
        message: what is wrong, in one line that names file and line where they are known.
        at: when it was refused.
    """

    message: str
    at: datetime


class Served:
    """What a server answers from.

    Args:
        path: where the dataset is; None for the bundled one.
        graph: the graph, when it is loaded already.

    Attributes:
        loaded: the version that answers. Read it, or `graph`, once for an answer: it may be another one afterwards.
        refusal: why what stands at the path now is not it; None when it is.

    Raises:
        InvalidDataset: the dataset cannot be used.
    """

    def __init__(self, path: Path | None, graph: Notebook | None = None) -> None:
        self._path = path
        self.loaded = Loaded(graph or graph_data.load(path), datetime.now(UTC))
        self.refusal: Refusal | None = None
        warm(self.graph)

    @property
    def path(self) -> Path:
        """Where the dataset is."""
        return BUNDLED if self._path is None else self._path

    @property
    def graph(self) -> Notebook:
        """The graph of the version that answers."""
        return self.loaded.graph

    def read(self) -> Notebook:
        """Return what stands at the path now, checked and warm; it does not answer yet.

        Raises:
            InvalidDataset: it cannot be used.
        """
        graph = graph_data.load(self._path)
        warm(graph)
        return graph

    def take_over(self, graph: Notebook) -> bool:
        """Let a graph answer from now on, and tell whether it is of another version than the one before."""
        self.refusal = None
        if graph.version == self.graph.version:
            return False
        self.loaded = Loaded(graph, datetime.now(UTC))
        return True

    def refuse(self, message: str) -> None:
        """Keep answering from the version that is loaded, and say why."""
        self.refusal = Refusal(message, datetime.now(UTC))

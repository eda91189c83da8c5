"""The dataset version that answers: one reference, so that every answer is of one version from start to end."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import graph_data
from graph_data.bundled import BUNDLED
from graph_data.discovery import warming
from graph_data.discovery.caching import retire
from graph_data.errors import GraphDataError
from graph_data.graph import KnowledgeGraph
from graph_data.notebook import Notebook
from graph_data.search.index import index_of
from graph_data.snapshot import Snapshot

__all__ = ["Loaded", "Refusal", "Served", "Unprotected", "warm"]


def warm(graph: KnowledgeGraph) -> None:
    """Make what every version needs once, so that no request waits for it."""
    Snapshot.of(graph)
    index_of(graph)
    warming.warm(graph)
    _ = graph.version


class Unprotected(GraphDataError, ValueError):  # noqa: N818 -- the name says what happened
    """A dataset that is not for everybody would be served to everybody."""


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
        public: whether everybody can ask, so that nothing confidential may be served.

    Attributes:
        loaded: the version that answers. Read it, or `graph`, once for an answer: it may be another one afterwards.
        refusal: why what stands at the path now is not it; None when it is.
        reloads: how often a newer version was looked at, by what came of it: taken, same, refused.

    Raises:
        InvalidDataset: the dataset cannot be used.
        Unprotected: it is confidential, and everybody can ask.
    """

    def __init__(self, path: Path | None, graph: Notebook | None = None, *, public: bool = False) -> None:
        self._path = path
        self._public = public
        self.loaded = Loaded(self._permitted(graph or graph_data.load(path)), datetime.now(UTC))
        self.refusal: Refusal | None = None
        self.reloads = Counter(taken=0, same=0, refused=0)
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
            Unprotected: it is confidential, and everybody can ask.
        """
        graph = self._permitted(graph_data.load(self._path))
        warm(graph)
        return graph

    def _permitted(self, graph: Notebook) -> Notebook:
        if self._public and graph.dataset.confidential:
            raise Unprotected(
                "the dataset is confidential: some rows are not for everybody, and other machines can ask this server; "
                "give it keys (synergraph keys add NAME --file keys.json; synergraph serve --api-keys keys.json), "
                "or leave those rows out (synergraph build DIR --into STORE --audience public; synergraph serve STORE)"
            )
        return graph

    def take_over(self, graph: Notebook) -> bool:
        """Let a graph answer from now on, and tell whether it is of another version than the one before.

        What is being prepared in the background for the one before ends, or it would stay for as long as that takes.
        """
        self.refusal = None
        if graph.version == self.graph.version:
            self.reloads["same"] += 1
            return False
        self.reloads["taken"] += 1
        old, self.loaded = self.graph, Loaded(graph, datetime.now(UTC))
        retire(old)
        return True

    def refuse(self, message: str) -> None:
        """Keep answering from the version that is loaded, and say why."""
        self.reloads["refused"] += 1
        self.refusal = Refusal(message, datetime.now(UTC))

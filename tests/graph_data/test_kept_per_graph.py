"""What is made once for a graph: one thread makes it while others wait, and nobody waits for another graph's."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet

import pytest

from graph_data.dataset import About, Dataset
from graph_data.graph import KnowledgeGraph
from graph_data.ontology import Cluster
from graph_data.search import index
from graph_data.snapshot import Snapshot, snapshot

PATIENCE = 30

MADE = [
    pytest.param(index.index_of, index._LOCK, id="search index"),  # noqa: SLF001 -- held to play another thread
    pytest.param(Snapshot.of, snapshot._LOCK, id="snapshot"),  # noqa: SLF001 -- as above
]


def graph() -> KnowledgeGraph:
    about = About(name="small", title="Small", licence="https://licence.example", citation="Small.")
    return KnowledgeGraph(Dataset.of(about, [Cluster(id="cluster:a", name="A")]))


@pytest.mark.parametrize(("of", "lock"), MADE)
def test_what_is_there_is_had_while_another_graphs_is_made(
    of: Callable[[KnowledgeGraph], object], lock: object
) -> None:
    ready = graph()
    made = of(ready)
    with ThreadPoolExecutor(1) as thread, lock:  # type: ignore[attr-defined] # a lock
        assert thread.submit(of, ready).result(PATIENCE) is made


@pytest.mark.parametrize(("of", "lock"), MADE)
def test_what_one_thread_makes_is_what_another_that_waited_has(
    of: Callable[[KnowledgeGraph], object], lock: object
) -> None:
    fresh = graph()
    with ThreadPoolExecutor(1) as thread:
        with lock:  # type: ignore[attr-defined] # as above
            waiting = thread.submit(of, fresh)
            with pytest.raises(NotYet):
                waiting.result(0.2)
            made = of(fresh)
        assert waiting.result(PATIENCE) is made

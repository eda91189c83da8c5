"""Measures what looking at a deadline costs: the same answers with one and without, in turns.

    python benchmarks/deadline.py

Prints the time of each and the ratio of their medians; two runs without one differ by as much as the last column says.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from functools import partial
from statistics import median
from time import process_time

import graph_data
from graph_data.deadline import Deadline, until
from graph_data.notebook import Notebook
from graphapi.execution.answering import Request, answer

ROUNDS = 60

QUERIES: Mapping[str, str] = {
    "a partnership and its partners": """{ partnership(id: "partnership:smartsports4goodlife") {
        id name title partners(first: 20) { nodes { id name sectors { id name } country { code name } } } } }""",
    "a list of 100": """{ organisations(first: 100) { nodes {
        id name kind country { code name } sectors { id name } } } }""",
    "ten ranked partners": """{ cluster(id: "cluster:indescat") {
        synergies(first: 10) { nodes { score partner { id name } } } } }""",
}

Under = Callable[[], AbstractContextManager[None]]

WITHOUT: Under = partial(until, None)


def within_an_hour() -> AbstractContextManager[None]:
    """Return a deadline that is looked at and does not pass."""
    return until(Deadline(3600))


def seconds(graph: Notebook, request: Request, under: Under) -> float:
    """Return the processor time of an answer."""
    begun = process_time()
    with under():
        answer(graph, request)
    return process_time() - begun


def compare(graph: Notebook, request: Request, one: Under, other: Under) -> tuple[float, float]:
    """Return the medians of two ways to answer, asked in turns."""
    pairs = [(seconds(graph, request, one), seconds(graph, request, other)) for _ in range(ROUNDS)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def main() -> None:
    """Print the table."""
    graph = graph_data.load()
    print(f"{'':32}{'without':>10}{'with':>10}{'ratio':>8}{'noise':>8}")
    for name, query in QUERIES.items():
        request = Request(query)
        with within_an_hour():
            timed = answer(graph, request)
        if "errors" in timed.body or timed != answer(graph, request):
            raise SystemExit(f"{name}: the answers differ: {timed.body.get('errors')}")
        without, with_one = compare(graph, request, WITHOUT, within_an_hour)
        first, again = compare(graph, request, WITHOUT, WITHOUT)
        print(f"{name:32}{without * 1e3:7.2f} ms{with_one * 1e3:7.2f} ms{with_one / without:8.3f}{again / first:8.3f}")


if __name__ == "__main__":
    main()

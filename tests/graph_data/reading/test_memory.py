"""Hostile files cost memory in proportion to their size at most, whatever stands in them."""

import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from graph_data.errors import InvalidDataset
from graph_data.reading.dataset import read_dataset

SIZE = 24 * 2**20
TIMES = 5
"""The file itself, its text, and what is made of a line at a time."""


@contextmanager
def measured() -> Iterator[Callable[[], int]]:
    tracemalloc.start()
    try:
        yield lambda: tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def save(path: Path, begin: str, piece: str, end: str) -> None:
    """Write a file of some megabytes piece by piece."""
    with path.open("w", encoding="utf-8") as file:
        file.write(begin)
        for _ in range(SIZE // len(piece)):
            file.write(piece)
        file.write(end)


@pytest.mark.parametrize(
    ("name", "begin", "piece", "end"),
    [
        ("clusters.csv", 'id,name\ncluster:a,"', "A" * 2**16, '"\n'),
        ("clusters.csv", 'id,name\ncluster:a,"', ("A" * 15 + "\n") * 2**12, '"\n'),
        ("clusters.tsv", "id\tname\ncluster:a\t", "A" * 2**16, "\n"),
        ("clusters.jsonl", '{"id": "cluster:a", "name": "', "A" * 2**16, '"}\n'),
    ],
)
def test_a_cell_of_many_megabytes_is_refused_within_bounds(
    name: str, begin: str, piece: str, end: str, save_folder: Callable[..., Path]
) -> None:
    folder = save_folder({})
    save(folder / name, begin, piece, end)
    with measured() as peak, pytest.raises(InvalidDataset) as caught:
        read_dataset(folder)
    assert str(caught.value).startswith(f"{name}:")
    assert peak() < TIMES * SIZE

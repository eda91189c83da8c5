"""Zip files of others; how workbooks and bulk downloads meet them is tested with these."""

import warnings
import zipfile
from contextlib import ExitStack
from pathlib import Path

import pytest

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.archive import unpacking


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return the path of an archive of two files, one of them wanted, and a folder."""
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("wanted.csv", b"x" * 100_000)
        archive.writestr("other.txt", "y")
        archive.mkdir("folder.csv")
    return tmp_path / "a.zip"


def wanted(name: str) -> bool:
    return name.rstrip("/").endswith(".csv")


def test_only_the_wanted_files_are_there(path: Path) -> None:
    with unpacking(path, wanted) as archive:
        assert archive.names == ("wanted.csv",)
        assert archive.read("wanted.csv") == b"x" * 100_000
        assert [len(piece) for piece in archive.pieces("wanted.csv")] == [65_536, 34_464]


def test_whoever_stops_half_way_leaves_nothing_open(path: Path) -> None:
    with unpacking(path, wanted) as archive:
        assert next(archive.pieces("wanted.csv")) == b"x" * 65_536


def test_two_files_of_one_name_are_refused(path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # zipfile warns of what this test needs
        with zipfile.ZipFile(path, "a") as archive:
            archive.writestr("wanted.csv", "z")
    with pytest.raises(InvalidDataset, match=r"^a\.zip: damaged, or not zip: two files of one name in the archive$"):
        ExitStack().enter_context(unpacking(path, wanted))


def test_what_the_reader_finds_wrong_is_said_as_the_reader_says_it(path: Path) -> None:
    problem = Problem("wanted.csv", 1, 1, "wrong")
    with pytest.raises(InvalidDataset, match=r"^wanted\.csv:1:1: wrong$"), unpacking(path, wanted):
        raise InvalidDataset([problem])
    with pytest.raises(InvalidDataset, match=r"^a\.zip: damaged, or not zip: odd$"), unpacking(path, wanted):
        raise ValueError("odd")


def test_all_that_is_read_counts_together(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_data.reading.archive.MAX_BYTES", 150_000)
    with unpacking(path, wanted) as archive:
        archive.read("wanted.csv")
        with pytest.raises(ValueError, match=r"^wanted\.csv unpacks to 100000 bytes; at most 50000$"):
            archive.read("wanted.csv")

"""A dataset is opened wherever it stands, and never half of one version and half of another."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import graph_data
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem, UnknownVersion
from graph_data.versions import opening
from graph_data.versions.opening import open_dataset
from graph_data.versions.store import Store
from graph_data.writing.exporting import export
from graph_data.writing.folder import write_folder
from graph_data.writing.sqlite import SQLITE


@pytest.fixture
def other(small: Dataset) -> Dataset:
    """Return another version of the small dataset."""
    return small.described(replace(small.about, title="Other"))


@pytest.fixture
def store(tmp_path: Path, small: Dataset, other: Dataset) -> Store:
    """Return a store of both, the other one current."""
    found = Store(tmp_path / "store")
    found.publish(small)
    found.publish(other)
    return found


def test_a_store_is_opened_at_its_current_version(store: Store, small: Dataset, other: Dataset) -> None:
    assert open_dataset(store.path) == other
    assert graph_data.load(store.path).version == other.version
    store.rollback()
    assert open_dataset(store.path) == small


def test_a_version_is_opened_by_name(store: Store, small: Dataset, monkeypatch: pytest.MonkeyPatch) -> None:
    assert open_dataset(Path(f"{store.path}@{small.version}")) == small
    assert graph_data.load(f"{store.path}@{small.version[:8]}").version == small.version
    with pytest.raises(UnknownVersion):
        open_dataset(Path(f"{store.path}@ffffffff"))
    monkeypatch.chdir(store.path)
    assert open_dataset(Path(f".@{small.version}")) == small


def test_folders_and_files_are_opened_too_even_with_an_at_sign(tmp_path: Path, small: Dataset) -> None:
    write_folder(small, tmp_path / "me@home")
    assert open_dataset(tmp_path / "me@home") == small
    export(small, SQLITE, tmp_path / "small.sqlite")
    assert open_dataset(tmp_path / "small.sqlite") == small


@pytest.mark.parametrize("name", ["nothing", "me@home"])
def test_nothing_is_said_to_be_nothing(name: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidDataset, match="no such file or folder"):
        open_dataset(tmp_path / name)


def test_a_reader_puts_back_what_a_killed_writer_had_moved_away(tmp_path: Path, small: Dataset) -> None:
    write_folder(small, tmp_path / "folder")
    (tmp_path / "folder").rename(tmp_path / ".folder.synergraph-old-0123456789abcdef")
    assert open_dataset(tmp_path / "folder") == small
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def replaced_while_read(
    monkeypatch: pytest.MonkeyPatch, replace: Callable[[], object], *, times: int, damaged: bool
) -> list[int]:
    """Replace what is read while it is read, some times; return what counts how often it was read."""
    read, reads = opening._read, list[int]()  # noqa: SLF001 -- there is no other moment between two looks

    def reading(path: Path) -> Dataset:
        found = read(path)
        reads.append(len(reads))
        if len(reads) <= times:
            replace()
            if damaged:
                raise InvalidDataset([Problem("links.csv", 1, 0, "half of another version")])
        return found

    monkeypatch.setattr(opening, "_read", reading)
    return reads


@pytest.mark.parametrize("damaged", [False, True])
def test_a_folder_that_is_replaced_while_it_is_read_is_read_again(
    damaged: bool, tmp_path: Path, small: Dataset, other: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(small, tmp_path / "folder")
    reads = replaced_while_read(monkeypatch, lambda: write_folder(other, tmp_path / "folder"), times=1, damaged=damaged)
    assert open_dataset(tmp_path / "folder") == other
    assert len(reads) == 2


def test_a_store_that_moves_on_while_it_is_read_is_read_again(
    store: Store, small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads = replaced_while_read(monkeypatch, lambda: store.publish(small, keep=1), times=1, damaged=True)
    assert open_dataset(store.path) == small
    assert len(reads) == 2


def test_a_folder_that_never_comes_to_rest_is_read_a_few_times_only(
    tmp_path: Path, small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(small, tmp_path / "folder")
    reads = replaced_while_read(monkeypatch, lambda: write_folder(small, tmp_path / "folder"), times=100, damaged=False)
    assert open_dataset(tmp_path / "folder") == small
    assert len(reads) == 5


def test_what_is_wrong_and_stays_so_is_told_at_once(
    tmp_path: Path, small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(small, tmp_path / "folder")
    reads = replaced_while_read(monkeypatch, lambda: None, times=1, damaged=True)
    with pytest.raises(InvalidDataset, match="half of another version"):
        open_dataset(tmp_path / "folder")
    assert len(reads) == 1

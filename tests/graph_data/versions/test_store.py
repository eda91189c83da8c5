"""A store of versions: each whole, one the current one, the others kept for a while."""

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import orjson
import pytest

from graph_data.dataset import Dataset
from graph_data.errors import CannotReplace, InvalidDataset, UnknownVersion
from graph_data.reading.folder import read_folder
from graph_data.versions.store import Store, is_store
from graph_data.writing import atomic

Numbered = Callable[[int], Dataset]


@pytest.fixture
def numbered(small: Dataset) -> Numbered:
    """Return a function that gives the small dataset under another title, and so as another version."""
    return lambda number: small.described(replace(small.about, title=f"Number {number}"))


@pytest.fixture
def store(tmp_path: Path, numbered: Numbered) -> Store:
    """Return a store of two versions, the second of which is the current one."""
    found = Store(tmp_path / "store")
    assert found.publish(numbered(1))
    assert found.publish(numbered(2))
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def problems(caught: pytest.ExceptionInfo[InvalidDataset]) -> list[str]:
    return str(caught.value).splitlines()


def test_the_newest_version_is_the_current_one_and_the_others_stay(store: Store, numbered: Numbered) -> None:
    one, two = numbered(1), numbered(2)
    assert (store.current, store.versions) == (two.version, (one.version, two.version))
    assert (store.read(one.version), store.read(two.version)) == (one, two)
    assert read_folder(store.folder(one.version)) == one
    assert names(store.path) == ["store.json", "versions"]
    assert names(store.path / "versions") == sorted(store.versions)
    assert [store.problems(version) for version in store.versions] == [[], []]
    assert orjson.loads((store.path / "store.json").read_bytes()) == {
        "format": "synergraph store 1",
        "current": two.version,
        "versions": [one.version, two.version],
    }


def test_nobody_edits_a_version_by_mistake(store: Store) -> None:
    files = list(store.folder(store.current).iterdir())
    assert files
    assert [path.stat().st_mode & 0o222 for path in files] == [0] * len(files)


def test_only_the_last_versions_stay(store: Store, numbered: Numbered) -> None:
    for number in range(3, 8):
        store.publish(numbered(number))
    assert store.versions == tuple(numbered(number).version for number in range(3, 8))
    store.publish(numbered(8), keep=1)
    assert store.versions == (numbered(8).version,)
    assert names(store.path / "versions") == [numbered(8).version]


def test_a_version_that_is_built_again_is_the_newest_and_not_written_again(store: Store, numbered: Numbered) -> None:
    before = store.folder(numbered(1).version).stat().st_ino
    assert not store.publish(numbered(1))
    assert store.versions == (numbered(2).version, numbered(1).version)
    assert store.current == numbered(1).version
    assert store.folder(numbered(1).version).stat().st_ino == before


def test_a_damaged_version_is_mended_when_it_is_built_again(store: Store, numbered: Numbered) -> None:
    version = numbered(1).version
    (store.folder(version) / "clusters.csv").unlink()
    assert store.publish(numbered(1))
    assert store.problems(version) == []
    assert names(store.path / "versions") == sorted(store.versions)


def test_one_goes_back_to_the_version_before_and_forward_by_name(store: Store, numbered: Numbered) -> None:
    one, two = numbered(1).version, numbered(2).version
    assert store.rollback() == one
    assert (store.current, store.versions) == (one, (one, two))
    with pytest.raises(UnknownVersion, match=f"has no version before {one}$"):
        store.rollback()
    assert store.rollback(two[:6]) == two
    assert store.current == two


def test_going_back_keeps_the_current_version_when_others_are_built(store: Store, numbered: Numbered) -> None:
    store.rollback()
    store.publish(numbered(3), keep=2)
    assert store.versions == (numbered(2).version, numbered(3).version)
    assert store.current == numbered(3).version


def test_a_version_that_is_not_there_is_told_those_that_are(store: Store, numbered: Numbered) -> None:
    one, two = store.versions
    with pytest.raises(UnknownVersion) as caught:
        store.named("ffff")
    assert str(caught.value) == f"{store.path} has no version 'ffff'; it has {one}, {two}"
    with pytest.raises(UnknownVersion, match="did you mean"):
        store.rollback(f"{one[:-2]}xx")
    with pytest.raises(UnknownVersion):
        store.named(numbered(1).version[:3])
    assert store.named(one) == one


def test_one_does_not_go_back_to_a_damaged_version(store: Store, numbered: Numbered) -> None:
    version = numbered(1).version
    path = store.folder(version) / "clusters.csv"
    path.chmod(0o644)
    path.write_text(path.read_text().replace("Alpine", "Alpina"))
    with pytest.raises(InvalidDataset) as caught:
        store.rollback()
    wrong = f"{version}/clusters.csv: not as it was written: its size or checksum differs"
    assert problems(caught) == [wrong]
    assert store.current == numbered(2).version


def test_a_version_with_the_content_of_another_is_refused(store: Store, numbered: Numbered) -> None:
    one, two = numbered(1).version, numbered(2).version
    shutil.rmtree(store.folder(one))
    shutil.copytree(store.folder(two), store.folder(one))
    mended = f"synergraph rollback {store.path} serves another version, building again mends it"
    wrong = f"{store.path}@{one}: damaged: holds the content of version {two}; {mended}"
    with pytest.raises(InvalidDataset) as caught:
        store.read(one)
    assert problems(caught) == [wrong]
    assert [str(problem) for problem in store.problems(one)] == [wrong]
    shutil.rmtree(store.folder(one))
    with pytest.raises(InvalidDataset) as caught:
        store.read(one)
    assert f"{store.path}@{one}: damaged: cannot be read; {mended}" in problems(caught)
    assert [str(problem) for problem in store.problems(one)] == [f"{one}/manifest.json: missing or damaged"]


def test_the_next_writer_clears_what_a_killed_one_left_and_nothing_else(store: Store, numbered: Numbered) -> None:
    versions = store.path / "versions"
    shutil.copytree(store.folder(store.current), versions / "0123456789abcdef")
    (versions / ".0123456789abcdef.synergraph-new-0123456789abcdef").mkdir()
    (store.path / ".store.json.synergraph-new-0123456789abcdef").mkdir()
    (versions / "notes").mkdir()
    (versions / "README.md").write_text("mine")
    store.publish(numbered(2))
    assert names(versions) == sorted([*store.versions, "README.md", "notes"])
    assert names(store.path) == ["store.json", "versions"]


@pytest.mark.parametrize("content", [None, "", "[]", "{}", '{"format": "synergraph store 2"}', '{"current": 1}'])
def test_a_lost_pointer_loses_no_version(content: str | None, store: Store, numbered: Numbered) -> None:
    pointer = store.path / "store.json"
    pointer.unlink()
    if content is not None:
        pointer.write_text(content)
    with pytest.raises(InvalidDataset) as caught:
        _ = store.current
    if content is None:
        assert problems(caught) == [f"{store.path}: no store; synergraph build DIR --into STORE makes one"]
    else:
        made = "synergraph rollback STORE VERSION, or building into the store, makes it anew"
        assert problems(caught) == [f"{pointer}: damaged; {made}"]
    assert store.rollback(numbered(1).version) == numbered(1).version
    assert store.current == numbered(1).version
    assert sorted(store.versions) == sorted([numbered(1).version, numbered(2).version])


def test_a_pointer_to_a_version_that_it_does_not_list_is_damaged(store: Store) -> None:
    pointer = store.path / "store.json"
    pointer.write_text('{"format": "synergraph store 1", "current": "x", "versions": []}')
    with pytest.raises(InvalidDataset, match="damaged"):
        _ = store.current


def test_a_folder_with_other_things_becomes_no_store(tmp_path: Path, small: Dataset) -> None:
    (tmp_path / "notes").write_text("mine")
    with pytest.raises(CannotReplace) as caught:
        Store(tmp_path).publish(small)
    assert str(caught.value) == f"{tmp_path} holds other things; a store is a folder of its own, new or empty"
    with pytest.raises(CannotReplace) as caught:
        Store(tmp_path / "notes").publish(small)
    assert str(caught.value) == f"{tmp_path / 'notes'} is a file; a store is a folder"
    assert names(tmp_path) == ["notes"]
    assert not is_store(tmp_path)


def test_where_folders_cannot_be_locked_nothing_is_cleared(
    store: Store, numbered: Numbered, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_locks(*_: object) -> None:
        raise OSError("no locks available")

    monkeypatch.setattr(atomic.fcntl, "flock", no_locks)
    another = store.path / "versions" / ".0123456789abcdef.synergraph-new-0123456789abcdef"
    another.mkdir()
    store.publish(numbered(3), keep=1)
    assert (store.current, store.versions) == (numbered(3).version, (numbered(3).version,))
    kept = [another.name, *(numbered(number).version for number in (1, 2, 3))]
    assert names(store.path / "versions") == sorted(kept)


def test_a_store_may_be_the_folder_that_one_is_in(
    tmp_path: Path, small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Store(Path()).publish(small)
    assert Store(Path()).read(Store(Path()).current) == small

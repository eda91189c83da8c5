"""Exports over nothing, over something, and half done."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.reading.dataset import read_dataset
from graph_data.writing.exporting import export
from graph_data.writing.formats import FORMATS

CSV, TSV, SQLITE = (FORMATS[name] for name in ("csv", "tsv", "sqlite"))


def content(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_nothing_that_is_there_is_overwritten_unless_told_to(small: Dataset, tmp_path: Path) -> None:
    for form, name in ((CSV, "folder"), (SQLITE, "small.sqlite")):
        export(small, form, tmp_path / name)
        before = content(tmp_path)
        with pytest.raises(
            FileExistsError, match=r"is there already; choose another place, or replace it with --force$"
        ):
            export(small, form, tmp_path / name)
        assert content(tmp_path) == before
    fewer = small.where(lambda row: type(row).__name__ != "Keyword")
    export(fewer, CSV, tmp_path / "folder", replace=True)
    export(fewer, SQLITE, tmp_path / "small.sqlite", replace=True)
    assert read_dataset(tmp_path / "folder") == read_dataset(tmp_path / "small.sqlite") == fewer


def test_a_file_and_a_folder_do_not_take_each_others_place(small: Dataset, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "thesis.txt").write_text("mine")
    before = content(tmp_path)
    for form, name, message in (
        (CSV, "file", "file is a file; csv is a folder of one file a table"),
        (SQLITE, "folder", "folder is there and is no file; sqlite is one file, such as data.sqlite"),
        (CSV, "folder", "folder is a folder with other things in it; choose one that is empty or a dataset"),
    ):
        with pytest.raises(FileExistsError, match=f"{message}$"):
            export(small, form, tmp_path / name, replace=True)
    assert content(tmp_path) == before


def test_an_empty_folder_is_filled(small: Dataset, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    export(small, TSV, tmp_path / "empty")
    assert read_dataset(tmp_path / "empty") == small


def test_a_dataset_folder_changes_its_format_and_keeps_what_is_no_table(small: Dataset, tmp_path: Path) -> None:
    export(small, CSV, tmp_path / "folder")
    (tmp_path / "folder" / "README.md").write_text("mine")
    export(small, TSV, tmp_path / "folder", replace=True)
    names = {path.suffix for path in (tmp_path / "folder").iterdir()}
    assert names == {".tsv", ".yaml", ".md"}
    assert read_dataset(tmp_path / "folder") == small


def test_a_disk_that_is_full_leaves_the_old_file_and_nothing_beside_it(
    small: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    export(small, SQLITE, tmp_path / "small.sqlite")
    before = content(tmp_path)

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space left"):
        export(small, SQLITE, tmp_path / "small.sqlite", replace=True)
    assert content(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["small.sqlite"]

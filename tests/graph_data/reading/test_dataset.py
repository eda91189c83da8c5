"""Datasets wherever they stand, and folders that lead elsewhere."""

import os
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.reading.dataset import read_dataset, read_files
from graph_data.writing.folder import write_folder
from graph_data.writing.formats import FORMATS

SaveFolder = Callable[..., Path]


def refused(*paths: Path) -> list[str]:
    with pytest.raises(InvalidDataset) as caught:
        read_dataset(paths[0]) if len(paths) == 1 else read_files(paths).dataset()
    return str(caught.value).splitlines()


def test_a_folder_may_mix_formats_but_not_of_one_table(
    small: Dataset, small_tables: Mapping[str, str], save_folder: SaveFolder
) -> None:
    folder = save_folder(small_tables)
    (folder / "clusters.tsv").write_text((folder / "clusters.csv").read_text(encoding="utf-8").replace(",", "\t"))
    assert refused(folder)[0] == "clusters.csv: one table in several files: clusters.csv, clusters.tsv; keep one"
    (folder / "clusters.csv").unlink()
    assert read_dataset(folder).version == small.version


def test_files_of_no_table_are_named_whatever_their_format(save_folder: SaveFolder) -> None:
    folder = save_folder({"clustrs.jsonl": "", "clusters.csv.tsv": "", "notes.xlsx": "", "notes.json": ""})
    assert refused(folder) == [
        "clusters.csv.tsv: no such table; did you mean 'clusters.tsv'?",
        "clustrs.jsonl: no such table; did you mean 'clusters.jsonl'?",
    ]


def test_problems_of_a_table_separated_by_tabs_name_line_and_column(save_folder: SaveFolder) -> None:
    folder = save_folder({"clusters.tsv": 'id\tname\tmember_count\ncluster:a\t"A\tB"\tthirty\n'})
    assert refused(folder) == ["clusters.tsv:2:17: member_count must be a whole number, got 'thirty'"]


def test_a_link_that_leads_out_of_the_folder_is_refused(save_folder: SaveFolder, tmp_path: Path) -> None:
    (tmp_path / "secret.csv").write_text("id,name\ncluster:a,A\n")
    folder = save_folder({})
    (folder / "clusters.csv").symlink_to(tmp_path / "secret.csv")
    (folder / "smes.csv").symlink_to("../secret.csv")
    (folder / "regions.csv").symlink_to("nothing.csv")
    (folder / "real.txt").write_text("id,name\ninstitution:a,A\n")
    (folder / "institutions.csv").symlink_to("real.txt")
    (folder / "datapackage.yaml").rename(tmp_path / "datapackage.yaml")
    (folder / "datapackage.yaml").symlink_to(tmp_path / "datapackage.yaml")
    assert refused(folder) == [
        "clusters.csv: a link that leads out of the folder; copy the file",
        "datapackage.yaml: a link that leads out of the folder; copy the file",
        "regions.csv: cannot be read: No such file or directory",
        "smes.csv: a link that leads out of the folder; copy the file",
    ]


def test_a_folder_that_is_pointed_to_is_read(small: Dataset, tmp_path: Path) -> None:
    write_folder(small, tmp_path / "real")
    (tmp_path / "link").symlink_to(tmp_path / "real")
    assert read_dataset(tmp_path / "link") == small


def test_a_pipe_is_refused_instead_of_waited_for(save_folder: SaveFolder) -> None:
    folder = save_folder({})
    os.mkfifo(folder / "clusters.csv")
    assert refused(folder) == ["clusters.csv: cannot be read: not a file"]


@pytest.mark.parametrize("ending", ["csv", "tsv", "jsonl"])
def test_other_encodings_are_refused_with_the_place(ending: str, save_folder: SaveFolder) -> None:
    folder = save_folder({f"clusters.{ending}": "id,Café\n".encode("latin-1"), f"smes.{ending}": "id".encode("utf-16")})
    assert refused(folder) == [
        f"clusters.{ending}:1:7: byte 0xe9 is not UTF-8; save the file as UTF-8",
        f"smes.{ending}:1:1: byte 0xff is not UTF-8; save the file as UTF-8",
    ]


def test_what_is_no_dataset_is_refused(tmp_path: Path) -> None:
    (tmp_path / "data.ods").write_bytes(b"")
    known = "a file .xlsx, .sqlite, .sqlite3, .db"
    assert refused(tmp_path / "data.ods")[0].startswith(
        f"{tmp_path / 'data.ods'}: no dataset: name a folder, or {known}"
    )
    assert refused(tmp_path / "nothing") == [f"{tmp_path / 'nothing'}: no such file or folder"]


def test_single_tables_are_named_by_their_files(small_tables: Mapping[str, str], tmp_path: Path) -> None:
    paths = []
    for name in ("clusters.csv", "sources.csv"):
        (tmp_path / name).write_text(small_tables[name], encoding="utf-8")
        paths.append(tmp_path / name)
    contents = read_files(paths)
    assert (len(contents.rows), contents.problems, contents.about) == (5, [], None)
    (tmp_path / "members.csv").write_text("id\n")
    (tmp_path / "clusters.ods").write_text("id\n")
    for name, wanted in (
        ("members.csv", "members.csv: no such table; the file must be named after one of sources, schemes, clusters"),
        (
            "clusters.ods",
            "clusters.ods: unknown kind of file; its name must end in .csv, .tsv, .jsonl, .parquet, .xlsx",
        ),
        ("nothing.csv", f"{tmp_path / 'nothing.csv'}: no such file or folder"),
    ):
        with pytest.raises(InvalidDataset) as caught:
            read_files([tmp_path / name])
        assert str(caught.value).startswith(wanted)


def test_whole_datasets_are_read_as_files_too(small: Dataset, tmp_path: Path) -> None:
    write_folder(small, tmp_path / "folder", FORMATS["jsonl"])
    contents = read_files([tmp_path / "folder"])
    assert contents.about == small.about
    assert contents.dataset() == small

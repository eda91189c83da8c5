import csv
import io
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.dataset import Dataset
from graph_data.reading.folder import read_folder
from graph_data.tables import TABLES
from graph_data.writing import folder as writing
from graph_data.writing.folder import write_folder
from graph_data.writing.text import table_text

LAW = settings(max_examples=60, deadline=None)


@pytest.fixture(autouse=True, scope="module")
def no_waiting() -> Iterator[None]:
    """Leave out waiting for the disk, hundreds of times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@contextmanager
def written(dataset: Dataset) -> Iterator[Path]:
    with TemporaryDirectory() as parent:
        write_folder(dataset, Path(parent) / "folder")
        yield Path(parent) / "folder"


def reversed_columns(table: bytes) -> bytes:
    target = io.StringIO(newline="")
    rows = list(csv.reader(io.StringIO(table.decode(), newline="")))
    csv.writer(target).writerows([rows[0][::-1], *(row[::-1] for row in rows[:0:-1])])
    return target.getvalue().encode()


def content(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@LAW
@given(data=st.data())
def test_what_is_written_is_read_again_with_the_same_version(
    datasets: st.SearchStrategy[Dataset], data: st.DataObject
) -> None:
    dataset = data.draw(datasets)
    with written(dataset) as folder:
        again = read_folder(folder)
    assert again == dataset
    assert again.version == dataset.version


@LAW
@given(data=st.data())
def test_order_of_rows_and_columns_line_ends_and_a_byte_order_mark_do_not_change_the_version(
    datasets: st.SearchStrategy[Dataset], data: st.DataObject
) -> None:
    dataset = data.draw(datasets)
    with written(dataset) as folder:
        for path in folder.glob("*.csv"):
            table = reversed_columns(path.read_bytes())
            path.write_bytes(b"\xef\xbb\xbf" + table.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"))
        assert read_folder(folder) == dataset
        assert read_folder(folder).version == dataset.version


@LAW
@given(data=st.data())
def test_the_same_dataset_is_written_as_the_same_bytes(
    datasets: st.SearchStrategy[Dataset], data: st.DataObject
) -> None:
    dataset = data.draw(datasets)
    with written(dataset) as one, written(Dataset.of(dataset.about, reversed(list(dataset.all_rows())))) as other:
        assert content(one) == content(other)


def test_a_table_is_written_with_the_columns_that_are_filled_or_must_be(small: Dataset) -> None:
    tables = {table.name: table for table in TABLES}
    assert table_text(small, tables["clusters"]) == (
        "id,name,member_count,sme_count,source,locator\n"
        "cluster:alps,Alpine Cluster,30,20,page,row 1\n"
        "cluster:coast,Coast & Sea Cluster,10,,page,row 2\n"
    )
    assert table_text(small, tables["countries"]) == "id,name,code\ncountry:AT,Austria,AT\ncountry:IT,Italy,IT\n"
    assert table_text(small, tables["concepts"]).splitlines()[:2] == [
        "id,kind,name,scheme,broader,source",
        "s3:health,S3_PRIORITY_AREA,Health,areas,,",
    ]


def test_the_description_is_a_data_package_with_the_schema_of_each_table(small: Dataset, tmp_path: Path) -> None:
    write_folder(small, tmp_path / "folder")
    package = yaml.safe_load((tmp_path / "folder" / "datapackage.yaml").read_text(encoding="utf-8"))
    files = {path.name for path in (tmp_path / "folder").iterdir()}
    assert {resource["path"] for resource in package.pop("resources")} | {"datapackage.yaml"} == files
    assert package == {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "small",
        "title": "Small & <tidy>",
        "licence": "https://licence.example",
        "citation": "Small.",
        "sources": [{"title": "A page"}, {"title": "A register"}, {"title": "Our judgement"}],
    }


def test_the_schema_of_a_table_follows_the_declaration(small: Dataset, tmp_path: Path) -> None:
    write_folder(small, tmp_path / "folder")
    package = yaml.safe_load((tmp_path / "folder" / "datapackage.yaml").read_text(encoding="utf-8"))
    schemas = {resource["name"]: resource["schema"]["fields"] for resource in package["resources"]}
    assert schemas["clusters"][:3] == [
        {
            "name": "id",
            "type": "string",
            "description": "Slug with its kind, such as cluster:indescat; never reused.",
            "constraints": {"required": True},
        },
        {"name": "name", "type": "string", "description": "Preferred name.", "constraints": {"required": True}},
        {
            "name": "member_count",
            "type": "integer",
            "description": "Members in all, as published.",
            "constraints": {"minimum": 0},
        },
    ]
    types = {field["name"]: field["type"] for fields in schemas.values() for field in fields}
    assert (types["complete"], types["weight"], types["level"]) == ("boolean", "number", "integer")


@pytest.mark.parametrize("title", ["a\u0085b", "a\u2028b", "a \n\u0300b", "Café", "a: 'b' # c", "12", "null", "\x07"])
def test_the_title_is_read_as_it_was_written(title: str, small: Dataset, tmp_path: Path) -> None:
    named = small.described(replace(small.about, title=title))
    write_folder(named, tmp_path / "folder")
    assert read_folder(tmp_path / "folder").about == named.about


def test_a_folder_is_replaced_whole_and_what_is_no_table_stays(small: Dataset, tmp_path: Path) -> None:
    folder = tmp_path / "given" / "folder"
    write_folder(small, folder)
    (folder / "README.md").write_text("mine")
    (folder / "notes").mkdir()
    (folder / "notes" / "clusters.csv").write_text("mine too")
    smaller = small.where(lambda row: type(row).__name__ in {"Source", "Scheme"})
    write_folder(smaller, folder)
    assert sorted(content(folder)) == [
        "README.md",
        "datapackage.yaml",
        "notes/clusters.csv",
        "schemes.csv",
        "sources.csv",
    ]
    assert read_folder(folder) == smaller
    assert [path.name for path in folder.parent.iterdir()] == ["folder"]


def test_a_folder_that_is_pointed_to_is_replaced_where_it_is(small: Dataset, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    write_folder(small, tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert read_folder(tmp_path / "real") == small


def fail_to_write(patch: pytest.MonkeyPatch) -> None:
    def no_space(*_: object, **__: object) -> None:
        raise OSError("no space left")

    patch.setattr(writing, "write_tables", no_space)


def fail_to_take_the_place(patch: pytest.MonkeyPatch) -> None:
    rename = Path.rename

    def busy(self: Path, target: Path) -> Path:
        if target.name == "folder" and ".synergraph-new-" in self.name:
            raise OSError("busy")
        return rename(self, target)

    patch.setattr(Path, "rename", busy)


def fail_to_keep_others(patch: pytest.MonkeyPatch) -> None:
    def refused(*_: object, **__: object) -> None:
        raise OSError("not yours")

    patch.setattr(shutil, "copy2", refused)


@pytest.mark.parametrize("fail", [fail_to_write, fail_to_take_the_place, fail_to_keep_others])
def test_a_failure_leaves_the_folder_as_it_was_and_nothing_beside_it(
    fail: Callable[[pytest.MonkeyPatch], None], small: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(small, tmp_path / "folder")
    (tmp_path / "folder" / "README.md").write_text("mine")
    before = content(tmp_path)
    with monkeypatch.context() as patch:
        fail(patch)
        with pytest.raises(OSError, match=r"^(no space left|busy|not yours)$"):
            write_folder(small, tmp_path / "folder")
    assert content(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]


def test_a_failure_leaves_no_new_folder(small: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fail_to_take_the_place(monkeypatch)
    with pytest.raises(OSError, match="busy"):
        write_folder(small, tmp_path / "folder")
    assert list(tmp_path.iterdir()) == []

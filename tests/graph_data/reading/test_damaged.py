"""Damage that fuzzing found: bytes that are no text where a library expects some."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from graph_data.errors import InvalidDataset
from graph_data.reading.dataset import read_dataset

DESCRIPTION = "name: a\ntitle: a\nlicence: a\ncitation: a\n"


def replaced(path: Path, old: bytes, new: bytes) -> None:
    content = path.read_bytes()
    assert old in content
    assert len(old) == len(new)
    path.write_bytes(content.replace(old, new))


def test_a_table_of_a_database_whose_name_is_no_text(tmp_path: Path) -> None:
    path = tmp_path / "damaged.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE sources (id TEXT, title TEXT)")
    replaced(path, b"CREATE TABLE", b"CREATE WABLE")
    replaced(path, b"sources", b"sour\xa4es")
    with pytest.raises(InvalidDataset, match=r"^damaged\.sqlite: not a SQLite file, or damaged: "):
        read_dataset(path)


@pytest.mark.parametrize(("old", "new"), [(b"title", b"ti\xa4le"), (b"A page", b"A \xb1age")])
def test_a_heading_or_cell_of_parquet_that_is_no_text(tmp_path: Path, old: bytes, new: bytes) -> None:
    pa = pytest.importorskip("pyarrow", reason="needs pyarrow (extra parquet)")
    parquet = pytest.importorskip("pyarrow.parquet", reason="needs pyarrow (extra parquet)")
    (tmp_path / "datapackage.yaml").write_text(DESCRIPTION, encoding="utf-8")
    path = tmp_path / "sources.parquet"
    table = pa.table({"id": ["page"], "title": ["A page"], "origin": ["STATED"]})
    parquet.write_table(
        table, path, compression="none", use_dictionary=False, store_schema=False, write_statistics=False
    )
    replaced(path, old, new)
    with pytest.raises(InvalidDataset, match=r"^sources\.parquet: not a Parquet file, or damaged: "):
        read_dataset(tmp_path)

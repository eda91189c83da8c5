"""Parquet files of others: wrong types, nested columns, damages."""

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, MissingExtra
from graph_data.reading import parquet as reading
from graph_data.reading.dataset import read_dataset
from graph_data.reading.parquet import ParquetSheet
from graph_data.tables import TABLES
from graph_data.writing.formats import FORMATS

pa = pytest.importorskip("pyarrow", reason="reading Parquet needs the extra `parquet`")
parquet = pytest.importorskip("pyarrow.parquet", reason="as above")

SaveFolder = Callable[..., Path]


@pytest.fixture
def refused(save_folder: SaveFolder) -> Callable[[Mapping[str, Any]], list[str]]:
    """Return a function that gives the problems of a dataset whose clusters are a Parquet file of columns."""

    def refuse(columns: Mapping[str, Any]) -> list[str]:
        folder = save_folder({})
        parquet.write_table(pa.table(columns), folder / "clusters.parquet")
        with pytest.raises(InvalidDataset) as caught:
            read_dataset(folder)
        return str(caught.value).splitlines()

    return refuse


def test_every_problem_names_its_row_and_column(refused: Callable[..., list[str]]) -> None:
    columns = {
        "id": ["cluster:a", "cluster:b"],
        "name": ["A", None],
        "member_count": [30.5, 3.0],
        "website": [b"x", None],
    }
    assert refused(columns) == [
        "clusters.parquet:1:3: member_count must be a whole number, got '30.5'",
        "clusters.parquet:1:4: website must be text, got bytes \"b'x'\"",
        "clusters.parquet:2:2: name must not be blank",
    ]


def test_nested_unknown_and_missing_columns_are_refused(refused: Callable[..., list[str]]) -> None:
    columns = {"id": [{"a": 1}], "nmae": ["A"], "website": [[1]]}
    assert refused(columns) == [
        "clusters.parquet: column 'id' holds struct<a: int64>; a cell must be a plain value",
        "clusters.parquet: column 'name' is missing",
        "clusters.parquet: column 'website' holds list<element: int64>; a cell must be a plain value",
        "clusters.parquet: unknown column 'nmae'; did you mean 'name'?",
    ]


def test_words_may_come_as_a_dictionary(save_folder: SaveFolder) -> None:
    folder = save_folder({})
    names = pa.array(["A", "A"]).dictionary_encode()
    parquet.write_table(pa.table({"id": ["cluster:a", "cluster:b"], "name": names}), folder / "clusters.parquet")
    assert [entity.name for entity in read_dataset(folder).entities] == ["A", "A"]


@pytest.mark.parametrize("cut", [0, 3, 100, -1])
def test_a_damaged_file_is_refused(cut: int, save_folder: SaveFolder) -> None:
    folder = save_folder({})
    parquet.write_table(pa.table({"id": ["cluster:a"], "name": ["A"]}), folder / "clusters.parquet")
    content = (folder / "clusters.parquet").read_bytes()
    (folder / "clusters.parquet").write_bytes(content[:cut])
    with pytest.raises(InvalidDataset, match=r"^clusters\.parquet: not a Parquet file, or damaged: "):
        read_dataset(folder)


def test_a_damage_between_the_ends_is_refused_too(save_folder: SaveFolder) -> None:
    folder = save_folder({})
    path = folder / "clusters.parquet"
    columns = {"id": [f"cluster:a{number}" for number in range(500)], "name": ["A"] * 500}
    parquet.write_table(pa.table(columns), path, compression="zstd")
    content = bytearray(path.read_bytes())
    content[40:120] = bytes(80)
    path.write_bytes(content)
    with pytest.raises(InvalidDataset, match=r"^clusters\.parquet: not a Parquet file, or damaged: "):
        read_dataset(folder)


def test_more_rows_or_bytes_than_any_table_has_are_not_read(
    save_folder: SaveFolder, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = save_folder({})
    columns = {"id": [f"cluster:a{number}" for number in range(5000)], "name": ["A" * 1000] * 5000}
    parquet.write_table(pa.table(columns), folder / "clusters.parquet")
    assert (folder / "clusters.parquet").stat().st_size < 100_000
    with monkeypatch.context() as patch:
        patch.setattr(reading, "MAX_ROWS", 4999)
        with pytest.raises(
            InvalidDataset, match=r"^clusters\.parquet: 5000 rows, \d+ bytes; at most 4999 and \d+: split it$"
        ):
            read_dataset(folder)
    monkeypatch.setattr(reading, "MAX_BYTES", 2_000_000)  # the file declares far fewer: it names a text once
    with pytest.raises(InvalidDataset, match=r"^clusters\.parquet:\d+: larger than 2000000 bytes; split it$"):
        read_dataset(folder)


def test_a_missing_package_is_named_with_what_to_install(
    save_folder: SaveFolder, small: Dataset, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    message = r"^parquet needs a package that is not installed: pip install 'synergraph\[parquet\]'$"
    folder = save_folder({"clusters.parquet": b""})
    with pytest.raises(MissingExtra, match=message):
        ParquetSheet(folder / "clusters.parquet", frozenset(), frozenset())
    write = FORMATS["parquet"].table_writer()
    with pytest.raises(MissingExtra, match=message):
        list(write(small, TABLES[0]))

"""One suite for every format: what leaves in it and comes back is the same, and other programs read it alike."""

import csv
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.dataset import Dataset, cells
from graph_data.errors import MissingExtra
from graph_data.formulas import defused
from graph_data.reading.dataset import read_dataset
from graph_data.rows import Fact
from graph_data.tables import TABLES
from graph_data.writing.exporting import export
from graph_data.writing.format import Format
from graph_data.writing.formats import FORMATS

LAW = settings(max_examples=12, deadline=None)
WHOLE = [form for form in FORMATS.values() if form.whole]

Cells = dict[str, str]
ReadBy = Callable[[Path], Mapping[str, list[Cells]]]


@pytest.fixture(autouse=True, scope="module")
def no_waiting() -> Iterator[None]:
    """Leave out waiting for the disk, hundreds of times."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "fsync", lambda _: None)
        yield


@pytest.fixture(scope="module")
def odd(small: Dataset) -> Dataset:
    """Return the small dataset with texts that a spreadsheet would run or reshape."""
    odd = ["=1+1", "-5 degrees", "@home", "+49 30", "'=quoted", "'plain", "007", "1e5", "TRUE", "2020-01-01"]
    odd += ["<r>markup</r>", "_x0041_", "x_x005F_x0041_", 'a "b", c', "tab\tand\nline", "\x07", "null", "NaN"]
    facts = [
        Fact(entity="cluster:alps", property=f"odd{number}", source="page", locator="line", value=value)
        for number, value in enumerate(odd)
    ]
    return small.plus(facts)


def exported(dataset: Dataset, form: Format, parent: Path) -> Path:
    out = parent / f"data{form.ending if form.file else ''}"
    try:
        export(dataset, form, out)
    except MissingExtra as error:
        pytest.skip(str(error))
    return out


@pytest.mark.parametrize("form", WHOLE, ids=lambda form: form.name)
@LAW
@given(data=st.data())
def test_what_is_exported_is_read_again_with_the_same_version(
    form: Format, datasets: st.SearchStrategy[Dataset], data: st.DataObject
) -> None:
    dataset = data.draw(datasets)
    with TemporaryDirectory() as parent:
        again = read_dataset(exported(dataset, form, Path(parent)))
    assert again == dataset
    assert again.version == dataset.version


@pytest.mark.parametrize("form", WHOLE, ids=lambda form: form.name)
def test_odd_texts_come_back_as_they_were(form: Format, odd: Dataset, tmp_path: Path) -> None:
    again = read_dataset(exported(odd, form, tmp_path))
    assert [fact.value for fact in again.facts] == [fact.value for fact in odd.facts]
    assert again.version == odd.version


def content(path: Path) -> Mapping[str, bytes]:
    files = [path] if path.is_file() else path.iterdir()
    return {file.name: file.read_bytes() for file in files}


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_the_same_dataset_is_exported_as_the_same_bytes(form: Format, small: Dataset, tmp_path: Path) -> None:
    one = exported(small, form, tmp_path / "one")
    other = exported(Dataset.of(small.about, reversed(list(small.all_rows()))), form, tmp_path / "other")
    assert content(one) == content(other)


@pytest.mark.parametrize("form", FORMATS.values(), ids=lambda form: form.name)
def test_a_format_is_one_file_or_a_file_a_table(form: Format) -> None:
    assert (form.file is None) is not (form.table is None)
    assert form.ending.startswith(".")
    if form.table is None:
        with pytest.raises(ValueError, match=rf"^{form.name} is one file, not a file a table$"):
            form.table_writer()
    else:
        assert form.table_writer() is form.table


def text(value: object) -> str:
    """Return a value as a csv cell has it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return " ".join(value) if isinstance(value, list) else str(value)


def filled(row: Mapping[str, object]) -> Cells:
    return {name: text(value) for name, value in row.items() if value not in (None, "", [])}


def by_csv(out: Path, ending: str = "csv", separator: str = ",") -> Mapping[str, list[Cells]]:
    found = {}
    for path in out.glob(f"*.{ending}"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = [filled(row) for row in csv.DictReader(file, delimiter=separator)]
    return found


def by_json(out: Path) -> Mapping[str, list[Cells]]:
    return {
        path.stem: [filled(json.loads(line)) for line in path.read_text(encoding="utf-8").split("\n") if line]
        for path in out.glob("*.jsonl")
    }


def by_duckdb(out: Path) -> Mapping[str, list[Cells]]:
    duckdb = pytest.importorskip("duckdb", reason="duckdb, which reads Parquet by itself, is of the group `check`")
    found = {}
    for path in out.glob("*.parquet"):
        with duckdb.connect() as connection:
            read = connection.execute("SELECT * FROM read_parquet(?)", [str(path)])
            headings = [column[0] for column in read.description]
            found[path.stem] = [filled(dict(zip(headings, row, strict=True))) for row in read.fetchall()]
    return found


def by_calamine(out: Path) -> Mapping[str, list[Cells]]:
    found = {}
    for name in (book := python_calamine.load_workbook(out)).sheet_names:
        headings, *rows = book.get_sheet_by_name(name).to_python()
        found[name] = [filled(dict(zip(map(str, headings), row, strict=True))) for row in rows]
    return {name: rows for name, rows in found.items() if rows and name not in {"_lists", "dataset"}}


def by_shell(out: Path) -> Mapping[str, list[Cells]]:
    shell = shutil.which("sqlite3")
    if shell is None:
        pytest.skip("needs the `sqlite3` shell: apt-get install sqlite3")
    found = {}
    for table in TABLES:
        query = f"SELECT * FROM {table.name}"  # noqa: S608 -- our own table
        asked = [shell, "-readonly", "-json", out, query]
        said = subprocess.run(asked, capture_output=True, check=True, encoding="utf-8").stdout  # noqa: S603 -- our own file
        booleans = {column.name for column in table.columns if column.type is bool}
        rows = [
            {name: bool(value) if name in booleans and value is not None else value for name, value in row.items()}
            for row in json.loads(said or "[]", strict=False)
        ]
        found[table.name] = list(map(filled, rows))
    return {name: rows for name, rows in found.items() if rows}


READ_BY: Mapping[str, ReadBy] = {
    "csv": by_csv,
    "tsv": lambda out: by_csv(out, "tsv", "\t"),
    "xlsx": by_calamine,
    "jsonl": by_json,
    "parquet": by_duckdb,
    "sqlite": by_shell,
}


def as_spreadsheets_see(dataset: Dataset, name: str) -> Mapping[str, list[Cells]]:
    """Return the cells of a dataset by table; in text that spreadsheets open, formulas have an apostrophe."""
    found = {}
    for table in TABLES:
        texts = {column.name for column in table.columns if column.type in {str, tuple}}
        rows = [
            {
                key: defused(cell) if key in texts and (name in {"csv", "tsv"} or cell.startswith("'")) else cell
                for key, cell in cells(row).items()
            }
            if name in {"csv", "tsv", "xlsx"}
            else cells(row)
            for row in dataset.rows(table)
        ]
        if rows:
            found[table.name] = rows
    return found


@pytest.mark.parametrize("name", READ_BY)
def test_another_program_reads_the_same_cells(name: str, odd: Dataset, tmp_path: Path) -> None:
    assert READ_BY[name](exported(odd, FORMATS[name], tmp_path)) == as_spreadsheets_see(odd, name)


def test_columns_have_types_in_parquet_and_sqlite(odd: Dataset, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb", reason="duckdb, which reads Parquet by itself, is of the group `check`")
    parquet = exported(odd, FORMATS["parquet"], tmp_path)
    with duckdb.connect() as connection:
        described = connection.execute("DESCRIBE SELECT * FROM read_parquet(?)", [str(parquet / "schemes.parquet")])
        assert {row[0]: row[1] for row in described.fetchall()}["complete"] == "BOOLEAN"
    database = exported(odd, FORMATS["sqlite"], tmp_path)
    with closing(sqlite3.connect(database)) as connection:
        types = {row[1]: row[2] for row in connection.execute("PRAGMA table_info(partnerships)")}
        assert (types["start_date"], types["planned_exchanges"], types["id"]) == ("DATE", "INTEGER", "TEXT")
        counted = connection.execute("SELECT sum(member_count), max(typeof(latitude)) FROM clusters").fetchone()
        assert counted == (40, "null")


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_no_text_of_a_table_is_a_formula_to_a_spreadsheet(name: str, odd: Dataset, tmp_path: Path) -> None:
    rows = READ_BY[name](exported(odd, FORMATS[name], tmp_path))["facts"]
    assert [row["value"] for row in rows if "value" in row and row["value"][0] in "=+-@\t\r"] == []


def test_every_export_names_the_version(small: Dataset, tmp_path: Path) -> None:
    for name in ("csv", "tsv", "jsonl"):
        out = exported(small, FORMATS[name], tmp_path / name)
        assert f"version: {small.version}\n" in (out / "datapackage.yaml").read_text(encoding="utf-8")
    with closing(sqlite3.connect(exported(small, FORMATS["sqlite"], tmp_path))) as connection:
        assert connection.execute("SELECT version FROM dataset").fetchall() == [(small.version,)]
    sheet = python_calamine.load_workbook(exported(small, FORMATS["xlsx"], tmp_path)).get_sheet_by_name("dataset")
    assert sheet.to_python()[1][-1] == small.version


def test_dates_are_days_in_a_workbook_and_before_1900_text(small: Dataset, tmp_path: Path) -> None:
    days = [date(1066, 10, 14), date(1900, 2, 28), date(1900, 3, 1), date(9999, 12, 31)]
    dated = small.where(lambda _: False).plus(
        type(small.sources[0])(id=str(number), title="A", origin=small.sources[0].origin, retrieved=day)
        for number, day in enumerate(days)
    )
    out = exported(dated, FORMATS["xlsx"], tmp_path)
    read = python_calamine.load_workbook(out).get_sheet_by_name("sources").to_python()
    place = read[0].index("retrieved")
    assert [row[place] for row in read[1:]] == ["1066-10-14", "1900-02-28", date(1900, 3, 1), date(9999, 12, 31)]
    assert [source.retrieved for source in read_dataset(out).sources] == days

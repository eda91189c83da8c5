"""The workbook that a person goes on with: what is offered, explained, kept in view, and what it cannot hold."""

import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import cast
from xml.etree import ElementTree as ET

import pytest
import python_calamine

from graph_data.dataset import Dataset
from graph_data.errors import CannotWrite
from graph_data.ontology import Cluster, EntityKind, PartnerRole
from graph_data.reading.dataset import read_dataset
from graph_data.rows import Fact
from graph_data.tables import TABLES
from graph_data.writing import workbook
from graph_data.writing.exporting import export
from graph_data.writing.formats import FORMATS

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def written(dataset: Dataset, tmp_path: Path) -> Path:
    export(dataset, FORMATS["xlsx"], tmp_path / "small.xlsx", replace=True)
    return tmp_path / "small.xlsx"


def part(path: Path, name: str) -> ET.Element:
    with zipfile.ZipFile(path) as book:
        return ET.fromstring(book.read(name))  # noqa: S314 -- our own file


def sheet_of(path: Path, table: str) -> ET.Element:
    names = ["dataset", *(known.name for known in TABLES)]
    return part(path, f"xl/worksheets/sheet{names.index(table) + 1}.xml")


def offered(path: Path, table: str, heading: str) -> tuple[list[str], bool]:
    """Return what the drop-down of a column offers, and whether something else is refused."""
    book = python_calamine.load_workbook(path)
    headings = [str(cell) for cell in book.get_sheet_by_name(table).to_python()[0]]
    letter = chr(ord("A") + headings.index(heading))
    for found in sheet_of(path, table).iter(f"{MAIN}dataValidation"):
        if re.fullmatch(rf"{letter}2:{letter}\d+", found.attrib["sqref"]):
            formula = found.findtext(f"{MAIN}formula1") or ""
            place = re.fullmatch(r"'_lists'!\$([A-Z]+)\$1:\$\1\$(\d+)", formula)
            assert place is not None
            column = python_calamine.load_workbook(path).get_sheet_by_name("_lists").to_python(skip_empty_area=False)
            index = sum((ord(letter) - 64) * 26**power for power, letter in enumerate(reversed(place[1]))) - 1
            return [str(row[index]) for row in column[: int(place[2])]], found.attrib.get("showErrorMessage") == "1"
    return [], False


def test_a_column_of_few_words_offers_them_and_refuses_others(small: Dataset, tmp_path: Path) -> None:
    path = written(small, tmp_path)
    assert offered(path, "links", "role") == ([role.value for role in PartnerRole], True)
    kinds, refuses = offered(path, "concepts", "kind")
    assert refuses
    assert kinds == [kind.value for table in TABLES if table.name == "concepts" for kind in table.row_types if kind]
    assert EntityKind.CLUSTER.value not in kinds


def test_a_column_of_ids_offers_those_of_the_dataset_and_accepts_others(small: Dataset, tmp_path: Path) -> None:
    path = written(small, tmp_path)
    assert offered(path, "clusters", "source") == (["page", "register", "us"], False)
    assert offered(path, "concepts", "scheme") == (["areas", "industries", "topics"], False)
    assert offered(path, "regions", "parent") == (["country:AT", "country:IT", "region:AT3", "region:AT33"], False)
    terms, _ = offered(path, "links", "object")
    assert terms == [
        "country:AT",
        "country:IT",
        "region:AT3",
        "region:AT33",
        "s3:health",
        "s3:spas",
        "sector:footwear",
        "sector:tourism",
        "technology:materials",
        "technology:textiles",
    ]
    assert offered(path, "clusters", "name") == ([], False)


def test_every_heading_stays_in_view_and_says_what_its_column_holds(small: Dataset, tmp_path: Path) -> None:
    path = written(small, tmp_path)
    for table in TABLES:
        pane = next(sheet_of(path, table.name).iter(f"{MAIN}pane"))
        assert (pane.attrib["ySplit"], pane.attrib["state"]) == ("1", "frozen")
    with zipfile.ZipFile(path) as book:
        notes = "".join(book.read(name).decode() for name in book.namelist() if name.startswith("xl/comments"))
    for table in TABLES:
        for column in table.columns:
            assert column.description.replace("&", "&amp;") in notes


def test_the_lists_are_hidden_and_not_read(small: Dataset, tmp_path: Path) -> None:
    path = written(small, tmp_path)
    sheets = {
        sheet.attrib["name"]: sheet.attrib.get("state") for sheet in part(path, "xl/workbook.xml").iter(f"{MAIN}sheet")
    }
    assert list(sheets) == ["dataset", *(table.name for table in TABLES), "_lists"]
    assert sheets["_lists"] == "hidden"
    assert read_dataset(path) == small


def test_no_cell_is_a_formula(small: Dataset, tmp_path: Path) -> None:
    odd = small.plus([Fact(entity="cluster:alps", property="odd", source="page", locator="1", value="=HYPERLINK(1)")])
    assert next(sheet_of(written(odd, tmp_path), "facts").iter(f"{MAIN}f"), None) is None


def named(small: Dataset, name: str) -> Dataset:
    return small.plus([Cluster(id="cluster:long", name=name)])


def test_a_text_longer_than_a_cell_is_refused_and_nothing_is_written(small: Dataset, tmp_path: Path) -> None:
    assert read_dataset(written(named(small, "A" * 32_767), tmp_path)).by_id["cluster:long"].name == "A" * 32_767
    before = (tmp_path / "small.xlsx").read_bytes()
    for text, length in (("A" * 32_768, 32768), ("😀" * 16_384, 16384)):
        with pytest.raises(CannotWrite) as caught:
            written(named(small, text), tmp_path)
        assert str(caught.value) == (
            f"clusters cluster:long: {length} characters; a cell of a workbook holds 32767: choose csv or jsonl"
        )
    assert (tmp_path / "small.xlsx").read_bytes() == before
    assert [path.name for path in tmp_path.iterdir()] == ["small.xlsx"]


def test_more_rows_than_a_sheet_has_are_refused(
    small: Dataset, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MAX_ROWS", 10)
    with pytest.raises(CannotWrite, match=r"^links .*: a sheet has 10 rows; choose csv, jsonl, sqlite or parquet$"):
        written(small, tmp_path)


def test_numbers_that_a_workbook_would_round_are_text(small: Dataset, tmp_path: Path) -> None:
    exact = 0.1 + 0.2
    alps = cast("Cluster", small.by_id["cluster:alps"])
    placed = small.where(lambda row: row is not alps).plus([replace(alps, latitude=exact, longitude=0.5)])
    path = written(placed, tmp_path)
    rows = python_calamine.load_workbook(path).get_sheet_by_name("clusters").to_python()
    found = dict(zip(map(str, rows[0]), rows[1], strict=True))
    assert (found["latitude"], found["longitude"]) == ("0.30000000000000004", 0.5)
    assert read_dataset(path) == placed

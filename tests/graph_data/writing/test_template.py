"""The folder that a person begins with, and the way of a workbook through import and export."""

import csv
from pathlib import Path

import pytest
import python_calamine
import xlsxwriter

from graph_data.dataset import Dataset
from graph_data.merging import import_tables
from graph_data.reading.dataset import read_dataset
from graph_data.tables import TABLES
from graph_data.writing.exporting import export
from graph_data.writing.formats import FORMATS
from graph_data.writing.template import write_template

Cells = dict[str, list[list[object]]]


@pytest.fixture
def begun(small: Dataset, tmp_path: Path) -> Path:
    """Return a template with the vocabulary of the small dataset."""
    write_template(tmp_path / "mine", small.vocabulary())
    return tmp_path / "mine"


def sheets_of(path: Path) -> Cells:
    book = python_calamine.load_workbook(path)
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_a_template_is_a_valid_dataset_of_its_vocabulary(begun: Path, small: Dataset) -> None:
    dataset = read_dataset(begun)
    assert dataset.about.name == "mine"
    assert list(dataset.all_rows()) == list(small.vocabulary().all_rows())
    assert read_dataset(begun / "workbook.xlsx") == dataset


def test_every_table_has_its_headings_and_the_readme_names_them(begun: Path) -> None:
    readme = (begun / "README.md").read_text(encoding="utf-8")
    for table in TABLES:
        with (begun / f"{table.name}.csv").open(encoding="utf-8", newline="") as file:
            headings = next(csv.reader(file))
        assert {column.name for column in table.columns if column.required} <= set(headings)
        assert f"* `{table.name}.csv`: `{'`, `'.join(column.name for column in table.columns)}`\n" in readme


def fill(begun: Path, filled: Path, more: Cells) -> None:
    """Write the workbook again with more rows, as a person saves it."""
    with xlsxwriter.Workbook(filled, {"strings_to_formulas": False}) as book:
        for name, rows in sheets_of(begun / "workbook.xlsx").items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate([*rows, *more.get(name, [])]):
                sheet.write_row(line, 0, row)


def test_a_filled_workbook_goes_in_and_comes_out_cell_for_cell(begun: Path, tmp_path: Path) -> None:
    filled = tmp_path / "filled.xlsx"
    columns = {table.name: [column.name for column in table.columns] for table in TABLES}
    row = {"id": "cluster:mine", "name": "=Mine", "member_count": 12, "latitude": 47.25, "longitude": 11.5}
    link = {
        "subject": "cluster:mine",
        "predicate": "ACTIVE_IN_SECTOR",
        "object": "sector:tourism",
        "origin": "STATED",
        "source": "page",
        "locator": "007",
        "weight": 1,
    }
    more: Cells = {
        "clusters": [[row.get(name, "") for name in columns["clusters"]]],
        "links": [[link.get(name, "") for name in columns["links"]]],
    }
    fill(begun, filled, more)
    dataset, findings = import_tables([filled], begun)
    assert [finding.text for finding in findings] == [
        f"Rows: 2 added, 0 replaced, {len(list(dataset.all_rows())) - 2} unchanged."
    ]
    assert dataset.by_id["cluster:mine"].name == "=Mine"
    export(dataset, FORMATS["xlsx"], tmp_path / "again.xlsx")
    before, after = sheets_of(filled), sheets_of(tmp_path / "again.xlsx")
    assert list(before) == list(after)
    before["dataset"][1][-1] = after["dataset"][1][-1]  # the version of what is in it now
    for name in before:
        if name != "_lists":
            assert after[name] == before[name]

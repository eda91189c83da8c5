"""Workbooks as people make them: what is read, and every problem with its cell."""

import zipfile
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from graph_data.errors import InvalidDataset
from graph_data.ontology import Cluster, Partnership
from graph_data.reading import text as reading
from graph_data.reading.dataset import read_dataset
from graph_data.rows import SameAs

Rows = list[list[Any]]
Save = Callable[..., Path]

DAMAGED = "members.xlsx: damaged, or not xlsx: "
ABOUT: Rows = [["name", "title", "licence", "citation"], ["small", "Small", "https://licence.example", "Small."]]
SOURCES: Rows = [["id", "title", "origin"], ["page", "A page", "STATED"]]


def refused(path: Path) -> list[str]:
    with pytest.raises(InvalidDataset) as caught:
        read_dataset(path)
    return str(caught.value).splitlines()


def test_numbers_dates_and_truth_values_are_read_as_the_sheet_shows_them(save_workbook: Save) -> None:
    dataset = read_dataset(
        save_workbook(
            {
                "clusters": [["id", "name", "member_count", "latitude", "longitude"], ["cluster:a", 77, 30.0, 47.5, 9]],
                "partnerships": [["id", "name", "start_date"], ["partnership:a", "A", datetime(2020, 9, 1)]],  # noqa: DTZ001 -- a cell
                "same_as": [
                    ["entity", "source", "source_id", "reason"],
                    ["cluster:a", "page", 934264522, "It says so."],
                ],
                "schemes": [["id", "title", "kind", "complete", "source"], ["x", "X", "SECTOR", True, "page"]],
                "_notes": [["anything", "may stand here"]],
                "Sheet7": [],
            }
        )
    )
    assert dataset.by_id["cluster:a"] == Cluster(
        id="cluster:a", name="77", member_count=30, latitude=47.5, longitude=9.0
    )
    found = dataset.by_id["partnership:a"]
    assert isinstance(found, Partnership)
    assert found.start_date == date(2020, 9, 1)
    assert dataset.same_as == (SameAs(entity="cluster:a", source="page", source_id="934264522", reason="It says so."),)
    assert [scheme.complete for scheme in dataset.schemes] == [True]


def test_days_counted_from_1904_are_the_same_days(save_workbook: Save) -> None:
    rows = {"partnerships": [["id", "name", "start_date"], ["partnership:a", "A", date(2020, 9, 1)]]}
    assert read_dataset(save_workbook(rows, date_1904=True)).version == read_dataset(save_workbook(rows)).version


def test_an_apostrophe_that_a_csv_file_brought_along_is_taken_off(save_workbook: Save) -> None:
    dataset = read_dataset(save_workbook({"clusters": [["id", "name"], ["cluster:a", "'=A"], ["cluster:b", "'B"]]}))
    assert [entity.name for entity in dataset.entities] == ["=A", "'B"]


def test_every_problem_names_its_sheet_and_cell(save_workbook: Save) -> None:
    sheets: Mapping[str, Rows] = {
        "clusters": [
            ["id", "name", "member_count"],
            ["cluster:a", "A", "thirty"],
            ["cluster:b", 12345678901234567890, 30.5],
            ["cluster:c", True, datetime(2020, 1, 1)],  # noqa: DTZ001 -- a cell
            [],
            ["cluster:d", "D", -1, "beyond"],
            ["cluster:d", None, -1],
        ],
        "smes": [["id", "nmae", "id"], ["sme:a", "A", "sme:a"]],
        "institutions": [],
        "partnerships": [["id", "name", "start_date"], ["partnership:a", "A", 43864]],
        "Clusters2": [["id"]],
    }
    assert refused(save_workbook(sheets)) == [
        "members.xlsx:Clusters2: no such table; did you mean 'clusters'?",
        "members.xlsx:clusters!C2: member_count must be a whole number, got 'thirty'",
        "members.xlsx:clusters!B3: name is a number that has lost digits; make the cell text and write it again",
        "members.xlsx:clusters!C3: member_count must be a whole number, got '30.5'",
        "members.xlsx:clusters!B4: name must be text, got bool 'true'",
        "members.xlsx:clusters!C4: member_count must be a whole number, got date '2020-01-01'",
        "members.xlsx:clusters!D6: a cell in a column without heading",
        "members.xlsx:clusters!B7: name must not be blank",
        "members.xlsx:clusters!C7: member_count must be at least 0, got -1",
        "members.xlsx:institutions!1: empty; the first row must hold the headings",
        "members.xlsx:partnerships!C2: start_date must be a date like 2020-02-03, got float '43864.0'",
        "members.xlsx:smes!1: column 'name' is missing",
        "members.xlsx:smes!B1: unknown column 'nmae'; did you mean 'name'?",
        "members.xlsx:smes!C1: column 'id' stands twice",
    ]


def test_problems_between_rows_name_their_cells_too(save_workbook: Save) -> None:
    sheets: Mapping[str, Rows] = {
        "clusters": [["name", "source", "id"], ["A", "pag", "cluster:a"], ["B", "page", "clusters:b"]]
    }
    assert refused(save_workbook(sheets)) == [
        "members.xlsx:clusters!B2: unknown source 'pag'; did you mean 'page'?",
        "members.xlsx:clusters!C3: id 'clusters:b' must be cluster: and a slug, such as cluster:some-name",
    ]


def test_merged_cells_are_refused_because_all_but_one_are_blank(save_workbook: Save) -> None:
    assert refused(save_workbook({"clusters": [["id", "name"], ["cluster:a", "A"]]}, merged="B2:B4"))[0] == (
        "members.xlsx:clusters!B2: cells B2:B4 are merged; unmerge them and fill each"
    )


def test_formulas_are_read_as_the_values_that_were_saved_with_them(tmp_path: Path) -> None:
    path = tmp_path / "members.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in {"dataset": ABOUT, "sources": SOURCES}.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
        sheet = book.add_worksheet("clusters")
        sheet.write_row(0, 0, ["id", "name", "member_count"])
        sheet.write_row(1, 0, ["cluster:a"])
        sheet.write_formula(1, 1, "=A2", value="A")
        sheet.write_formula(1, 2, "=10*3", value=30)
    assert read_dataset(path).by_id["cluster:a"] == Cluster(id="cluster:a", name="A", member_count=30)


def test_files_that_are_no_workbook_are_refused(
    tmp_path: Path, save_workbook: Save, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "members.xlsx"
    path.write_bytes(b"id,name\n")
    assert refused(path) == [f"{DAMAGED}File is not a zip file"]
    with zipfile.ZipFile(path, "w") as book:
        book.writestr("notes.txt", "nothing")
    assert refused(path)[0].startswith(DAMAGED)
    whole = save_workbook({}).read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    assert refused(path) == [f"{DAMAGED}File is not a zip file"]
    path.write_bytes(whole)
    monkeypatch.setattr(reading, "MAX_BYTES", 100)
    assert refused(path) == ["members.xlsx: larger than 100 bytes; split it"]


def test_a_workbook_must_describe_the_dataset_in_one_row(save_workbook: Save) -> None:
    assert refused(save_workbook({"dataset": []})) == [
        "members.xlsx:dataset!1: empty; the first row must hold the headings"
    ]
    assert refused(save_workbook({"dataset": ABOUT[:1]})) == [
        "members.xlsx:dataset: 0 rows; the dataset is described in one"
    ]
    assert refused(save_workbook({"dataset": [[*ABOUT[0], "issued"], ["small", "", 3, "B", "soon"]]})) == [
        "members.xlsx:dataset!B2: title is missing or not text",
        "members.xlsx:dataset!C2: licence is missing or not text",
        "members.xlsx:dataset!E2: issued must be a time like 2026-01-31T00:00:00Z",
    ]
    path = save_workbook({})
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("clusters").write_row(0, 0, ["id", "name"])
    (problem,) = refused(path)
    assert problem.startswith("members.xlsx: 'dataset' is missing: a table of one row")


def test_the_time_of_issue_is_read_from_a_workbook(save_workbook: Save) -> None:
    rows = [[*ABOUT[0], "issued", "version"], [*ABOUT[1], "2026-01-31T12:00:00Z", "whatever"]]
    assert read_dataset(save_workbook({"dataset": rows})).about.issued == datetime(2026, 1, 31, 12, tzinfo=UTC)

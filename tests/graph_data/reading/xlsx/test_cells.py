"""Cells of every kind, against an independent reader of workbooks."""

from datetime import date

import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.reading.xlsx import open_book

LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0\ufffe\uffff")
TEXTS = st.text(LETTERS, min_size=1, max_size=10) | st.text("_x041F<r>/&; \n\t\r", min_size=1, max_size=12)
CELLS = st.one_of(
    st.none(),
    st.booleans(),
    st.floats(allow_nan=False, allow_infinity=False, max_value=1e300, min_value=-1e300),
    st.integers(-(10**9), 10**9),
    st.dates(date(1900, 3, 1)),
    TEXTS,
)


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.lists(CELLS, max_size=4), max_size=5), sparing=st.booleans())
def test_another_reader_finds_the_same_cells(
    rows: list[list[object]], sparing: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("cells") / "cells.xlsx"
    settings = {"constant_memory": sparing, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(path, {**settings, "default_date_format": "yyyy-mm-dd"}) as book:
        sheet = book.add_worksheet("cells")
        for line, row in enumerate(rows):
            for index, cell in enumerate(row):
                sheet.write(line, index, cell)
    theirs = {
        (line, index): cell
        for line, row in enumerate(python_calamine.load_workbook(path).get_sheet_by_name("cells").to_python(False), 1)
        for index, cell in enumerate(row, 1)
        if cell != ""
    }
    with open_book(path) as book:
        ours = {(row.number, index): cell for row in book.rows("cells") for index, cell in row.cells.items()}
    assert ours == theirs

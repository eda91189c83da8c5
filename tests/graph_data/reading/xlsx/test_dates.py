"""Numbers that are shown as days and times, against an independent reader of workbooks."""

from datetime import date, datetime, timedelta

import pytest
import python_calamine
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.reading.xlsx import open_book
from graph_data.reading.xlsx.dates import Shown, day_of, shown_as


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("General", Shown.NUMBER),
        ("0.00", Shown.NUMBER),
        ("0.00E+00", Shown.NUMBER),
        ("#,##0;[Red]-#,##0", Shown.NUMBER),
        ('0 "days"', Shown.NUMBER),
        ("0\\d", Shown.NUMBER),
        ("[$-409]0", Shown.NUMBER),
        ("0_);(0)", Shown.NUMBER),
        ("@", Shown.NUMBER),
        ("yyyy-mm-dd", Shown.DAY),
        ("[$-409]d. MMMM YYYY;@", Shown.DAY),
        ("mmm", Shown.DAY),
        ("dd/mm/yyyy hh:mm", Shown.DAY),
        ("hh:mm", Shown.TIME),
        ("mm:ss.0", Shown.TIME),
        ("[h]:mm", Shown.TIME),
        ("[mm]:ss", Shown.TIME),
    ],
)
def test_a_format_says_as_what_its_numbers_are_shown(code: str, wanted: Shown) -> None:
    assert shown_as(200, code) is wanted


@pytest.mark.parametrize(
    ("number", "wanted"), [(0, "NUMBER"), (14, "DAY"), (18, "TIME"), (22, "DAY"), (46, "TIME"), (49, "NUMBER")]
)
def test_built_in_formats_are_known_by_their_numbers(number: int, wanted: str) -> None:
    assert shown_as(number, None) is Shown[wanted]


def test_days_are_counted_as_spreadsheets_count_them() -> None:
    days = {1.0: date(1900, 1, 1), 59.0: date(1900, 2, 28), 61.0: date(1900, 3, 1), 2958465.0: date(9999, 12, 31)}
    assert {number: day_of(number, Shown.DAY, from_1904=False) for number in days} == days
    assert day_of(0.0, Shown.DAY, from_1904=True) == date(1904, 1, 1)
    assert day_of(43831.5, Shown.DAY, from_1904=False) == datetime(2020, 1, 1, 12)  # noqa: DTZ001 -- cells have no zone
    assert day_of(1.5, Shown.TIME, from_1904=False) == timedelta(hours=36)


@pytest.mark.parametrize(
    ("number", "shown"),
    [
        (60.0, Shown.DAY),
        (0.5, Shown.DAY),
        (-1.0, Shown.DAY),
        (2958466.0, Shown.DAY),
        (1e300, Shown.DAY),
        (1e300, Shown.TIME),
    ],
)
def test_numbers_of_days_that_never_were_are_refused(number: float, shown: Shown) -> None:
    with pytest.raises(ValueError, match=r"^no day has the number .*; write it as text like 2020-02-03$"):
        day_of(number, shown, from_1904=False)


FORMATS = ["yyyy-mm-dd", "d.m.yy", "[$-409]mmmm d, yyyy;@", "0.00", "General", "dd/mm/yyyy hh:mm:ss", '0 "m"']


@settings(max_examples=30, deadline=None)
@given(
    cells=st.lists(st.tuples(st.integers(61, 2_900_000), st.sampled_from(FORMATS)), min_size=1, max_size=8),
    from_1904=st.booleans(),
)
def test_another_reader_finds_the_same_days(
    cells: list[tuple[int, str]], from_1904: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("days") / "days.xlsx"
    with xlsxwriter.Workbook(path, {"date_1904": from_1904}) as book:
        sheet = book.add_worksheet("days")
        for line, (number, code) in enumerate(cells):
            sheet.write_number(line, 0, number, book.add_format({"num_format": code}))
    theirs = [row[0] for row in python_calamine.load_workbook(path).get_sheet_by_name("days").to_python()]
    with open_book(path) as book:
        ours = [row.cells[1] for row in book.rows("days") if row.cells]
    assert ours == theirs

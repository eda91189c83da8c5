import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.records import MAX_CELL, Record
from graph_data.reading.table import Sheet

NOTHING: frozenset[str] = frozenset()


def refused(text: str, required: str = "", allowed: str | None = None) -> list[str]:
    known = None if allowed is None else frozenset(allowed.split())
    with pytest.raises(InvalidDataset) as caught:
        Sheet("a.csv", text, frozenset(required.split()), known)
    return str(caught.value).splitlines()


def read(text: str) -> tuple[list[Record], list[str]]:
    problems: list[Problem] = []
    return list(Sheet("a.csv", text, NOTHING).records(problems)), list(map(str, problems))


def test_records_know_the_line_on_which_they_start() -> None:
    records, problems = read('id,note\n1,"two\nlines"\n\n2,"a ""word"", quoted"\n ,\n3,\n')
    assert records == [
        Record(2, {"id": "1", "note": "two\nlines"}),
        Record(5, {"id": "2", "note": 'a "word", quoted'}),
        Record(7, {"id": "3", "note": ""}),
    ]
    assert problems == []


def test_headings_may_stand_in_any_order_and_have_blanks_around() -> None:
    sheet = Sheet("a.csv", " name , id\n", frozenset({"id"}), frozenset({"id", "name"}))
    assert sheet.headings == ["name", "id"]


def test_every_wrong_heading_is_named_with_its_place() -> None:
    assert refused("nmae,id,id,xyz\n", "id source", "id name source") == [
        "a.csv:1: column 'source' is missing",
        "a.csv:1:1: unknown column 'nmae'; did you mean 'name'?",
        "a.csv:1:9: column 'id' stands twice",
        "a.csv:1:12: unknown column 'xyz'; write one of id, name, source",
    ]


def test_a_table_without_headings_is_refused() -> None:
    assert refused("") == ["a.csv:1: empty; the first line must hold the headings"]
    assert refused('"id') == ["a.csv:1: not a csv table: unexpected end of data"]


def test_records_that_do_not_fit_are_problems_and_the_others_are_read() -> None:
    records, problems = read("id,name\n1\n2,b\n3,c,d\n")
    assert records == [Record(3, {"id": "2", "name": "b"})]
    assert problems == ["a.csv:2: 1 cells where the heading has 2", "a.csv:4: 3 cells where the heading has 2"]


@pytest.mark.parametrize(
    ("rest", "why"),
    [
        ('2,"b\n3,c\n', "unexpected end of data"),
        ('2,"b"c\n', "',' expected after '\"'"),
        (f"2,{'x' * (MAX_CELL + 1)}\n", f"field larger than field limit ({MAX_CELL})"),
    ],
)
def test_a_record_that_is_not_csv_ends_the_reading_with_a_problem(rest: str, why: str) -> None:
    records, problems = read(f"id,name\n1,a\n{rest}")
    assert records == [Record(2, {"id": "1", "name": "a"})]
    assert problems == [f"a.csv:3: not a csv record: {why}"]


def test_a_cell_stands_where_its_first_character_or_its_quote_stands() -> None:
    sheet = Sheet("a.csv", 'a,b,c\n"x,""y",22,z\n"new\nline",2,3\n', NOTHING)
    places = [str(sheet.problem(line, heading, "wrong")) for line in (2, 3) for heading in ("a", "b", "c", None)]
    assert places == [
        "a.csv:2:1: wrong",
        "a.csv:2:9: wrong",
        "a.csv:2:12: wrong",
        "a.csv:2: wrong",
        "a.csv:3:1: wrong",
        "a.csv:3: wrong",
        "a.csv:3: wrong",
        "a.csv:3: wrong",
    ]


CELLS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=8) | st.text(',"\n a')
TABLES = st.lists(st.lists(CELLS, min_size=3, max_size=3), max_size=5)


@given(TABLES)
def test_whatever_is_written_as_csv_is_read_again_on_the_right_line(table: list[list[str]]) -> None:
    target = io.StringIO(newline="")
    writer = csv.writer(target, lineterminator="\n")
    writer.writerow("abc")
    wanted = []
    for cells in table:
        line = target.getvalue().count("\n") + 1
        writer.writerow(cells)
        if any(cell.strip() for cell in cells):
            wanted.append(Record(line, dict(zip("abc", cells, strict=True))))
    assert read(target.getvalue()) == (wanted, [])


@given(st.text())
def test_any_text_is_a_table_or_a_list_of_problems(text: str) -> None:
    problems: list[Problem] = []
    try:
        sheet = Sheet("a.csv", text.replace("\r", ""), NOTHING)
    except InvalidDataset as error:
        assert error.problems  # noqa: PT017 -- whether it raises depends on the text
    else:
        assert all(len(record.cells) == len(sheet.headings) for record in sheet.records(problems))

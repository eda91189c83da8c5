"""Tables of JSON lines as people and programs leave them."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.errors import InvalidDataset, Problem
from graph_data.reading.jsonl import JsonSheet
from graph_data.reading.records import Record

REQUIRED, ALLOWED = frozenset({"id"}), frozenset({"id", "name", "member_count"})


def sheet(text: str) -> JsonSheet:
    return JsonSheet("clusters.jsonl", text, REQUIRED, ALLOWED)


def read(text: str) -> tuple[list[Record], list[str]]:
    problems: list[Problem] = []
    return list(sheet(text).records(problems)), list(map(str, problems))


def test_every_line_is_a_row_and_blank_lines_are_none() -> None:
    assert read('{"id": "a", "member_count": 3}\n\n{"id": "b", "name": null}\n') == (
        [Record(1, {"id": "a", "member_count": 3}), Record(3, {"id": "b", "name": None})],
        [],
    )
    assert read("") == ([], [])


DAMAGED = {
    '{"id": NaN}': "clusters.jsonl:2: NaN is not JSON; leave out what is not known",
    '{"id": -Infinity}': "clusters.jsonl:2: -Infinity is not JSON; leave out what is not known",
    '{"id": "b", "id": "c"}': "clusters.jsonl:2: key 'id' stands twice",
    '{"id": "b"': "clusters.jsonl:2:11: not JSON: Expecting ',' delimiter",
    '{"id": "b"} {"id": "c"}': "clusters.jsonl:2:13: not JSON: Extra data",
    "[1]": 'clusters.jsonl:2:1: a line must be an object, like {"id": "…"}',
    "[" * 100_000: "clusters.jsonl:2: nested too deeply; a row is an object of plain values",
    f'{{"id": {"7" * 5000}}}': "clusters.jsonl:2: a number of 5000 characters",
}


@pytest.mark.parametrize("line", DAMAGED, ids=range(len(DAMAGED)))
def test_a_line_that_is_no_row_is_a_problem_and_the_others_are_read(line: str) -> None:
    records, problems = read(f'{{"id": "a"}}\n{line}\n{{"id": "c"}}\n')
    assert [record.line for record in records] == [1, 3]
    assert problems == [DAMAGED[line]]


def test_wrong_keys_are_named_where_they_stand_first_with_every_damage() -> None:
    with pytest.raises(InvalidDataset) as caught:
        sheet('{"name": "A"}\n{"name": "B", "nmae": 1}\n{\n')
    assert str(caught.value).splitlines() == [
        "clusters.jsonl: column 'id' is missing",
        "clusters.jsonl:2:15: unknown column 'nmae'; did you mean 'name'?",
        "clusters.jsonl:3:2: not JSON: Expecting property name enclosed in double quotes",
    ]


def test_a_value_stands_where_its_key_stands() -> None:
    found = sheet('{"id": "a",\t"name" : "id", "member_count": 3}\n{"id": "b"}')
    places = [
        found.problem(line, key, "x").cell for line, key in ((1, "name"), (1, "member_count"), (2, "name"), (2, None))
    ]
    assert places == ["1:13", "1:28", "2", "2"]


@given(st.text())
def test_any_text_is_a_table_or_a_list_of_problems(text: str) -> None:
    records, problems = read(f'{{"id": "a"}}\n{text}')
    assert records[0] == Record(1, {"id": "a"})
    assert len(records) + len(problems) == 1 + sum(bool(line.strip()) for line in text.split("\n"))


def test_an_escape_before_a_letter_that_would_compose_keeps_its_meaning(tmp_path: Path) -> None:
    from graph_data.reading.files import open_table, table_named  # noqa: PLC0415 -- only here is a file read

    path = tmp_path / "countries.jsonl"
    path.write_text('{"id": "country:AT", "name": "a\\n\u0303", "code": "AT"}\n', encoding="utf-8")
    table = table_named("countries")
    assert table is not None
    (record,) = open_table(path, table).records([])
    assert record.cells["name"] == "a\n\u0303"

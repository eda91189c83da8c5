import re
from collections.abc import Callable
from datetime import date
from enum import Enum
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.ontology import KINDS, ActivityType, Cluster, EntityKind, Predicate, Sector
from graph_data.rows import Link, Source
from graph_data.tables import TABLES, Column, columns_of, did_you_mean, format_cell, parse_cell, table_of

CellsOf = Callable[[Column], st.SearchStrategy[Any]]


def column(kind: type, *, required: bool = False, default: object = None, minimum: float | None = None) -> Column:
    return Column("it", kind, required=required, default=default, description="It.", minimum=minimum)


TYPES = [str, int, float, bool, date, tuple, EntityKind, ActivityType, Predicate]


def test_every_row_type_stands_in_one_table() -> None:
    types = [row_type for table in TABLES for row_type in table.row_types.values()]
    assert len(types) == len(set(types))
    assert set(types) >= set(KINDS.values())
    assert table_of(Cluster(id="cluster:a", name="A")).name == "clusters"
    assert table_of(Sector(id="sector:a", name="A", scheme="s")).name == "concepts"


def test_columns_follow_the_declaration_and_end_with_the_provenance_and_the_audience_that_may_be_blank() -> None:
    names = "id name website city latitude longitude member_count sme_count source locator audience"
    assert [item.name for item in columns_of(Cluster)] == names.split()
    wanted = "subject predicate object origin source locator role weight quote rule valid_from valid_to audience"
    assert [item.name for item in columns_of(Link)] == wanted.split()


def test_a_table_of_several_kinds_has_their_kind_second() -> None:
    tables = {table.name: table for table in TABLES}
    assert [item.name for item in tables["concepts"].columns][:3] == ["id", "kind", "name"]
    assert [item.name for item in tables["sources"].columns][:2] == ["id", "title"]
    assert [name for name, table in tables.items() if table.mixed] == ["concepts"]


def test_a_column_knows_its_type_whether_it_must_be_filled_and_its_least_value() -> None:
    found = {item.name: item for item in columns_of(Cluster)}
    assert (found["id"].type, found["id"].required) == (str, True)
    assert (found["member_count"].type, found["member_count"].required, found["member_count"].minimum) == (
        int,
        False,
        0,
    )
    assert found["latitude"].minimum == -90
    broader = {item.name: item.predicate for item in columns_of(Sector) if item.predicate}
    assert broader == {"broader": Predicate.BROADER}
    assert {item.name: item.type for item in columns_of(Source)}["retrieved"] is date


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
@given(data=st.data())
def test_what_is_written_is_read_again(kind: type, cells_of: CellsOf, data: st.DataObject) -> None:
    value = data.draw(cells_of(column(kind)))
    assert parse_cell(column(kind), format_cell(value)) == value
    assert parse_cell(column(kind), f"  {format_cell(value)}\t") == value


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_are_written_as_short_as_they_can_be(value: float) -> None:
    text = format_cell(value)
    assert float(text) == value
    assert not text.endswith(".0") or abs(value) >= 2**53


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("blank", ["", "  ", "\u00a0", "\n"])
def test_a_blank_cell_is_the_default_and_never_a_zero_or_a_text(kind: type, blank: str) -> None:
    assert parse_cell(column(kind), blank) is None
    mark = object()
    assert parse_cell(column(kind, default=mark), blank) is mark
    with pytest.raises(ValueError, match=r"^it must not be blank$"):
        parse_cell(column(kind, required=True), blank)


def test_nothing_is_written_as_a_blank_and_a_choice_as_its_value() -> None:
    told = [format_cell(value) for value in (None, True, False, EntityKind.SME, 1.0, 0.25, ("a", "b"), ())]
    assert told == ["", "true", "false", "SME", "1", "0.25", "a b", ""]


NOT_WHOLE = ["thirty", "1_000", "\uff11\uff12", "3.0", "1e3", "0x10", "NaN", "inf", "1 000", "1,000", "--1", "9" * 400]
NOT_FINITE = ["NaN", "nan", "inf", "-inf", "Infinity", "1e400", "-1e400", "1_0.5", "\uff11.5", "0x1p3", "1,5", "half"]


@pytest.mark.parametrize("text", NOT_WHOLE)
def test_what_is_no_whole_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"it must be a whole number, got {text[:40]!r}")):
        parse_cell(column(int), text)


@pytest.mark.parametrize("text", NOT_FINITE)
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"it must be a finite number, got {text!r}")):
        parse_cell(column(float), text)


@pytest.mark.parametrize("kind", [int, float])
def test_a_number_of_ten_thousand_digits_is_refused_in_one_short_line(kind: type) -> None:
    with pytest.raises(ValueError, match=r"^it must be a (whole|finite) number, got '1{40}'$"):
        parse_cell(column(kind), "1" * 10_000)


def test_a_number_below_the_least_that_makes_sense_is_refused() -> None:
    assert parse_cell(column(int, minimum=0), "0") == 0
    with pytest.raises(ValueError, match=r"^it must be at least 0, got -1$"):
        parse_cell(column(int, minimum=0), "-1")
    with pytest.raises(ValueError, match=r"^it must be at least -90, got -90\.5$"):
        parse_cell(column(float, minimum=-90), "-90.5")


@pytest.mark.parametrize("text", ["yes", "1", "wahr", "t"])
def test_what_is_neither_true_nor_false_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^it must be true or false, got '{text}'$"):
        parse_cell(column(bool), text)


def test_true_and_false_may_be_written_as_a_spreadsheet_writes_them() -> None:
    assert [parse_cell(column(bool), text) for text in ("TRUE", "False", "true")] == [True, False, True]


@pytest.mark.parametrize("text", ["3 February 2020", "2020-02-30", "2020", "\uff12\uff10\uff12\uff10-02-03"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=f"^it must be a date like 2020-02-03, got '{text}'$"):
        parse_cell(column(date), text)


def test_an_unknown_choice_names_the_nearest_or_all() -> None:
    with pytest.raises(ValueError, match=r"^unknown it 'Research'; did you mean 'RESEARCH'\?$"):
        parse_cell(column(ActivityType), "Research")
    names = "PRIVATE, HIGHER_EDUCATION, RESEARCH, PUBLIC, OTHER"
    with pytest.raises(ValueError, match=f"^unknown it 'xyz'; write one of {names}$"):
        parse_cell(column(ActivityType), "xyz")


@given(st.text())
def test_any_text_is_read_or_refused_in_one_sentence(text: str) -> None:
    for kind in TYPES:
        try:
            value = parse_cell(column(kind), text)
        except ValueError as error:
            assert str(error).startswith(("it must be ", "unknown it "))  # noqa: PT017 -- whether it raises depends on the text
        else:
            assert value is None or isinstance(value, (kind, Enum))


def test_the_nearest_known_word_is_suggested_and_no_far_one() -> None:
    assert did_you_mean("sports-activties", ["sports-activities", "tourism"]) == "; did you mean 'sports-activities'?"
    assert did_you_mean("xyz", ["sports-activities", "tourism"]) == ""
    assert did_you_mean("", []) == ""


def test_a_whole_number_that_no_answer_could_hold_is_refused() -> None:
    assert parse_cell(column(int), "2147483647") == 2147483647
    with pytest.raises(ValueError, match=r"^it must be at most 2147483647, got 2147483648$"):
        parse_cell(column(int), "2147483648")

"""Values of formats that know types, in columns of every type."""

import math
from datetime import date, datetime, time
from enum import Enum

import pytest

from graph_data.ontology import ActivityType
from graph_data.reading.records import MAX_CELL
from graph_data.reading.typed import cleaned, parse_typed
from graph_data.tables import Column

NAME = Column("name", str, required=True, default=None, description="")
COUNT = Column("count", int, required=False, default=None, description="", minimum=0)
WEIGHT = Column("weight", float, required=False, default=1.0, description="")
WHOLE = Column("whole", bool, required=False, default=False, description="")
DAY = Column("day", date, required=False, default=None, description="")
WORDS = Column("words", tuple, required=False, default=(), description="")
KIND = Column("kind", ActivityType, required=False, default=None, description="")


@pytest.mark.parametrize(
    ("column", "cell", "wanted"),
    [
        (NAME, "Cafe\u0301\r\nbar", "Caf\u00e9\nbar"),
        (COUNT, 30, 30),
        (COUNT, 30.0, 30),
        (COUNT, "30", 30),
        (COUNT, None, None),
        (COUNT, " ", None),
        (WEIGHT, 3, 3.0),
        (WEIGHT, 0.1, 0.1),
        (WEIGHT, 1e300, 1e300),
        (WEIGHT, None, 1.0),
        (WHOLE, True, True),
        (WHOLE, "TRUE", True),
        (DAY, date(2020, 2, 3), date(2020, 2, 3)),
        (DAY, datetime(2020, 2, 3), date(2020, 2, 3)),  # noqa: DTZ001 -- cells have no zone
        (DAY, "2020-02-03", date(2020, 2, 3)),
        (WORDS, ["a", "b"], ("a", "b")),
        (WORDS, "a  b", ("a", "b")),
        (WORDS, [], ()),
        (KIND, "OTHER", ActivityType("OTHER")),
    ],
)
def test_a_value_of_the_columns_type_is_read(column: Column, cell: object, wanted: object) -> None:
    found = parse_typed(column, cell)
    assert found == wanted
    assert type(found) is type(wanted) or isinstance(wanted, Enum)


@pytest.mark.parametrize(
    ("column", "cell", "wanted"),
    [
        (NAME, None, "name must not be blank"),
        (NAME, 30, "name must be text, got int '30'"),
        (NAME, date(2020, 2, 3), "name must be text, got date '2020-02-03'"),
        (NAME, {"a": 1}, "name must be text, got dict \"{'a': 1}\""),
        (NAME, ["a"], "name must be text, got list \"['a']\""),
        (NAME, b"a", "name must be text, got bytes \"b'a'\""),
        (NAME, "a\0b", "NUL character; the file is damaged or not text"),
        (NAME, "\ud800", "text that is no Unicode, by a stray byte or half a surrogate pair; write it again"),
        (NAME, "a" * (MAX_CELL + 1), "a cell of 1048577 characters; 1048576 at most"),
        (COUNT, 30.5, "count must be a whole number, got '30.5'"),
        (COUNT, True, "count must be a whole number, got bool 'true'"),
        (COUNT, 2**31, "count must be at most 2147483647, got 2147483648"),
        (COUNT, -1, "count must be at least 0, got -1"),
        (WEIGHT, math.inf, "weight must be a finite number, got 'inf'"),
        (WEIGHT, math.nan, "weight must be a finite number, got 'nan'"),
        (WHOLE, 1, "whole must be true or false, got int '1'"),
        (DAY, datetime(2020, 2, 3, 1), "day must be a date like 2020-02-03, got datetime '2020-02-03 01:00:00'"),  # noqa: DTZ001 -- as above
        (DAY, time(10, 30), "day must be a date like 2020-02-03, got time '10:30:00'"),
        (WORDS, ["a b"], "words must hold words without blanks, got 'a b'"),
        (WORDS, [1], "words must be words separated by blanks, got list '[1]'"),
        (KIND, 3, "kind must be text, got int '3'"),
    ],
)
def test_another_value_is_refused_with_what_to_write(column: Column, cell: object, wanted: str) -> None:
    with pytest.raises(ValueError) as caught:  # noqa: PT011 -- the whole message is compared
        parse_typed(column, cell)
    assert str(caught.value) == wanted


def test_text_that_is_clean_is_not_copied() -> None:
    text = "A text that many cells share."
    assert cleaned(text) is text

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_data.formulas import defused, is_formula, restored

TEXTS = st.text() | st.text("'=+-@\t\ra", max_size=5)


@given(TEXTS)
def test_what_is_defused_is_no_formula_and_comes_back(text: str) -> None:
    assert not is_formula(defused(text))
    assert restored(defused(text)) == text


@given(TEXTS, TEXTS)
def test_two_texts_are_never_defused_alike(one: str, other: str) -> None:
    assert (defused(one) == defused(other)) is (one == other)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("=1+1", "'=1+1"),
        ("-5", "'-5"),
        ("@home", "'@home"),
        ("'=x", "''=x"),
        ("'tis", "'tis"),
        ("a=b", "a=b"),
        ("", ""),
    ],
)
def test_only_what_a_spreadsheet_would_run_gets_an_apostrophe(text: str, wanted: str) -> None:
    assert defused(text) == wanted


def test_a_formula_that_nobody_defused_is_read_as_text() -> None:
    assert [restored(text) for text in ("=1+1", "'", "'a", "")] == ["=1+1", "'", "'a", ""]

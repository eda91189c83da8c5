import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from graph_data.slugs import fold, slug


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        ("Sports activities", "sports-activities"),
        ("e-Health (e.g. healthy ageing)", "e-health"),
        ("Scientific research & development", "scientific-research-and-development"),
        ("Île-de-France", "ile-de-france"),
        ("Čokoláda", "cokolada"),
        ("  (all)  ", ""),
        ("Ελλάδα", "ellada"),
    ],
)
def test_a_slug_is_plain_lower_case_without_what_stands_in_parentheses(label: str, wanted: str) -> None:
    assert slug(label) == wanted


@given(st.text())
@example("ﬀ")
def test_a_slug_holds_nothing_but_words_and_single_hyphens_and_is_its_own_slug(label: str) -> None:
    assert re.fullmatch("([a-z0-9]+(-[a-z0-9]+)*)?", slug(label))
    assert slug(slug(label)) == slug(label)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Sport & Technology", "sport and technology"),
        ("CLÚSTER, Català!", "cluster catala"),
        ("Cafe\u0301", "Café"),
        ("STRASSE", "straße"),
        ("Health-Tourism", "health tourism"),
    ],
)
def test_names_that_differ_in_case_diacritics_or_punctuation_fold_alike(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@given(st.text())
def test_folded_text_is_words_joined_by_one_blank_and_folds_to_itself(text: str) -> None:
    assert re.fullmatch("([a-z0-9]+( [a-z0-9]+)*)?", fold(text))
    assert fold(fold(text)) == fold(text)


@given(st.text())
def test_blanks_around_a_text_do_not_matter(text: str) -> None:
    assert fold(f" {text}\n") == fold(text)

"""The divisions of NACE Rev. 2, against Eurostat's own list."""

import csv
from pathlib import Path

import pytest

from graph_data.nace import DIVISIONS, SECTIONS, divisions_between, divisions_of


@pytest.mark.parametrize(
    ("text", "wanted"),
    [("93", ["93"]), ("13-15", ["13", "14", "15"]), ("33-36", ["33", "35", "36"]), ("01-01", ["01"])],
)
def test_a_text_names_a_division_or_a_range_of_them(text: str, wanted: list[str]) -> None:
    assert sorted(divisions_of(text)) == wanted


@pytest.mark.parametrize(
    "text", ["", "4", "04", "100", "R93", "15-13", "13-34", "13 - 15", "13-15-16", "\uff19\uff13", "x" * 50]
)
def test_any_other_text_is_refused_and_shown(text: str) -> None:
    with pytest.raises(
        ValueError, match=r"^must be a division of NACE Rev\. 2, or a range of them, such as 93 or 13-15, got '"
    ):
        divisions_of(text)


def test_ends_that_do_not_exist_bound_nothing() -> None:
    assert divisions_between("34") == divisions_between("10", "34") == divisions_between("", None) == frozenset()


def test_every_division_is_in_one_section() -> None:
    assert sum(map(len, SECTIONS.values())) == len(DIVISIONS) == 88


@pytest.mark.shared
def test_sections_and_divisions_are_those_of_the_official_list(shared: Path) -> None:
    found: dict[str, set[str]] = {}
    with (shared / "vocabularies" / "nace_rev2.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["level"] == "2":
                found.setdefault(row["parent"], set()).add(row["code"])
    assert found == SECTIONS

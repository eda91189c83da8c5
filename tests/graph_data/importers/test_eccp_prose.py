"""Prose of profile pages: the list of partners and what a person read, refused where they cannot be trusted."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.eccp import import_page
from graph_data.importers.report import Finding

SavePage = Callable[..., Path]
FILE = "snowtogether.txt"


def refused(path: Path, vocabulary: Dataset, readings: Path | None = None) -> list[str]:
    with pytest.raises(InvalidDataset) as caught:
        import_page(path, vocabulary, readings)
    return [str(problem) for problem in caught.value.problems]


def found(path: Path, vocabulary: Dataset, code: str) -> list[Finding]:
    return [finding for finding in import_page(path, vocabulary).findings if finding.code == code]


def test_a_page_without_a_list_of_partners_is_read_from_its_table(
    save_page: SavePage, eccp_vocabulary: Dataset
) -> None:
    path = save_page(("The group is made up of five European partners (", "Five European firms ("))
    here = ("1:1 Home > Escp 4x Profiles > SnowTogether",)
    assert found(path, eccp_vocabulary, "no-partner-sentence") == [
        Finding("no-partner-sentence", "Pages whose prose lists no partners: 1.", 1, here)
    ]


def test_a_partner_that_the_prose_forgets_is_found(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    path = save_page(("Cluster Ice & Steel, the Netherlands; ", ""))
    assert found(path, eccp_vocabulary, "partners-not-in-prose") == [
        Finding(
            "partners-not-in-prose",
            "Partners of the table that the prose does not list: 1.",
            1,
            ("42:1 Ice&Steel",),
        )
    ]


def test_a_region_of_the_prose_that_is_another_is_found(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    path = save_page(
        ("Auvergne-Rhône-Alpes, France;", "Bretagne, France;"), ("the Netherlands", "Noord-Brabant, the Netherlands")
    )
    assert [finding.code for finding in import_page(path, eccp_vocabulary).findings if "region" in finding.code] == [
        "region-level",
        "region-language",
        "region-differs",
    ]


def test_a_second_list_of_partners_is_refused(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    path = save_page(("They hold", "The board is made up of two partners (A, Spain; B, Hungary). They hold"))
    assert refused(path, eccp_vocabulary) == [f"{FILE}:22:49: a second list of partners; keep one"]


def test_a_partner_that_fits_no_row_or_another_country_is_refused(
    save_page: SavePage, eccp_vocabulary: Dataset
) -> None:
    path = save_page(
        ("Cluster Ice & Steel, the Netherlands; FHK Cluster, Hungary", "Pole Nord, Norway; FHK Cluster, Spain")
    )
    rows = (
        "'FHK Hungarian Frost and Ice ClusterCo.', 'Ice&Steel', 'Joint Forum for Winter Trades', "
        "'NORDSKI- Catalan Snow Cluster', 'Cluster Berg'"
    )
    assert refused(path, eccp_vocabulary) == [
        f"{FILE}:22:124: the partner 'Pole Nord' fits no row of the table; candidates: {rows}; use one name for both",
        (
            f"{FILE}:22:156: 'FHK Cluster' lies in 'Spain', but the row of 'FHK Hungarian Frost and Ice ClusterCo.' in "
            "'Hungary'; correct one of them"
        ),
    ]


def test_a_partner_that_fits_several_rows_is_refused_with_the_candidates(
    save_page: SavePage, eccp_vocabulary: Dataset
) -> None:
    path = save_page(
        ("(NORDSKI from Catalonia, Spain", "(Snow Cluster from Catalonia, Spain"),
        ("\nCluster Berg H", "\nCluster Berg Snow H"),
    )
    assert refused(path, eccp_vocabulary) == [
        (
            f"{FILE}:22:49: the partner 'Snow Cluster' fits several rows of the table; candidates: "
            "'NORDSKI- Catalan Snow Cluster', 'Cluster Berg Snow'; use one name for both"
        )
    ]


def test_a_place_of_the_prose_that_nobody_knows_is_refused(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    assert refused(save_page(("from Catalonia, Spain", "from Catalona, Spain")), eccp_vocabulary) == [
        (
            f"{FILE}:22:49: the partner 'NORDSKI from Catalona, Spain' must read 'NAME from PLACE' or 'NAME, PLACE': "
            "unknown region 'Catalona'; did you mean 'Catalonia'? Otherwise add the region's other name to names.csv"
        )
    ]


def test_readings_are_refused_with_every_wrong_cell(
    save_page: SavePage, eccp_vocabulary: Dataset, tmp_path: Path
) -> None:
    readings = tmp_path / "readings.csv"
    readings.write_text(
        "entity,property,value,quote,within\n"
        "partnership:snowtogethr,activity,webinars,webinars,\n"
        "partnership:snowtogether,targetsSector,health,health,\n"
        "partnership:snowtogether,activity,concerts,concerts,\n"
        "partnership:snowtogether,objectve,x,webinars,\n"
        "partnership:snowtogether,title,x,webinars,\n"
        "cluster:fhk,funder,x,webinars,\n"
        "value-chain:mountain,stage,x,webinars,\n"
        "partnership:snowtogether,activity,,webinars,no such passage\n"
        "partnership:snowtogether,Bad Name,x,webinars,\n"
        "partnership:snowtogether,activity,webinars,webinars,\n"
        "partnership:snowtogether,activity,webinars,webinars,\n",
        encoding="utf-8",
    )
    assert refused(save_page(), eccp_vocabulary, readings) == [
        "readings.csv:2:1: unknown entity 'partnership:snowtogethr'; did you mean 'partnership:snowtogether'?",
        (
            "readings.csv:3:47: 'health' stands 4 times on the page (16:143, 19:24, 40:67, 40:93); "
            "give a longer passage in 'within'"
        ),
        "readings.csv:4:44: the page does not say 'concerts'; copy its words exactly",
        "readings.csv:5:26: unknown property 'objectve'; did you mean 'objective'?",
        "readings.csv:6:26: 'title' is read from the page's own fields, not from its prose; remove the row",
        "readings.csv:7:13: 'funder' is a property of the partnership",
        "readings.csv:8:22: of a value chain only its 'name' can be read, got 'stage'",
        "readings.csv:9:35: value must not be blank",
        "readings.csv:9:45: the page does not say 'no such passage'; copy its words exactly",
        "readings.csv:10:26: a property is written like 'activityLevel', got 'Bad Name'",
        "readings.csv:12:35: stands already on line 11; keep one",
    ]

"""Profile pages that fill what the real page leaves blank, or leave blank what it fills."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.eccp import import_page
from graph_data.importers.eccp.names import alike, cluster_id, repaired
from graph_data.ontology import Cluster, Partnership, Predicate
from graph_data.rows import Fact, Link

SavePage = Callable[..., Path]


def test_filled_fields_become_attributes_literals_and_statements(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    path = save_page(
        ("Partnership duration", "Partnership duration\n24 months"),
        ("Number of partners", "Number of partners 5"),
        ("Number of planned Exchanges", "Number of planned Exchanges: 12"),
        ("Partnership's Origin", "Partnership’s Origin\nA winter fair"),  # noqa: RUF001 -- as some pages write it
        ("Technology Fields:", "Technology Fields:\nCreative products, Sports and Leisure"),
    )
    rows = import_page(path, eccp_vocabulary).rows
    partnership = next(row for row in rows if isinstance(row, Partnership))
    assert (
        partnership.duration_months,
        partnership.partner_count,
        partnership.planned_exchanges,
        partnership.origin,
    ) == (24, 5, 12, "A winter fair")
    stated = {"durationMonths", "partnerCount", "plannedExchanges", "origin"}
    assert [
        (row.property, row.value, row.stated_as) for row in rows if isinstance(row, Fact) and row.property in stated
    ] == [
        ("durationMonths", "24", "24 months"),
        ("origin", "A winter fair", "A winter fair"),
        ("partnerCount", "5", "5"),
        ("plannedExchanges", "12", "12"),
    ]
    assert [
        row.object
        for row in rows
        if isinstance(row, Link) and (row.subject, row.predicate) == (partnership.id, Predicate.USES_TECHNOLOGY)
    ] == ["technology:creative-products", "technology:sports-and-leisure"]


def test_blank_start_and_results_are_facts_without_value(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    text = save_page().read_text(encoding="utf-8")
    results = text[text.index("  • A") : text.index("\nPartnership composition")]
    rows = import_page(save_page(("Tuesday, 5 January, 2021\n", ""), (results, "")), eccp_vocabulary).rows
    blank = [row.property for row in rows if isinstance(row, Fact) and row.value is None]
    assert {"startDate", "expectedResult"} <= set(blank)


def test_a_row_without_any_list_states_none(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    text = save_page().read_text(encoding="utf-8")
    path = save_page((text[text.index("\nCluster Berg H") :], "\nCluster Berg\nFrance Rhône-Alpes 64 50\n"))
    read = import_page(path, eccp_vocabulary)
    berg = "cluster:cluster-berg"
    assert [row.id for row in read.rows if isinstance(row, Cluster)][-1] == berg
    assert [row.predicate for row in read.rows if isinstance(row, Link) and row.subject == berg] == [
        Predicate.PARTNER_IN,
        Predicate.LOCATED_IN,
        Predicate.PARTNER_IN,
    ]
    assert next(finding.cases for finding in read.findings if finding.code == "lists-not-stated")[-1] == (
        "64:1 Cluster Berg: sectoral industries, technology fields, S3 priority areas, emerging industries"
    )


def test_two_mentions_of_one_row_are_refused(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    with pytest.raises(InvalidDataset) as caught:
        import_page(save_page(("Cluster Ice & Steel, the", "JFWT, Belgium; Cluster Ice & Steel, the")), eccp_vocabulary)
    assert str(caught.value) == (
        "snowtogether.txt:22:204: 'Joint Forum for Winter Trades - JFWT' and 'JFWT' both fit the row of "
        "'Joint Forum for Winter Trades'; keep one"
    )


def test_readings_that_cannot_be_opened_are_refused(
    save_page: SavePage, eccp_vocabulary: Dataset, tmp_path: Path
) -> None:
    with pytest.raises(InvalidDataset, match=r"^none\.csv: cannot be read: No such file or directory$"):
        import_page(save_page(), eccp_vocabulary, tmp_path / "none.csv")


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Alpine ClusterCo.", "Alpine Cluster Co."),
        ("ABC- Catalan", "ABC - Catalan"),
        ("ABC -École", "ABC - École"),
        ("ABC - Catalan", "ABC - Catalan"),
        ("Sport- und Freizeit", "Sport- und Freizeit"),
        ("SmartSports Co-op", "SmartSports Co-op"),
        ("Ski  Ltd.", "Ski Ltd."),
    ],
)
def test_only_the_two_known_defects_of_names_are_repaired(written: str, name: str) -> None:
    assert repaired(written) == name


def test_ids_follow_from_the_first_acronym_else_the_name() -> None:
    assert [
        cluster_id("MSE Sport Co."),
        cluster_id("Forum for Sport", "Forum for Sport - FORS"),
        cluster_id("Sports&Technology", "Cluster Sports & Technology"),
        cluster_id("IT Cluster Østfold"),
    ] == ["cluster:mse", "cluster:fors", "cluster:sports-and-technology", "cluster:it-cluster-ostfold"]


def test_names_are_alike_by_their_words_or_their_acronym() -> None:
    assert [
        alike("The Ice & Steel Cluster", "Ice and Steel"),
        alike("FHK", "FHK Hungarian Frost"),
        alike("EPSI", "European Platform for Sport Innovation"),
        alike("Pole Nord", "European Platform"),
        alike("The Cluster", "European Platform"),
    ] == [2, 1, 1, 0, 0]

"""Profile pages: the 17 ambiguities of the real page, one test each, on a page of our own writing."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from graph_data.checking import Places, check
from graph_data.dataset import Dataset
from graph_data.importers.eccp import import_page
from graph_data.importers.report import Import
from graph_data.ontology import (
    Challenge,
    Cluster,
    Entity,
    NameKind,
    Partnership,
    Predicate,
    Sme,
    StatementOrigin,
    TargetSector,
    ValueChain,
    ValueChainStage,
)
from graph_data.rows import Fact, Link, Name

SavePage = Callable[..., Path]
PARTNERSHIP = "partnership:snowtogether"


@pytest.fixture(scope="module")
def snow(eccp_vocabulary: Dataset, snow_readings: Path) -> Import:
    return import_page(snow_readings.with_name("snowtogether.txt"), eccp_vocabulary, snow_readings)


def targets(read: Import, subject: str, predicate: Predicate) -> list[str]:
    return [
        row.object
        for row in read.rows
        if isinstance(row, Link) and (row.subject, row.predicate) == (subject, predicate)
    ]


def quotes(read: Import, subject: str, predicate: Predicate) -> list[str | None]:
    return [
        row.quote for row in read.rows if isinstance(row, Link) and (row.subject, row.predicate) == (subject, predicate)
    ]


def facts(read: Import, entity: str, name: str) -> list[tuple[str | None, str | None]]:
    found = (row for row in read.rows if isinstance(row, Fact))
    return [(row.value, row.stated_as) for row in found if (row.entity, row.property) == (entity, name)]


def names(read: Import, entity: str) -> list[tuple[str, NameKind]]:
    return [(row.name, row.kind) for row in read.rows if isinstance(row, Name) and row.entity == entity]


def cases(read: Import, code: str) -> list[str]:
    return [case for finding in read.findings if finding.code == code for case in finding.cases]


def entities(rows: Iterable[object]) -> list[Entity]:
    return [row for row in rows if isinstance(row, Entity)]


def test_the_partnership_and_its_clusters_come_out_whole(snow: Import) -> None:
    clusters = (
        ("cluster:fhk", "FHK Hungarian Frost and Ice Cluster Co.", 12, 9, "1145-1183"),
        ("cluster:ice-and-steel", "Ice&Steel", 40, 33, "1394-1403"),
        ("cluster:jfwt", "Joint Forum for Winter Trades", 7, 2, "1656-1685"),
        ("cluster:nordski", "NORDSKI - Catalan Snow Cluster", 21, 20, "1971-2000"),
        ("cluster:cluster-berg", "Cluster Berg", 64, 50, "2163-2175"),
    )
    page = "snowtogether: characters"
    assert [row for row in entities(snow.rows) if isinstance(row, (Partnership, Cluster))] == [
        Partnership(
            id=PARTNERSHIP,
            name="SnowTogether",
            acronym="SnowTogether",
            title="Winter places that stay alive when the snow does not come",
            programme="FROST",
            strand="ESCP-4x",
            initiative="Cold Places Club",
            funder="Example Office",
            mobility_scheme="WinterXChange",
            start_date=date(2021, 1, 5),
            source="eccp",
            locator=f"{page} 7-23",
        ),
        *(
            Cluster(id=key, name=name, member_count=members, sme_count=smes, source="eccp", locator=f"{page} {span}")
            for key, name, members, smes, span in clusters
        ),
    ]


def test_every_row_cites_the_words_that_stand_at_its_locator(snow: Import, snow_readings: Path) -> None:
    text = snow_readings.with_name("snowtogether.txt").read_text(encoding="utf-8")
    cited = [
        (row.locator, row.quote if isinstance(row, Link) else row.stated_as)
        for row in snow.rows
        if isinstance(row, (Link, Fact))
    ]

    def words_at(locator: str) -> str:
        start, end = map(int, re.findall(r"\d+", locator))
        return " ".join(text[start:end].split())

    assert [words for _, words in cited] == [words_at(locator) for locator, _ in cited]


def test_statements_are_stated_and_without_a_role(snow: Import) -> None:
    links = [row for row in snow.rows if isinstance(row, Link)]
    assert {(row.origin, row.source, row.role, row.rule) for row in links} == {
        (StatementOrigin.STATED, "eccp", None, None)
    }


def test_the_rows_make_a_valid_dataset(snow: Import, eccp_vocabulary: Dataset) -> None:
    assert check([*eccp_vocabulary.all_rows(), *snow.rows], Places()) == []


def test_a1_missing_separator_between_category_and_subcategory(snow: Import) -> None:
    assert [
        *zip(
            targets(snow, "cluster:jfwt", Predicate.PURSUES_PRIORITY),
            quotes(snow, "cluster:jfwt", Predicate.PURSUES_PRIORITY),
            strict=True,
        )
    ] == [
        ("s3:sports-activities", "Creative, cultural arts & entertainment:Sports activities"),
        ("s3:scientific-research-and-development", "ServicesScientific research & development"),
    ]


def test_a2_comma_inside_a_label_separates_nothing(snow: Import) -> None:
    assert targets(snow, "cluster:jfwt", Predicate.ACTIVE_IN_SECTOR) == [
        "sector:education-and-knowledge-creation",
        "sector:trailers-motor-homes-and-appliances",
    ]
    assert targets(snow, "cluster:cluster-berg", Predicate.PURSUES_PRIORITY) == [
        "s3:amusement-and-recreation-activities",
        "s3:sports-activities",
    ]


def test_a3_column_boundaries_are_told_by_the_vocabulary(snow: Import) -> None:
    assert facts(snow, "cluster:cluster-berg", "name") == [("Cluster Berg", "Cluster Berg")]
    assert targets(snow, "cluster:cluster-berg", Predicate.ACTIVE_IN_SECTOR) == ["sector:hospitality-and-tourism"]
    assert targets(snow, "cluster:fhk", Predicate.USES_TECHNOLOGY) == [
        "technology:health-information-management",
        "technology:sports-and-leisure",
    ]


def test_a4_optional_column_absent_is_not_stated(snow: Import) -> None:
    assert targets(snow, "cluster:fhk", Predicate.IN_EMERGING_INDUSTRY) == []
    assert facts(snow, "cluster:fhk", "emergingIndustry") == []
    assert cases(snow, "lists-not-stated") == [
        "36:1 FHK Hungarian Frost and Ice ClusterCo.: emerging industries",
        "50:1 Joint Forum for Winter Trades: emerging industries",
    ]


def test_a5_name_defects_are_repaired_and_partners_matched_by_alias(snow: Import) -> None:
    assert {key: names(snow, f"cluster:{key}") for key in ("fhk", "nordski", "ice-and-steel", "jfwt")} == {
        "fhk": [
            ("FHK Hungarian Frost and Ice ClusterCo.", NameKind.AS_WRITTEN),
            ("FHK Cluster", NameKind.ALTERNATIVE),
        ],
        "nordski": [
            ("NORDSKI- Catalan Snow Cluster", NameKind.AS_WRITTEN),
            ("NORDSKI", NameKind.ABBREVIATION),
        ],
        "ice-and-steel": [("Cluster Ice & Steel", NameKind.ALTERNATIVE)],
        "jfwt": [
            ("Joint Forum for Winter Trades - JFWT", NameKind.ALTERNATIVE),
            ("JFWT", NameKind.ABBREVIATION),
        ],
    }
    assert len(cases(snow, "names-repaired")) == 2
    assert cases(snow, "partners-matched-by-alias") == [
        "22:49 NORDSKI = NORDSKI- Catalan Snow Cluster",
        "22:124 Cluster Ice & Steel = Ice&Steel",
        "22:162 FHK Cluster = FHK Hungarian Frost and Ice ClusterCo.",
        "22:189 Joint Forum for Winter Trades - JFWT = Joint Forum for Winter Trades",
    ]


def test_a6_region_in_another_language_is_the_same_region(snow: Import) -> None:
    assert targets(snow, "cluster:nordski", Predicate.LOCATED_IN) == ["region:ES51"]
    assert cases(snow, "region-language") == ["22:62 Catalonia, Spain is Cataluña (region:ES51)"]


def test_a7_region_of_another_level_contains_the_tables(snow: Import) -> None:
    assert targets(snow, "cluster:cluster-berg", Predicate.LOCATED_IN) == ["region:FRK2"]
    assert cases(snow, "region-containment") == [
        "22:94 Auvergne-Rhône-Alpes, France (region:FRK) contains Rhône-Alpes (region:FRK2)"
    ]


def test_a8_region_name_of_two_levels_is_the_nuts_2_region(snow: Import) -> None:
    assert targets(snow, "cluster:jfwt", Predicate.LOCATED_IN) == ["region:BE10"]
    brussels = "Région de Bruxelles-Capitale/Brussels Hoofdstedelijk Gewest"
    assert cases(snow, "region-level") == [f"55:9 {brussels}: BE1 and BE10; taken region:BE10"]


def test_a8_blanks_around_the_slash_of_a_region_do_not_count(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    path = save_page(("Capitale/Brussels", "Capitale / Brussels"))
    assert targets(import_page(path, eccp_vocabulary), "cluster:jfwt", Predicate.LOCATED_IN) == ["region:BE10"]


def test_a9_partnerships_own_lists_are_not_its_members(snow: Import) -> None:
    assert targets(snow, PARTNERSHIP, Predicate.IN_EMERGING_INDUSTRY) == ["emerging-industry:creative-industries"]
    assert quotes(snow, PARTNERSHIP, Predicate.IN_EMERGING_INDUSTRY) == ["Emerging industries: Creative Industries"]
    of_lists = (Predicate.ACTIVE_IN_SECTOR, Predicate.USES_TECHNOLOGY, Predicate.PURSUES_PRIORITY)
    assert [targets(snow, PARTNERSHIP, predicate) for predicate in of_lists] == [[], [], []]


def test_a10_empty_fields_are_facts_without_value(snow: Import) -> None:
    blank = [row.property for row in snow.rows if isinstance(row, Fact) and row.value is None]
    assert blank == [
        "durationMonths",
        "origin",
        "partnerCount",
        "plannedExchanges",
        "s3PriorityArea",
        "sectoralIndustry",
        "technologyField",
    ]
    assert facts(snow, PARTNERSHIP, "partnerCount") == [(None, "Number of partners")]
    assert facts(snow, PARTNERSHIP, "numberOfPartners") == [("5", "five European partners")]
    assert len(cases(snow, "blank-fields")) == 7


def test_a11_smes_are_counts_and_no_nodes(snow: Import) -> None:
    assert facts(snow, "cluster:fhk", "smeCount") == [("9", "12 9")]
    assert not [row for row in snow.rows if isinstance(row, Sme)]
    assert not [row for row in snow.rows if isinstance(row, Link) and row.predicate is Predicate.MEMBER_OF]


def test_a12_homonyms_across_vocabularies_are_told_by_position(snow: Import) -> None:
    assert targets(snow, "cluster:ice-and-steel", Predicate.IN_EMERGING_INDUSTRY) == [
        "emerging-industry:creative-industries",
        "emerging-industry:medical-devices",
    ]
    assert cases(snow, "homonyms") == [
        "48:22 Medical Devices: read as emerging-industry:medical-devices, not sector:medical-devices"
    ]


def test_a13_mixed_s3_vocabulary_is_one_list(snow: Import) -> None:
    assert targets(snow, "cluster:ice-and-steel", Predicate.PURSUES_PRIORITY) == ["s3:sports-activities", "s3:e-health"]


def test_a14_prose_punctuation_unbalanced_parentheses_lose_no_partner(snow: Import) -> None:
    assert [facts(snow, f"cluster:{key}", "prosePlace") for key in ("fhk", "ice-and-steel", "jfwt")] == [
        [("Hungary", "Hungary")],
        [("the Netherlands", "the Netherlands")],
        [("Belgium", "Belgium")],
    ]
    assert cases(snow, "unbalanced-parentheses") == ["22:234 )"]


@pytest.mark.parametrize(
    "ending",
    [
        "FHK Cluster, Hungary; and Joint Forum for Winter Trades - JFWT, Belgium).",
        "FHK Cluster, Hungary) and Joint Forum for Winter Trades - JFWT, Belgium. They meet (often) elsewhere.",
        "FHK Cluster, Hungary; Joint Forum for Winter Trades (JFWT), Belgium) who meet.",
    ],
)
def test_a14_prose_punctuation_balanced_parentheses_read_alike(
    ending: str,
    save_page: SavePage,
    eccp_vocabulary: Dataset,
) -> None:
    written = "FHK Cluster, Hungary), and Joint Forum for Winter Trades - JFWT, Belgium)."
    read = import_page(save_page((written, ending)), eccp_vocabulary)
    assert facts(read, "cluster:jfwt", "prosePlace") == [("Belgium", "Belgium")]
    assert cases(read, "unbalanced-parentheses") == []
    assert cases(read, "partners-not-in-prose") == []


def test_a15_prose_only_entities_belong_to_the_partnership(snow: Import) -> None:
    assert [row for row in snow.rows if isinstance(row, (TargetSector, Challenge))] == [
        TargetSector(
            id="target-sector:energy",
            name="energy",
            scheme="target-sectors",
            source="eccp",
            locator="snowtogether: characters 456-462",
        ),
        TargetSector(
            id="target-sector:health",
            name="health",
            scheme="target-sectors",
            source="eccp",
            locator="snowtogether: characters 467-473",
        ),
        Challenge(
            id="challenge:circular-economy",
            name="circular economy",
            scheme="challenges",
            source="eccp",
            locator="snowtogether: characters 483-499",
        ),
    ]
    assert targets(snow, PARTNERSHIP, Predicate.TARGETS) == ["target-sector:energy", "target-sector:health"]
    assert targets(snow, PARTNERSHIP, Predicate.ADDRESSES) == ["challenge:circular-economy"]
    assert facts(snow, PARTNERSHIP, "activity") == [("webinars", "webinars")]
    assert facts(snow, PARTNERSHIP, "expectedResult") == [
        (text, text) for text in ("A calendar of winter fairs", "Firms that meet along mountain value chains")
    ]


def test_a16_value_chains_are_named_without_stages(snow: Import) -> None:
    assert [row for row in snow.rows if isinstance(row, (ValueChain, ValueChainStage))] == [
        ValueChain(
            id="value-chain:mountain", name="Mountain", source="eccp", locator="snowtogether: characters 1013-1034"
        )
    ]


def test_a17_spelling_of_the_strand_is_its_programmes(snow: Import) -> None:
    assert facts(snow, PARTNERSHIP, "strand") == [("ESCP-4x", "Escp 4x Profiles")]
    assert facts(snow, PARTNERSHIP, "objective") == [("try cross-sectorial ideas", "cross-sectorial ideas")]


def test_terms_that_the_vocabulary_holds_are_not_made_again(
    snow: Import, eccp_vocabulary: Dataset, snow_readings: Path
) -> None:
    known = next(row for row in snow.rows if isinstance(row, Challenge))
    vocabulary = eccp_vocabulary.plus([replace(known, name="Circular economy")])
    again = import_page(snow_readings.with_name("snowtogether.txt"), vocabulary, snow_readings)
    assert set(snow.rows) - set(again.rows) == {known}


def test_windows_line_ends_change_nothing(
    snow: Import, eccp_vocabulary: Dataset, snow_readings: Path, tmp_path: Path
) -> None:
    path = tmp_path / "snowtogether.txt"
    path.write_bytes(snow_readings.with_name("snowtogether.txt").read_bytes().replace(b"\n", b"\r\n"))
    assert import_page(path, eccp_vocabulary, snow_readings) == snow

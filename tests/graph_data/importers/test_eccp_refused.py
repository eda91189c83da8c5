"""Profile pages that cannot be read with certainty: every problem at once, with its place and what to write."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset, Problem
from graph_data.importers.eccp import import_page
from graph_data.ontology import NameKind, Sector, TechnologyField
from graph_data.rows import Name

SavePage = Callable[..., Path]
ADD = "add the missing term to concepts.csv"
LAST = "the last line of a row must read 'Country Region members SMEs'"
OTHER = f"Otherwise {LAST}"
FILE = "snowtogether.txt"


def refused(path: Path, vocabulary: Dataset, readings: Path | None = None) -> list[str]:
    with pytest.raises(InvalidDataset) as caught:
        import_page(path, vocabulary, readings)
    return [str(problem) for problem in caught.value.problems]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ("Cluster Berg Hospitality and Tourism", "Cluster Berg Hospitality and Turism"),
            (
                "64:14: unknown term 'Hospitality and Turism' of sectoral-industries; "
                f"did you mean 'Hospitality and Tourism'? Otherwise {ADD}"
            ),
        ),
        (
            ("Cluster Berg Hospitality and Tourism", "Cluster Berg Hospitality and Tourism, Basket Weaving"),
            (
                "64:1: no term of sectoral-industries ends 'Cluster Berg Hospitality and Tourism, Basket Weaving', "
                "so its name and its list cannot be told apart; add the missing term to concepts.csv"
            ),
        ),
        (
            ("Cluster Berg Hospitality and Tourism", "Hospitality and Tourism"),
            "64:1: 'Hospitality and Tourism' is a list of sectoral industries; the row's name is missing",
        ),
        (
            ("Health information management, Sports", "Health information managment, Sports"),
            (
                "38:1: unknown term 'Health information managment' of eccp-technology-fields; "
                f"did you mean 'Health information management'? Otherwise {ADD}"
            ),
        ),
        (
            ("securityPublic health and well-being", "securityPublic health and well-doing"),
            (
                "40:60: unknown term 'Public health and securityPublic health and well-doing' of s3-priority-areas, "
                "which begins with 'Public health and security' (s3:public-health-and-security) "
                "but goes on with none of its subcategories; "
                f"did you mean 'Public health and security:Public health and well-being'? Otherwise {ADD}"
            ),
        ),
        (
            ("Creative Industries, Medical Devices", "Creative Industries, Creative Industries"),
            "48:22: 'Creative Industries' stands twice, first at 48:1",
        ),
        (
            ("Technology Fields:\u00a0", "Technology Fields:\u00a0\nZymurgy"),
            f"26:1: unknown term 'Zymurgy' of eccp-technology-fields; {ADD}",
        ),
    ],
)
def test_an_unknown_or_doubled_term_is_named_with_its_place(
    change: tuple[str, str], problem: str, save_page: SavePage, eccp_vocabulary: Dataset
) -> None:
    assert refused(save_page(change), eccp_vocabulary) == [f"{FILE}:{problem}"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (
            ("Hungary Észak-Alföld 12 9", "Hungary Észak-Alföld twelve 9"),
            "41:22: memberCount must be a whole number, got 'twelve'",
        ),
        (
            ("Hungary Észak-Alföld 12 9", "Hungary Észak-Alföld 12 9.5"),
            "41:25: smeCount must be a whole number, got '9.5'",
        ),
        (
            ("Hungary Észak-Alföld 12 9", "Hungary Észak-Alföld 12 -9"),
            "41:25: smeCount must be a whole number, got '-9'",
        ),
        (
            ("Hungary Észak-Alföld 12 9", "Hungary Észak-Alföld 12 13"),
            "41:25: smeCount 13 is larger than memberCount 12",
        ),
        (("Hungary Észak-Alföld 12 9", "Hungary Észak-Alföld 12"), f"41:1: {LAST}, got 'Hungary Észak-Alföld 12'"),
        (
            ("Hungary Észak-Alföld 12 9", "Hungry Észak-Alföld 12 9"),
            f"41:1: unknown country at the start of 'Hungry Észak-Alföld 12 9'; did you mean 'Hungary'? {OTHER}",
        ),
        (
            ("Hungary Észak-Alföld 12 9", "Hungary Észak-Alfold 12 9"),
            (
                "41:9: unknown region 'Észak-Alfold' of Hungary; did you mean 'Észak-Alföld'? "
                "Otherwise add the region's other name to names.csv"
            ),
        ),
        (
            ("Tuesday, 5 January, 2021", "Tuesday, 31 February, 2021"),
            "8:1: startDate must be a date like 'Monday, 3 February, 2020', got 'Tuesday, 31 February, 2021'",
        ),
        (
            ("Tuesday, 5 January, 2021", "Monday, 5 January, 2021"),
            "8:1: startDate 'Monday, 5 January, 2021': 2021-01-05 is a Tuesday; correct the day or its name",
        ),
        (
            ("Number of partners", "Number of partners\nfive"),
            "11:1: partnerCount must be a whole number, got 'five'",
        ),
        (
            ("  • Firms that", "  Firms that"),
            (
                "31:3: a result must begin with '•', got 'Firms that meet along mountain value chains'; "
                "join it to the line above or mark it"
            ),
        ),
        (
            ("Home > Escp 4x Profiles", "Home > Profiles"),
            "1:1: the first line must read 'Home > Escp 4x Profiles > NAME', got 'Home > Profiles > SnowTogether'",
        ),
        (
            ("Technology Fields:", "Emerging industries:"),
            "26:1: label 'Emerging industries:' stands twice, first at 25:1",
        ),
    ],
)
def test_a_wrong_field_is_named_with_its_place(
    change: tuple[str, str], problem: str, save_page: SavePage, eccp_vocabulary: Dataset
) -> None:
    found = refused(save_page(change), eccp_vocabulary)
    assert f"{FILE}:{problem}" in found
    assert [other for other in found if "is missing" not in other] == [f"{FILE}:{problem}"]


def test_a_doubled_partner_is_refused(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    double = "Hungary Észak-Alföld 12 9\nIce&Steel Furniture\nNetherlands Noord-Brabant 1 1"
    assert refused(save_page(("Hungary Észak-Alföld 12 9", double)), eccp_vocabulary) == [
        (
            f"{FILE}:22:124: the partner 'Cluster Ice & Steel' fits several rows of the table; candidates: "
            "'Ice&Steel', 'Ice&Steel'; use one name for both"
        ),
        (
            f"{FILE}:44:1: 'Ice&Steel' stands twice as 'cluster:ice-and-steel', first at 42:1; keep one row, or spell "
            "the acronym that differs"
        ),
    ]


def test_a_list_of_two_readings_is_refused_with_both(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    terms = [
        TechnologyField(id=f"technology:{key}", name=name, scheme="eccp-technology-fields")
        for key, name in (("ice", "Ice"), ("snow", "Snow"), ("ice-snow", "Ice, Snow"))
    ]
    path = save_page(("Health information management, Sports and Leisure", "Ice, Snow"))
    assert refused(path, eccp_vocabulary.plus(terms)) == [
        (
            f"{FILE}:38:1: 'Ice, Snow' can be read as 'Ice, Snow' (technology:ice-snow) or 'Ice' (technology:ice) + "
            "'Snow' (technology:snow); rename or remove one of these terms in concepts.csv"
        )
    ]


def test_a_name_and_sector_of_two_readings_are_refused_with_both(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    term = Sector(id="sector:tourism", name="Tourism", scheme="sectoral-industries")
    wanted = (
        f"{FILE}:64:1: 'Cluster Berg Hospitality and Tourism' can be read as 'Hospitality and Tourism' "
        "(sector:hospitality-and-tourism) or 'Tourism' (sector:tourism); "
        "rename or remove one of these terms in concepts.csv"
    )
    assert refused(save_page(), eccp_vocabulary.plus([term])) == [wanted]


def test_a_homonym_whose_position_tells_nothing_is_refused(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    row = "\nCluster Berg\n\nMedical Devices\nFrance Rhône-Alpes 64 50\n"
    text = save_page().read_text(encoding="utf-8")
    path = save_page((text[text.index("\nCluster Berg H") :], row))
    assert refused(path, eccp_vocabulary) == [
        (
            f"{FILE}:66:1: which list is which cannot be told: found sectoral industries or emerging industries; the "
            "order is sectoral industries, technology fields, S3 priority areas, emerging industries, each at most "
            "once; correct the page's text"
        )
    ]


def test_lists_out_of_order_are_refused(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    path = save_page(("Health information management, Sports and Leisure\n", "Creative Industries\n"))
    assert refused(path, eccp_vocabulary) == [
        (
            f"{FILE}:38:1: the order of the lists is broken: found emerging industries; S3 priority areas; the order "
            "is technology fields, S3 priority areas, emerging industries, each at most once; correct the page's text"
        )
    ]


def test_a_region_name_of_two_regions_of_one_level_is_refused(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    other = Name(entity="region:HU31", name="Észak-Alföld", kind=NameKind.ALTERNATIVE)
    assert refused(save_page(), eccp_vocabulary.plus([other])) == [
        (
            f"{FILE}:41:9: region 'Észak-Alföld' of Hungary can be HU31 (NUTS 2, Észak-Magyarország), "
            "HU32 (NUTS 2, Észak-Alföld); write the one that is meant"
        )
    ]


@pytest.mark.parametrize(
    ("cut_before", "problems"),
    [
        ("Printer-friendly", ["label 'Partnership composition' is missing", "label 'Results expected' is missing"]),
        ("Partnership composition", ["label 'Partnership composition' is missing"]),
        ("\nName Sector", ["the table must begin with", "got 'nothing'"]),
        ("FHK Hungarian", ["the table holds no rows"]),
        (
            "\nHealth information",
            [f"36:1: the row of 'FHK Hungarian Frost and Ice ClusterCo. Business Services' is cut off; {LAST}"],
        ),
        ("-Alpes 64 50", ["71:1", LAST]),
        (" 50\n", [LAST]),
        ("\nCluster Berg H", ["22:80: the partner 'Cluster Berg' fits no row of the table"]),
    ],
)
def test_a_page_that_is_cut_off_is_refused(
    cut_before: str, problems: list[str], save_page: SavePage, eccp_vocabulary: Dataset
) -> None:
    path = save_page()
    text = path.read_text(encoding="utf-8")
    path.write_text(text[: text.index(cut_before)], encoding="utf-8")
    found = "\n".join(refused(path, eccp_vocabulary))
    assert [problem for problem in problems if problem not in found] == []


def test_no_cut_of_the_page_gives_a_partial_result(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    path = save_page()
    text = path.read_text(encoding="utf-8")
    # The last digits of the last number cannot be missed: 5 reads as well as 50.
    for end in range(1, text.rindex("50") + 1, 37):
        path.write_text(text[:end], encoding="utf-8")
        assert refused(path, eccp_vocabulary), f"cut at {end}"


def test_a_row_without_its_last_line_is_refused_and_the_next_row_read(
    save_page: SavePage, eccp_vocabulary: Dataset
) -> None:
    path = save_page(("Hungary Észak-Alföld 12 9\n", ""), ("Spain Cataluña 21 20", "Spain Cataluña x 20"))
    assert refused(path, eccp_vocabulary) == [
        (
            f"{FILE}:41:1: the row of 'FHK Hungarian Frost and Ice ClusterCo. Business Services' has no last line "
            f"before this one; {LAST}"
        ),
        f"{FILE}:62:16: memberCount must be a whole number, got 'x'",
    ]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"", Problem(FILE, 0, 0, "the page is empty; save it again as text")),
        (b" \r\n\n", Problem(FILE, 0, 0, "the page is empty; save it again as text")),
        (b"Home > Escp\n\xe9", Problem(FILE, 2, 1, "byte 0xe9 is not UTF-8; save the file as UTF-8")),
        (b"Home\0", Problem(FILE, 1, 5, "NUL character; the file is damaged or not text")),
        (b"x" * 2**21, Problem(FILE, 0, 0, "longer than 1048576 characters; not a profile page")),
    ],
)
def test_a_file_that_is_no_text_is_refused(
    content: bytes, problem: Problem, tmp_path: Path, eccp_vocabulary: Dataset
) -> None:
    path = tmp_path / FILE
    path.write_bytes(content)
    assert refused(path, eccp_vocabulary) == [str(problem)]


def test_a_hostile_page_is_refused_quickly(save_page: SavePage, eccp_vocabulary: Dataset) -> None:
    blanks = " " * 200_000
    path = save_page(("Digital Agendae-Health", f"Digital Agenda{blanks}x"))
    assert [re.sub(r"'[^']*'", "…", problem) for problem in refused(path, eccp_vocabulary)]

"""Input-output tables in both layouts: what is made of them, and everything that is refused."""

from collections.abc import Callable, Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from graph_data.bundled import BUNDLED
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.input_output import import_input_output
from graph_data.importers.report import Import
from graph_data.reading.folder import read_folder
from graph_data.rows import Fact, Link, Source

SaveTable = Callable[..., Path]

CHAIN = {
    "sources.csv": "id,title,origin\nus,Our judgement,INFERRED\n",
    "countries.csv": "id,name,code\ncountry:AT,Austria,AT\n",
    "value_chains.csv": "id,name\nvalue-chain:x,X\nvalue-chain:y,Y\n",
    "stages.csv": """\
id,name,value_chain,position
stage:x/make,Make,value-chain:x,1
stage:x/sell,Sell,value-chain:x,2
stage:x/play,Play,value-chain:x,3
stage:y/other,Other,value-chain:y,1
""",
    "stage_industries.csv": """\
stage,industry,source,reason
stage:x/make,13-15,us,So.
stage:x/sell,46,us,So.
stage:x/sell,47,us,So.
stage:x/play,93,us,So.
stage:x/play,90-93,us,Coarser tables.
stage:y/other,68,us,So.
""",
}

EUROSTAT = """\
prod_na,CPA_C13-15,CPA_G46,CPA_G47,CPA_L68A,CPA_L68B,CPA_R90-92,CPA_R93
CPA_C13-15,4,0,2,0,0,0,3
CPA_G46,2,1,1,0,0,0,1
CPA_G47,0,0,0,0,0,1,1
CPA_L68A,0,0,0,0,0,0,0
CPA_L68B,1,1,1,0,0,2,5
CPA_R90-92,0,0,0,0,0,1,0
CPA_R93,1,0,0,0,0,0,0
"""

OECD = """\
,D13T15,D24A,D45T47,D301,D90T93,HFCE,EXPO,IMPO
TTL_13T15,2,0,1,0,1,6,4,-2
TTL_24A,1,1,0,0,0,0,3,-1
TTL_45T47,1,0,0,0,2,4,0,0
TTL_301,0,0,0,0,0,0,0,0
TTL_90T93,0,0,0,0,0,7,1,-1
TTL_INT_FNL,4,1,1,0,3,0,0,0
OUTPUT,12,4,7,0,7,0,0,0
"""


@pytest.fixture(scope="module")
def chain(dataset_of: Callable[[Mapping[str, str]], Dataset]) -> Dataset:
    """Return two chains whose stages have industries."""
    return dataset_of(CHAIN)


@pytest.fixture
def save_table(tmp_path: Path) -> SaveTable:
    """Return a function that writes a table, with changes: pairs of what stands in it once and what shall."""

    def save(text: str, *changes: tuple[str, str], name: str = "at_2020.csv") -> Path:
        for old, new in changes:
            assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the table"
            text = text.replace(old, new)
        (tmp_path / name).write_text(text, encoding="utf-8")
        return tmp_path / name

    return save


def flows(found: Import) -> dict[tuple[str, str], float]:
    return {
        (row.subject.rpartition("/")[2], row.object.rpartition("/")[2]): row.weight
        for row in found.rows
        if isinstance(row, Link)
    }


def cases(found: Import) -> dict[str, tuple[str, ...]]:
    return {finding.code: finding.cases for finding in found.findings}


def test_a_flow_is_the_share_of_the_buyer_s_inputs_that_comes_from_the_supplier(
    chain: Dataset, save_table: SaveTable
) -> None:
    found = import_input_output(save_table(EUROSTAT), chain)
    assert flows(found) == {
        ("make", "sell"): round(2 / 6, 6),
        ("make", "play"): 0.3,
        ("sell", "make"): 0.25,
        ("sell", "play"): 0.2,
        ("play", "make"): 0.125,
    }
    assert cases(found) == {
        "stages-not-shown": (),
        "no-upstreamness": ("at_2020.csv: no upstreamness",),
        "not-read": (),
    }


def test_a_flow_cites_the_table_and_its_industries_under_a_rule_of_the_table_s_own(
    chain: Dataset, save_table: SaveTable
) -> None:
    found = import_input_output(save_table(EUROSTAT, name="AT_iot_2020_cpa7.csv"), chain)
    source, link = found.rows[0], next(row for row in found.rows if isinstance(row, Link) and "sell" in row.subject)
    assert source == Source(
        id="eurostat-iot-at-2020",
        title="Symmetric input-output table by product: Austria 2020",
        origin=source.origin,  # type: ignore[attr-defined] # a Source
        url="https://ec.europa.eu/eurostat/cache/metadata/EN/naio_10_n_esms.htm",
        publisher="Eurostat",
    )
    assert (link.origin.value, link.source, link.rule) == (
        "DERIVED",
        "eurostat-iot-at-2020",
        "input-output/eurostat-iot-at-2020",
    )
    assert link.locator == "AT_iot_2020_cpa7.csv: CPA_G46, CPA_G47 > CPA_C13-15"


def test_a_table_of_the_oecd_tells_upstreamness_of_the_stages_that_it_shows_whole(
    chain: Dataset, save_table: SaveTable
) -> None:
    found = import_input_output(save_table(OECD), chain)
    assert flows(found) == {("make", "play"): round(1 / 3, 6)}
    shares = np.array([[2, 0, 1, 0, 1], [1, 1, 0, 0, 0], [1, 0, 0, 0, 2], [0] * 5, [0] * 5])
    shares = shares / np.array([[10], [2], [7], [1], [7]])
    steps = np.linalg.inv(np.eye(5) - shares).sum(axis=1)
    assert [(row.entity, row.property, row.locator, row.value) for row in found.rows if isinstance(row, Fact)] == [
        ("stage:x/make", "upstreamness", "at_2020.csv: D13T15", str(round(steps[0], 6))),
        ("stage:x/play", "upstreamness", "at_2020.csv: D90T93", "1.0"),
    ]
    assert cases(found) == {
        "stages-not-shown": ("at_2020.csv: stage:x/sell lacks 46, 47", "at_2020.csv: stage:y/other lacks 68"),
        "no-upstreamness": (),
        "not-read": ("at_2020.csv: column HFCE", "at_2020.csv: row TTL_INT_FNL"),
    }


def test_an_industry_of_which_nothing_is_used_at_home_leaves_its_stage_unknown(
    chain: Dataset, save_table: SaveTable
) -> None:
    exported = save_table(OECD, ("TTL_90T93,0,0,0,0,0,7,1,-1", "TTL_90T93,0,0,0,0,0,0,7,0"))
    found = import_input_output(exported, chain)
    assert [row.entity for row in found.rows if isinstance(row, Fact)] == ["stage:x/make"]


@pytest.mark.parametrize(
    "changes",
    [
        [("HFCE,EXPO,IMPO", "HFCE,EXPO,IMPORTS")],
        [("OUTPUT", "TOTAL")],
        [("TTL_301,0,0,0,0", "TTL_301,0,0,0,5"), ("OUTPUT,12,4,7,0", "OUTPUT,12,4,7,5")],
    ],
    ids=["no imports", "no output", "more is used up than there is"],
)
def test_without_output_and_trade_that_add_up_upstreamness_stays_unknown(
    changes: list[tuple[str, str]], chain: Dataset, save_table: SaveTable
) -> None:
    found = import_input_output(save_table(OECD, *changes), chain)
    assert [row for row in found.rows if isinstance(row, Fact)] == []
    assert cases(found)["no-upstreamness"] == ("at_2020.csv: no upstreamness",)


def test_a_stage_that_makes_nothing_has_no_upstreamness_and_one_that_buys_nothing_no_flow(
    chain: Dataset, save_table: SaveTable
) -> None:
    silent = save_table(
        OECD,
        ("TTL_13T15,2,0,1,0,1", "TTL_13T15,2,0,1,0,0"),
        ("TTL_45T47,1,0,0,0,2", "TTL_45T47,1,0,0,0,0"),
        ("OUTPUT,12,4,7,0,7", "OUTPUT,12,4,7,0,0"),
    )
    found = import_input_output(silent, chain)
    assert flows(found) == {}
    assert [row.entity for row in found.rows if isinstance(row, Fact)] == ["stage:x/make"]


HEADINGS = "the first line must hold headings such as CPA_C31_32 (Eurostat) or D31T33 (OECD)"
REFUSED = {
    "it is no table of the two": (
        EUROSTAT,
        [("prod_na,CPA_C13-15,CPA_G46,CPA_G47,CPA_L68A,CPA_L68B,CPA_R90-92,CPA_R93", "a,b,c,d,e,f,g,h")],
        [
            f"at_2020.csv:1: no column is an industry's; {HEADINGS}",
        ],
    ),
    "its codes are not NACE's, twice": (
        EUROSTAT,
        [("G47,CPA_L68A", "G94,CPA_LX"), ("\nCPA_G47", "\nCPA_G94"), ("\nCPA_L68A", "\nCPA_LX")],
        [
            "at_2020.csv:1:28: unknown industry 'CPA_G94'; codes must be NACE Rev. 2's",
            "at_2020.csv:1:36: unknown industry 'CPA_LX'; codes must be NACE Rev. 2's",
        ],
    ),
    "it is not square": (
        EUROSTAT,
        [("\nCPA_R93", "\nCPA_R94"), ("\nCPA_G46", "\nTOTAL")],
        [
            "at_2020.csv:1:20: CPA_G46 has no row 'CPA_G46'; the table must be square",
            "at_2020.csv:1:65: CPA_R93 has no row 'CPA_R93'; the table must be square",
            "at_2020.csv:8:1: row 'CPA_R94' has no column; did you mean 'CPA_R93'?",
        ],
    ),
    "cells are no numbers": (
        OECD,
        [
            ("TTL_13T15,2", "TTL_13T15,:"),
            ("TTL_24A,1,1", "TTL_24A,-1,"),
            ("4,-2", "4,inf"),
            ("OUTPUT,12", "OUTPUT,1_2"),
        ],
        [
            "at_2020.csv:2:11: must be a number, got ':'",
            "at_2020.csv:2:25: must be a number, got 'inf'",
            "at_2020.csv:3:9: must be at least 0, got -1",
            "at_2020.csv:3:12: must be a number, got ''",
            "at_2020.csv:8:8: must be a number, got '1_2'",
        ],
    ),
    "rows stand twice": (
        OECD,
        [("TTL_301", "TTL_24A"), ("TTL_INT_FNL", "OUTPUT"), (",7,1,-1", ",7,1")],
        [
            "at_2020.csv:1:21: D301 has no row 'TTL_301'; the table must be square",
            "at_2020.csv:1:26: D90T93 has no row 'TTL_90T93'; the table must be square",
            "at_2020.csv:5: row 'TTL_24A' stands twice; keep one",
            "at_2020.csv:6: 8 cells where the heading has 9",
            "at_2020.csv:8: row 'OUTPUT' stands twice; keep one",
        ],
    ),
    "a row belongs to nobody": (
        OECD,
        [("TTL_301", "TTL_66")],
        [
            "at_2020.csv:1:21: D301 has no row 'TTL_301'; the table must be square",
            "at_2020.csv:5:1: row 'TTL_66' has no column; the table must be square",
        ],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_table_is_refused_with_every_problem_when(case: str, chain: Dataset, save_table: SaveTable) -> None:
    text, changes, wanted = REFUSED[case]
    with pytest.raises(InvalidDataset) as caught:
        import_input_output(save_table(text, *changes), chain)
    assert str(caught.value).splitlines() == wanted


@pytest.mark.parametrize(
    ("name", "wanted"),
    [
        ("table.csv", "the table does not say of which country and year it is; name the file like hu_2020.csv"),
        ("at_20.csv", "the table does not say of which country and year it is; name the file like hu_2020.csv"),
        ("xx_2020.csv", "the file's name begins with unknown country 'XX'; add it to countries.csv"),
    ],
)
def test_the_name_of_the_file_says_country_and_year(
    name: str, wanted: str, chain: Dataset, save_table: SaveTable
) -> None:
    with pytest.raises(InvalidDataset) as caught:
        import_input_output(save_table(OECD, name=name), chain)
    assert str(caught.value) == f"{name}: {wanted}"


def test_a_dataset_without_industries_of_stages_is_refused_beside_what_is_wrong_with_the_table(
    small: Dataset, save_table: SaveTable
) -> None:
    with pytest.raises(InvalidDataset) as caught:
        import_input_output(save_table(OECD, ("OUTPUT,12", "OUTPUT,x")), small)
    assert str(caught.value).splitlines() == [
        "at_2020.csv:8:8: must be a number, got 'x'",
        "stage_industries.csv: no stage of a value chain has an industry; add rows before importing a table",
    ]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_the_order_of_rows_and_columns_changes_no_flow(
    data: st.DataObject, chain: Dataset, save_table: SaveTable
) -> None:
    table = [line.split(",") for line in EUROSTAT.splitlines()]
    rows, columns = (data.draw(st.permutations(range(1, len(table)))) for _ in range(2))
    shuffled = "\n".join(",".join(table[row][column] for column in (0, *columns)) for row in (0, *rows))
    assert flows(import_input_output(save_table(shuffled), chain)) == flows(
        import_input_output(save_table(EUROSTAT), chain)
    )


@pytest.fixture(scope="module")
def shipped() -> Dataset:
    return read_folder(BUNDLED)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["hu_iot_2020_cpa65", "be_oecd_iot_2020"])
def test_what_ships_of_a_table_is_what_the_importer_makes_of_it(name: str, shared: Path, shipped: Dataset) -> None:
    found = import_input_output(shared / "input-output" / f"{name}.csv", shipped)
    kept = {row for row in shipped.all_rows() if getattr(row, "source", None) == found.rows[0].id}  # type: ignore[attr-defined] # a Source
    assert set(found.rows[1:]) == kept

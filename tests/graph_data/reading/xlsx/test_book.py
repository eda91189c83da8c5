"""Workbooks as attackers and accidents make them: refused, never believed."""

import re
import zipfile
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from graph_data.errors import InvalidDataset
from graph_data.ontology import Partnership
from graph_data.reading import archive
from graph_data.reading.dataset import read_dataset

Rows = list[list[Any]]
Save = Callable[..., Path]

ABOUT: Rows = [["name", "title", "licence", "citation"], ["small", "Small", "https://licence.example", "Small."]]
SOURCES: Rows = [["id", "title", "origin"], ["page", "A page", "STATED"]]


def refused(path: Path) -> list[str]:
    with pytest.raises(InvalidDataset) as caught:
        read_dataset(path)
    return str(caught.value).splitlines()


CELL = '<c r="{place}"{more}>{content}</c>'
HEAD = '<?xml version="1.0"?>{doctype}<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TEXT = '<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def sheet_of(*rows: str, doctype: str = "", after: str = "") -> str:
    body = "".join(f'<row r="{number}">{row}</row>' for number, row in enumerate(rows, 1))
    return f"{HEAD.format(doctype=doctype)}{body}</sheetData>{after}</worksheet>"


def row_of(*texts: str, line: int = 1) -> str:
    return "".join(TEXT.format(place=f"{chr(65 + index)}{line}", text=text) for index, text in enumerate(texts))


@pytest.fixture
def forge(save_workbook: Save) -> Callable[..., Path]:
    """Return a function that puts parts of its own into a workbook with an empty sheet `clusters`, its third."""

    def forge(clusters: str | bytes | None = None, more: Mapping[str, str | bytes] = MappingProxyType({})) -> Path:
        path = save_workbook({"clusters": [["id", "name"]]})
        with zipfile.ZipFile(path) as book:
            parts: dict[str, str | bytes] = {name: book.read(name) for name in book.namelist()}
        if clusters is not None:
            parts["xl/worksheets/sheet3.xml"] = clusters
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
            for name, content in {**parts, **more}.items():
                book.writestr(name, content)
        return path

    return forge


HEADINGS = row_of("id", "name")
LAUGHS = (
    "<!DOCTYPE w [<!ENTITY a 'ha'>"
    + "".join(f"<!ENTITY {chr(98 + level)} '{f'&{chr(97 + level)};' * 10}'>" for level in range(9))
    + "]>"
)
EXTERNAL = "<!DOCTYPE w [<!ENTITY j SYSTEM 'file:///etc/passwd'>]>"
NO_TYPE = "members.xlsx: damaged, or not xlsx: a part of the workbook declares a document type, which none needs"
DAMAGED = "members.xlsx: damaged, or not xlsx: "
FORGED = {
    "a billion laughs": (sheet_of(row_of("id", "&j;"), doctype=LAUGHS), NO_TYPE),
    "an external entity": (sheet_of(row_of("id", "&j;"), doctype=EXTERNAL), NO_TYPE),
    "an encoding that nobody knows": (
        sheet_of(HEADINGS).replace('1.0"', '1.0" encoding="klingon"'),
        f"{DAMAGED}xl/worksheets/sheet3.xml: unknown encoding: klingon",
    ),
    "a cell beyond every end": (
        sheet_of(HEADINGS, CELL.format(place="ZZZZZZZZ1", more="", content="<v>1</v>")),
        f"{DAMAGED}no cell has the place 'ZZZZZZZZ1'",
    ),
    "a cell in another row": (
        sheet_of(HEADINGS, CELL.format(place="A3", more="", content="<v>1</v>")),
        f"{DAMAGED}cell A3 stands in row 2, after another one",
    ),
    "a cell twice": (
        sheet_of(HEADINGS, row_of("cluster:a", line=2) * 2),
        f"{DAMAGED}cell A2 stands in row 2, after another one",
    ),
    "a row twice": (sheet_of(HEADINGS, "").replace('r="2"', 'r="1"'), f"{DAMAGED}row 1 follows row 1"),
    "a row beyond every end": (
        sheet_of(HEADINGS).replace('r="1"', 'r="99999999999"', 1),
        f"{DAMAGED}no row, text or style has the number '99999999999'",
    ),
    "half a sheet": (
        sheet_of(HEADINGS)[:-30],
        f"{DAMAGED}xl/worksheets/sheet3.xml: no element found: line 1, column 214",
    ),
    "a text of more than a million characters": (
        sheet_of(row_of("id", "A" * 2**21)),
        f"{DAMAGED}a text of more than 1048576 characters",
    ),
    "a cell at the far end": (
        sheet_of(HEADINGS, CELL.format(place="XFD1048576", more="", content="<v>1</v>")).replace('"2"', '"1048576"'),
        "members.xlsx:clusters!XFD1048576: a cell in a column without heading",
    ),
    "a shared text that is not there": (
        sheet_of(HEADINGS, CELL.format(place="A2", more=' t="s"', content="<v>999</v>")),
        "members.xlsx:clusters!A2: shared text 999 is missing; the file is damaged",
    ),
    "a formula without its value": (
        sheet_of(HEADINGS, row_of("cluster:a", line=2) + CELL.format(place="B2", more="", content="<f>A2</f>")),
        "members.xlsx:clusters!B2: a formula whose value is not in the file; write the value",
    ),
    "an error": (
        sheet_of(
            HEADINGS, row_of("cluster:a", line=2) + CELL.format(place="B2", more=' t="e"', content="<v>#REF!</v>")
        ),
        "members.xlsx:clusters!B2: the cell shows the error #REF!",
    ),
    "a number that is none": (
        sheet_of(HEADINGS, CELL.format(place="A2", more="", content="<v>1_0</v>")),
        "members.xlsx:clusters!A2: no number: '1_0'",
    ),
    "a number beyond all numbers": (
        sheet_of(HEADINGS, CELL.format(place="A2", more="", content="<v>1e999</v>")),
        "members.xlsx:clusters!A2: no number: '1e999'",
    ),
    "a kind of cell that is none": (
        sheet_of(HEADINGS, CELL.format(place="A2", more=' t="x"', content="<v>1</v>")),
        "members.xlsx:clusters!A2: a cell of an unknown kind 'x'",
    ),
}


@pytest.mark.parametrize("case", FORGED)
def test_a_forged_sheet_is_refused(case: str, forge: Callable[..., Path]) -> None:
    clusters, wanted = FORGED[case]
    assert refused(forge(clusters)) == [wanted]


def test_cells_and_rows_without_a_place_follow_one_another(forge: Callable[..., Path]) -> None:
    rows = [
        [f"<c t='inlineStr'><is><t>{text}</t></is></c>" for text in row] for row in (("id", "name"), ("cluster:a", "A"))
    ]
    sheet = sheet_of().replace("<sheetData>", "<sheetData>" + "".join(f"<row>{''.join(row)}</row>" for row in rows))
    assert read_dataset(forge(sheet)).by_id["cluster:a"].name == "A"


def test_cells_that_only_have_a_look_are_blank_and_days_may_be_written_out(forge: Callable[..., Path]) -> None:
    sheet = sheet_of(
        row_of("id", "name", "start_date", "end_date", "title"),
        row_of("partnership:a", "A", line=2)
        + CELL.format(place="C2", more=' t="d"', content="<v>2020-02-03T00:00:00</v>")
        + CELL.format(place="D2", more=' s="99"', content="")
        + CELL.format(place="E2", more=' t="str"', content="<f>A2</f><v></v>"),
    )
    path = forge(sheet)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(b'name="clusters"', b'name="partnerships"')
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    (found,) = read_dataset(path).entities
    assert found == Partnership(id="partnership:a", name="A", start_date=date(2020, 2, 3))


def test_what_no_reader_needs_and_names_that_lead_elsewhere_are_left_behind(
    forge: Callable[..., Path], tmp_path: Path
) -> None:
    more = {"../evil.xml": "<x/>", "/etc/evil.xml": "<x/>", "xl/vbaProject.bin": b"\0", "a\\..\\evil.xml": "<x/>"}
    assert read_dataset(forge(more=more)).entities == ()
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["members.xlsx"]
    assert list(tmp_path.parent.glob("evil.xml")) == []


def test_an_archive_beyond_its_limits_is_refused(forge: Callable[..., Path], monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = forge(sheet_of().encode() + b" " * 2**25)
    assert refused(bomb) == [f"{DAMAGED}xl/worksheets/sheet3.xml unpacks to 33554565 bytes; at most 16777216"]
    assert read_dataset(forge(more={"xl/media/bomb.xml": b" " * 2**25})).entities == ()
    monkeypatch.setattr(archive, "MAX_BYTES", 3000)
    assert "at most" in refused(forge())[0]
    monkeypatch.setattr(archive, "MAX_ENTRIES", 3)
    assert refused(forge()) == [f"{DAMAGED}13 files in the archive; at most 3"]


def test_sizes_are_those_that_unpack_whatever_the_archive_declares(forge: Callable[..., Path]) -> None:
    path = forge(sheet_of(HEADINGS) + " " * 2**20)
    content = path.read_bytes()
    declared = (len(sheet_of(HEADINGS)) + 2**20).to_bytes(4, "little")
    assert content.count(declared) == 2
    path.write_bytes(content.replace(declared, len(sheet_of(HEADINGS)).to_bytes(4, "little")))
    assert refused(path) == [f"{DAMAGED}Bad CRC-32 for file 'xl/worksheets/sheet3.xml'"]


@pytest.mark.parametrize(("part", "counted"), [("xl/sharedStrings.xml", "uniqueCount"), ("xl/styles.xml", "count")])
def test_what_a_workbook_declares_of_its_size_is_not_believed(
    part: str, counted: str, forge: Callable[..., Path]
) -> None:
    with zipfile.ZipFile(forge()) as book:
        content = book.read(part).decode()
    lied = re.sub(f'{counted}="[0-9]+"', f'{counted}="4294967296"', content)
    assert lied != content
    assert read_dataset(forge(more={part: lied})).entities == ()


@pytest.mark.parametrize(
    ("part", "content", "wanted"),
    [
        ("_rels/.rels", "<Relationships/>", "no workbook in it"),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships",
            "xl/_rels/workbook.xml.rels: unclosed token: line 1, column 0",
        ),
        ("xl/styles.xml", "<s><cellXfs><xf numFmtId='-1'/></cellXfs></s>", "no row, text or style has the number '-1'"),
    ],
)
def test_a_forged_part_is_refused(part: str, content: str, wanted: str, forge: Callable[..., Path]) -> None:
    assert refused(forge(more={part: content})) == [DAMAGED + wanted]


def test_a_part_that_is_named_but_missing_is_refused(forge: Callable[..., Path]) -> None:
    path = forge()
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist() if name != "xl/worksheets/sheet3.xml"}
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert refused(path) == [f"{DAMAGED}part 'xl/worksheets/sheet3.xml' is missing"]


def test_relations_that_lead_out_of_the_archive_lead_to_nothing(forge: Callable[..., Path]) -> None:
    with zipfile.ZipFile(forge()) as book:
        content = book.read("xl/_rels/workbook.xml.rels").decode()
    out = forge(more={"xl/_rels/workbook.xml.rels": content.replace("worksheets/sheet3.xml", "../../../etc/passwd")})
    assert refused(out) == [f"{DAMAGED}part 'etc/passwd' is missing"]


def test_rich_texts_are_joined_and_how_they_are_spoken_is_left_out(forge: Callable[..., Path]) -> None:
    rich = '<c r="B2" t="inlineStr"><is><r><t>Al</t></r><r><t>ps</t></r><rPh><t>spoken</t></rPh></is></c>'
    texts = "<sst><si><t>cluster:</t><r><t>a_x005F_</t></r><rPh sb='0'><t>spoken</t></rPh></si></sst>"
    shared = CELL.format(place="A2", more=' t="s"', content="<v>0</v>")
    path = forge(sheet_of(HEADINGS, shared + rich), {"xl/sharedStrings.xml": texts})
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    for number in (1, 2):  # the other sheets have no shared texts
        rows = (ABOUT, SOURCES)[number - 1]
        parts[f"xl/worksheets/sheet{number}.xml"] = sheet_of(
            *(row_of(*row, line=line) for line, row in enumerate(rows, 1))
        ).encode()
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    assert read_dataset(path).by_id["cluster:a_"].name == "Alps"


def test_a_locked_archive_is_refused(save_workbook: Save) -> None:
    path = save_workbook({})
    content = bytearray(path.read_bytes())
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(re.escape(mark), content):
            content[found.start() + flag] |= 1
    path.write_bytes(content)
    assert refused(path) == [f"{DAMAGED}locked with a password; save it without one"]


def test_two_parts_of_one_name_are_refused(forge: Callable[..., Path]) -> None:
    assert refused(forge(more={"XL/workbook.xml": "<x/>"})) == [f"{DAMAGED}two files of one name in the archive"]


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_workbook_is_refused_or_read_but_never_breaks(
    data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("damaged") / "members.xlsx"
    with xlsxwriter.Workbook(path) as book:
        for name, rows in {
            "dataset": ABOUT,
            "sources": SOURCES,
            "clusters": [["id", "name"], ["cluster:a", "A"]],
        }.items():
            sheet = book.add_worksheet(name)
            for line, row in enumerate(rows):
                sheet.write_row(line, 0, row)
    with zipfile.ZipFile(path) as book:
        parts = {name: book.read(name) for name in book.namelist()}
    part = data.draw(st.sampled_from(sorted(parts)))
    start = data.draw(st.integers(0, len(parts[part])))
    end = start + data.draw(st.integers(0, 12))
    parts[part] = parts[part][:start] + data.draw(st.binary(max_size=6)) + parts[part][end:]
    with zipfile.ZipFile(path, "w") as book:
        for name, content in parts.items():
            book.writestr(name, content)
    try:
        assert read_dataset(path).about.name
    except InvalidDataset as error:
        assert error.problems  # noqa: PT017 -- whether it raises depends on the damage

"""Dataset folders as people leave them: what is read, and every problem of what cannot be, all at once."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from graph_data.errors import InvalidDataset
from graph_data.ontology import Cluster, Institution, PartnerRole, Partnership, Sector
from graph_data.reading.folder import read_folder, read_rows
from graph_data.reading.records import MAX_CELL
from graph_data.rows import Fact, SameAs

ProblemsOf = Callable[..., list[str]]
SaveFolder = Callable[..., Path]

WORDS = "name: small\ntitle: Small\nlicence: https://licence.example\ncitation: Small.\n"


def test_the_small_dataset_is_read_as_its_tables_say(save_folder: SaveFolder, small_tables: Mapping[str, str]) -> None:
    dataset = read_folder(save_folder(small_tables))
    assert dataset.about.title == "Small & <tidy>"
    assert dataset.about.issued is None
    assert [entity for entity in dataset.entities if isinstance(entity, (Cluster, Institution))] == [
        Cluster(
            id="cluster:alps", name="Alpine Cluster", member_count=30, sme_count=20, source="page", locator="row 1"
        ),
        Cluster(id="cluster:coast", name="Coast & Sea Cluster", member_count=10, source="page", locator="row 2"),
        dataset.by_id["institution:college"],
        Institution(id="institution:nowhere", name="Nowhere Office"),
    ]
    assert dataset.by_id["sector:tourism"] == Sector(
        id="sector:tourism", name="Tourism", scheme="industries", source="page"
    )
    assert dataset.by_id["partnership:snow"] == Partnership(
        id="partnership:snow",
        name="SNOW",
        title="Snow, ice and Health-Tourism",
        source="register",
        locator="project 2",
    )


def test_a_blank_stays_unknown_and_a_blank_with_a_default_is_the_default(
    save_folder: SaveFolder, small_tables: Mapping[str, str]
) -> None:
    dataset = read_folder(save_folder(small_tables))
    blank = Fact(entity="cluster:alps", property="website", source="page", locator="line 9")
    assert blank in dataset.facts
    coast = dataset.by_id["cluster:coast"]
    assert isinstance(coast, Cluster)
    assert coast.sme_count is None
    assert {link.weight for link in dataset.links} == {1.0}
    assert {link.role for link in dataset.links} == {None, PartnerRole.PARTNER, PartnerRole.COORDINATOR}


def test_the_time_of_issue_and_cells_of_every_type_are_read(save_folder: SaveFolder) -> None:
    tables = {
        "partnerships.csv": "end_date,start_date,planned_exchanges,name,id\n2023-08-31,2020-09-01,9,A,partnership:a\n",
        "concepts.csv": "id,kind,name,scheme,exact_match\nsector:a,SECTOR,A,industries,https://a.test  https://b.test\n",
        "value_chains.csv": "id,name\nvalue-chain:a,A\n",
        "stages.csv": "id,name,value_chain,position\nstage:a/one,A,value-chain:a,2\n",
    }
    dataset = read_folder(save_folder(tables, description=WORDS + "created: 2026-01-31T12:00:00Z\n"))
    assert dataset.about.issued == datetime(2026, 1, 31, 12, tzinfo=UTC)
    found = dataset.by_id["partnership:a"]
    assert isinstance(found, Partnership)
    assert (found.start_date, found.end_date, found.planned_exchanges) == (date(2020, 9, 1), date(2023, 8, 31), 9)
    sector = dataset.by_id["sector:a"]
    assert isinstance(sector, Sector)
    assert sector.exact_match == ("https://a.test", "https://b.test")


def test_all_problems_of_all_tables_come_at_once(problems_of: ProblemsOf) -> None:
    tables = {
        "clusters.csv": (
            "id,name,member_count,latitude\n"
            "cluster:a,,thirty,NaN\n"
            'cluster:b,"B\nb",1_000,\n'
            "cluster:c,C,,,\n"
            "cluster:d,D,-1,\n"
        ),
        "concepts.csv": "id,kind,name,scheme\nsector:a,Sectr,A,industries\nsector:b,xyz,B,x\nsector:c,sector,,x\n",
        "institutions.csv": "id,nmae,activity_type\n",
        "links.csv": (
            "subject,predicate,object,origin,source,locator,weight,valid_from\n"
            "cluster:d,PARTNER_OF,cluster:b,stated,page,x,inf,yesterday\n"
        ),
        "clustrs.csv": "id,name\n",
        "notes.txt": "not a table",
    }
    kinds = "SECTOR, TECHNOLOGY_FIELD, S3_PRIORITY_AREA, EMERGING_INDUSTRY, PROGRAMME_AREA, TARGET_SECTOR, CHALLENGE"
    assert problems_of(tables, description="name: small\ntitle: 3\nlicence: ' '\n") == [
        "clusters.csv:2:11: name must not be blank",
        "clusters.csv:2:12: member_count must be a whole number, got 'thirty'",
        "clusters.csv:2:19: latitude must be a finite number, got 'NaN'",
        "clusters.csv:3: member_count must be a whole number, got '1_000'",
        "clusters.csv:5: 5 cells where the heading has 4",
        "clusters.csv:6:13: member_count must be at least 0, got -1",
        "clustrs.csv: no such table; did you mean 'clusters.csv'?",
        "concepts.csv:2:10: unknown kind 'Sectr'; did you mean 'SECTOR'?",
        f"concepts.csv:3:10: unknown kind 'xyz'; write one of {kinds}",
        "concepts.csv:4:10: unknown kind 'sector'; did you mean 'SECTOR'?",
        "datapackage.yaml: citation is missing or not text",
        "datapackage.yaml: licence is missing or not text",
        "datapackage.yaml: title is missing or not text",
        "institutions.csv:1: column 'name' is missing",
        "institutions.csv:1:4: unknown column 'nmae'; did you mean 'name'?",
        "links.csv:2:11: unknown predicate 'PARTNER_OF'; did you mean 'PARTNER_IN'?",
        "links.csv:2:32: unknown origin 'stated'; did you mean 'STATED'?",
        "links.csv:2:46: weight must be a finite number, got 'inf'",
        "links.csv:2:50: valid_from must be a date like 2020-02-03, got 'yesterday'",
    ]


CLUSTERS = b"id,name\ncluster:a,A\n"
DAMAGED = {
    "an unclosed quote": (
        {"clusters.csv": CLUSTERS + b'cluster:b,"B\ncluster:c,C\n'},
        ["clusters.csv:3: not a csv record: unexpected end of data"],
    ),
    "bad UTF-8 in two tables": (
        {"clusters.csv": CLUSTERS + b"cluster:b,Caf\xe9\n", "smes.csv": b"\xff\xfei\0d\0"},
        [
            "clusters.csv:3:14: byte 0xe9 is not UTF-8; save the file as UTF-8",
            "smes.csv:1:1: byte 0xff is not UTF-8; save the file as UTF-8",
        ],
    ),
    "a NUL": (
        {"clusters.csv": CLUSTERS + b"cluster:\0,B\n"},
        ["clusters.csv:3:9: NUL character; the file is damaged or not text"],
    ),
    "an empty file": ({"clusters.csv": b""}, ["clusters.csv:1: empty; the first line must hold the headings"]),
    "a blank first line": (
        {"clusters.csv": b"\n" + CLUSTERS},
        ["clusters.csv:1: column 'id' is missing", "clusters.csv:1: column 'name' is missing"],
    ),
    "doubled headings": (
        {"clusters.csv": b"id,name,id\ncluster:a,A,cluster:a\n"},
        ["clusters.csv:1:9: column 'id' stands twice"],
    ),
    "quoted line ends": (
        {"clusters.csv": b'id,name,member_count\r\ncluster:a,"A\r\n\r\na",1\r\n\r\ncluster:b,"B, b",x\r\n'},
        ["clusters.csv:6:18: member_count must be a whole number, got 'x'"],
    ),
    "line ends of an old Macintosh": (
        {"clusters.csv": b"id,name,member_count\rcluster:a,A,1\rcluster:b,B,x\r"},
        ["clusters.csv:3:13: member_count must be a whole number, got 'x'"],
    ),
    "ten thousand digits": (
        {"clusters.csv": b"id,name,member_count\ncluster:a,A," + b"7" * 10_000 + b"\n"},
        [f"clusters.csv:2:13: member_count must be a whole number, got '{'7' * 40}'"],
    ),
    "a cell of more than a million characters": (
        {"clusters.csv": CLUSTERS + b"cluster:b," + b"B" * (MAX_CELL + 1) + b"\n"},
        [f"clusters.csv:3: not a csv record: field larger than field limit ({MAX_CELL})"],
    ),
}


@pytest.mark.parametrize("case", DAMAGED)
def test_a_damaged_table_is_refused_with_the_place_of(case: str, problems_of: ProblemsOf) -> None:
    tables, wanted = DAMAGED[case]
    assert problems_of(tables) == wanted


WRONG_WORDS = {
    "title: [unclosed\n": "datapackage.yaml:2:1: not YAML: expected ',' or ']', but got '<stream end>'",
    "name: a: b\n": "datapackage.yaml:1:8: not YAML: mapping values are not allowed here",
    "name: \a\n": "datapackage.yaml: not YAML: unacceptable character #x0007: special characters are not allowed",
    f"{WORDS}created: 2020-13-45\n": "datapackage.yaml: not YAML: month must be in 1..12",
    "[" * 5000: "datapackage.yaml: not YAML: maximum recursion depth exceeded",
    f"{WORDS}created: 2026-01-31\n": "datapackage.yaml: created must be a time like 2026-01-31T00:00:00Z",
}


@pytest.mark.parametrize("words", WRONG_WORDS, ids=range(len(WRONG_WORDS)))
def test_a_description_that_cannot_be_read_is_refused(words: str, problems_of: ProblemsOf) -> None:
    (found,) = problems_of({}, description=words)
    assert found.startswith(WRONG_WORDS[words])


@pytest.mark.parametrize("words", ["", "- a list\n", "just words\n", "created: soon\n"])
def test_a_description_without_words_lacks_each_of_them(words: str, problems_of: ProblemsOf) -> None:
    lacking = [f"{key} is missing or not text" for key in ("citation", "licence", "name", "title")]
    late = ["created must be a time like 2026-01-31T00:00:00Z"] if "created" in words else []
    assert problems_of({}, description=words) == [f"datapackage.yaml: {text}" for text in sorted([*lacking, *late])]


def test_a_folder_without_description_is_refused_together_with_its_other_problems(save_folder: SaveFolder) -> None:
    folder = save_folder({"clusters.csv": "id,name\nalps,Alps\n"})
    (folder / "datapackage.yaml").unlink()
    with pytest.raises(InvalidDataset) as caught:
        read_folder(folder)
    assert str(caught.value).splitlines() == [
        "clusters.csv:2:1: id 'alps' must be cluster: and a slug, such as cluster:some-name",
        "datapackage.yaml: cannot be read: No such file or directory",
    ]


def test_a_folder_that_is_not_there_and_a_file_are_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    for name in ("none", "file"):
        with pytest.raises(InvalidDataset) as caught:
            read_folder(tmp_path / name)
        assert str(caught.value) == f"{tmp_path / name}: no such folder"


def test_a_table_that_is_too_large_is_not_read(problems_of: ProblemsOf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph_data.reading.text.MAX_BYTES", 1000)
    assert problems_of({"clusters.csv": "id,name\n" * 200}) == ["clusters.csv: larger than 1000 bytes; split it"]


def test_a_hundred_problems_are_shown_and_the_others_counted(problems_of: ProblemsOf) -> None:
    rows = "".join(f"cluster:c{number},C,x\n" for number in range(250))
    found = problems_of({"clusters.csv": f"id,name,member_count\n{rows}"})
    assert len(found) == 101
    assert found[0] == "clusters.csv:2:14: member_count must be a whole number, got 'x'"
    assert found[-1] == "+150 more"


def test_files_saved_by_a_spreadsheet_give_the_same_version(
    save_folder: SaveFolder, small_tables: Mapping[str, str]
) -> None:
    spreadsheet = {name: b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode() for name, text in small_tables.items()}
    one, other = (
        read_folder(save_folder(given, name=name)) for name, given in (("a", small_tables), ("b", spreadsheet))
    )
    assert one == other
    assert one.version == other.version


def test_named_tables_are_read_without_the_others(save_folder: SaveFolder, small_tables: Mapping[str, str]) -> None:
    folder = save_folder({"same_as.csv": small_tables["same_as.csv"], "clusters.csv": "id\n"})
    wanted = SameAs(entity="cluster:alps", source="register", source_id="77", reason="Same address.")
    assert read_rows(folder, frozenset({"same_as", "misleading"})) == [wanted]
    with pytest.raises(InvalidDataset, match=r"^clusters\.csv:1: column 'name' is missing$"):
        read_rows(folder, frozenset({"clusters"}))

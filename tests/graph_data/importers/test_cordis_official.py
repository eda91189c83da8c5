"""The official bulk download makes what a folder of the same tables makes, and nothing private comes with it."""

import json
import runpy
import shutil
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace

import pytest

from graph_data.bundled import BUNDLED
from graph_data.errors import InvalidDataset
from graph_data.importers.cordis import import_cordis
from graph_data.importers.report import Import
from graph_data.ontology import Institution, Organisation
from graph_data.reading.folder import read_folder
from graph_data.rows import Fact, Link
from graph_data.writing.folder import write_folder

HERE = Path(__file__).parent
OFFICIAL, CORDIS = (SimpleNamespace(**runpy.run_path(str(HERE / name))) for name in ("official.py", "test_cordis.py"))
"""What turns a folder into a download; and the small folder with its vocabulary, as the tests of folders have them."""

GIVEN, SAME_AS = CORDIS.GIVEN, CORDIS.SAME_AS

Files = dict[str, bytes]


def plain(folder: Path) -> Path:
    """Copy the small folder without what the download cannot say: clusters, and names of regions."""
    shutil.copytree(GIVEN, folder)
    table = folder / "organisations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("is_cluster", "other"), encoding="utf-8")
    (folder / "nuts.csv").write_text("code,name\n", encoding="utf-8")
    return folder


@pytest.fixture
def files() -> Files:
    """Return the small folder as the csv files of the download."""
    made: Files = OFFICIAL.csv_files(OFFICIAL.official(GIVEN))
    return made


@pytest.fixture
def imported(tmp_path: Path) -> Callable[[Mapping[str, bytes]], Import]:
    """Return a function that imports files from a zip file."""
    return lambda files: import_cordis(OFFICIAL.write_zip(tmp_path / "download.zip", files), CORDIS.vocabulary())


def refusal(imported: Callable[[Mapping[str, bytes]], Import], files: Mapping[str, bytes]) -> list[str]:
    with pytest.raises(InvalidDataset) as caught:
        imported(files)
    return str(caught.value).splitlines()


def cases(found: Import) -> dict[str, tuple[str, ...]]:
    return {finding.code: finding.cases for finding in found.findings}


@pytest.mark.parametrize("form", ["csv_files", "json_files"])
@pytest.mark.parametrize("unpacked", [True, False])
def test_the_download_makes_the_same_version_as_the_folder(tmp_path: Path, form: str, unpacked: bool) -> None:
    folder = plain(tmp_path / "folder")
    tables = OFFICIAL.official(folder)
    # An organisation whose own flag none of its participations has cannot be said in the download's shape.
    files = getattr(OFFICIAL, form)(tables)
    path = OFFICIAL.write_zip(tmp_path / "download.zip", files)
    if unpacked:
        path = tmp_path / "download"
        with zipfile.ZipFile(tmp_path / "download.zip") as archive:
            archive.extractall(path)
        (path / "information.pdf").write_bytes(b"%PDF")
    organisations = folder / "organisations.csv"
    text = organisations.read_text(encoding="utf-8")
    organisations.write_text(text.replace("IMU,false", "IMU,true"), encoding="utf-8")
    taking_part = {row["organisation_id"] for row in OFFICIAL.rows_of(folder, "participations")}
    known = CORDIS.vocabulary()
    wanted = CORDIS.together(known, import_cordis(folder, known, SAME_AS))
    absent = {row.id for row in wanted.entities if isinstance(row, Organisation)}
    absent = {row for row in absent if "cordis-" in row and row.rpartition("-")[2] not in taking_part}
    wanted = wanted.where(
        lambda row: getattr(row, "id", getattr(row, "entity", getattr(row, "subject", ""))) not in absent
    )
    made = CORDIS.together(known, import_cordis(path, known, SAME_AS))
    assert made.version == wanted.version


def test_nothing_private_is_taken_over(
    imported: Callable[[Mapping[str, bytes]], Import], files: Files, tmp_path: Path
) -> None:
    write_folder(CORDIS.together(CORDIS.vocabulary(), imported(files)), tmp_path / "written")
    private = [text.encode() for text in OFFICIAL.PRIVATE.values()]
    assert all(any(text in content for content in files.values()) for text in private)
    written = b"".join(path.read_bytes() for path in (tmp_path / "written").iterdir())
    assert [text for text in private if text in written] == []


def test_a_stray_quote_is_read_as_text_and_reported(
    imported: Callable[[Mapping[str, bytes]], Import], files: Files
) -> None:
    files["organization.csv"] = files["organization.csv"].replace(b'"Invented Shoes"', b'"Invented "best" Shoes"')
    found = imported(files)
    assert 'Invented "best" Shoes' in {row.name for row in found.rows if isinstance(row, Organisation)}
    assert set(cases(found)["stray-quotes"]) == {"organization.csv:3", "organization.csv:4"}


def test_a_cell_that_cannot_be_told_from_its_neighbour_is_refused(
    imported: Callable[[Mapping[str, bytes]], Import], files: Files
) -> None:
    files["organization.csv"] = files["organization.csv"].replace(b'"Invented Shoes"', b'"Invented";"Shoes"', 1)
    assert refusal(imported, files)[0] == (
        "organization.csv:3: 26 cells where the heading has 25; the download in JSON has no such damage"
    )


def test_the_participation_last_updated_decides_and_the_difference_is_reported(
    imported: Callable[[Mapping[str, bytes]], Import],
) -> None:
    tables = OFFICIAL.official(GIVEN)
    first, second = (row for row in tables["organization"] if row["organisationID"] == "2")
    first |= {"name": "Old Shoes", "city": "Oldtown", "contentUpdateDate": "2021-01-01 00:00:00"}
    second |= {"shortName": "", "country": "", "nutsCode": "ES511", "contentUpdateDate": "2025-01-01 00:00:00"}
    found = imported(OFFICIAL.csv_files(tables))
    (shoes,) = (row for row in found.rows if isinstance(row, Organisation) and row.id.endswith("cordis-2"))
    assert (shoes.name, shoes.city) == ("Invented Shoes", "Oldtown")
    (place,) = (
        row for row in found.rows if isinstance(row, Link) and row.subject == shoes.id and "country" in row.object
    )
    assert place.object == "country:GR"
    assert cases(found)["details-differ"] == (
        "organization.csv:4: organisation 2 'Invented Shoes': name, shortName, city, country, nutsCode",
    )


def test_several_countries_in_one_cell_are_no_country(imported: Callable[[Mapping[str, bytes]], Import]) -> None:
    tables = OFFICIAL.official(GIVEN)
    row = tables["organization"][0]
    row |= {"country": "DE;HU", "nutsCode": ""}
    found = imported(OFFICIAL.csv_files(tables))
    facts = [fact for fact in found.rows if isinstance(fact, Fact) and fact.property == "country"]
    assert [fact.value for fact in facts] == ["DE;HU"]


def test_older_downloads_lack_columns(imported: Callable[[Mapping[str, bytes]], Import]) -> None:
    tables = OFFICIAL.official(GIVEN)
    for row in tables["project"]:
        del row["keywords"], row["Human-validated"], row["frameworkProgramme"]
    tables["legalBasis"] = [row for row in tables["legalBasis"] if row["projectID"] != "200"]
    found = imported(OFFICIAL.csv_files(tables))
    strands = {row.id: row.strand for row in found.rows if hasattr(row, "strand")}
    assert strands == {"partnership:cordis-100": "HORIZON.2.4; HORIZON.2.4.9", "partnership:cordis-200": "HORIZON.9"}
    keywords = [row.value for row in found.rows if isinstance(row, Fact) and row.property == "keywords"]
    assert keywords == [None, None]


def test_a_term_whose_title_holds_a_slash_is_named_by_its_title(
    imported: Callable[[Mapping[str, bytes]], Import],
) -> None:
    tables = OFFICIAL.official(GIVEN)
    tables["euroSciVoc"][1] |= {
        "euroSciVocCode": "/7",
        "euroSciVocPath": "/wood/paper",
        "euroSciVocTitle": "wood/paper",
    }
    found = imported(OFFICIAL.csv_files(tables))
    assert {row.name for row in found.rows if getattr(row, "notation", None) == "/7"} == {"wood/paper"}


def test_another_framework_programme_is_refused_once(imported: Callable[[Mapping[str, bytes]], Import]) -> None:
    tables = OFFICIAL.official(GIVEN)
    for row in tables["project"]:
        row["frameworkProgramme"] = "H2020"
    assert refusal(imported, OFFICIAL.csv_files(tables)) == [
        "project.csv:2:81: a project of H2020; only the download of Horizon Europe (cordis-HORIZONprojects) is read"
    ]


def test_problems_name_the_files_and_columns_of_the_download(imported: Callable[[Mapping[str, bytes]], Import]) -> None:
    tables = OFFICIAL.official(GIVEN)
    tables["project"][0]["startDate"] = "August"
    tables["organization"][0] |= {"role": "chief", "activityType": "ABC"}
    assert refusal(imported, OFFICIAL.csv_files(tables)) == [
        "organization.csv:2:77: unknown activityType 'ABC'; write one of PRC, HES, REC, PUB, OTH",
        f"organization.csv:2:232: unknown role 'chief'; write one of {CORDIS.ROLES}",
        "project.csv:2:38: startDate must be a date like 2022-08-01, got 'August'",
    ]
    assert refusal(imported, OFFICIAL.json_files(tables)) == [
        "organization.json: object 1, activityType: unknown activityType 'ABC'; write one of PRC, HES, REC, PUB, OTH",
        f"organization.json: object 1, role: unknown role 'chief'; write one of {CORDIS.ROLES}",
        "project.json: object 1, startDate: startDate must be a date like 2022-08-01, got 'August'",
    ]


def test_files_that_are_missing_doubled_or_unreadable_are_named(
    imported: Callable[[Mapping[str, bytes]], Import], files: Files
) -> None:
    del files["legalBasis.csv"]
    files |= {"project.json": b"[]", "euroSciVoc.csv": b"", "organization.csv": b'"projectID"\n'}
    found = refusal(imported, files)
    assert found[0] == "euroSciVoc.csv:1: empty; the first line must hold the headings"
    assert found[1] == "legalBasis.csv: missing; download.zip must hold it"
    assert found[2] == "organization.csv:1: column 'SME' is missing"
    assert found[-1] == "project.csv: in two formats: project.csv, project.json; keep one"


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (b"{", "project.json:1:2: not JSON: unexpected end of data"),
        (b"{}", "project.json: the file must be a list of objects"),
        (b"[1]", "project.json: object 1: must be an object"),
        (b"[{}]", "project.json: object 1: lacks id, acronym, title, status, startDate, endDate, topics, masterCall, "),
        (b'"deep"', "project.json: object 1: title must be text, a number or a truth value"),
        (b'"nul"', "project.json: object 1: title: NUL character; the file is damaged or not text"),
    ],
)
def test_json_that_says_something_else_is_refused(
    imported: Callable[[Mapping[str, bytes]], Import], content: bytes, problem: str
) -> None:
    files = OFFICIAL.json_files(OFFICIAL.official(GIVEN))
    if content in {b'"deep"', b'"nul"'}:
        rows = json.loads(files["project.json"])
        rows[0]["title"] = ["x"] if content == b'"deep"' else "a\0b"
        content = json.dumps(rows).encode()
    assert refusal(imported, files | {"project.json": content})[0].startswith(problem)


def test_a_damaged_archive_and_one_with_two_files_of_a_name_are_refused(
    tmp_path: Path, imported: Callable[[Mapping[str, bytes]], Import], files: Files
) -> None:
    (tmp_path / "broken.zip").write_bytes(b"PK no more")
    with pytest.raises(InvalidDataset, match=r"^broken\.zip: damaged, or not zip: File is not a zip file$"):
        import_cordis(tmp_path / "broken.zip", CORDIS.vocabulary())
    assert refusal(imported, {**files, "again/project.csv": b""}) == [
        "download.zip: damaged, or not zip: two files of one name in different folders of the archive"
    ]


def test_files_of_the_download_that_are_not_read_are_listed(
    imported: Callable[[Mapping[str, bytes]], Import], files: Files
) -> None:
    assert cases(imported(files))["tables-not-read"] == ("topics.csv", "webLink.csv")


@pytest.mark.shared
def test_the_sample_makes_the_same_version_both_ways(shared: Path, tmp_path: Path) -> None:
    folder = tmp_path / "sample"
    shutil.copytree(shared / "cordis-sample", folder)
    table = folder / "organisations.csv"
    flags: dict[str, set[str]] = {}
    for row in OFFICIAL.rows_of(folder, "participations"):
        flags.setdefault(row["organisation_id"], set()).add(row["sme"])
    lines = OFFICIAL.rows_of(folder, "organisations")
    for row in lines:
        # Flags of participations outside the sample cannot be said; clusters neither.
        row["sme"] = row["sme"] if row["sme"] in flags[row["id"]] else min(flags[row["id"]])
        del row["is_cluster"]
    table.write_bytes(OFFICIAL.as_csv(lines, ",").removeprefix(b"\xef\xbb\xbf"))
    known = read_folder(BUNDLED).vocabulary()
    download = OFFICIAL.write_zip(tmp_path / "download.zip", OFFICIAL.csv_files(OFFICIAL.official(folder)))
    made, wanted = (CORDIS.together(known, import_cordis(path, known)) for path in (download, folder))
    assert sum(isinstance(entity, Institution) for entity in wanted.entities) > 2000
    assert made.version == wanted.version

import csv
import gzip
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from graph_data.dataset import About, Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.cordis import folder as cordis_folder
from graph_data.importers.cordis import import_cordis
from graph_data.importers.doubtful import possible_duplicates
from graph_data.importers.report import Import
from graph_data.ontology import (
    Cluster,
    Country,
    EntityKind,
    Institution,
    Partnership,
    Predicate,
    ProgrammeArea,
    Region,
    Sme,
    SmeStatus,
    StatementOrigin,
    TechnologyField,
)
from graph_data.reading.folder import read_folder
from graph_data.rows import Fact, Link, SameAs, Scheme, Source
from graph_data.tables import TABLES
from graph_data.writing.folder import write_folder
from graph_data.writing.text import table_text

DATA = Path(__file__).parent / "cordis"
GIVEN, WANTED = DATA / "given", DATA / "wanted"
"""A folder of our own writing in the shape of CORDIS, and the tables that the importer makes of it."""

DEFAULT = Path(__file__).resolve().parents[3] / "graph_data" / "datasets" / "european-clusters"

FOUND = {
    "same-as-joined": ("organisations.csv:7: organisation 6 'Alpha Association' is cluster:alpha",),
    "same-as-not-found": ("66 of cluster:alpha",),
    "doubled-participations": (
        "participations.csv:6: project 100, organisation 3, associatedPartner; first on line 5",
    ),
    "terminated-participations": ("participations.csv:4: project 200, organisation 2, participant",),
    "conflicting-sme-flags": ("organisations.csv:3: organisation 2 'Invented Shoes': false, true",),
    "sme-flags-unlike-register": (
        "organisations.csv:4: organisation 3 'Imaginary University': false, its participations true",
    ),
    "blank-sme-flags": ("organisations.csv:5: organisation 4 'Noone Inparticular'",),
    "blank-activity-types": ("organisations.csv:5: organisation 4 'Noone Inparticular'",),
    "country-only-regions": ("organisations.csv:3: organisation 2 'Invented Shoes': EL",),
    "no-region": (
        "organisations.csv:5: organisation 4 'Noone Inparticular'",
        "organisations.csv:8: organisation 7 'Faraway College'",
    ),
    "regions-outside-nuts-2021": (
        "organisations.csv:4: organisation 3 'Imaginary University': NL415",
        "organisations.csv:6: organisation 5 'Invented Shoes': NL415",
        "organisations.csv:7: organisation 6 'Alpha Association': ES704",
        "organisations.csv:9: organisation 8 'Island Institute': ES704",
    ),
    "nuts-without-name": ("NL415: 1 located in region:NL41",),
    "nuts-country-mismatch": ("organisations.csv:6: organisation 5 'Invented Shoes': NL415 is not in BE",),
    "no-country": ("organisations.csv:8: organisation 7 'Faraway College': XH",),
    "bad-geolocation": (
        "organisations.csv:6: organisation 5 'Invented Shoes': '95,4'",
        "organisations.csv:7: organisation 6 'Alpha Association': 'north'",
    ),
    "shared-names": ("Invented Shoes: 2, 5",),
    "unmapped-topics": ("project_euroscivoc.csv:5: project 200, /9",),
    "unmapped-programme-parts": ("project 200: HORIZON.9",),
    "doubled-terms": ("project_euroscivoc.csv:4: project 100, /1/3/4",),
    "tables-not-read": ("topics.csv",),
}

ROLES = "coordinator, participant, associatedPartner, thirdParty"

SAME_AS = (
    SameAs(entity="cluster:alpha", source="CORDIS", source_id="6", reason="its legal name"),
    SameAs(entity="cluster:alpha", source="cordis", source_id="66", reason="left the register"),
    SameAs(entity="cluster:other", source="elsewhere", source_id="6", reason="of another register"),
)


def vocabulary() -> Dataset:
    about = About(name="small", title="Small", licence="https://licence.example", citation="Small")
    return Dataset.of(
        about,
        [
            Source(id="cordis", title="CORDIS", origin=StatementOrigin.IMPORTED),
            Source(id="other", title="Other", origin=StatementOrigin.STATED),
            *(
                Scheme(id=scheme, title=scheme, kind=kind, complete=False, source="cordis")
                for scheme, kind in (
                    ("euroscivoc", EntityKind.TECHNOLOGY_FIELD),
                    ("horizon-europe", EntityKind.PROGRAMME_AREA),
                )
            ),
            *(Country(id=f"country:{code}", name=code, code=code) for code in ("BE", "ES", "GB", "GR", "NL")),
            *(
                Region(
                    id=f"region:{code}",
                    name=code,
                    nuts_code=code,
                    nuts_version="2021",
                    level=level,
                    parent="country:NL",
                )
                for code, level in (("ES511", 3), ("NL41", 2))
            ),
            TechnologyField(id="technology:engineering", name="engineering", scheme="euroscivoc", notation="/1"),
            TechnologyField(id="technology:shoes", name="shoes", scheme="euroscivoc", notation="/1/2"),
            ProgrammeArea(id="programme:horizon-2-4", name="Industry", scheme="horizon-europe", notation="HORIZON.2.4"),
            Cluster(id="cluster:alpha", name="Alpha", source="other"),
            Link(
                subject="cluster:alpha",
                predicate=Predicate.LOCATED_IN,
                object="country:ES",
                origin=StatementOrigin.STATED,
                source="other",
                locator="page",
            ),
        ],
    )


def changed(folder: Path, table: str, change: Callable[[bytes], bytes]) -> Path:
    """Copy the small folder with one table changed."""
    shutil.copytree(GIVEN, folder)
    path = folder / table
    path.write_bytes(change(path.read_bytes()))
    return folder


def together(known: Dataset, found: Import) -> Dataset:
    return Dataset.of(known.about, [*known.all_rows(), *found.rows])


def test_makes_of_the_small_folder_exactly_these_tables() -> None:
    found = Dataset.of(vocabulary().about, import_cordis(GIVEN, vocabulary(), SAME_AS).rows)
    wanted = {path.stem: path.read_text(encoding="utf-8") for path in WANTED.iterdir()}
    assert {table.name: table_text(found, table) for table in TABLES if found.rows(table)} == wanted


def test_further_columns_of_projects_can_be_kept_as_facts(tmp_path: Path) -> None:
    def signed(table: bytes) -> bytes:
        heading, first, *others = table.splitlines()
        return b"\n".join([heading + b",ec_signature_date", first + b",2022-05-12", *(row + b"," for row in others)])

    folder = changed(tmp_path / "signed", "projects.csv", signed)
    plain = import_cordis(folder, vocabulary()).rows
    fresh = [row for row in import_cordis(folder, vocabulary(), keep=["ec_signature_date"]).rows if row not in plain]
    made = {"property": "ecSignatureDate", "source": "cordis"}
    assert fresh == [
        Fact(entity=f"partnership:cordis-{number}", locator=f"projects.csv:id={number}", value=value, **made)
        for number, value in ((100, "2022-05-12"), (200, None))
    ]


def test_a_column_to_keep_must_be_there() -> None:
    with pytest.raises(InvalidDataset, match=r"^projects\.csv:1: column 'ec_signature_date' is missing$"):
        import_cordis(GIVEN, vocabulary(), keep=["ec_signature_date"])


def test_reports_everything_odd_with_its_place() -> None:
    findings = import_cordis(GIVEN, vocabulary(), SAME_AS).findings
    assert {finding.code: finding.cases for finding in findings} == FOUND
    assert all(finding.count == len(finding.cases) for finding in findings)
    assert findings[2].text == (
        "Participations that stand twice (same project, organisation and role): 1; each pair is one statement."
    )


def test_what_it_makes_is_a_sound_dataset(tmp_path: Path) -> None:
    dataset = together(vocabulary(), import_cordis(GIVEN, vocabulary(), SAME_AS))
    write_folder(dataset, tmp_path / "written")
    assert read_folder(tmp_path / "written") == dataset


def test_reads_packed_tables_and_the_other_name_of_the_nuts_table(tmp_path: Path) -> None:
    for path in GIVEN.iterdir():
        name = "nuts_in_use.csv" if path.name == "nuts.csv" else path.name
        (tmp_path / f"{name}.gz").write_bytes(gzip.compress(path.read_bytes()))
    packed, plain = (import_cordis(folder, vocabulary(), SAME_AS) for folder in (tmp_path, GIVEN))
    regions = {row.locator for row in packed.rows if isinstance(row, Region)}
    assert regions == {"nuts_in_use.csv:code=ES70", "nuts_in_use.csv:code=ES704"}
    assert [row for row in packed.rows if not isinstance(row, Region)] == [
        row for row in plain.rows if not isinstance(row, Region)
    ]
    assert packed.findings[2].cases == (
        "participations.csv.gz:6: project 100, organisation 3, associatedPartner; first on line 5",
    )


def test_without_the_column_is_cluster_nothing_is_a_cluster(tmp_path: Path) -> None:
    folder = changed(tmp_path / "given", "organisations.csv", lambda table: table.replace(b"is_cluster", b"other"))
    assert not [row for row in import_cordis(folder, vocabulary()).rows if isinstance(row, Cluster)]


def test_an_entity_that_lies_nowhere_yet_is_located_once() -> None:
    known = vocabulary().where(lambda row: not isinstance(row, Link))
    twice = [SAME_AS[0], SameAs(entity="cluster:alpha", source="cordis", source_id="4", reason="its manager")]
    rows = import_cordis(GIVEN, known, twice).rows
    links = [row for row in rows if isinstance(row, Link) and row.subject == "cluster:alpha"]
    assert [row.object for row in links if row.predicate is Predicate.LOCATED_IN] == ["country:ES"]
    activities = [row for row in rows if isinstance(row, Fact) and row.property == "activityType"]
    assert [row.value for row in activities if row.entity == "cluster:alpha"] == [None, "OTHER"]


def test_a_code_without_country_is_located_by_the_code(tmp_path: Path) -> None:
    folder = changed(tmp_path / "given", "organisations.csv", lambda table: table.replace(b"NL,NL415", b",NL415"))
    rows = import_cordis(folder, vocabulary()).rows
    assert "region:NL41" in [
        row.object for row in rows if isinstance(row, Link) and row.subject == "institution:cordis-3"
    ]


def refusal(folder: Path, same_as: tuple[SameAs, ...] = ()) -> list[str]:
    with pytest.raises(InvalidDataset) as refused:
        import_cordis(folder, vocabulary(), same_as)
    return str(refused.value).splitlines()


def bad_cells() -> list[dict[str, str]]:
    with (DATA / "bad_cells.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", bad_cells(), ids=lambda case: case["problem"])
def test_refuses_a_wrong_cell_and_says_where_it_stands(tmp_path: Path, case: dict[str, str]) -> None:
    given, bad = case["given"].encode(), case["bad"].encode()
    folder = changed(tmp_path / "given", case["table"], lambda content: content.replace(given, bad, 1))
    assert case["problem"] in refusal(folder)


def test_says_all_that_is_wrong_with_a_folder_at_once(tmp_path: Path) -> None:
    folder = changed(tmp_path / "given", "projects.csv", lambda table: table.replace(b"Better", b"B\xe9tter"))
    (folder / "nuts.csv").unlink()
    (folder / "euroscivoc.csv.gz").write_bytes(b"")
    (folder / "legal_basis.csv").rename(folder / "legal_basis.csv.gz")
    (folder / "participations.csv").write_text("project_id,organisation_id,role,sme\n100,1,boss,\n5,99,participant,\n")
    assert refusal(folder) == [
        "euroscivoc.csv: one table in several files: euroscivoc.csv, euroscivoc.csv.gz; keep one",
        "legal_basis.csv.gz: cannot be unpacked: Not a gzipped file (b'co')",
        "nuts.csv: missing; the folder must hold nuts.csv or nuts_in_use.csv, or its .gz",
        f"participations.csv:2:7: unknown role 'boss'; write one of {ROLES}",
        "participations.csv:3:3: unknown organisation '99'",
        "projects.csv:2:11: byte 0xe9 is not UTF-8; save the file as UTF-8",
    ]


def test_ids_lost_in_a_damaged_table_are_not_called_unknown(tmp_path: Path) -> None:
    folder = changed(tmp_path / "given", "organisations.csv", lambda table: table.replace(b"8,Island", b"8,Is,land"))
    with (folder / "participations.csv").open("a") as file:
        file.write("100,8,participant,,false\n")
    assert refusal(folder) == ["organisations.csv:9: 12 cells where the heading has 11"]


def test_a_table_larger_than_allowed_when_unpacked_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = changed(tmp_path / "given", "nuts.csv", gzip.compress)
    (folder / "nuts.csv").rename(folder / "nuts.csv.gz")
    monkeypatch.setattr(cordis_folder, "MAX_BYTES", 50)
    assert refusal(folder) == ["nuts.csv.gz: larger than 50 bytes when unpacked; split it"]


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nowhere") == ["nowhere: no such folder or file"]


def test_a_judgement_about_an_unknown_entity_or_two_of_one_organisation_are_refused() -> None:
    judged = [("cluster:alfa", "6"), ("cluster:alpha", "1"), ("country:ES", "1"), ("sme:nobody", "2")]
    rows = tuple(SameAs(entity=entity, source="cordis", source_id=number, reason="so") for entity, number in judged)
    assert refusal(GIVEN, rows) == [
        "same_as.csv: 1 is said to be cluster:alpha and country:ES; keep one row",
        "same_as.csv: unknown entity 'cluster:alfa'; did you mean 'cluster:alpha'?",
        "same_as.csv: unknown entity 'sme:nobody'; import its source first",
    ]


def default_vocabulary() -> Dataset:
    clusters = [Cluster(id=f"cluster:{name}", name=name.upper(), source="eccp") for name in ("epsi", "indescat")]
    known = read_folder(DEFAULT)
    return Dataset.of(known.about, [*known.vocabulary().all_rows(), *clusters])


def judgements(shared: Path) -> list[SameAs]:
    with (shared / "same_as.csv").open(encoding="utf-8", newline="") as file:
        return [SameAs(**row) for row in csv.DictReader(file)]


def counts(found: Import) -> Mapping[str, int]:
    return {finding.code: finding.count for finding in found.findings}


@pytest.mark.shared
def test_the_sample_has_what_its_readme_counts(shared: Path, tmp_path: Path) -> None:
    known = default_vocabulary()
    found = import_cordis(shared / "cordis-sample", known, judgements(shared))
    dataset = together(known, found)
    kinds = Counter(type(entity) for entity in dataset.entities)
    assert [kinds[kind] for kind in (Partnership, Cluster, Sme, Institution)] == [391, 108, 1101, 2914]
    links = Counter(row.predicate for row in found.rows if isinstance(row, Link))
    assert links[Predicate.PARTNER_IN] + counts(found)["doubled-participations"] == 6221
    unknown = [row for row in found.rows if isinstance(row, Institution) and row.sme_status is SmeStatus.UNKNOWN]
    assert len(unknown) == 22
    assert len({row.object for row in found.rows if isinstance(row, Link) and "technology:" in row.object}) == 249
    assert possible_duplicates(found.rows, known).count == 0
    write_folder(dataset, tmp_path / "written")
    assert read_folder(tmp_path / "written").version == dataset.version


@pytest.mark.shared
def test_the_whole_folder_has_what_its_readme_counts(shared: Path) -> None:
    known = default_vocabulary()
    found = import_cordis(shared / "cordis-horizon", known, judgements(shared))
    kinds = Counter(type(row) for row in found.rows)
    assert [kinds[kind] for kind in (Partnership, Sme)] == [19189, 10612]
    assert kinds[Sme] + kinds[Institution] + counts(found)["same-as-joined"] == 30721
    links = Counter(row.predicate for row in found.rows if isinstance(row, Link))
    assert links[Predicate.PARTNER_IN] + counts(found)["doubled-participations"] == 119242
    assert counts(found) == {
        "same-as-joined": 2,
        "doubled-participations": 39,
        "terminated-participations": 1753,
        "conflicting-sme-flags": 99,
        "blank-sme-flags": 267,
        "blank-activity-types": 1,
        "country-only-regions": 4612,
        "no-region": 279,
        "regions-outside-nuts-2021": 1749,
        "nuts-without-name": 56,
        "nuts-country-mismatch": 8,
        "no-country": 2,
        "shared-names": 31,
        "tables-not-read": 2,
    }


@pytest.mark.shared
def test_the_statistics_institute_that_shortens_itself_like_a_cluster_is_listed(shared: Path) -> None:
    known = default_vocabulary()
    found = import_cordis(shared / "cordis-horizon", known, judgements(shared))
    (case,) = possible_duplicates(found.rows, known).cases
    assert case.startswith("institution:cordis-882880130 (INDESCAT) might be cluster:indescat (INDESCAT): same name")

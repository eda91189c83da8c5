"""Doubtful matches go to a person as a csv and come back as judgements."""

import csv
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.doubtful import Doubt
from graph_data.importers.report import Finding
from graph_data.importing import import_sources
from graph_data.judging import read_answers, same_as_of, write_doubts
from graph_data.reading.folder import read_folder
from graph_data.rows import SameAs

GIVEN = Path(__file__).parent / "importers"
SNOW, ICE = (GIVEN / "pages" / f"{name}.txt" for name in ("snowtogether", "icelink"))
REGISTER = GIVEN / "cordis" / "given"

HEAD = "entity,name,country,other,other_name,other_country,source,doubt,same,reason\n"

TRAP = Doubt(
    entity="cluster:indescat",
    name="INDESCAT",
    country="country:ES",
    other="institution:cordis-882880130",
    other_name="INDESCAT",
    other_country="country:ES",
    source="cordis",
    doubt="same name, other source",
    fresh=True,
)


def register(folder: Path, name: str) -> Path:
    """Copy the register with another name for its first organisation."""
    folder.mkdir()
    for path in REGISTER.iterdir():
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(text.replace("Artificial  Sport Cluster", name), encoding="utf-8")
    return folder


def fill(path: Path, same: str, reason: str = "") -> None:
    """Fill every row as a person would."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows({**row, "same": same, "reason": reason} for row in rows)


def codes(findings: list[Finding]) -> set[str]:
    return {finding.code for finding in findings}


def imported(tmp_path: Path, name: str) -> tuple[Path, Dataset]:
    """Import a page, and a register whose first organisation bears a name; doubts are listed beside."""
    import_sources("eccp", [SNOW], tmp_path / "set")
    dataset, findings = import_sources(
        "cordis", [register(tmp_path / "register", name)], tmp_path / "set", doubtful=tmp_path / "doubtful.csv"
    )
    assert "possible-duplicates" in codes(findings)
    return tmp_path / "doubtful.csv", dataset


def test_a_doubtful_match_is_listed_with_both_ids_names_and_countries_and_a_blank_to_fill(tmp_path: Path) -> None:
    write_doubts(tmp_path / "doubtful.csv", [TRAP])
    assert (tmp_path / "doubtful.csv").read_text(encoding="utf-8") == (
        f"{HEAD}cluster:indescat,INDESCAT,country:ES,institution:cordis-882880130,INDESCAT,country:ES,cordis,"
        '"same name, other source",,\n'
    )


def test_an_import_lists_its_doubts_and_joins_nothing(tmp_path: Path) -> None:
    listed, dataset = imported(tmp_path, "NORDSKI")
    assert dataset.same_as == ()
    assert listed.read_text(encoding="utf-8") == (
        f"{HEAD}cluster:nordski,NORDSKI,country:ES,cluster:cordis-1,NORDSKI,country:ES,cordis,"
        '"same name, other source",,\n'
    )


def test_a_yes_joins_at_the_next_import_with_the_reason(tmp_path: Path) -> None:
    listed, _ = imported(tmp_path, "NORDSKI")
    fill(listed, "yes", "Same address.")
    dataset, findings = import_sources(
        "cordis", [tmp_path / "register"], tmp_path / "set", judgements=listed, doubtful=listed
    )
    assert dataset.same_as == (
        SameAs(entity="cluster:nordski", source="cordis", source_id="1", reason="Same address."),
    )
    assert "cluster:cordis-1" not in dataset.by_id
    assert "possible-duplicates" not in codes(findings)
    again, _ = import_sources("cordis", [tmp_path / "register"], tmp_path / "set")
    assert again.version == dataset.version == read_folder(tmp_path / "set").version
    assert "Same address." in listed.read_text(encoding="utf-8")


def test_a_no_is_remembered_by_the_file_and_not_asked_again(tmp_path: Path) -> None:
    listed, before = imported(tmp_path, "NORDSKI")
    fill(listed, "No")
    filled = listed.read_text(encoding="utf-8")
    dataset, findings = import_sources("cordis", [tmp_path / "register"], tmp_path / "set", doubtful=listed)
    assert dataset == before
    assert "possible-duplicates" not in codes(findings)
    assert listed.read_text(encoding="utf-8").replace("\r", "") == filled.replace("\r", "")


def test_a_blank_answer_is_asked_again(tmp_path: Path) -> None:
    listed, before = imported(tmp_path, "NORDSKI")
    first = listed.read_text(encoding="utf-8")
    dataset, findings = import_sources(
        "cordis", [tmp_path / "register"], tmp_path / "set", judgements=listed, doubtful=listed
    )
    assert dataset == before
    assert "possible-duplicates" in codes(findings)
    assert listed.read_text(encoding="utf-8") == first


def test_a_judgement_about_a_source_that_is_not_imported_now_waits_and_says_so(tmp_path: Path) -> None:
    listed, _ = imported(tmp_path, "NORDSKI")
    fill(listed, "yes", "Same address.")
    dataset, findings = import_sources("eccp", [SNOW], tmp_path / "set", judgements=listed)
    assert {"cluster:nordski", "cluster:cordis-1"} <= set(dataset.by_id)
    assert [finding.cases for finding in findings if finding.code == "judgements-wait"] == [
        ("cluster:cordis-1 is cluster:nordski",)
    ]
    joined, _ = import_sources("cordis", [tmp_path / "register"], tmp_path / "set")
    assert "cluster:cordis-1" not in joined.by_id


def test_a_page_imported_after_the_register_gives_the_entity_and_the_register_the_number(tmp_path: Path) -> None:
    import_sources("cordis", [register(tmp_path / "register", "NORDSKI")], tmp_path / "set")
    import_sources("eccp", [SNOW], tmp_path / "set", doubtful=tmp_path / "doubtful.csv")
    (answer,) = read_answers(tmp_path / "doubtful.csv")
    assert (answer.cells["entity"], answer.cells["other"]) == ("cluster:nordski", "cluster:cordis-1")


def test_organisations_of_two_pages_with_one_acronym_are_listed_and_join_on_a_yes(tmp_path: Path) -> None:
    listed = tmp_path / "doubtful.csv"
    apart, _ = import_sources("eccp", [SNOW, ICE], tmp_path / "set", doubtful=listed)
    assert {"cluster:nordski", "cluster:nordic-skiing-nordski"} <= set(apart.by_id)
    fill(listed, "yes", "Same office.")
    late, _ = import_sources("eccp", [SNOW], tmp_path / "set", judgements=listed)
    early, _ = import_sources("eccp", [SNOW, ICE], tmp_path / "new", judgements=listed)
    assert "cluster:nordic-skiing-nordski" not in late.by_id
    assert late.version == early.version
    assert [row.source_id for row in late.same_as] == ["cluster:nordic-skiing-nordski"]


def test_a_yes_without_a_reason_gives_the_doubt_as_reason(tmp_path: Path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("entity,other,source,same\ncluster:a,sme:cordis-1,cordis,yes\n", encoding="utf-8")
    write_doubts(tmp_path / "full.csv", [TRAP])
    fill(tmp_path / "full.csv", "YES")
    reasons = [row.reason for file in (path, tmp_path / "full.csv") for row in same_as_of(read_answers(file))]
    assert reasons == ["Judged by hand: the same.", "Judged by hand: same name, other source."]


def test_answers_that_cannot_be_read_are_refused_all_at_once(tmp_path: Path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("entity,other,source,same\na,b,c,maybe\n,b,,yes\na,a,c,yes\n", encoding="utf-8")
    with pytest.raises(InvalidDataset) as caught:
        read_answers(path)
    assert str(caught.value).splitlines() == [
        "doubtful.csv:2:7: same must be yes, no or blank, got 'maybe'",
        "doubtful.csv:3:1: entity must not be blank",
        "doubtful.csv:3:4: source must not be blank",
        "doubtful.csv:4:3: entity and other are one already",
    ]


def test_a_file_that_cannot_be_read_is_not_written_over(tmp_path: Path) -> None:
    path = tmp_path / "doubtful.csv"
    path.write_text("something,else\n", encoding="utf-8")
    with pytest.raises(InvalidDataset, match="unknown column 'something'"):
        import_sources("eccp", [SNOW], tmp_path / "set", doubtful=path)
    assert path.read_text(encoding="utf-8") == "something,else\n"
    assert not (tmp_path / "set").exists()


def test_a_name_that_a_spreadsheet_would_run_comes_back_as_it_was(tmp_path: Path) -> None:
    path = tmp_path / "doubtful.csv"
    write_doubts(path, [Doubt(**{name: getattr(TRAP, name) for name in Doubt.__slots__} | {"name": "=1+1"})])
    assert "'=1+1" in path.read_text(encoding="utf-8")
    assert [answer.cells["name"] for answer in read_answers(path)] == ["=1+1"]

"""Several pages: an organisation on two of them is one node by its name and country, never by an acronym."""

from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.report import Finding
from graph_data.importing import import_sources
from graph_data.ontology import Cluster, Predicate

PAGES = Path(__file__).parent / "pages"
SNOW, ICE = PAGES / "snowtogether.txt", PAGES / "icelink.txt"


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Dataset, list[Finding]]:
    """Return what two pages make together."""
    return import_sources("eccp", [SNOW, ICE], tmp_path_factory.mktemp("both") / "set")


def saved(folder: Path, name: str, *changes: tuple[str, str]) -> Path:
    text = ICE.read_text(encoding="utf-8")
    for old, new in changes:
        assert text.count(old) == 1
        text = text.replace(old, new)
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_the_same_name_and_country_are_one_node_even_where_a_page_gives_no_acronym(
    both: tuple[Dataset, list[Finding]],
) -> None:
    dataset, _ = both
    partners = sorted(
        link.subject
        for link in dataset.links
        if link.predicate is Predicate.PARTNER_IN and link.object == "partnership:icelink"
    )
    assert partners == ["cluster:fhk", "cluster:jfwt", "cluster:nordic-skiing-nordski"]


def test_figures_of_the_page_imported_first_stay_and_both_are_facts(both: tuple[Dataset, list[Finding]]) -> None:
    dataset, findings = both
    cluster = dataset.by_id["cluster:fhk"]
    assert isinstance(cluster, Cluster)
    assert (cluster.member_count, cluster.sme_count) == (12, 9)
    counts = [fact.value for fact in dataset.facts if fact.entity == "cluster:fhk" and fact.property == "memberCount"]
    assert counts == ["12", "15"]
    assert [finding.cases for finding in findings if finding.code == "figures-differ"] == [
        ("34:22 15 11: cluster:fhk has 12 and 9",)
    ]


def test_one_acronym_of_two_names_is_listed_and_not_joined(both: tuple[Dataset, list[Finding]]) -> None:
    _, findings = both
    ((case,),) = [finding.cases for finding in findings if finding.code == "possible-duplicates"]
    new, known = "nordic-skiing-nordski (Nordic Skiing NORDSKI)", "nordski (NORDSKI - Catalan Snow Cluster)"
    why = "same acronym, same source; add a row to same_as.csv or leave it"
    assert case == f"cluster:{new} might be cluster:{known}: {why}"


def test_the_same_name_in_another_country_is_another_organisation(tmp_path: Path) -> None:
    page = saved(tmp_path, "icelink.txt", ("Hungary Észak-Alföld 15 11", "Netherlands Noord-Brabant 15 11"))
    dataset, _ = import_sources("eccp", [SNOW, page], tmp_path / "set")
    assert dataset.by_id["cluster:fhk-hungarian-frost-and-ice-cluster-co"].name == dataset.by_id["cluster:fhk"].name


def test_an_id_that_is_taken_even_by_the_whole_name_gets_the_country(tmp_path: Path) -> None:
    moved = ("Hungary Észak-Alföld 15 11", "Netherlands Noord-Brabant 15 11")
    second = saved(tmp_path, "second.txt", moved, ("> IceLink", "> SecondLink"))
    third = saved(tmp_path, "third.txt", (moved[0], "France Rhône-Alpes 15 11"), ("> IceLink", "> ThirdLink"))
    dataset, _ = import_sources("eccp", [SNOW, second, third], tmp_path / "set")
    assert "cluster:fhk-hungarian-frost-and-ice-cluster-co-fr" in dataset.by_id


def test_importing_the_pages_again_changes_nothing(both: tuple[Dataset, list[Finding]], tmp_path: Path) -> None:
    first, _ = import_sources("eccp", [SNOW, ICE], tmp_path / "set")
    again, _ = import_sources("eccp", [ICE, SNOW], tmp_path / "set")
    assert first.version == again.version == both[0].version


def test_all_problems_of_all_pages_come_at_once(tmp_path: Path) -> None:
    first = saved(tmp_path, "first.txt", ("Monday, 3 May, 2021", "Tuesday, 3 May, 2021"))
    second = saved(tmp_path, "second.txt", ("Spain Cataluña 8 5", "Spain Nowhere 8 5"))
    with pytest.raises(InvalidDataset) as caught:
        import_sources("eccp", [first, SNOW, second], tmp_path / "set")
    assert [problem.file for problem in caught.value.problems] == ["first.txt", "second.txt"]
    assert not (tmp_path / "set").exists()


def test_readings_of_several_pages_stand_in_a_folder_by_the_name_of_the_page(tmp_path: Path) -> None:
    folder = tmp_path / "readings"
    folder.mkdir()
    (folder / "snowtogether.csv").write_bytes((PAGES / "snowtogether-readings.csv").read_bytes())
    _, findings = import_sources("eccp", [SNOW, ICE], tmp_path / "set", readings=folder)
    unread = [finding.cases for finding in findings if finding.code == "prose-unread"]
    assert unread == [("1:1 Home > Escp 4x Profiles > IceLink",)]

"""Imports into a folder: whole or not at all, the same again the second time, and the dataset that ships."""

import csv
import shutil
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph_data.bundled import BUNDLED
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.importers.report import Finding
from graph_data.importing import import_sources
from graph_data.nace import divisions_of
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster, EntityKind, Predicate
from graph_data.reading.folder import read_folder
from graph_data.rows import Link, Misleading, SameAs
from graph_data.writing.folder import write_folder

GIVEN = Path(__file__).parent / "importers"
PAGE, READINGS = GIVEN / "pages" / "snowtogether.txt", GIVEN / "pages" / "snowtogether-readings.csv"
REGISTER = GIVEN / "cordis" / "given"

CLUSTERS = [
    "cluster:cluster-berg",
    "cluster:fhk",
    "cluster:ice-and-steel",
    "cluster:jfwt",
    "cluster:nordski",
]


def import_page(into: Path) -> tuple[Dataset, list[Finding]]:
    return import_sources("eccp", [PAGE], into, readings=READINGS)


@pytest.fixture(scope="module")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder into which the page was imported once."""
    folder = tmp_path_factory.mktemp("once") / "new"
    import_page(folder)
    return folder


@pytest.fixture
def page_folder(imported: Path, tmp_path: Path) -> Path:
    """Return a folder of the test's own into which the page was imported."""
    return shutil.copytree(imported, tmp_path / "new")


def actors(dataset: Dataset) -> list[str]:
    kinds = ("cluster:", "sme:", "institution:", "partnership:")
    return [entity.id for entity in dataset.entities if entity.id.startswith(kinds)]


def content(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_new_folder_begins_with_the_vocabulary_that_ships(tmp_path: Path) -> None:
    dataset, findings = import_page(tmp_path / "new")
    assert actors(dataset) == [*CLUSTERS, "partnership:snowtogether"]
    assert read_folder(tmp_path / "new") == dataset
    assert [entity for entity in read_folder(BUNDLED).vocabulary().entities if entity.id not in dataset.by_id] == []
    assert {finding.code: finding.count for finding in findings} == {
        "names-repaired": 2,
        "region-level": 1,
        "region-language": 1,
        "region-containment": 1,
        "lists-not-stated": 2,
        "blank-fields": 7,
        "unbalanced-parentheses": 1,
        "partners-matched-by-alias": 4,
        "homonyms": 1,
    }


def test_a_second_import_of_the_same_page_changes_nothing(page_folder: Path, tmp_path: Path) -> None:
    before = content(tmp_path)
    again, findings = import_page(page_folder)
    assert again.version == read_folder(page_folder).version
    assert "possible-duplicates" not in {finding.code for finding in findings}
    assert content(tmp_path) == before


def test_a_register_is_added_to_what_is_there(page_folder: Path) -> None:
    page = read_folder(page_folder)
    both, findings = import_sources("cordis", [REGISTER], page_folder)
    assert set(page.entities) <= set(both.entities)
    assert sorted(set(actors(both)) - set(actors(page))) == [
        "cluster:cordis-1",
        "cluster:cordis-6",
        "institution:cordis-3",
        "institution:cordis-4",
        "institution:cordis-7",
        "institution:cordis-8",
        "partnership:cordis-100",
        "partnership:cordis-200",
        "sme:cordis-2",
        "sme:cordis-5",
    ]
    assert all(finding.count for finding in findings)
    assert both.version == read_folder(page_folder).version


def test_a_second_import_of_the_same_register_changes_nothing(page_folder: Path) -> None:
    first, _ = import_sources("cordis", [REGISTER], page_folder)
    again, _ = import_sources("cordis", [REGISTER], page_folder)
    assert again == first


def test_a_failing_import_leaves_the_folder_as_it_was_and_nothing_beside_it(page_folder: Path, tmp_path: Path) -> None:
    before = content(tmp_path)
    truncated = tmp_path.with_name(f"{tmp_path.name}-page.txt")
    truncated.write_text(PAGE.read_text(encoding="utf-8")[:900], encoding="utf-8")
    with pytest.raises(InvalidDataset):
        import_sources("eccp", [PAGE, truncated], page_folder, readings=READINGS)
    with pytest.raises(InvalidDataset):
        import_sources("cordis", [tmp_path / "none"], page_folder)
    assert content(tmp_path) == before
    assert [path.name for path in tmp_path.iterdir()] == ["new"]


def test_a_failing_import_makes_no_new_folder(tmp_path: Path) -> None:
    with pytest.raises(InvalidDataset, match=r"^none\.txt: cannot be read: No such file or directory$"):
        import_sources("eccp", [tmp_path / "none.txt"], tmp_path / "new")
    assert list(tmp_path.iterdir()) == []


def test_what_does_not_hold_together_with_what_is_there_is_refused(page_folder: Path) -> None:
    (page_folder / "countries.csv").write_text("id,name,code\ncountry:ES,Spain,ES\n", encoding="utf-8")
    with pytest.raises(InvalidDataset, match="unknown entity 'country:"):
        import_sources("cordis", [REGISTER], page_folder)


def test_rows_that_break_a_rule_together_are_refused_by_table_and_key(
    page_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = content(page_folder)
    wrong = Cluster(id="cluster:wrong", name="Wrong", member_count=1, sme_count=2)
    monkeypatch.setattr(
        "graph_data.importing.import_cordis", lambda *_: type("Made", (), {"rows": (wrong,), "findings": ()})
    )
    with pytest.raises(InvalidDataset) as caught:
        import_sources("cordis", [REGISTER], page_folder)
    assert str(caught.value) == "clusters: cluster:wrong: sme_count 2 is larger than member_count 1"
    assert content(page_folder) == before


def register_with(folder: Path, name: str) -> Path:
    """Copy the register with another name for its first organisation."""
    folder.mkdir()
    for path in REGISTER.iterdir():
        text = path.read_text(encoding="utf-8")
        (folder / path.name).write_text(text.replace("Artificial  Sport Cluster", name), encoding="utf-8")
    return folder


def test_an_organisation_that_might_be_another_is_listed_and_not_merged(page_folder: Path, tmp_path: Path) -> None:
    name = read_folder(page_folder).by_id["cluster:nordski"].name
    register = register_with(tmp_path / "register", name)
    both, findings = import_sources("cordis", [register], page_folder)
    assert both.same_as == ()
    assert {"cluster:nordski", "cluster:cordis-1"} <= set(both.by_id)
    (found,) = [finding for finding in findings if finding.code == "possible-duplicates"]
    todo = "add a row to same_as.csv or leave it"
    assert found.cases == (
        f"cluster:cordis-1 ({name}) might be cluster:nordski ({name}): same name, other source; {todo}",
    )


def test_judgements_are_taken_over_where_what_they_judge_is_there(page_folder: Path, tmp_path: Path) -> None:
    (tmp_path / "judged").mkdir()
    (tmp_path / "judged" / "same_as.csv").write_text(
        "entity,source,source_id,reason\ncluster:nordski,cordis,1,Same address.\ncluster:fhk,cordis,99,Not there.\n"
    )
    (tmp_path / "judged" / "misleading.csv").write_text(
        "subject,predicate,object,reason\n"
        "cluster:nordski,PARTNER_IN,partnership:cordis-100,Not them.\n"
        "cluster:nordski,PARTNER_IN,partnership:none,Not there.\n"
    )
    dataset, findings = import_sources("cordis", [REGISTER], page_folder, judgements=tmp_path / "judged")
    assert dataset.same_as == (
        SameAs(entity="cluster:nordski", source="cordis", source_id="1", reason="Same address."),
    )
    assert "cluster:cordis-1" not in dataset.by_id
    assert [row for row in dataset.misleading if isinstance(row, Misleading)] == [
        Misleading(
            subject="cluster:nordski",
            predicate=Predicate.PARTNER_IN,
            object="partnership:cordis-100",
            reason="Not them.",
        )
    ]
    assert [finding.cases for finding in findings if finding.code == "same-as-not-found"] == [("99 of cluster:fhk",)]


def test_a_judgement_added_later_joins_as_one_made_before(page_folder: Path, tmp_path: Path) -> None:
    judged = "entity,source,source_id,reason\ncluster:nordski,cordis,1,Same address.\n"
    write_folder(read_folder(page_folder), tmp_path / "early")
    (tmp_path / "early" / "same_as.csv").write_text(judged)
    early, _ = import_sources("cordis", [REGISTER], tmp_path / "early")
    import_sources("cordis", [REGISTER], page_folder)
    assert "cluster:cordis-1" in read_folder(page_folder).by_id
    (page_folder / "same_as.csv").write_text(judged)
    late, _ = import_sources("cordis", [REGISTER], page_folder)
    assert "cluster:cordis-1" not in late.by_id
    assert late.version == early.version


def test_judgements_that_cannot_be_read_are_refused(tmp_path: Path) -> None:
    (tmp_path / "judged").mkdir()
    (tmp_path / "judged" / "same_as.csv").write_text("entity,source,source_id\n")
    with pytest.raises(InvalidDataset, match=r"^same_as\.csv:1: column 'reason' is missing$"):
        import_sources("cordis", [REGISTER], tmp_path / "new", judgements=tmp_path / "judged")


def test_the_dataset_that_ships_holds_what_its_sources_hold(bundled_graph: Notebook) -> None:
    counts = bundled_graph.counts()
    kinds = (EntityKind.CLUSTER, EntityKind.SME, EntityKind.INSTITUTION, EntityKind.PARTNERSHIP)
    assert [counts[kind] for kind in kinds] == [111, 1101, 2914, 392]
    partnerships = bundled_graph.entities(EntityKind.PARTNERSHIP)
    assert sum(item.source == "cordis" for item in partnerships) == 391
    assert [item.id for item in partnerships if item.source != "cordis"] == ["partnership:smartsports4goodlife"]


def test_two_clusters_of_the_page_stand_in_the_register_too_and_are_one_node_each(bundled_graph: Notebook) -> None:
    for entity, number in (("cluster:indescat", "934264522"), ("cluster:epsi", "952974464")):
        for prefix in ("cluster", "sme", "institution"):
            assert bundled_graph.entity(f"{prefix}:cordis-{number}").id == entity
            assert f"{prefix}:cordis-{number}" not in bundled_graph.dataset.by_id
        sources = {cited.source for item in bundled_graph.statements(entity) for cited in item.provenance}
        assert {"eccp", "cordis"} <= sources


def test_every_classification_that_ships_says_whether_it_is_complete(bundled_graph: Notebook) -> None:
    assert {scheme.id: scheme.complete for scheme in bundled_graph.dataset.schemes} == {
        "challenges": False,
        "eccp-technology-fields": False,
        "emerging-industries": True,
        "euroscivoc": False,
        "horizon-europe": False,
        "s3-priority-areas": False,
        "sectoral-industries": True,
        "target-sectors": False,
    }


def test_every_judgement_that_ships_has_its_reason(bundled_graph: Notebook) -> None:
    dataset = bundled_graph.dataset
    related = [row for row in dataset.links if isinstance(row, Link) and row.predicate is Predicate.RELATED]
    judged = [*dataset.crosswalks, *dataset.stage_industries, *dataset.keywords, *dataset.misleading, *dataset.same_as]
    assert related
    assert judged
    reasons = [row.quote for row in related] + [row.reason for row in judged]
    assert [reason for reason in reasons if not (reason and " " in reason)] == []


TABLE = """\
,D20,D22,D24,D13T15,D31T33,D90T93,D36T39
TTL_20,1,0,0,2,0,0,0
TTL_22,0,0,0,0,1,0,0
TTL_24,0,0,1,0,0,0,0
TTL_13T15,0,0,0,0,0,3,0
TTL_31T33,0,0,0,0,1,1,0
TTL_90T93,0,0,0,0,0,1,0
TTL_36T39,1,0,0,0,0,0,1
"""


def flows(dataset: Dataset) -> set[str]:
    links = [row for row in dataset.links if row.predicate is Predicate.SUPPLIES_TO]
    return {f"{row.subject[12:]} > {row.object[12:]} {row.weight:g}" for row in links}


def test_a_table_is_read_with_the_stages_that_ship_and_read_anew_when_their_industries_change(tmp_path: Path) -> None:
    (tmp_path / "at_2020.csv").write_text(TABLE, encoding="utf-8")
    first, _ = import_sources("input-output", [tmp_path / "at_2020.csv"], tmp_path / "new")
    assert flows(first) == {
        "end-of-life > inputs 0.333333",
        "inputs > production 0.75",
        "production > use-service 0.8",
    }
    again, _ = import_sources("input-output", [tmp_path / "at_2020.csv"], tmp_path / "new")
    assert again == first
    judged = tmp_path / "new" / "stage_industries.csv"
    judged.write_text(judged.read_text(encoding="utf-8").replace("production,31-33", "production,30"), encoding="utf-8")
    anew, _ = import_sources("input-output", [tmp_path / "at_2020.csv"], tmp_path / "new")
    assert flows(anew) == {"end-of-life > inputs 0.333333"}


def test_no_industry_stands_at_two_stages_of_the_chain_that_ships(bundled_graph: Notebook) -> None:
    judged = bundled_graph.dataset.stage_industries
    assert {row.stage for row in judged} == {stage.id for stage in bundled_graph.entities(EntityKind.VALUE_CHAIN_STAGE)}
    for row in judged:
        others = [other for other in judged if other.stage != row.stage]
        assert [other for other in others if divisions_of(row.industry) & divisions_of(other.industry)] == []


@pytest.mark.shared
def test_the_stage_map_that_ships_is_the_curated_one(shared: Path, bundled_graph: Notebook) -> None:
    with (shared / "synergy" / "stage_map.csv").open(encoding="utf-8", newline="") as file:
        wanted = {(row["label"].rpartition(":")[2], row["stage"]) for row in csv.DictReader(file)}
    found = {
        (bundled_graph.entity(row.subject).name, row.object.rpartition("/")[2].upper().replace("-", "_"))
        for row in bundled_graph.dataset.crosswalks
        if row.object.startswith("stage:")
    }
    assert (found, len(found)) == (wanted, 12)


@pytest.mark.shared
def test_the_documented_imports_make_exactly_the_dataset_that_ships(shared: Path, tmp_path: Path) -> None:
    page = shared / "eccp" / "smartsports4goodlife.txt"
    tables = [shared / "input-output" / name for name in ("hu_iot_2020_cpa65.csv", "be_oecd_iot_2020.csv")]
    import_sources("eccp", [page], tmp_path / "new")
    import_sources("cordis", [shared / "cordis-sample"], tmp_path / "new", judgements=BUNDLED)
    made, _ = import_sources("input-output", tables, tmp_path / "new")
    shipped = read_folder(BUNDLED)
    assert made == shipped
    assert made.version == shipped.version == read_folder(tmp_path / "new").version

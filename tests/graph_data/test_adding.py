"""Graphs and vocabularies of others, added to a dataset folder: whole or not at all."""

from dataclasses import replace
from pathlib import Path

import pytest

from graph_data.adding import import_graphml, import_vocabularies
from graph_data.bundled import BUNDLED
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.ontology import EntityKind
from graph_data.reading.folder import read_folder
from graph_data.writing.folder import write_folder
from graph_data.writing.graphml import GRAPHML

VOCABULARY = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://a.example/fields> a skos:ConceptScheme ; skos:prefLabel "Fields"@en .
<https://a.example/f/1> skos:inScheme <https://a.example/fields> ; skos:prefLabel "One"@en, "Eins"@de .
"""


@pytest.fixture
def exported(small: Dataset, tmp_path: Path) -> Path:
    path = tmp_path / "small.graphml"
    assert GRAPHML.file is not None
    GRAPHML.file(small, path)
    return path


def test_an_export_makes_a_dataset_of_its_own(exported: Path, small: Dataset, tmp_path: Path) -> None:
    dataset, findings = import_graphml([exported], tmp_path / "new")
    assert read_folder(tmp_path / "new") == dataset
    assert (dataset.about, dataset.entities, dataset.links) == (small.about, small.entities, small.links)
    assert [finding.code for finding in findings] == ["made-again", "rows"]


def test_importing_twice_changes_nothing(exported: Path, small: Dataset, tmp_path: Path) -> None:
    write_folder(small, tmp_path / "folder")
    dataset, findings = import_graphml([exported], tmp_path / "folder")
    assert dataset == small
    assert "0 added, 0 replaced" in findings[-1].text


def test_an_export_joins_a_dataset_that_describes_itself_in_other_words(
    exported: Path, small: Dataset, tmp_path: Path
) -> None:
    other = Dataset(replace(small.about, title="Other"))
    write_folder(other, tmp_path / "folder")
    dataset, _ = import_graphml([exported], tmp_path / "folder")
    assert (dataset.about, dataset.entities) == (other.about, small.entities)


def test_a_node_that_says_something_else_is_refused_with_its_place_unless_it_shall_win(
    exported: Path, small: Dataset, tmp_path: Path
) -> None:
    write_folder(small, tmp_path / "folder")
    before = exported.read_text(encoding="utf-8")
    exported.write_text(before.replace(">30</data>", ">31</data>"), encoding="utf-8")
    line = before[: before.index(">30</data>")].count("\n") + 1
    with pytest.raises(InvalidDataset) as caught:
        import_graphml([exported], tmp_path / "folder")
    assert str(caught.value) == (
        f"small.graphml:{line}:1: cluster:alps: member_count is '31', but '30' in the dataset; "
        "write the same, or let the file win with --replace"
    )
    assert read_folder(tmp_path / "folder") == small
    dataset, _ = import_graphml([exported], tmp_path / "folder", replace=True)
    assert getattr(dataset.by_id["cluster:alps"], "member_count", None) == 31
    assert dataset.names == small.names


def test_a_vocabulary_is_added_and_added_again_without_a_change(small: Dataset, tmp_path: Path) -> None:
    pytest.importorskip("pyoxigraph", reason="needs the extra rdf")
    write_folder(small, tmp_path / "folder")
    path = tmp_path / "fields.ttl"
    path.write_text(VOCABULARY, encoding="utf-8")
    dataset, _ = import_vocabularies([path], tmp_path / "folder", EntityKind.TECHNOLOGY_FIELD)
    assert set(dataset.entities) - set(small.entities) == {dataset.by_id["technology:one"]}
    assert [(name.name, name.language) for name in dataset.names if name.entity == "technology:one"] == [
        ("Eins", "de"),
        ("One", "en"),
    ]
    again, findings = import_vocabularies([path], tmp_path / "folder", EntityKind.TECHNOLOGY_FIELD)
    assert again == dataset
    assert "0 added, 0 replaced" in findings[-1].text


def test_a_term_that_is_renamed_is_refused_with_its_address_unless_it_shall_win(small: Dataset, tmp_path: Path) -> None:
    pytest.importorskip("pyoxigraph", reason="needs the extra rdf")
    write_folder(small, tmp_path / "folder")
    path = tmp_path / "fields.ttl"
    path.write_text(VOCABULARY, encoding="utf-8")
    import_vocabularies([path], tmp_path / "folder", EntityKind.TECHNOLOGY_FIELD)
    path.write_text(VOCABULARY.replace('"One"', '"First"'), encoding="utf-8")
    with pytest.raises(InvalidDataset) as caught:
        import_vocabularies([path], tmp_path / "folder", EntityKind.TECHNOLOGY_FIELD)
    assert str(caught.value).startswith(
        "fields.ttl: <https://a.example/f/1>: technology:one: name is 'First', but 'One'"
    )
    dataset, _ = import_vocabularies([path], tmp_path / "folder", EntityKind.TECHNOLOGY_FIELD, replace=True)
    assert dataset.by_id["technology:one"].name == "First"


def test_a_new_folder_begins_with_the_bundled_vocabulary(tmp_path: Path) -> None:
    pytest.importorskip("pyoxigraph", reason="needs the extra rdf")
    path = tmp_path / "fields.ttl"
    path.write_text(VOCABULARY, encoding="utf-8")
    dataset, _ = import_vocabularies([path], tmp_path / "new", EntityKind.CHALLENGE, scheme="mine")
    bundled = read_folder(BUNDLED).vocabulary()
    assert {entity.id for entity in dataset.entities} - set(bundled.by_id) == {"challenge:one"}
    assert {scheme.id for scheme in dataset.schemes} - {scheme.id for scheme in bundled.schemes} == {"mine"}

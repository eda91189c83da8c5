"""Tables that a person filled, added to a dataset: nothing is lost, overwritten or half done."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from graph_data.bundled import BUNDLED
from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.merging import import_tables
from graph_data.ontology import Cluster, Region
from graph_data.reading.dataset import read_dataset
from graph_data.reading.folder import read_folder
from graph_data.rows import Link
from graph_data.writing.exporting import export
from graph_data.writing.formats import FORMATS

SaveFolder = Callable[..., Path]


@pytest.fixture
def folder(save_folder: SaveFolder, small_tables: Mapping[str, str]) -> Path:
    """Return the folder of the small dataset."""
    return save_folder(small_tables)


@pytest.fixture
def save(tmp_path: Path) -> Callable[[str, str], Path]:
    """Return a function that writes a file beside the folder."""

    def save(name: str, text: str) -> Path:
        (tmp_path / "given").mkdir(exist_ok=True)
        path = tmp_path / "given" / name
        path.write_text(text, encoding="utf-8")
        return path

    return save


Save = Callable[[str, str], Path]


def content(folder: Path) -> Mapping[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def refused(files: list[Path], into: Path) -> list[str]:
    before = content(into)
    with pytest.raises(InvalidDataset) as caught:
        import_tables(files, into)
    assert content(into) == before
    return str(caught.value).splitlines()


def test_new_rows_are_added_and_equal_ones_are_counted(folder: Path, save: Save, small: Dataset) -> None:
    clusters = save("clusters.tsv", "id\tname\tmember_count\ncluster:alps\tAlpine Cluster\t30\ncluster:new\tNew\t3\n")
    links = save(
        "links.jsonl",
        '{"subject": "cluster:new", "predicate": "ACTIVE_IN_SECTOR", "object": "sector:tourism",'
        ' "origin": "STATED", "source": "page", "locator": "row 9"}\n',
    )
    dataset, findings = import_tables([clusters, links], folder)
    added = [Cluster(id="cluster:new", name="New", member_count=3)]
    assert set(dataset.entities) - set(small.entities) == set(added)
    assert len(dataset.links) == len(small.links) + 1
    assert [finding.text for finding in findings] == ["Rows: 2 added, 0 replaced, 1 unchanged."]
    assert read_dataset(folder) == dataset


def test_importing_twice_changes_nothing(folder: Path, save: Save) -> None:
    files = [save("clusters.csv", "id,name\ncluster:new,New\n")]
    once, _ = import_tables(files, folder)
    before = content(folder)
    again, findings = import_tables(files, folder)
    assert again.version == once.version
    assert content(folder) == before
    assert [finding.text for finding in findings] == ["Rows: 0 added, 0 replaced, 1 unchanged."]


def test_a_row_that_says_something_else_is_a_problem_of_each_of_its_cells(folder: Path, save: Save) -> None:
    given = save(
        "clusters.csv",
        "id,name,member_count,sme_count\ncluster:alps,Alpine Clusters,31,20\ncluster:coast,Coast & Sea Cluster,,\n",
    )
    so = "write the same, or let the file win with --replace"
    assert refused([given], folder) == [
        f"clusters.csv:2:14: cluster:alps: name is 'Alpine Clusters', but 'Alpine Cluster' in the dataset; {so}",
        f"clusters.csv:2:30: cluster:alps: member_count is '31', but '30' in the dataset; {so}",
        f"clusters.csv:3:35: cluster:coast: member_count is blank, but '10' in the dataset; {so}",
    ]


def test_the_file_wins_when_told_to_but_a_column_that_it_lacks_says_nothing(
    folder: Path, save: Save, small: Dataset
) -> None:
    given = save("clusters.csv", "id,name,member_count\ncluster:alps,Alps,\n")
    dataset, findings = import_tables([given], folder, replace=True)
    alps = cast("Cluster", small.by_id["cluster:alps"])
    assert dataset.by_id["cluster:alps"] == replace(alps, name="Alps", member_count=None)
    assert [finding.text for finding in findings] == ["Rows: 0 added, 1 replaced, 0 unchanged."]
    others = [row for row in dataset.all_rows() if getattr(row, "id", None) != "cluster:alps"]
    assert others == [row for row in small.all_rows() if row is not alps]


def test_a_default_does_not_overwrite_what_a_missing_column_does_not_say(folder: Path, save: Save) -> None:
    heading = "subject,predicate,object,origin,source,locator"
    row = "cluster:alps,ACTIVE_IN_SECTOR,sector:footwear,STATED,page,row 7"
    import_tables([save("links.csv", f"{heading},weight\n{row},5\n")], folder)
    dataset, findings = import_tables([save("links.csv", f"{heading}\n{row}\n")], folder, replace=True)
    (link,) = [link for link in dataset.links if link.object == "sector:footwear"]
    assert isinstance(link, Link)
    assert link.weight == 5
    assert findings[0].text == "Rows: 0 added, 0 replaced, 1 unchanged."


def test_a_term_that_changes_its_kind_is_a_conflict_too(folder: Path, save: Save) -> None:
    given = save("concepts.csv", "id,kind,name,scheme\nsector:tourism,CHALLENGE,Tourism,industries\n")
    so = "write the same, or let the file win with --replace"
    assert refused([given], folder) == [
        f"concepts.csv:2:16: sector:tourism: kind is 'CHALLENGE', but 'SECTOR' in the dataset; {so}"
    ]


def test_rows_that_stand_twice_in_the_files_are_refused(folder: Path, save: Save) -> None:
    given = save("clusters.csv", "id,name\ncluster:new,New\ncluster:new,Newer\n")
    assert refused([given], folder) == ["clusters.csv:3:1: 'cluster:new' stands twice; keep one row"]
    with pytest.raises(InvalidDataset, match="'cluster:alps' stands twice"):
        import_tables([save("clusters.csv", "id,name\ncluster:alps,New\ncluster:alps,Newer\n")], folder, replace=True)


def test_the_whole_is_checked_with_the_places_of_the_files(folder: Path, save: Save) -> None:
    given = [
        save(
            "links.csv",
            "subject,predicate,object,origin,source,locator\ncluster:alp,MEMBER_OF,cluster:coast,STATED,page,1\n",
        ),
        save("smes.csv", "id,name,latitude\nsme:a,A,abc\n"),
    ]
    assert refused(given, folder) == [
        "links.csv:2:1: unknown entity 'cluster:alp'; did you mean 'cluster:alps'?",
        "smes.csv:2:9: latitude must be a finite number, got 'abc'",
    ]


def test_organisations_that_might_be_others_are_listed(folder: Path, save: Save) -> None:
    given = save("smes.csv", "id,name,source\nsme:cordis-9,ALPINE CLUSTER,register\n")
    _, findings = import_tables([given], folder)
    assert [finding.code for finding in findings] == ["rows", "possible-duplicates"]
    assert findings[1].count == 1


def test_tables_alone_begin_with_the_bundled_vocabulary(tmp_path: Path, save: Save) -> None:
    dataset, _ = import_tables([save("clusters.csv", "id,name\ncluster:new,New\n")], tmp_path / "new")
    vocabulary = read_folder(BUNDLED).vocabulary()
    assert dataset == vocabulary.plus([Cluster(id="cluster:new", name="New")])
    assert [entity for entity in dataset.entities if isinstance(entity, Region)]


@pytest.mark.parametrize("name", ["xlsx", "sqlite", "tsv"])
def test_a_whole_dataset_begins_with_nothing_else(name: str, small: Dataset, tmp_path: Path) -> None:
    given = tmp_path / f"given{FORMATS[name].ending if FORMATS[name].file else ''}"
    export(small, FORMATS[name], given)
    dataset, _ = import_tables([given], tmp_path / "new")
    assert dataset.version == small.version
    assert read_dataset(tmp_path / "new").version == small.version


def test_other_words_about_the_dataset_are_taken_only_when_told_to(
    folder: Path, small: Dataset, tmp_path: Path
) -> None:
    told = small.described(replace(small.about, title="Other"))
    export(told, FORMATS["sqlite"], tmp_path / "given.sqlite")
    assert refused([tmp_path / "given.sqlite"], folder) == [
        "dataset: the files describe the dataset in other words; --replace takes theirs"
    ]
    dataset, _ = import_tables([tmp_path / "given.sqlite"], folder, replace=True)
    assert dataset.about == told.about

"""The manifest of a version: the same for the same dataset, and every damage shows."""

import os
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.ontology import Cluster
from graph_data.versions.manifest import FileSum, Manifest, files_wrong, read_manifest, write_manifest
from graph_data.writing.folder import write_tables


@pytest.fixture
def folder(tmp_path: Path, small: Dataset) -> Path:
    """Return the small dataset with its manifest."""
    write_tables(small, tmp_path)
    write_manifest(small, tmp_path)
    return tmp_path


def wrong(folder: Path) -> list[str]:
    return [str(problem) for problem in files_wrong(folder)]


def test_it_says_what_the_version_holds(folder: Path, small: Dataset) -> None:
    found = read_manifest(folder)
    table = (folder / "clusters.csv").read_bytes()
    assert found == Manifest(
        version=small.version,
        name="small",
        title="Small & <tidy>",
        created=None,
        confidential=False,
        rows=found.rows,
        files=found.files,
    )
    assert found.rows["clusters"] == 2
    assert sum(found.rows.values()) == len(list(small.all_rows()))
    assert FileSum("clusters.csv", len(table), sha256(table).hexdigest()) in found.files
    assert sorted([*(file.name for file in found.files), "manifest.json"]) == sorted(os.listdir(folder))  # noqa: PTH208 -- names are wanted
    assert wrong(folder) == []


def test_the_same_dataset_has_the_same_manifest(
    folder: Path, small: Dataset, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    again = Dataset.of(small.about, reversed(list(small.all_rows())))
    write_tables(again, other)
    write_manifest(again, other)
    assert (other / "manifest.json").read_bytes() == (folder / "manifest.json").read_bytes()


def test_it_says_when_the_dataset_was_issued_and_whether_some_row_is_not_for_everybody(
    tmp_path: Path, small: Dataset
) -> None:
    about = replace(small.about, issued=datetime(2026, 1, 31, tzinfo=UTC))
    secret = Cluster(id="cluster:secret", name="Secret", audience=("partners",))
    write_manifest(small.described(about).plus([secret]), tmp_path)
    found = read_manifest(tmp_path)
    assert (found.created, found.confidential) == ("2026-01-31T00:00:00+00:00", True)


def test_every_file_that_is_not_as_it_was_is_named(folder: Path) -> None:
    with (folder / "links.csv").open("a") as file:
        file.write("\n")
    (folder / "names.csv").unlink()
    (folder / "facts.csv").unlink()
    (folder / "facts.csv").mkdir()
    (folder / "smes.csv").write_text((folder / "smes.csv").read_text().replace("Schuh", "Sohle"))
    (folder / "notes.txt").write_text("mine")
    differs = "not as it was written: its size or checksum differs"
    assert wrong(folder) == [
        "names.csv: missing",
        "notes.txt: no file of this version",
        f"facts.csv: {differs}",
        f"links.csv: {differs}",
        f"smes.csv: {differs}",
    ]


@pytest.mark.parametrize("content", ["", "{", "[]", "{}", '{"format": "synergraph version 1"}', '{"format": "other"}'])
def test_a_damaged_manifest_is_said_to_be_damaged(content: str, folder: Path) -> None:
    (folder / "manifest.json").write_text(content)
    assert wrong(folder) == ["manifest.json: missing or damaged"]
    (folder / "manifest.json").unlink()
    with pytest.raises(InvalidDataset, match=r"^manifest.json: missing or damaged$"):
        read_manifest(folder)

"""Files of the whole dataset: written once, gone with their version, listed with size and hash."""

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_data.dataset import Dataset
from graph_data.notebook import Notebook
from graph_data.writing.folder import write_folder
from graph_data.writing.formats import FORMATS
from graphapi.app import create_app
from graphapi.distributions import DISTRIBUTED, distributions, file_of
from graphapi.settings import Settings


@pytest.fixture(scope="module")
def client(sample: Notebook) -> Iterator[TestClient]:
    """Return a client of the application over the sample, which is soon written whole."""
    with TestClient(create_app(Settings(timeout_ms=60_000), sample)) as client:
        yield client


def test_a_file_of_the_whole_is_written_once_and_leaves_nothing_behind(
    sample: Notebook, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    fresh = Notebook(sample.dataset)
    form, written = FORMATS["sqlite"], []

    def counting(dataset: Dataset, path: Path) -> None:
        written.append(path)
        assert form.file is not None
        form.file(dataset, path)

    files = [file_of(fresh, replace(form, file=counting)) for _ in range(3)]
    assert len({id(file) for file in files}) == len(written) == 1
    assert b"".join(files[0].pieces()).startswith(b"SQLite format 3")
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(ValueError, match="csv is a file a table"):
        file_of(fresh, FORMATS["csv"])


DISTRIBUTIONS = "{ dataset { version distributions { format url byteSize sha256 } } }"


def test_the_listed_distributions_are_what_is_served(client: TestClient) -> None:
    listed = client.post("/graphql", json={"query": DISTRIBUTIONS}).json()["data"]["dataset"]["distributions"]
    assert [item["format"] for item in listed] == [form.name for form in DISTRIBUTED]
    assert len(listed) > 0
    for item in listed:
        for encoding in ("identity", "gzip"):
            got = client.get(f"/{item['url']}", headers={"Accept-Encoding": encoding})
            assert got.status_code == 200
            assert (len(got.content), sha256(got.content).hexdigest()) == (item["byteSize"], item["sha256"])


def test_the_bytes_of_a_distribution_follow_from_the_version(
    sample: Notebook, run: Callable[..., Any], tmp_path: Path
) -> None:
    folder = tmp_path / "sample"
    write_folder(sample.dataset, folder)
    told = [
        json.loads(run("query", DISTRIBUTIONS, "--dataset", folder, **environment).out)["data"]["dataset"]
        for environment in ({"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo"}, {"PYTHONHASHSEED": "2", "LC_ALL": "C"})
    ]
    ours = {form.name: file.sha256 for form, file in distributions(sample)}
    assert told[0] == told[1]
    assert {item["format"]: item["sha256"] for item in told[0]["distributions"]} == ours


def test_a_size_beyond_graphqls_numbers_is_null(
    sample: Notebook, client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = file_of(sample, FORMATS["zip"])
    monkeypatch.setattr(file, "size", 2**31)
    monkeypatch.setattr(file, "sha256", "0")
    listed = client.post("/graphql", json={"query": DISTRIBUTIONS}).json()["data"]["dataset"]["distributions"]
    assert {"format": "zip", "url": "export/dataset.zip", "byteSize": None, "sha256": "0"} in listed

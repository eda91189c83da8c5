"""docs/exports.md names every file and parameter, and its recipes work, each asked of a real server."""

import csv
import re
import shlex
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from graph_data.notebook import Notebook
from graph_data.tables import TABLES
from graph_data.versions.opening import open_dataset
from graphapi.exports.catalogue import CATALOGUE, VIEWS

PAGE = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"
ADDRESSES = sorted(set(re.findall(rf"{ADDRESS}(/export/[^\s\"`)]+?)[.,]?(?=[\s\"`)]|$)", PAGE)))


def code(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)


def test_every_file_is_named() -> None:
    named = set()
    for name, endings in re.findall(r"^\| `/export/([^`]+)\.\{([^}]+)\}` \|", PAGE, re.MULTILINE):
        names = [table.name for table in TABLES] if name == "{table}" else [name]
        named |= {f"{one}.{ending}" for one in names for ending in endings.split(",")}
    assert named == set(CATALOGUE)


def test_every_view_is_said_as_the_server_says_it() -> None:
    for view in VIEWS:
        assert re.search(rf"^\| `/export/{view.name}\.[^`]*` \| {re.escape(view.holds)} \|$", PAGE, re.MULTILINE)
        said = "; ".join(f"`{item.name}`: {item.description}" for item in view.parameters)
        assert re.search(rf"^\| [^|]*`{view.name}`[^|]* \| {re.escape(said)} \|$", PAGE, re.MULTILINE), said


def test_the_page_has_recipes() -> None:
    assert len(ADDRESSES) > 12


@pytest.mark.parametrize("address", ADDRESSES)
def test_every_address_of_a_recipe_answers(client: TestClient, address: str) -> None:
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    assert len(answer.content) > 100


def test_the_commands_run(ask_server: Callable[..., bytes], server: Any, tmp_path: Path, graph: Notebook) -> None:  # noqa: ANN401 -- the fixture's class is conftest's
    if shutil.which("curl") is None:
        pytest.skip("needs curl")
    assert ask_server("{ dataset { title } }")
    (block,) = code("sh")
    for line in block.strip().splitlines():
        program, *arguments = shlex.split(line.replace(ADDRESS, server.address))
        assert program == "curl"
        done = subprocess.run(["curl", "-f", *arguments], cwd=tmp_path, capture_output=True, check=False)  # noqa: S603, S607 -- the page's own commands
        assert done.returncode == 0, done.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "dataset.zip",
        f"european-clusters-{graph.version}-clusters.csv",
    ]
    assert open_dataset(tmp_path / "dataset.zip").version == graph.version
    with (tmp_path / f"european-clusters-{graph.version}-clusters.csv").open(encoding="utf-8", newline="") as file:
        assert len(list(csv.DictReader(file))) == 111


def test_the_python_runs(server: Any) -> None:  # noqa: ANN401 -- as above
    (block,) = code("python")
    namespace: dict[str, Any] = {}
    exec(block.replace(ADDRESS, server.address), namespace)  # noqa: S102 -- our own page
    partners = namespace["partners"]
    assert [row["organisation"] for row in partners] == ["INDESCAT - Catalan Sports Cluster"] * 3
    assert float(partners[0]["score"]) >= float(partners[2]["score"]) > 0


def test_duckdb_reads_the_files(client: TestClient, tmp_path: Path, graph: Notebook) -> None:
    duckdb = pytest.importorskip("duckdb", reason="an independent reader of csv, JSON and Parquet")
    pytest.importorskip("pyarrow", reason="writing Parquet needs the extra `parquet`")
    for name, reader in (("smes.csv", "read_csv"), ("smes.jsonl", "read_json"), ("smes.json", "read_json")):
        path = tmp_path / name
        path.write_bytes(client.get(f"/export/{name}").content)
        ((count,),) = duckdb.sql(f"SELECT count(DISTINCT id) FROM {reader}('{path}')").fetchall()  # noqa: S608 -- our own names
        assert count == len(graph.dataset.rows(next(table for table in TABLES if table.name == "smes")))

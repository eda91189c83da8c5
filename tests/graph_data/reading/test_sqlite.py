"""SQLite files of others: nothing in them is run, and what is no table of ours is refused."""

import sqlite3
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from graph_data.dataset import Dataset
from graph_data.errors import InvalidDataset
from graph_data.reading import sqlite as reading
from graph_data.reading.dataset import read_dataset
from graph_data.reading.records import MAX_CELL
from graph_data.writing.exporting import export
from graph_data.writing.formats import FORMATS

Alter = Callable[[str], list[str]]

CLUSTERS = "DROP TABLE clusters;"


@pytest.fixture
def path(small: Dataset, tmp_path: Path) -> Path:
    """Return the path of the small dataset as a SQLite file."""
    export(small, FORMATS["sqlite"], tmp_path / "small.sqlite")
    return tmp_path / "small.sqlite"


def refused(path: Path) -> list[str]:
    with pytest.raises(InvalidDataset) as caught:
        read_dataset(path)
    return str(caught.value).splitlines()


@pytest.fixture
def alter(path: Path) -> Alter:
    """Return a function that runs a script on the file and gives the problems that the file has then."""

    def run(script: str) -> list[str]:
        with closing(sqlite3.connect(path)) as connection:
            connection.executescript(script)
        return refused(path)

    return run


def test_every_problem_names_its_table_row_and_column(alter: Alter) -> None:
    assert alter(
        "UPDATE clusters SET member_count = 'thirty' WHERE id = 'cluster:coast';"
        "UPDATE clusters SET website = x'00ff' WHERE id = 'cluster:alps';"
        "UPDATE clusters SET city = CAST(x'ff' AS TEXT) WHERE id = 'cluster:alps';"
        "UPDATE schemes SET complete = 2 WHERE id = 'areas';"
        "UPDATE links SET object = 'region:AT34' WHERE object = 'region:AT33';"
    ) == [
        "small.sqlite:clusters!C1: website must be text, got bytes \"b'\\\\x00\\\\xff'\"",
        "small.sqlite:clusters!D1: text that is no Unicode, by a stray byte or half a surrogate pair; write it again",
        "small.sqlite:clusters!G2: member_count must be a whole number, got 'thirty'",
        "small.sqlite:links!C2: unknown entity 'region:AT34'; did you mean 'region:AT3'?",
        "small.sqlite:schemes!D1: complete must be true or false, got int '2'",
    ]


def test_tables_that_are_no_tables_of_ours_are_refused(alter: Alter) -> None:
    assert alter("CREATE TABLE clustrs (id TEXT); CREATE TABLE _notes (x); CREATE VIEW report AS SELECT 1;") == [
        "small.sqlite:clustrs: no such table; did you mean 'clusters'?"
    ]


def test_wrong_columns_are_refused(alter: Alter) -> None:
    assert alter(f"{CLUSTERS} CREATE TABLE clusters (id TEXT, nmae TEXT)") == [
        "small.sqlite:clusters: column 'name' is missing",
        "small.sqlite:clusters: unknown column 'nmae'; did you mean 'name'?",
    ]


ENDLESS = (
    "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT 'cluster:' || i AS id, 'A' AS name FROM n"
)


@pytest.mark.parametrize(
    ("script", "wanted"),
    [
        (f"{CLUSTERS} CREATE VIEW clusters AS {ENDLESS}", "a view; only a table is read"),
        (f"{CLUSTERS} CREATE VIRTUAL TABLE clusters USING fts5(id, name)", "a virtual table; only a table is read"),
        (
            f"{CLUSTERS} CREATE TABLE clusters (id TEXT, name TEXT, city AS (zeroblob(900000000)))",
            "column 'city' is generated; only stored values are read",
        ),
    ],
)
def test_what_would_be_computed_is_refused_without_computing_it(script: str, wanted: str, alter: Alter) -> None:
    started = time.perf_counter()
    assert f"small.sqlite:clusters: {wanted}" in alter(script)
    assert time.perf_counter() - started < 5


def test_triggers_and_indexes_are_not_run(path: Path, small: Dataset) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(
            "CREATE TRIGGER evil AFTER INSERT ON clusters BEGIN DELETE FROM clusters; END;"
            "CREATE INDEX odd ON clusters (upper(id)) WHERE id > 'a';"
        )
    before = path.read_bytes()
    assert read_dataset(path).version == small.version
    assert path.read_bytes() == before


def test_a_cell_larger_than_any_is_refused(alter: Alter) -> None:
    assert alter(f"UPDATE clusters SET city = printf('%.*c', {5 * MAX_CELL}, 'x') WHERE id = 'cluster:coast'") == [  # noqa: S608 -- a number
        "small.sqlite:clusters: cannot be read: string or blob too big"
    ]


def test_a_file_that_takes_too_many_steps_is_given_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.executemany(
            "INSERT INTO sources (id, title, origin) VALUES (?, 'A', 'STATED')",
            ([f"s{number}"] for number in range(20_000)),
        )
        connection.commit()
    assert len(read_dataset(path).sources) == 20_003
    monkeypatch.setattr(reading, "MAX_STEPS", 50_000)
    assert any("cannot be read: interrupted" in problem for problem in refused(path))


def test_files_that_are_no_database_are_refused(path: Path, tmp_path: Path) -> None:
    content = path.read_bytes()
    text = tmp_path / "text.db"
    text.write_text("id,name\n" * 1000)
    assert refused(text) == ["text.db: not a SQLite file, or damaged: file is not a database"]
    path.write_bytes(content[: len(content) // 2])
    assert refused(path)[0].startswith("small.sqlite")
    path.write_bytes(content[:2000] + bytes(20_000) + content[22_000:])
    assert refused(path)[0].startswith("small.sqlite")
    path.write_bytes(b"")
    assert refused(path)[0].startswith("small.sqlite: 'dataset' is missing")


def test_what_another_program_has_not_written_yet_is_told(path: Path) -> None:
    path.with_name("small.sqlite-wal").write_bytes(b"something")
    assert refused(path) == ["small.sqlite: small.sqlite-wal is beside it: close what writes the file"]


def test_the_dataset_must_be_described_in_one_row(alter: Alter) -> None:
    assert alter("UPDATE dataset SET title = NULL") == ["small.sqlite:dataset!B1: title is missing or not text"]
    assert alter("UPDATE dataset SET title = CAST(x'ff' AS TEXT)") == [
        "small.sqlite:dataset!1: text that is no Unicode, by a stray byte or half a surrogate pair; write it again"
    ]
    assert alter("INSERT INTO dataset SELECT * FROM dataset") == [
        "small.sqlite:dataset: 2 rows; the dataset is described in one"
    ]
    assert alter("DROP TABLE dataset; CREATE TABLE dataset (name TEXT)")[:3] == [
        "small.sqlite:dataset: column 'citation' is missing",
        "small.sqlite:dataset: column 'licence' is missing",
        "small.sqlite:dataset: column 'title' is missing",
    ]

"""The commands about versions, from what is typed to the exit code."""

import io
import json
import sys
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from graph_data.dataset import About, Dataset
from graph_data.ontology import (
    Cluster,
    Entity,
    EntityKind,
    Partnership,
    Predicate,
    Sector,
    StatementOrigin,
    TechnologyField,
)
from graph_data.reading.folder import read_folder
from graph_data.rows import Fact, Link, Scheme, Source
from graph_data.versions.audience import for_audience
from graph_data.versions.store import Store
from graph_data.writing.folder import write_folder
from graphapi.cli import ExitCode, main

Run = Callable[..., Any]

ABOUT = About(name="tiny", title="Tiny", licence="https://licence.example", citation="Tiny.")


def holds(cluster: str, term: str) -> Link:
    kinds = {"sector": Predicate.ACTIVE_IN_SECTOR, "technology": Predicate.USES_TECHNOLOGY}
    said = {"origin": StatementOrigin.STATED, "source": "page", "locator": "row 1"}
    return Link(subject=f"cluster:{cluster}", predicate=kinds[term.partition(":")[0]], object=term, **said)


TERMS: list[Entity] = [
    Sector(id="sector:sport", name="Sport", scheme="industries"),
    Sector(id="sector:tourism", name="Tourism", scheme="industries"),
    TechnologyField(id="technology:sensors", name="Sensors", scheme="topics"),
]
ROWS: list[object] = [
    Source(id="page", title="A page", origin=StatementOrigin.STATED),
    Scheme(id="industries", title="Industries", kind=EntityKind.SECTOR, complete=True, source="page"),
    Scheme(id="topics", title="Topics", kind=EntityKind.TECHNOLOGY_FIELD, complete=True, source="page"),
    *TERMS,
    *(Cluster(id=f"cluster:{name}", name=name.title()) for name in ("alps", "coast", "plain")),
    holds("alps", "sector:sport"),
    holds("alps", "technology:sensors"),
    holds("coast", "sector:tourism"),
    holds("coast", "technology:sensors"),
    holds("plain", "sector:sport"),
]
ONE = Dataset.of(ABOUT, ROWS)
TWO = ONE.plus(
    [
        holds("plain", "technology:sensors"),
        Fact(entity="cluster:alps", property="turnover", source="page", locator="NDA", value="1", audience=("board",)),
    ]
)


@dataclass(frozen=True)
class Ran:
    """What a command did."""

    code: object
    out: str
    err: str


@pytest.fixture(scope="module")
def run() -> Run:
    """Return a function that runs the command in this process, which is faster than one of its own."""

    def run(*arguments: object) -> Ran:
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            patch.setattr(sys, "argv", ["synergraph", *map(str, arguments)])
            with pytest.raises(SystemExit) as ended:
                main()
        return Ran(ended.value.code, out.getvalue(), err.getvalue())

    return run


@dataclass(frozen=True)
class Built:
    """Two dataset folders, and a store into which the commands built them one after the other.

    Attributes:
        one, two: the folders.
        store: the store.
        said: what the commands said.
    """

    one: Path
    two: Path
    store: Path
    said: list[Any]


@pytest.fixture(scope="module")
def once(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Built:
    """Return what the commands built once; tests do not change it."""
    place = tmp_path_factory.mktemp("built")
    write_folder(ONE, place / "one")
    write_folder(TWO, place / "two")
    said = [run("build", place / name, "--into", place / "store") for name in ("one", "two", "two")]
    return Built(place / "one", place / "two", place / "store", said)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """Return a store of the test's own, with the same two versions."""
    found = Store(tmp_path / "store")
    found.publish(ONE)
    found.publish(TWO)
    return found


def test_building_says_which_version_is_the_current_one(once: Built) -> None:
    confidential = "confidential: some rows are not for everybody; --audience public leaves them out\n"
    current = f"{once.store}: version {TWO.version} is the current one"
    assert [(ran.code, ran.out, ran.err) for ran in once.said] == [
        (0, f"{once.store}: version {ONE.version} is the current one\n", ""),
        (0, f"{current}\n", confidential),
        (0, f"{current}, as it was built before\n", confidential),
    ]
    assert Store(once.store).versions == (ONE.version, TWO.version)


def test_versions_are_listed_the_newest_last(run: Run, once: Built) -> None:
    ran = run("versions", once.store, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    rows = json.loads(ran.out)
    assert [row.pop("bytes") > 1000 for row in rows] == [True, True]
    assert rows == [
        {
            "version": found.version,
            "current": found is TWO,
            "title": "Tiny",
            "created": None,
            "rows": len(list(found.all_rows())),
            "confidential": found is TWO,
        }
        for found in (ONE, TWO)
    ]


def test_an_audience_gets_a_version_without_what_it_may_not_see(run: Run, once: Built, tmp_path: Path) -> None:
    ran = run("build", once.two, "--into", tmp_path / "store", "--audience", "public")
    public = for_audience(TWO, "public")
    assert (ran.code, ran.out, ran.err) == (
        0,
        f"{tmp_path / 'store'}: version {public.version} is the current one\n",
        "",
    )
    assert read_folder(Store(tmp_path / "store").folder(public.version)) == public
    assert public.facts == ()
    wrong = run("build", once.two, "--into", tmp_path / "other", "--audience", "bord")
    assert (wrong.code, wrong.out) == (ExitCode.NOT_FOUND, "")
    assert wrong.err == "no row is for the audience 'bord'; did you mean 'board'?\n"
    assert not (tmp_path / "other").exists()


def test_bad_data_is_not_built(run: Run, once: Built, tmp_path: Path) -> None:
    folder = tmp_path / "bad"
    write_folder(ONE, folder)
    (folder / "clusters.csv").write_text("id,name\nalps,Alps\n")
    ran = run("build", folder, "--into", once.store)
    assert (ran.code, ran.out) == (ExitCode.INVALID_DATA, "")
    assert "clusters.csv:2:1: id 'alps' must be cluster: and a slug" in ran.err
    assert Store(once.store).current == TWO.version
    other = run("build", once.one, "--into", tmp_path)
    assert (other.code, other.out) == (ExitCode.USAGE, "")
    assert other.err == f"{tmp_path} holds other things; a store is a folder of its own, new or empty\n"


def test_a_whole_store_is_verified(run: Run, once: Built) -> None:
    ran = run("verify", once.store)
    assert (ran.code, ran.out, ran.err) == (0, f"{ONE.version}: whole\n{TWO.version}: whole, current\n", "")
    ran = run("verify", once.store, ONE.version[:5])
    assert (ran.code, ran.out, ran.err) == (0, f"{ONE.version}: whole\n", "")


def test_damage_is_named_file_by_file(run: Run, store: Store) -> None:
    path = store.folder(ONE.version) / "links.csv"
    path.chmod(0o644)
    path.write_text(path.read_text().replace("STATED", "IMPORTED"))
    (store.folder(TWO.version) / "manifest.json").unlink()
    ran = run("verify", store.path)
    assert (ran.code, ran.out) == (ExitCode.INVALID_DATA, f"{ONE.version}: damaged\n{TWO.version}: damaged, current\n")
    assert sorted(ran.err.splitlines()) == sorted(
        [
            f"{ONE.version}/links.csv: not as it was written: its size or checksum differs",
            f"{TWO.version}/manifest.json: missing or damaged",
            "2 problems",
        ]
    )
    listed = run("versions", store.path, "--format", "csv")
    assert listed.code == 0
    assert listed.out.splitlines()[2] == f"{TWO.version},yes,,,,,"
    assert listed.err == f"{TWO.version}: its manifest is damaged; synergraph verify {store.path}\n"


def test_one_goes_back_a_version_and_no_further(run: Run, store: Store) -> None:
    ran = run("rollback", store.path)
    assert (ran.code, ran.out, ran.err) == (0, f"{store.path}: version {ONE.version} is the current one\n", "")
    ran = run("rollback", store.path)
    assert (ran.code, ran.out) == (ExitCode.NOT_FOUND, "")
    assert ran.err == f"{store.path} has no version before {ONE.version}\n"
    ran = run("rollback", store.path, TWO.version)
    assert (ran.code, ran.out) == (0, f"{store.path}: version {TWO.version} is the current one\n")


def test_what_is_no_store_is_said_to_be_none(run: Run, once: Built) -> None:
    for command in ("versions", "verify"):
        ran = run(command, once.one)
        assert (ran.code, ran.out) == (ExitCode.INVALID_DATA, "")
        assert ran.err == f"{once.one}: no store; synergraph build DIR --into STORE makes one\n1 problem\n"


def test_a_server_answers_from_the_current_version_of_a_store(start: Callable[..., Any], once: Built) -> None:
    with start(str(once.store), "--port", "0") as server:
        assert json.loads(server.ask("{ dataset { version title } }"))["data"]["dataset"] == {
            "version": TWO.version,
            "title": "Tiny",
        }


def test_every_command_reads_a_version_of_a_store(run: Run, once: Built, tmp_path: Path) -> None:
    ran = run("validate", f"{once.store}@{ONE.version[:6]}")
    assert (ran.code, ran.out) == (0, f"tiny {ONE.version}: no problems\n")
    ran = run("export", f"{once.store}@{ONE.version[:6]}", "--format", "csv", "--out", tmp_path / "out")
    assert (ran.code, read_folder(tmp_path / "out").version) == (0, ONE.version)
    ran = run("validate", f"{once.store}@ffffff")
    assert (ran.code, ran.out) == (ExitCode.NOT_FOUND, "")


def test_a_difference_is_listed_change_by_change(run: Run, once: Built) -> None:
    ran = run("diff", f"{once.store}@{ONE.version}", once.two, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    statement, fact = json.loads(ran.out)
    assert statement.pop("id").startswith("statement:")
    blank = {"column": None, "before": None, "after": None}
    assert statement == {
        "what": "statement",
        "change": "added",
        "name": "Plain works in the technology field Sensors",
        **blank,
    }
    assert fact == {"what": "facts", "change": "added", "id": "cluster:alps turnover 1 page NDA", "name": "", **blank}
    same = run("diff", once.one, f"{once.store}@{ONE.version}")
    assert (same.code, same.out) == (0, "nothing found\n")


def test_what_follows_by_rule_is_counted_and_listed_on_demand(run: Run, once: Built, tmp_path: Path) -> None:
    said = {"origin": StatementOrigin.STATED, "source": "page", "locator": "row 1"}
    joint = "partnership:joint"
    extended = Dataset.of(
        ABOUT,
        [
            *(replace(row, via_partnerships=True) if isinstance(row, Scheme) else row for row in ROWS),
            Partnership(id=joint, name="Joint"),
            Link(subject="cluster:plain", predicate=Predicate.PARTNER_IN, object=joint, **said),
            Link(subject=joint, predicate=Predicate.USES_TECHNOLOGY, object="technology:sensors", **said),
        ],
    )
    write_folder(extended, tmp_path / "three")
    ran = run("diff", once.one, tmp_path / "three", "--format", "jsonl")
    assert (ran.code, len(ran.out.splitlines())) == (0, 5)
    left_out = "changes of derived and inferred statements, which follow from these: 1; --by-rule lists them\n"
    assert ran.err == left_out
    ran = run("diff", once.one, tmp_path / "three", "--format", "jsonl", "--by-rule")
    assert (ran.code, len(ran.out.splitlines()), ran.err) == (0, 6, "")


def test_synergies_that_rose_and_fell_are_listed_for_an_organisation(run: Run, once: Built) -> None:
    ran = run("diff", once.one, once.two, "--for", "cluster:coast", "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    rows = {row.pop("id"): row for row in json.loads(ran.out)}
    assert {partner: row["change"] for partner, row in rows.items()} == {"cluster:alps": "same", "cluster:plain": "new"}
    assert rows["cluster:plain"].pop("score after") == rows["cluster:alps"].pop("score after") > 0
    assert rows["cluster:plain"] == {
        "organisation": "cluster:coast",
        "partner": "Plain",
        "change": "new",
        "score before": None,
        "rank before": None,
        "rank after": 1,
    }
    wrong = run("diff", once.one, once.two, "--for", "cluster:cost")
    assert (wrong.code, wrong.out) == (ExitCode.NOT_FOUND, "")
    assert wrong.err == "unknown id 'cluster:cost'; did you mean 'cluster:coast'?\n"


def test_the_folder_that_one_is_in_is_not_imported_into(
    run: Run, once: Built, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_folder(ONE, tmp_path / "here")
    monkeypatch.chdir(tmp_path / "here")
    ran = run("import", "tables", once.one / "clusters.csv", "--into", ".")
    assert (ran.code, ran.out) == (ExitCode.USAGE, "")
    assert ran.err.startswith(". is, or holds, the folder that you are in")
    assert read_folder(tmp_path / "here") == ONE

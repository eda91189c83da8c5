"""A newer version is loaded beside the one that answers: whole and checked, or refused by file and line."""

import gc
import shutil
import sys
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from queue import Empty, Queue
from weakref import ref

import pytest

from graph_data.dataset import About, Dataset
from graph_data.deadline import Deadline, check, until
from graph_data.discovery import Lens, SynergyModel
from graph_data.discovery.caching import PerGraph, StillPreparing
from graph_data.discovery.matrices import matrices_of
from graph_data.notebook import Notebook
from graph_data.ontology import Cluster, Country
from graph_data.writing.exporting import export
from graph_data.writing.folder import write_folder
from graph_data.writing.formats import FORMATS
from graphapi import reloading
from graphapi.reloading import INTERVAL, Reloader, fingerprint
from graphapi.served import Served

PATIENCE = 30
"""Seconds after which what was waited for counts as missing."""


def version(word: str, count: int) -> Dataset:
    """Return a dataset whose title, number of clusters and every name say which one it is."""
    about = About(name=word, title=word, licence="https://example.org/licence", citation=f"{word}.")
    clusters = [Cluster(id=f"cluster:c{number}", name=f"{word} {number}") for number in range(count)]
    return Dataset.of(about, [*clusters, Country(id="country:AT", name=word, code="AT")])


ODD, EVEN = version("odd", 3), version("even", 40)


class Watched:
    """A folder that a reloader watches in this process."""

    def __init__(self, folder: Path, *, watch: bool = True) -> None:
        self.folder = folder
        self.said: Queue[str] = Queue()
        self.served = Served(folder)
        self.reloader = Reloader(self.served, self.said.put, watch=watch)
        self.reloader.start()

    def told(self) -> str:
        return self.said.get(timeout=PATIENCE)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write_folder(ODD, tmp_path / "data")
    return tmp_path / "data"


@pytest.fixture
def watched(folder: Path) -> Iterator[Watched]:
    found = Watched(folder)
    yield found
    found.reloader.stop()
    found.reloader.join(PATIENCE)
    gc.unfreeze()
    assert not found.reloader.is_alive()


def wait_for_the_end_of(old: "ref[object]") -> None:
    deadline = time.monotonic() + PATIENCE
    while old() is not None and time.monotonic() < deadline:
        time.sleep(0.05)
    assert old() is None


def test_a_replaced_folder_takes_over(watched: Watched) -> None:
    write_folder(EVEN, watched.folder)
    assert watched.told() == f"version {EVEN.version} answers now"
    assert watched.served.graph.version == EVEN.version
    assert watched.served.refusal is None


def test_a_table_that_somebody_saves_takes_over(watched: Watched) -> None:
    table = watched.folder / "clusters.csv"
    table.write_text(table.read_text().replace("odd 1", "other"), encoding="utf-8")
    assert "answers now" in watched.told()
    assert watched.served.graph.entity("cluster:c1").name == "other"


def test_the_old_version_is_freed(watched: Watched) -> None:
    old = ref(watched.served.graph.nx)
    write_folder(EVEN, watched.folder)
    watched.told()
    wait_for_the_end_of(old)
    assert watched.served.graph.entity("cluster:c39").name == "even 39"


def test_a_request_that_began_before_keeps_its_version_and_delays_freeing_it(watched: Watched) -> None:
    begun: Notebook | None = watched.served.graph
    old = ref(watched.served.graph.nx)
    write_folder(EVEN, watched.folder)
    watched.told()
    time.sleep(0.5)
    assert begun is not None
    assert begun.entity("cluster:c1").name == "odd 1"
    begun = None
    wait_for_the_end_of(old)


def test_what_is_being_prepared_for_the_old_version_ends_with_it(watched: Watched) -> None:
    def endless() -> None:
        while True:
            check()

    old = ref(watched.served.graph.nx)
    with until(Deadline(0.2)), pytest.raises(StillPreparing):
        PerGraph[None]().get(watched.served.graph, "key", endless)
    write_folder(EVEN, watched.folder)
    watched.told()
    wait_for_the_end_of(old)


def test_the_new_version_is_warm_when_it_takes_over(watched: Watched) -> None:
    write_folder(EVEN, watched.folder)
    watched.told()
    with until(Deadline(0, waits=False)):
        for lens in Lens:
            assert matrices_of(watched.served.graph, SynergyModel.of(lens))


def test_a_bad_version_is_refused_by_file_and_line_and_the_old_one_answers_on(watched: Watched) -> None:
    table = watched.folder / "clusters.csv"
    sound = table.read_text(encoding="utf-8")
    table.write_text(f"{sound}cluster:c1,again\nnothing,none\n", encoding="utf-8")
    message = watched.told()
    assert message.startswith(f"refused, version {ODD.version} keeps answering: clusters.csv:5")
    assert message.endswith(" more)")
    assert "\n" not in message
    assert watched.served.graph.version == ODD.version
    assert watched.served.refusal is not None
    assert message.endswith(watched.served.refusal.message)
    table.write_text(f"{sound}cluster:c1,again\n", encoding="utf-8")
    assert "more)" not in watched.told()
    table.write_text(sound, encoding="utf-8")
    assert watched.told() == f"version {ODD.version} answers already"
    assert watched.served.refusal is None


def test_a_folder_that_is_gone_is_refused_until_it_is_back(watched: Watched) -> None:
    shutil.rmtree(watched.folder)
    assert watched.told().endswith(": no such file or folder")
    write_folder(EVEN, watched.folder)
    assert watched.told() == f"version {EVEN.version} answers now"


def test_a_mistake_of_ours_is_refused_too(
    watched: Watched, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> Notebook:
        raise RuntimeError("broken")

    monkeypatch.setattr(watched.served, "read", broken)
    watched.reloader.ask()
    assert watched.told() == f"refused, version {ODD.version} keeps answering: unexpected: RuntimeError: broken"
    assert "a newer version could not be loaded" in caplog.text


def test_a_package_that_is_missing_is_named(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    (watched.folder / "names.parquet").write_bytes(b"PAR1")
    assert "pip install 'synergraph[parquet]'" in watched.told()


def test_files_that_change_while_they_are_read_are_read_again(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    read, changed = watched.served.read, []

    def meddled() -> Notebook:
        graph = read()
        if not changed:
            changed.append(True)
            write_folder(EVEN, watched.folder)
        return graph

    monkeypatch.setattr(watched.served, "read", meddled)
    write_folder(version("between", 1), watched.folder)
    assert watched.told() == f"version {EVEN.version} answers now"


def test_files_are_left_to_rest_before_they_are_read(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    reads: list[float] = []
    read = watched.served.read
    monkeypatch.setattr(watched.served, "read", lambda: reads.append(time.monotonic()) or read())
    written: list[float] = []
    for number in range(12):
        write_folder(version("burst", number + 1), watched.folder)
        written.append(time.monotonic())
        time.sleep(0.05)
    rests = sum(later - earlier > INTERVAL / 2 for earlier, later in pairwise(written))  # where the machine was busy
    last = f"version {version('burst', 12).version} answers now"
    while (told := watched.told()) != last:
        assert rests, told
    assert 1 <= len(reads) <= 1 + rests


def test_without_watching_a_version_is_loaded_when_asked_for(folder: Path) -> None:
    found = Watched(folder, watch=False)
    write_folder(EVEN, folder)
    with pytest.raises(Empty):
        found.said.get(timeout=1)
    found.reloader.ask()
    assert found.told() == f"version {EVEN.version} answers now"
    found.reloader.stop()
    found.reloader.join(PATIENCE)
    gc.unfreeze()


@pytest.mark.parametrize("name", ["xlsx", "sqlite"])
def test_a_file_is_watched_as_well(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"data{FORMATS[name].ending}"
    export(ODD, FORMATS[name], path)
    before = fingerprint(path)
    assert fingerprint(path) == before
    export(EVEN, FORMATS[name], path, replace=True)
    assert fingerprint(path) != before


def test_a_fingerprint_tells_what_was_added_changed_and_removed(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    found = [fingerprint(folder)]
    for change in (
        folder.mkdir,
        (folder / "a").touch,
        lambda: (folder / "a").write_text("a"),
        lambda: (folder / "b").symlink_to("a"),
        (folder / "b").unlink,
        (folder / "a").unlink,
        lambda: (folder / "c").symlink_to("nowhere"),
        lambda: (folder / ".a.swp").write_text("an editor's"),
        (folder / "d").mkdir,
    ):
        change()
        found.append(fingerprint(folder))
    assert found[0] is None
    assert len({repr(item) for item in found[:5]}) == 5
    assert found[5] == found[3]
    assert found[6] == found[1]
    assert found[7] not in found[:7]
    assert found[7] == found[8] == found[9]


def test_a_folder_that_stays_as_it_is_is_not_read(watched: Watched, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(watched.served, "read", lambda: pytest.fail("read"))
    with pytest.raises(Empty):
        watched.said.get(timeout=1)


def test_a_server_that_ends_waits_for_no_files_to_rest(watched: Watched) -> None:
    watched.reloader.ask()
    ending = time.monotonic() + INTERVAL / 2
    while time.monotonic() < ending:
        time.sleep(0.01)
    watched.reloader.stop()
    watched.reloader.join(PATIENCE)
    assert watched.said.empty()


def test_the_old_version_is_given_up_for_now_while_a_request_holds_it(
    watched: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reloading, "ROUNDS", 1)
    begun = watched.served.graph
    old = ref(begun.nx)
    write_folder(EVEN, watched.folder)
    watched.told()
    write_folder(version("third", 1), watched.folder)
    watched.told()
    assert begun.entity("cluster:c1").name == "odd 1"
    del begun
    write_folder(ODD, watched.folder)
    watched.told()
    wait_for_the_end_of(old)
